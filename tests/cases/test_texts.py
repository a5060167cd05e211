"""Cases 38 and 39 through the front door: CSV in whatever it is written, and rows that are written wrongly."""

from pathlib import Path
from typing import Any

import pytest

from importer.steps.read import read_sheet
from tests.builders import GOOD
from tests.command import importer as command

TWIN = (
    "Project code,Job type code,Status code,Name,Street,City,Zip,Latitude\r\n"
    'P-1001,MAINT,Open,"Chaudière,\r\n2e étage; Größe",Rue Léopold 1,Liège,4000,50.5\r\n'
    "\r\n"
    "P-1002,REPAIR,Open,Één ketel,Markt 2,Brugge,8000,51.25\r\n"
)
JOB = ",".join(GOOD.values())


def seen(path: Path) -> dict[int, list[str]]:
    sheet = read_sheet(path)
    return {1: sheet.headings} | {row: list(texts) for row, *texts in sheet.cells.itertuples(name=None)}


def told(path: Path, content: bytes) -> Any:
    path.write_bytes(content)
    return command("check", path, "--json", state=path.parent / "state").object


ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.thorough(but=2)
def test_case_38_the_rows_are_those_of_the_utf_8_twin(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (tmp_path / "twin.csv").write_bytes(TWIN.encode())
    text = TWIN.replace(",\r", "\0").replace(",", delimiter).replace("\0", ",\r")
    (tmp_path / "other.csv").write_bytes(text.encode(encoding))
    twin = seen(tmp_path / "twin.csv")
    assert list(twin) == [1, 2, 5], "physical lines"
    assert seen(tmp_path / "other.csv") == twin


def test_case_38_so_they_are_with_line_ends_of_an_old_mac_and_a_sep_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TWIN.replace("\r\n", "\r").encode())
    (tmp_path / "b.csv").write_bytes(b"sep=,\r\n" + TWIN.encode())
    (tmp_path / "c.csv").write_bytes(TWIN.encode())
    twin = seen(tmp_path / "c.csv")
    assert seen(tmp_path / "a.csv") == {row: [c.replace("\r\n", "\r") for c in texts] for row, texts in twin.items()}
    below = read_sheet(tmp_path / "b.csv")
    assert (below.heading_row, list(below.cells.index)) == (2, [3, 6])
    assert below.cells.to_numpy().tolist() == [twin[2], twin[5]]


def test_case_38_decimal_commas_are_the_numbers_of_the_twin(tmp_path: Path) -> None:
    commas = TWIN.replace(",\r", "\0").replace(",", ";").replace("\0", ",\r").replace("50.5", "50,5")
    found = told(tmp_path / "a.csv", commas.replace("51.25", "51,25").encode())
    assert (found["rows"], found["problems"]) == (2, [])
    assert "decimal commas" in found["remarks"][0]


def test_case_38_a_byte_that_does_not_decode_is_refused_with_its_place(tmp_path: Path) -> None:
    content = TWIN.encode().replace("Één".encode(), b"\xc3n")
    (tmp_path / "a.csv").write_bytes(content)
    said = command("check", tmp_path / "a.csv", state=tmp_path)
    assert said.status == 3
    assert f"byte {content.index(bytes([0xC3]) + b'n') + 1} (line 5)" in said.err
    assert "\ufffd" not in said.err


def test_case_39_a_row_that_is_written_wrongly_is_a_problem_of_that_row(tmp_path: Path) -> None:
    wrong = (JOB.replace("boiler", 'boi"ler'), f"{JOB},too many", JOB.replace("P-1001", '"P-1001'))
    nul = JOB.replace("boiler", "boi\0ler")
    found = told(tmp_path / "a.csv", "\r\n".join([",".join(GOOD), JOB, *wrong, nul, JOB, ""]).encode())
    errors = [(problem["row"], problem["code"]) for problem in found["problems"] if problem["severity"] == "error"]
    assert (found["rows"], errors) == (6, [(3, 144), (4, 113), (5, 145), (6, 143)])
    (open_quote,) = (problem for problem in found["problems"] if problem["code"] == 145)
    assert "line 5" in open_quote["message"]


def test_case_39_headings_alone_are_no_rows_and_that_is_said(tmp_path: Path) -> None:
    found = told(tmp_path / "a.csv", ",".join(GOOD).encode())
    assert (found["rows"], found["problems"], found["error"]["code"]) == (0, [], 129)


def test_case_39_an_empty_file_is_refused_as_what_it_is(tmp_path: Path) -> None:
    for content in (b"", b"\xef\xbb\xbf;;;\r\n"):
        (tmp_path / "a.csv").write_bytes(content)
        said = command("check", tmp_path / "a.csv", state=tmp_path)
        assert (said.status, "a.csv is empty" in said.err) == (3, True)
