"""With --sheet all a program reads one JSON document, whatever becomes of each of the sheets."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said
from tests.twice.rows import HEADINGS, Work, row
from tests.twice.test_worksheets import months, workbook

ALL = ("--sheet", "all")
BROKEN = [(*HEADINGS[:6], "Name"), (*row("a")[:6], "b")]


@pytest.fixture
def work(tmp_path: Path, practice: PracticeServer) -> Work:
    return Work(tmp_path, practice)


@pytest.fixture
def practice(tmp_path: Path) -> Any:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield server


def sheets(said: Said) -> list[Any]:
    assert said.object["exit_code"] == said.status
    found: list[Any] = said.object["sheets"]
    return found


@pytest.mark.parametrize("verb", ["check", "run"])
def test_the_objects_of_the_sheets_stand_in_one(work: Work, verb: str) -> None:
    path = months(work.folder / "m.xlsx")
    told = sheets(work.run(path, *ALL, verb=verb))
    assert [(one["sheet"], one["rows"]) for one in told] == [("January", 1), ("February", 2), ("March", 3)]
    alone = work.run(path, "--sheet", "March", verb=verb).object
    assert told[-1].keys() == alone.keys()


def test_so_they_do_where_results_of_several_sheets_are_sent_again(work: Work) -> None:
    wrong = [HEADINGS, row("two"), row("", Project_code="none")]
    path = workbook(work.folder / "m.xlsx", Jan=wrong, Feb=[HEADINGS, row("one")])
    first = Path(work.run(path, "--sheet", "Jan").object["results"])
    book = openpyxl.load_workbook(first)
    more = book.create_sheet("More")
    for line in (HEADINGS, row("three")):
        more.append(line)
    book.save(first)
    told = sheets(work.run(first, *ALL, verb="retry"))
    assert {one["sheet"] for one in told} >= {"Jan"}


def test_a_workbook_with_one_sheet_of_jobs_has_that_form_too(work: Work) -> None:
    assert [one["rows"] for one in sheets(work.run(workbook(work.folder / "m.xlsx", Jan=[HEADINGS, row("a")]), *ALL))]


def test_a_sheet_that_cannot_be_read_has_its_object_at_its_place(work: Work) -> None:
    path = workbook(work.folder / "m.xlsx", Broken=BROKEN, Sound=[HEADINGS, row("four")])
    for verb in ("check", "run"):
        broken, sound = sheets(work.run(path, *ALL, verb=verb))
        assert (broken["sheet"], "error" in broken, sound["sheet"], sound["rows"]) == ("Broken", True, "Sound", 1)


def test_what_ends_the_command_between_two_sheets_is_in_it(tmp_path: Path) -> None:
    turned_away = Fault(on="GET /JobStatus", holding="top=1", at=(2,), status=401)
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan((turned_away,))) as server:
        said = Work(tmp_path, server).run(months(tmp_path / "m.xlsx"), *ALL)
    first, error = sheets(said)
    assert (first["sheet"], "error" in error, said.status) == ("January", True, ExitCode.NOT_STARTED)


def test_a_file_that_cannot_be_written_leaves_it_whole(work: Work) -> None:
    to_correct = work.folder / "to-correct.xlsx"
    to_correct.with_name("to-correct.February.xlsx").mkdir()
    assert len(sheets(work.run(months(work.folder / "m.xlsx"), *ALL, "--failed-only", to_correct))) == 3


def test_what_keeps_all_of_them_from_being_read_is_an_object_of_its_own(work: Work) -> None:
    said = work.run(work.folder / "gone.xlsx", *ALL)
    assert (said.object["error"]["code"] > 0, "sheets" in said.object) == (True, False)
