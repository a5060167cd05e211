"""Cases 24 to 31 through the front door: files made to do harm, or damaged; what is not refused is read as it is.

Every way of an attack by itself: tests/steps/read/hostile.
"""

import re
import socket
import zipfile
from pathlib import Path
from time import monotonic

import pytest

from importer.errors import SheetError
from importer.problem import NOT_A_SHEET, NOT_READABLE
from importer.steps.read import read_sheet
from tests.cases.sheets import TEXT_ROW, column, written
from tests.command import Said
from tests.command import importer as command
from tests.steps.read.hostile.containers import encrypted_ole
from tests.steps.read.other_formats import XLS_ROWS, ods, xls
from tests.steps.read.raw_workbooks import packed, parts_of, strings, worksheet

BOILER = TEXT_ROW.format(1, "Name") + TEXT_ROW.format(2, "Boiler")


def refused(path: Path) -> Said:
    """What `check` says of a file that it refuses, in the time and memory of case 24."""
    began = monotonic()
    said = command("check", path, "--memory-limit", "500", state=path.parent / "state")
    assert (said.status, monotonic() - began < 30) == (3, True)
    assert len(said.err.strip().splitlines()) == 2, "what is wrong, and what to do"
    return said


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("filling", [" " * (1 << 20), "<c/>" * (1 << 18), "x" * (1 << 20)])
def test_case_24_a_zip_bomb_is_refused_before_it_is_parsed(tmp_path: Path, filling: str) -> None:
    parts = parts_of(worksheet(filling * 128))  # it would be told as damaged if anybody parsed it
    assert "MB when unpacked" in refused(packed(tmp_path / "a.xlsx", parts)).err


@pytest.mark.thorough
def test_case_24_too_many_entries_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for number in range(60_000):
            archive.writestr(f"xl/{number}", "")
    assert "60000 parts" in refused(tmp_path / "a.xlsx").err


def test_case_25_no_file_is_read_and_nobody_is_called(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        for address in ((tmp_path / "secret.txt").as_uri(), f"http://127.0.0.1:{server.getsockname()[1]}/"):
            doctype = f"<!DOCTYPE l [<!ENTITY j SYSTEM '{address}'>]>"
            parts = parts_of(doctype + worksheet(BOILER.replace("Boiler", "&j;")))
            said = refused(packed(tmp_path / "a.xlsx", parts))
            assert "was not opened: it declares" in said.err
            assert "the secret" not in said.out + said.err
        with pytest.raises(BlockingIOError):  # nobody waits to be let in
            server.accept()


@pytest.mark.parametrize(("letters", "status"), [("A", 4), ("XFD", 3)])
def test_case_26_a_cell_at_the_end_of_excel_is_read_or_refused(tmp_path: Path, letters: str, status: int) -> None:
    """Where no column is left for the results, the command says so; the reader itself reads the cell."""
    rows = TEXT_ROW.format(1, "Name") + f'<row r="1048576"><c r="{letters}1048576"><v>7</v></c></row>'
    path, began = packed(tmp_path / "a.xlsx", parts_of(worksheet(rows))), monotonic()
    said = command("check", path, "--json", "--memory-limit", "100", state=tmp_path)
    assert (said.status, monotonic() - began < 20) == (status, True)


def test_case_26_a_dimension_that_lies_is_not_believed(tmp_path: Path) -> None:
    for lie in ("A1", "A1:XFD1048576", "XFD1048576:A1", "nonsense"):
        path = packed(tmp_path / "a.xlsx", parts_of(worksheet(BOILER, head=f'<dimension ref="{lie}"/>')))
        assert column(path, "Name") == ["Boiler"]


def test_case_26_a_row_beyond_excel_is_one_clear_error(tmp_path: Path) -> None:
    rows = TEXT_ROW.format(1, "Name") + TEXT_ROW.format(99_999_999, "x")
    assert "row 99999999" in refused(packed(tmp_path / "a.xlsx", parts_of(worksheet(rows)))).err


def test_case_27_a_looping_old_file_is_one_clear_error_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "jobs.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(508) + b"\1" * 2048)
    assert "jobs.xls cannot be read" in refused(tmp_path / "jobs.xls").err


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls", "ods"])
def test_case_28_a_password_is_told_with_what_to_do(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"jobs.{kind}"
    if kind == "ods":
        ods(path, manifest="<manifest:encryption-data/>")
    elif kind == "xls":
        xls(path, XLS_ROWS, password=bytes(54))
    else:
        path.write_bytes(encrypted_ole("EncryptedPackage"))
    said = refused(path)
    assert "with a password" in said.err
    assert re.search("remove the password|without a password", said.err.splitlines()[1])


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"<html><table><tr><td>Name</td></tr></table></html>", "a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"", "empty"),
        (b"PK\x05\x06" + bytes(18), "a zip archive, not a workbook"),
    ],
    ids=["HTML", "XML 2003", "PDF", "nothing", "empty zip"],
)
def test_case_29_what_is_only_called_xlsx_is_called_by_its_kind(tmp_path: Path, content: bytes, named: str) -> None:
    (tmp_path / "jobs.xlsx").write_bytes(content)
    with pytest.raises(SheetError) as caught:
        read_sheet(tmp_path / "jobs.xlsx")
    assert caught.value.code is NOT_A_SHEET or not content
    assert named in caught.value.message
    assert caught.value.advice


def test_case_29_a_csv_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "jobs.xlsx").write_bytes(b"Name;City\nBoiler;Gent\n")
    assert column(tmp_path / "jobs.xlsx", "Name") == ["Boiler"]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("name", ["jobs.xls", "jobs.csv", "jobs.ods", "jobs"])
def test_case_29_a_workbook_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    written(tmp_path / "jobs.xlsx", "Boiler").rename(tmp_path / name)
    assert column(tmp_path / name, "Name") == ["Boiler"]


def test_case_29_an_ods_that_is_called_xlsx_is_read(tmp_path: Path) -> None:
    assert column(ods(tmp_path / "jobs.xlsx"), "Name") == ["Boiler", "Hidden", ""]


def test_case_30_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = written(tmp_path / "a.xlsx", "Boiler").read_bytes()
    for size in (30, len(content) // 2, len(content) - 1):
        (tmp_path / "b.xlsx").write_bytes(content[:size])
        with pytest.raises(SheetError) as caught:
            read_sheet(tmp_path / "b.xlsx")
        assert caught.value.code is NOT_READABLE


def test_case_30_only_a_part_with_data_is_missed(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path / "a.xlsx", "Boiler")) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part in ("xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        left = {name: content for name, content in parts.items() if name != part}
        assert "cannot be read" in refused(packed(tmp_path / "b.xlsx", left)).err
    without_styles = {name: content for name, content in parts.items() if name != "xl/styles.xml"}
    assert column(packed(tmp_path / "b.xlsx", without_styles), "Name") == ["Boiler"]


def test_case_31_rows_out_of_order_are_read_in_order_and_twice_the_same_is_refused(tmp_path: Path) -> None:
    rows = [TEXT_ROW.format(number, text) for number, text in ((3, "b"), (1, "Name"), (2, "a"))]
    assert column(packed(tmp_path / "a.xlsx", parts_of(worksheet("".join(rows)))), "Name") == ["a", "b"]
    with pytest.raises(SheetError, match="two rows with the number 2"):
        read_sheet(packed(tmp_path / "a.xlsx", parts_of(worksheet("".join((*rows, rows[2]))))))


def test_case_31_a_cell_that_points_to_a_text_that_is_not_there_refuses_the_file(tmp_path: Path) -> None:
    sheet = worksheet(TEXT_ROW.format(1, "Name") + '<row r="2"><c r="A2" t="s"><v>1</v></c></row>')
    with pytest.raises(SheetError, match="refers to a text that does not exist"):
        read_sheet(packed(tmp_path / "a.xlsx", parts_of(sheet, strings=strings("<t>only one</t>"))))
