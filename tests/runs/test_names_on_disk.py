"""A name on disk is bytes, and not always text: a run of such a file comes to its end like any other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import importer
from importer.practice.server import PracticeServer
from importer.records import Status
from tests.runs.under_way import environment_of, sheet_with


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_text(
    practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = sheet_with(3, tmp_path / os.fsdecode(b"jobs\xff.csv"))
    ended = subprocess.run(
        [sys.executable, "-m", "importer", "run", sheet, "--json"],
        env={**environment_of(practice, tmp_path), "LOGNAME": os.fsdecode(b"anna\xff")},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 0, ended.stderr
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path))
    (told,) = importer.list_runs()
    assert (told.state, told.counts[Status.CREATED]) == ("finished", 3)
