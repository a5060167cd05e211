"""V2, V12, F27, F28: a row that resembles one that has a job is neither sent a second time nor taken for it: asked."""

from collections.abc import Callable

import openpyxl
import pytest

from importer.errors import ExitCode
from tests.command import Said
from tests.twice.rows import HEADINGS, Work, row, write

Row = tuple[str, ...]
ROWS = [row("Boiler in the cellar"), row("Pump makes a noise"), row("Lift stands still")]
CHANGES: dict[str, Callable[[Row], Row]] = {
    "reworded": lambda one: (*one[:4], f"{one[4]} again", *one[5:]),
    "a cell filled in": lambda one: (*one[:6], "2026-12-31"),
    "a reference given": lambda one: ("WO-77", *one[1:]),
}


def held(said: Said) -> list[int]:
    return [problem["row"] for problem in said.object["problems"] if problem["code"] == 804]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_f28_a_created_row_that_was_changed_is_asked(work: Work, change: Callable[[Row], Row], place: int) -> None:
    path = write(work.folder / "jobs.xlsx", *ROWS)
    work.run(path)
    changed = [change(one) if number == place else one for number, one in enumerate(ROWS)]
    write(path, *changed)
    for _ in range(2):  # asked again as long as nobody has said
        said = work.run(path)
        assert held(said) == [place + 2]
        assert said.status == ExitCode.SOME_FAILED
        assert len(work.names()) == 3
    assert work.counts(path, "--new-rows") == {"created": 1, "already exists": 2}
    assert work.counts(path) == {"already exists": 3}
    assert len(work.names()) == 4


def test_v12_a_column_added_to_all_rows_is_asked(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    work.run(path)
    write(path, *((*one, "Key at the neighbour's") for one in ROWS), headings=(*HEADINGS, "Internal memo"))
    assert held(work.run(path)) == [2, 3, 4]
    assert len(work.names()) == 3


@pytest.mark.thorough
@pytest.mark.parametrize("where", ["another file", "another sheet"])
def test_f27_a_row_of_another_sheet_is_asked_and_new_if_said_so(work: Work, where: str) -> None:
    path = write(work.folder / "march.csv", *ROWS)
    work.run(path)
    april = write(work.folder / ("april.csv" if where == "another file" else "april.xlsx"), ROWS[0], row("Roof leaks"))
    said = work.run(april)
    assert held(said) == [2]
    assert "march.csv in run 1" in said.out
    assert work.names().count("Boiler in the cellar") == 1
    assert work.names().count("Roof leaks") == 1
    assert work.counts(april, "--new-rows") == {"created": 1, "already exists": 1}
    assert work.names().count("Boiler in the cellar") == 2
    for file in (path, april):
        assert set(work.counts(file)) == {"already exists"}


def test_v12_a_reference_added_in_another_file_is_asked(work: Work) -> None:
    work.run(write(work.folder / "jobs.csv", *ROWS))
    named = write(work.folder / "named.csv", *((f"WO-{n}", *one[1:]) for n, one in enumerate(ROWS)))
    assert held(work.run(named)) == [2, 3, 4]
    assert len(work.names()) == 3


def test_another_reference_is_another_job(work: Work) -> None:
    work.run(write(work.folder / "march.csv", *((f"M-{n}", *one[1:]) for n, one in enumerate(ROWS))))
    april = write(work.folder / "april.csv", *((f"A-{n}", *one[1:]) for n, one in enumerate(ROWS)))
    assert work.counts(april) == {"created": 3}


SPELLINGS = {"WO 1": ("wo 1", "WO-1", "wo1"), "01000": ("1000", "1000.0"), "R-01": ("R-1",), "R-7": ("n/a", "TBD", "")}


@pytest.mark.parametrize(("then", "now"), [(then, now) for then, others in SPELLINGS.items() for now in others])
def test_a_reference_that_is_typed_otherwise_is_asked(work: Work, then: str, now: str) -> None:
    others = [row(f"Job {n}", Reference=f"WO {n}") for n in (2, 3)]
    path = write(work.folder / "jobs.csv", row("Job 1", Reference=then), *others)
    work.run(path)
    write(path, row("Job 1", Reference=now), *others)
    assert held(work.run(path)) == [2]
    assert len(work.names()) == 3


NUMBERS: dict[str, Callable[[int], str]] = {
    "without noughts": lambda n: f"{n}",
    "without a hyphen": lambda n: f"WO{n:03}",
    "not given": lambda _: "n/a",
}


@pytest.mark.parametrize("now", NUMBERS.values(), ids=NUMBERS)
def test_so_they_are_in_a_whole_sheet_of_few_words(work: Work, now: Callable[[int], str]) -> None:
    names = [f"Service {what}" for what in ("boiler", "pump", "lift", "door", "roof", "window")]
    path = work.folder / "jobs.csv"
    for reference in ((lambda n: f"{'WO-' * (now(1) == 'WO001')}{n:03}"), now):
        rows = ((reference(n), *row(name)[1:5]) for n, name in enumerate(names, start=1))
        said = work.run(write(path, *rows, headings=HEADINGS[:5]))
    assert held(said) == [2, 3, 4, 5, 6, 7]
    assert len(work.names()) == 6


def test_another_row_is_another_job(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    work.run(path)
    write(path, row("Roof leaks", Due_date="2026-12-31"), row("Door", Project_code="P-1002"))
    assert work.counts(path) == {"created": 2}


@pytest.mark.thorough
def test_results_are_of_the_same_sheet(work: Work) -> None:
    path = write(work.folder / "jobs.xlsx", ROWS[0], row("", Description="no name"))
    assert work.counts(path) == {"created": 1, "invalid": 1}
    assert work.counts(work.folder / "jobs.results.xlsx") == {"already exists": 1, "invalid": 1}
    assert work.counts(path) == {"already exists": 1, "invalid": 1}


def test_the_last_sentence_says_how_many_rows_are_not_there(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    work.run(path)
    write(path, *(CHANGES["reworded"](one) if one is ROWS[1] else one for one in ROWS))
    said = work.show("run", path)
    assert "1 row is not sent until you decide: its job may be in the target already." in said.out
    assert "--new-rows" in said.out.splitlines()[-1]


@pytest.mark.thorough
def test_a_row_of_another_sheet_is_asked_where_it_says_what_a_corrected_row_says(work: Work) -> None:
    """The corrected row has kept the id that it was given when it was wrong, which its words no longer lead to."""
    march = write(work.folder / "march.csv", row("Pump"), row("Boiler", Due_date="soon"))
    assert work.counts(march) == {"created": 1, "invalid": 1}
    results = work.folder / "march.results.xlsx"
    book = openpyxl.load_workbook(results)
    page = book.worksheets[0]
    page.cell(3, HEADINGS.index("Due date") + 1).value = ""
    book.save(work.folder / "march.corrected.xlsx")
    assert work.counts(work.folder / "march.corrected.xlsx", verb="retry") == {"created": 1, "already exists": 1}
    assert held(work.run(write(work.folder / "april.csv", row("Fan"), row("Boiler")))) == [3]
    assert work.names() == ["Boiler", "Fan", "Pump"]
