"""What is seen first: Status and Problem beside what names the row, whatever the width, in letters that can be read."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

import importer
from importer.workbook_parts import MAIN, Frame, to_column_number
from tests.steps.report.colours import READABLE, contrast
from tests.steps.report.finished_runs import HEADINGS, SOUND, Finished, Written
from tests.steps.report.parts import relations_hold

MORE = [f"Column {number}" for number in range(36)]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def wide_workbook(path: Path, frozen: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Jobs"
    sheet.append([*HEADINGS, *MORE])
    sheet.append([*SOUND, *("x" for _ in MORE)])
    sheet.append([*SOUND[:2], "Opn", "", *("x" for _ in MORE)])
    if frozen:
        sheet.freeze_panes = frozen
    other = book.create_sheet("Lists")
    other.sheet_view.tabSelected = True
    book.active = other
    book.save(path)
    return path


def checked(path: Path) -> openpyxl.Workbook:
    results = path.with_name("results.xlsx")
    importer.check_sheet(path, results=results)
    relations_hold(results)
    return openpyxl.load_workbook(results)


def view(sheet: Worksheet) -> tuple[int, int, str | None]:
    pane = sheet.sheet_view.pane
    assert pane is not None
    assert pane.state == "frozen"
    return int(pane.xSplit or 0), int(pane.ySplit or 0), pane.topLeftCell


def test_a_wide_sheet_shows_status_beside_the_name_and_summary_alone_is_selected(tmp_path: Path) -> None:
    book = checked(wide_workbook(tmp_path / "jobs.xlsx"))
    assert book["Jobs"]["AO1"].value == "Status"
    assert view(book["Jobs"]) == (4, 1, "AO2")
    assert book.active is book["Summary"]
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Summary"]


@pytest.mark.parametrize(
    ("of_user", "expected"),
    [
        ("", 'xSplit="4" ySplit="1" topLeftCell="AO2"'),
        ('<pane ySplit="2" topLeftCell="A3" state="frozen"/>', 'xSplit="4" ySplit="2" topLeftCell="AO3"'),
        ('<pane xSplit="2" ySplit="1" topLeftCell="C9" state="frozen"/>', 'xSplit="2" ySplit="1" topLeftCell="AO2"'),
        (
            '<pane xSplit="2" topLeftCell="C1" state="frozen"/><selection pane="topRight"/>',
            'xSplit="2" topLeftCell="AO1"',
        ),
        ('<pane xSplit="2000" ySplit="900" topLeftCell="C9"/>', 'xSplit="2000" ySplit="900" topLeftCell="C9"'),
    ],
)
def test_what_the_user_froze_stays(of_user: str, expected: str) -> None:
    before = f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView tabSelected="1">{of_user}</sheetView></sheetViews>'
    frame = Frame(f"{before}<sheetData>".encode(), b"</sheetData></worksheet>")
    frame.scroll(4, 1, to_column_number("AO"))
    assert frame.render()[0].decode().count(f"<pane {expected}") == 1
    assert frame.render()[0].count(b"<pane") == 1


def test_where_what_names_the_row_stands_far_right_it_is_shown_left_of_status(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Jobs"
    book.worksheets[0].append([*MORE, *HEADINGS])
    book.worksheets[0].append([*("x" for _ in MORE), *SOUND])
    book.save(tmp_path / "jobs.xlsx")
    assert view(checked(tmp_path / "jobs.xlsx")["Jobs"]) == (0, 1, "AN2")


def test_columns_that_the_user_froze_leave_room_for_status(tmp_path: Path) -> None:
    book = checked(wide_workbook(tmp_path / "jobs.xlsx", frozen="AK2"))
    frozen, rows, first = view(book["Jobs"])
    assert (4 < frozen < 20, rows, first) == (True, 1, "AO2")


def test_a_narrow_sheet_is_left_as_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADINGS)
    book.worksheets[0].append(SOUND)
    book.save(tmp_path / "jobs.xlsx")
    assert checked(tmp_path / "jobs.xlsx").worksheets[0].sheet_view.pane is None


def test_a_wide_csv_shows_status_beside_the_name(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: [*SOUND, *("x" for _ in MORE)]}, [*HEADINGS, *MORE]))["Jobs"]
    assert view(sheet) == (4, 1, "AO2")


@pytest.mark.thorough
def test_results_of_results_are_in_sight_too_and_have_their_charts_once(tmp_path: Path) -> None:
    checked(wide_workbook(tmp_path / "jobs.xlsx"))
    again = checked((tmp_path / "results.xlsx").rename(tmp_path / "jobs.results.xlsx"))
    assert view(again["Jobs"]) == (4, 1, "AO2")
    assert len(again["Summary"]._charts) == 2  # type: ignore[attr-defined]  # openpyxl has no other way


COLOURS_OF_USER = [("FF1F2937", "FFFFFFFF"), ("FFFFFFFF", "FF000000"), ("FFFFFF00", "FFFF0000")]  # fill and letters


def test_marked_cells_can_be_read_on_fills_of_the_user(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(wide_workbook(tmp_path / "jobs.xlsx"))
    sheet = book["Jobs"]
    for place, (fill, letters) in enumerate(COLOURS_OF_USER):
        sheet.append([*SOUND[:2], "Opn", f"Boiler {place}"])
        for cell in (*sheet[1][place::3], *sheet[sheet.max_row]):
            cell.fill, cell.font = PatternFill("solid", start_color=fill), Font(color=letters, italic=True)
    book.save(tmp_path / "jobs.xlsx")
    sheet = checked(tmp_path / "jobs.xlsx")["Jobs"]
    marked = [cell for row in sheet.iter_rows() for cell in row if cell.comment and cell.font.i]
    assert {"C4", "C5", "C6", "E1", "F1", "G1"} <= {cell.coordinate for cell in marked}
    for cell in marked:
        assert contrast(cell.font.color.rgb[2:], cell.fill.start_color.rgb[2:]) >= READABLE
    assert [sheet[f"B{row}"].font.color.rgb for row in (4, 5, 6)] == [letters for _, letters in COLOURS_OF_USER]


def test_a_column_status_of_the_sheet_is_told_apart_from_ours_and_both_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "jobs.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([heading.replace("Status code", "Status") for heading in HEADINGS])
    sheet.append(SOUND)
    book.save(path)
    results = checked(path)
    headings = [cell.value for cell in results.worksheets[0][1]]
    assert headings[2:6] == ["Status", "Name", "Status (importer)", "Job id"]
    again = importer.check_sheet(path.with_name("results.xlsx"), results=tmp_path / "again.xlsx")
    assert again.batch.sheet.headings == ["Project code", "Job type code", "Status", "Name"]
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "again.xlsx").worksheets[0][1]] == headings
