"""S16: a sheet that another file replaces while a question waits holds nothing up: what was sent is told."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.terminal import Terminal
from tests.workbooks import workbook

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files in a folder")
REPLACED: dict[str, Callable[[Path], object]] = {
    "a pipe": lambda place: os.mkfifo(place),  # noqa: PLW0108 - not there on Windows
    "a device": lambda place: place.symlink_to("/dev/zero"),
    "a circle": lambda place: place.symlink_to(place),
    "a folder": Path.mkdir,
    "nothing": lambda place: None,  # noqa: ARG005 - whichever place
}


def run_and_replace(desk: Path, name: str, kind: str, practice: PracticeServer, *words: str) -> str:
    """Run a sheet that is replaced at the question, and give what was shown."""
    settings = {f"IMPORTER_{each.upper()}": getattr(practice, each) for each in ("url", "user", "password", "domain")}
    with Terminal("run", name, *words, state=desk.parent / "state", settings=settings, cwd=desk) as terminal:
        terminal.wait_for(b"Send ")
        (desk / name).unlink()
        REPLACED[kind](desk / name)
        terminal.answer(b"Send ", "y")
        status = terminal.end()
    shown = terminal.shown.decode("utf-8", "replace")
    assert status == 0, shown
    assert not list(desk.glob(".importer-*")), "no unfinished file stays"
    return shown


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    place = tmp_path / "desk"
    place.mkdir()
    workbook(place, good(Reference="A-1"))
    return place


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("kind", REPLACED)
def test_the_results_are_a_new_workbook(desk: Path, practice: PracticeServer, kind: str) -> None:
    run_and_replace(desk, "jobs.xlsx", kind, practice)
    results = load_workbook(desk / "jobs.results.xlsx")
    shown = " ".join(str(cell.value) for row in results["Summary"].iter_rows() for cell in row)
    assert "This is a new workbook, not a copy of your own: it " in shown
    assert practice.store.list_entries("Jobs")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("kind", REPLACED)
def test_the_results_of_a_text_are_a_text(desk: Path, practice: PracticeServer, kind: str) -> None:
    rows = [good(Reference="A-1")]
    lines = [";".join(rows[0]), *(";".join(each.values()) for each in rows)]
    (desk / "jobs.csv").write_text("\n".join(lines), encoding="utf-8")
    run_and_replace(desk, "jobs.csv", kind, practice, "--results", "out.csv")
    assert "A-1" in (desk / "out.csv").read_text(encoding="utf-8-sig")
