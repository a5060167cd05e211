"""The process that copies a workbook with its results: bounded before it looks at the workbook.

It is given the result through its input and opens two files by name, the workbook and the file to fill; then nothing
else: no file, no socket, no process. It answers in lines of JSON.
"""

import json
import pickle
import sys
from collections.abc import Callable
from copyreg import dispatch_table
from dataclasses import fields, replace
from io import SEEK_END, RawIOBase
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, TypeGuard, cast
from unicodedata import category

from importer.child_process import BoundedProcess, Bounds, bound_files, bound_memory, bound_time, code_of, mapped
from importer.files import explain_failure, identity_of, open_regular_file, open_same_file
from importer.languages import _, use_language
from importer.problem import Problem, keep_options, list_typed_options
from importer.records import CellFormats, ImportResult, Outcome
from importer.steps.report.patched_copy import write_patched
from importer.steps.report.results_book import StatusCells
from importer.workbook_parts import NotPatchable, Refusal, need_of, open_checked_zip

ROWS_AT_ONCE = 500  # of which progress is told
_CODE = code_of("importer.steps.report.patch_process", "steps.report")
_MB = 1 << 20
_SUGGESTED = ("check", "run", "retry", "map", "resume", "runs")  # commands that Summary can name
_LONGEST_ANSWER = 4_000  # bytes
_MOST_ANSWERS = 10_000
# A copy is rarely as large as that: what is said of a row takes some 60 bytes, packed.
_MOST_GROWTH, _MOST_OF_ROW, _MOST_OF_REST = 4, 2_000, 64 << 20  # times the workbook; bytes


def write_copy(
    result: ImportResult, file: IO[bytes] | None, bounds: Bounds, on_rows: Callable[[int], None], *, with_macros: bool
) -> StatusCells:
    """Fill the file with a copy of the workbook that the sheet was read from, and say where the statuses are.

    Without a file all is done but for keeping it, which shows whether it can be done. `with_macros` says that the name
    of the results ends in .xlsm; `on_rows` hears how many rows are done. Raises NotPatchable where the workbook cannot
    be changed safely, is not the one that was read, or takes more memory or time than `bounds` allow; the file may then
    hold half a workbook.
    """
    request = {
        "source": str(result.batch.sheet.path),
        "file": file.name if file else None,
        "identity": identity_of(file.fileno()) if file else None,
        "with_macros": with_macros,
    }
    last: dict[str, Any] = {}
    with BoundedProcess(_CODE, request, bounds) as child:
        try:
            with child.input as asked:
                _ResultPickler(asked, pickle.HIGHEST_PROTOCOL).dump(
                    (list_typed_options(_SUGGESTED), _remove_cells(result))
                )
        except OSError:
            pass  # it has ended, which is seen below
        for _ in range(_MOST_ANSWERS):
            last = _check_line(child.output.readline(_LONGEST_ANSWER))
            if isinstance(last.get("rows"), int):
                on_rows(min(max(last["rows"], 0), result.rows))
            elif isinstance(last.get("needs"), int):
                child.allow(last["needs"])
            else:
                break
    part, column, reason = (last.get(name) for name in ("part", "column", "reason"))
    if isinstance(part, str) and isinstance(column, str) and column.isalpha():
        return StatusCells(part, column)
    raise NotPatchable(reason if _is_sentence(reason) else child.describe_end("copy"))


def _to_pickle(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda record: (kind, values(record))


class _ResultPickler(pickle.Pickler):
    """Pickles the records of which a run has thousands, faster than dataclasses with slots pickle themselves."""

    dispatch_table = dispatch_table | {kind: _to_pickle(kind) for kind in (Outcome, Problem)}


def _is_sentence(reason: object) -> TypeGuard[str]:
    """Whether it can be shown and written as it is: words, without a sign that steers."""
    return isinstance(reason, str) and bool(reason.strip()) and not any(category(sign)[0] == "C" for sign in reason)


def _check_line(line: bytes) -> dict[str, Any]:
    """What a line says; nothing where it is no answer of ours."""
    try:
        answer = json.loads(line)
        line.decode()
        json.dumps(answer, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _remove_cells(result: ImportResult) -> ImportResult:
    """The result as far as a copy of the workbook tells it, in which the user's cells are."""
    sheet = result.batch.sheet
    rows = cast("Any", range(len(sheet.cells)))
    of_sheet = tuple(note for note in sheet.notes if note.row is None)
    bare = replace(sheet, cells=rows, notes=of_sheet, previous_results=None, formats=CellFormats())
    return replace(result, batch=replace(result.batch, sheet=bare, values=rows, lookups=rows, made_texts={}))


def main() -> None:
    """Answer what is asked, in the process."""
    use_language()
    request, out = json.loads(sys.argv[1]), sys.stdout.buffer
    typed, result = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    keep_options(lambda verb: typed.get(verb, ()))

    def say(**answer: object) -> None:
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()

    try:
        with open_regular_file(Path(request["source"])) as source, _open_request(request) as file:
            sheet = _write_bounded(result, source, file, request, say)
        say(part=sheet.part, column=sheet.column)
    except NotPatchable as found:
        say(reason=_(found.reason))
    except Refusal as found:
        say(reason=_(str(found.values.get("reason", "it has a password"))))
    except FileNotFoundError:
        say(reason=_("it was moved or deleted"))
    except OSError as found:
        say(reason=_("it cannot be copied ({strerror})").format(strerror=explain_failure(found)))


def _open_request(request: dict[str, Any]) -> IO[bytes]:
    if not request["file"]:
        return cast("IO[bytes]", _NullFile())
    return open_same_file(Path(request["file"]), tuple(request["identity"]))


def _write_bounded(
    result: ImportResult, source: IO[bytes], file: IO[bytes], request: dict[str, Any], say: Callable[..., None]
) -> StatusCells:
    loaded = mapped()
    most_of_rows = _MOST_OF_ROW * len(result.outcomes)
    bound_files(_MOST_GROWTH * source.seek(0, SEEK_END) + most_of_rows + _MOST_OF_REST)
    bound_time(request["deadline_seconds"])
    archive = open_checked_zip(source)
    say(needs=need_of(archive))
    if not request["watched"]:
        bound_memory(loaded + int(request["memory_mb"]) * _MB + need_of(archive))
    done = SimpleNamespace(rows=-1)  # the heading row is no row

    def on_row(_row: int) -> None:
        done.rows += 1
        if done.rows % ROWS_AT_ONCE == 0:
            say(rows=done.rows)

    return write_patched(result, archive, file, on_row, with_macros=request["with_macros"])


class _NullFile(RawIOBase):
    """A file that keeps nothing of what is written."""

    def __init__(self) -> None:
        self._place = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, content: Any) -> int:  # noqa: ANN401 - whatever bytes are in
        self._place += len(content)
        return len(content)

    def seek(self, position: int, whence: int = 0) -> int:
        self._place = position if whence == 0 else self._place + (position if whence == 1 else 0)
        return self._place

    def tell(self) -> int:
        return self._place
