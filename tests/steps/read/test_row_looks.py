"""Rows struck through, and rows of another colour, are told; struck ones can be left out."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, GradientFill, PatternFill

from importer.problem import FILL_APART, STRUCK_BY_RULE, STRUCK_INCLUDED, STRUCK_LEFT_OUT
from importer.records import Sheet
from importer.settings import Options
from importer.steps.read.layout import format_rules, make_sheet
from importer.steps.read.layout.formula_values import CellHasError, FormulaUnknown
from importer.steps.read.layout.formulas import read_formula
from importer.steps.read.sandbox.xlsx.conditional_formats import ConditionalFormat, FormatRules
from tests.command import importer
from tests.steps.read.grids import HEADINGS, JOB
from tests.steps.read.in_process import grid_in

LOOKS = {FILL_APART, STRUCK_INCLUDED, STRUCK_LEFT_OUT}
STRUCK = Font(strike=True)
GREY, RED, WHITE = (PatternFill("solid", fgColor=colour) for colour in ("FFD9D9D9", "FFFF0000", "FFFFFFFF"))


def made(path: Path, rows: int, *, struck: dict[int, int], filled: dict[int, PatternFill]) -> Path:
    """Rows of jobs, the first `struck` cells of some struck through."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for number in range(2, rows + 2):
        sheet.append(JOB)
        for cell in sheet[number][: struck.get(number, 0)]:
            cell.font = STRUCK
        for cell in sheet[number] if number in filled else ():
            cell.fill = filled[number]
    for cell in sheet[1]:
        cell.fill = GREY
    book.save(path)
    return path


def read(path: Path, options: Options = Options()) -> tuple[Sheet, dict[str, str]]:
    sheet = make_sheet(grid_in(path, options), path, options)
    told = {note.code.title: str(note.values["which"]) for note in sheet.notes if note.code in LOOKS}
    return sheet, told


@pytest.mark.parametrize("cells", [5, 4, 3])
def test_rows_struck_through_are_told_and_stay(tmp_path: Path, cells: int) -> None:
    sheet, told = read(made(tmp_path / "a.xlsx", 6, struck={3: cells, 5: cells}, filled={}))
    assert (sheet.rows, told) == (6, {"Rows struck through": "rows 3, 5"})


def test_rows_struck_through_are_left_out_where_that_is_asked(tmp_path: Path) -> None:
    sheet, told = read(made(tmp_path / "a.xlsx", 6, struck={3: 5, 7: 5}, filled={}), Options(skip_struck=True))
    assert (list(sheet.cells.index), told) == ([2, 4, 5, 6], {"Rows struck through left out": "rows 3, 7"})
    assert sheet.struck_rows == 2


def test_a_single_cell_struck_through_says_nothing_of_its_row(tmp_path: Path) -> None:
    assert read(made(tmp_path / "a.xlsx", 6, struck={3: 1}, filled={}))[1] == {}


Runs = list[tuple[bool, str]]  # whether each is struck through, and its text


def rich_inline(path: Path, runs: Runs) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(JOB)
    for place in range(1, 4):
        blocks = [TextBlock(InlineFont(strike=struck or None), text) for struck, text in runs]
        sheet.cell(3, place).value = CellRichText(*blocks)
    book.save(path)
    return path


def rich_shared(path: Path, runs: Runs) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        formats = {True: book.add_format({"font_strikeout": True}), False: book.add_format({"bold": True})}
        for row, cells in enumerate((HEADINGS, JOB)):
            sheet.write_row(row, 0, cells)
        for place in range(3):
            pieces = [piece for struck, text in (*runs, (runs[-1][0], " ")) for piece in (formats[struck], text)]
            assert sheet.write_rich_string(2, place, *pieces) == 0
    return path


@pytest.mark.parametrize("written", [rich_inline, rich_shared])
@pytest.mark.parametrize(
    ("runs", "is_struck"),
    [([(True, "Old ")], True), ([(True, "Old"), (False, " "), (True, "pump")], True),
     ([(True, "Old"), (False, "new")], False), ([(False, "new")], False)],
)  # fmt: skip
@pytest.mark.thorough(but=2)
def test_a_row_whose_texts_are_struck_through_themselves_is_told(
    tmp_path: Path, written: Callable[[Path, Runs], Path], runs: Runs, is_struck: bool
) -> None:
    sheet, told = read(written(tmp_path / "a.xlsx", runs))
    assert (sheet.rows, told) == (2, {"Rows struck through": "row 3"} if is_struck else {})


def by_rule(
    path: Path, criteria: dict[str, object], area: str = "A2:E6", *, strikes: bool = True, more: int = 0
) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        look = book.add_format({"font_strikeout": True} if strikes else {"bg_color": "red"})
        states = ("Status code", "Open", "Cancelled", "Open", "cancelled ", "Not cancelled", *["Open"] * more)
        for row, state in enumerate(states):
            cells = [*(HEADINGS if not row else JOB)]
            cells[2] = state
            sheet.write_row(row, 0, cells)
            if row:
                sheet.write_number(row, 4, 30 * row)
        sheet.conditional_format(area, {**criteria, "format": look})
    return path


@pytest.mark.parametrize(
    ("criteria", "rows"),
    [
        ({"type": "formula", "criteria": '=$C2="Cancelled"'}, "row 3"),
        ({"type": "formula", "criteria": '=TRIM($C2)="cancelled"'}, "rows 3, 5"),
        ({"type": "formula", "criteria": '=ISNUMBER(SEARCH("cancel",$C2))'}, "rows 3, 5, 6"),
        ({"type": "formula", "criteria": '=AND($C2<>"Open",$E2>=120)'}, "rows 5, 6"),
        ({"type": "formula", "criteria": '=OR(LEFT($C2,3)="Can",NOT($E2<150))'}, "rows 3, 5, 6"),
        ({"type": "formula", "criteria": '=$C2&"!"="Cancelled!"'}, "row 3"),
        ({"type": "formula", "criteria": "=LEN($C2)>10"}, "row 6"),
        ({"type": "formula", "criteria": '=ISNUMBER(FIND("Cancel",$C2))'}, "row 3"),
        ({"type": "formula", "criteria": f"=LEFT($C2,{'9' * 400})=$C2"}, "rows 2, 3, 4, 5, 6"),
    ],
)
@pytest.mark.thorough(but=2)
def test_a_row_that_a_rule_strikes_through_is_told(tmp_path: Path, criteria: dict[str, object], rows: str) -> None:
    assert read(by_rule(tmp_path / "a.xlsx", criteria))[1] == {"Rows struck through": rows}


def test_rows_that_a_rule_strikes_through_are_left_out_where_that_is_asked(tmp_path: Path) -> None:
    path = by_rule(tmp_path / "a.xlsx", {"type": "formula", "criteria": '=$C2="Cancelled"'})
    assert list(read(path, Options(skip_struck=True))[0].cells.index) == [2, 4, 5, 6]


@pytest.mark.parametrize(
    ("criteria", "area"),
    [({"type": "cell", "criteria": "==", "value": '"Cancelled"'}, "C2:C6"),
     ({"type": "text", "criteria": "containing", "value": "ancel"}, "A2:E6"),
     ({"type": "formula", "criteria": '=$C2="Elsewhere"'}, "A2:E6")],
)  # fmt: skip
def test_a_rule_that_strikes_through_a_cell_says_nothing_of_its_row(
    tmp_path: Path, criteria: dict[str, object], area: str
) -> None:
    assert read(by_rule(tmp_path / "a.xlsx", criteria, area))[1] == {}
    assert read(by_rule(tmp_path / "a.xlsx", {"type": "formula", "criteria": "=TRUE"}, strikes=False))[1] == {}


@pytest.mark.parametrize(
    "formula",
    [
        "=$E2<TODAY()",
        "=COUNTIF($C$2:$C$6,$C2)>1",
        "=Sheet2!$A$1=1",
        "=$C2",
        '=ISNUMBER(SEARCH("c?ncel",$C2))',
        '=ISNUMBER(FIND("c",$C2,2))',
        "=AND($C2,$E2>0)",
        '=OR($C2="Open",$C2)',
        "=NOT($C2)",
        '=NOT($E2="120")',
    ],
)
@pytest.mark.thorough(but=2)
def test_a_rule_that_nobody_can_calculate_is_told(tmp_path: Path, formula: str) -> None:
    sheet, _ = read(by_rule(tmp_path / "a.xlsx", {"type": "formula", "criteria": formula}))
    told = [note.values["rules"] for note in sheet.notes if note.code is STRUCK_BY_RULE]
    assert told == ([formula[1:]] if "(" in formula or "!" in formula else [])


def test_a_rule_without_a_formula_is_told(tmp_path: Path) -> None:
    sheet, _ = read(by_rule(tmp_path / "a.xlsx", {"type": "top", "value": 10}))
    assert [note.values["rules"] for note in sheet.notes if note.code is STRUCK_BY_RULE] == ["top10()"]


def test_a_rule_for_endless_areas_without_anything_in_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(format_rules, "_MOST_CELLS", 1_000)
    grid = grid_in(by_rule(tmp_path / "a.xlsx", {"type": "formula", "criteria": "=TRUE"}))
    areas = " ".join(["XFD1:XFD9"] * 300)
    sheet = make_sheet(replace(grid, struck_rules=((areas, "TRUE"),)), tmp_path, Options())
    assert STRUCK_BY_RULE in {note.code for note in sheet.notes}


def test_a_rule_for_no_cells_is_passed_over() -> None:
    found: list[ConditionalFormat] = []
    rules = FormatRules(found)
    for areas in (" ", "$"):
        rules.start("conditionalFormatting", {"sqref": areas})
        rules.start("cfRule", {"type": "expression", "dxfId": "0"})
        rules.end("cfRule")
    assert found == []


@pytest.mark.parametrize(("text", "has_error"), [("#N/A", True), ("#REF!", True), ("#NAME?", True), ("#4711", False)])
def test_a_text_behind_a_number_sign_is_no_error(text: str, has_error: bool) -> None:
    asked = read_formula("ISERROR($A2)").ask
    assert asked(lambda *_: text, 0, 0) is has_error


@pytest.mark.parametrize("formula", ['OR(SEARCH("c",$A2),SEARCH("x",$A2))', 'OR($A2="c",FIND("x",$A2)>0)'])
def test_an_error_in_one_of_several_conditions_is_one_of_them_all(formula: str) -> None:
    asked = read_formula(formula).ask
    with pytest.raises(CellHasError):
        asked(lambda *_: "c", 0, 0)


@pytest.mark.parametrize(("formula", "is_known"), [("$A2>46000", False), ("ISNUMBER($A2)", False), ("$A2>0", True)])
def test_a_day_is_a_number_to_excel_of_which_only_its_sign_is_known(formula: str, is_known: bool) -> None:
    asked = read_formula(formula).ask
    with nullcontext() if is_known else pytest.raises(FormulaUnknown):
        assert asked(lambda *_: "2027-01-12", 0, 0) is True


EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings><x14:conditionalFormatting '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule {kind} priority="1">{formulas}'
    "<x14:dxf>{look}</x14:dxf></x14:cfRule><xm:sqref>{areas}</xm:sqref></x14:conditionalFormatting>"
    "</x14:conditionalFormattings></ext></extLst>"
)
STRIKES, FILLS = "<font><strike/></font>", '<fill><patternFill><bgColor rgb="FFFF0000"/></patternFill></fill>'


def by_extension(
    path: Path, kind: str, *formulas: str, look: str = STRIKES, areas: str = "A2:E6", more: int = 0
) -> Path:
    """The rule as Excel writes one that looks at another sheet, or that some programs write always."""
    plain = by_rule(path.with_suffix(".plain.xlsx"), {"type": "formula", "criteria": "=FALSE"}, more=more)
    written = "".join(f"<xm:f>{escape(formula)}</xm:f>" for formula in formulas)
    extension = EXTENSION.format(kind=kind, formulas=written, look=look, areas=areas)
    with ZipFile(plain) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</worksheet>", extension.encode() + b"</worksheet>")
            new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("kind", "formulas", "rows"),
    [
        ('type="expression"', ['$C2="Cancelled"'], "row 3"),
        ('type="cellIs" operator="lessThan"', ["0"], ""),
        (
            'type="containsText" operator="containsText"',
            ['NOT(ISERROR(SEARCH("cancel",$C2)))', '"cancel"'],
            "rows 3, 5, 6",
        ),
    ],
)
def test_a_row_that_a_rule_of_an_extension_strikes_through_is_told(
    tmp_path: Path, kind: str, formulas: list[str], rows: str
) -> None:
    told = read(by_extension(tmp_path / "a.xlsx", kind, *formulas))[1]
    assert told == ({"Rows struck through": rows} if rows else {})


def test_a_rule_of_an_extension_that_looks_at_another_sheet_is_told(tmp_path: Path) -> None:
    formula = "COUNTIF(Gone!$A$1:$A$9,$C2)>0"
    sheet, _ = read(by_extension(tmp_path / "a.xlsx", 'type="expression"', formula))
    assert [note.values["rules"] for note in sheet.notes if note.code is STRUCK_BY_RULE] == [formula]


def filled_by_rule(path: Path, formula: str, area: str = "A2:E9") -> Path:
    return by_rule(path, {"type": "formula", "criteria": f"={formula}"}, area, strikes=False, more=3)


def filled_by_extension(path: Path, formula: str, area: str = "A2:E9") -> Path:
    return by_extension(path, 'type="expression"', formula, look=FILLS, areas=area, more=3)


@pytest.mark.parametrize("written", [filled_by_rule, filled_by_extension])
@pytest.mark.parametrize(
    ("formula", "area", "told"),
    [('$C2="Cancelled"', "A2:E9", {"Rows of another colour": "row 3"}), ('$C2="Cancelled"', "B2:E9", {}),
     ('$C2="Elsewhere"', "A2:E9", {}), ("$E2<TODAY()", "A2:E9", {}), ("TRUE", "A2:E9", {})],
)  # fmt: skip
@pytest.mark.thorough(but=2)
def test_a_row_that_a_rule_fills_with_another_colour_is_told(
    tmp_path: Path, written: Callable[[Path, str, str], Path], formula: str, area: str, told: dict[str, str]
) -> None:
    sheet, found = read(written(tmp_path / "a.xlsx", formula, area))
    assert found == told
    assert STRUCK_BY_RULE not in {note.code for note in sheet.notes}


@pytest.mark.parametrize(
    "others", [{}, {3: WHITE}, dict.fromkeys(range(2, 13), GREY), dict.fromkeys((2, 4, 6, 8), GREY)]
)
def test_a_row_of_another_colour_than_all_others_is_told(tmp_path: Path, others: dict[int, PatternFill]) -> None:
    path = made(tmp_path / "a.xlsx", 12, struck={}, filled={**others, 7: RED})
    assert read(path)[1] == {"Rows of another colour": "row 7"}


@pytest.mark.parametrize(
    ("rows", "red"), [(4, {3}), (5, {3}), (6, {7}), (20, {3, 6, 9, 12, 15}), (20, {2, 3, 4, 5, 6, 7}), (12, {4, 8})]
)
@pytest.mark.parametrize("fill", [RED, GradientFill(stop=("FFFF0000", "FFFFFFFF"))])
def test_a_few_rows_of_a_colour_are_told_however_few_the_others_are(
    tmp_path: Path, rows: int, red: set[int], fill: PatternFill
) -> None:
    path = made(tmp_path / "a.xlsx", rows, struck={}, filled=dict.fromkeys(red, fill))
    rows_told = "row " + str(*red) if len(red) == 1 else "rows " + ", ".join(map(str, sorted(red)))
    assert read(path)[1] == {"Rows of another colour": rows_told}


@pytest.mark.parametrize("filled", [dict.fromkeys(range(2, 17, step), GREY) for step in (2, 3, 4, 5)])
def test_every_third_row_in_a_colour_is_a_pattern(tmp_path: Path, filled: dict[int, PatternFill]) -> None:
    assert read(made(tmp_path / "a.xlsx", 15, struck={}, filled=filled))[1] == {}


@pytest.mark.parametrize(
    "filled",
    [{}, dict.fromkeys(range(2, 14, 2), GREY), dict.fromkeys((3, 4), WHITE), dict.fromkeys(range(2, 14), RED)],
)
def test_colours_that_all_rows_or_every_second_have_say_nothing(tmp_path: Path, filled: dict[int, PatternFill]) -> None:
    assert read(made(tmp_path / "a.xlsx", 12, struck={}, filled=filled))[1] == {}


def test_a_sheet_that_is_struck_throughout_says_so(tmp_path: Path) -> None:
    path = made(tmp_path / "jobs.xlsx", 2, struck={2: 5, 3: 5}, filled={})
    said = importer("check", path, "--skip-struck", state=tmp_path / "state")
    assert "not struck through (2 rows left out)" in said.err
    assert "without --skip-struck" in said.err
