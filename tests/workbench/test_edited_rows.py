"""A correction in a long sheet: the corrected rows are judged at once, just as the check of the whole sheet does."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from importer.problem import Problem
from importer.records import Edit, ImportResult, Observer
from importer.runs import (
    CheckedSheet,
    ConnectedTarget,
    LoadedSheet,
    check_again,
    check_edited_rows,
    hold_target,
    load_sheet,
    make_request,
)
from importer.settings import PRACTICE, Options
from importer.workbench import OpenDraft, Workbench
from importer.workbench.open_sheet import FEW_ROWS
from tests.examples import examples
from tests.workbench.bench import checked, until

HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code", "Due date", "Estimated time")
ROWS = 400
WORDS = {
    1: ("WO-x", "WO-3", ""),
    2: ("", "Pump", "x" * 300, "#N/A"),
    3: ("P-1001", "P-9", ""),
    4: ("MAINT", "maint", "?"),
    5: ("Open", "open", "Waiting"),
    6: ("31/12/2026", "2026-02-30", "03/04/2026", ""),
    7: ("15", "x", "-1", "1,5"),
}


def long_book(path: Path, rows: int) -> Path:
    made = Workbook(write_only=True)
    jobs = made.create_sheet("Jobs")
    jobs.append(HEADINGS)
    for number in range(1, rows + 1):
        day = date(2026, 12, 1) + timedelta(days=number % 60)
        project = "P-x" if number % 7 == 0 else "P-1001"
        jobs.append((f"WO-{number}", f"Pump {number}", project, "MAINT", "Open", f"{day:%d/%m/%Y}", number % 50))
    made.save(path)
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedSheet:
    path = long_book(tmp_path_factory.mktemp("long") / "jobs.xlsx", ROWS)
    return load_sheet(make_request(path, PRACTICE, None, Options()), Observer())


def at(problems: tuple[Problem, ...], rows: set[int]) -> list[Problem]:
    return [one for one in problems if one.row in rows]


def check(loaded: LoadedSheet, target: ConnectedTarget | None, edits: tuple[Edit, ...] = ()) -> CheckedSheet:
    return check_again(loaded, None, target, Observer(), edits=edits)


corrections = st.dictionaries(
    st.tuples(st.integers(2, ROWS + 1), st.integers(2, 7)), st.integers(0, 3), min_size=1, max_size=6
)


@settings(max_examples=examples(40), deadline=None)
@given(corrections)
@pytest.mark.thorough
def test_corrected_rows_are_judged_as_the_whole_sheet_is(
    loaded: LoadedSheet, drawn: dict[tuple[int, int], int]
) -> None:
    cells = loaded.sheet.cells
    edits = tuple(
        Edit(row, column, str(cells.iloc[row - 2, column - 1]), WORDS[column][choice % len(WORDS[column])])
        for (row, column), choice in drawn.items()
    )
    rows = {edit.row for edit in edits}
    found = check_edited_rows(check(loaded, None), loaded, None, edits=edits, rows=rows)
    assert found is not None
    whole = check(loaded, None, edits).result
    assert at(found.problems, rows) == at(whole.problems, rows)
    assert [one.status for one in found.outcomes if one.row in rows] == [
        one.status for one in whole.outcomes if one.row in rows
    ]
    assert len(found.outcomes) == len(whole.outcomes) == ROWS
    assert list(found.problems) == sorted(found.problems, key=lambda one: one.row or 0)
    assert found.batch.sheet.cells.equals(whole.batch.sheet.cells)
    assert found.batch.values.loc[sorted(rows)].equals(whole.batch.values.loc[sorted(rows)])


def test_codes_of_corrected_rows_are_looked_up(loaded: LoadedSheet) -> None:
    edits = (Edit(8, 3, "P-x", "P-1002"), Edit(9, 3, "P-1001", "P-404"))
    with hold_target(loaded.request) as target:
        found = check_edited_rows(check(loaded, target), loaded, target, edits=edits, rows={8, 9})
        whole = check(loaded, target, edits).result
    assert found is not None
    assert found.problems == whole.problems
    assert {one.row for one in found.problems if one.is_error} == {9, *range(15, ROWS + 2, 7)}


@pytest.mark.thorough
def test_what_rows_have_to_do_with_each_other_waits_for_the_whole_check(bench: Workbench, tmp_path: Path) -> None:
    opened = checked(bench, long_book(tmp_path / "jobs.xlsx", FEW_ROWS + 1))
    sound = _sound(opened)
    assert bench.edit(opened, "A3", "WO-1", as_offered=False) == ""  # row 2 has it, too
    assert not opened.is_up_to_date
    assert _sound(opened) == sound
    until(opened)
    assert opened.is_up_to_date
    assert _sound(opened) == sound - 2


def test_a_correction_in_a_long_sheet_is_answered_before_all_is_checked_again(bench: Workbench, tmp_path: Path) -> None:
    opened = checked(bench, long_book(tmp_path / "jobs.xlsx", FEW_ROWS + 1))
    sound = _sound(opened)
    assert bench.edit(opened, "C8", "P-1002", as_offered=False) == ""
    assert (opened.stage, opened.is_up_to_date, _sound(opened)) == ("ready", False, sound + 1)
    assert bench.edit(opened, "C15", "P-1002", as_offered=False) == ""  # while the other rows are checked
    assert _sound(opened) == sound + 2
    assert bench.undo(opened) is not None
    assert _sound(opened) == sound + 1
    until(opened)
    assert (opened.is_up_to_date, _sound(opened)) == (True, sound + 1)
    assert opened.checked is not None
    assert any(remark.startswith("Corrected on the page") for remark in opened.checked.batch.remarks)


@pytest.mark.thorough
def test_another_sheet_that_is_asked_for_meanwhile_is_the_one_that_is_read(bench: Workbench, tmp_path: Path) -> None:
    opened = checked(bench, long_book(tmp_path / "jobs.xlsx", FEW_ROWS + 1))
    bench.edit(opened, "C8", "P-1002", as_offered=False)
    bench.change(opened, heading_row=2)
    bench.change(opened, heading_row=1)
    until(opened)
    assert opened.loaded is not None
    assert opened.loaded.sheet.heading_row == 1
    assert opened.checked is not None


def test_a_first_answer_that_fails_leaves_it_to_the_whole_check(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = checked(bench, long_book(tmp_path / "jobs.xlsx", FEW_ROWS + 1))
    sound = _sound(opened)
    monkeypatch.setattr("importer.workbench.open_sheet.check_edited_rows", lambda *_, **__: 1 // 0)
    assert bench.edit(opened, "C8", "P-1002", as_offered=False) == ""
    until(opened)
    assert _sound(opened) == sound + 1
    assert bench.store.get(opened.draft.id).edits == opened.draft.edits != ()


def _sound(opened: OpenDraft) -> int:
    result: ImportResult | None = opened.checked
    assert result is not None
    return len(replace(result.batch).sound_rows)
