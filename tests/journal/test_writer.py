"""What waits is committed together, and what fails takes nothing else with it than was to be committed with it."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from importer.errors import JournalError
from importer.journal.tables import Row
from importer.journal.writer import MOST_AT_ONCE, Writer

INSERT = """
    INSERT INTO runs (run, started, file, sheet, target, identity, state, options)
    VALUES (?, '', '', '', '', '', '', '')"""


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """Keep the writer at its first change, so that all that is put meanwhile waits."""
    begun, over = threading.Event(), threading.Event()

    def hold(_connection: sqlite3.Connection) -> list[Row]:
        begun.set()
        over.wait()
        return []

    thread = threading.Thread(target=writer.together, args=(hold,))
    thread.start()
    begun.wait()
    yield
    over.set()
    thread.join()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(tmp_path / "journal.sqlite")
    yield writer
    writer.close()


def test_no_more_than_a_thousand_are_committed_together(writer: Writer) -> None:
    with held(writer):
        put = [writer.put(INSERT, [(run,)]) for run in (*range(1, MOST_AT_ONCE + 11), 1)]  # the last is there already
    failed = [change.exception() for change in put]
    assert failed[:MOST_AT_ONCE] == [None] * MOST_AT_ONCE
    assert all(isinstance(error, JournalError) for error in failed[MOST_AT_ONCE:])
    assert writer.ask("SELECT count(*), max(run) FROM runs") == [(MOST_AT_ONCE, MOST_AT_ONCE)]


def test_after_a_failure_it_goes_on(writer: Writer) -> None:
    writer.put(INSERT, [(1,)]).result()
    with pytest.raises(JournalError, match="UNIQUE"):
        writer.put(INSERT, [(2,), (1,)]).result()
    writer.put(INSERT, [(3,)]).result()
    assert writer.ask("SELECT run FROM runs ORDER BY run") == [(1,), (3,)]


def test_what_is_not_of_the_file_fails_alone_and_is_told_as_it_is(writer: Writer) -> None:
    """Half a character, as a name on disk may have it, or a number that no column holds."""
    for value in ("\udcff", 2**70):
        with pytest.raises((UnicodeEncodeError, OverflowError)):
            writer.put(INSERT, [(1,), (value,)]).result(timeout=10)
    writer.put(INSERT, [(1,)]).result(timeout=10)
    assert writer.ask("SELECT run FROM runs") == [(1,)]


def test_a_process_that_is_left_does_not_wait_for_it(writer: Writer) -> None:
    writer.ask("SELECT 1")
    assert [thread.daemon for thread in threading.enumerate() if thread.name == "journal"] == [True]
