"""S14, S17: a workbook may take over the process that reads it: whatever that answers or takes is one clear message."""

import io
import json
import os
import signal
import struct
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.child_process import bounded
from importer.errors import SheetError
from importer.problem import EXCEL_ERROR, HIDDEN_LEFT_OUT, NO_SUCH_DAY, READER_ENDED, TOO_LARGE_TO_READ
from importer.records import Sheet
from importer.settings import Options
from importer.steps.read import read_sheet
from importer.steps.read.child_answers import Answers, grid_of
from importer.steps.read.grid import Grid
from importer.steps.read.layout import make_sheet
from importer.steps.read.sandbox.messages import LimitedPipe, Rows, read_answer, write_rows, write_word
from tests.builders import good
from tests.command import ROOT, Said, importer_afresh
from tests.examples import examples
from tests.processor import allowed, seconds_of
from tests.workbooks import workbook

BEGIN = "import json, os, struct, time, pyarrow as pa\n"
BEGIN += "from importer.steps.read.sandbox.messages import write_rows, write_word\n"
BEGIN += "out = sys.stdout.buffer\n"
DONE = "write_word(out, 'done', name='x', columns=%s, hidden=%s, filtered=False, merged=[], notes=%s, of_file=[], "
DONE += "struck=[], filled=[], struck_rules=[], filled_rules=[], totals_rows=[], names=[], properties={}, formats=[])"
MERGED = DONE.replace("merged=[]", "merged=[[-3, -4, 9, 9]]")
ROW = "write_rows(out, [%s], [1], [pa.array(['a'], pa.large_string())])\n"
TAKEN_OVER = {
    "a refusal without its words": "write_word(out, 'refused', code=111, values={})",
    "a refusal with more": "write_word(out, 'refused', code=111, values={'reason': 'x', 'path': 'y'})",
    "half a character": "write_word(out, 'refused', code=111, values={'reason': '\\ud800'})",
    "no rows": DONE % ("[1]", "[]", "[]"),
    "columns beyond the last": ROW % 2 + DONE % ("[99999999]", "[]", "[]"),
    "a column twice": ROW % 2 + DONE % ("[1, 1]", "[]", "[]"),
    "a row twice": ROW % 2 + ROW % 2 + DONE % ("[1]", "[]", "[]"),
    "a row before the first": ROW % -5 + DONE % ("[1]", "[]", "[]"),
    "a note of what nobody looked for": ROW % 2 + DONE % ("[1]", "[]", f"[[2, 1, {HIDDEN_LEFT_OUT.number}, {{}}]]"),
    "a note without its words": ROW % 2 + DONE % ("[1]", "[]", f"[[2, 1, {NO_SUCH_DAY.number}, {{}}]]"),
    "a note with a word of ours": ROW % 2 + DONE % ("[1]", "[]", f"[[2, 1, {EXCEL_ERROR.number}, {{'row': '9'}}]]"),
    "merged cells before the first": ROW % 2 + MERGED % ("[1]", "[]", "[]"),
    "another word": "write_word(out, 'perhaps')",
    "noise": "out.write(bytes(range(256)) * 999)",
    "a length without end": "out.write(b'\\xff\\xff\\xff\\xff\\xf0\\xff\\xff\\x7f' * 9)",
    "nothing": "",
    "silence": "time.sleep(60)",
    "words without end": "while True: write_word(out, 'again')",
}

WITHOUT_END = {
    "a word": "word = b'[]' * (1 << 20)\nout.write(struct.pack('<I', 1 << 30))\n",
    "rows": "word = b'\\0' * (1 << 21)\n"
    "head = json.dumps({'rows': 2, 'columns': [1], 'size': 3 << 30, 'formats': []})\n"
    "out.write(struct.pack('<I', len(head)) + head.encode())\n",
}
# What it starts says its number, and at its own end that it was left alone.
STARTS = "import os, time\ntold = os.open({told!r}, os.O_CREAT | os.O_WRONLY)\n"
STARTS += "if os.fork() == 0: {first}os.write(told, b'%d ' % os.getpid()); time.sleep(20); os.write(told, b'left')\n"
STARTS += "while not os.stat({told!r}).st_size: time.sleep(0.01)\nos._exit(0)"

pytestmark = pytest.mark.usefixtures("children_afresh")


def read(folder: Path, options: Options = Options()) -> Sheet:
    return read_sheet(workbook(folder, good()), options=options)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("code", TAKEN_OVER.values(), ids=TAKEN_OVER.keys())
def test_an_answer_that_nobody_gives_is_one_message(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.steps.read.workbook._START", BEGIN + code)
    with pytest.raises(SheetError) as caught:
        read(tmp_path, Options(deadline_seconds=3.0))
    assert caught.value.code is READER_ENDED


@pytest.mark.skipif(sys.platform == "win32", reason="processes fork no others there")
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("first", ["", "os.setsid(); "], ids=["in its group", "out of its group"])
def test_nobody_waits_for_what_the_process_started(first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps the pipes open; what is in the group of the process is ended with it."""
    told = tmp_path / "told"
    monkeypatch.setattr("importer.steps.read.workbook._START", STARTS.format(told=str(told), first=first))
    with pytest.raises(SheetError) as caught:
        read(tmp_path, Options(deadline_seconds=1.0))
    assert caught.value.code is READER_ENDED
    number = told.read_text().removesuffix(" ")  # and nothing behind it
    if first:
        os.kill(int(number), signal.SIGKILL)
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(int(number)).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    assert told.read_text().endswith(" ")


def test_one_that_closes_its_output_and_lives_on_took_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importer.steps.read.workbook._START", BEGIN + "os.close(1)\ntime.sleep(60)")
    with pytest.raises(SheetError) as caught:
        read(tmp_path)
    assert caught.value.code is READER_ENDED
    assert "the file may be damaged" in caught.value.message


@pytest.mark.parametrize("code", WITHOUT_END.values(), ids=WITHOUT_END.keys())
@pytest.mark.thorough(but=1)
def test_more_than_the_file_can_hold_is_not_waited_for(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six gigabytes of it were held, and what they became in JSON takes twenty times as much."""
    told = tmp_path / "told"
    sent = f"told = open({str(told)!r}, 'wb', 0)\n{code}for _ in range(4_000): out.write(word); told.write(b'.')\n"
    monkeypatch.setattr("importer.steps.read.workbook._START", BEGIN + sent)
    with pytest.raises(SheetError):
        read(tmp_path, Options(memory_mb=64))
    assert told.stat().st_size < 200


def test_many_columns_of_many_blocks_cost_what_is_in_them() -> None:
    """Each column of each block was looked at, and ten times as many took an hour."""
    out, columns = io.BytesIO(), range(1, 1_001)
    write_rows(out, [1], columns, [pa.array(["Name"] * len(columns), pa.large_string())])
    for row in range(2, 1_001):
        write_rows(out, [row], [row], [pa.array(["a"], pa.large_string())])
    out.write(sound_word("done", columns=[*columns]))
    out.seek(0)
    answers = Answers()
    answers.read(out)
    grids: list[Grid] = []
    assert seconds_of(lambda: grids.append(grid_of(answers, Path("x")))) < allowed(0.1)
    assert [grids[0].cells.loc[row, row - 1] for row in (1, 2, 1_000)] == ["Name", "a", "a"]
    assert [grids[0].cells.loc[row, row] for row in (1, 2, 999)] == ["Name", "", ""]


@pytest.mark.thorough
def test_the_command_says_it_in_a_sentence(tmp_path: Path) -> None:
    said = with_process(BEGIN + TAKEN_OVER["a note without its words"], tmp_path)
    assert (said.status, "failed; the file may be damaged" in said.err) == (3, True)


def with_process(code: str, folder: Path) -> Said:
    """What the command says of a workbook that has the process that opens it run this code."""
    hook = folder / "hook"
    hook.mkdir()
    start = f"import importer.steps.read.workbook as room\nroom._START = {code!r}\n"
    (hook / "sitecustomize.py").write_text(start, encoding="utf-8")
    path = os.pathsep.join((str(hook), str(ROOT)))
    return importer_afresh("check", workbook(folder, good()), state=folder / "state", PYTHONPATH=path)


@pytest.mark.thorough
def test_p13_memory_is_watched_where_the_system_does_not_bound_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "WATCHED", True)
    assert read(tmp_path).rows == 1
    greedy = "import time\nheld = [bytes([1]) * (1 << 20) for _ in range(1_500)]\ntime.sleep(60)"
    monkeypatch.setattr("importer.steps.read.workbook._START", greedy)
    with pytest.raises(SheetError) as caught:
        read(tmp_path, Options(memory_mb=64))
    assert caught.value.code is TOO_LARGE_TO_READ
    assert "it needs more than 64 MB of memory" in caught.value.message


def test_a_sound_answer_is_a_grid() -> None:
    answers = Answers()
    answers.read(io.BytesIO(sound()))
    assert grid_of(answers, Path("jobs.xlsx")).cells.shape == (2, 1)


def sound() -> bytes:
    out = io.BytesIO()
    write_word(out, "needs", bytes=1)
    write_rows(out, [2, 3], [1], [pa.array(["a", "b"], pa.large_string())])
    notes = {"notes": [[2, 1, EXCEL_ERROR.number, {"value": "x"}]], "of_file": []}
    rows: dict[str, list[Any]] = {
        "hidden": [3],
        "struck": [2],
        "filled": [[2, 1]],
        "struck_rules": [["A2:A3", '$A2="a"']],
        "filled_rules": [["A2:A3", '$A2="a"', "FFFF0000"]],
        "totals_rows": [3],
        "merged": [[2, 1, 3, 1]],
    }
    told = {"filtered": False, "names": [["a", "b"]], "properties": {"a": "b"}, "formats": ["0.00"]}
    write_word(out, "done", name="Jobs", columns=[1], **rows, **notes, **told)
    return out.getvalue()


@settings(max_examples=examples(300), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(st.integers(0, 4_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4))
def test_changed_bytes_are_a_grid_or_one_message(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(sound())
    for place, new in changes:
        begin = place % len(content)
        content[begin : begin + len(new)] = new
    answers = Answers()
    answers.read(LimitedPipe(io.BytesIO(bytes(content)), 1 << 20))
    if answers.last is not None:
        with suppress(SheetError):
            grid_of(answers, Path("jobs.xlsx"))


def test_a_stream_of_arrow_is_not_read() -> None:
    """A forged one broke the process that reads it: it ended by a signal, or wrote where it should not."""
    out = io.BytesIO()
    batch = pa.record_batch([pa.array([2], pa.int32()), pa.array(["a"], pa.large_string())], names=["row", "1"])
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)
    out.seek(0)
    with pytest.raises(EOFError):
        read_answer(LimitedPipe(out, 1 << 30))
    readers = ("importer/steps/read/child_answers.py", "importer/steps/read/sandbox/messages.py")
    assert not [name for name in readers if "ipc" in (ROOT / name).read_text(encoding="utf-8")]


def block(ends: Sequence[int], content: bytes) -> bytes:
    """Rows 2 and on of one column, with these texts as Arrow has them in memory."""
    rows = len(ends) - 1
    head = json.dumps({"rows": rows, "columns": [1], "size": len(content), "formats": []}).encode()
    numbers = np.arange(2, 2 + rows, dtype=np.int32).tobytes()
    return struct.pack("<I", len(head)) + head + numbers + np.array(ends, np.int64).tobytes() + content


@pytest.mark.parametrize(
    ("ends", "content"),
    [([0, 1, 9], b"ab"), ([0, 2, 1], b"ab"), ([-1, 1, 2], b"ab"), ([0, 1, 1 << 40], b"ab"), ([0, 1, 2], b"\xff\xfe")],
)
def test_texts_that_lie_elsewhere_or_are_none_are_not_read(ends: list[int], content: bytes) -> None:
    assert isinstance(read_answer(io.BytesIO(block([0, 1, 2], b"ab"))), Rows)
    with pytest.raises(EOFError):
        read_answer(io.BytesIO(block(ends, content)))


@pytest.mark.parametrize(
    "told",
    [
        {"word": "needs", "bytes": "1"},
        {"word": "needs", "bytes": True},
        {"word": "needs"},
        {"word": "again", "more": 1},
        {"word": "refused", "code": 999_999, "values": {}},
        {"word": "refused", "code": 111, "values": {"reason": ["x"]}},
        {"word": "text", "columns": [1.5], "counts": [], "notes": [], "remarks": []},
        {"word": "text", "columns": [1], "counts": [], "notes": [[1, 2]], "remarks": []},
        {"word": "text", "columns": [1], "counts": [], "notes": [], "remarks": [None]},
    ],
    ids=str,
)
def test_a_word_of_another_shape_is_not_taken(told: dict[str, Any]) -> None:
    content = json.dumps(told).encode()
    with pytest.raises(EOFError):
        read_answer(io.BytesIO(struct.pack("<I", len(content)) + content))


def sound_word(word: str, **values: Any) -> bytes:
    """The end of a sheet about which there is nothing to say, but for `values`."""
    lists = "hidden struck filled struck_rules filled_rules totals_rows notes of_file names formats merged"
    told: dict[str, Any] = {name: [] for name in lists.split()} | {"name": "x", "filtered": False, "properties": {}}
    out = io.BytesIO()
    write_word(out, word, **{**told, **values})
    return out.getvalue()


def test_merged_cells_that_end_before_they_begin_are_none() -> None:
    out = io.BytesIO()
    write_rows(out, [1, 2, 3], [1], [pa.array(["Name", "a", "b"], pa.large_string())])
    out.write(sound_word("done", columns=[1], merged=[[3, 1, 1, 1]]))
    out.seek(0)
    answers = Answers()
    answers.read(out)
    assert make_sheet(grid_of(answers, Path("x")), Path("x"), Options()).rows == 2


def test_a_length_beyond_the_bound_is_refused_before_it_is_read() -> None:
    out = io.BytesIO()
    write_rows(out, [2], [1], [pa.array(["a" * 5_000], pa.large_string())])
    out.seek(0)
    with pytest.raises(EOFError):
        read_answer(LimitedPipe(out, 4_000))
