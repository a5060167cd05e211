"""The rows of a sheet as plain lists of text."""

from dataclasses import replace
from pathlib import Path

from importer.errors import SheetError
from importer.problem import SECOND_TABLE, TWO_ROWS_UNCLEAR
from importer.records import Options
from importer.steps.read import read_sheet

_REFUSED = (TWO_ROWS_UNCLEAR, SECOND_TABLE)


def read_rows(path: Path | str, *, options: Options = Options(), lenient: bool = False) -> list[list[str]]:
    """Read any sheet as lists of text: the headings first, then every row in which something is.

    All lists are equally long, and '' is a blank cell; titles above the headings are left out. A row with a fault is
    read as well as it can be: `read_sheet` tells the faults. Raises SheetError as `read_sheet` does, and for a sheet
    with a second table or with two rows of headings that contradict each other; `lenient` reads these too, as they
    stand.
    """
    sheet = read_sheet(path, options=options)
    refused = next((note for note in sheet.notes if note.code in _REFUSED), None)
    if refused and not lenient:
        raise SheetError(refused.code, **refused.values)
    if refused and refused.code is TWO_ROWS_UNCLEAR:
        sheet = read_sheet(path, options=replace(options, heading_row=int(str(refused.values["first"]))))
    rows: list[list[str]] = sheet.cells.to_numpy(dtype=object).tolist()
    return [sheet.headings, *rows]
