"""One thread that writes for all: whatever waits is committed together, so that durability costs next to nothing."""

import contextlib
import logging
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from importer.journal.file import make_unusable_error, open_journal_file
from importer.journal.tables import SqlRow

MOST_AT_ONCE = 1000
BATCH_WAIT_SECONDS = 0.005  # so long may what nobody waits for wait for more, to be committed together
LISTEN_SECONDS = 1.0  # Windows, Python 3.11 to 3.13: Ctrl-C is heard only between waits, never during one

_LOG = logging.getLogger(__name__)

Transaction = Callable[[sqlite3.Connection], list[SqlRow]]
OnCommit = Callable[[Exception | None], object]


class _WriterMessage(Enum):
    """What is said to the thread that writes, beside changes."""

    NOTED = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """Something to do in the file. `done` has what it gives, once that is committed."""

    transaction: Transaction
    done: "Future[list[SqlRow]]" = field(default_factory=Future)


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A row to write. `on_commit` is called by the thread that writes, once it is committed; or with why it is not."""

    statement: str
    row: SqlRow
    on_commit: OnCommit


def wait_for(done: "Future[list[SqlRow]]") -> list[SqlRow]:
    """What a change gives, once it is committed. Raises what it failed with."""
    while True:
        try:
            return done.result(LISTEN_SECONDS)
        except TimeoutError:
            if done.done():
                raise


class Writer:
    """Owns the connection. What is put is done in order; a failure is that of all that were to be committed with it,
    and the next are done all the same.

    Raises JournalError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_journal_file(path)
        self._waiting: queue.SimpleQueue[Change | _WriterMessage] = queue.SimpleQueue()
        self._notes: deque[PendingRow] = deque()
        self._is_called = False  # since the notes were taken last
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def put(self, statement: str, rows: Sequence[SqlRow]) -> "Future[list[SqlRow]]":
        """Have it done for each of `rows`, soon. The future fails with JournalError where it could not be."""
        return self._put_change(lambda connection: connection.executemany(statement, rows).fetchall())

    def note(self, statement: str, row: SqlRow, on_commit: OnCommit) -> None:
        """Have it done for this row a little later, with whatever comes until then. What is put afterwards is done
        after it.
        """
        self._notes.append(PendingRow(statement, row, on_commit))
        if not self._is_called:
            self._is_called = True
            self._waiting.put(_WriterMessage.NOTED)

    def ask(self, statement: str) -> list[SqlRow]:
        """Do it and give what it returns. Raises JournalError."""
        return self.run_together(lambda connection: connection.execute(statement).fetchall())

    def run_together(self, transaction: Transaction) -> list[SqlRow]:
        """Do several things, all of them or none, and give what they return. Raises JournalError."""
        return wait_for(self._put_change(transaction))

    def _put_change(self, transaction: Transaction) -> "Future[list[SqlRow]]":
        change = Change(transaction)
        self._waiting.put(change)
        return change.done

    def close(self) -> None:
        """Finish what was put, then close the file."""
        self._waiting.put(_WriterMessage.CLOSE)
        while self._thread.is_alive():
            self._thread.join(LISTEN_SECONDS)
        self._connection.close()

    def _run(self) -> None:
        open_ = True
        while open_:
            taken = self._take()
            open_ = _WriterMessage.CLOSE not in taken
            self._is_called = False
            notes = [self._notes.popleft() for _turn in range(len(self._notes))]
            self._commit(notes, [change for change in taken if isinstance(change, Change)])

    def _take(self) -> list["Change | _WriterMessage"]:
        taken = [self._waiting.get()]
        with contextlib.suppress(queue.Empty):
            if taken == [_WriterMessage.NOTED]:
                taken.append(self._waiting.get(timeout=BATCH_WAIT_SECONDS))
            while len(taken) < MOST_AT_ONCE:
                taken.append(self._waiting.get_nowait())
        return taken

    def _commit(self, notes: list[PendingRow], changes: list[Change]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for statement, some in groupby(notes, key=attrgetter("statement")):
                self._connection.executemany(statement, [note.row for note in some])
            answers = [change.transaction(self._connection) for change in changes]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, somebody waits to be told
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            failure = make_unusable_error(self._path, error) if isinstance(error, sqlite3.Error) else error
            _tell(notes, failure)
            for change in changes:
                change.done.set_exception(failure)
        else:
            _tell(notes, None)
            for change, answer in zip(changes, answers, strict=True):
                change.done.set_result(answer)


def _tell(notes: list[PendingRow], error: Exception | None) -> None:
    for note in notes:
        try:
            note.on_commit(error)
        except Exception:  # noqa: BLE001 - the others wait to be told
            _LOG.exception("nobody was told that a row is written")
