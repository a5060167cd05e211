"""Runs are erased for good. Of their jobs hashes stay, by which a later run still knows its rows as sent.

What became of a forgotten job is sealed with its job id, and which id a corrected row kept with what the row says:
only a run that has the same row again can read it.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256, shake_256
from itertools import chain
from pathlib import Path
from typing import Any

from importer.errors import JournalError
from importer.journal.entries import JournalRun, hash_path
from importer.journal.file import make_damage_error, make_unusable_error, open_journal_file
from importer.journal.tables import SqlRow
from importer.languages import N_
from importer.problem import JOURNAL_UNUSABLE
from importer.records import IN_TARGET, STATUSES, IdFrom, SentBefore, Status

RunQuery = Callable[[str, SqlRow], list[SqlRow]]

_JOBS = """
    SELECT job_id, identity, given_id, content, status, finished IS NOT NULL, sent_at IS NOT NULL
    FROM rows JOIN runs USING (run) WHERE run = ? AND job_id <> ''"""
_CORRECTED = f"""
    SELECT content, identity, job_id FROM rows JOIN runs USING (run)
    WHERE run = ? AND id_from = '{IdFrom.PREVIOUS}' AND status <> '{Status.CONFLICT}' AND job_id <> ''
        AND NOT (status = '{Status.NOT_SENT}' AND given_id = '')
    ORDER BY row"""  # noqa: S608 - of our own words
_ALIKE = f"""
    SELECT job_id, identity, content, count(*) FROM rows JOIN runs USING (run)
    WHERE run = ? AND job_id <> '' AND id_from <> '{IdFrom.LIKE}'
    GROUP BY job_id, content HAVING count(*) > 1"""  # noqa: S608
_TARGET = "INSERT OR IGNORE INTO same_targets (identity, earlier) SELECT identity, identity FROM runs WHERE run = ?"
_ERASE = (
    "DELETE FROM rows WHERE run = ?",
    "DELETE FROM problems WHERE run = ?",
    "DELETE FROM runs WHERE run = ?",
)
_WITHOUT_RUN = "(SELECT kept FROM sheets EXCEPT SELECT kept FROM runs WHERE kept IS NOT NULL)"
_SHEETS = (
    f"DELETE FROM sheet_parts WHERE kept IN {_WITHOUT_RUN}",  # noqa: S608 - a text of ours
    f"DELETE FROM sheets WHERE kept IN {_WITHOUT_RUN}",  # noqa: S608 - a text of ours
)
_AT_ONCE = 2000  # keys
_MAY_BE_THERE = frozenset({"", *IN_TARGET, Status.UNKNOWN})
_IN_USE = N_("another importer process is using it, so traces of the erased data may still be in the file")
_AGAIN = N_("Wait until it has ended, then type the same command again.")


@dataclass(frozen=True, slots=True)
class ForgottenJob:
    """How a run that was erased left a job; `given` is the id that it has in the target where that is another."""

    run: int
    identity: str
    given: str
    content: str
    status: str
    finished: bool
    sent: bool


def erase_runs(path: Path, runs: Iterable[int]) -> None:
    """Erase these runs from the journal: rows, answers, problems and options, and sheets that no other run has.

    Nothing of them is left in the file or beside it. Raises JournalError where the file cannot be used; then, unless
    it says otherwise, nothing was erased.
    """
    connection = open_journal_file(path)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        for run in runs:
            _seal(connection, run)
            for statement in _ERASE:
                connection.execute(statement, (run,))
        for statement in _SHEETS:
            connection.execute(statement)
        _hash_paths(connection)
        connection.execute("COMMIT")
        _sweep(connection, path)
    except sqlite3.Error as error:
        raise make_unusable_error(path, error) from error
    finally:
        connection.close()


class ForgottenJobs:
    """The jobs of runs that were erased, as far as somebody has their ids or their rows; `query` asks the journal.

    Every call raises JournalError where it is not as it was written.
    """

    def __init__(self, path: Path, query: RunQuery) -> None:
        self._path, self._query = path, query

    def __bool__(self) -> bool:
        return bool(self._query("SELECT 1 FROM forgotten LIMIT 1", ()))

    def find_by_id(self, job_id: str) -> list[ForgottenJob]:
        """How runs left a job, the latest last."""
        return [ForgottenJob(run, *record) for run, record in self._read_records("job", job_id)]

    def find_tries(self, run: JournalRun, identities: Collection[str]) -> Iterator[tuple[str, SentBefore]]:
        """How runs to this target left the jobs of a later run, by job id, the latest last."""
        ids = self._query("SELECT DISTINCT job_id FROM rows WHERE run = ? AND job_id <> ''", (run.run,)) if self else []
        for (job_id,) in ids:
            for job in self.find_by_id(job_id):
                if job.sent and job.identity in identities and job.run < run.run:
                    status = STATUSES[job.status] if job.status else None
                    yield job_id, SentBefore(job.run, job.given or job_id, job.content, status, bool(job.finished))

    def select_sent_ids(self, job_ids: Iterable[str], identities: Collection[str]) -> set[str]:
        """Those of the ids under which jobs were sent to this target."""
        return {i for i in self._select_known(job_ids) if any(self._find_sent(i, identities))}

    def find_runs_there(self, job_ids: Iterable[str], identities: Collection[str]) -> dict[str, int]:
        """Of the ids whose jobs are in this target, or may be, the run that says so."""
        latest = (
            (job_id, job)
            for job_id in self._select_known(job_ids)
            for job in [*self._find_sent(job_id, identities)][-1:]
        )
        return {job_id: job.run for job_id, job in latest if job.status in _MAY_BE_THERE}

    def _find_sent(self, job_id: str, identities: Collection[str]) -> Iterator[ForgottenJob]:
        return (job for job in self.find_by_id(job_id) if job.sent and job.identity in identities)

    def _select_known(self, job_ids: Iterable[str]) -> Iterator[str]:
        """Those of the ids of which something is here: of many at once, since few are."""
        keys = {_make_key("job", job_id): job_id for job_id in job_ids} if self else {}
        asked = list(keys)
        for first in range(0, len(asked), _AT_ONCE):
            some = asked[first : first + _AT_ONCE]
            places = ", ".join("?" * len(some))
            found = self._query(f"SELECT DISTINCT key FROM forgotten WHERE key IN ({places})", tuple(some))  # noqa: S608
            yield from (keys[key] for (key,) in found)

    def find_given_ids(self, contents: Iterable[str], identities: Collection[str]) -> dict[str, list[str]]:
        """The ids that corrected rows which say one of `contents` have kept of runs to this target, by that."""
        given: dict[str, list[str]] = {}
        for content in contents if self else ():
            for target, job_id in chain.from_iterable(pairs for _, pairs in self._read_records("content", content)):
                if target in identities:
                    given.setdefault(content, []).append(job_id)
        return given

    def count_alike(self, job_ids: Iterable[str], identities: Collection[str]) -> Counter[tuple[str, str]]:
        """How many rows of a run to this target that said the same had one job, by its id and what they said."""
        found = Counter[tuple[str, str]]()
        for job_id in job_ids if self else ():
            for target, content, count in chain.from_iterable(same for _, same in self._read_records("alike", job_id)):
                if target in identities:
                    found[job_id, content] = max(found[job_id, content], count)
        return found

    def _read_records(self, kind: str, word: str) -> Iterator[tuple[int, Any]]:
        found = self._query("SELECT run, sealed FROM forgotten WHERE key = ? ORDER BY run", (_make_key(kind, word),))
        try:
            yield from [(run, json.loads(_encrypt(sealed, kind, word, run))) for run, sealed in found]
        except ValueError as error:
            raise make_damage_error(self._path, str(error)) from error


def _seal(connection: sqlite3.Connection, run: int) -> None:
    connection.execute(_TARGET, (run,))
    records = [(("job", job_id), tuple(record)) for job_id, *record in connection.execute(_JOBS, (run,))]
    corrected, alike = dict[str, list[SqlRow]](), dict[str, list[SqlRow]]()
    for statement, found in ((_CORRECTED, corrected), (_ALIKE, alike)):
        for word, *record in connection.execute(statement, (run,)):
            found.setdefault(word, []).append(tuple(record))
    words = [*records, *((("content", content), tuple(pairs)) for content, pairs in corrected.items())]
    words += [(("alike", job_id), tuple(same)) for job_id, same in alike.items()]
    connection.executemany(
        "INSERT OR REPLACE INTO forgotten (key, run, sealed) VALUES (?, ?, ?)",
        ((_make_key(*word), run, _encrypt(json.dumps(record).encode(), *word, run)) for word, record in words),
    )


def _make_key(kind: str, word: str) -> str:
    return sha256(f"{kind}\n{word}".encode("utf-8", "surrogatepass")).hexdigest()


def _encrypt(record: bytes, kind: str, word: str, run: int) -> bytes:
    """The record, encrypted with the word as its key; encrypted twice, it is the record again."""
    stream = shake_256(f"sealed\n{kind}\n{run}\n{word}".encode("utf-8", "surrogatepass")).digest(len(record))
    return bytes(one ^ other for one, other in zip(record, stream, strict=True))


def _hash_paths(connection: sqlite3.Connection) -> None:
    """The names of files that an earlier version recorded become hashes."""
    names = connection.execute("SELECT DISTINCT path FROM written_files WHERE path GLOB '*[^0-9a-f]*'").fetchall()
    changes = ((hash_path(name), name) for (name,) in names)
    connection.executemany("UPDATE OR REPLACE written_files SET path = ? WHERE path = ?", changes)


def _sweep(connection: sqlite3.Connection, path: Path) -> None:
    """Leave nothing of what was deleted in the file, nor in the log of changes beside it."""
    try:
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        busy = True
    if busy:
        raise JournalError(JOURNAL_UNUSABLE, path=path, reason=_IN_USE, fix=_AGAIN)
