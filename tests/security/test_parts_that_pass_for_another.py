"""S10: what is read is what a spreadsheet program shows: no part of a workbook takes the place of another."""

import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from tests.builders import good
from tests.command import importer
from tests.steps.read.in_process import texts_in
from tests.steps.read.other_formats import label, ole_of, ole_with_another_inside, stream_of_xls
from tests.steps.report.parts import parts
from tests.workbooks import workbook

SHEET = "xl/worksheets/sheet1.xml"


SPELLINGS = (
    *(SHEET.upper(), SHEET.replace("/", "\\"), f"/{SHEET}", "xl\\Worksheets\\sheet1.xml", f"{SHEET}."),
    *(
        "xl//worksheets/sheet1.xml",
        "xl/worksheets/sheet%31.xml",
        "xl%5cworksheets/sheet1.xml",
        "xl/x/%2E%2E/worksheets/sheet1.xml",
    ),
    *(f"{SHEET}::$DATA", f"{SHEET}:$data", "xl/worksheets./sheet1.xml", "xl /worksheets. ./SHEET1.xml:x"),  # on Windows
)


@pytest.mark.parametrize("name", SPELLINGS)
@pytest.mark.thorough(but=1)
def test_a_worksheet_is_there_once_however_its_name_is_written(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path, good(Reference="SEEN"))
    other = parts(workbook(tmp_path, good(Reference="NOT SEEN"), name="other.xlsx"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, other[SHEET])
    said = importer("check", path, state=tmp_path / "state")
    assert said.status == 3
    assert "it has two parts, " in said.err


def test_a_worksheet_of_the_same_check_sum_and_size_is_another(tmp_path: Path) -> None:
    workbook(tmp_path, good(Reference="A"))
    book = openpyxl.load_workbook(tmp_path / "jobs.xlsx")
    book.create_sheet("Blank", 0)
    book.save(tmp_path / "jobs.xlsx")
    found = parts(tmp_path / "jobs.xlsx")
    blank, jobs = (found[f"xl/worksheets/sheet{number}.xml"] for number in (1, 2))
    blank += b"<!--" + b" " * (len(jobs) - len(blank)) + b"-->"
    jobs += b"<!---->"
    found["xl/worksheets/sheet1.xml"], found["xl/worksheets/sheet2.xml"] = blank + b"<!--" + b"a" * 64 + b"-->", b""
    wanted = zlib.crc32(found["xl/worksheets/sheet1.xml"])
    found["xl/worksheets/sheet2.xml"] = with_check_sum(jobs + b"<!--" + b"a" * 64 + b"-->", wanted)
    with zipfile.ZipFile(tmp_path / "jobs.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
        first, second = (archive.getinfo(f"xl/worksheets/sheet{number}.xml") for number in (1, 2))
        assert (first.CRC, first.file_size) == (second.CRC, second.file_size)
    said = importer("check", tmp_path / "jobs.xlsx", state=tmp_path / "state")
    assert said.status == 0, said.err
    assert 'sheet "Jobs": 1 row checked' in said.out


def with_check_sum(content: bytes, wanted: int) -> bytes:
    """The content with some of the 64 letters before its last three signs changed, so that it has this check sum."""
    begin, lines = len(content) - 67, list[tuple[int, int]]()  # what changes of the sum, and by which letters
    for letter in range(64):
        changed = bytearray(content)
        changed[begin + letter] ^= 2
        line = (zlib.crc32(changed) ^ zlib.crc32(content), 1 << letter)
        for other in lines:
            line = min(line, (line[0] ^ other[0], line[1] ^ other[1]))
        lines = [*lines, line] if line[0] else lines
    rest, letters = zlib.crc32(content) ^ wanted, 0
    for change, which in lines:
        rest, letters = min((rest, letters), (rest ^ change, letters ^ which))
    return bytes(
        sign ^ (2 * (letters >> (place - begin) & 1) if place >= begin else 0) for place, sign in enumerate(content)
    )


def test_a_workbook_embedded_in_an_old_one_is_not_read_in_its_place(tmp_path: Path) -> None:
    embedded, own = (stream_of_xls(label(0, 0, "Name") + label(1, 0, name)) for name in ("NOT SEEN", "SEEN"))
    path = ole_with_another_inside(tmp_path / "jobs.xls", embedded, own)
    assert texts_in(path) == {"A1": "Name", "A2": "SEEN"}


@pytest.mark.parametrize(("older", "newer"), [("Book", "Workbook"), ("BOOK", "WORKBOOK")])
def test_of_two_streams_of_a_workbook_the_newer_is_read(tmp_path: Path, older: str, newer: str) -> None:
    first, second = (stream_of_xls(label(0, 0, "Name") + label(1, 0, name)) for name in ("NOT SEEN", "SEEN"))
    path = ole_of(
        tmp_path / "jobs.xls", (older, 2, 0xFFFFFFFF, 0xFFFFFFFF, first), (newer, 2, 1, 0xFFFFFFFF, second), top=2
    )
    assert texts_in(path) == {"A1": "Name", "A2": "SEEN"}


def test_a_list_of_streams_that_goes_round_in_a_circle_ends(tmp_path: Path) -> None:
    own = stream_of_xls(label(0, 0, "Name") + label(1, 0, "SEEN"))
    path = ole_of(tmp_path / "jobs.xls", ("Workbook", 2, 1, 1, own))
    assert texts_in(path) == {"A1": "Name", "A2": "SEEN"}
