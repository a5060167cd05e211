"""Rows that resemble rows of earlier runs: the same job, or a new one? What is certain is decided, the rest is asked.

A corrected row keeps the id it was given where its job may be in the target, nobody was told of it yet, and the same
rows stand around it. A row whose job the user knows, a row that an other file has too, or one that got its reference
later may be the same job or a new one: neither is guessed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from importer.journal import PreviousRow, PreviousRuns, find_run_of_results
from importer.languages import N_, _
from importer.problem import LIKE_PREVIOUS_ROW
from importer.records import Batch, IdFrom, PlannedJob, RowIdentity, Sheet
from importer.steps.submit.recognise.previous_rows import (
    JobsThere,
    describe_difference,
    file_of,
    find_equal,
    spell_differing,
)
from importer.steps.submit.recognise.row_identity import PROJECT, JobIds, hash_rows
from importer.steps.submit.recognise.row_pairing import (
    RowPairing,
    SheetRows,
    find_given,
    group_fewer,
    has_other_key,
    pair_unchanged,
)

_FIXED = frozenset({IdFrom.ID, IdFrom.PREVIOUS})  # by the sheet itself, or by the results it was made of
_SAME = N_(", which has the same values")
_KEYS = frozenset({IdFrom.ID.value, IdFrom.REFERENCE.value})


def recognise_rows(
    jobs: Sequence[PlannedJob], batch: Batch, previous_runs: PreviousRuns, identity: str
) -> tuple[PlannedJob, ...]:
    """The jobs of a sheet, in its order; those of rows that resemble earlier ones with an obstacle that asks."""
    return _Recognition(batch, previous_runs, identity).of(jobs)


class _Recognition:
    def __init__(self, batch: Batch, previous_runs: PreviousRuns, identity: str) -> None:
        self._batch, self._journal, self._identity = batch, previous_runs, identity
        self._last = previous_runs.last_run_of(batch.sheet.path, batch.sheet.name, identity)
        self._there: frozenset[str] | None = None
        self._had_before: set[int] = set()  # rows of the last run, which has not come to them

    def of(self, jobs: Sequence[PlannedJob]) -> tuple[PlannedJob, ...]:
        reused = self._find_reused_ids(jobs)
        find_elsewhere = self._journal.reused_ids.find_in_unrelated_runs
        elsewhere = find_elsewhere(self._identity, self._related) if reused else frozenset()
        changed = {job.row: job for job in jobs}
        self._apart = {(job.content, job.reserved_id) for job in jobs}  # from others that say the same, by results
        for row, job_id in reused.items():
            changed[row] = self._judge_corrected(changed[row], job_id, is_elsewhere=job_id in elsewhere)
        for steps in (
            self._recognise_equal,
            self._recognise_confirmed,
            self._recognise_known_elsewhere,
            self._recognise_changed,
            self._recognise_copies,
            self._recognise_similar,
        ):
            changed.update((job.row, job) for job in list(steps(list(changed.values()))))
        return tuple(changed[job.row] for job in jobs)

    def _find_reused_ids(self, jobs: Sequence[PlannedJob]) -> dict[int, str]:
        """The ids that corrected rows have kept, for rows that say the same and have no job of their own."""
        given = self._journal.reused_ids.find_by_content(self._identity, {job.content for job in jobs})
        others = [job for job in jobs if job.content in given and _can_be_another(job)]
        there = self._journal.select_ids_there([job.job_id for job in others], self._identity) if others else ()
        known = self._last.known_ids if self._last else frozenset()
        others = [job for job in others if job.job_id not in there]
        return dict(find_given(others, given, used={job.job_id for job in jobs}, known=known))

    @cached_property
    def _related(self) -> frozenset[int]:
        sheet = self._batch.sheet
        origin = find_run_of_results(sheet.previous_results, self._journal) if sheet.previous_results else None
        return self._journal.find_related_runs(sheet.path, sheet.name, origin)

    def _judge_corrected(self, job: PlannedJob, job_id: str, *, is_elsewhere: bool) -> PlannedJob:
        """A row that says what a corrected row said which kept this id. In another sheet it may be a new job, unless
        they have a reference in common.
        """
        if not is_elsewhere or job.id_from is IdFrom.REFERENCE:
            return _set_id(job, job_id)
        rows = self._journal.find_rows_of_jobs([job_id], self._identity).get(job_id)
        return self._ask_about(job, rows[-1], _(_SAME)) if rows else job

    def _recognise_equal(self, jobs: Sequence[PlannedJob]) -> Iterator[PlannedJob]:
        """Of rows that say the same there are fewer than in the last run: those that are left have the jobs that are
        there, whichever of them were deleted.
        """
        fewer = group_fewer(self._last, jobs) if self._last else {}
        there = self._journal.select_ids_there([*chain.from_iterable(fewer.values())], self._identity) if fewer else ()
        free = set(there) - {job.job_id for job in jobs}
        for job in jobs:
            left = [job_id for job_id in fewer.get(job.content, ()) if job_id in free]
            if left and job.job_id not in there and _can_be_another(job):
                free.remove(left[0])
                yield _set_id(job, left[0])

    def _recognise_changed(self, jobs: Sequence[PlannedJob]) -> Iterator[PlannedJob]:
        """Rows that may be rows of the last run of this sheet, changed."""
        used, last = {job.job_id for job in jobs}, self._last
        gone = {row for row, job_id in last.ids.items() if job_id and job_id not in used} if last else set()
        if last is None or not gone:
            return
        known = last.known_ids
        fresh = {job.row: job for job in jobs if job.job_id not in known and _can_be_another(job)}
        left = gone & (last.open_rows | last.created_rows)
        before = self._journal.read_sheet(last.run) if left else None
        as_before = left - last.asked_rows if self._is_as_in(before) else frozenset()
        of_column = any(self._batch.column_of(name) for name in PROJECT)
        same = {r: r for r in as_before if r in fresh and (of_column or fresh[r].content == last.contents[r])}
        certain = {row: last.contents[row] for row in sorted(gone - last.asked_rows - same.keys())}
        same |= pair_unchanged(certain, {row: job.content for row, job in fresh.items() if row not in same})
        self._had_before |= {row for then, row in same.items() if then not in left}
        yield from (_set_id(fresh[row], last.ids[then]) for then, row in same.items() if then in left)
        if before is None:
            return
        fresh = {row: job for row, job in fresh.items() if row not in same.values()}
        then = SheetRows(before, last.ids)
        now = SheetRows(self._batch.sheet, {job.row: job.job_id for job in jobs})
        columns = self._batch.columns
        for pair in RowPairing(then, now).match(sorted(left - same.keys()), list(fresh)):
            job, job_id = fresh[pair.row], last.ids[pair.previous_row]
            cells = then.cells_of(pair.previous_row), now.cells_of(pair.row)
            if pair.is_only_one and pair.previous_row in last.open_rows and not has_other_key(*cells, columns):
                yield _set_id(job, job_id)
            else:
                run, is_open = last.run, pair.previous_row in last.open_rows
                rows = self._journal.find_rows_of_jobs([job_id], self._identity).get(job_id)
                given = rows[-1].given_id if rows else ""
                earlier = PreviousRow(job_id, run.run, pair.previous_row, run.file, run.sheet, "", is_open=is_open)
                yield self._ask_about(job, earlier._replace(given_id=given), describe_difference(*cells))

    def _is_as_in(self, before: Sheet | None) -> bool:
        now = self._batch.sheet
        return before is not None and before.headings == now.headings and before.cells.equals(now.cells)

    def _recognise_confirmed(self, jobs: Sequence[PlannedJob]) -> Iterator[PlannedJob]:
        """Rows that say the same as another of this sheet: as many as somebody has said are the same job remain so."""
        often = Counter(job.content for job in jobs)
        others = {job.row: job for job in jobs if often[job.content] > 1 and _can_be_another(job)}
        ids = [job.job_id for job in others.values()]
        known = self._last.known_ids if self._last else self._journal.select_ids_there(ids, self._identity)
        others = {row: job for row, job in others.items() if job.job_id not in known}
        alike = find_equal(jobs, others)
        if not alike:
            return
        ids = [job.job_id for job in alike.values()]
        confirmed = self._journal.reused_ids.count_alike(ids, self._identity, self._related)
        confirmed.subtract((job.job_id, job.content) for job in jobs if job.row not in others)
        for job in (job for job in others.values() if job.content in alike):
            job_id = alike[job.content].job_id
            if confirmed[job_id, job.content] > 0:
                confirmed[job_id, job.content] -= 1
                yield _set_id(job, job_id)

    def _recognise_copies(self, jobs: Sequence[PlannedJob]) -> Iterator[PlannedJob]:
        """Rows that say the same as another of this sheet, which had its job when they were not there yet, or which may
        itself be the same as one of another sheet. Not so where results have told the two apart.
        """
        fresh = {job.row: job for job in self._find_fresh(jobs)}
        alike = find_equal(jobs, fresh)
        there = self._journal.find_rows_of_jobs([job.job_id for job in alike.values()], self._identity) if alike else {}
        for job in (job for job in fresh.values() if (job.content, job.job_id) not in self._apart):
            if job.content in alike and (rows := there.get(alike[job.content].job_id)):
                yield self._ask_about(job, rows[-1], _(_SAME))

    def _recognise_similar(self, jobs: Sequence[PlannedJob]) -> Iterator[PlannedJob]:
        """Rows that say nearly what any row with a job said, of this sheet or of others."""
        fresh = {job.row: job for job in self._find_fresh(jobs)}
        if fresh:
            ids = {job.row: job.job_id for job in sorted(jobs, key=lambda job: job.row)}
            there = JobsThere(self._batch, self._journal, self._identity, self._related)
            for pair in there.find_similar(list(fresh), ids):
                yield self._ask_about(fresh[pair.row], pair.earlier, spell_differing(pair.differing))

    def _find_fresh(self, jobs: Sequence[PlannedJob]) -> list[PlannedJob]:
        """The rows that no run has had, or that may have got their jobs in results since."""
        if not self._journal.has_sent_to(self._identity):
            return []
        last, had = self._last, self._had_before
        known, without_job = (last.known_ids, last.ids_without_job) if last else (frozenset[str](), frozenset[str]())
        if last and not last.is_latest:  # a copy of its results may have been run since
            known -= without_job - {job.job_id for job in jobs if job.id_from is IdFrom.REFERENCE}
        fresh = [job for job in jobs if job.job_id not in known and job.row not in had and _can_be_another(job)]
        if self._there is None:  # asked once: the rows that are fresh become fewer
            self._there = self._journal.select_ids_there([job.job_id for job in fresh], self._identity)
        return [job for job in fresh if job.job_id not in self._there]

    def _recognise_known_elsewhere(self, jobs: Sequence[PlannedJob]) -> Iterator[PlannedJob]:
        """Rows that say what rows of other sheets said; also where they have a reference now and had none then."""
        known_here = self._last.known_ids if self._last else frozenset()
        asked = {job.row: job for job in jobs if job.job_id not in known_here and _can_be_another(job)}
        if not asked or not self._journal.has_sent_to(self._identity):
            return
        named = [row for row, job in asked.items() if job.id_from is IdFrom.REFERENCE]
        ids = {row: job.job_id for row, job in asked.items()}
        if named:
            made = JobIds(self._journal.list_identities(self._identity), frozenset())
            by_content = {row: made.of_rows({row: text})[row] for row, text in self._read_texts(asked).items()}
            ids |= {row: by_content[row] for row in named}
        yield from self._compare_with_others(asked, ids, frozenset(named), {job.job_id for job in jobs})

    def _read_texts(self, jobs: Mapping[int, PlannedJob]) -> dict[int, RowIdentity]:
        """What these rows say, without their references."""
        hashes = hash_rows(self._batch, list(jobs))
        return {row: RowIdentity(("", "", ""), (job.content, *hashes[row])) for row, job in jobs.items()}

    def _compare_with_others(
        self, asked: Mapping[int, PlannedJob], ids: Mapping[int, str], named: frozenset[int], used: set[str]
    ) -> Iterator[PlannedJob]:
        there = self._journal.find_rows_of_jobs(set(ids.values()), self._identity)
        own = self._journal.find_rows_of_jobs({asked[row].job_id for row in named}, self._identity)
        new_ids = JobIds(self._journal.list_identities(self._identity), frozenset(used))
        known = {row: there[job_id] for row, job_id in ids.items() if job_id in there}
        elsewhere = {row for row, rows in known.items() if not any(one.run in self._related for one in rows)}
        of_others = {row for row, rows in known.items() if rows[-1].id_there in used - {ids[row]}}  # of this sheet
        texts = self._read_texts({row: asked[row] for row in (elsewhere | of_others) - named})
        for row, rows in known.items():
            job, job_id = asked[row], ids[row]
            if row in texts:
                yield self._choose_id(job, rows[-1], new_ids, texts[row])
            elif row in named and job.job_id not in own and job_id not in used and rows[-1].id_from not in _KEYS:
                used.add(job_id)
                yield self._ask_about(job, rows[-1], _(_SAME))

    def _choose_id(self, job: PlannedJob, known: PreviousRow, new_ids: JobIds, text: RowIdentity) -> PlannedJob:
        """The job with an id that an earlier run of this sheet gave it beside that, else with a new one, asked."""
        for job_id, rows in new_ids.list_next_ids(text, self._journal, self._identity):
            if (job.content, job_id) in self._apart or any(row.run in self._related for row in rows):
                return replace(job, job_id=job_id)
            known = rows[-1] if rows else known
        return self._ask_about(replace(job, job_id=job_id), known, _(_SAME))

    def _ask_about(self, job: PlannedJob, earlier: PreviousRow, difference: str) -> PlannedJob:
        difference += _("; the outcome of that row is unknown") if earlier.is_open else ""
        words = {"theirs": earlier.row, "run": earlier.run, "job_id": earlier.id_there, "difference": difference}
        question = self._batch.make_problem(LIKE_PREVIOUS_ROW, job.row, (), **words, place=file_of(earlier))
        later = job.id_from is IdFrom.REFERENCE
        like = replace(job, job_id=earlier.job_id, id_from=IdFrom.LIKE, reference_is_later=later)
        return replace(like, obstacle=question, new_id=job.job_id)


def _set_id(job: PlannedJob, job_id: str) -> PlannedJob:
    return replace(job, job_id=job_id, id_from=IdFrom.PREVIOUS, reference_is_later=job.id_from is IdFrom.REFERENCE)


def _can_be_another(job: PlannedJob) -> bool:
    return job.id_from not in _FIXED and job.obstacle is None
