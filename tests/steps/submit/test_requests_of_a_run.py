"""How many requests a run makes, counted at the practice server: a row is looked up only where something is open."""

from collections import Counter
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.practice.server import PracticeServer
from importer.records import Status
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests.builders import good, judged

ROWS = 45


def requests_of(folder: Path, *rows: dict[str, str], look_first: bool = False) -> tuple[Counter[str], Counter[Status]]:
    """The requests of one run of these rows by kind, and what became of the rows."""
    asked: Counter[str] = Counter()

    def counted(app: ASGIApp) -> ASGIApp:
        async def count(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                asked[f"{scope['method']} {scope['path'].rpartition('/')[2].partition('(')[0]}"] += 1
                asked["singly"] += "(" in scope["path"]
            await app(scope, receive, send)

        return count

    batch = judged(*rows)
    with (
        PracticeServer(folder / "practice.sqlite", wrap=counted) as server,
        Journal(folder / "journal.sqlite") as journal,
    ):
        target = Target("practice", server.url, server.user, server.password, server.domain, identity="practice")
        policy = SendPolicy(workers=8, look_first=look_first, lag_seconds=0.001)
        with JobsApi(target) as api:
            run = journal.begin_run(batch, target)
            jobs = plan_jobs(batch, target.identity)
            outcomes = list(submit_rows(batch, jobs, api, RunLog(journal, run), policy=policy))
    return asked, Counter(outcome.status for outcome in outcomes)


def sound(count: int) -> list[dict[str, str]]:
    return [good(Name=str(number), Reference=f"R-{number}") for number in range(count)]


@pytest.mark.parametrize(("look_first", "looks"), [(False, 0), (True, 3)])
@pytest.mark.thorough(but=1)
def test_a_run_without_refusals_looks_no_row_up_by_itself(tmp_path: Path, *, look_first: bool, looks: int) -> None:
    asked, became = requests_of(tmp_path, *sound(ROWS), look_first=look_first)
    assert became == {Status.CREATED: ROWS}
    ids_are_kept = 1  # the first created job shows it
    assert asked == {"POST Jobs": ROWS, "GET Jobs": looks + ids_are_kept, "singly": ids_are_kept}


def test_each_refusal_is_looked_up_once(tmp_path: Path) -> None:
    refused = [good(Name="No", Job_type_code="NONE", Reference=f"N-{number}") for number in range(3)]
    asked, became = requests_of(tmp_path, *sound(ROWS), *refused)
    assert became == {Status.CREATED: ROWS, Status.REJECTED: 3}
    assert asked == {"POST Jobs": ROWS + 3, "GET Jobs": 1 + 3, "singly": 1 + 3}
