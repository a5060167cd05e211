"""The results in another program than ours: LibreOffice opens them as they are, and shows what we say is there."""

import csv
from pathlib import Path

import openpyxl
import pytest

import importer
from tests.libreoffice import converted, needs_libreoffice
from tests.steps.report.rich_workbooks import by_openpyxl, by_xlsxwriter

pytestmark = [
    needs_libreoffice,
    pytest.mark.filterwarnings("ignore:Sparkline Group extension is not supported"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks, their results, and both as LibreOffice saves them: a.xlsx, a.results.xlsx, saved/, csv/."""
    place = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPORTER_STATE", str(place / "state"))
        for name, maker in (("a", by_xlsxwriter), ("b", by_openpyxl)):
            importer.check_sheet(maker(place / f"{name}.xlsx"), results=place / f"{name}.results.xlsx")
        (place / "c.csv").write_text("Project code;Job type code;Status code;Name\nP-1001;MAINT;Opn;=1+1\n")
        importer.check_sheet(place / "c.csv", results=place / "c.results.xlsx")
    books = sorted(place.glob("*.xlsx"))
    converted(books, "xlsx", place / "saved")
    converted(books, "csv", place / "csv")
    return place


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_values_are_equal_after_libreoffice_saved_them(folder: Path, name: str) -> None:
    ours = openpyxl.load_workbook(folder / f"{name}.results.xlsx", data_only=True)
    theirs = openpyxl.load_workbook(folder / "saved" / f"{name}.results.xlsx", data_only=True)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                assert theirs[sheet.title][cell.coordinate].value == cell.value, (sheet.title, cell.coordinate)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["a", "b"])
def test_the_users_cells_are_shown_as_before(folder: Path, name: str) -> None:
    before, after = (
        list(csv.reader((folder / "csv" / f"{which}.csv").read_text(encoding="utf-8").splitlines()))
        for which in (name, f"{name}.results")
    )
    assert [row[:6] for row in after] == [(row + [""] * 6)[:6] for row in before]


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_marks_fills_and_notes_live_through_libreoffice(folder: Path, name: str) -> None:
    theirs = openpyxl.load_workbook(folder / "saved" / f"{name}.results.xlsx")
    assert {"importer_added", "importer_problems", "importer_summary"} <= set(theirs.defined_names)
    marks = theirs.custom_doc_props.props  # type: ignore[attr-defined]  # younger than its types
    assert "importer.rows" in {each.name for each in marks}
    cell = theirs[theirs.sheetnames[0]]["C2" if name == "c" else "C4"]
    assert cell.fill.start_color.rgb == "FFFFC7CE"
    assert "importer:" in cell.comment.text


@pytest.mark.thorough
def test_text_that_looks_like_a_formula_is_not_calculated(folder: Path) -> None:
    assert openpyxl.load_workbook(folder / "saved" / "c.results.xlsx")["c"]["D2"].value == "=1+1"
    assert "=1+1" in (folder / "csv" / "c.results.csv").read_text()
