"""What each answer to 'create this job' means, and in which words a run ends by it."""

import pytest

from importer.jobs_api.response import Response
from importer.records import Batch
from importer.steps.submit.response_meaning import (
    Meaning,
    find_named_id,
    find_reason_to_stop,
    is_about_job,
    meaning_of,
    problems_of,
    shorten_response,
)
from tests.builders import good, judged, told

JOB = "7e60fd05-1c08-4886-b483-9f631f943287"
OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
MEANINGS = {
    429: Meaning.BUSY,
    503: Meaning.UNAVAILABLE,
    **dict.fromkeys((408, 502, 504), Meaning.LATER),
    **dict.fromkeys((300, 301, 302, 307, 308, 399, 401, 404), Meaning.STOP),
    409: Meaning.TAKEN,
    **dict.fromkeys((400, 402, 405, 410, 413, 417, 422, 499), Meaning.REFUSED),
    **dict.fromkeys((500, 501, 505, 599), Meaning.OPEN),
}


@pytest.mark.parametrize(("status", "meaning"), MEANINGS.items())
@pytest.mark.parametrize("login_accepted", [True, False])
def test_what_a_status_means(status: int, meaning: Meaning, *, login_accepted: bool) -> None:
    assert meaning_of(Response(status, {"id": JOB}), JOB, login_accepted=login_accepted) is meaning


def test_a_403_is_about_the_row_once_the_login_has_been_taken() -> None:
    assert meaning_of(Response(403), JOB, login_accepted=True) is Meaning.REFUSED
    assert meaning_of(Response(403), JOB, login_accepted=False) is Meaning.STOP


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_what_is_fine_counts_where_it_names_the_job(status: int) -> None:
    for body in ({"id": JOB}, {"id": JOB.upper()}, {"id": "{" + JOB + "}"}):
        assert meaning_of(Response(status, body), JOB, login_accepted=False) is Meaning.CREATED
    odds: list[object] = [None, [], "", {}, {"id": None}, {"id": OTHER}, {"id": "x"}, {"Id": JOB}]
    for odd in odds:
        assert meaning_of(Response(status, odd), JOB, login_accepted=False) is Meaning.UNPROVEN


def test_which_id_an_answer_names() -> None:
    assert find_named_id(Response(201, {"id": JOB.upper()})) == JOB
    assert [find_named_id(Response(201, body)) for body in (None, {}, {"id": None}, {"id": "none"}, [JOB])] == [""] * 5
    assert is_about_job(Response(201, {"id": JOB}), JOB)
    assert not is_about_job(Response(201, {"id": OTHER}), JOB)


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(401), "the target no longer accepts the login (HTTP 401)"),
        (Response(403), "the target does not let this login create jobs (HTTP 403)"),
        (Response(302, location="https://x.example/"), "the target redirects to https://x.example/; check its address"),
        (Response(307), "the target redirects to an address that it does not name; check its address"),
        (Response(404), "the target accepts no jobs at this address (HTTP 404); check its address"),
    ],
)
def test_why_a_run_cannot_go_on(response: Response, reason: str) -> None:
    assert find_reason_to_stop(response) == reason


def said(batch: Batch, **errors: str) -> list[tuple[int | None, str, int]]:
    return told(problems_of(Response(400, {"errors": {name: [text] for name, text in errors.items()}}), batch, 2))


def test_a_sentence_stands_at_the_cell_that_it_is_about() -> None:
    batch = judged(good())
    assert said(batch, name="Too long.") == [(2, "name", 601)]
    assert said(batch, job_type_id="Not known.") == [(2, "job_type_code", 601)]  # the sheet has the code
    assert said(batch, job_type_code="Not known.") == [(2, "job_type_code", 601)]
    assert said(batch, description="Missing.") == [(2, "description", 601)]  # the sheet has no such column
    assert said(batch, something="Wrong.") == [(2, "", 602)]


def test_a_sentence_about_the_row_has_the_status() -> None:
    (problem,) = problems_of(Response(422, None, "No planner."), judged(good()), 2)
    assert "422" in problem.message
    assert "No planner." in problem.message
    assert problem.row == 2


def test_what_the_journal_keeps_of_an_answer_is_one_line() -> None:
    assert shorten_response(Response(500, text="a\r\n b\x00c")) == "a b c"
    assert len(shorten_response(Response(500, text="x" * 2000))) == 500
