"""`importer practice --faults FILE`, and a run that gets through."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook

BAD_DAY = """
[[fault]]
on = "POST /Jobs"
at = 1
carried_out = true
sent = "nothing"
then = "reset"

[[fault]]
on = "POST /Jobs"
at = 2
status = 500
body = "html"
carried_out = true
"""


@pytest.mark.thorough
def test_a_run_gets_through_a_bad_day(tmp_path: Path) -> None:
    faults = tmp_path / "bad-day.toml"
    faults.write_text(BAD_DAY, encoding="utf-8")
    words = [sys.executable, "-m", "importer", "practice", "--port", "0", "--faults", str(faults)]
    environment = {**os.environ, "IMPORTER_STATE": str(tmp_path)}
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(11)]
        settings = dict(pair.split("=") for line in lines if "export" in line for pair in line.split()[1:])
        named = {name.removeprefix("IMPORTER_").lower(): value for name, value in settings.items()}
        sheet = workbook(tmp_path, *[good(Reference=name) for name in "ABC"])
        said = importer("run", sheet, "--json", "--workers", "1", state=tmp_path, **named)
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
    assert (said.status, said.object["counts"]["created"]) == (0, 3)
    assert "It simulates 2 kinds of fault." in lines[-1]


@pytest.mark.thorough
def test_a_wrong_fault_file_is_told(tmp_path: Path) -> None:
    faults = tmp_path / "bad-day.toml"
    faults.write_text("[[fault]]\nstat = 500\n", encoding="utf-8")
    said = importer("practice", "--port", "0", "--faults", faults, state=tmp_path)
    assert said.status == 3
    assert 'fault 1: "stat" is not a key (did you mean "status"?)' in said.err
