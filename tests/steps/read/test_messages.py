"""What the process that opens workbooks answers is checked to the last value, since a file could have made it."""

import io
import json
import struct
from typing import Any

import pyarrow as pa
import pytest

from importer.problem import EXCEL_ERROR
from importer.steps.read.sandbox.messages import Rows, read_answer, write_rows, write_word

DONE: dict[str, Any] = {
    "name": "Jobs",
    "columns": [1],
    "hidden": [],
    "struck": [],
    "filled": [],
    "struck_rules": [],
    "filled_rules": [],
    "totals_rows": [],
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
    with pytest.raises(EOFError):
        read_answer(io.BytesIO(len(metadata).to_bytes(4, "little") + metadata))


SOUND = {"rows": 1, "columns": [1], "size": 1, "formats": []}
BUFFERS = struct.pack("<iqq", 2, 0, 1) + b"a"


@pytest.mark.parametrize(
    ("changes", "buffers"),
    [
        ({"rows": 0}, b""),
        ({"rows": -1}, BUFFERS),
        ({"rows": True}, BUFFERS),
        ({"rows": 1 << 80}, BUFFERS),
        ({"columns": [1, 1], "size": 2}, struct.pack("<iqqq", 2, 0, 1, 2) + b"ab"),
        ({"columns": [-1]}, BUFFERS),
        ({"columns": [1, 2]}, BUFFERS),
        ({"size": 2}, BUFFERS),
        ({"size": -1}, BUFFERS),
        ({"columns": [1] * 2, "size": 1 << 80}, BUFFERS),
        ({"formats": [3, 3]}, BUFFERS + b"aaaa"),
        ({"formats": [3]}, BUFFERS + b"a"),
        ({"more": 1}, BUFFERS),
        ({}, struct.pack("<iqq", 2, 0, 2) + b"a"),
        ({}, struct.pack("<iqq", 2, -8, 1) + b"a"),
        ({}, struct.pack("<iqq", 2, 1, 0) + b"a"),
        ({}, struct.pack("<iqq", 2, 0, 1) + b"\xff"),
    ],
)
def test_rows_of_another_kind_are_none(changes: dict[str, object], buffers: bytes) -> None:
    head = json.dumps(SOUND | changes).encode()
    with pytest.raises(EOFError):
        read_answer(io.BytesIO(len(head).to_bytes(4, "little") + head + buffers))


def test_rows_of_this_kind_are_read() -> None:
    head = json.dumps(SOUND).encode()
    rows = read_answer(io.BytesIO(len(head).to_bytes(4, "little") + head + BUFFERS))
    assert isinstance(rows, Rows)
    assert parts_of(rows) == ([2], {1: ["a"]}, {})


def test_a_part_of_a_column_comes_as_it_is() -> None:
    out = io.BytesIO()
    texts = pa.array(["before", "a", "", "é", "behind"], pa.large_string())[1:4]
    write_rows(out, [2, 3, 4], [1], [texts], {1: [0, 1, 2]})
    out.seek(0)
    rows = read_answer(out)
    assert isinstance(rows, Rows)
    assert parts_of(rows) == ([2, 3, 4], {1: ["a", "", "é"]}, {1: [0, 1, 2]})


def test_rows_come_as_they_were_given() -> None:
    out = io.BytesIO()
    write_rows(out, [2, 3], [1], [pa.array(["a", "b"], pa.large_string())])
    out.seek(0)
    rows = read_answer(out)
    assert isinstance(rows, Rows)
    assert parts_of(rows) == ([2, 3], {1: ["a", "b"]}, {})


def test_columns_come_each_as_it_was_whether_in_one_array_or_in_several() -> None:
    columns = [pa.array(texts, pa.large_string()) for texts in (["a", "é"], ["", "b"], ["", ""])]
    for texts in (columns, [pa.concat_arrays(columns)]):
        out = io.BytesIO()
        write_rows(out, [2, 9], [1, 4, 7], texts, {4: [0, 3]})
        out.seek(0)
        rows = read_answer(out)
        assert isinstance(rows, Rows)
        assert parts_of(rows) == ([2, 9], {1: ["a", "é"], 4: ["", "b"], 7: ["", ""]}, {4: [0, 3]})
        assert rows.texts_of(2) is None


def parts_of(rows: Rows) -> tuple[list[int], dict[int, list[str]], dict[int, list[int]]]:
    """Numbers, texts by column, formats by column."""
    texts = {column: found.to_pylist() for column in rows.columns if (found := rows.texts_of(column)) is not None}
    return rows.numbers.tolist(), texts, {column: found.tolist() for column, found in rows.formats.items()}
