"""Workbooks with a password: opened with it, in every way of encrypting that is known, and refused without."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from importer.errors import SheetError
from importer.problem import NOT_A_SHEET, UNSAFE_FILE, WORKBOOK_LOCKED, WRONG_WORKBOOK_PASSWORD
from importer.steps.read import read_sheet
from importer.steps.read.sandbox import encryption
from tests.steps.read.encrypted import agile, standard, xls_by_cryptoapi, xls_by_rc4, xls_by_xor
from tests.steps.read.in_process import grid_in
from tests.steps.read.other_formats import xlsb
from tests.workbooks import workbook

SECRET = "geheim 7é"
ROW = {"Name": "Boiler", "Sequence": "42"}
WAYS: dict[str, Callable[[Path, str], Path]] = {
    "agile.xlsx": lambda path, password: agile(plain(path), password),
    "standard.xlsx": lambda path, password: standard(plain(path), password),
    "agile.xlsb": lambda path, password: agile(padded(xlsb(path)), password),
    "rc4.xls": xls_by_rc4,
    "cryptoapi.xls": xls_by_cryptoapi,
    "xor.xls": xls_by_xor,
}


def plain(path: Path) -> Path:
    return workbook(path.parent, ROW, name=path.name)


def padded(path: Path) -> Path:
    """With so much in it that the encrypted stream is no small one, which msoffcrypto does not write soundly."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/thumbnail.wmf", bytes(4096))
    return path


def refusal(path: Path, password: str) -> SheetError:
    with pytest.raises(SheetError) as caught:
        grid_in(path, password=password)
    return caught.value


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_encrypting_is_opened_with_the_password_only(tmp_path: Path, way: str) -> None:
    path = WAYS[way](tmp_path / way, SECRET)
    assert list(ROW.values()) == list(grid_in(path, password=SECRET).cells.iloc[1, :2])
    assert refusal(path, "wrong").code is WRONG_WORKBOOK_PASSWORD
    assert refusal(path, "").code is WORKBOOK_LOCKED


def test_the_process_that_decrypts_may_open_nothing(tmp_path: Path) -> None:
    """So all that the libraries load at first use must be there before."""
    path = standard(plain(tmp_path / "a.xlsx"), SECRET)
    sheet = read_sheet(path, ask_password=lambda asked: SECRET if asked == path else "")
    assert sheet.cells.iloc[0].to_dict() == ROW
    assert any("not protected" in remark for remark in sheet.remarks)


def test_without_a_password_the_option_is_named(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(agile(plain(tmp_path / "a.xlsx"), SECRET))
    assert caught.value.code is WORKBOOK_LOCKED
    assert "--workbook-password-command" in caught.value.advice


@pytest.mark.thorough
def test_what_excel_opens_without_a_question_is_read_without_one(tmp_path: Path) -> None:
    """Excel encrypts what is only protected from changes with a password that everybody knows."""
    path = xls_by_cryptoapi(tmp_path / "a.xls", "VelvetSweatshop")
    sheet = read_sheet(path)
    assert list(sheet.cells.iloc[0, :2]) == list(ROW.values())
    assert sheet.remarks == ()


def test_a_password_that_is_costly_to_try_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = agile(plain(tmp_path / "a.xlsx"), SECRET)
    monkeypatch.setattr(encryption, "_MOST_SPINS", 999)
    assert refusal(path, SECRET).code is UNSAFE_FILE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'saltValue="', b"saltValue=AB"),
        (b"<keyEncryptors", b"<keyEncrypters"),
        (b'spinCount="1000"', b'spinCount="ABCD"'),
        (b'<?xml version="1.0"', b"<!DOCTYPE a [<!ENT"),
    ],
)
def test_a_description_that_makes_no_sense_opens_nothing(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = agile(plain(tmp_path / "a.xlsx"), SECRET)
    content = path.read_bytes()
    at = content.index(old)
    path.write_bytes(content[:at] + new + content[at + len(new) :])
    assert refusal(path, SECRET).code in {NOT_A_SHEET, WRONG_WORKBOOK_PASSWORD}


def test_a_right_password_of_a_damaged_workbook_is_not_called_wrong(tmp_path: Path) -> None:
    path = agile(plain(tmp_path / "a.xlsx"), SECRET)
    content = bytearray(path.read_bytes())
    place = len(content) // 2
    content[place : place + 512] = bytes(512)
    path.write_bytes(content)
    assert refusal(path, SECRET).code is not WRONG_WORKBOOK_PASSWORD
