"""What is asked of the journal, as SQL, and the connection that asks it."""

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from importer.journal.entries import RowState
from importer.journal.file import make_damage_error, make_unusable_error, open_read_only
from importer.journal.tables import IDENTITIES, SqlRow
from importer.records import IdFrom, Status

AT_ONCE = 2000  # rows
_MAY_BE = f"'{Status.CREATED}', '{Status.EXISTS}', '{Status.UNKNOWN}'"  # in the target
_IS_OPEN = f"status IN ('', '{Status.UNKNOWN}')"
_IS_NOT = f"'{Status.NOT_SENT}', '{Status.REJECTED}'"  # there, as the run that says so found out

OURS = IDENTITIES.format("(SELECT identity FROM runs WHERE run = ours.run)")
THEIRS = IDENTITIES.format("?1")
RUNS = """
    SELECT run, started, finished, file, sheet, target, identity, state, options, file_hash, user, pid, exit, results,
        counts, continued_by, seal
    FROM runs ORDER BY run"""
RUN = RUNS.replace("ORDER BY run", "WHERE run = ?")
ERASED = "SELECT 1 FROM sqlite_sequence WHERE name = 'runs' AND ? BETWEEN 1 AND seq"
PROBLEMS = "SELECT problem FROM problems WHERE run = ? ORDER BY place"
SHEET = "SELECT described, kept FROM sheets WHERE kept = (SELECT kept FROM runs WHERE run = ?)"
SHEET_PARTS = "SELECT texts FROM sheet_parts WHERE kept = ? ORDER BY part"
MEANING = "SELECT meaning FROM runs WHERE run = ?"
WRITTEN = "SELECT content FROM written_files WHERE path IN (?, ?)"
ROWS = """
    SELECT row, job_id, content, level, id_from, state, given_id, status, problems, last_answer, attempts, sent_at,
        finished_at, seal, outcome_seal
    FROM rows WHERE run = ? ORDER BY row"""
TRIES = f"""
    SELECT runs.run, runs.finished IS NOT NULL, earlier.row, earlier.job_id, earlier.content, earlier.level,
        earlier.id_from, earlier.state, earlier.given_id, earlier.status, earlier.problems, earlier.last_answer,
        earlier.attempts, earlier.sent_at, earlier.finished_at, earlier.seal, earlier.outcome_seal
    FROM rows AS ours
    JOIN rows AS earlier ON earlier.job_id = ours.job_id AND earlier.run {{before}} ours.run
    JOIN runs ON runs.run = earlier.run
    WHERE ours.run = ? AND ours.job_id <> '' AND (
        earlier.sent_at IS NOT NULL OR earlier.status = '{Status.CREATED}' OR (
            earlier.status = '{Status.EXISTS}' AND earlier.id_from IN ('{IdFrom.CONTENT}', '{IdFrom.PREVIOUS}')
            AND earlier.given_id <> earlier.job_id
        )) AND runs.identity IN {OURS}
    ORDER BY earlier.run"""  # noqa: S608 - of our own words, as those below
CLAIMED = f"""
    SELECT ours.row, theirs.run, theirs.state = '{RowState.SETTLED}' FROM rows AS ours
    JOIN rows AS theirs ON theirs.job_id = ours.job_id AND theirs.run <> ours.run
    JOIN runs ON runs.run = theirs.run
    WHERE ours.run = ? AND ours.job_id <> '' AND runs.identity IN {OURS} AND (
        (runs.exit IS NULL AND theirs.state <> '{RowState.SETTLED}')
        OR (theirs.run > ours.run AND theirs.status IN ({_MAY_BE})))"""  # noqa: S608
TRIES_OF_RENAMED = f"""
    SELECT rows.job_id, runs.run, rows.given_id, rows.content, rows.status, runs.finished IS NOT NULL, rows.finished_at
    FROM runs AS ours
    JOIN runs ON runs.run < ours.run AND runs.identity IN {OURS}
    JOIN rows ON rows.run = runs.run
    WHERE ours.run = ? AND rows.sent_at IS NOT NULL AND rows.job_id IN (
        SELECT job_id FROM rows WHERE status = '{Status.CREATED}' AND given_id NOT IN ('', job_id))
    ORDER BY runs.run"""  # noqa: S608
_OF_SHEET = f"SELECT max(run) FROM runs WHERE file = ?2 AND sheet = ?3 AND identity IN {THEIRS}"  # noqa: S608
_IS_PLANNED = "EXISTS (SELECT 1 FROM rows WHERE rows.run = runs.run AND job_id <> '')"
LATEST = f"{_OF_SHEET} AND {_IS_PLANNED}"
LAST_OF_SHEET = f"{_OF_SHEET} AND (exit IS NOT NULL OR {_IS_PLANNED})"
NOT_CREATED = f"""
    SELECT row, CASE given_id WHEN '' THEN job_id ELSE given_id END, status FROM rows
    WHERE run = ? AND id_from NOT IN ('{IdFrom.ID}', '{IdFrom.LIKE}') AND (
        (status = '' AND sent_at IS NULL)
        OR status IN ({_IS_NOT}, '{Status.INVALID}', '{Status.BLOCKED}'))
    ORDER BY row"""  # noqa: S608
IDS = "SELECT row, job_id, id_from, content FROM rows WHERE run = ? ORDER BY row"
GIVEN = f"""
    SELECT DISTINCT content, job_id, run FROM rows JOIN runs USING (run)
    WHERE id_from = '{IdFrom.PREVIOUS}' AND status <> '{Status.CONFLICT}' AND identity IN {THEIRS}
        AND NOT (status = '{Status.NOT_SENT}' AND given_id = '')  -- it waits for an answer
    ORDER BY run"""  # noqa: S608
ALIKE = f"""
    SELECT job_id, content, run, count(*) FROM rows JOIN runs USING (run)
    WHERE job_id IN ({{ids}}) AND id_from <> '{IdFrom.LIKE}' AND identity IN {THEIRS}
    GROUP BY job_id, content, run HAVING count(*) > 1"""  # noqa: S608
TARGETS = "SELECT DISTINCT identity FROM rows JOIN runs USING (run) WHERE job_id = ?"
KNOWN = f"""
    SELECT DISTINCT job_id FROM rows JOIN runs USING (run)
    WHERE job_id IN ({{ids}}) AND sent_at IS NOT NULL AND identity IN {THEIRS}"""  # noqa: S608
ALL_IDENTITIES = "SELECT identity FROM runs UNION SELECT identity FROM same_targets"
PREVIOUS_IDENTITIES = "SELECT earlier FROM same_targets WHERE identity = ?1 AND earlier <> ?1"
ANY = f"SELECT 1 FROM runs WHERE identity IN {THEIRS} LIMIT 1"  # noqa: S608
MAY_BE_THERE = f"""(sent_at IS NOT NULL OR status = '{Status.EXISTS}')
        AND status IN ('', {_MAY_BE}) AND identity IN {THEIRS}
        AND NOT EXISTS (
            SELECT 1 FROM rows AS later JOIN runs AS its ON its.run = later.run
            WHERE later.job_id = rows.job_id AND later.run > rows.run AND later.sent_at IS NOT NULL
                AND later.status IN ({_IS_NOT}) AND its.identity IN {THEIRS})"""  # noqa: S608 - or is it known since that it is not
THERE = f"""
    SELECT job_id, run, row, runs.file, runs.sheet, id_from, given_id, {_IS_OPEN} FROM rows JOIN runs USING (run)
    WHERE job_id IN ({{ids}}) AND {MAY_BE_THERE} ORDER BY run"""  # noqa: S608
IDS_THERE = f"SELECT DISTINCT job_id FROM rows JOIN runs USING (run) WHERE job_id IN ({{ids}}) AND {MAY_BE_THERE}"  # noqa: S608
LAST_FOUND = f"""
    SELECT job_id, max(run) FROM rows JOIN runs USING (run)
    WHERE job_id IN ({{ids}}) AND status = '{Status.EXISTS}' AND identity IN {THEIRS}
    GROUP BY job_id"""  # noqa: S608
LAST_ABSENT = f"""
    SELECT job_id, max(run) FROM rows JOIN runs USING (run)
    WHERE job_id IN ({{ids}}) AND sent_at IS NOT NULL AND status IN ({_IS_NOT}) AND identity IN {THEIRS}
    GROUP BY job_id"""  # noqa: S608
ALL_SENT = f"""
    SELECT job_id, run, row, file, sheet, id_from, given_id, {_IS_OPEN}, status NOT IN ({_IS_NOT})
    FROM runs CROSS JOIN rows USING (run)
    WHERE (sent_at IS NOT NULL OR status = '{Status.EXISTS}') AND identity IN {THEIRS}
        AND status IN ('', {_MAY_BE}, {_IS_NOT})
    ORDER BY run DESC, row"""  # noqa: S608
CREATED_ID = f"""
    SELECT job_id FROM rows JOIN runs USING (run)
    WHERE status = '{Status.CREATED}' AND given_id = job_id AND id_from <> '{IdFrom.ID}' AND identity IN {THEIRS}
    ORDER BY run DESC LIMIT 1"""  # noqa: S608
CONTENT = "SELECT run, content FROM rows WHERE job_id = ? AND sent_at IS NOT NULL ORDER BY run DESC LIMIT 1"
LAST_WITH = f"""
    SELECT max(run) FROM rows JOIN runs USING (run)
    WHERE job_id = ?2 AND identity IN {THEIRS}"""  # noqa: S608
OWNER = f"""
    SELECT run, row FROM rows JOIN runs USING (run)
    WHERE (given_id = ?2 OR job_id = ?2) AND job_id <> ?3 AND {MAY_BE_THERE}
    ORDER BY run DESC LIMIT 1"""  # noqa: S608
SETTLED = f"SELECT status, count(*) FROM rows WHERE run = ? AND state = '{RowState.SETTLED}' GROUP BY status"  # noqa: S608


class ReadConnection:
    """A connection that only reads, for several threads. Raises JournalError where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_read_only(path)
        self._one_at_a_time = threading.Lock()

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def query(self, statement: str, values: SqlRow = ()) -> list[SqlRow]:
        """All rows that a statement finds."""
        try:
            with self._one_at_a_time:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise make_unusable_error(self._path, error) from error

    def query_ids(self, statement: str, job_ids: Iterable[str], identity: str) -> Iterator[SqlRow]:
        """What a statement finds for each of these job ids, some ids at a time."""
        asked = list(job_ids)
        for first in range(0, len(asked), AT_ONCE):
            some = asked[first : first + AT_ONCE]
            places = ", ".join(f"?{number}" for number in range(2, len(some) + 2))
            yield from self.query(statement.format(ids=places), (identity, *some))

    def list_identities(self, identity: str = "") -> tuple[str, ...]:
        """The identities of all targets that jobs were sent to; or all of the one `identity`, which comes first."""
        if not identity:
            return tuple(name for (name,) in self.query(ALL_IDENTITIES))
        return (identity, *(name for (name,) in self.query(PREVIOUS_IDENTITIES, (identity,))))

    def stream(self, statement: str, values: SqlRow) -> Iterator[SqlRow]:
        """The same, some at a time."""
        try:
            with self._one_at_a_time:
                found = self._connection.execute(statement, values)
                some = found.fetchmany(AT_ONCE)
            while some:
                yield from some
                with self._one_at_a_time:
                    some = found.fetchmany(AT_ONCE)
        except sqlite3.Error as error:
            raise make_unusable_error(self._path, error) from error

    @contextmanager
    def refuse_damage(self) -> Iterator[None]:
        """Raise JournalError for what cannot have been written."""
        try:
            yield
        except (ValueError, KeyError, TypeError, AssertionError, zlib.error) as error:
            raise make_damage_error(self._path, str(error)) from error
