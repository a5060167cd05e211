"""S1: the page opens in the user's own browser, not in a program of that name that lies beside a sheet."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from tests.builders import good
from tests.command import environment
from tests.workbooks import workbook

BROWSERS = (
    *("xdg-open", "gio", "gvfs-open", "xdg-settings", "x-www-browser", "www-browser", "firefox", "google-chrome"),
    *("chromium", "chromium-browser", "mozilla", "links", "lynx", "w3m", "open"),
)
LIMIT = 20  # seconds for the page to open


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself opens the browser")
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("place", ["", ".", "./", "bin"])
def test_none_is_run_where_path_has_the_current_folder(tmp_path: Path, place: str) -> None:
    folder, mark = tmp_path / "from a customer", tmp_path / "mark"
    (folder / "bin").mkdir(parents=True)
    sheet = workbook(folder, good(Reference="A-1"))
    for name in BROWSERS:
        for program in (folder / name, folder / "bin" / name):
            program.write_text(f"#!/bin/sh\necho $0 >> '{mark}'\n")
            program.chmod(0o755)
    given = environment(tmp_path / "state", DISPLAY=":9", PATH=os.pathsep.join((place, "/nowhere")))
    given.pop("BROWSER", None)
    words = [sys.executable, "-P", "-m", "importer", "open", sheet.name]
    with subprocess.Popen(words, cwd=folder, env=given, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        clock = Timer(LIMIT, process.kill)
        clock.start()
        found = any(line.startswith("Open this file in your browser: ") for line in process.stderr)
        clock.cancel()
        process.kill()
    assert found
    assert not mark.exists()
