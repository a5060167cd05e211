"""A workbook is opened in a process of its own, and its rows come back as text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from importer.catalogue import find_field, folded, known_names
from importer.child_process import BoundedProcess, Bounds, Excess, code_of
from importer.errors import SheetError
from importer.problem import CODES, READER_ENDED, TOO_LARGE_TO_READ
from importer.records import CellFormats, CellNote
from importer.settings import Options
from importer.steps.read.grid import Grid, MergedCells
from importer.steps.read.layout import Known
from importer.steps.read.sandbox.messages import LimitedPipe, format_column, read_answer
from importer.workbook_parts import LAST_COLUMN

_START = code_of("importer.steps.read.sandbox.child", "child_process", "steps.read", "catalogue", "workbook_parts")
_MOST_ANSWERS = 4 << 30  # bytes, beyond those that the memory of the process bounds
_MOST_CELLS = 400_000_000  # twice what the process sends
_NO_ANSWER = "the process that was to open it gave no sound answer, as with damaged files"
_TEXT = pa.large_string()  # what the str columns of pandas hold


@dataclass
class Answers:
    """What has come so far; `allow` is told the memory that the file honestly takes."""

    allow: Callable[[int], None] = lambda _: None
    blocks: list[pa.RecordBatch] = field(default_factory=list)
    last: Mapping[str, Any] | None = None

    def read(self, file: IO[bytes] | LimitedPipe) -> None:
        """Read to the last answer, or to the end of the file where there is none."""
        while self.last is None:
            try:
                answer = read_answer(file)
            except EOFError:
                return
            if not isinstance(answer, dict):
                self.blocks.append(answer)
            elif answer["word"] == "needs":
                self.allow(answer["bytes"])
            elif answer["word"] == "again":
                self.blocks.clear()
            else:
                self.last = answer


def read_workbook(
    path: Path,
    container: str,
    options: Options,
    *,
    known: Known = find_field,
    headings: Sequence[str] = known_names(),
) -> Grid:
    """Read the rows of one worksheet: the one of `options.sheet`, else the visible one with most headings that we know.

    `container` is how the file is packed, zip or ole; `headings` are those that we know, and `known` says which field
    each means. Raises SheetError where it is
    no workbook, is damaged, has a password, could do harm, has no such sheet or nothing in it, or takes more memory or
    time than `options` allow.
    """
    request = request_of(container, options, known, headings)
    with path.open("rb") as file:
        answers = _ask_child(file, path, request, options)
    return grid_of(answers, path)


def request_of(container: str, options: Options, known: Known, headings: Sequence[str]) -> Mapping[str, Any]:
    """What the process is asked, as JSON takes it."""
    return {
        "container": container,
        "sheet": options.sheet,
        "heading_row": options.heading_row,
        "memory_mb": options.memory_mb,
        "known": {folded(heading): named.name if (named := known(heading)) else heading for heading in headings},
    }


def grid_of(answers: Answers, path: Path) -> Grid:
    """The grid, from all that was answered. Raises SheetError where the file was refused."""
    about = answers.last or {}
    try:
        if about["word"] != "refused":
            return _grid(answers.blocks, about)
        refused = SheetError(CODES[about["code"]], path=path, **about["values"])
    except (LookupError, TypeError, ValueError, OverflowError, pa.ArrowException) as found:
        raise SheetError(READER_ENDED, path=path, reason=_NO_ANSWER) from found
    raise refused


def _ask_child(sheet: IO[bytes], path: Path, request: Mapping[str, Any], options: Options) -> Answers:
    bounds = Bounds(options.memory_mb, options.deadline_seconds)
    with BoundedProcess(_START, request, bounds, stdin=sheet) as child:
        answers = Answers(child.allow)
        answers.read(LimitedPipe(child.output, _MOST_ANSWERS + 2 * (options.memory_mb << 20)))
    if answers.last is None:
        code = TOO_LARGE_TO_READ if child.excess is Excess.MEMORY else READER_ENDED
        raise SheetError(code, path=path, reason=child.how_it_ended("open"))
    return answers


def _grid(blocks: list[pa.RecordBatch], about: Mapping[str, Any]) -> Grid:
    numbers = pa.chunked_array([block.column("row") for block in blocks]).to_numpy()
    places = set(about["columns"])
    if len(places) < len(about["columns"]) or not all(0 < place <= LAST_COLUMN for place in places):
        raise ValueError("columns that no sheet has")
    if len(numbers) * len(places) > _MOST_CELLS or len(np.unique(numbers)) < len(numbers) or min(numbers) < 1:
        raise ValueError("rows that no sheet has")
    named = [dict(zip(block.schema.names, block.columns, strict=True)) for block in blocks]
    cells = pd.DataFrame(
        {place: _column(named, str(column)) for place, column in enumerate(about["columns"])},
        index=pd.Index(numbers, dtype="int64"),
    )
    if not cells.index.is_monotonic_increasing:
        cells = cells.sort_index()
    hidden = set(about["hidden"])
    return Grid(
        name=about["name"],
        columns=tuple(about["columns"]),
        cells=cells,
        notes=_notes(about),
        hidden_rows=frozenset(hidden.intersection(cells.index)) if hidden else frozenset(),
        filtered=about["filtered"],
        merged=tuple(MergedCells(*corners) for corners in about["merged"]),
        names=tuple((name, meaning) for name, meaning in about["names"]),
        properties=about["properties"],
        formats=CellFormats(tuple(about["formats"]), dict(_formats(named, about["columns"]))),
    )


def _formats(blocks: list[dict[str, pa.Array]], columns: Sequence[int]) -> Iterator[tuple[int, pd.Series]]:
    for column in columns:
        found = [block for block in blocks if format_column(column) in block]
        if found:
            numbers = np.concatenate([block[format_column(column)].to_numpy() for block in found])
            rows = np.concatenate([block["row"].to_numpy() for block in found])
            yield column, pd.Series(numbers[numbers > 0], index=pd.Index(rows[numbers > 0], dtype="int64"))


def _column(blocks: list[dict[str, pa.Array]], name: str) -> pd.api.extensions.ExtensionArray:
    pieces = [block[name] if name in block else pa.repeat(pa.scalar("", _TEXT), len(block["row"])) for block in blocks]
    column: pd.api.extensions.ExtensionArray = pa.chunked_array(pieces, _TEXT).combine_chunks().to_pandas().array
    return column


def _notes(about: Mapping[str, Any]) -> tuple[CellNote, ...]:
    of_file = [CellNote(None, 0, CODES[note["code"]], note["values"]) for note in about["of_file"]]
    of_cells = [
        CellNote(row, column, CODES[code], values)
        for row, column, code, values in sorted(about["notes"], key=itemgetter(0, 1))
    ]
    return (*of_file, *of_cells)
