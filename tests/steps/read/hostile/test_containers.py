"""Containers of old Office files that lie, and files behind a password."""

import struct
from pathlib import Path

import pytest

from importer.problem import (
    NOT_A_SHEET,
    NOT_READABLE,
)
from tests.steps.read.hostile.containers import LOOPING, OLE, encrypted_ole, ole_header
from tests.steps.read.hostile.refusals import PLAIN, refusal
from tests.steps.read.raw_workbooks import packed, parts_of


@pytest.mark.thorough(but=1)
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


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("name", ["jobs.xlsx", "jobs.xlsb", "jobs.xls"])
def test_a_workbook_with_a_password_is_told(tmp_path: Path, name: str) -> None:
    """Case 28."""
    (tmp_path / name).write_bytes(encrypted_ole("EncryptedPackage"))
    error = refusal(tmp_path / name)
    assert error.code is NOT_A_SHEET
    assert "with a password" in error.message
    assert "remove the password" in error.advice


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
