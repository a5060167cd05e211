"""A journal that is not as it was written: a torn end is passed over, anything else is refused, never believed."""

import random
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from importer.errors import ExitCode, JournalError
from importer.journal import Journal, RunState, read_recorded_result
from importer.journal.entries import JournalRow
from importer.journal.tables import _END, _FIRST
from importer.problem import REJECTED_VALUE
from importer.records import LastResponse, Outcome, SentBefore, Status
from importer.settings import Target
from tests.builders import good, judged
from tests.journal.test_journal import MOMENT, TARGET, Job

ROWS = 60
BATCH = judged(*(good(Name=f"Job {number}") for number in range(ROWS)), good(Name=""))

Believed = tuple[tuple[JournalRow, ...], dict[str, SentBefore], tuple[Outcome, ...]]


def filled(path: Path, *, runs: int = 2) -> None:
    with Journal(path) as journal:
        for _ in range(runs):
            run = journal.begin_run(BATCH, TARGET)
            journal.record_planned(
                run, [Job(row, f"{row:08}-1c08-4886-b483-42da30b9d0bc") for row in range(2, ROWS + 2)]
            )
            journal.mark_sending(run, range(2, ROWS))
            for row in range(2, ROWS - 5):
                problem = BATCH.make_problem(REJECTED_VALUE, row, ("name",), message="No.", fix="Correct it.")
                status, problems = (Status.REJECTED, (problem,)) if row % 7 == 0 else (Status.CREATED, ())
                journal.record_outcome(
                    run, Outcome(row, status, "", problems, MOMENT), LastResponse(201, "", 1), list[object]().append
                )


def believed(path: Path) -> Believed:
    """All that decides what is sent, and what is told."""
    with Journal(path) as journal:
        last = journal.previous_runs.list_runs()[-1].run
        return (
            journal.read_rows(last),
            journal.previous_runs.find_sent_before(last),
            read_recorded_result(journal.previous_runs, last).outcomes,
        )


@pytest.mark.parametrize("seed", range(3))
def test_a_flipped_bit_is_refused_or_harmless(tmp_path: Path, seed: int) -> None:
    whole, chance = tmp_path / "whole.sqlite", random.Random(seed)  # noqa: S311 - chance that can be repeated
    filled(whole)
    expected, content = believed(whole), whole.read_bytes()
    refused = [flip for flip in range(40) if not _is_believed(tmp_path / f"{flip}.sqlite", content, chance, expected)]
    assert refused


def _is_believed(path: Path, content: bytes, chance: random.Random, expected: Believed) -> bool:
    """The journal with one bit flipped somewhere: told as it was, or False where it is refused."""
    flipped = bytearray(content)
    flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    path.write_bytes(flipped)
    refusal = None
    try:
        found = believed(path)
    except JournalError as told:
        refusal = told
    if refusal is not None:
        assert str(path) in refusal.message
        return False
    assert found == expected
    return True


def test_a_torn_end_is_as_if_it_never_was(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    journal = Journal(path)
    run = journal.begin_run(BATCH, TARGET)
    journal.record_planned(run, [Job(row, f"job {row}") for row in range(2, 42)])
    before = journal.read_rows(run)
    journal.mark_sending(run, range(2, 42))
    killed = tmp_path / "killed"
    killed.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", killed / f"journal.sqlite{ending}")
    journal.close()
    log = killed / "journal.sqlite-wal"
    log.write_bytes(log.read_bytes()[:-100])
    with Journal(killed / "journal.sqlite") as again:
        assert again.read_rows(run) == before
        again.mark_sending(run, [2])


def test_a_damaged_page_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    filled(path)
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(JournalError, match="damaged") as refused:
        Journal(path)
    assert str(path) in refused.value.message
    assert "Move that file to another folder" in refused.value.advice
    assert path.read_bytes() == content


def test_a_journal_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in _END.split(_FIRST):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO runs VALUES (1, '2026-11-24T09:00:00+00:00', '2026-11-24T09:01:00+00:00', '/x/jobs.xlsx', 'Jobs', "
        "'Acme', ?, 'SOME_FAILED', '{}')",
        (TARGET.identity,),
    )
    connection.execute(
        "INSERT INTO rows (run, row, job_id, given_id, content, level, state, attempts, last_answer, status, sent_at) "
        "VALUES (1, 2, 'a', 'a', 'c0ffee', 0, 'settled', 1, '{\"status\": 201, \"text\": \"\"}', 'created', ?)",
        (MOMENT.isoformat(),),
    )
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with Journal(path) as journal:
        (run,) = journal.previous_runs.list_runs()
        assert (run.state, run.exit_code) == (RunState.FINISHED, ExitCode.SOME_FAILED)
        (row,) = journal.read_rows(1)
        assert row.outcome == Outcome(2, Status.CREATED, "a", (), MOMENT)
        second = journal.begin_run(BATCH, TARGET)
        journal.record_planned(second, [Job(2, "a")])
        assert journal.previous_runs.find_sent_before(second) == {
            "a": SentBefore(1, "a", "c0ffee", Status.CREATED, finished=True, at=MOMENT)
        }


def test_an_open_file_is_make_private(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.touch(mode=0o644)
    path.chmod(0o644)
    with Journal(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_another_target_was_sent_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    filled(path, runs=1)
    with Journal(path) as journal:
        run = journal.begin_run(BATCH, Target("Other", "https://other.example/api", "u", "p"))
        journal.record_planned(run, [Job(2, "00000002-1c08-4886-b483-42da30b9d0bc")])
        assert journal.previous_runs.find_sent_before(run) == {}


def test_a_seal_that_is_broken_is_told(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    filled(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE rows SET content = 'c0ffef' WHERE row = 2")
    connection.close()
    with Journal(path) as journal, pytest.raises(JournalError, match="row 2 differs from what importer wrote"):
        journal.read_rows(1)


def test_tables_that_cannot_be_brought_up_to_date_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE runs (something TEXT)")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(JournalError, match=r"journal\.sqlite"):
        Journal(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)
    connection.close()
