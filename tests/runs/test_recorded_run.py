"""What is told of a run is what its journal says, and where that cannot be had, it is said loudly."""

import sqlite3
from pathlib import Path
from uuid import UUID

import pytest

import importer
from importer.errors import ExitCode, JournalError, ResultsError
from importer.journal import Journal, read_recorded_result
from importer.journal.previous_runs import PreviousRuns
from importer.journal.writer import OnCommit
from importer.practice.server import PracticeServer
from importer.problem import JOURNAL_UNUSABLE, RESULTS_UNWRITABLE
from importer.records import LastResponse, Outcome, Status
from importer.targets import make_practice_target
from tests.builders import good, judged
from tests.journal.settled import settle
from tests.journal.test_journal import MOMENT, TARGET, Job
from tests.workbooks import workbook


@pytest.fixture
def target(tmp_path: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> importer.Target:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path))
    return make_practice_target(practice.url, practice.password)


def test_a_row_that_the_journal_lost_is_told_loudly(
    tmp_path: Path, target: importer.Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = Journal.record_outcome

    def loses(self: Journal, run: int, outcome: Outcome, last: LastResponse, told: OnCommit) -> None:
        settle(self, run, outcome, last, lambda _: None)
        self.finish_outcomes()
        with sqlite3.connect(self.path) as connection:
            connection.execute("DELETE FROM rows WHERE row = 3")
        connection.close()
        told(None)

    monkeypatch.setattr(Journal, "record_outcome", loses)
    with pytest.raises(ResultsError, match="has 3 rows, but the results have 2; rows that do not match: 3") as told:
        importer.import_sheet(workbook(tmp_path, good(Name="A"), good(Name="B"), good(Name="C")), target=target)
    assert told.value.exit_code is ExitCode.INTERNAL


def test_results_that_cannot_be_written_can_be_written_later(
    tmp_path: Path, target: importer.Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_words: object, **_more: object) -> None:
        raise ResultsError(RESULTS_UNWRITABLE, path="jobs.results.xlsx", reason="No space left on device", fix="")

    with monkeypatch.context() as patched:
        patched.setattr("importer.runs.recorded_run.write_results", refuses)
        with pytest.raises(ResultsError, match="No space left") as told:
            importer.import_sheet(workbook(tmp_path, good()), target=target)
    assert told.value.exit_code is ExitCode.STOPPED
    assert "importer runs results 1" in told.value.advice
    (run,) = importer.list_runs()
    assert (run.state, run.counts[Status.CREATED]) == ("finished", 1)
    assert importer.write_results_again("1").results == tmp_path / "jobs.results.xlsx"


def test_where_the_journal_cannot_be_read_back_the_outcomes_are_open(
    tmp_path: Path, target: importer.Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: PreviousRuns, _run: int) -> None:
        raise JournalError(JOURNAL_UNUSABLE, path=self._path, reason="disk I/O error", fix="Try again.")

    monkeypatch.setattr(PreviousRuns, "read_problems", breaks)
    with pytest.raises(JournalError, match="disk I/O error") as told:
        importer.import_sheet(workbook(tmp_path, good()), target=target)
    assert told.value.exit_code is ExitCode.OPEN


def test_a_run_that_cannot_be_closed_is_told_all_the_same(
    tmp_path: Path, target: importer.Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: Journal, *_words: object, **_more: object) -> None:
        raise JournalError(JOURNAL_UNUSABLE, path=self.path, reason="the disk is full", fix="Free up disk space.")

    monkeypatch.setattr(Journal, "end_run", breaks)
    result = importer.import_sheet(workbook(tmp_path, good()), target=target)
    assert (result.counts[Status.CREATED], result.exit_code) == (1, ExitCode.ALL_WELL)
    assert [told.state for told in importer.list_runs()] == ["cut off"]


def test_of_a_run_that_was_cut_off_each_row_is_told_as_far_as_is_known(tmp_path: Path) -> None:
    batch = judged(*(good(Name=str(number)) for number in range(7)), good(Name=""))
    with Journal(tmp_path / "journal.sqlite") as journal:
        first = journal.begin_run(batch, TARGET)
        journal.record_planned(first, [Job(row, f"job {row}") for row in (2, 3, 4)])
        journal.mark_sending(first, [2, 3, 4])
        settle(journal, first, Outcome(2, Status.CREATED, "given 2", (), MOMENT), LastResponse())
        settle(journal, first, Outcome(3, Status.EXISTS, "job 3", (), MOMENT), LastResponse())
        journal.end_run(first)
        second = journal.begin_run(batch, TARGET)
        journal.record_planned(second, [Job(row, f"job {row}") for row in range(2, 8)])
        journal.mark_sending(second, [5, 6])
        settle(journal, second, Outcome(6, Status.REJECTED, "job 6", (), MOMENT), LastResponse())
        result = read_recorded_result(journal.previous_runs, second)
    found = [(outcome.row, outcome.status.value, outcome.job_id) for outcome in result.outcomes]
    reserved = result.outcomes[-1]  # a row that is wrong keeps its id in every copy of the results
    assert found == [
        (2, "already exists", "given 2"),
        (3, "already exists", "job 3"),
        (4, "unknown", "job 4"),
        (5, "unknown", "job 5"),
        (6, "rejected", "job 6"),
        (7, "not sent", "job 7"),
        (8, "not sent", ""),
        (9, "invalid", reserved.job_id),
    ]
    assert UUID(reserved.job_id).version == 5
    assert "the run was cut off" in result.stopped
