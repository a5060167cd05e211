"""Files made to do harm, or damaged: refused with a reason, in bounded time and memory, and the run goes on."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from time import monotonic

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from importer.errors import ExitCode, SheetError
from importer.problem import (
    FORMATS_UNREADABLE,
    NOT_A_SHEET,
    NOT_READABLE,
    READER_ENDED,
    TOO_LARGE_TO_READ,
    UNSAFE_FILE,
    Code,
)
from importer.records import Options
from importer.steps.read import read_sheet
from importer.steps.read.workbook import _START, read_workbook
from tests.command import importer as command
from tests.steps.read.in_process import grid_in
from tests.steps.read.raw_workbooks import MAIN, packed, parts_of, strings, styles, worksheet

ROW = '<row r="{0}"><c r="A{0}" t="str"><v>Name</v></c></row>'
PLAIN = worksheet(ROW.format(1) + ROW.format(2))


def refusal(path: Path, options: Options = Options()) -> SheetError:
    began = monotonic()
    with pytest.raises(SheetError) as caught:
        read_sheet(path, options=options)
    assert monotonic() - began < 20
    assert caught.value.exit_code is ExitCode.NOT_STARTED
    assert caught.value.advice
    return caught.value


def test_the_plain_workbook_of_these_tests_is_read(tmp_path: Path) -> None:
    assert read_sheet(packed(tmp_path / "a.xlsx", parts_of(PLAIN))).rows == 1


@pytest.mark.parametrize(
    "filling",
    [b" " * (1 << 20), b'<row r="1"><c r="A1"/></row>' * (1 << 15), b"<c/>" * (1 << 18), b"x" * (1 << 20)],
    ids=["white space", "rows", "cells", "one cell"],
)
def test_a_part_that_unfolds_a_thousandfold_is_refused(tmp_path: Path, filling: bytes) -> None:
    """Case 24."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of("").items():
            if name != "xl/worksheets/sheet1.xml":
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(200):
                part.write(filling)
    error = refusal(path)
    assert error.code is UNSAFE_FILE
    assert "would unfold to" in error.message


def test_sixty_thousand_entries_are_refused(tmp_path: Path) -> None:
    """Case 24."""
    more = {f"xl/media/{n}": "" for n in range(60_000)}
    assert refusal(packed(tmp_path / "a.xlsx", {**parts_of(PLAIN), **more})).code is UNSAFE_FILE


def patched(path: Path, *changes: tuple[bytes, int, bytes]) -> Path:
    """Overwrite bytes at a distance from the last place where a sign stands."""
    content = bytearray(path.read_bytes())
    for sign, distance, new in changes:
        place = content.rindex(sign) + distance
        content[place : place + len(new)] = new
    path.write_bytes(content)
    return path


def test_entries_that_overlap_are_refused(tmp_path: Path) -> None:
    """Case 24."""
    path = packed(tmp_path / "a.xlsx", {**parts_of(PLAIN), "xl/one.xml": "x" * 99, "xl/two.xml": "x" * 99})
    with zipfile.ZipFile(path) as archive:
        one = archive.getinfo("xl/one.xml").header_offset
    central = path.read_bytes().rindex(b"PK\x01\x02")
    content = bytearray(path.read_bytes())
    content[central + 42 : central + 46] = struct.pack("<I", one)  # the offset of its local header
    path.write_bytes(content)
    assert refusal(path).code is UNSAFE_FILE


def test_a_directory_that_says_another_size_than_the_part_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    assert refusal(patched(path, (b"PK\x01\x02", 24, struct.pack("<I", 5)))).code is UNSAFE_FILE


def test_a_part_that_is_larger_than_it_says_everywhere_is_refused_and_never_unfolded(tmp_path: Path) -> None:
    """Case 24: the bytes that come out count, not those that are declared."""
    filling = '<row r="1"><c r="A1"/></row>' * 400_000
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN) | {"xl/worksheets/sheet1.xml": worksheet(filling)})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    true_size, lie = struct.pack("<I", info.file_size), struct.pack("<I", 300)
    content = path.read_bytes()
    assert content.count(true_size) == 2
    path.write_bytes(content.replace(true_size, lie))
    assert refusal(path).code is NOT_READABLE


def test_a_part_packed_as_no_workbook_is_is_refused(tmp_path: Path) -> None:
    """Case 24: only of the usual way of packing is it certain how much is unfolded at once."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts_of(PLAIN).items():
            archive.writestr(name, content)
    assert "packed in a way that no workbook is" in refusal(tmp_path / "a.xlsx").message


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", PLAIN)
    assert refusal(path).code is UNSAFE_FILE


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


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576"])
def test_one_cell_at_the_end_of_excel_is_read_at_once(tmp_path: Path, place: str) -> None:
    """Case 26."""
    number = place.lstrip("XFDA")
    sheet = worksheet(ROW.format(1) + f'<row r="{number}"><c r="{place}"><v>7</v></c></row>')
    began = monotonic()
    read = read_sheet(packed(tmp_path / "a.xlsx", parts_of(sheet)))
    assert (read.rows, monotonic() - began < 5) == (1, True)


def test_a_million_formatted_blank_rows_are_no_rows(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{n}" spans="1:9" s="1" customFormat="1" ht="15"/>' for n in range(3, 1_000_000))
    assert read_sheet(packed(tmp_path / "a.xlsx", parts_of(worksheet(ROW.format(1) + ROW.format(2) + blank)))).rows == 1


def test_cells_that_would_fill_any_memory_are_refused(tmp_path: Path) -> None:
    sheet = worksheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_001)))
    path = packed(tmp_path / "a.xlsx", parts_of(sheet, strings=strings(f"<t>{'x' * 32_767}</t>")))
    assert refusal(path).code is TOO_LARGE_TO_READ


def test_a_worksheet_of_far_apart_cells_is_refused(tmp_path: Path) -> None:
    rows = (f'<row r="{n}"><c r="{get_column_letter(n % 16_384 + 1)}{n}"><v>1</v></c></row>' for n in range(1, 50_001))
    error = refusal(packed(tmp_path / "a.xlsx", parts_of(worksheet("".join(rows)))))
    assert error.code is TOO_LARGE_TO_READ


def test_memory_is_bounded(tmp_path: Path) -> None:
    items = "".join(f"<si><t>{os.urandom(16).hex()}</t></si>" for _ in range(20_000))
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN, strings=f'<sst xmlns="{MAIN}">{items}</sst>'))
    assert read_sheet(path).rows == 1
    error = refusal(path, Options(memory_mb=-3))  # less than it unfolds to
    assert error.code in {TOO_LARGE_TO_READ, READER_ENDED}


def test_time_is_bounded(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    error = refusal(path, Options(deadline_seconds=0.01))
    assert error.code is READER_ENDED
    assert "longer than 0.01 s" in error.message


def test_a_workbook_that_takes_too_long_is_one_error_of_the_command(tmp_path: Path) -> None:
    rows = "".join(map(ROW.format, range(1, 800_000)))
    slow = worksheet(rows, head="<!-- so that it is read tag by tag -->")
    said = command("check", packed(tmp_path / "a.xlsx", parts_of(slow)), "--deadline", "1", state=tmp_path)
    assert said.status == ExitCode.NOT_STARTED
    assert "longer than 1 s" in said.err
    assert "--deadline" in said.err


def test_a_process_that_dies_is_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.steps.read.workbook._START", "import os; os.abort()")
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    error = refusal(path)
    assert error.code is READER_ENDED
    assert "SIGABRT" in error.message


OPENS = """
from importer.steps.read.sandbox import child, bounds
import os, socket, subprocess, ctypes
def tries(*_, **__):
    for attempt in (
        lambda: open("/etc/hostname"), lambda: socket.socket(), lambda: os.open("/etc/hostname", os.O_RDONLY),
        lambda: subprocess.run(["true"]), lambda: os.dup(1), lambda: os.pipe(),
    ):
        try:
            attempt()
        except OSError:
            continue
        os.abort()
    raise MemoryError
child.read_xlsx = tries
"""


def test_the_process_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = _START.replace("from importer.steps.read.sandbox.child import main", OPENS + "main = child.main")
    monkeypatch.setattr("importer.steps.read.workbook._START", begin)
    assert refusal(packed(tmp_path / "a.xlsx", parts_of(PLAIN))).code is TOO_LARGE_TO_READ  # and not SIGABRT


def test_the_process_does_not_load_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    end = "\nif 'pandas' in sys.modules: __import__('os').abort()"
    monkeypatch.setattr("importer.steps.read.workbook._START", _START.replace("main()", "main()" + end))
    grid = read_workbook(packed(tmp_path / "a.xlsx", parts_of(PLAIN)), "xlsx", Options())
    assert len(grid.cells) == 2


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/workbook.xml", None, NOT_READABLE),
        ("xl/_rels/workbook.xml.rels", None, NOT_READABLE),
        ("xl/worksheets/sheet1.xml", None, NOT_READABLE),
        ("xl/sharedStrings.xml", None, NOT_READABLE),
        ("xl/workbook.xml", "<workbook", NOT_READABLE),
        ("xl/worksheets/sheet1.xml", PLAIN[:-20], NOT_READABLE),
        ("xl/worksheets/sheet1.xml", "", NOT_READABLE),
        ("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>Na', NOT_READABLE),
    ],
)
def test_a_data_part_missing_or_damaged_refuses_the_file(
    tmp_path: Path, part: str, content: str | None, code: Code
) -> None:
    """Case 30."""
    parts = parts_of(PLAIN, strings=strings("<t>Name</t>"))
    parts.pop(part)
    if content is not None:
        parts[part] = content
    assert refusal(packed(tmp_path / "a.xlsx", parts)).code is code


def damaged_inside(path: Path, part: str) -> Path:
    """Change the packed bytes of a part, so that its check sum does not fit."""
    with zipfile.ZipFile(path) as archive:
        info = next(entry for entry in archive.infolist() if entry.filename.endswith(part))
    content = bytearray(path.read_bytes())
    place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    content[place] ^= 0xFF
    path.write_bytes(content)
    return path


def book_with_everything(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"] = "Name", "Boiler"
    sheet["A1"].font = Font(bold=True)
    sheet.add_chart(BarChart(), "C3")
    book.save(path)
    return path


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_check_sum_that_does_not_fit_refuses_a_data_part(tmp_path: Path, part: str) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        made.add_worksheet("Jobs").write_column(0, 0, ["Name", "Boiler"])
    assert refusal(damaged_inside(tmp_path / "a.xlsx", part)).code is NOT_READABLE


def test_a_missing_part_with_the_styles_is_told(tmp_path: Path) -> None:
    """Case 30."""
    parts = parts_of(PLAIN, styles=styles("00000"))
    del parts["xl/styles.xml"]
    sheet = read_sheet(packed(tmp_path / "a.xlsx", parts))
    assert (sheet.rows, [note.code for note in sheet.notes]) == (1, [FORMATS_UNREADABLE])


@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/theme/theme1.xml"]
)
def test_damaged_styles_and_drawings_do_not_stop_the_reading(tmp_path: Path, part: str) -> None:
    """Case 30."""
    sheet = read_sheet(damaged_inside(book_with_everything(tmp_path / "a.xlsx"), part))
    assert list(sheet.cells.loc[2]) == ["Boiler"]
    assert ([note.code for note in sheet.notes] == [FORMATS_UNREADABLE]) is (part == "xl/styles.xml")


OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def ole_header(**changes: int) -> bytes:
    fields = {
        "shift": 9,
        "small_shift": 6,
        "tables": 1,
        "directory": 1,
        "small": 0xFFFFFFFE,
        "more": 0xFFFFFFFE,
    } | changes
    head = OLE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, fields["shift"], fields["small_shift"])
    head += struct.pack(
        "<IIIIIIIII", 0, fields["tables"], fields["directory"], 0, 4096, fields["small"], 0, fields["more"], 0
    )
    return head + struct.pack("<I", 0) + b"\xff" * 432


LOOPING = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)  # the directory follows itself


@pytest.mark.parametrize(
    "content",
    [
        OLE + bytes(512),
        ole_header() + LOOPING + bytes(512),
        ole_header(tables=2**31 - 1) + LOOPING,
        ole_header(directory=2**31) + LOOPING,
        ole_header(more=0) + struct.pack("<128I", *[0] * 128),
        ole_header(shift=31) + LOOPING,
        ole_header()[:100],
    ],
    ids=["zeros", "a loop", "2^31 tables", "sector 2^31", "a loop of tables", "huge sectors", "cut short"],
)
def test_an_old_office_file_that_lies_is_refused(tmp_path: Path, content: bytes) -> None:
    """Case 27."""
    (tmp_path / "a.xls").write_bytes(content)
    assert refusal(tmp_path / "a.xls").code in {NOT_READABLE, NOT_A_SHEET}


def encrypted_ole(stream: str) -> bytes:
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HB", 2 * len(stream) + 2, 2) + bytes(61)
    root = (
        "Root Entry".encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HB", 22, 5)
        + bytes(49)
        + struct.pack("<I", 0xFFFFFFFE)
        + bytes(8)
    )
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return ole_header() + table + root + entry + bytes(256)


@pytest.mark.parametrize("name", ["jobs.xlsx", "jobs.xlsb", "jobs.xls"])
def test_a_workbook_with_a_password_is_told(tmp_path: Path, name: str) -> None:
    """Case 28."""
    (tmp_path / name).write_bytes(encrypted_ole("EncryptedPackage"))
    error = refusal(tmp_path / name)
    assert error.code is NOT_A_SHEET
    assert "with a password" in error.message
    assert "take the password off" in error.advice


def test_an_encrypted_part_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    content = path.read_bytes()
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(sign, content.index(b"xl/workbook.xml") - 50 if sign == b"PK\x03\x04" else 0)
        while sign == b"PK\x01\x02" and content[at + 46 : at + 61] != b"xl/workbook.xml":
            at = content.index(sign, at + 1)
        content = content[: at + place] + b"\x01\x00" + content[at + place + 2 :]
    path.write_bytes(content)
    assert "with a password" in refusal(path).message


def test_no_bytes_behind_the_beginning_of_a_zip_do_harm(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", zlib.compress(b"x" * 9))
    (tmp_path / "a.xlsx").write_bytes(made.getvalue()[:-30])
    assert refusal(tmp_path / "a.xlsx").code is NOT_READABLE
