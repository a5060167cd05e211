"""P5: on Windows the library expands `*`, `~`, `$VAR` and `[...]` in the words of a command; importer must not."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.cli import main
from importer.problem import keep_options
from tests.builders import GOOD


@pytest.fixture
def _words_of_one_command() -> Iterator[None]:
    """What was typed goes no further than the process in real life; this one has other tests."""
    yield
    keep_options(lambda _verb: ())


@pytest.mark.usefixtures("_words_of_one_command")
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
