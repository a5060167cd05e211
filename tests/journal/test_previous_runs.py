"""What a journal tells of its runs."""

import getpass
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from importer.errors import ExitCode, JournalError, NoSuchRun, RunUnderWay
from importer.journal import Journal, PreviousRuns, RunState, hash_of, queries, read_recorded_result
from importer.problem import CUT_OFF
from importer.records import IdFrom, LastResponse, Outcome, Status
from tests.builders import good, judged
from tests.journal.settled import settle
from tests.journal.test_journal import MOMENT, TARGET, Job

BATCH = judged(good(Name="A"), good(Name="B"), good(Name=""))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal.sqlite") as opened:
        yield opened


def begun(journal: Journal, *statuses: Status | None) -> int:
    """A run of the two sound rows; what became of them, None where they were cut off."""
    run = journal.begin_run(BATCH, TARGET)
    journal.record_planned(run, [Job(2, "a", content="says A"), Job(3, "b", content="says B")])
    journal.mark_sending(run, [2, 3])
    for row, status in enumerate(statuses, start=2):
        if status is not None:
            settle(journal, run, Outcome(row, status, "ab"[row - 2], (), MOMENT), LastResponse(201, "", 1))
    return run


def test_a_run_that_is_not_there_is_told_by_its_number(journal: Journal) -> None:
    begun(journal)
    with pytest.raises(NoSuchRun, match=r"run 7.*the journal has no run with this number"):
        journal.previous_runs.find_run(7)


def test_a_journal_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="it cannot be opened") as told:
        PreviousRuns(tmp_path / "none" / "journal.sqlite")
    assert "IMPORTER_STATE" in told.value.advice


def test_a_run_is_under_way_while_its_process_holds_the_file(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "jobs.csv"
    file.write_text("x", encoding="utf-8")
    batch = replace(BATCH, sheet=replace(BATCH.sheet, path=file))
    with journal.lock_run(file, hash_of(file), TARGET.identity):
        run = journal.previous_runs.find_run(journal.begin_run(batch, TARGET))
        assert run.pid == os.getpid()
        assert journal.previous_runs.is_under_way(run)
        assert not journal.previous_runs.is_under_way(replace(run, pid=run.pid + 1))
        journal.end_run(run.run, RunState.FINISHED, ExitCode.ALL_WELL)
        assert not journal.previous_runs.is_under_way(journal.previous_runs.find_run(run.run))
    assert not journal.previous_runs.is_under_way(run)


def test_neither_a_file_nor_its_copy_runs_twice_at_once(journal: Journal, tmp_path: Path) -> None:
    file, copy, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    for place, text in ((file, "x"), (copy, "x"), (other, "y")):
        place.write_text(text, encoding="utf-8")
    with journal.lock_run(file, hash_of(file), "acme"):
        for taken, content in ((file, "changed since"), (copy, hash_of(copy))):
            with (
                pytest.raises(RunUnderWay, match=f"process {os.getpid()}"),
                journal.lock_run(taken, content, "acme"),
            ):
                pass
        with (
            journal.lock_run(other, hash_of(other), "acme"),
            journal.lock_run(copy, hash_of(copy), "another target"),
        ):
            pass
    with journal.lock_run(copy, hash_of(copy), "acme"):
        pass


def test_rows_are_counted_as_far_as_they_are_settled_or_as_the_run_told(journal: Journal) -> None:
    run = begun(journal, Status.CREATED, None)
    counts = journal.previous_runs.count_rows(journal.previous_runs.find_run(run))
    assert {status: count for status, count in counts.items() if count} == {Status.CREATED: 1, Status.INVALID: 1}
    assert set(counts) == set(Status)
    journal.end_run(run, RunState.STOPPED, ExitCode.STOPPED, counts={Status.CREATED: 1, Status.NOT_SENT: 1})
    told = journal.previous_runs.count_rows(journal.previous_runs.find_run(run))
    assert {status: count for status, count in told.items() if count} == {Status.CREATED: 1, Status.NOT_SENT: 1}


def test_a_sheet_that_was_not_kept_is_told(journal: Journal) -> None:
    run = journal.previous_runs.find_run(begun(journal))
    with sqlite3.connect(journal.path) as connection:
        connection.execute("UPDATE runs SET kept = NULL")
    connection.close()
    with pytest.raises(NoSuchRun, match=f"run {run.run}.*an older version of importer"):
        journal.previous_runs.read_sheet(run)


def test_what_rows_said_that_were_sent(journal: Journal) -> None:
    run = begun(journal)
    journal.record_planned(run, [Job(9, "never sent")])
    later = journal.begin_run(BATCH, TARGET)
    journal.record_planned(later, [Job(2, "a", content="says something else")])
    assert journal.previous_runs.find_contents(["a", "b", "never sent", "unheard of"]) == {"a": "says A", "b": "says B"}
    journal.mark_sending(later, [2])
    assert journal.previous_runs.find_contents(["a"]) == {"a": "says something else"}


def test_ids_of_other_targets_are_known(journal: Journal) -> None:
    begun(journal)
    other = journal.begin_run(BATCH, replace(TARGET, identity="other"))
    journal.record_planned(other, [Job(2, "a"), Job(3, "only there")])
    asked = ["a", "b", "only there", "unheard of"]
    assert journal.previous_runs.select_known_elsewhere(asked, TARGET.identity) == {"only there"}
    assert journal.previous_runs.select_known_elsewhere(asked, "other") == {"b"}


def test_the_last_run_of_a_sheet_is_one_that_planned_jobs(journal: Journal) -> None:
    assert journal.previous_runs.last_run_of(BATCH.sheet.path, "Jobs", TARGET.identity) is None
    run = begun(journal, Status.CREATED, None)
    journal.begin_run(judged(good(Name="")), TARGET)
    last = journal.previous_runs.last_run_of(BATCH.sheet.path, "Jobs", TARGET.identity)
    assert last is not None
    assert (last.run.run, dict(last.ids), set(last.open_rows)) == (run, {2: "a", 3: "b", 4: ""}, {2, 3})
    assert journal.previous_runs.last_run_of(BATCH.sheet.path, "Other", TARGET.identity) is None
    assert journal.previous_runs.last_run_of(BATCH.sheet.path, "Jobs", "other") is None


def test_ids_that_were_kept_are_given_again_by_what_the_row_says(journal: Journal) -> None:
    for job_id in ("b", "a", "a"):
        run = journal.begin_run(BATCH, TARGET)
        journal.record_planned(
            run, [Job(2, job_id, content="same", id_from=IdFrom.PREVIOUS), Job(3, "c", content="made")]
        )
    assert sorted(journal.previous_runs.reused_ids.find_by_content(TARGET.identity, ["same"])["same"]) == ["a", "b"]
    assert list(journal.previous_runs.reused_ids.find_by_content(TARGET.identity, ["same"])) == ["same"]
    assert journal.previous_runs.reused_ids.find_by_content("other", ["same"]) == {}


def test_what_an_earlier_run_was_cut_off_at_is_created_where_this_one_was_too(journal: Journal) -> None:
    """Nobody has told the user of it yet, so it is not there already."""
    begun(journal, Status.CREATED, Status.UNKNOWN)
    run = journal.begin_run(BATCH, TARGET)
    journal.record_planned(run, [Job(2, "a"), Job(3, "b")])
    result = read_recorded_result(journal.previous_runs, run)
    assert [outcome.status for outcome in result.outcomes] == [Status.CREATED, Status.UNKNOWN, Status.INVALID]


def test_a_result_ends_with_its_last_answer_and_says_why_it_stopped(journal: Journal) -> None:
    run = begun(journal, Status.CREATED, None)
    result = read_recorded_result(journal.previous_runs, run, reason="somebody pulled the plug")
    (answered,) = [row.answered_at for row in journal.read_rows(run) if row.row == 2]
    assert answered is not None
    assert result.finished >= answered
    assert result.stopped == ""
    assert not result.interrupted
    third = journal.begin_run(BATCH, TARGET)
    journal.record_planned(third, [Job(2, "x"), Job(3, "y")])
    assert (
        "somebody pulled the plug"
        in read_recorded_result(journal.previous_runs, third, reason="somebody pulled the plug").stopped
    )


def test_a_computer_that_has_no_name_for_its_user(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("No username set in the environment")

    begun(journal)
    monkeypatch.setattr(getpass, "getuser", nobody)
    begun(journal)
    assert [run.user == "" for run in journal.previous_runs.list_runs()] == [False, True]


def test_all_that_is_known_of_a_run_is_read_back(journal: Journal, tmp_path: Path) -> None:
    run = journal.begin_run(BATCH, replace(TARGET, identity="acme"), {"workers": 8}, file_hash="c0ffee")
    (bare,) = journal.previous_runs.list_runs()
    assert (bare.results, bare.counts, bare.exit_code, bare.continued_by) == ("", None, None, None)
    counts = {Status.CREATED: 2, Status.INVALID: 1}
    place = tmp_path / "jobs.results.xlsx"
    journal.end_run(run, RunState.INTERRUPTED, ExitCode.INTERRUPTED, results=place, counts=counts)
    (found,) = journal.previous_runs.list_runs()
    assert (found.run, found.file_hash, found.user, found.pid) == (run, "c0ffee", getpass.getuser(), os.getpid())
    assert (found.identity, found.results, found.exit_code) == ("acme", str(place), ExitCode.INTERRUPTED)
    assert found.counts == {status: counts.get(status, 0) for status in Status}
    assert found.started.utcoffset() == timedelta(0)
    assert journal.previous_runs.find_run(run) == found


def test_a_run_without_options_was_asked_for_with_none(journal: Journal) -> None:
    journal.begin_run(BATCH, TARGET)
    (found,) = journal.previous_runs.list_runs()
    assert found.options == {}


def test_a_row_that_is_not_sent_yet_has_no_answer(journal: Journal) -> None:
    run = journal.begin_run(BATCH, TARGET)
    journal.record_planned(run, [Job(2, "a")])
    assert [(row.last, row.sent_at, row.answered_at) for row in journal.read_rows(run) if row.row == 2] == [
        (LastResponse(), None, None)
    ]


def test_rows_are_read_some_at_a_time_and_none_is_left_out(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    first = begun(journal, Status.CREATED, Status.CREATED)
    more = [Job(row, f"job {row}") for row in range(10, 17)]
    journal.record_planned(first, more)
    journal.mark_sending(first, [job.row for job in more])
    second = journal.begin_run(BATCH, TARGET)
    journal.record_planned(second, [Job(2, "a"), Job(3, "b"), *more])
    for some in (1, 2, 3, 10):
        monkeypatch.setattr(queries, "AT_ONCE", some)
        assert [row.row for row in journal.read_rows(first)] == [2, 3, 4, *range(10, 17)]
        assert set(journal.previous_runs.find_sent_before(second)) == {"a", "b", *(job.job_id for job in more)}


def test_a_result_says_all_that_the_journal_knows_of_its_run(journal: Journal) -> None:
    batch = replace(BATCH, remarks=("Read as UTF-8.",))
    run = journal.begin_run(batch, replace(TARGET, identity="acme"), {"said": ["one", "two"]})
    journal.record_planned(run, [Job(2, "a"), Job(3, "b")])
    journal.mark_sending(run, [2])
    journal.end_run(run, RunState.INTERRUPTED, ExitCode.INTERRUPTED)
    result = read_recorded_result(journal.previous_runs, run)
    told = journal.previous_runs.find_run(run)
    assert (result.run, result.target, result.identity, result.arguments) == (run, "Acme", "acme", ("one", "two"))
    assert (result.started, result.finished, result.interrupted) == (told.started, told.finished, True)
    assert (result.batch.remarks, list(result.batch.values.index)) == (("Read as UTF-8.",), [2, 3, 4])
    (cut,) = result.outcomes[0].problems
    assert (cut.code, cut.row) == (CUT_OFF, 2)
    assert result.outcomes[0].sent_at is not None


def test_what_cannot_be_read_is_told_with_the_place_of_the_journal(journal: Journal) -> None:
    run = begun(journal)
    with sqlite3.connect(journal.path) as connection:
        connection.execute("UPDATE runs SET meaning = '{' WHERE run = ?", (run,))
        connection.execute("ALTER TABLE problems RENAME TO others")
        connection.execute("ALTER TABLE rows RENAME TO other_rows")
    connection.close()
    for call in (
        journal.previous_runs.read_columns_and_remarks,
        journal.previous_runs.read_problems,
        journal.previous_runs.find_sent_before,
        journal.read_rows,
    ):
        with pytest.raises(JournalError) as told:
            call(run)
        assert str(journal.path) in told.value.message
    with pytest.raises(JournalError, match=r"journal\.sqlite.*no such table: problems"):
        journal.previous_runs.read_problems(run)
    with pytest.raises(JournalError, match=r"journal\.sqlite.*no such table: .*rows"):
        journal.previous_runs.find_sent_before(run)


def test_a_run_of_the_first_version_tells_of_no_columns(journal: Journal) -> None:
    run = begun(journal)
    with sqlite3.connect(journal.path) as connection:
        connection.execute("UPDATE runs SET meaning = ''")
    connection.close()
    assert journal.previous_runs.read_columns_and_remarks(run) == ((), ())


def test_rows_that_had_one_job_are_counted_in_each_run_of_the_sheet(journal: Journal) -> None:
    first = begun(journal, Status.CREATED)
    two = [Job(2, "a", content="same"), Job(3, "a", content="same", id_from=IdFrom.PREVIOUS)]
    others = [
        Job(5, "a", content="same", id_from=IdFrom.LIKE),
        Job(6, "a", content="other"),
        Job(7, "b", content="same"),
    ]
    for jobs in (two, [*two, *others], two[:1]):
        journal.record_planned(journal.begin_run(BATCH, TARGET), jobs)
    ids, every = journal.previous_runs.reused_ids, frozenset(range(1, 9))
    assert ids.count_alike(["a", "b"], TARGET.identity, every) == {("a", "same"): 2}
    assert ids.count_alike(["a"], TARGET.identity, frozenset({first})) == {}
    assert ids.count_alike(["a"], "other", every) == {}


@pytest.mark.parametrize(("found", "status"), [(Status.EXISTS, Status.EXISTS), (Status.UNKNOWN, Status.UNKNOWN)])
def test_a_job_that_a_later_run_has_found_under_the_id_that_was_named_is_there(
    journal: Journal, found: Status, status: Status
) -> None:
    """The results name the job by the id of the target, and the sheet by ours."""
    first = journal.begin_run(BATCH, TARGET)
    journal.record_planned(first, [Job(2, "a", content="says A")])
    journal.mark_sending(first, [2])
    settle(journal, first, Outcome(2, Status.UNKNOWN, "theirs", (), MOMENT), LastResponse(201, "", 1))
    results = journal.begin_run(BATCH, TARGET)
    journal.record_planned(results, [Job(2, "theirs", content="says A", id_from=IdFrom.PREVIOUS)])
    settle(journal, results, Outcome(2, found, "theirs"), LastResponse(200, "", 1))
    now = journal.begin_run(BATCH, TARGET)
    journal.record_planned(now, [Job(2, "a", content="says another thing")])
    before = journal.previous_runs.find_sent_before(now)["a"]
    assert (before.status, before.job_id, before.content) == (status, "theirs", "says A")
