"""A job that is there: whose it is, and what is said of its row."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from importer.problem import CHANGED_SINCE, DIFFERENT_JOB, DIFFERS_THERE, OTHER_ID, Code
from importer.records import PlannedJob, SentBefore, Status
from importer.steps.submit import plan_jobs
from importer.steps.submit.differences import Job
from importer.steps.submit.job_match import SendHistory, make_outcome_of_found
from tests.builders import good, judged

OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
MOMENT = datetime(2026, 11, 25, tzinfo=UTC)
BATCH = judged(good(Name="Boiler"))
(JOB,) = plan_jobs(BATCH, "odd")


def theirs(**changes: object) -> Job:
    return {**JOB.payload, "id": JOB.job_id, **changes}


def before(status: Status | None, *, finished: bool = True, content: str = JOB.content) -> SentBefore:
    return SentBefore(1, JOB.job_id, content, status, finished)


def became(history: SendHistory, job: Job, planned: PlannedJob = JOB) -> tuple[Status, list[Code]]:
    outcome = make_outcome_of_found(planned, job, replace(history, sent_at=MOMENT), BATCH)
    assert (outcome.row, outcome.sent_at) == (2, MOMENT)
    assert outcome.job_id == (planned.job_id if outcome.status is Status.CONFLICT else str(job["id"]))
    return outcome.status, [problem.code for problem in outcome.problems]


CHANGED = "what it said before"
SAME = {
    "nobody knows": (SendHistory(), Status.EXISTS),
    "seen absent, and not sent": (SendHistory(absent=True), Status.EXISTS),
    "our own was refused": (SendHistory(sent=True), Status.EXISTS),
    "a try may have made it": (SendHistory(sent=True, reached=True), Status.CREATED),
    "open before": (SendHistory(before(Status.UNKNOWN)), Status.CREATED),
    "cut off before": (SendHistory(before(None, finished=False)), Status.CREATED),
    "created before": (SendHistory(before(Status.CREATED)), Status.EXISTS),
    "created by a run that was cut off": (SendHistory(before(Status.CREATED, finished=False)), Status.CREATED),
    "there before": (SendHistory(before(Status.EXISTS)), Status.EXISTS),
    "there before, in a run that was cut off": (SendHistory(before(Status.EXISTS, finished=False)), Status.EXISTS),
    "rejected before": (SendHistory(before(Status.REJECTED)), Status.EXISTS),
}


@pytest.mark.parametrize(("history", "status"), SAME.values(), ids=SAME)
def test_one_that_says_the_same(history: SendHistory, status: Status) -> None:
    assert became(history, theirs()) == (status, [])


DIFFERENT = {
    "nobody knows": (SendHistory(), Status.EXISTS, [DIFFERS_THERE]),
    "our own was refused": (SendHistory(sent=True), Status.EXISTS, [DIFFERS_THERE]),
    "seen absent, then our own was refused": (SendHistory(sent=True, absent=True), Status.EXISTS, [DIFFERS_THERE]),
    "a try may have made it": (SendHistory(sent=True, reached=True), Status.CREATED, [DIFFERS_THERE]),
    "only a try can have made it": (
        SendHistory(sent=True, reached=True, absent=True),
        Status.CREATED,
        [DIFFERS_THERE],
    ),
    "just this was open before": (SendHistory(before(Status.UNKNOWN)), Status.CREATED, [DIFFERS_THERE]),
    "something else was open before": (
        SendHistory(before(Status.UNKNOWN, content=CHANGED)),
        Status.EXISTS,
        [CHANGED_SINCE],
    ),
    "just this was created and told": (SendHistory(before(Status.CREATED)), Status.EXISTS, []),
    "just this was there and told": (SendHistory(before(Status.EXISTS)), Status.EXISTS, []),
    "just this was created and not told": (
        SendHistory(before(Status.CREATED, finished=False)),
        Status.CREATED,
        [DIFFERS_THERE],
    ),
    "something else was created": (
        SendHistory(before(Status.CREATED, content=CHANGED)),
        Status.EXISTS,
        [CHANGED_SINCE],
    ),
    "something else was there": (SendHistory(before(Status.EXISTS, content=CHANGED)), Status.EXISTS, [CHANGED_SINCE]),
    "something else was rejected": (
        SendHistory(before(Status.REJECTED, content=CHANGED)),
        Status.EXISTS,
        [DIFFERS_THERE],
    ),
}


@pytest.mark.parametrize(("history", "status", "codes"), DIFFERENT.values(), ids=DIFFERENT)
def test_one_that_says_something_else(history: SendHistory, status: Status, codes: list[Code]) -> None:
    assert became(history, theirs(name="Pump")) == (status, codes)


REUSED = judged(good(Name="Boiler", Reference="1"))


@pytest.mark.parametrize("given", [None, OTHER])
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": "Pump"}, Status.CONFLICT),
        ({"project_reference_back_office": "P-1002"}, Status.CONFLICT),
        ({"name": "Boiler "}, Status.EXISTS),
        ({"description": "Another"}, Status.EXISTS),
    ],
)
def test_a_reference_that_is_there_with_another_name_or_project_is_another_job(
    given: str | None, changes: dict[str, str], status: Status
) -> None:
    (job,) = plan_jobs(REUSED, "odd")
    there = {**job.payload, "id": given or job.job_id, **changes}
    outcome = make_outcome_of_found(job, there, SendHistory(), REUSED)
    assert outcome.status is status
    if status is Status.CONFLICT:
        (problem,) = outcome.problems
        assert problem.code is DIFFERENT_JOB
    before = SentBefore(1, job.job_id, "another row", Status.CREATED, finished=True)
    assert make_outcome_of_found(job, there, SendHistory(before), REUSED).status is status


def test_what_a_target_makes_of_our_own_job_is_no_other_job() -> None:
    (job,) = plan_jobs(REUSED, "odd")
    before = SentBefore(1, job.job_id, job.content, None, finished=False)
    assert make_outcome_of_found(
        job, {**job.payload, "name": "B", "id": job.job_id}, SendHistory(before), REUSED
    ).status is (Status.CREATED)


def test_one_under_another_id_is_told_so_where_it_is_ours() -> None:
    assert became(SendHistory(sent=True, reached=True), theirs(id=OTHER)) == (Status.CREATED, [OTHER_ID])
    assert became(SendHistory(), theirs(id=OTHER)) == (Status.EXISTS, [])
    outcome = make_outcome_of_found(JOB, theirs(id=OTHER), SendHistory(reached=True), BATCH)
    (problem,) = outcome.problems
    assert (problem.row, problem.fields) == (2, ("id",))
    assert JOB.job_id in problem.message
    assert OTHER in problem.message


def test_one_without_a_known_id_is_taken_to_have_ours() -> None:
    assert make_outcome_of_found(JOB, theirs(id=None), SendHistory(), BATCH).job_id == JOB.job_id


def test_an_id_of_the_sheet_is_something_that_the_row_says() -> None:
    own = "7e60fd05-1c08-4886-b483-42da30b9d0bc"
    batch = judged(good(Name="Boiler", Id=own))
    (job,) = plan_jobs(batch, "odd")
    elsewhere = {**job.payload, "id": OTHER}
    outcome = make_outcome_of_found(job, elsewhere, SendHistory(sent=True), batch)
    assert (outcome.status, outcome.problems[0].code) == (Status.CONFLICT, DIFFERENT_JOB)
    assert f'Id ("{own}" here, "{OTHER}" there)' in outcome.problems[0].message
    renamed = make_outcome_of_found(job, elsewhere, SendHistory(sent=True, reached=True, may_be_renamed=True), batch)
    assert (renamed.status, [problem.code for problem in renamed.problems]) == (Status.CREATED, [OTHER_ID])


def test_what_differs_is_told_in_the_words_of_the_sheet() -> None:
    outcome = make_outcome_of_found(JOB, theirs(name="Pump", job_type_code="REPAIR"), SendHistory(), BATCH)
    (problem,) = outcome.problems
    differing = 'Job type code ("MAINT" here, "REPAIR" there); Name ("Boiler" here, "Pump" there)'
    assert problem.message == f"The job in the target differs from this row: {differing}."
    assert set(problem.fields) == {"name", "job_type_code"}
    changed = make_outcome_of_found(
        JOB, theirs(name="Pump"), SendHistory(before(Status.CREATED, content=CHANGED)), BATCH
    )
    assert ': Name ("Boiler" here, "Pump" there)' in changed.problems[0].message


def test_where_texts_that_look_the_same_differ_can_be_seen() -> None:
    outcome = make_outcome_of_found(JOB, theirs(name="B\u043eiler"), SendHistory(), BATCH)
    assert 'Name ("Boiler" here, "B\\u043eiler" there)' in outcome.problems[0].message
    (job,) = plan_jobs(judged(good(Description="Clean it. " * 60 + "Twice")), "odd")
    other = {**job.payload, "id": job.job_id, "description": "Clean it. " * 60 + "Once"}
    message = make_outcome_of_found(job, other, SendHistory(), BATCH).problems[0].message
    assert message.endswith('Clean it. Twice" here, "…Clean it. Clean it. Clean it. Once" there).')


def test_an_id_is_no_part_of_what_a_row_says() -> None:
    assert "id" not in JOB.payload
    assert JOB.payload["name"] == "Boiler"


def test_a_field_is_called_as_the_sheet_calls_it() -> None:
    row = {("Job name" if heading == "Name" else heading): text for heading, text in good(Name="Boiler").items()}
    batch = judged(row)
    (job,) = plan_jobs(batch, "odd")
    assert batch.column_of("name")
    (problem,) = make_outcome_of_found(job, {**job.payload, "name": "Pump"}, SendHistory(), batch).problems
    assert 'Job name ("Boiler" here' in problem.message
