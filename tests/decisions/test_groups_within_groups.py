"""Reports with groups within groups: buildings, their floors, the jobs; each row has what the lines above it say."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from importer.records import Status
from tests.decisions.person import Answers, Person, person_with
from tests.decisions.test_grouped import HEADINGS, Row, behind, written

LISTS = "\nproject,P-1001,Tower\nproject,P-1002,Annex\njob_type,MAINT,Maintenance"
JOBS = [(f"R-{number}", f"Service boiler {number}", "MAINT", "ToBePlanned", "30") for number in range(1, 9)]
PROJECTS = ["P-1001"] * 4 + ["P-1002"] * 4
COLUMNS = ("Building", "Level", *HEADINGS)


def stacked(larger: tuple[Row, Row], smaller: tuple[Row, Row], *, columns: bool = False) -> list[Row]:
    """Two larger groups of two smaller ones of two jobs each."""
    rows = [behind(behind(job)) if columns else job for job in JOBS]
    return [
        *(larger[0], smaller[0], *rows[:2], smaller[1], *rows[2:4]),
        *(larger[1], smaller[0], *rows[4:6], smaller[1], *rows[6:]),
    ]


ALONE = (("P-1001",), ("P-1002",))
IN_COLUMN_B = (("", "1"), ("", "2"))
REPORTS: dict[str, Sequence[Row]] = {
    "named": [HEADINGS, *stacked((("Building: P-1001",), ("Building: P-1002",)), (("Floor: 1",), ("Floor: 2",)))],
    "in columns of their own": [COLUMNS, *stacked(ALONE, IN_COLUMN_B, columns=True)],
    "in one column": [HEADINGS, *stacked(ALONE, (("Floor 1",), ("Floor 2",)))],
    "in one column, the smaller ones again": [HEADINGS, *stacked(ALONE, (("Ground",), ("Roof",)))],
    "the first smaller one in the row of the larger": [
        COLUMNS,
        *(("P-1001", "1"), *(behind(behind(job)) for job in JOBS[:2]), ("", "2")),
        *(behind(behind(job)) for job in JOBS[2:4]),
        *(("P-1002", "1"), *(behind(behind(job)) for job in JOBS[4:6]), ("", "2")),
        *(behind(behind(job)) for job in JOBS[6:]),
    ],
    "one smaller one in each": [
        COLUMNS,
        *(("P-1001", "1"), *(behind(behind(job)) for job in JOBS[:4])),
        *(("P-1002", "2"), *(behind(behind(job)) for job in JOBS[4:])),
    ],
    "in the rows of the jobs": [
        COLUMNS,
        *(("P-1001", "1", *JOBS[0]), behind(behind(JOBS[1])), ("", "2", *JOBS[2]), behind(behind(JOBS[3]))),
        *(("P-1002", "1", *JOBS[4]), behind(behind(JOBS[5])), ("", "2", *JOBS[6]), behind(behind(JOBS[7]))),
    ],
    "a larger one without smaller ones": [
        HEADINGS,
        *(("P-1001",), ("Floor 1",), *JOBS[:2], ("Floor 2",), *JOBS[2:4]),
        *(("P-1002",), *JOBS[4:]),
    ],
}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def projects_of(person: Person, sheet: Path, answers: Answers, most: int) -> list[str]:
    """The project of each job, after at most so many answers that leave nothing open."""
    asked = person.interview(sheet, answers)
    assert asked.open == ()
    assert asked.answers <= most
    result = person.imported(sheet, asked.mapping)
    assert result.counts[Status.CREATED] == len(JOBS), [problem.message for problem in result.problems]
    return [person.code_of("Project", key) for key in result.batch.to_send["project_id"]]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("kind", REPORTS)
def test_the_first_answers_make_every_row_right(tmp_path: Path, kind: str) -> None:
    with person_with(tmp_path, LISTS) as person:
        assert projects_of(person, written(tmp_path, REPORTS[kind]), {}, 4) == PROJECTS


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", ["named", "in one column", "in one column, the smaller ones again"])
def test_both_levels_can_be_taken_of_lines_in_one_column(tmp_path: Path, kind: str) -> None:
    memo = {"groups:floor": 2, "groups:A/2": 2}
    with person_with(tmp_path, LISTS) as person:
        sheet = written(tmp_path, REPORTS[kind])
        assert projects_of(person, sheet, memo, 2) == PROJECTS
        result = person.imported(sheet, person.interview(sheet, memo).mapping)
        texts = result.batch.values["internal_memo"].tolist()
        assert texts[:2] != texts[2:4]
        assert texts == [texts[0]] * 2 + [texts[2]] * 2 + [texts[0]] * 2 + [texts[2]] * 2


def test_lines_that_mean_nothing_leave_those_of_the_other_level_to_be_asked(tmp_path: Path) -> None:
    with person_with(tmp_path, LISTS) as person:
        sheet = written(tmp_path, REPORTS["named"])
        step = person.interview(sheet, {"groups:building": 2, "field:project_reference_back_office": ""})
    asked = set()
    while step.before is not None:
        step = step.before
        asked.add(step.next.key if step.next else "")
    assert {"groups:building", "groups:floor"} <= asked


def test_groups_without_rows_are_not_taken_for_larger_ones(tmp_path: Path) -> None:
    rows = [HEADINGS, ("P-1001",), *JOBS[:2], ("P-1003",), ("P-1002",), *JOBS[2:4], ("P-1004",), *JOBS[4:]]
    with person_with(tmp_path, LISTS + "\nproject,P-1003,Hall\nproject,P-1004,Yard") as person:
        found = projects_of(person, written(tmp_path, rows), {}, 1)
        assert found == ["P-1001"] * 2 + ["P-1002"] * 2 + ["P-1004"] * 4
