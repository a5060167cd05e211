from pathlib import Path

import pytest

import importer
from importer.errors import SheetError
from importer.problem import SECOND_TABLE, TWO_ROWS_UNCLEAR

TWO_TABLES = "Project code,Estimated time\r\nP-1,90\r\n\r\nTeam,Members\r\nNorth,4\r\nSouth,6\r\n"
TWO_HEADINGS = "Project code,Name\r\nStatus code,Due date\r\nP-1,2026-12-31\r\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(text.encode())
    return path


def test_rows_are_plain_lists_of_text_headings_first_titles_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "My export\r\n\r\nName;City\r\n007;Gent\r\n1E5;\r\n")
    assert importer.read_rows(path) == [["Name", "City"], ["007", "Gent"], ["1E5", ""]]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", " \n\t\n", '""\n'])
def test_a_file_without_anything_in_it_has_no_rows_when_lenient(tmp_path: Path, text: str) -> None:
    """X13."""
    path = written(tmp_path, text)
    with pytest.raises(SheetError):
        importer.read_rows(path)
    assert importer.read_rows(path, lenient=True) == []


@pytest.mark.parametrize(("text", "code"), [(TWO_TABLES, SECOND_TABLE), (TWO_HEADINGS, TWO_ROWS_UNCLEAR)])
def test_what_is_refused_on_purpose_says_why_and_is_read_when_lenient(tmp_path: Path, text: str, code: object) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SheetError) as caught:
        importer.read_rows(path)
    assert caught.value.code is code
    rows = [line.split(",") for line in text.split("\r\n") if line]
    assert importer.read_rows(path, lenient=True) == rows
