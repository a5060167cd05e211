"""P4: Windows denies a folder in a way that `tempfile` takes for a name that is taken, and tries for hours."""

import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from importer.errors import ResultsError
from importer.files import ensure_writable_folder, write_whole_file
from importer.steps.report.results_file import ensure_writable


def test_p4_a_denied_folder_is_tried_once_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def denied(path: object, *_: object) -> int:
        tried.append(str(path))
        assert len(tried) < 5
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", denied)
    monkeypatch.setattr("tempfile._os", SimpleNamespace(**{**vars(os), "name": "nt"}))
    with pytest.raises(AssertionError):  # as Windows would, tempfile goes on
        tempfile.mkstemp(dir=tmp_path)
    tried.clear()
    with pytest.raises(PermissionError):
        write_whole_file(tmp_path / "new", lambda file: file.write(b"x"), replace=True)
    with pytest.raises(PermissionError):
        ensure_writable_folder(tmp_path)
    with pytest.raises(ResultsError, match="cannot be written"):
        ensure_writable(tmp_path / "jobs.results.xlsx", sheet=tmp_path / "jobs.xlsx")
    assert len(tried) == 3
