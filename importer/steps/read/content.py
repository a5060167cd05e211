"""What a file is: decided by what is in it, not by its name."""

import codecs
import zipfile
from enum import Enum, auto
from pathlib import Path

from importer.errors import SheetError
from importer.problem import EMPTY_FILE, NO_FILE, NOT_A_FILE, NOT_A_SHEET, NOT_READABLE

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: the container of old Office files and of encrypted new ones
_MARKUP = (b"<!doctype html", b"<html", b"<?xml")
_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"})
_SAVE_AS_XLSX = "Open it in Excel and save it as 'Excel Workbook (.xlsx)', then use that file."
_FIRST = 4096


class Content(Enum):
    """What we read."""

    WORKBOOK = auto()
    TEXT = auto()


def content_of(path: Path) -> Content:
    """Tell a workbook from text. Raises SheetError for a file that is neither, saying what it is and what to do."""
    first = _first_bytes(path)
    if first.startswith((_ZIP, _EMPTY_ZIP)):
        return _zip_content(path)
    if first.startswith(_OLE):
        raise _ole_trouble(path)
    return _text_content(path, first)


def _first_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise SheetError(NOT_A_FILE, path=path)
    try:
        with path.open("rb") as file:
            first = file.read(_FIRST)
    except FileNotFoundError as found:
        raise SheetError(NO_FILE, path=path) from found
    if not first:
        raise SheetError(EMPTY_FILE, path=path)
    return first


def _zip_content(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as found:  # what damage makes zipfile raise
        raise SheetError(NOT_READABLE, path=path, reason="it is a workbook cut short or damaged") from found
    if "xl/workbook.bin" in names:
        raise SheetError(NOT_A_SHEET, path=path, found="a binary workbook (.xlsb)", fix=_SAVE_AS_XLSX)
    if "content.xml" in names:
        raise SheetError(NOT_A_SHEET, path=path, found="an OpenDocument file (.ods)", fix=_SAVE_AS_XLSX)
    if any(name.startswith("xl/") for name in names):
        return Content.WORKBOOK
    fix = "If the workbook is inside it, unpack it first and use the workbook."
    raise SheetError(NOT_A_SHEET, path=path, found="a zip archive, not a workbook", fix=fix)


def _ole_trouble(path: Path) -> SheetError:
    whole = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in whole:
        fix = "Open it in Excel, take the password off (File, Info, Protect Workbook), save it and use that file."
        return SheetError(NOT_A_SHEET, path=path, found="a workbook with a password", fix=fix)
    return SheetError(NOT_A_SHEET, path=path, found="an old Office file (such as .xls)", fix=_SAVE_AS_XLSX)


def _text_content(path: Path, first: bytes) -> Content:
    if first.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        found = "a web page or XML, not a workbook or CSV"
        raise SheetError(NOT_A_SHEET, path=path, found=found, fix=_SAVE_AS_XLSX)
    if path.suffix.lower() not in _WORKBOOK_NAMES:
        return Content.TEXT
    if not _is_text(first):
        fix = "Check that it is the right file, or save the sheet again in Excel."
        raise SheetError(NOT_A_SHEET, path=path, found="no workbook, in spite of its name", fix=fix)
    fix = f'If it is a CSV, rename it to "{path.with_suffix(".csv").name}" and use that file.'
    raise SheetError(NOT_A_SHEET, path=path, found="text, not a workbook", fix=fix)


def _is_text(first: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first)  # the last character may be cut in two
    except UnicodeDecodeError:
        return False
    return b"\0" not in first
