"""What the process that reads a file answers, as its asker takes it: bounded, checked, and in the end a grid."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from shutil import copyfileobj
from subprocess import PIPE
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from importer.child_process import BoundedProcess, Bounds, LimitExceeded
from importer.errors import SheetError
from importer.languages import N_, _, use_language_of_sheet
from importer.problem import CODES, HIDDEN_SHEETS, OTHER_SHEETS, READER_ENDED, TOO_LARGE_TO_READ, UNSAFE_FILE, Code
from importer.records import CellFormats, CellNote
from importer.settings import Options
from importer.steps.read.grid import Grid, MergedOverlap, find_merged_areas
from importer.steps.read.sandbox.messages import LINKED_ERROR, LimitedPipe, Rows, read_answer
from importer.workbook_parts import LAST_COLUMN

# What is answered may be twice the memory that the process has: its need beyond the bound grows with the file, by no
# more than packed bytes can unfold to.
_MOST_NEED, _MOST_GROWTH = 2 << 30, 1_032
_LONGEST_WORD, _LONGEST_OF_BYTE = 64 << 20, 16  # bytes: the notes of a million cells; and what a byte of the file adds
_MOST_CELLS = 200_000_000  # as many as the process sends
_MOST_COLUMNS = 1 << 15  # of a text, which may have more than Excel takes
_NO_ANSWER = N_("the process that reads the file failed; the file may be damaged")
_ADDED = frozenset({"value", "typed", "heading", "name"})  # every problem of a cell has them, whatever its note says
_OF_SHEETS: dict[Code, frozenset[str]] = {  # words that are in no sentence of the code, but in others
    OTHER_SHEETS: frozenset({"with_jobs", "alike", "sheets", "rows"}),
    HIDDEN_SHEETS: frozenset({"sheets", "rows"}),
}
_TEXT = pa.large_string()  # what the str columns of pandas hold
_STR = pd.StringDtype(na_value=np.nan)


@dataclass
class Answers:
    """What has come so far; `allow` is told the memory that the file honestly takes."""

    allow: Callable[[int], None] = lambda _: None
    blocks: list[Rows] = field(default_factory=list)
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


def ask_process(
    start: str, file: IO[bytes], path: Path, request: Mapping[str, Any], options: Options, *, password: str = ""
) -> Grid:
    """Have a process read the file, and give what it answers as a grid.

    With a `password` the file goes through a pipe behind it, so that it is no word of a command and nowhere on disk.
    Raises SheetError where the file is refused, or takes more memory or time than `options` allow.
    """
    file.seek(0)
    bounds = Bounds(options.memory_mb, options.deadline_seconds)
    with BoundedProcess(start, request, bounds, stdin=PIPE if password else file) as child:
        if password:
            with suppress(OSError), child.input as pipe:  # it has ended, which is seen below
                pipe.write(json.dumps(password).encode() + b"\n")
                copyfileobj(file, pipe)
        answers = Answers(child.allow)
        answers.read(_limit(child.output, os.fstat(file.fileno()).st_size, options))
    if answers.last is None:
        code = TOO_LARGE_TO_READ if child.excess is LimitExceeded.MEMORY else READER_ENDED
        raise SheetError(code, path=path, reason=child.describe_end("open"))
    return grid_of(answers, path)


def _limit(pipe: IO[bytes], size: int, options: Options) -> LimitedPipe:
    """The pipe, as far as reading a file of this size may fill it."""
    need = min(_MOST_NEED, _MOST_GROWTH * size)
    return LimitedPipe(pipe, 2 * ((options.memory_mb << 20) + need), _LONGEST_WORD + _LONGEST_OF_BYTE * size)


def grid_of(answers: Answers, path: Path) -> Grid:
    """The grid, from all that was answered. Raises SheetError where the file was refused."""
    about = answers.last or {}
    try:
        if about["word"] == "text":
            return _make_text_grid(answers.blocks, about)
        if about["word"] != "refused":
            return _make_worksheet(answers.blocks, about)
        values = about["values"]
        if "found" in values:
            values["found"] = _(values["found"])  # what the file is, in words of ours
        refused = SheetError(CODES[about["code"]], path=path, **values)
    except MergedOverlap as found:
        raise SheetError(UNSAFE_FILE, path=path, reason=_("its merged cells overlap")) from found
    except (LookupError, TypeError, ValueError, OverflowError, pa.ArrowException) as found:
        raise SheetError(READER_ENDED, path=path, reason=_NO_ANSWER) from found
    raise refused


def _make_worksheet(blocks: list[Rows], about: Mapping[str, Any]) -> Grid:
    use_language_of_sheet(about["properties"])
    cells = _make_frame(blocks, about["columns"], LAST_COLUMN)
    hidden = set(about["hidden"])
    return Grid(
        name=about["name"],
        columns=tuple(about["columns"]),
        cells=cells,
        notes=_make_notes(about),
        hidden_rows=frozenset(hidden.intersection(cells.index)) if hidden else frozenset(),
        filtered=about["filtered"],
        struck_rows=frozenset(about["struck"]),
        row_fills=dict(about["filled"]),
        totals_rows=frozenset(about["totals_rows"]),
        filled_rules=tuple((areas, formula, colour) for areas, formula, colour in about["filled_rules"]),
        struck_rules=tuple((areas, formula) for areas, formula in about["struck_rules"]),
        merged=find_merged_areas(about["merged"], cells.index.to_numpy(), about["columns"]),
        names=tuple((name, meaning) for name, meaning in about["names"]),
        properties=about["properties"],
        formats=CellFormats(tuple(about["formats"]), dict(_collect_formats(blocks, about["columns"]))),
    )


def _make_text_grid(blocks: list[Rows], about: Mapping[str, Any]) -> Grid:
    cells = _make_frame(blocks, about["columns"], _MOST_COLUMNS)
    if len(about["counts"]) != len(cells):
        raise ValueError("rows that no text has")
    notes = tuple(_make_note(row or None, column, CODES[code], values) for row, column, code, values in about["notes"])
    columns, remarks, counts = (tuple(about[name]) for name in ("columns", "remarks", "counts"))
    return Grid("", columns, cells, notes, remarks=remarks, counts=counts)


def _make_frame(blocks: list[Rows], columns: Sequence[int], most: int) -> pd.DataFrame:
    numbers = np.concatenate([block.numbers for block in blocks])
    places = set(columns)
    if len(places) < len(columns) or not all(0 < position <= most for position in places):
        raise ValueError("columns that no sheet has")
    if len(numbers) * len(places) > _MOST_CELLS or not _are_distinct(numbers) or numbers.min() < 1:
        raise ValueError("rows that no sheet has")
    found = _find_blocks_of_columns(blocks)
    begins = np.cumsum([0, *(len(block.numbers) for block in blocks)]).tolist()
    cells = pd.DataFrame(
        {
            position: _make_column(blocks, begins, found.get(column, ()), column)
            for position, column in enumerate(columns)
        },
        index=pd.Index(numbers, dtype="int64"),
    )
    return cells if cells.index.is_monotonic_increasing else cells.sort_index()


def _are_distinct(numbers: npt.NDArray[np.int32]) -> bool:
    ascending = bool((numbers[1:] > numbers[:-1]).all())  # as they almost always are
    return ascending or len(np.unique(numbers)) == len(numbers)


def _collect_formats(blocks: list[Rows], columns: Sequence[int]) -> Iterator[tuple[int, pd.Series]]:
    for column in columns:
        found = [block for block in blocks if column in block.formats]
        if found:
            numbers = np.concatenate([block.formats[column] for block in found])
            rows = np.concatenate([block.numbers for block in found])
            yield column, pd.Series(numbers[numbers > 0], index=pd.Index(rows[numbers > 0], dtype="int64"))


def _find_blocks_of_columns(blocks: list[Rows]) -> Mapping[int, list[int]]:
    """Which blocks have a column."""
    found: dict[int, list[int]] = {}
    for position, block in enumerate(blocks):
        for column in block.columns:
            found.setdefault(column, []).append(position)
    return found


def _make_column(
    blocks: list[Rows], begins: Sequence[int], places: Sequence[int], number: int
) -> pd.api.extensions.ExtensionArray:
    """A column of the blocks at these places; all others are blank there. `begins` says where each block begins."""
    pieces, row = [], 0
    for position in places:
        pieces += [_make_blanks(begins[position] - row), blocks[position].texts_of(number)]
        row = begins[position + 1]
    pieces.append(_make_blanks(begins[-1] - row))
    column: pd.api.extensions.ExtensionArray = _STR.__from_arrow__(pa.concat_arrays(pieces))  # type: ignore[attr-defined]
    return column


def _make_blanks(rows: int) -> pa.Array:
    return pa.repeat(pa.scalar("", _TEXT), rows)


def _make_notes(about: Mapping[str, Any]) -> tuple[CellNote, ...]:
    of_file = [_make_note(None, 0, CODES[note["code"]], note["values"]) for note in about["of_file"]]
    of_cells = [
        _make_note(row, column, CODES[code], values)
        for row, column, code, values in sorted(about["notes"], key=itemgetter(0, 1))
    ]
    return (*of_file, *of_cells)


def _make_note(row: int | None, column: int, code: Code, values: Mapping[str, Any]) -> CellNote:
    words = code.words | _OF_SHEETS.get(code, frozenset())
    if not words - _ADDED <= values.keys() <= words | _ADDED:
        raise ValueError("a sentence without its words, or with others")
    if values.get("value") == LINKED_ERROR:
        return CellNote(row, column, code, {**values, "value": _(LINKED_ERROR)})
    return CellNote(row, column, code, values)
