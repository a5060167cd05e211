"""The process that opens a workbook: bounded in memory and time, it opens nothing, and its death is one error."""

import os
from pathlib import Path

import pytest

from importer.errors import ExitCode
from importer.problem import (
    READER_ENDED,
    TOO_LARGE_TO_READ,
)
from importer.settings import Options
from importer.steps.read import read_sheet
from importer.steps.read.workbook import _START, read_workbook
from tests.command import importer as command
from tests.steps.read.hostile.refusals import PLAIN, ROW, make_options_out_of_bounds, refusal
from tests.steps.read.raw_workbooks import MAIN, packed, parts_of, worksheet

pytestmark = pytest.mark.usefixtures("children_afresh")


def test_memory_is_bounded(tmp_path: Path) -> None:
    items = "".join(f"<si><t>{os.urandom(16).hex()}</t></si>" for _ in range(20_000))
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN, strings=f'<sst xmlns="{MAIN}">{items}</sst>'))
    assert read_sheet(path).rows == 1
    error = refusal(path, make_options_out_of_bounds(memory_mb=-3))  # less than it unfolds to
    assert error.code in {TOO_LARGE_TO_READ, READER_ENDED}


def test_time_is_bounded(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    error = refusal(path, make_options_out_of_bounds(deadline_seconds=0.01))
    assert error.code is READER_ENDED
    assert "longer than 0.01 s" in error.message


@pytest.mark.thorough
def test_a_workbook_that_takes_too_long_is_one_error_of_the_command(tmp_path: Path) -> None:
    rows = "".join(map(ROW.format, range(1, 800_000)))
    slow = worksheet(rows, head="<!-- so that it is read tag by tag -->")
    said = command("check", packed(tmp_path / "a.xlsx", parts_of(slow)), "--deadline", "1", state=tmp_path)
    assert said.status == ExitCode.NOT_STARTED
    assert "longer than 1 s" in said.err
    assert "--deadline" in said.err


def test_a_process_that_dies_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.steps.read.workbook._START", "import os; os.abort()")
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    error = refusal(path)
    assert error.code is READER_ENDED
    assert "SIGABRT" in error.message


@pytest.mark.parametrize(
    "words",
    ["memory allocation of 4294967296 bytes failed", "terminate called after throwing an instance of 'std::bad_alloc'",
     "MemoryError", "realloc: Cannot allocate memory"],
)  # fmt: skip
def test_a_process_that_dies_for_want_of_memory_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """W7: as libraries say it, each in its own words, before they abort."""
    dies = f"import os, sys; sys.stderr.write({words!r}); sys.stderr.flush(); os.abort()"
    monkeypatch.setattr("importer.steps.read.workbook._START", dies)
    error = refusal(packed(tmp_path / "a.xlsx", parts_of(PLAIN)))
    assert error.code is TOO_LARGE_TO_READ
    assert "SIGABRT" not in error.message
    assert "--memory-limit" in error.message


def test_a_process_that_the_system_ends_is_told_as_one_without_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """W7."""
    monkeypatch.setattr("importer.steps.read.workbook._START", "import os; os.kill(os.getpid(), 9)")
    assert refusal(packed(tmp_path / "a.xlsx", parts_of(PLAIN))).code is TOO_LARGE_TO_READ


OPENS = """
from importer.steps.read.sandbox import child, formats
import os, socket, subprocess, ctypes
def tries(*_, **__):
    for attempt in (
        lambda: open("/etc/hostname"), lambda: socket.socket(), lambda: os.open("/etc/hostname", os.O_RDONLY),
        lambda: subprocess.run(["true"]), lambda: os.dup(1), lambda: os.pipe(),
    ):
        try:
            attempt()
        except OSError:
            continue
        os.abort()
    raise MemoryError
child.read_zip = tries
"""


def test_the_process_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = _START.replace("from importer.steps.read.sandbox.child import main", OPENS + "main = child.main")
    monkeypatch.setattr("importer.steps.read.workbook._START", begin)
    assert refusal(packed(tmp_path / "a.xlsx", parts_of(PLAIN))).code is TOO_LARGE_TO_READ  # and not SIGABRT


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("module", ["pandas", "importer.catalogue.languages", "importer.workbook_parts.splice"])
def test_the_process_loads_only_what_it_needs(module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = f"if '{module}' in sys.modules: __import__('os').abort()\n"  # after the last answer nobody would notice
    monkeypatch.setattr("importer.steps.read.workbook._START", _START.replace("main()", before + "main()"))
    grid = read_workbook(packed(tmp_path / "a.xlsx", parts_of(PLAIN)), "zip", Options())
    assert len(grid.cells) == 2
