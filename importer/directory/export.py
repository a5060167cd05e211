"""Lists of codes as a file: CSV that Excel opens rightly, or a workbook."""

import csv
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from importer.catalogue import guard_formula
from importer.directory.code_lists import ListedCodes
from importer.errors import SettingsError
from importer.problem import FILE_UNWRITABLE

HEADINGS = ("List", "Code", "Stands for", "Id", "Remark")
_WIDTHS = {"A": 12, "B": 22, "C": 48, "D": 38, "E": 24}


def export_codes(lists: Sequence[ListedCodes], path: Path, *, replace: bool = False) -> int:
    """Write the lists to a .csv or .xlsx file, every cell as text; gives the number of lines.

    An existing file stays as it is unless `replace`. Raises SettingsError where it cannot be written.
    """
    write = _WRITERS.get(path.suffix.casefold())
    if write is None:
        fix = "Give it a name that ends in .csv or .xlsx."
        raise SettingsError(FILE_UNWRITABLE, path=path, reason="its name does not say what kind of file it is", fix=fix)
    if path.exists() and not replace:
        fix = "Choose another name, or add --force to replace it."
        raise SettingsError(FILE_UNWRITABLE, path=path, reason="it already exists", fix=fix)
    lines = list(_lines(lists))
    fresh = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        write(lines, fresh)
        fresh.replace(path)
    except OSError as found:
        fresh.unlink(missing_ok=True)
        fix = "Close it in Excel, free up disk space, or choose another file."
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=found.strerror or found, fix=fix) from found
    return len(lines)


def _lines(lists: Sequence[ListedCodes]) -> Iterator[tuple[str, ...]]:
    for codes in lists:
        for row in codes.rows:
            yield codes.word, row.code, row.name, row.id, row.state


def _write_csv(lines: Sequence[tuple[str, ...]], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *(map(guard_formula, line) for line in lines)])


def _write_workbook(lines: Sequence[tuple[str, ...]], path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Codes"
    sheet.freeze_panes = "A2"
    for number, line in enumerate([HEADINGS, *lines], 1):
        for place, text in enumerate(line, 1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type, cell.number_format = text or None, "s" if text else "n", "@"
            if number == 1:
                cell.font = Font(name="Calibri", sz=11, b=True)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    book.save(path)


_WRITERS: Mapping[str, Callable[[Sequence[tuple[str, ...]], Path], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_workbook,
}
