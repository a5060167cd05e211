"""XML made to do harm: document types, and cells that would fill any memory."""

from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from importer.errors import SheetError
from importer.problem import (
    TOO_LARGE_TO_READ,
    UNSAFE_FILE,
)
from importer.steps.read import read_sheet
from tests.steps.read.hostile.refusals import ROW, refusal
from tests.steps.read.in_process import grid_in
from tests.steps.read.raw_workbooks import packed, parts_of, strings, worksheet

LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)

DOCTYPES = {
    "billion laughs": LAUGHS + "]>",
    "quadratic": f"<!DOCTYPE l [<!ENTITY j '{'x' * 50_000}'>]>",
    "a file": "<!DOCTYPE l [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>",
    "an address": "<!DOCTYPE l [<!ENTITY j SYSTEM 'http://127.0.0.1:1/'>]>",
    "a DTD": "<!DOCTYPE l SYSTEM 'http://127.0.0.1:1/l.dtd'>",
}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_document_type_is_refused_in_any_part_that_is_read(tmp_path: Path, part: str, doctype: str) -> None:
    """Case 25."""
    sheet = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    parts = parts_of(sheet, strings=strings("<t>Name</t>"))
    body = parts[part]
    assert isinstance(body, str)
    parts[part] = doctype + body.replace("Name", "&j;")
    with pytest.raises(SheetError) as caught:
        grid_in(packed(tmp_path / "a.xlsx", parts))
    assert caught.value.code is UNSAFE_FILE


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("encoding", ["A0", "hex", "utf-7", "idna", "undefined", "gbk"])
def test_a_part_in_an_encoding_that_is_not_known_is_told(tmp_path: Path, part: str, encoding: str) -> None:
    parts = parts_of(worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=strings("<t>Name</t>"))
    body = str(parts[part])
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    parts[part] = declared + body[body.index("?>") + 2 if body.startswith("<?xml") else 0 :]
    with pytest.raises(SheetError, match="encoding that importer cannot read"):
        grid_in(packed(tmp_path / "a.xlsx", parts))


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576"])
def test_one_cell_at_the_end_of_excel_is_read_at_once(tmp_path: Path, place: str) -> None:
    """Case 26."""
    number = place.lstrip("XFDA")
    sheet = worksheet(ROW.format(1) + f'<row r="{number}"><c r="{place}"><v>7</v></c></row>')
    assert read_sheet(packed(tmp_path / "a.xlsx", parts_of(sheet))).rows == 1


@pytest.mark.thorough
def test_a_million_formatted_blank_rows_are_no_rows(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{n}" spans="1:9" s="1" customFormat="1" ht="15"/>' for n in range(3, 1_000_000))
    assert read_sheet(packed(tmp_path / "a.xlsx", parts_of(worksheet(ROW.format(1) + ROW.format(2) + blank)))).rows == 1


@pytest.mark.thorough
def test_cells_that_would_fill_any_memory_are_refused(tmp_path: Path) -> None:
    sheet = worksheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_001)))
    path = packed(tmp_path / "a.xlsx", parts_of(sheet, strings=strings(f"<t>{'x' * 32_767}</t>")))
    assert refusal(path).code is TOO_LARGE_TO_READ


def test_a_worksheet_of_far_apart_cells_is_refused(tmp_path: Path) -> None:
    rows = (f'<row r="{n}"><c r="{get_column_letter(n % 16_384 + 1)}{n}"><v>1</v></c></row>' for n in range(1, 50_001))
    error = refusal(packed(tmp_path / "a.xlsx", parts_of(worksheet("".join(rows)))))
    assert error.code is TOO_LARGE_TO_READ
