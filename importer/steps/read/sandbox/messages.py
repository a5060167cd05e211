"""What the process that opens a workbook answers: one message behind the other, through its standard output.

A message begins with its length and JSON. That is a word and what belongs to it; or it says how many rows follow, of
which columns, and then come their numbers, the texts of one column after the other and the numbers of formats as Arrow
has them in memory. Since that process reads a file of strangers, whatever it answers is checked to the last value.
Arrow's own streams are not used: reading one that somebody forged can break the process that reads it.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from importer.languages import N_
from importer.problem import (
    ACTIVE_CONTENT,
    CODES,
    CSV_DOUBTFUL,
    DAMAGED_SHEETS,
    DIGITS_LOST,
    EXCEL_ERROR,
    FORMATS_UNREADABLE,
    FORMULA_FOR_TEXT,
    HIDDEN_SHEETS,
    NEVER_CALCULATED,
    NO_SUCH_DAY,
    NOT_A_NUMBER_INSIDE,
    NUL_CHARACTER,
    OPEN_QUOTE,
    OTHER_SHEETS,
    RAGGED_ROW,
    ROW_WRITTEN_DIFFERENTLY,
    SHEETS_WITHOUT_JOBS,
    STRAY_QUOTE,
)

LINKED_ERROR = N_(  # the value of a cell, which the asker translates
    "#VALUE!, which stands for a linked data type (such as Stocks or Geography), a picture or a new kind of error"
)
_LENGTH = struct.Struct("<I")
_ROWS = {"rows": int, "columns": [int], "size": int, "formats": [int]}
_OF_CELLS = {EXCEL_ERROR, NEVER_CALCULATED, NO_SUCH_DAY, NOT_A_NUMBER_INSIDE, DIGITS_LOST}
_OF_FILES = {
    DAMAGED_SHEETS,
    HIDDEN_SHEETS,
    OTHER_SHEETS,
    SHEETS_WITHOUT_JOBS,
    ACTIVE_CONTENT,
    FORMATS_UNREADABLE,
}
_OF_ROWS = {OPEN_QUOTE, RAGGED_ROW, ROW_WRITTEN_DIFFERENTLY, STRAY_QUOTE}
_OF_TEXTS = {*_OF_ROWS, CSV_DOUBTFUL, FORMULA_FOR_TEXT, NEVER_CALCULATED, NUL_CHARACTER}
_WORDS = {str: (str, int)}
# Of each word: [x] is a list of any length, [x, y] one of two, {str: x} any dict, (x, y) either,
# {x, y} the number of one of these codes.
_SHAPES: dict[str, dict[str, Any]] = {
    "needs": {"bytes": int},
    "again": {},
    "refused": {"code": set(CODES.values()), "values": _WORDS},
    "done": {
        "name": str,
        "columns": [int],
        "hidden": [int],
        "struck": [int],
        "filled": [[int, int]],
        "struck_rules": [[str, str]],
        "filled_rules": [[str, str, str]],
        "totals_rows": [int],
        "filtered": bool,
        "merged": [[int, int, int, int]],
        "notes": [[int, int, _OF_CELLS, {str: str}]],
        "of_file": [{"code": _OF_FILES, "values": _WORDS}],
        "names": [[str, str]],
        "properties": {str: str},
        "formats": [str],
    },
    "text": {
        "columns": [int],
        "counts": [int],
        "notes": [[int, int, _OF_TEXTS, _WORDS]],
        "remarks": [str],
    },
}


@dataclass(frozen=True)
class Rows:
    """A block of rows: their numbers, the `texts` of one of its `columns` after the other, and the number of each
    cell's format, 0 for none, of some columns.
    """

    numbers: npt.NDArray[np.int32]
    columns: Sequence[int]
    texts: pa.Array
    formats: Mapping[int, npt.NDArray[np.int16]]

    def texts_of(self, column: int) -> pa.Array | None:
        """The texts of a column; None where it is not among the columns."""
        position, height = self._places.get(column), len(self.numbers)
        return None if position is None else self.texts.slice(position * height, height)

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {column: position for position, column in enumerate(self.columns)}


class LimitedPipe:
    """A pipe of which no more than some bytes are read, and no more of one word than `longest`, which takes twenty
    times as much memory as JSON; OSError where the other side asks for more.
    """

    closed = False

    def __init__(self, file: IO[bytes], most: int, longest: int = 1 << 26) -> None:
        self._file, self._left, self.longest = file, most, longest

    def read(self, size: int) -> bytes:
        """Read on."""
        if not 0 <= size <= self._left:
            raise OSError("more than anybody sends")
        content = self._file.read(size)
        self._left -= len(content)
        return content


def write_rows(
    out: IO[bytes],
    numbers: Any,  # noqa: ANN401 - anything that Arrow takes
    columns: Sequence[int],
    texts: Sequence[pa.Array],
    formats: Mapping[int, Any] = MappingProxyType({}),
) -> None:
    """Send a block of rows: `texts` are those of one column after the other, in one array or more; `formats` has the
    number of the format of each cell of some columns.
    """
    offsets, content = _buffers_of(texts[0] if len(texts) == 1 else pa.concat_arrays(texts))
    _write(out, {"rows": len(numbers), "columns": list(columns), "size": len(content), "formats": list(formats)})
    out.write(pa.array(numbers, pa.int32()).to_numpy().tobytes())
    out.write(offsets)
    out.write(content)
    for column in formats.values():
        out.write(pa.array(column, pa.int16()).to_numpy().tobytes())


def _buffers_of(texts: pa.Array) -> tuple[bytes, memoryview]:
    """Where each text ends, and all of them."""
    _nulls, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    first, last = int(ends[0]), int(ends[-1])
    return (ends - first).tobytes(), memoryview(content or b"")[first:last]


def write_word(out: IO[bytes], word: str, **values: Any) -> None:  # noqa: ANN401 - anything that JSON takes
    """Send a word and what belongs to it."""
    _write(out, {"word": word, **values})


def _write(out: IO[bytes], head: Mapping[str, Any]) -> None:
    content = json.dumps(head).encode()
    out.write(_LENGTH.pack(len(content)) + content)


def read_answer(file: IO[bytes] | LimitedPipe) -> dict[str, Any] | Rows:
    """Read the next answer: a block of rows, or a word. Raises EOFError where there is no sound one any more."""
    try:
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        head = json.loads(_read_exactly(file, _check_length(file, length)))
        return _read_rows(file, head) if isinstance(head, dict) and "rows" in head else _check_word(head)
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as found:
        raise EOFError from found
    except struct.error as found:  # the pipe is at its end
        raise EOFError from found


def _check_length(file: IO[bytes] | LimitedPipe, length: int) -> int:
    if isinstance(file, LimitedPipe) and length > file.longest:
        raise ValueError("a word that nobody says")
    return length


def _read_exactly(file: IO[bytes] | LimitedPipe, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise ValueError("an answer that is cut off")
    return content


def _read_rows(file: IO[bytes] | LimitedPipe, head: dict[str, Any]) -> Rows:
    if not _has_shape([head], _ROWS):
        raise ValueError("rows that nobody sends")
    height, columns, formats = head["rows"], head["columns"], head["formats"]
    is_sound = len(set(columns)) == len(columns) and len(set(formats)) == len(formats)
    if not is_sound or height < 1 or min([*columns, head["size"], *formats], default=0) < 0:
        raise ValueError("rows that nobody sends")
    numbers = np.frombuffer(_read_exactly(file, 4 * height), np.int32)
    cells = height * len(columns)
    buffers = [pa.py_buffer(_read_exactly(file, size)) for size in (8 * (cells + 1), head["size"])]
    texts = pa.Array.from_buffers(pa.large_string(), cells, [None, *buffers])
    texts.validate(full=True)
    return Rows(
        numbers,
        columns,
        texts,
        {column: np.frombuffer(_read_exactly(file, 2 * height), np.int16) for column in formats},
    )


def _check_word(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - anything that JSON holds
    shape = _SHAPES.get(answer.get("word", "")) if isinstance(answer, dict) else None
    json.dumps(answer, ensure_ascii=False).encode()  # half a surrogate pair is no text
    if shape is None or not _has_shape([answer], {"word": str, **shape}):
        raise ValueError("an answer that nobody gives")
    return dict(answer)


def _has_shape(values: Sequence[Any], shape: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    """Whether all values have it; they are looked at together, since there may be a million."""
    types = set(map(type, values))
    if isinstance(shape, set):
        return types <= {int} and set(values) <= {code.number for code in shape}
    if isinstance(shape, tuple):
        return types <= set(shape)
    if isinstance(shape, list) and len(shape) == 1:
        return types <= {list} and _has_shape([each for value in values for each in value], shape[0])
    if isinstance(shape, list):
        same = types <= {list} and set(map(len, values)) <= {len(shape)}
        return same and all(map(_has_shape, zip(*values, strict=True), shape))
    if isinstance(shape, dict) and str in shape:
        return types <= {dict} and _has_shape([each for value in values for each in value.values()], shape[str])
    if isinstance(shape, dict):
        same = types <= {dict} and all(value.keys() == shape.keys() for value in values)
        return same and all(_has_shape([value[name] for value in values], each) for name, each in shape.items())
    return types <= {shape}
