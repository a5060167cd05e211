import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importer.errors import ExitCode, JournalError
from importer.journal import Journal
from importer.journal.entries import RowState, RunState
from importer.problem import REJECTED_VALUE
from importer.records import Batch, IdFrom, LastResponse, Outcome, PlannedJob, SentBefore, Status
from importer.runs.request import RunRequest
from importer.settings import Target
from tests.builders import good, judged
from tests.journal.settled import settle

TARGET = Target("Acme", "https://acme.example/api", "anna", "s3cret", "acme")
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Job(PlannedJob):
    payload: Mapping[str, object] = field(default_factory=dict, hash=False)
    content: str = "c0ffee"
    id_from: IdFrom = IdFrom.CONTENT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path) as opened:
        yield opened


@pytest.fixture
def batch() -> Batch:
    return judged(good(Name="Very private text"), good(Name="Second"))


def test_a_run_is_recorded_with_its_file_and_target(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET, {"workers": 8})
    (found,) = journal.previous_runs.list_runs()
    assert (found.run, found.target, found.identity) == (run, "Acme", "https://acme.example/api acme")
    assert found.file.endswith("jobs.xlsx")
    assert (found.sheet, found.state, found.finished) == ("Jobs", "under way", None)
    assert found.options == {"workers": 8}


def test_a_run_that_ended_says_how_and_when(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    journal.end_run(run, RunState.FINISHED, ExitCode.ALL_WELL)
    (found,) = journal.previous_runs.list_runs()
    assert (found.state, found.exit_code) == (RunState.FINISHED, ExitCode.ALL_WELL)
    assert found.finished is not None
    assert found.started <= found.finished


def test_a_row_goes_from_planned_by_sending_to_settled(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    journal.record_planned(run, [Job(2, "a"), Job(3, "b", level=1)])
    assert [(row.row, row.job_id, row.level, row.state) for row in journal.read_rows(run)] == [
        (2, "a", 0, RowState.PLANNED),
        (3, "b", 1, RowState.PLANNED),
    ]
    journal.mark_sending(run, [2])
    assert [row.state for row in journal.read_rows(run)] == [RowState.SENDING, RowState.PLANNED]
    settle(journal, run, Outcome(2, Status.CREATED, "a"), LastResponse(201, "", 1))
    assert [row.state for row in journal.read_rows(run)] == [RowState.SETTLED, RowState.PLANNED]


def test_an_outcome_is_read_back_as_it_was(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    journal.record_planned(run, [Job(2, "a")])
    problem = batch.make_problem(REJECTED_VALUE, 2, ("name",), message="Nö.", fix="Correct it.")
    outcome = Outcome(2, Status.REJECTED, "a", (problem,), MOMENT)
    settle(journal, run, outcome, LastResponse(400, "Nö.", 3))
    (row,) = journal.read_rows(run)
    assert row.outcome == outcome
    assert row.last == LastResponse(400, "Nö.", 3)


def test_the_password_is_not_in_the_file(path: Path, batch: Batch) -> None:
    with Journal(path) as journal:
        run = journal.begin_run(batch, TARGET, RunRequest(Path("jobs.xlsx"), TARGET).to_json())
        journal.record_planned(run, [Job(2, "a")])
        problem = batch.make_problem(REJECTED_VALUE, 2, ("name",), message="No.", fix="Correct it.")
        settle(journal, run, Outcome(2, Status.REJECTED, "a", (problem,)), LastResponse())
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"No." in content
    assert b"s3cret" not in content


def test_the_file_is_the_users_alone(journal: Journal) -> None:
    for file in journal.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def settled(journal: Journal, batch: Batch, status: Status | None, *, end: bool, identity: str = "acme") -> int:
    run = journal.begin_run(batch, replace(TARGET, identity=identity))
    journal.record_planned(run, [Job(2, "a")])
    if status is not Status.NOT_SENT:
        journal.mark_sending(run, [2])
    if status:
        sent_at = None if status is Status.NOT_SENT else MOMENT
        settle(journal, run, Outcome(2, status, "a", (), sent_at), LastResponse())
    if end:
        journal.end_run(run)
    return run


def before(journal: Journal, batch: Batch, identity: str = "acme") -> dict[str, SentBefore]:
    """How earlier runs left the jobs, but for when."""
    found = journal.previous_runs.find_sent_before(settled(journal, batch, None, end=False, identity=identity))
    return {job_id: replace(tried, at=None) for job_id, tried in found.items()}


def test_a_later_run_knows_what_was_sent(journal: Journal, batch: Batch) -> None:
    first = settled(journal, batch, Status.CREATED, end=True)
    assert before(journal, batch) == {
        "a": SentBefore(first, "a", "c0ffee", Status.CREATED, finished=True, same_sheet=True)
    }


def test_a_row_cut_off_while_it_was_sent_is_open(journal: Journal, batch: Batch) -> None:
    first = settled(journal, batch, None, end=False)
    assert before(journal, batch) == {
        "a": SentBefore(first, "a", "c0ffee", None, finished=False, same_sheet=True, continued=True)
    }


def test_the_latest_try_counts_and_a_run_that_sent_nothing_is_none(journal: Journal, batch: Batch) -> None:
    settled(journal, batch, Status.REJECTED, end=True)
    second = settled(journal, batch, Status.UNKNOWN, end=True)
    settled(journal, batch, Status.NOT_SENT, end=True)
    found = before(journal, batch)["a"]
    assert (found.run, found.status) == (second, Status.UNKNOWN)


def test_a_job_sent_elsewhere_was_not_sent_here(journal: Journal, batch: Batch) -> None:
    settled(journal, batch, Status.CREATED, end=True, identity="other")
    assert before(journal, batch) == {}


def test_the_id_that_the_target_gave_is_remembered(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, replace(TARGET, identity="acme"))
    journal.record_planned(run, [Job(2, "a")])
    settle(journal, run, Outcome(2, Status.CREATED, "z", (), MOMENT), LastResponse())
    assert before(journal, batch)["a"].job_id == "z"


def test_many_threads_write_at_once(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    journal.record_planned(run, [Job(row, f"job {row}") for row in range(200)])

    def work(first: int) -> None:
        for row in range(first, 200, 4):
            journal.mark_sending(run, [row])
            settle(journal, run, Outcome(row, Status.CREATED, f"job {row}", (), MOMENT), LastResponse(201))

    threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.state for row in journal.read_rows(run)} == {RowState.SETTLED}


def test_closing_finishes_what_was_put(path: Path, batch: Batch) -> None:
    told: list[Exception | None] = []
    with Journal(path) as journal:
        run = journal.begin_run(batch, TARGET)
        journal.record_planned(run, [Job(row, "a") for row in range(50)])
        for row in range(50):
            journal.record_outcome(run, Outcome(row, Status.CREATED, "a", (), MOMENT), LastResponse(), told.append)
    with Journal(path) as journal:
        assert len([row for row in journal.read_rows(run) if row.outcome]) == 50
    assert told == [None] * 50


KILLED = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from importer.journal import Journal
    from importer.settings import Target
    from tests.builders import good, judged
    from tests.journal.test_journal import Job
    journal = Journal(Path(sys.argv[1]))
    run = journal.begin_run(judged(good()), Target("Acme", "https://acme.example/api", "u", "p"))
    journal.record_planned(run, [Job(row, f"job {row}") for row in range(100)])
    journal.mark_sending(run, range(40))
    print("written", flush=True)
    journal.record_planned(run, (Job(row, f"job {row}") for row in iter(lambda: time.sleep(0.001) or 0, 1)))
""")


def test_what_was_promised_outlives_kill_9(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "written\n"
        os.kill(child.pid, signal.SIGKILL)
    with Journal(path) as journal:
        (run,) = journal.previous_runs.list_runs()
        states = [row.state for row in journal.read_rows(run.run)]
    assert states == [RowState.SENDING] * 40 + [RowState.PLANNED] * 60


@pytest.mark.parametrize("content", [b"this is no journal" * 100, b"PK\3\4"])
def test_another_file_in_its_place_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(JournalError, match=r"journal\.sqlite") as refused:
        Journal(path)
    assert "Move that file to another folder" in refused.value.advice
    assert path.read_bytes() == content


def test_a_journal_of_a_newer_importer_is_left_alone(path: Path) -> None:
    Journal(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalError, match="newer"):
        Journal(path)


def test_a_journal_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="there is no such file or folder") as refused:
        Journal(tmp_path / "none" / "journal.sqlite")
    assert "IMPORTER_STATE" in refused.value.advice


def test_a_change_that_fails_takes_nothing_with_it(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    journal.record_planned(run, [Job(2, "a")])
    with pytest.raises(JournalError):
        journal.record_planned(run, [Job(3, "b"), Job(2, "a")])
    assert [row.row for row in journal.read_rows(run)] == [2]


def test_a_full_disk_is_told(journal: Journal, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    pages = journal._writer.ask("PRAGMA page_count")[0][0]
    journal._writer.ask(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(JournalError, match="full") as refused:
        journal.record_planned(run, [Job(row, f"job {row}" * 50) for row in range(5000)])
    assert "Free up disk space" in refused.value.advice
    assert journal.read_rows(run) == ()


def test_two_processes_may_use_one_journal(path: Path, batch: Batch) -> None:
    with Journal(path) as one, Journal(path) as other:
        runs = [journal.begin_run(batch, TARGET) for journal in (one, other, one)]
        assert [run.run for run in other.previous_runs.list_runs()] == sorted(set(runs))
