"""What a file is: decided by how it begins, not by its name."""

import codecs
import re
from enum import Enum
from pathlib import Path

from importer.errors import SheetError
from importer.files import is_folder, open_regular_file
from importer.languages import N_, _
from importer.problem import EMPTY_FILE, NO_FILE, NOT_A_FILE, NOT_A_SHEET
from importer.records import WORKBOOK_ENDINGS

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: the container of old Office files and of encrypted new ones
_MARKUP = (
    *(b"<!doctype html", b"<html", b"<?xml", b"<table", b"<div", b"<meta", b"<head", b"<body", b"<style", b"<center"),
    *(b"<tr", b"<!--"),
)
_TAG = re.compile(rb"<[a-z][a-z0-9]*(?::[a-z]+)?(?=[\s>/])", re.IGNORECASE)  # of a CSV, perhaps its first heading
_IN_MARKUP = re.compile(rb"</|<(?:table|tr|td|th)\b|\sxmlns", re.IGNORECASE)
_MAIL = re.compile(
    rb"(?:[a-z-]+:[^\r\n]*[\r\n]+(?:[ \t][^\r\n]*[\r\n]+)*)*(?:mime-version|content-type):", re.IGNORECASE
)
_JSON = re.compile(rb'\[?\s*\{\s*"')
_SYLK = re.compile(rb"ID;P.*[\r\n]C;(?:[XY][0-9]+;)+K", re.DOTALL)
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MARKS = (codecs.BOM_UTF8, *_WIDE_MARKS)
_SAVE_AS_XLSX = N_("Open it in Excel and save it as 'Excel Workbook (.xlsx)', then use that file.")
_PDF = N_("a PDF")
_PRINTED = N_(
    "Ask for the sheet that it was made from, or copy its rows into an Excel workbook, save it and use that file."
)
_BEFORE_EXCEL_5 = N_("a worksheet of Excel 4 or older")
_OTHERS = {  # what a file may begin with, that people take for a sheet
    b"\x09\x00\x04\x00": _BEFORE_EXCEL_5,  # [MS-XLS] 2.4.21: BIFF2, 3 and 4 begin with these records
    b"\x09\x02\x06\x00": _BEFORE_EXCEL_5,
    b"\x09\x04\x06\x00": _BEFORE_EXCEL_5,
    b"%PDF-": _PDF,
    b"{\\rtf": N_("a text document (RTF)"),
    b"\x89PNG\r\n": N_("a picture (PNG)"),
    b"\xff\xd8\xff": N_("a picture (JPEG)"),
    b"GIF8": N_("a picture (GIF)"),
    b"SQLite format 3": N_("a database"),
    b"\x7fELF": N_("a program"),
    b"MZ\x90\x00": N_("a program"),
}
_UNPACK = N_("Unpack it first and use the file that is inside it.")
_PACKED = {
    b"\x1f\x8b": N_("a gzip archive"),
    b"BZh91AY&SY": N_("a bzip2 archive"),
    b"\xfd7zXZ\x00": N_("an xz archive"),
    b"7z\xbc\xaf\x27\x1c": N_("a 7-Zip archive"),
    b"Rar!\x1a\x07": N_("a RAR archive"),
}
_WRONG_FILE = N_("Check that it is the right file.")
_SHEETS_OF_OTHERS = {_BEFORE_EXCEL_5, "a text document (RTF)"}  # which Excel can open
_FIRST = 4096
_PIECE, _PIECES = 1 << 20, 64  # that are looked at for anything but zeros
_MANY = 25  # different control characters: of the 28 that no text has, some occur in UTF-16 without a mark
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


class Content(Enum):
    """What we read: text, or a container of a workbook, which only the process that opens workbooks looks into."""

    ZIP = "zip"
    OLE = "ole"
    TEXT = "text"


def content_of(path: Path) -> Content:
    """Tell what a file is. Raises SheetError for one that we do not read, saying what it is and what to do."""
    first = _read_first_bytes(path)
    if first.startswith((_ZIP, _EMPTY_ZIP)):
        return Content.ZIP
    if first.startswith(_OLE):
        return Content.OLE
    for beginning, found in _OTHERS.items():
        if first.startswith(beginning):
            fix = _SAVE_AS_XLSX if found in _SHEETS_OF_OTHERS else _PRINTED if found == _PDF else _WRONG_FILE
            raise SheetError(NOT_A_SHEET, path=path, found=_(found), fix=_(fix))
    for beginning, found in _PACKED.items():
        if first.startswith(beginning):
            raise SheetError(NOT_A_SHEET, path=path, found=_(found), fix=_UNPACK)
    return _find_text_content(path, first)


def _read_first_bytes(path: Path) -> bytes:
    if is_folder(path):
        raise SheetError(NOT_A_FILE, path=path)
    try:
        with open_regular_file(path) as file:
            first = file.read(_FIRST)
            is_blank = b"\0" in first and not any(file.read(_PIECE).strip(b"\0") for _piece in range(_PIECES))
    except (FileNotFoundError, NotADirectoryError) as found:
        raise SheetError(NO_FILE, path=path) from found
    if not first:
        raise SheetError(EMPTY_FILE, path=path)
    mark = next((mark for mark in _MARKS if first.startswith(mark)), b"")
    if b"\0" in first and not first.removeprefix(mark).strip(b"\0"):
        fix = _("Copy it again from where it was saved, or save the sheet again in Excel.")
        what = _("nothing but zero bytes: it was not saved or synchronised completely")
        if not is_blank:
            what = _("zero bytes where it should begin: it was not saved or synchronised completely")
        raise SheetError(NOT_A_SHEET, path=path, found=what, fix=fix)
    return first


def _find_text_content(path: Path, first: bytes) -> Content:
    wide = _WIDE_MARKS.get(first[:2])
    plain = first[2:].decode(wide, "ignore").encode() if wide else _to_utf8(first.removeprefix(codecs.BOM_UTF8))
    if found := _find_other_text(plain.lstrip(), is_workbook=path.suffix.lower() in WORKBOOK_ENDINGS):
        raise SheetError(NOT_A_SHEET, path=path, found=found, fix=_WRONG_FILE if _JSON.match(plain) else _SAVE_AS_XLSX)
    if path.suffix.lower() not in WORKBOOK_ENDINGS:
        if len(set(_NO_TEXT.findall(first))) >= _MANY:
            raise SheetError(NOT_A_SHEET, path=path, found=_("neither text nor a workbook"), fix=_WRONG_FILE)
        return Content.TEXT
    if not _is_text(plain):
        fix = _("Check that it is the right file, or save the sheet again in Excel.")
        raise SheetError(NOT_A_SHEET, path=path, found=_("not a workbook, despite its name"), fix=fix)
    return Content.TEXT  # as many programs export it, for Excel to open


def _to_utf8(first: bytes) -> bytes:
    """Text in UTF-16 without a mark as UTF-8: every second byte of most is NUL, and no other."""
    for zeros, others, encoding in ((first[1::2], first[::2], "utf-16-le"), (first[::2], first[1::2], "utf-16-be")):
        if zeros.count(0) * 4 > len(zeros) * 3 and not others.count(0):
            return first.decode(encoding, "ignore").encode()
    return first


def _find_other_text(first: bytes, *, is_workbook: bool) -> str:
    """What a text is that is no rows of cells, '' where it may be; with the name of a workbook it is none anyway."""
    is_mail = _MAIL.match(first) and (is_workbook or b"multipart/" in first or b"MIME-Version:" in first)
    is_tag = _TAG.match(first) and (is_workbook or _IN_MARKUP.search(first))
    if is_mail or is_tag or first.lower().startswith(_MARKUP):
        return _("a web page saved in one file (MHTML), not a workbook or CSV") if is_mail else _find_markup(first)
    if _JSON.match(first):
        return _("JSON, not a workbook or CSV")
    return _("a SYLK file, not a workbook or CSV") if _SYLK.match(first) else ""


def _find_markup(first: bytes) -> str:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in first or b'progid="Excel.Sheet"' in first:
        return _("an XML spreadsheet of Excel 2003 (SpreadsheetML)")
    if b"urn:oasis:names:tc:opendocument" in first:
        return _("a flat OpenDocument file (.fods)")
    return _("a web page or XML, not a workbook or CSV")


def _is_text(first: bytes) -> bool:
    """Whether it is UTF-8, or any code page: without NULs and other signs that no text has."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first)  # the last character may be cut in two
    except UnicodeDecodeError:
        return not _NO_TEXT.search(first)
    return b"\0" not in first
