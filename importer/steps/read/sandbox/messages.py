"""What the process that opens a workbook answers: one message behind the other, through its standard output.

A message begins with its length and JSON. That is a word and what belongs to it; or it says how many rows follow, of
which columns, and then come their numbers, the texts of each column and the numbers of formats as Arrow has them in
memory. Since that process reads a file of strangers, whatever it answers is checked to the last value. Arrow's own
streams are not used: reading one that somebody forged can break the process that reads it.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import IO, Any

import numpy as np
import pyarrow as pa

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
    STRAY_QUOTE,
)

_LENGTH = struct.Struct("<I")
_ROWS = {"rows": int, "columns": [int], "sizes": [int], "formats": [int]}
_ROW = "row"
_FORMAT = "format "
_OF_CELLS = {EXCEL_ERROR, NEVER_CALCULATED, NO_SUCH_DAY, NOT_A_NUMBER_INSIDE, DIGITS_LOST}
_OF_FILES = {DAMAGED_SHEETS, HIDDEN_SHEETS, OTHER_SHEETS, ACTIVE_CONTENT, FORMATS_UNREADABLE}
_OF_ROWS = {OPEN_QUOTE, RAGGED_ROW, ROW_WRITTEN_DIFFERENTLY, STRAY_QUOTE}
_OF_TEXTS = {*_OF_ROWS, CSV_DOUBTFUL, FORMULA_FOR_TEXT, NUL_CHARACTER}
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


class LimitedPipe:
    """A pipe of which no more than some bytes are read; OSError where the other side asks for more."""

    closed = False

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._left = file, most

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
    """Send a block of rows; `formats` has the number of the format of each cell of some columns."""
    cells = [_buffers_of(text) for text in texts]
    sizes = [len(content) for _, content in cells]
    _write(out, {"rows": len(numbers), "columns": list(columns), "sizes": sizes, "formats": list(formats)})
    out.write(pa.array(numbers, pa.int32()).to_numpy().tobytes())
    for offsets, content in cells:
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


def format_column(column: int) -> str:
    """What the formats of a column's cells are called."""
    return f"{_FORMAT}{column}"


def write_word(out: IO[bytes], word: str, **values: Any) -> None:  # noqa: ANN401 - anything that JSON takes
    """Send a word and what belongs to it."""
    _write(out, {"word": word, **values})


def _write(out: IO[bytes], head: Mapping[str, Any]) -> None:
    content = json.dumps(head).encode()
    out.write(_LENGTH.pack(len(content)) + content)


def read_answer(file: IO[bytes] | LimitedPipe) -> dict[str, Any] | pa.RecordBatch:
    """Read the next answer: a block of rows, or a word. Raises EOFError where there is no sound one any more."""
    try:
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        head = json.loads(_exactly(file, length))
        return _read_rows(file, head) if isinstance(head, dict) and "rows" in head else _checked_word(head)
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as found:
        raise EOFError from found
    except struct.error as found:  # the pipe is at its end
        raise EOFError from found


def _exactly(file: IO[bytes] | LimitedPipe, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise ValueError("an answer that is cut off")
    return content


def _read_rows(file: IO[bytes] | LimitedPipe, head: dict[str, Any]) -> pa.RecordBatch:
    if not _have_shape([head], _ROWS):
        raise ValueError("rows that nobody sends")
    columns, sizes, formats = head["columns"], head["sizes"], head["formats"]
    names = [_ROW, *map(str, columns), *map(format_column, formats)]
    is_sound = len(sizes) == len(columns) and len(set(names)) == len(names)
    if not is_sound or head["rows"] < 1 or min([*columns, *sizes, *formats], default=0) < 0:
        raise ValueError("rows that nobody sends")

    def array(kind: pa.DataType, *lengths: int) -> pa.Array:
        buffers = [pa.py_buffer(_exactly(file, length)) for length in lengths]
        return pa.Array.from_buffers(kind, head["rows"], [None, *buffers])

    numbers = array(pa.int32(), 4 * head["rows"])
    texts = [array(pa.large_string(), 8 * (head["rows"] + 1), size) for size in sizes]
    batch = pa.record_batch([numbers, *texts, *(array(pa.int16(), 2 * head["rows"]) for _ in formats)], names=names)
    batch.validate(full=True)
    return batch


def _checked_word(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - anything that JSON holds
    shape = _SHAPES.get(answer.get("word", "")) if isinstance(answer, dict) else None
    json.dumps(answer, ensure_ascii=False).encode()  # half a surrogate pair is no text
    if shape is None or not _have_shape([answer], {"word": str, **shape}):
        raise ValueError("an answer that nobody gives")
    return dict(answer)


def _have_shape(values: Sequence[Any], shape: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    """Whether all values have it; they are looked at together, since there may be a million."""
    types = set(map(type, values))
    if isinstance(shape, set):
        return types <= {int} and set(values) <= {code.number for code in shape}
    if isinstance(shape, tuple):
        return types <= set(shape)
    if isinstance(shape, list) and len(shape) == 1:
        return types <= {list} and _have_shape([each for value in values for each in value], shape[0])
    if isinstance(shape, list):
        same = types <= {list} and set(map(len, values)) <= {len(shape)}
        return same and all(map(_have_shape, zip(*values, strict=True), shape))
    if isinstance(shape, dict) and str in shape:
        return types <= {dict} and _have_shape([each for value in values for each in value.values()], shape[str])
    if isinstance(shape, dict):
        same = types <= {dict} and all(value.keys() == shape.keys() for value in values)
        return same and all(_have_shape([value[name] for value in values], each) for name, each in shape.items())
    return types <= {shape}
