"""Text files for tests, and what was read of them."""

from pathlib import Path

import pytest

from importer.errors import SheetError
from importer.problem import Code
from importer.records import Sheet
from importer.settings import Options
from importer.steps.read import read_sheet


def read(path: Path, content: bytes, options: Options = Options()) -> Sheet:
    """Read what is written to `path`."""
    path.write_bytes(content)
    return read_sheet(path, options=options)


def refusal(path: Path, content: bytes, options: Options = Options()) -> SheetError:
    """The error that the content stops with."""
    with pytest.raises(SheetError) as caught:
        read(path, content, options)
    return caught.value


def rows_of(sheet: Sheet) -> dict[int, list[str]]:
    """The cells by row."""
    return {row: list(texts) for row, *texts in sheet.cells.itertuples(name=None)}


def noted(sheet: Sheet) -> list[tuple[int | None, int, Code]]:
    """The notes as triples: row, column, code."""
    return [(note.row, note.column, note.code) for note in sheet.notes]
