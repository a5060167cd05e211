# ruff: noqa: DTZ001 - the times of Excel have no zone
import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from importer.errors import SheetError
from importer.problem import (
    DAMAGED_SHEETS,
    EMPTY_SHEET,
    HIDDEN_SHEETS,
    NO_SUCH_SHEET,
    NOT_READABLE,
    OTHER_SHEETS,
    SHEETS_WITHOUT_JOBS,
    Code,
)
from importer.records import Sheet
from importer.steps.read import read_sheet
from tests.examples import examples
from tests.steps.read.in_process import grid_in, texts_in
from tests.steps.read.raw_workbooks import OFFICE, packed, parts_of, styles, worksheet


def rows_of(sheet: Sheet) -> dict[int, list[str]]:
    return {row: list(texts) for row, *texts in sheet.cells.itertuples(name=None)}


def book(path: Path, *, fill: Callable[[Worksheet], object]) -> Path:
    made = openpyxl.Workbook()
    fill(made.worksheets[0])
    made.save(path)
    return path


def placed(cells: dict[str, str | int]) -> Callable[[Worksheet], None]:
    def fill(worksheet: Worksheet) -> None:
        for place, value in cells.items():
            worksheet[place] = value

    return fill


def sheets(path: Path, *, hidden: tuple[str, ...] = (), **contents: list[list[str | int]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in contents.items():
        worksheet = made.create_sheet(name)
        worksheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            worksheet.append(row)
    made.save(path)
    return path


JOBS: list[list[str | int]] = [["Name"], ["Boiler"]]
OTHER: list[list[str | int]] = [["Some words"], ["for you"]]


def test_rows_and_columns_keep_their_numbers_of_excel(tmp_path: Path) -> None:
    cells: dict[str, str | int] = {"C4": "Name", "D4": "City", "C5": "a", "D5": "b", "C9": "c", "D12": "d"}
    sheet = read_sheet(book(tmp_path / "a.xlsx", fill=placed(cells)))
    assert (sheet.heading_row, sheet.columns) == (4, (3, 4))
    assert rows_of(sheet) == {5: ["a", "b"], 9: ["c", ""], 12: ["", "d"]}


def test_rows_of_white_space_alone_are_blank(tmp_path: Path) -> None:
    cells: dict[str, str | int] = {"A1": " ", "A2": "Name", "A3": "  \n", "A4": "x", "A5": "\u00a0"}
    sheet = read_sheet(book(tmp_path / "a.xlsx", fill=placed(cells)))
    assert (sheet.heading_row, rows_of(sheet)) == (2, {4: ["x"]})


@pytest.mark.parametrize("value", [0, False])
def test_a_row_of_zero_or_no_is_not_blank(tmp_path: Path, value: int) -> None:
    sheet = read_sheet(book(tmp_path / "a.xlsx", fill=placed({"A1": "Name", "B1": "City", "A2": value})))
    assert sheet.rows == 1


def test_columns_without_heading_are_kept_where_they_hold_something(tmp_path: Path) -> None:
    cells: dict[str, str | int] = {"A1": "Name", "B1": " ", "D1": "City", "A2": "x", "C2": "y", "G2": " "}
    sheet = read_sheet(book(tmp_path / "a.xlsx", fill=placed(cells)))
    assert (sheet.headings, sheet.columns) == (["Name", "", "City"], (1, 3, 4))
    assert rows_of(sheet) == {2: ["x", "y", ""]}


def test_headings_are_as_typed_and_may_repeat(tmp_path: Path) -> None:
    sheet = read_sheet(sheets(tmp_path / "a.xlsx", Jobs=[[" Name *", "City", "City", 2026], ["a", "b", "c", "d"]]))
    assert sheet.headings == list(sheet.cells.columns) == [" Name *", "City", "City", "2026"]
    assert rows_of(sheet) == {2: ["a", "b", "c", "d"]}


def test_headings_alone_are_a_sheet_without_rows(tmp_path: Path) -> None:
    sheet = read_sheet(sheets(tmp_path / "a.xlsx", Jobs=[["Name", "City"]]))
    assert (sheet.rows, sheet.headings) == (0, ["Name", "City"])
    assert set(map(str, sheet.cells.dtypes)) == {"str"}


def test_cells_are_text_whatever_the_format(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        worksheet = made.add_worksheet("Jobs")
        moment = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        clock, length = made.add_format({"num_format": "hh:mm"}), made.add_format({"num_format": "[h]:mm"})
        worksheet.write_row(0, 0, [f"h{n}" for n in range(12)])
        worksheet.write_row(1, 0, [42, 9668.89, 12345678901234567890, True])
        worksheet.write_datetime(1, 4, datetime(2026, 12, 31, 9, 0, 30), moment)
        worksheet.write_datetime(1, 5, date(2026, 12, 31), moment)
        worksheet.write_datetime(1, 6, time(9, 30), clock)
        worksheet.write_datetime(1, 7, timedelta(hours=30), length)
        for place, text in enumerate(["007", "1E5", "NA", " a\tb\n "], 8):
            worksheet.write_string(1, place, text)
    sheet = read_sheet(path)
    assert rows_of(sheet)[2][:4] == ["42", "9668.89", "12345678901234570000", "TRUE"]  # as XlsxWriter rounds it
    assert rows_of(sheet)[2][4:8] == ["2026-12-31T09:00:30", "2026-12-31", "09:30:00", "30:00:00"]
    assert rows_of(sheet)[2][8:] == ["007", "1E5", "NA", " a\tb\n "]
    assert set(map(str, sheet.cells.dtypes)) == {"str"}


def test_a_long_sheet_is_whole_and_in_order(tmp_path: Path) -> None:
    path, last = tmp_path / "a.xlsx", 2_345
    with xlsxwriter.Workbook(path) as made:
        worksheet = made.add_worksheet("Jobs")
        worksheet.write_string(0, 0, "Name")
        for row in range(1, last + 1):
            worksheet.write(row, 0, row if row % 3 else f"job {row}")
    cells = read_sheet(path).cells["Name"]
    assert list(cells.index) == list(range(2, last + 2))
    assert list(cells) == [str(row) if row % 3 else f"job {row}" for row in range(1, last + 1)]


@pytest.mark.parametrize("wanted", ["Jobs", "JOBS", "Staff", "staff"])
def test_a_sheet_can_be_named_hidden_or_not(tmp_path: Path, wanted: str) -> None:
    path = sheets(tmp_path / "a.xlsx", hidden=("Staff",), Notes=OTHER, Jobs=JOBS, Staff=OTHER)
    assert read_sheet(path, sheet=wanted).name == wanted.title()


def test_a_name_that_no_sheet_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(sheets(tmp_path / "a.xlsx", Notes=OTHER, Jobs=JOBS), sheet="Job")
    assert caught.value.code is NO_SUCH_SHEET
    assert '"Notes", "Jobs"' in caught.value.message


@pytest.mark.parametrize("code", [HIDDEN_SHEETS, SHEETS_WITHOUT_JOBS, OTHER_SHEETS, NO_SUCH_SHEET])
def test_of_thousands_of_sheets_a_few_are_named_and_the_others_counted(tmp_path: Path, code: Code) -> None:
    jobs: list[list[str | int]] = [["Name", "Project code"], ["Boiler", "P-1"]]
    rows = OTHER if code is SHEETS_WITHOUT_JOBS else jobs
    many = {f"Page {number}": rows for number in range(70)}
    path = sheets(tmp_path / "a.xlsx", hidden=tuple(many) if code is HIDDEN_SHEETS else (), Jobs=jobs, **many)
    if code is NO_SUCH_SHEET:
        with pytest.raises(SheetError) as caught:
            read_sheet(path, sheet="Job")
        said = caught.value.message
    else:
        (said,) = (str(note.values["found"]) for note in read_sheet(path).notes if note.code is code)
    assert "Page 9" in said
    assert "Page 12" not in said
    assert re.search(r" and (58|59) more", said)


def test_the_first_visible_sheet_with_a_known_heading_is_read(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", hidden=("Old",), Old=JOBS, Empty=[], Notes=OTHER, Jobs=JOBS, More=JOBS)
    assert read_sheet(path).name == "Jobs"


def test_without_a_known_heading_the_first_that_is_not_empty_is_read(tmp_path: Path) -> None:
    assert read_sheet(sheets(tmp_path / "a.xlsx", Empty=[], Notes=OTHER, More=OTHER)).name == "Notes"


def test_a_chart_is_no_sheet_of_rows(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(sheets(tmp_path / "a.xlsx", Jobs=JOBS))
    made.create_chartsheet("Chart", 0)
    made.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx").name == "Jobs"


@pytest.mark.parametrize("wanted", [None, "Empty"])
def test_a_sheet_with_nothing_in_it_is_told(tmp_path: Path, wanted: str | None) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(sheets(tmp_path / "a.xlsx", hidden=("Jobs",), Empty=[], Blank=[[" "]], Jobs=JOBS), sheet=wanted)
    assert caught.value.code is EMPTY_SHEET


def patched(path: Path, part: str, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDat"),
        ("xl/worksheets/sheet1.xml", b"<c ", b'<c t="s"><v>99</v></c><c '),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
        ("xl/worksheets/sheet1.xml", b'<c r="B1"', b'<c r="XFE1"'),
    ],
)
def test_a_damaged_part_is_told(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    path = sheets(tmp_path / "a.xlsx", Jobs=[["Name", "City"], ["Boiler", "Gent"]])
    with pytest.raises(SheetError) as caught:
        read_sheet(patched(path, part, old, new))
    assert caught.value.code is NOT_READABLE


@cache
def sound_workbook() -> bytes:
    made, saved = openpyxl.Workbook(), io.BytesIO()
    made.worksheets[0].append(["Name"])
    made.worksheets[0].append(["Boiler"])
    made.save(saved)
    return saved.getvalue()


@settings(max_examples=examples(100), deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@example(0.9990669334002421, 1)  # the place of its list of parts: a part would begin before the file does
def test_no_changed_byte_gives_anything_but_the_sheet_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, where: float, change: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.xlsx"
    content = bytearray(sound_workbook())
    content[int(where * len(content))] ^= change
    path.write_bytes(content)
    with suppress(SheetError):
        assert grid_in(path).cells[0].tolist() == ["Name", "Boiler"]


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t\n"), max_size=8)
ROWS = st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=6)


@pytest.mark.thorough
@settings(max_examples=examples(60), deadline=None)
@given(ROWS, st.integers(1, 4), st.integers(1, 4))
def test_any_text_comes_back_as_it_was_with_its_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], top: int, left: int
) -> None:
    def fill(worksheet: Worksheet) -> None:
        for down, texts in enumerate([["x", "y", "z"], *rows]):
            for right, text in enumerate(texts):
                cell = worksheet.cell(top + down, left + right)
                cell.value = text
                cell.data_type = "s"  # also where it begins with an equals sign

    grid = grid_in(book(tmp_path_factory.getbasetemp() / "any.xlsx", fill=fill))
    assert grid.columns == (left, left + 1, left + 2)
    below = enumerate(rows, top + 1)
    expected = {row: texts for row, texts in below if "".join(texts).strip()}
    assert {row: texts for row, *texts in grid.cells.itertuples(name=None)} == {top: ["x", "y", "z"]} | expected


INLINE = '<c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Reference</t></is></c>'


def written(path: Path, cell: str, **more: str) -> Path:
    """A workbook with the headings Name and Reference, and this cell B2."""
    return packed(path, parts_of(worksheet(f'<row r="1">{INLINE}</row><row r="2">{cell}</row>'), **more))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<is><t>1.</t></is><v>1.0</v>", "1."), ("<v>1.0</v><is><t>1.</t></is>", "1."), ("<v>5</v>", "5"),
        ("<is><t/></is><v>3</v>", None), ("<f>1+1</f><v>2</v><is><r><t>t</t></r><r><t>wo</t></r></is>", "two"),
    ],
)  # fmt: skip
def test_a_text_of_the_cells_own_alone_counts_wherever_a_value_stands_too(
    tmp_path: Path, inside: str, text: str | None
) -> None:
    assert texts_in(written(tmp_path / "a.xlsx", f'<c r="B2" t="inlineStr">{inside}</c>')).get("B2") == text


@pytest.mark.parametrize("style", ['s=""', "s=''", 's=" 1 "', 's=" "'])
def test_a_style_without_a_number_is_the_first(tmp_path: Path, style: str) -> None:
    shown = texts_in(written(tmp_path / "a.xlsx", f'<c r="B2" {style}><v>7</v></c>', styles=styles('"P-"0')))
    assert shown["B2"] == ("P-7" if "1" in style else "7")


@pytest.mark.parametrize("content", ["", "<worksheet><sheetData><row><c", "\udcff garbage"])
@pytest.mark.thorough(but=1)
def test_a_damaged_sheet_beside_the_jobs_is_told_and_does_not_matter(tmp_path: Path, content: str) -> None:
    parts = parts_of(worksheet(f'<row r="1">{INLINE}</row><row r="2"><c r="B2"><v>7</v></c></row>'))
    book, relations = str(parts["xl/workbook.xml"]), str(parts["xl/_rels/workbook.xml.rels"])
    other = f'<Relationship Id="rId8" Type="{OFFICE}/worksheet" Target="worksheets/old.xml"/></Relationships>'
    parts |= {
        "xl/workbook.xml": book.replace("<sheets>", '<sheets><sheet name="Old" sheetId="8" r:id="rId8"/>'),
        "xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", other),
        "xl/worksheets/old.xml": content.encode("utf-8", "surrogateescape"),
    }
    path = packed(tmp_path / "a.xlsx", parts)
    sheet = read_sheet(path)
    assert (sheet.name, sheet.cells.to_numpy().tolist()) == ("Jobs", [["", "7"]])
    assert [(note.code, note.values["found"]) for note in sheet.notes] == [(DAMAGED_SHEETS, '"Old"')]
    assert not read_sheet(path, sheet="Jobs").notes
    with pytest.raises(SheetError) as caught:
        read_sheet(path, sheet="Old")
    assert caught.value.code is NOT_READABLE
    with pytest.raises(SheetError) as caught:
        read_sheet(packed(path, parts | {"xl/worksheets/sheet1.xml": "<worksheet"}))
    assert caught.value.code is NOT_READABLE
