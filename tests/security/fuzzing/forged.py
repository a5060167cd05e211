"""Answers of a process that was taken over: sound ones with bytes changed, and well-formed ones that say anything."""

import io
import json
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from importer.problem import CODES
from importer.steps.read.sandbox.messages import write_rows, write_word
from tests.security.test_process_that_reads import sound

CHANGES = st.lists(st.tuples(st.integers(0, 4_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(["", "Name", "\x1b]0;x\x07"])
NUMBERS = st.integers(-2, 6) | st.sampled_from([2**31, 2**63, 10**30])
WORDS = st.dictionaries(st.sampled_from(["value", "found", "why", "read", "are", "rows", "x"]), TEXTS, max_size=4)
KINDS = st.sampled_from(sorted(CODES))
NOTES = st.tuples(NUMBERS, NUMBERS, KINDS, WORDS)
DONE: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "hidden": st.lists(NUMBERS, max_size=3),
    "struck": st.lists(NUMBERS, max_size=3),
    "filled": st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3),
    "totals_rows": st.lists(NUMBERS, max_size=3),
    "filled_rules": st.lists(st.tuples(*[st.text(max_size=9)] * 3).map(list), max_size=3),
    "struck_rules": st.lists(st.tuples(st.text(max_size=9), st.text(max_size=30)).map(list), max_size=3),
    "filtered": st.booleans(),
    "merged": st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=3),
    "notes": st.lists(NOTES, max_size=2),
    "of_file": st.lists(st.fixed_dictionaries({"code": KINDS, "values": WORDS}), max_size=2),
    "names": st.lists(st.tuples(TEXTS, TEXTS), max_size=2),
    "properties": st.dictionaries(TEXTS, TEXTS, max_size=2),
    "formats": st.lists(TEXTS, max_size=2),
}
SOUND = {"name": "Jobs", "columns": [1, 2], "filtered": False, "properties": {}}
SOUND |= {name: [] for name in DONE if name not in SOUND}
ROWS = st.lists(st.integers(0, 6), min_size=2, max_size=2)
CELLS = st.lists(TEXTS, min_size=2, max_size=2)


def damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    """The bytes, with a few changed."""

    def change(changes: list[tuple[int, bytes]]) -> bytes:
        content = bytearray(whole)
        for place, new in changes:
            begin = place % len(content)
            content[begin : begin + len(new)] = new
        return bytes(content)

    return CHANGES.map(change)


def _answer(rows: list[int], cells: list[list[str]], formats: list[int], told: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    write_rows(out, rows, [1, 2], [pa.array(column, pa.large_string()) for column in cells], {1: formats})
    write_word(out, "done", **(SOUND | told))
    return out.getvalue()


FORMATS = st.lists(st.integers(-(2**15), 2**15 - 1), min_size=2, max_size=2)
WELL_FORMED = st.builds(
    _answer, ROWS, st.tuples(CELLS, CELLS).map(list), FORMATS, st.fixed_dictionaries({}, optional=DONE)
)
OF_TEXT = st.fixed_dictionaries(
    {},
    optional={
        "columns": st.lists(NUMBERS, max_size=3),
        "counts": st.lists(NUMBERS, max_size=3),
        "remarks": st.lists(TEXTS, max_size=2),
        "notes": st.lists(NOTES, max_size=2),
    },
)
SOUND_TEXT: dict[str, Any] = {"columns": [1, 2], "counts": [2, 2], "remarks": [], "notes": []}


def _answer_for_text(rows: list[int], cells: list[list[str]], told: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    write_rows(out, rows, [1, 2], [pa.array(column, pa.large_string()) for column in cells], {})
    write_word(out, "text", **(SOUND_TEXT | told))
    return out.getvalue()


FOR_TEXT = st.builds(_answer_for_text, ROWS, st.tuples(CELLS, CELLS).map(list), OF_TEXT)
REFUSED = st.fixed_dictionaries({"code": KINDS, "values": WORDS})


def _refusal(told: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    write_word(out, "refused", **told)
    return out.getvalue()


ANSWERS_OF_A_CHILD = st.one_of(damaged(sound()), WELL_FORMED, FOR_TEXT, REFUSED.map(_refusal))

SIGNS = st.text(st.characters(), max_size=20)  # half a surrogate pair among them, as JSON can write it
LINES_OF_COPIER = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.dictionaries(
            st.sampled_from(["rows", "needs", "part", "column", "reason", "x"]),
            st.one_of(NUMBERS, SIGNS, st.sampled_from(["xl/worksheets/sheet1.xml", "D", "", "\x1b[2J"]), st.none()),
            max_size=3,
        ).map(lambda told: json.dumps(told).encode()),
        st.builds(lambda part, column: json.dumps({"part": part, "column": column}).encode(), SIGNS, SIGNS),
        st.sampled_from(
            [
                b'{"part": "xl/worksheets/sheet1.xml", "column": "D"}',
                b"[1]",
                b"1e999",
                b'{"rows": NaN}',
                b'{"reason": "' + b"x" * 5_000,
                b"[" * 900,
            ]
        ),
    ),
    max_size=4,
).map(lambda lines: b"\n".join(lines) + b"\n")
