"""wrk, the load generator in C, posting jobs: what a client that costs next to nothing gets from the same server."""

import re
import shutil
import subprocess
import tempfile
from base64 import b64encode

from importer.settings import Target

SECONDS = 8
SCRIPT = """
local number = 0
local headers = {["Content-Type"] = "application/json", ["Prefer"] = "return=minimal", ["Authorization"] = "Basic %s"}
request = function()
  number = number + 1
  local body = string.format(BODY, 1001 + number %% 180, number, number, number, number)
  return wrk.format("POST", "/api/Jobs", headers, body)
end
"""
BODY = (
    '{"project_reference_back_office":"P-%d","job_type_code":"MAINT","job_status_code":"ToBePlanned",'
    '"name":"Yearly service %d","reference_back_office":"WO-%06d",'
    '"description":"Service the boiler and test the valve.","estimated_time":90,"due_date":"2026-12-31",'
    '"job_priority_code":"NORMAL","customer_reference":"PO %d","id":"00000000-0000-4000-8000-%012x"}'
)


def wrk_rate(target: Target, connections: int) -> float:
    """Jobs created a second over `connections`; 0 where wrk is not installed."""
    program = shutil.which("wrk")
    if program is None:
        return 0
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f"local BODY = [[{BODY}]]" + SCRIPT % b64encode(":".join(target.login).encode()).decode())
        script.flush()
        ended = subprocess.run(
            [program, "-t1", f"-c{connections}", f"-d{SECONDS}s", "--timeout=10s", "-s", script.name, target.url],
            capture_output=True,
            text=True,
            check=True,
        )
    assert "Non-2xx" not in ended.stdout, ended.stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", ended.stdout)
    assert found, ended.stdout
    return float(found[1])
