import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.errors import SheetError
from importer.problem import CSV_NOT_TEXT, NOT_READABLE, RAGGED_ROW
from importer.records import CellNote, Sheet
from importer.steps.read import read_sheet


def rows_of(sheet: Sheet) -> dict[int, list[str]]:
    return {row: list(texts) for row, *texts in sheet.cells.itertuples(name=None)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.csv"


def read(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    return read_sheet(path)


def refusal(path: Path, content: bytes) -> SheetError:
    with pytest.raises(SheetError) as caught:
        read(path, content)
    return caught.value


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


def test_a_row_with_more_cells_than_headings_is_noted(path: Path) -> None:
    sheet = read(path, b"Name,City\na,b\nc,d,e\n,,f\n")
    assert rows_of(sheet) == {2: ["a", "b"], 3: ["c", "d"], 4: ["", ""]}
    note = {"found": 3, "expected": 2}
    assert sheet.notes == (CellNote(3, 0, RAGGED_ROW, note), CellNote(4, 0, RAGGED_ROW, note))
    assert "3 cells" in RAGGED_ROW.sentence.format(**note)


def test_a_column_without_heading_is_kept_where_it_holds_something(path: Path) -> None:
    sheet = read(path, b"Name,,City,\na,b,c,\n")
    assert (sheet.headings, sheet.columns, rows_of(sheet)) == (["Name", "", "City"], (1, 2, 3), {2: ["a", "b", "c"]})


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"Name\nCaf\xe9\n", "byte 9 (line 2)"),
        (b'Name\r\n"a\r\nb"\r\n\xff', "byte 15 (line 4)"),
        ("Name\nx".encode("utf-16"), "byte 1 (line 1)"),
        (b"Name\n" + b"long line\n" * 5_000 + b"\xc3", "byte 50006 (line 5002)"),
    ],
)
def test_a_byte_that_is_no_text_is_told_with_its_place(path: Path, content: bytes, place: str) -> None:
    error = refusal(path, content)
    assert error.code is CSV_NOT_TEXT
    assert place in error.message


@pytest.mark.parametrize("row", [b'"a,b\nc,d\n', b'"a"b,c\n', b'"' + b"x" * 140_000 + b'"\n'])
def test_quotes_that_do_not_match_are_told_with_the_line(path: Path, row: bytes) -> None:
    error = refusal(path, b"Name,City\na,b\n" + row)
    assert error.code is NOT_READABLE
    assert "begins on line 3" in error.message


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["\r\n", "a\rb", '"', ";,"])
ANY_ROWS = st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), max_size=8)


@settings(max_examples=200, deadline=None)
@given(ANY_ROWS, st.sampled_from(",;\t"), st.booleans())
def test_whatever_csv_is_written_comes_back_with_its_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str, mark: bool
) -> None:
    written, expected = io.StringIO(), {}
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(["x", "y", "z"])
    for texts in rows:
        line = len(re.findall(r"\r\n|\r|\n", written.getvalue())) + 1
        writer.writerow(texts)
        if "".join(texts).strip():
            expected[line] = texts
    path = tmp_path_factory.getbasetemp() / "any.csv"
    assert rows_of(read(path, written.getvalue().encode("utf-8-sig" if mark else "utf-8"))) == expected
