"""What stands in the journal: runs, their rows, and how earlier runs left the jobs of a sheet."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from importer.errors import NoSuchRun
from importer.journal import queries
from importer.journal.entries import (
    JournalRow,
    JournalRun,
    LastRun,
    PreviousRow,
    SheetTexts,
    counts_of,
    find_continued,
    path_keys_of,
    refuse_broken_seals,
    row_of,
    run_of,
    to_storable,
)
from importer.journal.forgotten import ForgottenJobs
from importer.journal.problems import decode_problem
from importer.journal.queries import ReadConnection
from importer.journal.recreated_jobs import find_confirmed, find_recreated
from importer.journal.reused_ids import ReusedIds
from importer.journal.run_lock import is_locked_by, name_file_lock
from importer.journal.saved_sheet import sheet_of, texts_of
from importer.languages import _, restore_text
from importer.problem import NO_SUCH_RUN, Problem
from importer.records import IN_TARGET, STATUSES, IdFrom, MappedColumn, SentBefore, Sheet, Status

_WITHOUT_NAME = {IdFrom.CONTENT.value, IdFrom.PREVIOUS.value, IdFrom.LIKE.value}


class PreviousRuns:
    """Reads a journal, also while others write. Every call raises JournalError where it cannot be read, or is not as it
    was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = ReadConnection(path)
        self._query = self._connection.query
        self._forgotten = ForgottenJobs(path, self._query)
        self.reused_ids = ReusedIds(self._connection, self._forgotten)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def list_runs(self) -> tuple[JournalRun, ...]:
        """All runs, the oldest first."""
        with self._connection.refuse_damage():
            return tuple(run_of(values) for values in self._query(queries.RUNS))

    def find_run(self, number: int) -> JournalRun:
        """The run of this number. Raises NoSuchRun."""
        with self._connection.refuse_damage():
            for values in self._query(queries.RUN, (number,)):
                return run_of(values)
        reason = _("it was erased") if self.was_erased(number) else _("the journal has no run with this number")
        raise NoSuchRun(NO_SUCH_RUN, run=number, reason=reason)

    def was_erased(self, number: int) -> bool:
        """True for the number of a run that is no longer in the journal."""
        return bool(self._query(queries.ERASED, (number,))) and not self._query(queries.RUN, (number,))

    def is_under_way(self, run: JournalRun) -> bool:
        """True while the process of this run is at it; False where it has ended, or was cut off."""
        return run.exit_code is None and is_locked_by(self._path.parent, name_file_lock(Path(run.file)), run.pid)

    def read_rows(self, run: int) -> Iterator[JournalRow]:
        """The rows of a run as they stand on disk, in the order of the sheet, some at a time."""
        with self._connection.refuse_damage():
            for values in self._connection.stream(queries.ROWS, (run,)):
                yield row_of(values)

    def count_rows(self, run: JournalRun) -> dict[Status, int]:
        """The rows of a run by status; of one that has not ended, those that are settled."""
        if run.counts is not None:
            return dict(run.counts)
        with self._connection.refuse_damage():
            return counts_of(self._query(queries.SETTLED, (run.run,)))

    def read_problems(self, run: int) -> tuple[Problem, ...]:
        """What the check of a run found, in the order of the sheet."""
        with self._connection.refuse_damage():
            return tuple(decode_problem(problem) for (problem,) in self._query(queries.PROBLEMS, (run,)))

    def read_sheet(self, run: JournalRun) -> Sheet:
        """The sheet as that run read it. Raises NoSuchRun where it was not kept: by the first version."""
        for described, sheet_id in self._query(queries.SHEET, (run.run,)):
            parts = self._query(queries.SHEET_PARTS, (sheet_id,))
            with self._connection.refuse_damage():
                return sheet_of(Path(run.file), described, [part for (part,) in parts])
        raise NoSuchRun(NO_SUCH_RUN, run=run.run, reason=_("an older version of importer did not store its sheet"))

    def read_columns_and_remarks(self, run: int) -> tuple[tuple[MappedColumn, ...], tuple[str, ...]]:
        """Which column of the sheet filled which field, and the remarks on how it was understood."""
        ((text,),) = self._query(queries.MEANING, (run,))
        with self._connection.refuse_damage():
            known = json.loads(text or '{"columns": [], "remarks": []}')
            remarks = (text if isinstance(text, str) else restore_text(*text) for text in known["remarks"])
            return tuple(MappedColumn(*column) for column in known["columns"]), tuple(remarks)

    def find_sent_before(self, run: int) -> dict[str, SentBefore]:
        """How earlier runs to the same target left the jobs of this one, by job id; the latest try counts."""
        tries = self._find_tries(run, "<")
        tries |= find_confirmed(self._connection, self.find_run(run).identity, tries)
        return tries | find_recreated(self._connection, run, {*self.read_ids(run).values()} - {""}, tries)

    def last_run_of(self, file: Path, sheet: str, identity: str) -> LastRun | None:
        """The last run of this sheet to this target that came to planning jobs, and what it left."""
        ((found,),) = self._query(queries.LATEST, tuple(map(to_storable, (identity, str(file.absolute()), sheet))))
        if found is None:
            return None
        run = self.find_run(found)
        counting = {None, Status.UNKNOWN, Status.CREATED} if run.exit_code is None else {None, Status.UNKNOWN}
        rows = self._query(queries.IDS, (run.run,))
        nameless = [(row, job_id) for row, job_id, source, _ in rows if source in _WITHOUT_NAME]
        tries = self._find_tries(run.run, "<=") if nameless else {}
        became = {row: attempt.status for row, job_id in nameless if (attempt := tries.get(job_id))}
        open_rows = frozenset(row for row, status in became.items() if status in counting)
        there = frozenset(row for row, status in became.items() if status in IN_TARGET)
        asked = frozenset(row for row, _, source, _ in rows if source == IdFrom.LIKE.value)
        ids = {row: job_id for row, job_id, *_ in rows}
        created = (there - open_rows) | (asked & became.keys())
        contents, is_latest = {row: content for row, *_, content in rows}, self.list_runs()[-1].run == run.run
        return LastRun(run, ids, contents, open_rows - asked, created, asked, is_latest)

    def read_ids(self, run: int) -> dict[int, str]:
        """The id of each row of a run, '' for a row without one, in the order of the sheet."""
        return {row: job_id or "" for row, job_id, *_ in self._query(queries.IDS, (run,))}

    def find_related_runs(self, file: Path, sheet: str, origin: JournalRun | None = None) -> frozenset[int]:
        """The runs of this sheet and of its results; where it is results of the run `origin`, that of theirs."""
        files, known = {to_storable(str(file.absolute())), *([origin.file] if origin else [])}, -1
        runs = self.list_runs()
        while known != len(files):
            known = len(files)
            for run in runs:
                if run.results and {run.file, run.results} & files:
                    files |= {run.file, run.results}
        own = to_storable(str(file.absolute()))
        return frozenset(run.run for run in runs if run.file in files and (run.file != own or run.sheet == sheet))

    def find_rows_of_jobs(self, job_ids: Iterable[str], identity: str) -> dict[str, list[PreviousRow]]:
        """The rows of earlier runs whose jobs are or may be in this target, by the job id; the latest run last."""
        found: dict[str, list[PreviousRow]] = {}
        for columns in self._connection.query_ids(queries.THERE, job_ids, identity):
            found.setdefault(columns[0], []).append(PreviousRow(*columns))
        return found

    def select_ids_there(self, job_ids: Iterable[str], identity: str) -> frozenset[str]:
        """Those of the ids whose jobs are in this target, or may be, also of runs that were erased."""
        asked = frozenset(job_ids)
        found = {job_id for (job_id,) in self._connection.query_ids(queries.IDS_THERE, asked, identity)}
        erased = self._forgotten.find_runs_there(asked - found, self.list_identities(identity))
        absent: dict[str, int] = dict(self._connection.query_ids(queries.LAST_ABSENT, erased, identity))
        return frozenset(found | {job_id for job_id, run in erased.items() if run > absent.get(job_id, 0)})

    def list_rows_there(self, identity: str, most: int) -> list[PreviousRow]:
        """The row of each job that is or may be in this target, as the latest run has it; of the latest runs first."""
        seen: dict[str, PreviousRow | None] = {}
        for job_id, *columns, is_there in self._connection.stream(queries.ALL_SENT, (identity,)):
            if job_id not in seen:
                seen[job_id] = PreviousRow(job_id, *columns) if is_there else None
                most -= is_there
                if not most:
                    break
        return [row for row in seen.values() if row]

    def read_texts(self, run: int) -> SheetTexts | None:
        """The sheet of a run as texts; None where it was not kept."""
        for described, sheet_id in self._query(queries.SHEET, (run,)):
            parts = self._query(queries.SHEET_PARTS, (sheet_id,))
            columns, _ = self.read_columns_and_remarks(run)
            with self._connection.refuse_damage():
                headings, rows = texts_of(described, [part for (part,) in parts])
                return SheetTexts(headings, {column.field: column.position for column in reversed(columns)}, rows)
        return None

    def find_last_run_with(self, job_id: str, identity: str) -> int | None:
        """The latest run to this target that had a row with this job id."""
        ((run,),) = self._query(queries.LAST_WITH, (identity, job_id))
        return None if run is None else int(run)

    def find_row_of_job(self, job_id: str, identity: str, *, besides: str) -> tuple[int, int] | None:
        """The run and row whose job may have this id, if its own is not `besides`; row 0 where the run was erased."""
        for run, row in self._query(queries.OWNER, (identity, job_id, besides)):
            return int(run), int(row)
        erased = self._forgotten.find_runs_there([job_id] if job_id != besides else [], self.list_identities(identity))
        return next(((run, 0) for run in erased.values()), None)

    def find_contents(self, job_ids: Iterable[str]) -> dict[str, str]:
        """What the rows said, hashed, that were last sent under these job ids; nothing of those never sent."""
        found: dict[str, str] = {}
        for job_id in job_ids:
            sent = [(job.run, job.content) for job in self._forgotten.find_by_id(job_id) if job.sent]
            if tries := [*sent, *self._query(queries.CONTENT, (job_id,))]:
                _, found[job_id] = max(tries)
        return found

    def find_written_content(self, path: Path) -> frozenset[str]:
        """SHA-256 of what importer itself wrote last at `path`; none where it never did."""
        return frozenset(content for (content,) in self._query(queries.WRITTEN, path_keys_of(path)))

    def select_known_elsewhere(self, job_ids: Iterable[str], identity: str) -> frozenset[str]:
        """Those of the ids that are of jobs in other targets, and not of this one."""
        ours = set(self.list_identities(identity))
        return frozenset(job_id for job_id in job_ids if (targets := self._find_targets(job_id)) and not targets & ours)

    def _find_targets(self, job_id: str) -> set[str]:
        forgotten = {job.identity for job in self._forgotten.find_by_id(job_id)}
        return forgotten | {name for (name,) in self._query(queries.TARGETS, (job_id,))}

    def list_identities(self, identity: str = "") -> tuple[str, ...]:
        """The identities of all targets that jobs were sent to; or all of the one `identity`, which comes first."""
        return self._connection.list_identities(identity)

    def has_sent_to(self, identity: str) -> bool:
        """True where jobs were sent to this target before."""
        return bool(self._forgotten) or bool(self._query(queries.ANY, (identity,)))

    def find_created_id(self, identity: str) -> str:
        """The latest job id of ours under which this target said that it made a job; '' where there is none."""
        return next((str(job_id) for (job_id,) in self._query(queries.CREATED_ID, (identity,))), "")

    def select_sent_ids(self, job_ids: Iterable[str], identity: str) -> frozenset[str]:
        """Those of the ids under which jobs were sent to this target."""
        asked = list(job_ids)
        found = {job_id for (job_id,) in self._connection.query_ids(queries.KNOWN, asked, identity)}
        return frozenset(found | self._forgotten.select_sent_ids(asked, self.list_identities(identity)))

    def _find_tries(self, run: int, before: str) -> dict[str, SentBefore]:
        found, confirmed = dict[str, SentBefore](), dict[str, SentBefore]()  # never sent: somebody said that it is it
        runs = self.list_runs()
        sheets = {known.run: (known.file, known.sheet) for known in runs}  # also of those with a damaged target
        continued = find_continued(run, runs)
        under_way = {known.run for known in runs if known.run != run and self.is_under_way(known)}  # they will tell
        with self._connection.refuse_damage():
            for number, finished, *columns in self._connection.stream(queries.TRIES.format(before=before), (run,)):
                refuse_broken_seals(tuple(columns))
                _, job_id, content, _, _, _, given, status, _, _, _, sent_at, finished_at, *_ = columns
                known = STATUSES[status] if status else None
                at, same = datetime.fromisoformat(finished_at or sent_at), sheets[number] == sheets[run]
                seen = found[job_id].job_id if job_id in found else job_id
                if known is Status.EXISTS and job_id in found:
                    content = found[job_id].content  # it was made of that; what differs since is told in each run
                more = known, bool(finished) or number in under_way, at, same, number in continued
                is_confirmed = known is Status.EXISTS and sent_at is None
                (confirmed if is_confirmed else found)[job_id] = SentBefore(number, given or seen, content, *more)
            ours = self.find_run(run)
            for job_id, attempt in self._forgotten.find_tries(ours, self.list_identities(ours.identity)):
                if job_id not in found or found[job_id].run < attempt.run:
                    found[job_id] = attempt
        return {**found, **{i: one for i, one in confirmed.items() if i not in found or one.is_another_than(found[i])}}
