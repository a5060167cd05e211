"""What waits is committed together, and what fails takes nothing else with it than was to be committed with it."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from importer.errors import JournalError
from importer.journal.tables import SqlRow
from importer.journal.writer import MOST_AT_ONCE, Writer

INSERT = """
    INSERT INTO runs (run, started, file, sheet, target, identity, state, options)
    VALUES (?, '', '', '', '', '', '', '')"""


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """Keep the writer at its first change, so that all that is put meanwhile waits."""
    begun, over = threading.Event(), threading.Event()

    def hold(_connection: sqlite3.Connection) -> list[SqlRow]:
        begun.set()
        over.wait()
        return []

    thread = threading.Thread(target=writer.run_together, args=(hold,))
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


def noted(writer: Writer, runs: list[int]) -> list[Exception | None]:
    told: list[Exception | None] = []
    for run in runs:
        writer.note(INSERT, (run,), told.append)
    return told


def test_what_nobody_waits_for_is_written_all_the_same(writer: Writer) -> None:
    over = threading.Event()
    writer.note(INSERT, (1,), lambda _: over.set())
    assert over.wait(10)
    assert writer.ask("SELECT run FROM runs") == [(1,)]


def test_what_is_put_is_done_after_what_was_noted_before(writer: Writer) -> None:
    told = noted(writer, [1, 2])
    assert writer.ask("SELECT run FROM runs") == [(1,), (2,)]
    assert told == [None, None]


def commits_of(writer: Writer) -> list[str]:
    """The commits from now on."""
    commits: list[str] = []
    writer.ask("SELECT 1")
    writer._connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    return commits


def test_notes_wait_a_moment_for_one_another(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.journal.writer.BATCH_WAIT_SECONDS", 0.5)
    commits, done = commits_of(writer), threading.Semaphore(0)
    for moment in (1, 2):
        for run in range(5):
            writer.note(INSERT, (10 * moment + run,), lambda _: done.release())
            time.sleep(0.01)
        for _run in range(5):
            assert done.acquire(timeout=10)
        assert len(commits) == moment


def test_what_is_waited_for_does_not_wait_with_them(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.journal.writer.BATCH_WAIT_SECONDS", 60.0)
    commits, begun = commits_of(writer), time.monotonic()
    told = noted(writer, [1])
    time.sleep(0.05)  # the thread waits for more
    assert writer.ask("SELECT run FROM runs") == [(1,)]
    assert (told, len(commits)) == ([None], 1)
    assert time.monotonic() - begun < 30


def test_a_note_that_fails_is_told_so_and_closing_finishes_the_others(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "journal.sqlite")
    told = noted(writer, [1, 1])
    with pytest.raises(JournalError, match="UNIQUE"):
        writer.ask("SELECT 1")
    assert [isinstance(error, JournalError) for error in told] == [True, True]
    told = noted(writer, [2, 3])
    writer.close()
    assert told == [None, None]


def test_who_fails_to_listen_keeps_nobody_else_waiting(writer: Writer) -> None:
    told: list[Exception | None] = []

    def fails(_error: Exception | None) -> None:
        raise ValueError("not listening")

    for run, listener in ((1, told.append), (2, fails), (3, told.append)):
        writer.note(INSERT, (run,), listener)
    assert writer.ask("SELECT count(*) FROM runs") == [(3,)]
    assert told == [None, None]
