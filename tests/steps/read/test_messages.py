"""What the process that opens workbooks answers is checked to the last value, since a file could have made it."""

import io
from typing import Any

import pyarrow as pa
import pytest

from importer.problem import EXCEL_ERROR
from importer.steps.read.sandbox.messages import read_answer, write_rows, write_word

DONE: dict[str, Any] = {
    "name": "Jobs",
    "columns": [1],
    "hidden": [],
    "struck": [],
    "filled": [],
    "filtered": False,
    "merged": [[1, 1, 2, 2]],
    "notes": [[2, 1, EXCEL_ERROR.number, {"value": "x"}]],
    "of_file": [],
    "names": [["field_name", "Jobs!$A$1"]],
    "properties": {"importer version": "1"},
    "formats": ["d-mmm"],
}


def answered(word: str, **values: Any) -> Any:
    out = io.BytesIO()
    write_word(out, word, **values)
    out.seek(0)
    return read_answer(out)


def test_an_answer_comes_as_it_was_given() -> None:
    assert answered("done", **DONE) == {"word": "done", **DONE}


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"columns": ["1"]},
        {"columns": [True]},
        {"merged": [[1, 1, 2]]},
        {"notes": [[2, 1, 99_999, {}]]},
        {"notes": [[2, 1, EXCEL_ERROR.number, {"value": ["x"]}]]},
        {"names": [["field_name"]]},
        {"names": {"field_name": "Jobs!$A$1"}},
        {"properties": {"importer version": 1}},
        {"more": 1},
    ],
)
def test_an_answer_of_another_shape_is_none(change: dict[str, Any]) -> None:
    with pytest.raises(EOFError):
        answered("done", **(DONE | change))


@pytest.mark.parametrize("metadata", [b'{"word": "perhaps"}', b'{"word": []}', b"[]", b"[" * 100_000, b"{", b"\xff"])
def test_an_answer_that_nobody_gives_is_none(metadata: bytes) -> None:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, pa.schema([], metadata={b"importer": metadata})):
        pass
    out.seek(0)
    with pytest.raises(EOFError):
        read_answer(out)


@pytest.mark.parametrize("types", [(pa.int64(), pa.large_string()), (pa.int32(), pa.int32())])
def test_rows_of_another_kind_are_none(types: tuple[pa.DataType, ...]) -> None:
    batch = pa.record_batch([pa.array([1], types[0]), pa.array(["1"]).cast(types[1])], names=["row", "1"])
    out = io.BytesIO()
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)
    out.seek(0)
    with pytest.raises(EOFError):
        read_answer(out)


def test_rows_come_as_they_were_given() -> None:
    out = io.BytesIO()
    write_rows(out, [2, 3], [1], [pa.array(["a", "b"], pa.large_string())])
    out.seek(0)
    rows = read_answer(out)
    assert isinstance(rows, pa.RecordBatch)
    assert rows.to_pydict() == {"row": [2, 3], "1": ["a", "b"]}
