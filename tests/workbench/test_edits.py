"""Cells corrected without touching the file: checked, sent, in the results, gone on with, and taken back."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from importer.problem import EXCEL_ERROR
from importer.records import CellFormats, CellNote, Edit, Observer, Sheet, Status, apply_edits, edits_of
from importer.runs import resume_run, run_import, show_run
from importer.workbench import Workbench
from importer.workbench.saved_answer import SavedAnswer, merge_edits
from tests.workbench.bench import checked, until

HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code")


def book(path: Path, *projects: str) -> Path:
    made = Workbook()
    jobs = made.create_sheet("Jobs", 0)
    jobs.append(HEADINGS)
    for number, project in enumerate(projects, 1):
        jobs.append((f"WO-{number}", "Pump", project, "MAINT", "Open"))
    made.save(path)
    return path


def read(*names: str) -> Sheet:
    cells = pd.DataFrame({"A": list(names), "A ": list(names)}, index=[2, 3, 5], dtype="str")
    cells.columns = pd.Index(["A", "A"])
    notes = (CellNote(2, 1, EXCEL_ERROR, {"value": "#N/A"}), CellNote(3, 1, EXCEL_ERROR, {"value": "#N/A"}))
    formats = CellFormats(("0.0",), {1: pd.Series([1, 1], index=[2, 3])})
    return Sheet(Path("x.xlsx"), "x", 1, ["A", "A"], (1, 3), cells, notes, formats=formats)


def test_a_corrected_cell_has_its_new_text_and_nothing_that_was_noted_of_the_old_one() -> None:
    sheet = read("a", "b", "c")
    found = apply_edits(sheet, (Edit(2, 1, "a", "z"), Edit(5, 3, "c", "")))
    assert found.cells.to_numpy().tolist() == [["z", "a"], ["b", "b"], ["c", ""]]
    assert found.cells.dtypes.tolist() == sheet.cells.dtypes.tolist()
    assert [note.row for note in found.notes] == [3]
    assert found.formats.columns[1].index.tolist() == [3]
    assert found.remarks == ('Corrected on the page (old values in brackets): A2 ("a") and C5 ("c").',)
    assert sheet.cells.to_numpy().tolist() == [["a", "a"], ["b", "b"], ["c", "c"]]
    assert apply_edits(found, (Edit(2, 1, "a", "z"),)).remarks[:1] == found.remarks  # it is so already


@pytest.mark.parametrize("edit", [Edit(2, 1, "other", "z"), Edit(4, 1, "", "z"), Edit(2, 2, "a", "z")])
def test_a_cell_that_has_changed_since_is_left_and_named(edit: Edit) -> None:
    sheet = read("a", "b", "c")
    found = apply_edits(sheet, (edit,))
    assert found.cells.to_numpy().tolist() == sheet.cells.to_numpy().tolist()
    assert found.remarks == (f"This cell changed in the file, so your correction was not applied: {edit.cell}.",)


def test_several_corrections_of_one_cell_are_one() -> None:
    said = [SavedAnswer("", "", edits=(Edit(2, 1, was, text),)) for was, text in (("a", "b"), ("b", "c"))]
    assert merge_edits(said) == (Edit(2, 1, "a", "c"),)
    assert merge_edits([*said, SavedAnswer("", "", edits=(Edit(2, 1, "c", "a"),))]) == ()
    told = json.loads(json.dumps([edit.as_list for edit in merge_edits(said)]))
    assert edits_of(told) == merge_edits(said)


def test_corrected_cells_are_sent_and_stand_in_the_results(bench: Workbench, tmp_path: Path) -> None:
    path = book(tmp_path / "jobs.xlsx", "P-1001", "P-x", "P-x", "P-x")
    content = path.read_bytes()
    opened = checked(bench, path)
    assert bench.edit(opened, "C3", "P-1002", as_offered=False) == ""
    until(opened)
    assert opened.fill_offer is not None
    assert [(edit.cell, edit.was, edit.text) for edit in opened.fill_offer.others] == [
        ("C4", "P-x", "P-1002"),
        ("C5", "P-x", "P-1002"),
    ]
    assert bench.edit(opened, "C3", "P-1002", as_offered=True) == ""
    until(opened)
    assert opened.checked is not None
    assert len(opened.checked.batch.sound_rows) == 4
    assert bench.undo(opened) is not None
    until(opened)
    assert len(opened.checked.batch.sound_rows) == 2
    again = Workbench().open(opened.draft.id)  # another process sees the same
    until(again)
    assert again.checked is not None
    assert len(again.checked.batch.sound_rows) == 2
    again.close()
    bench.send(opened, bench.make_confirmation(opened, opened.checked))
    until(opened)
    assert opened.sending is not None
    result = opened.sending.result
    assert result is not None
    assert (result.counts[Status.CREATED], result.counts[Status.INVALID]) == (2, 2)
    assert path.read_bytes() == content
    assert result.results is not None
    jobs = load_workbook(result.results)["Jobs"]
    assert [jobs[f"C{row}"].value for row in (2, 3, 4, 5)] == ["P-1001", "P-1002", "P-x", "P-x"]
    assert any("new workbook, not a copy" in remark for remark in result.batch.remarks)
    assert any("C3" in remark and "P-x" in remark for remark in result.batch.remarks)


def test_only_the_cells_that_were_offered_are_filled(bench: Workbench, tmp_path: Path) -> None:
    opened = checked(bench, book(tmp_path / "jobs.xlsx", "P-x", "P-x", "P-x"))
    assert bench.edit(opened, "C2", "P-1002", as_offered=False) == ""
    until(opened)
    assert bench.edit(opened, "D2", "REPAIR", as_offered=False) == ""  # on another tab, which offers another column
    until(opened)
    before = opened.draft
    assert "changed since" in bench.edit(opened, "C2", "P-1002", as_offered=True)
    until(opened)
    assert opened.draft == before
    assert bench.undo(opened) is not None  # now nothing is offered
    until(opened)
    assert "changed since" in bench.edit(opened, "D2", "REPAIR", as_offered=True)
    assert len(opened.draft.answers) == 1


def test_a_run_with_corrected_cells_is_gone_on_with(bench: Workbench, tmp_path: Path) -> None:
    opened = checked(bench, book(tmp_path / "jobs.xlsx", "P-x", "P-1001", "P-1002"))
    bench.edit(opened, "C2", "P-1003", as_offered=False)
    until(opened)
    stop = threading.Event()
    request = replace(opened.draft.request, edits=opened.draft.edits)
    first = run_import(request, Observer(stop=stop, began=lambda _run: stop.set()))
    assert first.counts[Status.NOT_SENT] == 3
    result = resume_run("last")
    assert result.counts[Status.CREATED] == 3
    _summary, recorded, _rows = show_run("last")
    assert recorded.batch.sheet.cells["Project code"].tolist() == ["P-1003", "P-1001", "P-1002"]


@pytest.mark.parametrize("cell", ["", "C", "C99", "ZZ2", "C1", "c2", "C2; DROP", "C2\n"])
@pytest.mark.thorough(but=1)
def test_no_other_cell_is_corrected(bench: Workbench, tmp_path: Path, cell: str) -> None:
    opened = checked(bench, book(tmp_path / "jobs.xlsx", "P-1001"))
    assert "no such cell" in bench.edit(opened, cell, "x", as_offered=False)
    assert opened.draft.answers == ()
    assert replace(opened.draft, answers=()).edits == ()
