"""What stands in the journal's file, and how a file of an earlier version becomes one of this."""

import re
import sqlite3
from typing import Any

SqlRow = tuple[Any, ...]

VERSION = 5
_END = re.compile(r";(?: *--[^\n]*)?\n")  # of a statement, with what is said of it

# Version 1, as it was. Never edit it: what came later stands below.
_FIRST = """
CREATE TABLE runs (
    run INTEGER PRIMARY KEY AUTOINCREMENT,
    started TEXT NOT NULL,              -- UTC, as all times here
    finished TEXT,                      -- NULL while it is under way, or if it was cut off
    file TEXT NOT NULL,
    sheet TEXT NOT NULL,
    target TEXT NOT NULL,
    identity TEXT NOT NULL,             -- what job ids of this target are derived from
    state TEXT NOT NULL,
    options TEXT NOT NULL               -- JSON: what was asked, so that it can be asked again
);
CREATE TABLE rows (
    run INTEGER NOT NULL REFERENCES runs (run),
    row INTEGER NOT NULL,               -- as in Excel
    job_id TEXT NOT NULL,               -- fixed before the first send; '' for a row that is never sent
    given_id TEXT NOT NULL DEFAULT '',  -- the target's own, where it did not take ours
    content TEXT NOT NULL,              -- hash of what the row says
    level INTEGER NOT NULL,             -- 0, or one more than its parent's
    state TEXT NOT NULL DEFAULT 'planned',   -- then 'sending', then 'settled'
    attempts INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT NOT NULL DEFAULT '{}',  -- JSON: HTTP status, and what was said
    status TEXT NOT NULL DEFAULT '',    -- what became of it
    problems TEXT NOT NULL DEFAULT '[]',     -- JSON: what the target or the way to it said
    sent_at TEXT,                       -- NULL if it certainly was never sent in this run
    finished_at TEXT,                   -- when its outcome was known
    PRIMARY KEY (run, row)
) WITHOUT ROWID;
CREATE INDEX rows_by_job ON rows (job_id);
"""

# Version 2: everything that the results need, who runs, where each id comes from, and a seal on each row.
_SECOND = """
ALTER TABLE runs ADD COLUMN file_hash TEXT NOT NULL DEFAULT '';  -- SHA-256 of the file
ALTER TABLE runs ADD COLUMN user TEXT NOT NULL DEFAULT '';       -- the login name on this computer
ALTER TABLE runs ADD COLUMN pid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN exit INTEGER;                        -- NULL as long as it has not ended
ALTER TABLE runs ADD COLUMN results TEXT NOT NULL DEFAULT '';    -- where the results workbook was written
ALTER TABLE runs ADD COLUMN counts TEXT NOT NULL DEFAULT '';     -- JSON: rows by status, once it has ended
ALTER TABLE runs ADD COLUMN kept INTEGER;                        -- the sheet as it was read
ALTER TABLE runs ADD COLUMN meaning TEXT NOT NULL DEFAULT '';    -- JSON: which column fills which field, remarks
ALTER TABLE runs ADD COLUMN continued_by INTEGER;                -- the run that goes on with it
ALTER TABLE rows ADD COLUMN id_from TEXT NOT NULL DEFAULT '';    -- 'id', 'reference', 'content' or 'earlier run'
ALTER TABLE rows ADD COLUMN seal INTEGER;                        -- CRC of what was meant
ALTER TABLE rows ADD COLUMN outcome_seal INTEGER;                -- CRC of what became of it
UPDATE runs SET exit = CASE state WHEN 'ALL_WELL' THEN 0 WHEN 'SOME_FAILED' THEN 4 WHEN 'STOPPED' THEN 5
    WHEN 'OPEN' THEN 6 WHEN 'INTERRUPTED' THEN 130 END;
UPDATE runs SET state = CASE WHEN finished IS NULL THEN 'under way' WHEN exit = 5 THEN 'stopped'
    WHEN exit = 130 THEN 'interrupted' ELSE 'finished' END;
CREATE INDEX rows_with_earlier_ids ON rows (run) WHERE id_from = 'earlier run';
CREATE TABLE problems (                 -- what the check found, in the order of the sheet
    run INTEGER NOT NULL REFERENCES runs (run),
    place INTEGER NOT NULL,
    row INTEGER,                        -- NULL where the whole sheet is meant
    problem TEXT NOT NULL,              -- JSON
    PRIMARY KEY (run, place)
) WITHOUT ROWID;
CREATE TABLE sheets (                   -- the texts of a sheet, once however often it is run
    kept INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    described TEXT NOT NULL             -- JSON: name, headings, columns, notes
);
CREATE TABLE sheet_parts (
    kept INTEGER NOT NULL REFERENCES sheets (kept),
    part INTEGER NOT NULL,
    texts BLOB NOT NULL,                -- zlib of JSON: [[row, [text, ...]], ...]
    PRIMARY KEY (kept, part)
);
"""

# Version 3: which files importer has written, so that nothing else is ever replaced, and a seal on each run.
_THIRD = """
CREATE TABLE written_files (
    path TEXT NOT NULL,
    content TEXT NOT NULL,              -- SHA-256: of what was put there last, or of what that took the place of
    PRIMARY KEY (path, content)
) WITHOUT ROWID;
ALTER TABLE runs ADD COLUMN seal INTEGER;                        -- CRC of what was asked
"""

# Version 4: by which identities a target was known before.
_FOURTH = """
CREATE TABLE same_targets (
    identity TEXT NOT NULL,
    earlier TEXT NOT NULL,
    PRIMARY KEY (identity, earlier)
) WITHOUT ROWID;
"""

# Version 5: of runs that were erased, what guards against sending their rows twice.
_FIFTH = """
CREATE TABLE forgotten (
    key TEXT NOT NULL,                  -- SHA-256 of a job id, or of what a row says
    run INTEGER NOT NULL,
    sealed BLOB NOT NULL,               -- what became of it, which only that id or row can open
    PRIMARY KEY (key, run)
) WITHOUT ROWID;
"""

_STEPS = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
IDENTITIES = "(SELECT {0} UNION SELECT earlier FROM same_targets WHERE identity = {0})"  # all of one target


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the file; 0 where nothing is in it yet."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables, or what an earlier version lacks of them: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")  # two processes may be the first at once
    try:
        for step in _STEPS[version_of(connection) :]:
            for statement in _END.split(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
