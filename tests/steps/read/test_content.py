import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode, SheetError
from importer.problem import EMPTY_FILE, NO_FILE, NO_SHEETS_IN_CSV, NOT_A_FILE, NOT_A_SHEET, NOT_READABLE, Code
from importer.steps.read import read_sheet

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def refusal(path: Path, sheet: str | None = None) -> SheetError:
    with pytest.raises(SheetError) as caught:
        read_sheet(path, sheet=sheet)
    assert caught.value.exit_code is ExitCode.NOT_STARTED
    assert str(path) in caught.value.message
    return caught.value


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Name"])
    book.worksheets[0].append(["Boiler"])
    book.save(path)
    return path


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx").code is NO_FILE


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    assert refusal(tmp_path).code is NOT_A_FILE


@pytest.mark.parametrize("name", ["jobs.xlsx", "jobs.csv"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(written(tmp_path / name, b"")).code is EMPTY_FILE


@pytest.mark.parametrize(
    "content",
    [b"<b>Report</b><table border=1><tr><td>Name", b"From: x\nMIME-Version: 1.0\n\n<html>", b'[{"Name":"x"}]',
     b'ID;PWXL;N;E\nB;Y3;X2\nC;Y1;X1;K"Name"\nE\n', b"<p>x</p>", b"Content-Type: multipart/related\n\nx"],
)  # fmt: skip
def test_what_is_no_rows_of_cells_is_none_by_the_name_of_a_csv_either(tmp_path: Path, content: bytes) -> None:
    assert refusal(written(tmp_path / "jobs.csv", content)).code is NOT_A_SHEET


@pytest.mark.parametrize(
    "first", [b"<Name>;<City>", b"ID;Project;C", b"From: x;Name", b"[Name];{City}", b"Content-Type:;b"]
)
def test_headings_that_begin_alike_are_headings(tmp_path: Path, first: bytes) -> None:
    assert read_sheet(written(tmp_path / "jobs.csv", first + b"\na;b;c\n")).heading_row == 1


@pytest.mark.parametrize("content", [b"\n\r\n", b" ;;\n;;\n", b"\xef\xbb\xbf"])
def test_a_csv_with_nothing_to_be_seen_is_empty(tmp_path: Path, content: bytes) -> None:
    assert refusal(written(tmp_path / "jobs.csv", content)).code is EMPTY_FILE


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x00\x01\x02\x03", "not a workbook"),
        (b"\xff\xd8\xff\xe0 a picture", "a picture (JPEG)"),
        (b"\xef\xbb\xbf <!DOCTYPE html><table>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel 2003"),
        *(
            (tag + b"<table><tr><td>x", "web page")
            for tag in (
                b"<b>Report</b>",
                b"<p>",
                b"<span>",
                b"<font color='red'>",
                b"<form>",
                b"<link rel=x>",
                b"<thead>",
                b"<x:y>",
            )
        ),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "Excel 2003"),
        (b"Content-Type: multipart/related; boundary=x\n\n<html>", "MHTML"),
        (b"From: <Saved by Blink>\nSubject: x\n y\nMIME-Version: 1.0\n\n<html>", "MHTML"),
        (b'ID;PWXL;N;E\nB;Y3;X2\nC;Y1;X1;K"Reference"\nE\n', "SYLK"),
        (b'{"a":[1,2]}', "JSON"),
        (b'[ {"a":[1,2]}]', "JSON"),
        (bytes(4096) + b"Name;City", "zero bytes where it should begin"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"{\\rtf1 and so on", "RTF"),
        (OLE + bytes(512) + "DRMEncryptedDataSpace EncryptedPackage".encode("utf-16-le"), "rights management"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_kind(tmp_path: Path, content: bytes, found: str) -> None:
    error = refusal(written(tmp_path / "jobs.xlsx", content))
    assert error.code is NOT_A_SHEET
    assert found in error.message


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("notes.txt", "zip archive"),
        ("word/document.xml", "a text document"),
        ("ppt/presentation.xml", "a presentation"),
        ("Index/Document.iwa", "Numbers"),
    ],
)
def test_a_zip_that_is_no_xlsx_is_called_by_its_kind(tmp_path: Path, inside: str, found: str) -> None:
    error = refusal(zipped(tmp_path / "jobs.xlsx", inside))
    assert error.code is NOT_A_SHEET
    assert found in error.message


def test_a_zip_without_anything_is_refused(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "jobs.xlsx")).code is NOT_A_SHEET


def test_a_workbook_cut_short_is_damaged(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "jobs.xlsx").read_bytes()
    assert refusal(written(tmp_path / "half.xlsx", whole[: len(whole) // 2])).code is NOT_READABLE


def test_a_directory_of_an_unknown_zip_version_is_damage(tmp_path: Path) -> None:
    content = bytearray(workbook(tmp_path / "jobs.xlsx").read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 255  # the version needed to unpack
    assert refusal(written(tmp_path / "odd.xlsx", bytes(content))).code is NOT_READABLE


@pytest.mark.parametrize("name", ["jobs.csv", "jobs.xls", "jobs"])
def test_a_workbook_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path / "jobs.xlsx").rename(tmp_path / name)
    assert read_sheet(path).headings == ["Name"]


@pytest.mark.parametrize("name", ["jobs.txt", "jobs", "jobs.CSV"])
def test_text_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    assert read_sheet(written(tmp_path / name, b"Name\nBoiler\n")).headings == ["Name"]


def test_a_path_may_be_text(tmp_path: Path) -> None:
    assert read_sheet(str(workbook(tmp_path / "jobs.xlsx"))).path == tmp_path / "jobs.xlsx"


def test_a_csv_has_no_sheets_to_choose_from(tmp_path: Path) -> None:
    error = refusal(written(tmp_path / "jobs.csv", b"Name\nBoiler\n"), "Jobs")
    assert error.code is NO_SHEETS_IN_CSV


@pytest.mark.parametrize(("name", "code"), [("x" * 300 + ".xlsx", NOT_READABLE), ("jobs.xlsx/a", NO_FILE)])
def test_a_path_that_cannot_be_is_told(tmp_path: Path, name: str, code: Code) -> None:
    workbook(tmp_path / "jobs.xlsx")
    assert refusal(tmp_path / name).code is code


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<table><tr><td>Name</td></tr></table>", "a web page"),
        (b"\xef\xbb\xbf<div>\n<table border=1>", "a web page"),
        ("<table><tr>".encode("utf-16"), "a web page"),
        (b"<meta http-equiv=Content-Type><table>", "a web page"),
        (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"', "MHTML"),
        (bytes(range(1, 256)), "not a workbook, despite its name"),
    ],
)
def test_what_is_named_like_a_workbook_is_said_to_be_what_it_is(tmp_path: Path, content: bytes, what: str) -> None:
    """F16."""
    (tmp_path / "jobs.xls").write_bytes(content)
    with pytest.raises(SheetError, match=what):
        read_sheet(tmp_path / "jobs.xls")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["jobs.xls", "jobs.xlsx", "jobs.ods"])
def test_text_with_the_name_of_a_workbook_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    """F16."""
    (tmp_path / name).write_bytes("Reference\tName\nR-1\tChaudière\n".encode(encoding))
    assert read_sheet(tmp_path / name).cells.to_numpy().tolist() == [["R-1", "Chaudière"]]


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_csv_is_told_as_that_with_the_way_out(packed: Callable[[bytes], bytes], tmp_path: Path) -> None:
    error = refusal(written(tmp_path / "jobs.csv", packed(b"Name,City\nBoiler,Gent\n" * 99)))
    assert error.code is NOT_A_SHEET
    assert f"a{'n' if packed is lzma.compress else ''} " in error.message
    assert "Unpack it first" in error.advice


def test_a_zipped_csv_is_told_as_that_with_the_way_out(tmp_path: Path) -> None:
    error = refusal(zipped(tmp_path / "jobs.csv", "jobs.csv"))
    assert "a zip archive" in error.message
    assert "unpack it first" in error.advice
