"""What the process that opens a workbook answers: Arrow streams, one behind the other, through its standard output.

A block of rows is a stream of its own, because each has its own columns: 'row', and the numbers of columns. The last
stream has no rows, and says in the metadata of its schema what came of it all. Since that process reads a file of
strangers, whatever it answers is checked to the last value.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import IO, Any

import pyarrow as pa

from importer.problem import CODES, Code

_NAME = b"importer"
_ROW = "row"
_FORMAT = "format "
_REFERENCE = {"code": Code, "values": {str: (str, int)}}
# Of each word: [x] is a list of any length, [x, y] one of two, {str: x} any dict, (x, y) either.
_SHAPES: dict[str, dict[str, Any]] = {
    "needs": {"bytes": int},
    "again": {},
    "refused": _REFERENCE,
    "done": {
        "name": str,
        "columns": [int],
        "hidden": [int],
        "struck": [int],
        "filled": [[int, int]],
        "filtered": bool,
        "merged": [[int, int, int, int]],
        "notes": [[int, int, Code, {str: str}]],
        "of_file": [_REFERENCE],
        "names": [[str, str]],
        "properties": {str: str},
        "formats": [str],
    },
    "text": {
        "columns": [int],
        "counts": [int],
        "notes": [[int, int, Code, {str: (str, int)}]],
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
    names = [_ROW, *map(str, columns), *map(format_column, formats)]
    of_formats = [pa.array(column, pa.int16()) for column in formats.values()]
    batch = pa.record_batch([pa.array(numbers, pa.int32()), *texts, *of_formats], names=names)
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)


def format_column(column: int) -> str:
    """What the formats of a column's cells are called."""
    return f"{_FORMAT}{column}"


def write_word(out: IO[bytes], word: str, **values: Any) -> None:  # noqa: ANN401 - anything that JSON takes
    """Send a word and what belongs to it."""
    answer = json.dumps({"word": word, **values}).encode()
    with pa.ipc.new_stream(out, pa.schema([], metadata={_NAME: answer})):
        pass


def read_answer(file: IO[bytes] | LimitedPipe) -> dict[str, Any] | pa.RecordBatch:
    """Read the next answer: a block of rows, or a word. Raises EOFError where there is no sound one any more."""
    try:
        messages = pa.ipc.MessageReader.open_stream(file)
        schema = pa.ipc.read_schema(messages.read_next_message())
        metadata = schema.metadata or {}
        _check_types(schema)
        batches = [_batch_of(message, schema) for message in messages]
        return _checked_word(json.loads(metadata[_NAME])) if _NAME in metadata else _checked_rows(batches)
    except (pa.ArrowException, OSError, ValueError, TypeError, RecursionError, MemoryError, struct.error) as found:
        raise EOFError from found
    except StopIteration as found:  # the pipe is at its end
        raise EOFError from found


def _batch_of(message: pa.ipc.Message, schema: pa.Schema) -> pa.RecordBatch:
    """The rows of a message; what is packed could unfold to any size, and is refused before anything is allocated."""
    if message.type != "record batch" or _is_packed(message.metadata.to_pybytes()):
        raise ValueError("rows that nobody sends")
    return pa.ipc.read_record_batch(message, schema)


def _is_packed(header: bytes) -> bool:
    """Whether a record batch says how its buffers are compressed ([Arrow] format/Message.fbs, in FlatBuffers)."""

    def number(form: str, at: int) -> int:
        return int(struct.unpack_from(form, header, at)[0])

    def field(table: int, place: int) -> int:
        known = table - number("<i", table)
        return number("<H", known + 4 + 2 * place) if 4 + 2 * place < number("<H", known) else 0

    message = number("<I", 0)
    batch = message + field(message, 2)
    return field(batch + number("<I", batch), 3) != 0


def _checked_word(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - anything that JSON holds
    shape = _SHAPES.get(answer.get("word", "")) if isinstance(answer, dict) else None
    json.dumps(answer, ensure_ascii=False).encode()  # half a surrogate pair is no text
    if shape is None or not _have_shape([answer], {"word": str, **shape}):
        raise ValueError("an answer that nobody gives")
    return dict(answer)


def _checked_rows(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    [batch] = batches
    batch.validate(full=True)
    if not len(batch) or any(column.null_count for column in batch.columns):
        raise ValueError("rows that nobody sends")
    return batch


def _check_types(schema: pa.Schema) -> None:
    """Refuse columns that nobody sends, before anything is made of them."""
    if not schema.names:
        return
    first, *names = schema.names
    expected = (pa.int16() if name.startswith(_FORMAT) else pa.large_string() for name in names)
    sound = first == _ROW and len(set(names)) == len(names) and schema.types == [pa.int32(), *expected]
    if not sound or not all(name.removeprefix(_FORMAT).isdecimal() for name in names):
        raise ValueError("rows that nobody sends")


def _have_shape(values: Sequence[Any], shape: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    """Whether all values have it; they are looked at together, since there may be a million."""
    types = set(map(type, values))
    if shape is Code:
        return types <= {int} and set(values) <= CODES.keys()
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
