"""V2, V12: what somebody has said of a row that resembles an earlier one is said once; no later run asks it again."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from importer.errors import ExitCode
from tests.command import Said, importer
from tests.twice.rows import Work, row, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")

Row = tuple[str, ...]
ROWS = [row("Boiler in the cellar"), row("Pump makes a noise"), row("Lift stands still")]
COPY = ROWS[1]


def held(said: Said) -> list[int]:
    return [problem["row"] for problem in said.object["problems"] if problem["code"] == 804]


def with_copies_told(work: Work, copies: int = 1) -> Path:
    """A sheet in which somebody has said that so many copies of a row are the same job as that."""
    path = write(work.folder / "jobs.csv", *ROWS)
    assert work.counts(path) == {"created": 3}
    write(path, *ROWS, *[COPY] * copies)
    assert work.answer(path, "same") == ExitCode.ALL_WELL
    return path


def test_a_copy_that_is_the_same_job_is_not_asked_about_again(work: Work) -> None:
    path = with_copies_told(work)
    for _ in range(2):
        assert work.counts(path) == {"already exists": 4}
    assert len(work.names()) == 3


@pytest.mark.thorough
def test_only_as_many_copies_are_settled_as_somebody_has_said(work: Work) -> None:
    path = with_copies_told(work, 2)
    write(path, COPY, *ROWS, COPY, row("Roof leaks"), COPY)
    said = work.run(path)
    assert len(held(said)) == 1
    assert {status: count for status, count in said.object["counts"].items() if count} == {
        "already exists": 5, "created": 1, "not sent": 1,
    }  # fmt: skip
    write(path, ROWS[0], ROWS[2], COPY)
    assert work.counts(path) == {"already exists": 3}
    assert work.names().count("Pump makes a noise") == 1


@pytest.mark.thorough
def test_results_that_are_run_again_do_not_ask_either(work: Work) -> None:
    with_copies_told(work)
    results = work.folder / "jobs.results.xlsx"
    assert work.counts(results, verb="retry") == {"already exists": 4}
    assert work.counts(work.folder / "jobs.csv") == {"already exists": 4}
    write(work.folder / "jobs.csv", *ROWS, COPY, COPY)
    assert len(held(work.run(work.folder / "jobs.csv"))) == 1


def test_so_it_stays_when_the_runs_are_erased(work: Work) -> None:
    path = with_copies_told(work)
    erased = importer("runs", "forget", "--before", "2100-01-01", state=work.folder / "state")
    assert erased.status == 0, erased.err
    assert work.counts(path) == {"already exists": 4}
    assert len(work.names()) == 3


CHANGED: dict[str, Callable[[Path], Path]] = {
    "reworded": lambda folder: write(folder / "jobs.csv", row("Boiler in the cellar again"), *ROWS[1:]),
    "a reference given": lambda folder: write(folder / "jobs.csv", ("WO-77", *ROWS[0][1:]), *ROWS[1:]),
    "another file": lambda folder: write(folder / "april.csv", ROWS[0], row("Roof leaks")),
    "another file, reworded": lambda folder: write(
        folder / "april.csv", row("Boiler in the cellar again"), row("Roof leaks")
    ),
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_changed_row_that_is_the_same_job_is_not_asked_about_again(
    work: Work, change: Callable[[Path], Path]
) -> None:
    work.run(write(work.folder / "jobs.csv", *ROWS))
    path = change(work.folder)
    assert work.answer(path, "same") == ExitCode.ALL_WELL
    there = len(work.names())
    for _ in range(2):
        assert set(work.counts(path)) == {"already exists"}
    assert len(work.names()) == there


COPIES: dict[str, list[Row]] = {
    "as it is": [*ROWS, COPY],
    "sorted": [ROWS[0], ROWS[2], COPY, COPY],
    "the copy first": [COPY, *ROWS],
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("word", ["new", "same"])
@pytest.mark.parametrize("rows", COPIES.values(), ids=COPIES)
def test_in_a_copy_of_such_a_sheet_every_row_is_asked(work: Work, rows: list[Row], word: str) -> None:
    """The row that was told to be a copy of another, too: no sheet has its words a second time under its own id."""
    path = with_copies_told(work) if word == "same" else with_new_copy(work)
    there = len(work.names())
    copy, more = write(work.folder / "copy.csv", *rows), write(work.folder / "more.csv", *rows, COPY)
    for _ in range(2):
        assert held(work.run(copy)) == [2, 3, 4, 5]
        assert held(work.run(more)) == [2, 3, 4, 5, 6]
    assert work.answer(copy, "same") == ExitCode.ALL_WELL
    for file in (copy, path):
        assert work.counts(file) == {"already exists": 4}
    assert len(work.names()) == there


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("word", ["new", "same"])
@pytest.mark.parametrize("rows", COPIES.values(), ids=COPIES)
def test_what_was_said_of_one_copy_is_not_said_of_the_next(work: Work, rows: list[Row], word: str) -> None:
    """All rows of the next are new jobs, and it is not asked again about those of any other."""
    path = with_copies_told(work) if word == "same" else with_new_copy(work)
    copy, other = (write(work.folder / name, *rows) for name in ("copy.csv", "other.csv"))
    assert work.answer(copy, "same") == ExitCode.ALL_WELL
    there = len(work.names())
    assert held(work.run(other)) == [2, 3, 4, 5]
    assert work.counts(other, "--new-rows") == {"created": 4}
    for file in (other, copy, path):
        assert work.counts(file) == {"already exists": 4}
    assert len(work.names()) == there + 4


def with_new_copy(work: Work) -> Path:
    """A sheet in which somebody has said that a copy of a row is a new job."""
    path = write(work.folder / "jobs.csv", *ROWS)
    assert work.counts(path) == {"created": 3}
    write(path, *ROWS, COPY)
    assert work.counts(path, "--new-rows") == {"created": 1, "already exists": 3}
    return path
