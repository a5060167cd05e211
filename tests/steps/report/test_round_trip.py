"""The user's own workbook comes back: what is not ours is what it was."""

import json
from collections.abc import Callable
from copy import copy
from pathlib import Path

import openpyxl
import pytest

import importer
from importer.steps.map import find_own_zone_name
from tests.steps.report.colours import READABLE, contrast
from tests.steps.report.parts import MAIN, canonical, cells, changed, parts, relations_hold, tree
from tests.steps.report.rich_workbooks import HEADINGS, ROWS, by_openpyxl, by_xlsxwriter

WRONG_ROWS = {number for number, row in enumerate(ROWS, start=2) if row[2] == "Opn"}
BOTH = {
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
}
ADDED = {
    "xl/worksheets/importer1.xml",
    "xl/worksheets/importer2.xml",
    "xl/worksheets/_rels/importer2.xml.rels",
    "xl/drawings/importer1.xml",
    "xl/drawings/_rels/importer1.xml.rels",
    "xl/charts/importer1.xml",
    "xl/charts/importer2.xml",
    "docProps/custom.xml",
}
OURS: dict[object, str] = {by_xlsxwriter: "LMNOPQ", by_openpyxl: "GHIJKL"}
OF_OPENPYXL = "ignore:Sparkline Group extension is not supported"
pytestmark = pytest.mark.filterwarnings(OF_OPENPYXL)
Maker = Callable[[Path], Path]
MAKERS = pytest.mark.parametrize(
    ("maker", "name"), [(by_xlsxwriter, "jobs.xlsx"), (by_xlsxwriter, "jobs.xlsm"), (by_openpyxl, "jobs.xlsx")]
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def checked(tmp_path: Path, maker: Maker, name: str) -> tuple[Path, Path]:
    path = maker(tmp_path / name)
    results = tmp_path / f"results{path.suffix}"
    assert importer.check_sheet(path, results=results).results == results
    return path, results


@pytest.mark.thorough(but=1)
@MAKERS
def test_every_part_that_is_not_ours_is_the_same_to_the_byte(tmp_path: Path, maker: Maker, name: str) -> None:
    before, after = checked(tmp_path, maker, name)
    gone, come, different = changed(before, after)
    assert gone == set()
    assert come == ADDED
    of_jobs = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    of_openpyxl = {"xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
    assert different == BOTH | (of_jobs if maker is by_xlsxwriter else of_openpyxl)
    assert len(parts(before)) - len(different) >= 8
    relations_hold(after)


@pytest.mark.thorough(but=1)
@MAKERS
def test_the_users_sheet_keeps_all_but_what_is_added(tmp_path: Path, maker: Maker, name: str) -> None:
    before, after = checked(tmp_path, maker, name)
    old, new = (tree(path, "xl/worksheets/sheet1.xml") for path in (before, after))
    ours = {"sheetData", "cols", "dimension", "autoFilter", "sheetViews"}
    frozen = [[pane.get(name) for name in ("xSplit", "ySplit", "state")] for pane in old.iter(f"{MAIN}pane")]
    assert [[pane.get(name) for name in ("xSplit", "ySplit", "state")] for pane in new.iter(f"{MAIN}pane")] == frozen
    assert not any(view.get("tabSelected") for view in new.iter(f"{MAIN}sheetView"))
    formats = [
        each for each in new.findall(f"{MAIN}conditionalFormatting") if 'LEN("importer")' in "".join(each.itertext())
    ]
    for each in formats:  # see test_user_formats.py
        new.remove(each)
    for rule in (*old.iter(f"{MAIN}cfRule"), *new.iter(f"{MAIN}cfRule")):
        rule.attrib["priority"] = ""
    around = [[canonical(e) for e in sheet if e.tag.removeprefix(MAIN) not in ours] for sheet in (old, new)]
    assert around[0] == around[1]
    had, has = dict(cells(old)), dict(cells(new))
    kept = {place: cell for place, cell in has.items() if place in had}
    assert kept.keys() == had.keys()
    for place, cell in kept.items():
        if canonical(cell) != canonical(had[place]):
            assert place[1:] in map(str, WRONG_ROWS) or place[1:] == "1", place
            cell.attrib["s"], had[place].attrib["s"] = "", ""
            assert canonical(cell) == canonical(had[place])
    marked = {"F1"} if maker is by_xlsxwriter else {"E9"}  # without a heading; covered by a merge
    said = {row: (0, 2, 3) if row in WRONG_ROWS else (0,) for row in range(2, len(ROWS) + 2)}
    if maker is by_openpyxl:
        said[9] = (0, 2, 3)  # is told that a merge covers E9
    ours = {f"{OURS[maker][n]}{row}" for row, places in {1: range(6), **said}.items() for n in places}
    assert has.keys() - had.keys() == ours | marked


@pytest.mark.thorough(but=1)
@MAKERS
def test_a_marked_cell_changes_its_colours_and_nothing_else(tmp_path: Path, maker: Maker, name: str) -> None:
    before, after = checked(tmp_path, maker, name)
    old, new = (openpyxl.load_workbook(path, rich_text=True)["Jobs"] for path in (before, after))
    coloured = set()
    for row in old.iter_rows(max_col=6, max_row=len(ROWS) + 1):
        for cell in row:
            same = new[cell.coordinate]
            assert same.value == cell.value
            for look in ("font", "border", "alignment", "protection", "number_format"):
                before_it, after_it = copy(getattr(cell, look)), copy(getattr(same, look))
                if look == "font" and repr(same.fill) != repr(cell.fill):
                    assert contrast(after_it.color.rgb[2:], same.fill.start_color.rgb[2:]) >= READABLE
                    before_it.color = after_it.color = None
                assert repr(after_it) == repr(before_it), (cell.coordinate, look)
            if repr(same.fill) != repr(cell.fill):
                coloured.add((cell.coordinate, same.fill.start_color.rgb))
    assert coloured >= {(f"C{row}", "FFFFC7CE") for row in WRONG_ROWS}
    assert {place for place, _ in coloured if place[1:] != "1"} == {f"C{row}" for row in WRONG_ROWS}


@pytest.mark.thorough(but=1)
@MAKERS
def test_our_columns_stand_clear_of_all_that_is_there(tmp_path: Path, maker: Maker, name: str) -> None:
    _, after = checked(tmp_path, maker, name)
    workbook = openpyxl.load_workbook(after)
    sheet = workbook["Jobs"]
    first = next(cell for cell in sheet[1] if cell.value == "Status")
    if maker is by_openpyxl:
        assert first.coordinate == "G1", "a table would grow into a column beside it"
    else:
        assert first.column > 10, "the picture lies over J and more"
        assert sheet.auto_filter.ref.partition(":")[2] == f"{OURS[maker][-1]}9"
    statuses = [sheet.cell(row, first.column).value for row in range(2, len(ROWS) + 2)]
    assert statuses == ["invalid" if row in WRONG_ROWS else "not sent" for row in range(2, len(ROWS) + 2)]
    assert sheet.row_dimensions[4].height == (39.75 if maker is by_xlsxwriter else 30)
    workbook.close()


@pytest.mark.thorough(but=1)
@MAKERS
def test_notes_of_the_user_stay_and_ours_join_them(tmp_path: Path, maker: Maker, name: str) -> None:
    _, after = checked(tmp_path, maker, name)
    sheet = openpyxl.load_workbook(after)["Jobs"]
    notes = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    if maker is by_xlsxwriter:
        assert notes["A2"] == "Mine too."
        assert notes["C4"].startswith("Mine: ask Jan.\n\nimporter:\n")
    else:
        assert notes["B3"] == "Mine."
    assert all("Use one of: " in notes[f"C{row}"] for row in WRONG_ROWS)


@pytest.mark.thorough(but=1)
@MAKERS
def test_the_sheets_of_ours_do_not_take_a_name_that_is_taken(tmp_path: Path, maker: Maker, name: str) -> None:
    before, after = checked(tmp_path, maker, name)
    names = openpyxl.load_workbook(before).sheetnames
    ours = ["Problems", "Summary 2" if "Summary" in names else "Summary"]
    assert openpyxl.load_workbook(after).sheetnames == names + ours


def test_what_openpyxl_would_lose_is_there(tmp_path: Path) -> None:
    _, after = checked(tmp_path, by_xlsxwriter, "jobs.xlsm")
    content = parts(after)
    assert b"sparklineGroup" in content["xl/worksheets/sheet1.xml"]
    assert b"<r><rPr>" in content["xl/sharedStrings.xml"]
    assert content["xl/vbaProject.bin"].endswith(b"made up")
    assert "xl/media/image1.png" in content
    assert b"macroEnabled.main" in content["[Content_Types].xml"]


def test_a_protected_sheet_and_a_table_are_told(tmp_path: Path) -> None:
    _, after = checked(tmp_path, by_openpyxl, "jobs.xlsx")
    told = [cell.value for cell in openpyxl.load_workbook(after)["Summary 2"]["B"] if cell.value]
    for words in ("Your sheet is protected", "they do not move when you sort the table"):
        assert any(words in str(text) for text in told)


def test_the_marks_say_what_is_ours(tmp_path: Path) -> None:
    _, after = checked(tmp_path, by_openpyxl, "jobs.xlsx")
    workbook = openpyxl.load_workbook(after)
    names = {name: defined.attr_text for name, defined in workbook.defined_names.items()}
    assert names == {
        "Codes": "Summary!$A$1:$A$4",
        "importer_added": "'Jobs'!$G$1:$L$1",
        "importer_problems": "'Problems'!$A$1",
        "importer_summary": "'Summary 2'!$A$1",
    }
    marks = workbook.custom_doc_props.props  # type: ignore[attr-defined]  # younger than its types
    assert {each.name: each.value for each in marks} == {
        "importer.run": None,
        "importer.sheet": "Jobs",
        "importer.rows": str(len(ROWS)),
        "importer.options": "1",
        "importer.options.1": json.dumps({"reading": {"timezone": find_own_zone_name()}}),
    }


def test_headings_are_those_of_the_user(tmp_path: Path) -> None:
    _, after = checked(tmp_path, by_openpyxl, "jobs.xlsx")
    assert [cell.value for cell in openpyxl.load_workbook(after)["Jobs"][1]][:5] == HEADINGS
