"""What the process that opens a workbook answers: Arrow streams, one behind the other, through its standard output.

A block of rows is a stream of its own, because each has its own columns: 'row', and the numbers of columns. The last
stream has no rows, and says in the metadata of its schema what came of it all. Since that process reads a file of
strangers, whatever it answers is checked to the last value.
"""

import json
from collections.abc import Sequence
from typing import IO, Any

import pyarrow as pa

from importer.problem import CODES, Code

_NAME = b"importer"
_ROW = "row"
_REFERENCE = {"code": Code, "values": {str: (str, int)}}
# Of each word: [x] is a list of any length, [x, y] one of two, {str: x} any dict, (x, y) either.
_SHAPES: dict[str, dict[str, Any]] = {
    "again": {},
    "refused": _REFERENCE,
    "done": {
        "name": str,
        "columns": [int],
        "hidden": [int],
        "filtered": bool,
        "merged": [[int, int, int, int]],
        "notes": [[int, int, Code, {str: str}]],
        "of_file": [_REFERENCE],
        "names": [[str, str]],
        "properties": {str: str},
    },
}


def write_rows(out: IO[bytes], numbers: Any, columns: Sequence[int], texts: Sequence[pa.Array]) -> None:  # noqa: ANN401 - anything that Arrow takes
    """Send a block of rows."""
    names = [_ROW, *map(str, columns)]
    batch = pa.record_batch([pa.array(numbers, pa.int32()), *texts], names=names)
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)


def write_word(out: IO[bytes], word: str, **values: Any) -> None:  # noqa: ANN401 - anything that JSON takes
    """Send a word and what belongs to it."""
    answer = json.dumps({"word": word, **values}).encode()
    with pa.ipc.new_stream(out, pa.schema([], metadata={_NAME: answer})):
        pass


def read_answer(file: IO[bytes]) -> dict[str, Any] | pa.RecordBatch:
    """Read the next answer: a block of rows, or a word. Raises EOFError where there is no sound one any more."""
    try:
        with pa.ipc.open_stream(file) as stream:
            metadata = stream.schema.metadata or {}
            batches = list(stream)
        return _checked_word(json.loads(metadata[_NAME])) if _NAME in metadata else _checked_rows(batches)
    except (pa.ArrowInvalid, OSError, ValueError) as found:
        raise EOFError from found


def _checked_word(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - anything that JSON holds
    shape = _SHAPES.get(answer.get("word", "")) if isinstance(answer, dict) else None
    if shape is None or not _has_shape(answer, {"word": str, **shape}):
        raise ValueError("an answer that nobody gives")
    return dict(answer)


def _checked_rows(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    [batch] = batches
    names = batch.schema.names
    row, *texts = batch.schema.types
    sound = row == pa.int32() and all(each == pa.large_string() for each in texts)
    if not sound or names[0] != _ROW or not all(map(str.isdecimal, names[1:])):
        raise ValueError("rows that nobody sends")
    batch.validate(full=True)
    return batch


def _has_shape(value: Any, shape: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    if isinstance(shape, tuple):
        return any(_has_shape(value, each) for each in shape)
    if isinstance(shape, list):
        shapes = shape * len(value) if isinstance(value, list) and len(shape) == 1 else shape
        return isinstance(value, list) and len(value) == len(shapes) and all(map(_has_shape, value, shapes))
    if isinstance(shape, dict) and str in shape:
        return isinstance(value, dict) and all(_has_shape(each, shape[str]) for each in value.values())
    if isinstance(shape, dict):
        same = isinstance(value, dict) and value.keys() == shape.keys()
        return same and all(_has_shape(value[name], each) for name, each in shape.items())
    return type(value) is int and value in CODES if shape is Code else type(value) is shape
