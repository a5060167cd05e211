"""A corrected row keeps the id it was given: found again by what stands in it, whatever else happened to the sheet."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from importer.errors import ExitCode
from importer.journal import Journal, RunState
from importer.problem import CHANGED_AFTER_CREATED, COPIED_JOB_ID, DOUBLE_ID, LIKE_PREVIOUS_ROW
from importer.records import (
    RESULTS_HEADINGS,
    Batch,
    IdFrom,
    LastResponse,
    Outcome,
    PlannedJob,
    PreviousResults,
    Status,
)
from importer.settings import Target
from importer.steps.submit import keep_job_ids, plan_jobs
from importer.steps.submit.recognise import row_pairing
from importer.steps.submit.recognise.row_pairing import RowPairing, SheetRows
from tests.builders import good, judged, sheet_of
from tests.journal.settled import settle

MOMENT = datetime(2026, 11, 25, tzinfo=UTC)
TARGET = Target("odd", "http://odd/api", "u", "p", identity="odd")
Row = dict[str, str]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal.sqlite") as opened:
        yield opened


def row(number: int, **changes: str) -> Row:
    return good(**{"Name": f"Service boiler {number * 7919}", "Description": f"Cellar {number}", **changes})


def run_of(journal: Journal, rows: list[Row], *became: Status | None, exit_code: ExitCode | None = None) -> list[str]:
    """A run of these rows; each became that (None: cut off while it was sent), the others were not sent yet. Gives
    their ids.
    """
    return sent(journal, judged(*rows), *became, exit_code=exit_code)


def sent(journal: Journal, batch: Batch, *became: Status | None, exit_code: ExitCode | None = None) -> list[str]:
    jobs = sorted(plan_jobs(batch, "odd", journal.previous_runs), key=lambda job: job.row)
    run = journal.begin_run(batch, TARGET)
    journal.record_planned(run, jobs)
    journal.mark_sending(run, [job.row for job in jobs[: len(became)]])
    for job, status in zip(jobs, became, strict=False):
        if status is not None:
            outcome = Outcome(job.row, status, job.job_id, (), MOMENT)
            settle(journal, run, outcome, LastResponse(201))
    if exit_code is not None:
        journal.end_run(run, RunState.FINISHED, exit_code)
    return [job.job_id for job in jobs]


def ids_of(journal: Journal, batch: Batch) -> list[str]:
    jobs = sorted(plan_jobs(batch, "odd", journal.previous_runs), key=lambda job: job.row)
    as_it_is = sorted(plan_jobs(batch, "odd"), key=lambda job: job.row)
    for job, bare in zip(jobs, as_it_is, strict=True):  # what is sent is the row, under the id that it keeps
        assert job.request == {**bare.request, "id": job.job_id}
        assert (job.content, job.row) == (bare.content, bare.row)
        assert job.id_from in {IdFrom.PREVIOUS, IdFrom.LIKE} or job.job_id == bare.job_id
        assert (job.id_from is IdFrom.LIKE) == (job.obstacle is not None and job.obstacle.code is LIKE_PREVIOUS_ROW)
        assert job.new_id in {"", bare.job_id}
    return [job.job_id for job in jobs]


OPEN = (Status.UNKNOWN, None)
CHANGES: dict[str, Callable[[list[Row]], tuple[list[Row], list[int | None]]]] = {
    "nothing": lambda rows: (rows, [0, 1, 2]),
    "one cell of one row": lambda rows: ([rows[0], row(1, Name="Service burner"), rows[2]], [0, 1, 2]),
    "a cell filled": lambda rows: ([rows[0], rows[1] | {"Customer reference": "PO 1"}, rows[2]], [0, 1, 2]),
    "a reference given": lambda rows: ([rows[0], rows[1] | {"Reference": "WO-1"}, rows[2]], [0, 1, 2]),
    "changed and moved": lambda rows: ([row(1, Name="Service burner 7919"), rows[2], rows[0]], [1, 2, 0]),
    "changed, and another put before it": lambda rows: (
        [rows[0], row(8), row(1, Name="Service burner 7919"), rows[2]],
        [0, None, 1, 2],
    ),
    "two changed": lambda rows: ([row(0, Name="X 0"), row(1, Name="Service burner 7919"), rows[2]], [0, 1, 2]),
    "another in its place": lambda rows: ([rows[0], row(9), rows[2]], [0, None, 2]),
    "all changed in one column": lambda rows: ([one | {"Status code": "Waiting"} for one in rows], [0, 1, 2]),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("status", OPEN)
def test_while_its_outcome_is_open(
    journal: Journal, status: Status | None, change: Callable[[list[Row]], tuple[list[Row], list[int | None]]]
) -> None:
    rows = [row(number) for number in range(3)]
    given = run_of(journal, rows, status, status, status, exit_code=ExitCode.OPEN)
    changed, origins = change(rows)
    ids = ids_of(journal, judged(*changed))
    assert [given.index(job_id) if job_id in given else None for job_id in ids] == origins
    assert len(set(ids)) == len(ids)


ENDINGS = [(None, IdFrom.PREVIOUS), (ExitCode.STOPPED, IdFrom.LIKE), (ExitCode.ALL_WELL, IdFrom.LIKE)]


@pytest.mark.parametrize(("exit_code", "id_from"), ENDINGS)
def test_a_created_row_is_asked_once_the_user_was_told_of_it(
    journal: Journal, exit_code: ExitCode | None, id_from: IdFrom
) -> None:
    given = run_of(journal, [row(0), row(1), row(2)], *[Status.CREATED] * 3, exit_code=exit_code)
    batch = judged(row(0), row(1, Name="Service burner"), row(2))
    job = plan_jobs(batch, "odd", journal.previous_runs)[1]
    assert (job.job_id, job.id_from) == (given[1], id_from)


@pytest.mark.parametrize("could_look_up", [(True, False), (False, True)], ids=["not now", "not then"])
def test_rows_that_say_the_same_are_known_whether_codes_can_be_looked_up_or_not(
    journal: Journal, could_look_up: tuple[bool, bool]
) -> None:
    """A target may not show its list of projects now and then: then codes are sent as they are."""
    then, now = (with_codes_resolved if could else as_they_are for could in could_look_up)
    rows = [row(0), row(1), row(1), row(2)]
    given = sent(journal, then(judged(*rows)), *[Status.CREATED] * 4, exit_code=ExitCode.ALL_WELL)
    jobs = plan_jobs(now(judged(row(0, Name="Service burner 0"), *rows[1:])), "odd", journal.previous_runs)
    assert [job.job_id for job in jobs] == given
    assert [job.id_from for job in jobs] == [IdFrom.LIKE, *[IdFrom.PREVIOUS] * 3]


@pytest.mark.parametrize("could_look_up", [(True, False), (False, True)], ids=["not now", "not then"])
@pytest.mark.parametrize("is_moved", [False, True])
@pytest.mark.thorough(but=1)
def test_of_rows_that_say_the_same_one_that_was_not_sent_yet_is_no_copy(
    journal: Journal, could_look_up: tuple[bool, bool], *, is_moved: bool
) -> None:
    """The checker's seed 11932: it was held for ever, for the run before was cut off in between."""
    then, now = (with_codes_resolved if could else as_they_are for could in could_look_up)
    given = sent(journal, then(judged(row(1), row(1), row(2))), Status.UNKNOWN)
    moved = [row(2), row(1), row(1)] if is_moved else [row(1), row(1), row(2)]
    planned = sent(journal, now(judged(*moved)), *[Status.UNKNOWN] * 3, exit_code=ExitCode.OPEN)
    assert given[0] in planned
    assert len(set(planned)) == 3
    for _ in range(2):
        assert sent(journal, now(judged(*moved)), *[Status.UNKNOWN] * 3, exit_code=ExitCode.OPEN) == planned


def with_codes_resolved(batch: Batch) -> Batch:
    ids = pd.DataFrame({"project_id": "95c70f4b-6876-4036-95ba-da05df5f3ec5"}, index=batch.values.index)
    return replace(batch, lookups=ids)


def as_they_are(batch: Batch) -> Batch:
    return batch


def test_v2_a_row_without_the_same_neighbours_is_asked(journal: Journal) -> None:
    given = run_of(journal, [row(0), row(1), row(2)], None, None, None)
    jobs = plan_jobs(judged(row(0), row(2), row(1, Name="Service burner")), "odd", journal.previous_runs)
    assert [(job.job_id, job.id_from) for job in jobs][2] == (given[1], IdFrom.LIKE)


def test_v2_which_of_several_new_rows_is_the_open_one_is_asked(journal: Journal) -> None:
    given = run_of(journal, [row(0), row(1), row(2)], None, None, None)
    batch = judged(row(0), row(1, Name="Service burner"), row(1, Name="Service burners"), row(2))
    jobs = plan_jobs(batch, "odd", journal.previous_runs)
    assert [job.job_id for job in jobs if job.id_from is IdFrom.LIKE] == [given[1]]
    assert IdFrom.PREVIOUS not in {job.id_from for job in jobs}


@pytest.mark.parametrize("status", [Status.REJECTED, Status.INVALID, Status.BLOCKED])
def test_not_where_it_certainly_is_not_there(journal: Journal, status: Status) -> None:
    (given,) = run_of(journal, [row(1)], status, exit_code=ExitCode.OPEN)
    assert ids_of(journal, judged(row(1, Name="Service burner"))) != [given]


def test_a_reference_is_what_its_row_is(journal: Journal) -> None:
    run_of(journal, [row(1, Reference="WO-1")], None)
    (same, other) = ids_of(journal, judged(row(1, Reference="WO-1", Name="X"), row(1, Reference="WO-2")))
    with_nothing = [job.job_id for job in plan_jobs(judged(row(1, Reference="WO-1"), row(2, Reference="WO-2")), "odd")]
    assert [same, other] == with_nothing


def test_it_keeps_the_id_in_every_further_run(journal: Journal) -> None:
    _, given, _ = run_of(journal, [row(0), row(1), row(2)], None, None, None)
    corrected = row(1, Name="Service burner")
    rows = [row(0), corrected, row(2)]
    assert run_of(journal, rows, *[Status.CREATED] * 3, exit_code=ExitCode.ALL_WELL)[1] == given
    assert ids_of(journal, judged(*rows))[1] == given
    twice = plan_jobs(judged(row(0), corrected, corrected, row(2)), "odd", journal.previous_runs)[1:3]
    assert [(job.job_id, bool(job.new_id)) for job in twice] == [(given, True), (given, False)]  # the other is asked


def test_to_another_target_it_is_new_and_of_another_file_it_is_asked(journal: Journal) -> None:
    (given,) = run_of(journal, [row(1)], None)
    batch = judged(row(1, Name="Service burner"))
    elsewhere = replace(batch, sheet=replace(batch.sheet, path=Path("other.xlsx")))
    (asked,) = plan_jobs(elsewhere, "odd", journal.previous_runs)
    assert (asked.job_id, asked.id_from) == (given, IdFrom.LIKE)
    assert asked.new_id not in {"", given}
    assert [job.job_id for job in plan_jobs(batch, "another", journal.previous_runs)] != [given]


JOB = "7e60fd05-1c08-4886-b483-42da30b9d0bc"
RESERVED = ["invalid", "rejected", "not sent", "blocked"]  # V13: another copy of these results may have made it since


def from_results(*carried: tuple[str, str], **changes: str) -> Batch:
    """A results workbook that says this beside its rows."""
    batch = judged(*(row(number, **changes) for number in range(len(carried))))
    said = pd.DataFrame("", index=batch.sheet.cells.index, columns=list(RESULTS_HEADINGS), dtype="str")
    said["Status"], said["Job id"] = [status for status, _ in carried], [job_id for _, job_id in carried]
    return replace(batch, sheet=replace(batch.sheet, previous_results=PreviousResults(said)))


def planned(journal: Journal, batch: Batch, identity: str = "odd") -> tuple[PlannedJob, ...]:
    """The jobs of a results workbook."""
    batch, kept = keep_job_ids(batch, identity, journal.previous_runs)
    return plan_jobs(batch, identity, journal.previous_runs, kept)


@pytest.mark.parametrize("status", ["created", "already exists", "unknown", *RESERVED])
@pytest.mark.thorough(but=2)
def test_a_results_workbook_carries_it_to_another_computer(journal: Journal, status: str) -> None:
    (job,) = planned(journal, from_results((status, JOB)))
    assert (job.job_id, job.id_from) == (JOB, IdFrom.PREVIOUS)
    assert JOB in job.request.values()


@pytest.mark.parametrize("batch", [from_results(("conflict", JOB)), from_results(("created", "no id"))])
def test_the_id_of_a_job_of_somebody_else_is_not_carried(journal: Journal, batch: Batch) -> None:
    assert [job.id_from for job in planned(journal, batch)] == [IdFrom.CONTENT]


def test_which_row_is_the_copy_is_asked_where_the_journal_does_not_know(journal: Journal) -> None:
    batch, kept = keep_job_ids(from_results(("created", JOB), ("created", JOB)), "odd", journal.previous_runs)
    assert [problem.code for problem in batch.problems] == [COPIED_JOB_ID] * 2
    assert plan_jobs(batch, "odd", journal.previous_runs, kept) == ()


def test_what_was_carried_from_another_target_means_nothing_here(journal: Journal) -> None:
    (given,) = run_of(journal, [row(1)], Status.CREATED, exit_code=ExitCode.ALL_WELL)
    (job,) = planned(journal, from_results(("created", given), Name="X"), "another")
    assert job.id_from is IdFrom.CONTENT


def test_in_a_large_sheet_rows_are_compared_with_those_near_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_pairing, "MOST_PAIRS", 10)
    then = sheet_of(*(row(number) for number in range(60)))
    now = sheet_of(row(99), *(row(number) | {"Status code": "Waiting"} for number in range(60)))
    numbers = dict.fromkeys(range(2, 62), "")
    pairs = RowPairing(SheetRows(then, numbers), SheetRows(now, {})).match(list(numbers), list(range(2, 63)))
    assert sorted((pair.previous_row, pair.row) for pair in pairs) == [(number, number + 1) for number in range(2, 62)]


def test_an_id_that_a_row_was_given_is_taken_for_any_other(journal: Journal) -> None:
    batch = from_results(("created", JOB), ("", ""))
    typed = judged(*(row(number, Id=own) for number, own in enumerate(("", JOB))))
    jobs = planned(journal, replace(typed, sheet=replace(typed.sheet, previous_results=batch.sheet.previous_results)))
    assert [job.job_id for job in jobs] == [JOB, JOB]
    assert [job.obstacle and job.obstacle.code for job in jobs] == [None, DOUBLE_ID]


def test_one_row_is_one_of_two_that_were_alike_and_no_more(journal: Journal) -> None:
    first, second = run_of(journal, [row(1), row(1)], None, None)
    assert ids_of(journal, judged(row(1, Name="X"))) == [first]
    assert ids_of(journal, judged(row(1, Name="X"), row(1, Name="Y"))) == [first, second]


def test_a_row_that_is_there_may_lack_fields_of_which_the_sheet_has_no_column(journal: Journal) -> None:
    batch, kept = keep_job_ids(from_results(("created", JOB), Latitude="52.1"), "odd", journal.previous_runs)
    (problem,) = batch.problems
    assert (problem.row, problem.code) == (2, CHANGED_AFTER_CREATED)
    assert not set(problem.fields) & set(batch.values.columns)
    (job,) = plan_jobs(batch, "odd", journal.previous_runs, kept)
    assert (job.job_id, job.obstacle is not None) == (JOB, True)


def test_new_rows_are_not_compared_each_with_each(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """For 10,000 of them that took 18 CPU seconds."""
    run_of(journal, [row(number) for number in range(3)], *[Status.CREATED] * 3, exit_code=ExitCode.ALL_WELL)
    compared: list[object] = []

    def compare(_job: PlannedJob, other: object) -> bool:
        compared.append(other)
        return False

    monkeypatch.setattr(PlannedJob, "__eq__", compare)
    ids_of(journal, judged(*(row(number) for number in range(10, 20))))
    assert not compared
