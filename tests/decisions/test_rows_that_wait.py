"""The rows that a decision is said to release lose an error by it, and what most rows wait for is asked first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import importer
from importer.decisions import Decision, Interview
from importer.mapping import ColumnMapping, write_mapping
from importer.problem import Severity
from tests.decisions.person import Person, person_with
from tests.decisions.ten_sheets import EXPORTS, LISTS

HEADINGS = "Reference;Project code;Job type code;Status code;Name"
USUAL = ["R{}", "P1", "MAINT", "Open", "Job"]


def sheet_of(further: str, *rows: dict[int, str]) -> str:
    """Rows as usual but for these cells, by their place."""
    lines = []
    for number, changed in enumerate(rows, 1):
        cells = [*USUAL, *[""] * further.count(";")]
        for place, text in changed.items():
            cells[place] = text
        lines.append(";".join(cells).format(number))
    return "\n".join([HEADINGS + further, *lines])


SHEETS = {
    "names in two columns": sheet_of(
        ";Suggested user code",
        *[{1: "Press one", 5: "AP"}, {1: "Press one", 5: "Ana Puma"}, {5: "Ana Puma"}, {5: "Luis Roca"}, {5: "LR"}],
    ),
    "many values before a few rows that are done": sheet_of(
        "", {2: "WORK", 3: "Closed"}, *[{1: "P7", 2: "WORK", 3: "New"}] * 3, *[{2: "WORK", 3: "New"}] * 3
    ),
    "a part of an address": sheet_of(
        ";Street;City;Zip", {5: "Main 1", 6: "Gent", 7: "9000"}, {6: "Gent"}, {5: "Main 2", 7: "9000"}, {}
    ),
    "dates that could be two days": sheet_of(";Due date", {5: "03/04/2026"}, {5: "05/04/2026"}, {}),
    "parents that are nowhere": sheet_of(";Parent reference", {5: "X9"}, {5: "R1"}, {}, {5: "X9"}),
    "rows of one job": sheet_of("", *[{0: reference} for reference in ("A", "A", "B", "A", "C", "C")]),
    "blanks": sheet_of("", {3: ""}, {3: ""}, {}),
} | {export.name: export.text for export in EXPORTS}
ANSWERS = {export.name: export.answers for export in EXPORTS}


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("waiting")
        patch.setenv("IMPORTER_STATE", str(folder / "state"))
        with person_with(folder, LISTS) as somebody:
            yield somebody


def errors_of(person: Person, sheet: Path, mapping: ColumnMapping) -> dict[int, set[int]]:
    """The codes of the errors of each row; one of the whole sheet is one of each row."""
    write_mapping(mapping, sheet.with_suffix(".toml"), replace=True)
    options = importer.Options(mapping=sheet.with_suffix(".toml"), timezone="Europe/Brussels")
    checked = importer.check_sheet(sheet, target=person.target, options=options)
    found: dict[int, set[int]] = {}
    for problem in checked.problems:
        if problem.code.severity is Severity.ERROR:
            key = hash((problem.code.number, problem.field))
            for row in checked.batch.values.index if problem.row is None else [problem.row]:
                found.setdefault(int(row), set()).add(key)
    return found


def steps_of(asked: Interview) -> Iterator[tuple[Decision, tuple[Decision, ...], ColumnMapping, ColumnMapping]]:
    """Each decision that was taken, what else was open then, and the mapping before and after it."""
    after = asked
    while (before := after.before) is not None:
        if before.next is not None and before.mapping != after.mapping:
            yield before.next, before.open, before.mapping, after.mapping
        after = before


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("name", SHEETS)
def test_what_is_decided_releases_as_many_rows_as_it_says(person: Person, tmp_path: Path, name: str) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_text(SHEETS[name], encoding="utf-8")
    asked = person.interview(sheet, ANSWERS.get(name, {}), customer=name)
    taken = list(steps_of(asked))[::-1]  # as they were taken: a file that is used is remembered
    assert taken
    for decision, others, before, after in taken:
        assert decision.rows == max(other.rows for other in others), decision.key
        if decision.rows:
            had, has = errors_of(person, sheet, before), errors_of(person, sheet, after)
            released = [row for row, errors in had.items() if errors - has.get(row, set())]
            assert len(released) == decision.rows, decision.key
