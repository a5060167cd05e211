"""What the process that opens a workbook answers: Arrow streams, one behind the other, through its standard output.

A block of rows is a stream of its own, because each has its own columns: 'row', and the numbers of columns. The last
stream has no rows, and says in the metadata of its schema what came of it all.
"""

import json
from collections.abc import Sequence
from typing import IO, Any

import pyarrow as pa

_NAME = b"importer"
_ROW = "row"


def write_rows(out: IO[bytes], numbers: Any, columns: Sequence[int], texts: Sequence[pa.Array]) -> None:  # noqa: ANN401 - anything that Arrow takes
    """Send a block of rows."""
    names = [_ROW, *map(str, columns)]
    batch = pa.record_batch([pa.array(numbers, pa.int32()), *texts], names=names)
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)


def write_word(out: IO[bytes], word: str, **values: Any) -> None:  # noqa: ANN401 - anything that JSON takes
    """Send a word and what belongs to it."""
    told = json.dumps({"word": word, **values}).encode()
    with pa.ipc.new_stream(out, pa.schema([], metadata={_NAME: told})):
        pass


def read_answer(file: IO[bytes]) -> dict[str, Any] | pa.RecordBatch:
    """Read the next answer: a block of rows, or a word. Raises EOFError where there is none any more."""
    try:
        with pa.ipc.open_stream(file) as stream:
            metadata = stream.schema.metadata or {}
            batches = list(stream)
    except (pa.ArrowInvalid, OSError) as found:
        raise EOFError from found
    if _NAME in metadata:
        told: dict[str, Any] = json.loads(metadata[_NAME])
        return told
    return batches[0]
