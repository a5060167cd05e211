"""V2, V12: rows of any file that are nearly what rows with jobs are, are asked about; rows of a template are not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from tests.command import Said
from tests.practice.caller import Caller
from tests.twice.office import DROPPED, Office, counted, named
from tests.twice.rows import HEADINGS, Work, row, write

Row = tuple[str, ...]
UNDECIDED = "1 row is not sent until you decide: its job may be in the target already."
ROWS = [row("Boiler in the cellar"), row("Pump makes a noise"), row("Lift stands still")]
REWORDED = (*ROWS[0][:4], "Boiler in the cellar again", *ROWS[0][5:])
MORE = (*HEADINGS, "Internal memo")


def held(said: Said) -> list[int]:
    return [problem["row"] for problem in said.object["problems"] if problem["code"] == 804]


def sentence(said: Said) -> str:
    return next(str(problem["message"]) for problem in said.object["problems"] if problem["code"] == 804)


def in_another_sheet(folder: Path, *rows: Row, headings: Row = HEADINGS) -> Path:
    return write(folder / "april.csv", *rows, row("Roof leaks"), headings=headings)


OTHERS: dict[str, Callable[[Path], Path]] = {
    "reworded": lambda folder: in_another_sheet(folder, REWORDED),
    "a column more": lambda folder: write(folder / "april.csv", (*ROWS[0], "Ask for Jan"), headings=MORE),
    "reworded, a column more": lambda folder: write(folder / "april.csv", (*REWORDED, "Ask for Jan"), headings=MORE),
    "a cell filled in": lambda folder: in_another_sheet(folder, (*ROWS[0][:6], "2026-12-31")),
    "reworded, a reference given": lambda folder: in_another_sheet(folder, ("WO-77", *REWORDED[1:])),
    "other columns": lambda folder: write(
        folder / "april.csv",
        *((one[4], *one[1:4], one[5]) for one in (REWORDED, row("Roof leaks"))),
        headings=("Name", "Project code", "Job type code", "Status code", "Comments"),
    ),
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_row_of_another_sheet_that_is_nearly_one_with_a_job_is_asked(
    work: Work, other: Callable[[Path], Path]
) -> None:
    work.run(write(work.folder / "march.csv", *ROWS))
    path = other(work.folder)
    for _ in range(2):
        assert held(work.run(path)) == [2]
    assert sum("Boiler" in name for name in work.names()) == 1
    counts = work.counts(path, "--new-rows")
    assert counts["created"] == 1
    assert sum("Boiler" in name for name in work.names()) == 2
    assert set(work.counts(path)) == {"already exists"}


def test_what_waits_for_an_answer_is_not_said_to_be_missing_in_the_target(work: Work) -> None:
    """Its job may be there; the row with an error has none."""
    work.run(write(work.folder / "march.csv", *ROWS))
    path = in_another_sheet(work.folder, REWORDED, row("Door", Project_code="P-9999"))
    said = work.show("run", path, "--yes")
    last = said.out.strip().splitlines()[-1]
    assert last.startswith(f"1 row is not in the target. {UNDECIDED} Next: ")
    book = openpyxl.load_workbook(path.with_name("april.results.xlsx"))
    told = {line[0]: line[1] for line in book["Summary"].iter_rows(values_only=True) if line[0]}
    assert (told["In the target"], told["Not in the target"], told["Waiting for your decision"]) == (1, 1, 1)
    assert UNDECIDED in work.show("runs", "show", "2").out
    only = write(work.folder / "may.csv", REWORDED)
    assert work.show("run", only, "--yes").out.strip().splitlines()[-1].startswith(f"{UNDECIDED} Next: if the rows ")


def test_where_the_outcome_of_the_row_before_is_unknown_nobody_says_that_there_is_no_job(office: Office) -> None:
    with office.server(replace(DROPPED, ids="own")) as server:
        first = office.run(server, "run", office.sheet(*named("Boiler in the cellar")))
        assert counted(first) == {"unknown": 1}
        path = office.sheet(*named("Boiler in the cellar again"))
        said = office.command(server, "run", path, "--yes")
        assert "the outcome of that row is unknown" in " ".join(said.out.split())
        assert said.out.strip().splitlines()[-1].startswith(f"{UNDECIDED} Next: if the rows ")


def test_two_cells_changed_of_five_are_asked(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    work.run(path)
    write(path, row("Boiler in the cellar, urgent", Status_code="Open"), *ROWS[1:])
    assert held(work.run(path)) == [2]
    assert len(work.names()) == 3


@pytest.mark.thorough
def test_a_row_changed_with_a_run_in_between_is_asked(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    work.run(path)
    write(path, *ROWS[1:])
    assert work.counts(path) == {"already exists": 2}
    write(path, *ROWS[1:], REWORDED)
    assert held(work.run(path)) == [4]
    assert len(work.names()) == 3


def test_both_rows_are_shown(work: Work) -> None:
    """Where the created row stands, its job, and what differs; where the held one stands is said beside it."""
    work.run(write(work.folder / "march.xlsx", *ROWS))
    with Caller(work.server) as caller:
        ids = {str(job["name"]): str(job["id"]) for job in caller.found("Jobs")}
    said = sentence(work.run(in_another_sheet(work.folder, REWORDED)))
    for words in ("row 2", 'march.xlsx, sheet "Jobs"', "run 1", f"job {ids['Boiler in the cellar']}"):
        assert words in said
    assert 'Name "Boiler in the cellar" there, "Boiler in the cellar again" here' in said


def test_what_nobody_sees_is_no_difference(work: Work) -> None:
    """Neither in the question whether it is the same job, nor once the job is found."""
    work.run(write(work.folder / "march.csv", *ROWS))
    spaced = row("Boiler\u00a0in the  cellar", Description="About Boiler in the cellar, again")
    said = sentence(work.run(in_another_sheet(work.folder, spaced)))
    assert "Description" in said
    assert "Name" not in said
    decomposed = write(work.folder / "march.csv", row("Boiler\u00a0in the  cellar"), *ROWS[1:])
    again = work.run(decomposed)
    assert (again.object["counts"]["already exists"], again.object["problems"]) == (3, [])


@pytest.mark.thorough
def test_a_copy_beside_the_created_row_is_asked(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    work.run(path)
    write(path, *ROWS, ROWS[1])
    for _ in range(2):
        said = work.run(path)
        assert held(said) == [5]
        assert said.status == ExitCode.SOME_FAILED
    assert len(work.names()) == 3
    assert work.counts(path, "--new-rows") == {"created": 1, "already exists": 3}
    assert work.counts(path) == {"already exists": 4}
    assert work.names().count("Pump makes a noise") == 2


def test_rows_that_are_alike_from_the_start_are_each_a_job(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS, ROWS[1])
    assert work.counts(path) == {"created": 4}
    assert work.counts(path) == {"already exists": 4}


STREETS = ("Main Street", "Church Road", "Park Lane", "Mill Hill", "High Street")
NOT_ASKED: dict[str, tuple[list[Row], list[Row]]] = {
    "a template with other addresses": (
        [row(f"Yearly inspection {STREETS[n % 5]} {n}", Description="As agreed") for n in range(60)],
        [row(f"Yearly inspection {STREETS[n % 5]} {n}", Description="As agreed") for n in range(60, 120)],
    ),
    "the next month": (
        [row(f"Inspection {STREETS[n]} {n}", Due_date=f"2026-10-{n + 10}") for n in range(5)],
        [row(f"Inspection {STREETS[n]} {n}", Due_date=f"2026-11-{n + 10}") for n in range(5)],
    ),
    "another lift": ([row(f"Check lift {n}") for n in range(3)], [row(f"Check lift {n}") for n in range(3, 6)]),
    "one that has its row": (ROWS, [*ROWS, row("Pump makes a noise as the lift does", Due_date="2026-12-31")]),
}  # fmt: skip


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("rows", NOT_ASKED.values(), ids=NOT_ASKED)
def test_other_jobs_are_not_asked_about(work: Work, rows: tuple[list[Row], list[Row]]) -> None:
    before, after = rows
    is_same_file = before == after[: len(before)]
    assert work.counts(write(work.folder / "march.csv", *before)) == {"created": len(before)}
    name = "march.csv" if is_same_file else "april.csv"
    new = len(after) - len(before) * is_same_file
    assert work.counts(write(work.folder / name, *after))["created"] == new


NAMED = [row(f"Boiler {name}", Description="Yearly service") for name in ("Dupont", "Janssens", "Peeters", "Maes")]
CORRECTED = {  # a row in a copy of its sheet, and where it stands in it
    "a cell that tells it apart by little": (2, (*NAMED[1][:3], "Open", *NAMED[1][4:])),
    "most of its text": (2, (*NAMED[1][:4], "Boiler Claes", "Comes after four, with the key of the neighbour", "")),
    "the last one": (4, (*NAMED[3][:3], "Open", *NAMED[3][4:])),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(("number", "corrected"), CORRECTED.values(), ids=CORRECTED)
def test_a_row_that_was_corrected_in_a_copy_of_its_sheet_is_asked(work: Work, number: int, corrected: Row) -> None:
    """Whatever it says: it stands where the row with the job stood, and no other row has that."""
    work.run(write(work.folder / "jobs.csv", *NAMED))
    copy = write(work.folder / "v2.csv", *NAMED[: number - 1], corrected, *NAMED[number:])
    assert number + 1 in held(work.run(copy))
    assert len(work.names()) == 4


def test_a_row_that_is_added_to_a_copy_is_not_asked_about(work: Work) -> None:
    work.run(write(work.folder / "jobs.csv", *NAMED))
    copy = write(work.folder / "v2.csv", *NAMED[:2], row("Roof leaks"), *NAMED[2:])
    assert 4 not in held(work.run(copy))
    assert "Roof leaks" in work.names()


def test_another_number_of_the_customer_is_another_job_also_in_a_copy(work: Work) -> None:
    headings = (*HEADINGS, "Customer reference")
    rows = [(*one, f"PO-{number}") for number, one in enumerate(NAMED)]
    work.run(write(work.folder / "jobs.csv", *rows, headings=headings))
    other = (*NAMED[1][:4], "Boiler Claes", *NAMED[1][5:], "PO-77")
    copy = write(work.folder / "v2.csv", rows[0], other, *rows[2:], headings=headings)
    assert 3 not in held(work.run(copy))
    assert "Boiler Claes" in work.names()
