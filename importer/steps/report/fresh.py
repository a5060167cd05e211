"""A fresh results workbook, for every kind of input."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from importer.records import ImportResult
from importer.steps.report.data_sheet import page_of, write_data_sheet
from importer.steps.report.problems_sheet import write_problems_sheet
from importer.steps.report.summary_sheet import write_summary_sheet

try:
    from lxml.etree import LxmlError  # type: ignore[import-untyped,import-not-found,unused-ignore]  # has none
except ImportError:  # openpyxl writes its XML through lxml where that happens to be installed
    LxmlError = OSError

MOST_TITLE = 31  # letters in the name of a worksheet
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def write_fresh(result: ImportResult, file: IO[bytes], written: Callable[[int], None]) -> None:
    """Write the result to `file` as a new workbook: the user's sheet first, then Problems, then Summary.

    It is put together row by row on disk, so its size is no matter of memory. `written` is told the number of each
    row of the sheet that is done. Raises OSError where the disk refuses.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "importer"
    try:
        _fill(workbook, result, written)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(workbook, archive).save()
    except LxmlError as error:
        raise _disk_error(str(error)) from error
    finally:
        _let_go(workbook)


def _disk_error(of_lxml: str) -> OSError:
    """Lxml tells IO_ENOSPC where the system tells ENOSPC."""
    number = getattr(errno, of_lxml.removeprefix("IO_"), 0)
    return OSError(number, os.strerror(number) if number else of_lxml)


def _fill(workbook: Workbook, result: ImportResult, written: Callable[[int], None]) -> None:
    titles = _titles(result)
    page = page_of(result)
    write_data_sheet(workbook.create_sheet(titles[0]), page, written)
    write_problems_sheet(workbook.create_sheet(titles[1]), result, data_sheet=titles[0], first_added=page.first_added)
    write_summary_sheet(workbook.create_sheet(titles[2]), result, page)
    workbook.active = 0


def _titles(result: ImportResult) -> list[str]:
    """The names of the three worksheets: the user's as it is, ours with a number where the name is taken."""
    sheet = result.batch.sheet
    of_user = sheet.name or sheet.path.stem.translate(_NOT_IN_TITLES).strip(" '")[:MOST_TITLE] or "Sheet1"
    ours = ("Problems", "Summary")
    return [of_user, *(f"{title} 2" if title.casefold() == of_user.casefold() else title for title in ours)]


def _let_go(workbook: Workbook) -> None:
    """Close and remove the temporary files of worksheets that were begun but not saved, quietly."""
    for sheet in workbook.worksheets:
        writer = getattr(sheet, "_writer", None)
        if not isinstance(sheet, WriteOnlyWorksheet) or writer is None or not Path(writer.out).exists():
            continue
        for step in (*([] if sheet.closed else [sheet.close]), writer.close, writer.cleanup):
            with suppress(OSError, LxmlError):
                step()
