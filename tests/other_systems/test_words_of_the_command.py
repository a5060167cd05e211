"""P5: on Windows the library expands `*`, `~`, `$VAR` and `[...]` in the words of a command; importer must not."""

import os
import sys
from pathlib import Path

import pytest

from importer.cli import main
from tests.builders import GOOD


def test_a_file_with_brackets_is_the_file_that_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = "\n".join([",".join(GOOD), ",".join(GOOD.values())])
    (tmp_path / "jobs1.csv").write_text(rows, encoding="utf-8")
    wanted = tmp_path / "jobs[1].csv"
    wanted.write_text(rows, encoding="utf-8")
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["importer", "check", "--offline", "--target", "practice", str(wanted)])
    monkeypatch.setattr("typer.core.os", _OfWindows())
    with pytest.raises(SystemExit):
        main()
    said = capfd.readouterr()
    assert "jobs[1].csv" in said.out + said.err
    assert "jobs1.csv" not in said.out + said.err


class _OfWindows:
    """The module `os` with another name, for the library that asks for it."""

    name = "nt"

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)
