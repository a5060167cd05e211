"""Which format a workbook has, by what is in it, and what reads each.

A format that is a zip or an OLE container is one entry here and a module with what calamine leaves out of it.
"""

import zipfile
from collections.abc import Callable
from typing import IO

from importer.languages import N_
from importer.problem import NOT_A_SHEET
from importer.steps.read.sandbox.calamine.reader import read_with_calamine
from importer.steps.read.sandbox.calamine.xls import correct_code_page, find_links_of_xls, make_details_reader_of_xls
from importer.steps.read.sandbox.calamine.xlsb import make_details_reader_of_xlsb
from importer.steps.read.sandbox.ods import read_ods
from importer.steps.read.sandbox.output import Output
from importer.steps.read.sandbox.sheet_summaries import SheetRequest
from importer.steps.read.sandbox.xlsx.reader import read_xlsx
from importer.workbook_parts.package import Package
from importer.workbook_parts.properties import properties_of
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.zip_entries import refuse_false_sizes

_READERS: dict[str, Callable[[Package, SheetRequest, Output], None]] = {"xlsx": read_xlsx, "ods": read_ods}
_BY_TYPE = {  # what the content type of the main part has in it; an .xlsm is an .xlsx with macros, never run
    "sheet.binary": "xlsb",
    "spreadsheetml": "xlsx",
    "ms-excel": "xlsx",
    "wordprocessingml": "word",
    "presentationml": "ppt",
}
_BY_NAME = {"xl/workbook.bin": "xlsb", "content.xml": "ods"}  # where the types do not say
_BY_FOLDER = {"xl": "xlsx", "word": "word", "ppt": "ppt", "index": "iwork"}
_OTHER_DOCUMENTS = {
    "word": N_("a text document (Word)"),
    "ppt": N_("a presentation (PowerPoint)"),
    "iwork": N_("an iWork document (such as Numbers)"),
}
_COPY_ROWS = N_("Copy the rows with the jobs into an Excel workbook, save it and use that file.")
_UNPACK = N_("If the sheet is inside it, unpack it first and use the sheet.")


def read_zip(file: IO[bytes], archive: zipfile.ZipFile, request: SheetRequest, output: Output) -> None:
    """Send the rows of the sheet that is requested. Raises a Refusal, also where it is no workbook."""
    package = Package(archive)
    name = _format_of(package)
    output.properties = properties_of(package)
    if name in _OTHER_DOCUMENTS:
        raise Refusal(NOT_A_SHEET, found=_OTHER_DOCUMENTS[name], fix=_COPY_ROWS)
    if name == "xlsb":
        refuse_false_sizes(file, archive)
        read_with_calamine(file, make_details_reader_of_xlsb(package), request, output)
    elif name in _READERS:
        _READERS[name](package, request, output)
    else:
        raise Refusal(NOT_A_SHEET, found=N_("a zip archive, not a workbook"), fix=_UNPACK)


def read_ole(file: IO[bytes], request: SheetRequest, output: Output) -> None:
    """Send the rows of the sheet that is requested from an .xls. Raises a Refusal."""
    reader = make_details_reader_of_xls(file)
    output.active_content = [*output.active_content, *find_links_of_xls(file)]
    read_with_calamine(correct_code_page(file), reader, request, output)


def _format_of(package: Package) -> str:
    main_type = _find_main_type(package)
    for words, name in _BY_TYPE.items():
        if words in main_type:
            return name
    for part, name in _BY_NAME.items():
        if package.has(part):
            return name
    folders = {entry.filename.replace("\\", "/").partition("/")[0].casefold() for entry in package.archive.infolist()}
    return next((name for folder, name in _BY_FOLDER.items() if folder in folders), "")


def _find_main_type(package: Package) -> str:
    try:
        return package.type_of(package.main) if package.main else ""
    except Refusal:  # it may be readable all the same
        return ""
