"""A sheet as it was read, kept so that results can be written again and a run continued when its file is gone.

The texts are JSON in zlib, some thousand rows a part: a tenth of their size, and zlib's own checksum tells damage.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from importer.problem import CODES
from importer.records import CellNote, PreviousResults, Sheet

ROWS_A_PART = 2000
_QUICK = 1  # zlib's level: half the time of the usual one, a fifth more space


@dataclass(frozen=True)
class SavedSheet:
    """A sheet ready for the disk; the same texts at the same places have the same `digest`."""

    digest: str
    described: str
    parts: tuple[bytes, ...]


def saved_sheet_of(sheet: Sheet) -> SavedSheet:
    """Make a sheet ready for the disk."""
    described = json.dumps(_describe(sheet))
    parts = tuple(_split_parts(sheet.cells))
    digest = hashlib.sha256(described.encode())
    for part in parts:
        digest.update(part)
    return SavedSheet(digest.hexdigest(), described, parts)


def texts_of(described: str, parts: list[bytes]) -> tuple[list[str], dict[int, list[str]]]:
    """The headings of a sheet and what stands in its rows. Raises as `sheet_of` does."""
    headings: list[str] = json.loads(described)["headings"]
    return headings, {row: texts for part in parts for row, texts in json.loads(zlib.decompress(part))}


def sheet_of(path: Path, described: str, parts: list[bytes]) -> Sheet:
    """Make the sheet again. Raises ValueError, KeyError or zlib.error where it is not what was written."""
    known = json.loads(described)
    rows = [entry for part in parts for entry in json.loads(zlib.decompress(part))]
    headings = known["headings"]
    cells = _make_frame(rows, headings)
    earlier = known["carried"]
    return Sheet(
        path=path,
        name=known["name"],
        heading_row=known["heading_row"],
        headings=headings,
        columns=tuple(known["columns"]),
        cells=cells,
        notes=tuple(_make_note(**note) for note in known["notes"]),
        remarks=tuple(known["remarks"]),
        previous_results=None
        if earlier is None
        else PreviousResults(
            _make_frame(zip(cells.index, earlier["texts"], strict=True), earlier["headings"]), earlier["target"]
        ),
    )


def _make_frame(rows: Iterable[tuple[int, list[str]]], headings: list[str]) -> pd.DataFrame:
    rows = list(rows)
    index = [row for row, _ in rows] or range(0)
    return pd.DataFrame([texts for _, texts in rows], columns=headings, index=index, dtype="str")


def _describe(sheet: Sheet) -> Mapping[str, object]:
    return {
        "name": sheet.name,
        "heading_row": sheet.heading_row,
        "headings": sheet.headings,
        "columns": sheet.columns,
        "remarks": sheet.remarks,
        "carried": None if sheet.previous_results is None else _read_previous_results(sheet.previous_results),
        "notes": [
            {"row": note.row, "column": note.column, "code": note.code.number, "values": dict(note.values)}
            for note in sheet.notes
        ],
    }


def _read_previous_results(results: PreviousResults) -> Mapping[str, object]:
    frame = results.cells
    return {
        "target": results.target,
        "headings": list(frame.columns),
        "texts": [list(texts) for texts in frame.itertuples(index=False, name=None)],
    }


def _make_note(*, row: int | None, column: int, code: int, values: Mapping[str, object]) -> CellNote:
    return CellNote(row, column, CODES[code], values)


def _split_parts(cells: pd.DataFrame) -> Iterator[bytes]:
    for first in range(0, len(cells), ROWS_A_PART):
        some = cells.iloc[first : first + ROWS_A_PART]
        rows = [(row, texts) for row, *texts in some.itertuples(name=None)]
        yield zlib.compress(json.dumps(rows).encode(), _QUICK)
