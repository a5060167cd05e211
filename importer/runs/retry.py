"""A results workbook that is run again: of which target it tells, and what was changed in it since."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from importer.catalogue import get_field
from importer.errors import SheetError
from importer.journal import PreviousRuns
from importer.languages import _, group_thousands, ngettext, put_together
from importer.problem import NO_RESULTS, RESULTS_OF_ANOTHER_TARGET, ZONE_NOT_KNOWN, Problem, spell_command
from importer.records import Batch, Sheet, Status
from importer.runs.previous_sheet import find_previous_sheet, find_rows_that_say
from importer.settings import SendPolicy, Target
from importer.steps.submit import RerunRows, keep_job_ids, put_results_back


def recognise_target(batch: Batch, target: Target) -> Batch:
    """The batch, whose results tell of the target under its present identity where an earlier version wrote another."""
    previous = batch.sheet.previous_results
    if previous is None or not previous.target or not target.is_known_as(previous.target):
        return batch
    return replace(batch, sheet=replace(batch.sheet, previous_results=replace(previous, target=target.identity)))


def refuse_other_results(sheet: Sheet, target: Target) -> None:
    """Raise SheetError for a sheet that is no results workbook, or tells of jobs in another target."""
    if sheet.previous_results is None:
        raise SheetError(NO_RESULTS, path=sheet.path, command=spell_command("run", sheet.path))
    if sheet.previous_results.target not in {"", target.identity}:
        theirs = sheet.previous_results.target
        words = {"theirs": theirs, "ours": target.identity, "command": spell_command("run", sheet.path)}
        raise SheetError(RESULTS_OF_ANOTHER_TARGET, path=sheet.path, **words)


def keep_previous_jobs(
    batch: Batch, target: Target, previous_runs: PreviousRuns, policy: SendPolicy
) -> tuple[Batch, RerunRows]:
    """What rows keep of an earlier run, as their results tell or, of another sheet, the journal; and the batch, with
    results beside their rows again.
    """
    previous = batch.sheet.previous_results
    if previous is not None and previous.target in {"", target.identity}:
        find_recorded = partial(find_rows_that_say, previous, batch.sheet, previous_runs)
        batch = put_results_back(batch, previous_runs.list_identities(target.identity), find_recorded)
        batch = batch.add_problems(_find_times_without_zone(batch)) if previous.zone_unknown else batch
    return keep_job_ids(batch, target.identity, previous_runs, new_rows=policy.new_rows)


def _find_times_without_zone(batch: Batch) -> Iterator[Problem]:
    for name in (str(name) for name in batch.values if get_field(str(name)).kind.is_date):
        times = batch.values.index[batch.values[name].str.contains("T", regex=False)]
        times = times.difference(batch.with_zone[name]) if name in batch.with_zone else times
        yield from (batch.make_problem(ZONE_NOT_KNOWN, int(row), (name,)) for row in times)


def remark_on_changes(batch: Batch, rerun: RerunRows, previous_runs: PreviousRuns, target: Target) -> tuple[str, ...]:
    """Tell how many rows were changed since the run that the results tell of, and what becomes of them.

    A row is known by what it says, wherever it stands. Nothing is told of a sheet that is no results.
    """
    previous = batch.sheet.previous_results
    if previous is None:
        return ()
    if previous.target not in {"", target.identity}:
        return (
            _("These are results from {target}; in {name} every row is new.").format(
                target=previous.target, name=target.name
            ),
        )
    there = rerun.there
    counts = _count_new(batch, rerun, previous_runs, target)
    sent = put_together(*_describe_what_is_sent(*counts), by=_join_sentences)
    earlier = find_previous_sheet(previous, previous_runs)
    if earlier is None:
        have = ngettext(
            "{count} row has a job already, according to these results.",
            "{count} rows have a job already, according to these results.",
            len(there),
        ).format(count=group_thousands(len(there)))
        return (put_together(have, sent, by=_join_sentences),) if there else (sent,)
    if _has_other_headings(batch.sheet, earlier.sheet):
        return (sent,)
    changed = _find_changed(batch.sheet, earlier.sheet)
    have_changed = _describe_changes(len(changed), len(changed & there), previous.run or 0)
    return (put_together(*have_changed, sent, by=_join_sentences),)


def _count_new(batch: Batch, rerun: RerunRows, previous_runs: PreviousRuns, target: Target) -> tuple[int, int, int]:
    """Of the rows that have no job in the results: how many are new, how many have one that the journal knows to be
    there since, and of how many others the outcome is unknown.
    """
    without = [row for row in batch.sound_rows if row not in rerun.there]
    ids = {row: rerun.ids.get(row) or rerun.reserved.get(row, "") for row in without}
    known = previous_runs.find_rows_of_jobs(filter(None, ids.values()), target.identity)
    since = {job_id for job_id, rows in known.items() if not rows[-1].is_open}
    left = [row for row, job_id in ids.items() if job_id not in since]
    jobs = batch.sheet.previous_results.jobs if batch.sheet.previous_results else {}
    unknown = sum(row in rerun.ids and row in jobs and jobs[row][0] is Status.UNKNOWN for row in left)
    return len(left) - unknown, len(without) - len(left), unknown


def _describe_changes(changed: int, already: int, run: int) -> Iterator[str]:
    if not changed:
        yield _("No row has changed since run {run}.").format(run=run)
        return
    form = ngettext("{count} row has changed since run {run}.", "{count} rows have changed since run {run}.", changed)
    yield form.format(count=group_thousands(changed), run=run)
    if already:
        unsent = ngettext(
            "{count} of them has a job already; your changes to it are not sent.",
            "{count} of them have a job already; your changes to them are not sent.",
            already,
        )
        yield unsent.format(count=group_thousands(already))


def _describe_what_is_sent(new: int, since: int, unknown: int) -> Iterator[str]:
    """What holds before these rows are sent, and after; others have a job of a later run, or perhaps one."""
    if since:
        form = ngettext(
            "{count} row has its job from a later run, and is not sent again.",
            "{count} rows have their jobs from a later run, and are not sent again.",
            since,
        )
        yield form.format(count=group_thousands(since))
    if unknown:
        form = ngettext(
            "The outcome of {count} row is unknown in these results; its job is looked for first, and the row is sent "
            "only if its job is not in the target.",
            "The outcome of {count} rows is unknown in these results; their jobs are looked for first, and a row is "
            "sent only if its job is not in the target.",
            unknown,
        )
        yield form.format(count=group_thousands(unknown))
    if new:
        form = ngettext(
            "{count} row has no job in these results; it is sent now, unless a later run created its job or you have "
            "to decide something about it first.",
            "{count} rows have no job in these results; they are sent now, unless a later run created their jobs or "
            "you have to decide something about them first.",
            new,
        )
        yield form.format(count=group_thousands(new))
    elif not unknown:
        yield _("No rows are ready to send.")


def _join_sentences(*sentences: str) -> str:
    return " ".join(sentences)


def _has_other_headings(sheet: Sheet, earlier: Sheet) -> bool:
    """Whether each has headings that the other has not: one was made of the other by a mapping file."""
    ours, theirs = set(sheet.headings), set(earlier.headings)
    return bool(ours - theirs) and bool(theirs - ours)


def _find_changed(sheet: Sheet, earlier: Sheet) -> set[int]:
    """The rows that no row of the earlier sheet says, by the headings that both have."""
    common = [heading for heading in sheet.headings if heading in earlier.headings]
    ours = sheet.cells.loc[:, ~sheet.cells.columns.duplicated()][list(dict.fromkeys(common))]
    theirs = earlier.cells.loc[:, ~earlier.cells.columns.duplicated()][list(dict.fromkeys(common))]
    before = Counter(theirs.itertuples(index=False, name=None))
    changed = set()
    for row, *texts in ours.itertuples(name=None):
        if before[tuple(texts)]:
            before[tuple(texts)] -= 1
        else:
            changed.add(int(row))
    return changed
