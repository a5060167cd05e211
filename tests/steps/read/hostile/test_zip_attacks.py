"""Zips made to do harm: refused before anything is parsed, by the bytes that really come out."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from importer.problem import (
    NOT_READABLE,
    UNSAFE_FILE,
)
from importer.steps.read import read_sheet
from tests.steps.read.hostile.refusals import PLAIN, refusal
from tests.steps.read.raw_workbooks import MAIN, packed, parts_of, worksheet


@pytest.mark.thorough(but=1)
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
    assert "MB when unpacked" in error.message


@pytest.mark.thorough
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


def in_64_bits(path: Path) -> Path:
    """A workbook whose parts give their sizes in 64 bits, as programs do that do not know them before."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(PLAIN).items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("place", [0, 8])
def test_sizes_of_64_bits_must_be_those_of_the_list_too(tmp_path: Path, place: int) -> None:
    path = in_64_bits(tmp_path / "a.xlsx")
    assert read_sheet(path).headings
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    begin = entry.header_offset + 30 + len(entry.filename) + 4 + place
    content[begin : begin + 8] = struct.pack("<Q", 1 << 40)
    path.write_bytes(content)
    error = refusal(path)
    assert error.code is UNSAFE_FILE
    assert "give different sizes" in error.message


def test_a_part_that_begins_beyond_any_disk_is_told_as_damage(tmp_path: Path) -> None:
    path = in_64_bits(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/other.xml", "")
        archive.getinfo("xl/other.xml").header_offset = 1 << 62
    error = refusal(path)
    assert error.code is NOT_READABLE
    assert "cut short or damaged" in error.message


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
    assert "packed in a way that workbooks do not use" in refusal(tmp_path / "a.xlsx").message


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(PLAIN))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", PLAIN)
    assert refusal(path).code is UNSAFE_FILE


@pytest.mark.parametrize(
    "other",
    ["xl/worksheets/Sheet1.xml", "XL/Worksheets/SHEET1.XML", "xl/worksheets/sheet1.XML", "xl\\worksheets\\sheet1.xml"],
)
def test_of_two_parts_whose_names_mean_the_same_none_is_taken(other: str, tmp_path: Path) -> None:
    """X12. The first sister shows why: two readers of renown give two answers."""
    path, book = tmp_path / "a.xlsx", openpyxl.Workbook()
    book.worksheets[0]["A1"] = "first"
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(other, worksheet('<row r="1"><c r="A1" t="str"><v>second</v></c></row>'))
    caught = refusal(path)
    assert caught.code is UNSAFE_FILE
    assert "sheet1.xml" in caught.message
    assert other in caught.message
    if other.endswith("Sheet1.xml"):
        assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() == [["second"]]
        assert openpyxl.load_workbook(path).worksheets[0]["A1"].value == "first"


def test_no_bytes_behind_the_beginning_of_a_zip_do_harm(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", zlib.compress(b"x" * 9))
    (tmp_path / "a.xlsx").write_bytes(made.getvalue()[:-30])
    assert refusal(tmp_path / "a.xlsx").code is NOT_READABLE
