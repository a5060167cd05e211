"""The journal's file: SQLite, private to the user, every commit on the disk before it counts."""

import os
import sqlite3
from pathlib import Path

from importer.errors import JournalError
from importer.problem import JOURNAL_UNUSABLE

VERSION = 1
OTHER_WRITER_SECONDS = 10.0

_TABLES = """
CREATE TABLE runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT,
    started TEXT NOT NULL,              -- UTC, as all times here
    finished TEXT,                      -- NULL while it is under way, or if it was cut off
    file TEXT NOT NULL,
    sheet TEXT NOT NULL,
    target TEXT NOT NULL,
    identity TEXT NOT NULL,             -- what job ids of this target are derived from
    state TEXT NOT NULL,
    options TEXT NOT NULL               -- JSON
);
CREATE TABLE rows (
    run INTEGER NOT NULL REFERENCES runs (run),
    row INTEGER NOT NULL,               -- as in Excel
    job_id TEXT NOT NULL,               -- fixed before the first send
    given_id TEXT NOT NULL DEFAULT '',  -- the target's own, where it did not take ours
    content TEXT NOT NULL,              -- hash of what the row says
    level INTEGER NOT NULL,             -- 0, or one more than its parent's
    state TEXT NOT NULL DEFAULT 'planned',   -- then 'sending', then 'settled'
    attempts INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT NOT NULL DEFAULT '{}',  -- JSON: HTTP status, and what was said
    status TEXT NOT NULL DEFAULT '',    -- what became of it
    problems TEXT NOT NULL DEFAULT '[]',     -- JSON
    sent_at TEXT,                       -- NULL if it certainly was never sent in this run
    finished_at TEXT,
    PRIMARY KEY (run, row)
) WITHOUT ROWID;
CREATE INDEX rows_by_job ON rows (job_id);
"""

_MAKE_ROOM = "Make room or make the folder writable, or name another folder in IMPORTER_STATE, then run it again."
_MOVE_AWAY = "Move that file away and run the same command again: what was sent is then looked up in the target."
_UPDATE = "Install the newest importer, then run the same command again."


def opened(path: Path) -> sqlite3.Connection:
    """Open the journal, make it if need be. Raises JournalError where it cannot be used."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, timeout=OTHER_WRITER_SECONDS, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise unusable(path, error) from error
    except JournalError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk, not on its way there
    connection.execute("BEGIN IMMEDIATE")  # two processes may be the first at once
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    if version > VERSION:
        reason = "a newer importer has written it"
        raise JournalError(JOURNAL_UNUSABLE, path=path, reason=reason, fix=_UPDATE)


def unusable(path: Path, error: OSError | sqlite3.Error) -> JournalError:
    """The error for what SQLite or the system says of the journal's file."""
    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return JournalError(JOURNAL_UNUSABLE, path=path, reason=reason, fix=_MOVE_AWAY if damaged else _MAKE_ROOM)
