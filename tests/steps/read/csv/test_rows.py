"""Cases 38 and 39: CSV as it should be, and rows that are not."""

from pathlib import Path

import pytest

from importer.problem import (
    CSV_NOT_TEXT,
    NUL_CHARACTER,
    OPEN_QUOTE,
    RAGGED_ROW,
    SHORT_ROW,
    STRAY_QUOTE,
    TOO_MANY_COLUMNS,
    Code,
)
from importer.records import CellNote
from tests.steps.read.csv.texts import noted, read, refusal, rows_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.csv"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_the_first_heading(path: Path, mark: bytes) -> None:
    sheet = read(path, mark + "Náme,City\nBoiler,Gent\n".encode())
    assert (sheet.headings, rows_of(sheet)) == (["Náme", "City"], {2: ["Boiler", "Gent"]})
    assert (sheet.name, sheet.heading_row, sheet.columns) == ("", 1, (1, 2))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_heading_row(path: Path, separator: str) -> None:
    text = separator.join(["Name", '"City, town; or ,,,;;; place"', "Zip"]) + "\n" + separator.join(["a", "1", "2"])
    assert rows_of(read(path, text.encode())) == {2: ["a", "1", "2"]}


def test_one_column_needs_no_separator(path: Path) -> None:
    assert rows_of(read(path, b"Name\nBoiler\n")) == {2: ["Boiler"]}


def test_the_separator_is_looked_for_below_empty_lines(path: Path) -> None:
    sheet = read(path, b"\n  \nName;City\na;b\n")
    assert (sheet.heading_row, sheet.headings, rows_of(sheet)) == (3, ["Name", "City"], {4: ["a", "b"]})


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_has_the_number_of_the_line_on_which_it_begins(path: Path, end: str) -> None:
    text = end.join(["Name,City", f'"a{end}b",c', "", ",", "d,e", ""])
    assert rows_of(read(path, text.encode())) == {2: [f"a{end}b", "c"], 6: ["d", "e"]}


def test_text_stays_text(path: Path) -> None:
    sheet = read(path, b'a,b,c,d,e\n007,1E5,NA, x ,"say ""hi"""\n')
    assert rows_of(sheet) == {2: ["007", "1E5", "NA", " x ", 'say "hi"']}
    assert set(map(str, sheet.cells.dtypes)) == {"str"}


def test_headings_alone_are_a_sheet_without_rows(path: Path) -> None:
    sheet = read(path, b"Name,City")
    assert (sheet.rows, sheet.headings, list(map(str, sheet.cells.dtypes))) == (0, ["Name", "City"], ["str", "str"])


def test_missing_cells_at_the_end_of_a_row_are_blank(path: Path) -> None:
    assert rows_of(read(path, b"Name,City,Zip\na\nb,c\n")) == {2: ["a", "", ""], 3: ["b", "c", ""]}


def test_blank_cells_beyond_the_headings_do_no_harm(path: Path) -> None:
    sheet = read(path, b"Name,City\na,b,,\nc,d, \n")
    assert (rows_of(sheet), sheet.notes) == ({2: ["a", "b"], 3: ["c", "d"]}, ())


def test_a_row_with_more_cells_than_headings_is_noted_and_keeps_them(path: Path) -> None:
    """Case 39. The cell too many is not lost from the sheet, so that the results can show it."""
    sheet = read(path, b"Name,City\na,b\nc,d,e\n,,f\n")
    assert (sheet.headings, rows_of(sheet)) == (
        ["Name", "City", ""],
        {2: ["a", "b", ""], 3: ["c", "d", "e"], 4: ["", "", "f"]},
    )
    note = {"found": 3, "expected": 2}
    assert sheet.notes == (CellNote(3, 0, RAGGED_ROW, note), CellNote(4, 0, RAGGED_ROW, note))
    assert "more cells (3)" in RAGGED_ROW.sentence.format(**note)


def test_a_column_without_heading_is_kept_where_it_holds_something(path: Path) -> None:
    sheet = read(path, b"Name,,City,\na,b,c,\n")
    assert (sheet.headings, sheet.columns, rows_of(sheet)) == (["Name", "", "City"], (1, 2, 3), {2: ["a", "b", "c"]})


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("é\n".encode() * 3 + b"x\xff\n", "byte 11 (line 4)"),
        (b"Name\n" + b"long line\n" * 5_000 + b"\xc3", "byte 50006 (line 5002)"),
        ("Né".encode("utf-8-sig") + b"\r\n\xe9", "byte 9 (line 2)"),
        ("Name\r\nx".encode("utf-16") + b"\0", "byte 17 (line 2)"),
    ],
)
def test_a_byte_that_is_no_text_is_told_with_its_place(path: Path, content: bytes, place: str) -> None:
    """Case 38: refused with the position, and never replaced."""
    error = refusal(path, content)
    assert error.code is CSV_NOT_TEXT
    assert place in error.message


@pytest.mark.parametrize(
    ("row", "code", "cells"),
    [
        (b'"a,b\n', OPEN_QUOTE, ["a", "b"]),
        (b'a,"b\n', OPEN_QUOTE, ["a", "b"]),
        (b'"a"b,c\n', STRAY_QUOTE, ['a"b', "c"]),
        (b'a,b"\n', STRAY_QUOTE, ["a", 'b"']),
        (b'"' + b"x" * 140_000 + b",b\n", OPEN_QUOTE, ["x" * 140_000, "b"]),
    ],
)
def test_a_quote_that_does_not_match_is_a_problem_of_its_row_alone(
    path: Path, row: bytes, code: Code, cells: list[str]
) -> None:
    """Case 39. Before, such a quote stopped the whole file."""
    sheet = read(path, b"Name,City\na,b\n" + row + b"c,d\n")
    assert noted(sheet) == [(3, 0, code)]
    assert rows_of(sheet) == {2: ["a", "b"], 3: cells, 4: ["c", "d"]}


def test_an_open_quote_is_told_with_the_line_where_it_began(path: Path) -> None:
    note = read(path, b'Name,City\n"a\nb",c\n"d,e\nf,g\n').notes[0]
    assert (note.row, "line 4" in note.code.sentence.format(**note.values)) == (4, True)


def test_a_short_row_among_whole_ones_is_noted(path: Path) -> None:
    rows = b"Name,City,Zip\n" + b"a,b,c\n" * 6 + b"d,e\n" + b"a,b,c\n" * 6
    assert noted(read(path, rows)) == [(8, 0, SHORT_ROW)]


def test_a_nul_is_a_problem_of_its_cell(path: Path) -> None:
    sheet = read(path, b"Name,City\na\0a,b\nc,d\n")
    assert (noted(sheet), rows_of(sheet)) == ([(2, 1, NUL_CHARACTER)], {2: ["a\0a", "b"], 3: ["c", "d"]})


def test_inches_are_no_stray_quotes_where_no_cell_is_in_quotes(path: Path) -> None:
    text = 'Order\tPart\tText\r\n4711\tRohr 3"\tFlansch 4" prüfen\r\n4712\tVentil\tgroß\r\n4713\tRo"hr\tok\r\n'
    sheet = read(path, text.encode("cp1252"))
    assert noted(sheet) == [(4, 0, STRAY_QUOTE)]
    assert rows_of(sheet)[2] == ["4711", 'Rohr 3"', 'Flansch 4" prüfen']


def test_inches_may_be_a_lost_quote_where_cells_are_in_quotes(path: Path) -> None:
    sheet = read(path, b'Part,Text\r\n"a, b",c\r\nPipe 3",d\r\n')
    assert noted(sheet) == [(3, 0, STRAY_QUOTE)]


def test_the_end_of_a_file_of_dos_is_no_row(path: Path) -> None:
    assert rows_of(read(path, b"Name,City\r\na,b\r\nc,d\r\n\x1a")) == {2: ["a", "b"], 3: ["c", "d"]}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b,c\r\n" + b"x" + b",x" * 40_000 + b"\r\n", "Line 2"),
        (b"h" + b",h" * 15_999 + b"\r\n" + b"x,y\r\n" * 5_000, "has 16,000 cells, but most of its rows have 2"),
    ],
)
def test_a_line_with_more_cells_than_a_sheet_can_have_stops_the_file(path: Path, content: bytes, said: str) -> None:
    """Its line breaks are lost, perhaps; read in full it would take the memory of a hundred sheets."""
    error = refusal(path, content)
    assert (error.code, said in error.message) == (TOO_MANY_COLUMNS, True)


@pytest.mark.thorough
def test_one_far_too_wide_row_among_many_is_a_problem_of_that_row(path: Path) -> None:
    rows = b"a,b,c\r\n" + b"x,y,z\r\n" * 100 + b"x" + b",x" * 20_000 + b"\r\n" + b"x,y,z\r\n" * 100
    sheet = read(path, rows)
    assert noted(sheet) == [(102, 0, RAGGED_ROW)]
    assert (sheet.rows, len(sheet.headings) < 20) == (201, True)
