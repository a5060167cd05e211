"""Case 38: delimiters, sep= lines, quotes, escapes and line ends, and rows by their physical lines."""

from pathlib import Path

import pytest

from importer.problem import BAD_DELIMITER, CSV_DOUBTFUL, ROW_WRITTEN_DIFFERENTLY
from importer.settings import Options
from tests.steps.read.csv.texts import noted, read, refusal, rows_of

ROWS = [
    ["Reference", "Name", "City", "Price"],
    ["0000417", "Boiler, yearly; twice", "Gent", "12.50"],
    ["0000418", 'The "new" valve', "Brugge", "7.25"],
    ["0000419", "Pump | 3 bar", "Liège", "1234.75"],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.csv"


def written(delimiter: str = ",", end: str = "\r\n", quote: str = '"', *, doubled: bool = True) -> str:
    """The rows, quotes around every cell that needs them."""

    def cell(text: str) -> str:
        if not any(sign in text for sign in (delimiter, quote, '"', ",", ";", "|")):
            return text
        inside = text.replace(quote, quote * 2) if doubled else text.replace(quote, f"\\{quote}")
        return f"{quote}{inside}{quote}"

    return "".join(delimiter.join(map(cell, row)) + end for row in ROWS)


def expected(first: int = 1) -> dict[int, list[str]]:
    return dict(enumerate(ROWS[1:], start=first + 1))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "~", "^"])
def test_the_delimiter_is_found(path: Path, delimiter: str) -> None:
    sheet = read(path, written(delimiter).encode())
    assert (sheet.headings, rows_of(sheet), sheet.notes) == (ROWS[0], expected(), ())


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;"])
def test_a_line_that_tells_the_delimiter_is_no_row_but_a_line(path: Path, line: str) -> None:
    sheet = read(path, f"{line}\r\n{written(';')}".encode())
    assert (sheet.heading_row, rows_of(sheet), sheet.notes) == (2, expected(2), ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_and_line_ends_are_found(path: Path, quote: str, end: str) -> None:
    text = written(end=end, quote=quote)
    assert rows_of(read(path, text.encode())) == expected()


def test_escaped_quotes_are_found(path: Path) -> None:
    assert rows_of(read(path, written(doubled=False).encode())) == expected()


def test_line_breaks_in_cells_keep_the_physical_lines(path: Path) -> None:
    text = 'Name,Note,City\r\nA,"one\r\ntwo\n\nthree",Gent\r\n\r\nB,"four\rfive",Brugge\r\nC,,Liège\r\n'
    assert rows_of(read(path, text.encode())) == {
        2: ["A", "one\r\ntwo\n\nthree", "Gent"],
        7: ["B", "four\rfive", "Brugge"],
        9: ["C", "", "Liège"],
    }


def test_spaces_around_quotes_are_no_part_of_the_cell(path: Path) -> None:
    text = 'Name, City, Zip\r\n"A, b", "Gent", "9000"\r\n"C, d", "Brugge", "8000"\r\n'
    assert rows_of(read(path, text.encode())) == {2: ["A, b", "Gent", "9000"], 3: ["C, d", "Brugge", "8000"]}


@pytest.mark.parametrize("told", [";", "semicolon", " Semicolon "])
def test_the_delimiter_can_be_set(path: Path, told: str) -> None:
    """The file would rather be read by its commas."""
    text = "a,b,c;d,e,f\r\n1,2,3;4,5,6\r\n"
    assert rows_of(read(path, text.encode(), Options(delimiter=told))) == {2: ["1,2,3", "4,5,6"]}
    assert len(rows_of(read(path, text.encode()))[2]) == 5


def test_so_can_one_of_several_signs(path: Path) -> None:
    text = "Name<>City\r\nA, b<>Gent\r\n"
    assert rows_of(read(path, text.encode(), Options(delimiter="<>"))) == {2: ["A, b", "Gent"]}


@pytest.mark.parametrize("told", ["", '"', "\n", "a\rb"])
def test_a_delimiter_that_is_none_is_refused(path: Path, told: str) -> None:
    assert refusal(path, b"Name,City\r\na,b\r\n", Options(delimiter=told)).code is BAD_DELIMITER


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Name\r\nBoiler\r\n", "--delimiter"),
        ("Name,City;Zip\r\nA,Gent;9000\r\nB,Brugge;8000\r\n", "--delimiter"),
    ],
)
def test_a_delimiter_that_is_not_clear_is_told(path: Path, text: str, option: str) -> None:
    sheet = read(path, text.encode())
    assert noted(sheet) == [(None, 0, CSV_DOUBTFUL)]
    assert sheet.notes[0].values["option"] == option


def test_a_row_in_other_signs_is_read_and_told(path: Path) -> None:
    text = written().replace("0000419,", "0000419;").replace(",Liège,", ";Liège;")
    sheet = read(path, text.encode())
    assert (noted(sheet), rows_of(sheet)) == ([(4, 0, ROW_WRITTEN_DIFFERENTLY)], expected())


@pytest.mark.parametrize(
    ("rows", "said"),
    [("1,5;2,25", "decimal commas"), ("1.5;2.25", "decimal points"), ("€ 12,50;a", "decimal commas"), ("a;1", "")],
)
def test_the_decimal_sign_that_was_found_is_told(path: Path, rows: str, said: str) -> None:
    (remark,) = read(path, f"Length;Width\r\n{rows}\r\n".encode()).remarks
    assert remark.startswith(f"CSV read as UTF-8, semicolons between the cells{', ' if said else ''}{said};")
