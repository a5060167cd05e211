"""Rows struck through, and rows of another colour, in .xls, .xlsb and .ods: told as in .xlsx."""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from importer.problem import STRUCK_BY_RULE
from importer.settings import Options
from tests.libreoffice import converted, needs_libreoffice
from tests.steps.read.grids import HEADINGS, JOB
from tests.steps.read.in_process import texts_in
from tests.steps.read.other_formats import binary, label, ods, record, row_start, text_cell, wide, xls, xlsb
from tests.steps.read.test_row_looks import RED, made, read

PLAIN, STRUCK, FILLED, WHITE = range(4)
Styles = Mapping[int, tuple[int, int]]  # of a row: its style, and how many of its cells have it


def styles_of(row: int, styles: Styles) -> list[int]:
    style, cells = styles.get(row, (PLAIN, 0))
    return [style] * cells + [PLAIN] * (len(JOB) - cells)


def rows_of(styles: Styles) -> list[tuple[int, list[tuple[str, int]]]]:
    """The number of each row from 1 on, and its texts with their styles."""
    rows = (HEADINGS, *[JOB] * 8)
    return [(number, list(zip(texts, styles_of(number, styles), strict=True))) for number, texts in enumerate(rows, 1)]


def as_xls(path: Path, styles: Styles) -> Path:
    """[MS-XLS] 2.4.122, 2.4.353: the font with the number 4 is none, so that the fifth has the number 5."""
    fonts = b"".join(
        record(0x31, struct.pack("<HHHHHBBBBBB", 200, flags, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
        for flags in (0, 0, 0, 0, 8)
    )
    looks = [(0, 0, 64), (5, 0, 64), (0, 1, 10), (0, 1, 9)]  # a font, a pattern, a colour
    formats = b"".join(
        record(0xE0, struct.pack("<HH", font, 0) + bytes(10) + struct.pack("<IH", pattern << 26, colour | 65 << 7))
        for font, pattern, colour in looks
    )
    cells = b"".join(
        record(0x204, struct.pack("<HHHHB", number - 1, column, style, len(text), 0) + text.encode("latin-1"))
        for number, row in rows_of(styles)
        for column, (text, style) in enumerate(row)
    )
    return xls(path, cells, styles=fonts + formats)


def as_xlsb(path: Path, styles: Styles) -> Path:
    """[MS-XLSB] 2.4.654, 2.4.653, 2.4.829."""
    red, white = (bytes((5, 0, 0, 0, 255, part, part, 255)) for part in (0, 255))
    fonts = [(43, struct.pack("<HHHHBBBB", 200, flags, 400, 0, 0, 0, 0, 0) + bytes(9) + wide("A")) for flags in (0, 8)]
    fills = [(45, struct.pack("<I", pattern) + colour + bytes(56)) for pattern, colour in
             ((0, bytes(8)), (17, bytes(8)), (1, red), (1, white))]  # fmt: skip
    looks = [(0, 0), (1, 0), (0, 2), (0, 3)]  # a font, a fill
    used = [(47, struct.pack("<HHHHH", 0, 0, font, fill, 0) + bytes(6)) for font, fill in looks]
    part = binary(
        [(278, b""), (611, bytes(4)), *fonts, (612, b""), (603, bytes(4)), *fills, (604, b""),
         (626, bytes(4)), (47, struct.pack("<HHHHH", 0xFFFF, 0, 1, 2, 0) + bytes(6)), (627, b""),
         (617, bytes(4)), *used, (618, b""), (279, b"")]
    )  # fmt: skip
    rows = []
    for number, row in rows_of(styles):
        rows.append(row_start(number - 1))
        rows += [
            (6, struct.pack("<II", column, style | 1 << 24) + wide(text)) for column, (text, style) in enumerate(row)
        ]
    return xlsb(path, rows, styles=part)


def as_ods(path: Path, styles: Styles) -> Path:
    """A style has what its parent has; one of another family with the same name is another."""
    line, colour = 'style:text-line-through-style="{}"', 'fo:background-color="{}"'
    written = "".join(
        f'<style:style style:name="{name}" style:family="{family}" {parent}>'
        f"<style:text-properties {text}/><style:table-cell-properties {cell}/></style:style>"
        for name, family, parent, text, cell in (
            ("gone", "table-cell", "", line.format("solid"), ""),
            ("c0", "table-cell", "", line.format("none"), colour.format("transparent")),
            ("c1", "table-cell", 'style:parent-style-name="gone"', "", ""),
            ("c2", "table-cell", "", "", colour.format("#ff0000")),
            ("c3", "table-cell", "", "", colour.format("#FFFFFF")),
            ("c0", "paragraph", "", line.format("solid"), colour.format("#00ff00")),
        )
    )
    rows = "".join(
        "<table:table-row>{}</table:table-row>".format(
            "".join(text_cell(text, f' table:style-name="c{style}"') for text, style in row)
        )
        for _, row in rows_of(styles)
    )
    return ods(path, rows=rows, styles=f"<office:automatic-styles>{written}</office:automatic-styles>")


FORMATS: dict[str, Callable[[Path, Styles], Path]] = {"xls": as_xls, "xlsb": as_xlsb, "ods": as_ods}


@pytest.mark.parametrize("kind", FORMATS)
def test_rows_struck_through_are_told_and_left_out_where_that_is_asked(tmp_path: Path, kind: str) -> None:
    path = FORMATS[kind](tmp_path / f"a.{kind}", {3: (STRUCK, 5), 5: (STRUCK, 3), 7: (STRUCK, 2)})
    sheet, told = read(path)
    assert (sheet.rows, told) == (8, {"Rows struck through": "rows 3, 5"})
    sheet, told = read(path, Options(skip_struck=True))
    assert (list(sheet.cells.index), told) == ([2, 4, 6, 7, 8, 9], {"Rows struck through left out": "rows 3, 5"})


@pytest.mark.parametrize("kind", FORMATS)
def test_a_row_of_another_colour_is_told_and_white_is_none(tmp_path: Path, kind: str) -> None:
    path = FORMATS[kind](tmp_path / f"a.{kind}", {4: (FILLED, 5), 6: (FILLED, 4), 8: (WHITE, 5)})
    assert read(path)[1] == {"Rows of another colour": "row 4"}


CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


@pytest.mark.parametrize(
    ("value", "rows"),
    [("formula-is([.$A2]=&quot;P-1001&quot;)", "rows 2, 3, 4, 5, 6, 7 and 2 more"),
     ("formula-is(AND([.$A2]=&quot;P;1&quot;;[.$E2]&gt;0))", ""), ("formula-is([.$E2]&gt;[.$E$9])", ""),
     ("!=&quot;P-1001&quot;", "rows 2, 3, 4, 5, 6, 7 and 2 more")],
)  # fmt: skip
def test_a_row_that_a_rule_of_an_ods_strikes_through_is_told(tmp_path: Path, value: str, rows: str) -> None:
    path = as_ods(tmp_path / "plain.ods", {})
    condition = (
        f'<x:conditional-formats xmlns:x="{CALCEXT}"><x:conditional-format x:target-range-address='
        f'"Jobs.A2:Jobs.E9"><x:condition x:apply-style-name="gone" x:value="{value}" '
        'x:base-cell-address="Jobs.A2"/></x:conditional-format></x:conditional-formats></table:table>'
    )
    with ZipFile(path) as old, ZipFile(tmp_path / "a.ods", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</table:table>", condition.encode()))
    assert read(tmp_path / "a.ods")[1] == ({"Rows struck through": rows} if rows else {})


def write_style(name: str, inside: str) -> str:
    return f'<style:style style:name="{name}" style:family="table-cell">{inside}</style:style>'


@pytest.mark.parametrize(
    ("condition", "rows"),
    [("is-true-formula([.$A3]=&quot;P-1002&quot;)", "row 3"),
     ("is-true-formula([.$A4]=&quot;P-1002&quot;)", "rows 2, 4"),
     ("of:cell-content()!=&quot;P-1001&quot;", "rows 2, 3, 4, 6"), ("cell-content()=&quot;P-1002&quot;", ""),
     ("cell-content-is-between(&quot;A&quot;,&quot;Z&quot;)", "rows 2, 3, 4, 6"),
     ("cell-content-is-not-between(&quot;A&quot;,&quot;Z&quot;)", ""), ("is-true-formula([.$A3]&gt;TODAY())", None)],
)  # fmt: skip
def test_a_row_that_a_rule_in_its_style_strikes_through_is_told(
    tmp_path: Path, condition: str, rows: str | None
) -> None:
    """As .ods have them that LibreOffice has not written. The rule stands for A3, and the fifth row has none."""
    rule = f'style:condition="{condition}" style:apply-style-name="gone" style:base-cell-address="Jobs.A3"'
    styles = write_style("gone", '<style:text-properties style:text-line-through-style="solid"/>')
    styles += write_style("c0", "") + write_style("c1", f"<style:map {rule}/>")
    texts = (HEADINGS, JOB, ("P-1002", *JOB[1:]), JOB, ("P-1002", *JOB[1:]), JOB)
    written = (
        "".join(text_cell(text, f' table:style-name="{style}"') for text in row)
        for row, style in zip(texts, ("c0", "c1", "c1", "c1", "c0", "c1"), strict=True)
    )
    cells = "".join(f"<table:table-row>{row}</table:table-row>" for row in written)
    path = ods(tmp_path / "a.ods", rows=cells, styles=f"<office:automatic-styles>{styles}</office:automatic-styles>")
    sheet, told = read(path)
    assert told == ({"Rows struck through": rows} if rows else {})
    assert any(note.code is STRUCK_BY_RULE for note in sheet.notes) is (rows is None)


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_rules_that_libreoffice_saves_are_told_as_those_of_an_xlsx(tmp_path: Path, kind: str) -> None:
    path = made(tmp_path / "jobs.xlsx", 4, struck={}, filled={})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A3"] = "P-1002"
    sheet["A5"] = 7.5
    font = DifferentialStyle(font=Font(strike=True))
    known = 'AND(LEFT($A2,4)="P-10",NOT(ISBLANK($D2)),A2<>"zz",OR($A2&"x"="P-1002x",LEN(A$1)=0))'
    for formula in (known, "$A2<TODAY()", "SUM($A2)>1"):
        sheet.conditional_formatting.add("A2:E5", Rule(type="expression", formula=[formula], dxf=font))
    for rule in (
        Rule(type="cellIs", operator="between", formula=["7", "7.6"], dxf=font),
        Rule(type="cellIs", operator="equal", formula=['"P-1002"'], dxf=font),
    ):
        sheet.conditional_formatting.add("A5:A5", rule)
    for column in "BCDE":
        sheet[f"{column}5"] = None
    book.save(path)
    saved, told = read(converted([path], kind, tmp_path / "saved") / f"jobs.{kind}")
    assert told == {"Rows struck through": "rows 3, 5"} == read(path)[1]
    (unknown,) = (note.values["rules"] for note in saved.notes if note.code is STRUCK_BY_RULE)
    assert "$A2<TODAY()" in str(unknown)


def format_of_rule(*properties: tuple[int, bytes]) -> tuple[int, bytes]:
    listed = b"".join(struct.pack("<HH", kind, 4 + len(content)) + content for kind, content in properties)
    return 507, struct.pack("<HHH", 0, 0, len(properties)) + listed


@pytest.mark.parametrize(
    ("look", "told"),
    [(2, "expression(A2:D4,F2:F4)"), (1, None), (0, None), (3, None), (9, None)],
    ids=["struck", "not struck", "bold", "cut short", "missing"],
)
def test_a_rule_of_an_xlsb_that_strikes_through_is_told(tmp_path: Path, look: int, told: str | None) -> None:
    """What it asks is not read."""
    bold, red = (0x19, struct.pack("<H", 700)), (5, bytes(8))
    looks = [format_of_rule(bold), format_of_rule(bold, (0x1D, b"\0")), format_of_rule(red, bold, (0x1D, b"\1"))]
    looks.append((507, struct.pack("<HHHH", 0, 0, 3, 5)))
    styles = binary([(278, b""), (617, bytes(4)), (47, bytes(16)), (618, b""), (505, bytes(4)), *looks, (506, b"")])
    areas = struct.pack("<III8I", 1, 0, 2, 1, 3, 0, 3, 1, 3, 5, 5)
    rules = [(461, areas), (463, struct.pack("<IIIII", 2, 0, look, 1, 0) + bytes(40)), (464, b""), (462, b"")]
    sheet, _ = read(xlsb(tmp_path / "a.xlsb", styles=styles, rules=rules))
    found = [note.values["rules"] for note in sheet.notes if note.code is STRUCK_BY_RULE]
    assert found == ([told] if told else [])


@pytest.mark.parametrize("kind", FORMATS)
def test_of_plain_rows_nothing_is_told(tmp_path: Path, kind: str) -> None:
    assert read(FORMATS[kind](tmp_path / f"a.{kind}", {}))[1] == {}


def test_a_font_cut_short_is_no_reason_to_refuse_a_workbook(tmp_path: Path) -> None:
    cut = xls(tmp_path / "a.xls", label(0, 0, "Name") + label(1, 0, "Boiler"), styles=record(0x31, b"\0"))
    assert texts_in(cut) == {"A1": "Name", "A2": "Boiler"}
    rows = [row_start(0), (6, struct.pack("<II", 0, 0) + wide("Name"))]
    short = binary([(611, bytes(4)), (43, b"\0"), (612, b""), (617, bytes(4)), (47, bytes(16)), (618, b"")])
    assert texts_in(xlsb(tmp_path / "a.xlsb", rows, styles=short)) == {"A1": "Name"}


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.thorough(but=1)
def test_they_are_told_in_what_libreoffice_saves(tmp_path: Path, kind: str) -> None:
    path = made(tmp_path / "jobs.xlsx", 12, struck={3: 5, 5: 5}, filled={7: RED})
    saved = converted([path], kind, tmp_path / "saved") / f"jobs.{kind}"
    assert read(saved)[1] == read(path)[1]
    assert read(saved)[1] == {"Rows struck through": "rows 3, 5", "Rows of another colour": "row 7"}
