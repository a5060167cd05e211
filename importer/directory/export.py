"""Lists of codes as a file: CSV that Excel opens rightly, or a workbook."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.styles import Font

from importer.catalogue import guard_formula
from importer.directory.code_lists import ListedCodes
from importer.directory.code_rows import CODE_HEADINGS
from importer.errors import SettingsError
from importer.files import advise_on_writing, explain_failure, is_there, write_whole_file
from importer.languages import _
from importer.problem import FILE_UNWRITABLE
from importer.workbook_parts import to_workbook_text

_WIDTHS = {"A": 12, "B": 22, "C": 48, "D": 38, "E": 24}


def export_codes(lists: Sequence[ListedCodes], path: Path, *, replace: bool = False) -> int:
    """Write the lists to a .csv or .xlsx file, every cell as text; gives the number of lines.

    An existing file stays as it is unless `replace`. Raises SettingsError where it cannot be written.
    """
    write = _WRITERS.get(path.suffix.casefold())
    if write is None:
        fix = _("Give it a name that ends in .csv or .xlsx.")
        raise SettingsError(
            FILE_UNWRITABLE, path=path, reason=_("its name does not say what kind of file it is"), fix=fix
        )
    if is_there(path) and not replace:
        fix = _("Choose another name, or add --force to replace it.")
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=_("it already exists"), fix=fix)
    lines = list(_list_lines(lists))
    try:
        write_whole_file(path, lambda file: write(lines, file), replace=replace)
    except OSError as found:
        fix = advise_on_writing(found, path)
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=explain_failure(found), fix=fix) from found
    return len(lines)


def _list_lines(lists: Sequence[ListedCodes]) -> Iterator[tuple[str, ...]]:
    for codes in lists:
        for row in codes.rows:
            yield codes.word, row.code, row.name, row.id, row.state


def _write_csv(lines: Sequence[tuple[str, ...]], file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    csv.writer(text).writerows([CODE_HEADINGS, *(map(guard_formula, line) for line in lines)])
    text.detach()


def _write_workbook(lines: Sequence[tuple[str, ...]], file: IO[bytes]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Codes"
    sheet.freeze_panes = "A2"
    for number, line in enumerate([CODE_HEADINGS, *lines], 1):
        for position, text in enumerate(line, 1):
            cell = sheet.cell(number, position)
            cell.value, cell.data_type, cell.number_format = to_workbook_text(text) or None, "s" if text else "n", "@"
            if number == 1:
                cell.font = Font(name="Calibri", sz=11, b=True)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    book.save(file)


_WRITERS: Mapping[str, Callable[[Sequence[tuple[str, ...]], IO[bytes]], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_workbook,
}
