"""Step 1: a file becomes a `Sheet`, text and places without meaning.

content        what the file is, by what is in it
workbook       worksheets, opened in a process of its own
sandbox        that process: any workbook, as text
layout         which row holds the headings, and what is no job below them
csv            text with delimiters, whatever it was written with
child_answers  what the process that reads a file says, as a grid
to_text        the value of a cell as text
"""

import errno
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from importer.catalogue import find_field, list_known_names
from importer.errors import SheetError
from importer.files import explain_failure, open_regular_file
from importer.languages import _
from importer.problem import EMPTY_FILE, EMPTY_SHEET, NO_SHEETS_IN_CSV, NOT_READABLE, SECOND_TABLE, TWO_ROWS_UNCLEAR
from importer.records import AskPassword, Sheet, give_no_password
from importer.settings import Options
from importer.steps.read.content import Content, content_of
from importer.steps.read.layout import FindField, make_sheet
from importer.steps.read.workbook import read_workbook


def read_sheet(
    path: Path | str,
    *,
    sheet: str | None = None,
    options: Options = Options(),
    find_field: FindField = find_field,
    headings: Sequence[str] = list_known_names(),
    ask_password: AskPassword = give_no_password,
) -> Sheet:
    """Read any workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) or CSV, by what is in it, whatever the file is called.

    `sheet` names the worksheet (case is forgiven; a hidden one can be named too); without it the visible one
    with most headings that we know is taken, else the first visible one that is not empty. The headings are looked
    for in the first rows (`find_field` says which mean a field, `headings` lists those that do), unless `options` name
    their row. Rows and columns keep their numbers of Excel, in a CSV the physical line on which the row begins. Cells
    are text: a number in plain digits, or as its format shows it where that has text of its own; 2026-12-31,
    2026-12-31T09:00:00, 09:30:00, TRUE, #N/A; text is as it was typed, spaces too. A row is blank, and left out, where
    nothing but white space is in it. What text cannot say stands in the notes of the sheet. A workbook, or a text that
    is large or oddly written, is opened in a process of its own, which `options` bound in memory and time.
    `ask_password` is asked for the password of a protected workbook.

    Raises SheetError for a file that is no sheet, is damaged, stays protected, or has nothing in it.
    """
    path = Path(path)
    try:
        options = options if sheet is None else replace(options, sheet=sheet)
        content, state = content_of(path), path.stat()
        read = _read(path, content, options, find_field, headings, ask_password)
        return replace(read, file_state=(state.st_mtime_ns, state.st_size))
    except OSError as found:
        error = SheetError(NOT_READABLE, path=path, reason=_explain_reason(found))
        if found.errno == errno.EINVAL:  # a pipe or a device
            error.advice = _("Save its output in a file, and use that file.")
        raise error from found


def read_rows(path: Path | str, *, options: Options = Options(), lenient: bool = False) -> list[list[str]]:
    """Read any sheet as lists of text: the headings first, then every row in which something is.

    All lists are equally long, and '' is a blank cell; titles above the headings are left out. A row with a problem is
    read as well as it can be: `read_sheet` tells the problems. Raises SheetError as `read_sheet` does, and for a sheet
    with a second table or with two rows of headings that contradict each other; `lenient` reads these too, as they
    stand, and has no rows of a file without anything in it.
    """
    try:
        sheet = read_sheet(path, options=options)
    except SheetError as found:
        if lenient and found.code in {EMPTY_FILE, EMPTY_SHEET}:
            return []
        raise
    refused = next((note for note in sheet.notes if note.code in {TWO_ROWS_UNCLEAR, SECOND_TABLE}), None)
    if refused and not lenient:
        raise SheetError(refused.code, **refused.values)
    if refused and refused.code is TWO_ROWS_UNCLEAR:
        sheet = read_sheet(path, options=replace(options, heading_row=int(str(refused.values["first"]))))
    rows: list[list[str]] = sheet.cells.to_numpy(dtype=object).tolist()
    return [sheet.headings, *rows]


def _read(
    path: Path,
    content: Content,
    options: Options,
    find_field: FindField,
    headings: Sequence[str],
    ask_password: AskPassword,
) -> Sheet:
    if content is not Content.TEXT:
        grid = read_workbook(
            path, content.value, options, find_field=find_field, headings=headings, ask_password=ask_password
        )
        return make_sheet(grid, path, options, find_field=find_field)
    if options.sheet is not None:
        raise SheetError(NO_SHEETS_IN_CSV, path=path)
    from importer.steps.read.csv import read_csv_grid  # noqa: PLC0415 - workbooks need none of it

    with open_regular_file(path) as file:
        grid = read_csv_grid(file, path, options)
    return make_sheet(grid, path, options, find_field=find_field)


def _explain_reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return _("it is open in another program, or you may not read it")
    return explain_failure(error)
