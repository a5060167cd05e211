"""How a run ends early: by signals, once and twice, and where its journal cannot be written any more."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import importer
from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from importer.records import Status
from importer.runs import show_run
from tests.runs.under_way import LONG, environment_of, settings_of, sheet_with, while_sending

ROWS = 120
SILENT = Fault(on="POST /Jobs", at=tuple(range(30, 60)), carried_out=True, sent="nothing", then="keep")


def at_home(server: PracticeServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**settings_of(server), "state": str(folder)}.items():
        monkeypatch.setenv(f"IMPORTER_{name.upper()}", value)


@pytest.mark.thorough
def test_sigterm_finishes_what_is_in_flight_and_resume_goes_on(
    practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(practice, tmp_path, monkeypatch)
    with while_sending(practice, tmp_path, "run", sheet_with(ROWS * 3, tmp_path / "many.csv")) as process:
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=LONG)
        assert process.returncode == 130
    assert "importer resume 1" in out
    (told,) = importer.list_runs()
    assert (told.state, told.can_go_on) == ("interrupted", True)
    assert told.counts[Status.CREATED] == practice.store.count("Jobs") < ROWS * 3
    assert Path(told.run.results).exists()
    again = importer.resume_run()
    assert again.counts[Status.CREATED] + again.counts[Status.EXISTS] == practice.store.count("Jobs") == ROWS * 3


def test_ctrl_c_twice_leaves_at_once_and_resume_settles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = FaultPlan([SILENT])
    with PracticeServer(tmp_path / "practice.sqlite", faults=plan) as server:
        at_home(server, tmp_path, monkeypatch)
        with while_sending(server, tmp_path, "run", sheet_with(ROWS, tmp_path / "many.csv")) as process:
            assert process.stderr is not None
            process.send_signal(signal.SIGINT)
            while "Finishing the rows in progress" not in process.stderr.readline():
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=LONG / 3)  # an answer is awaited for a minute
            assert process.returncode == 130
        assert "importer resume" in told
        plan.end()
        assert [run.state for run in importer.list_runs()] == ["cut off"]
        again = importer.resume_run()
        assert again.counts[Status.CREATED] == server.store.count("Jobs") == ROWS


def run_with_room_for(
    kilobytes: int, server: PracticeServer, folder: Path, sheet: Path
) -> "subprocess.CompletedProcess[str]":
    """The command, which may write no file that is larger."""
    limited = ["sh", "-c", 'ulimit -f "$0"; exec "$@"', str(2 * kilobytes)]
    return subprocess.run(
        [*limited, sys.executable, "-m", "importer", "run", str(sheet)],
        env=environment_of(server, folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )


@pytest.mark.thorough
def test_where_the_journal_has_no_room_nothing_is_sent(practice: PracticeServer, tmp_path: Path) -> None:
    ended = run_with_room_for(100, practice, tmp_path, sheet_with(2000, tmp_path / "many.csv"))
    assert ended.returncode == 3, ended.stdout + ended.stderr
    assert str(tmp_path / "journal.sqlite") in ended.stderr
    assert "Free up disk space" in ended.stderr
    assert practice.store.count("Jobs") == 0


@pytest.mark.thorough
def test_where_the_room_ends_midway_no_more_is_sent_and_all_is_told(
    practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home(practice, tmp_path, monkeypatch)
    ended = run_with_room_for(400, practice, tmp_path, sheet_with(ROWS * 2, tmp_path / "many.csv"))
    made = practice.store.count("Jobs")
    assert ended.returncode in {5, 6}, ended.stdout + ended.stderr
    assert 0 < made < ROWS * 2
    (cut_off,) = importer.list_runs()
    assert cut_off.can_go_on
    _, result, _ = show_run("last")
    assert result.counts[Status.CREATED] <= made <= result.counts[Status.CREATED] + result.counts[Status.UNKNOWN]
    again = importer.resume_run()
    assert {Status.CREATED, Status.EXISTS} >= {outcome.status for outcome in again.outcomes}
    assert practice.store.count("Jobs") == ROWS * 2


@pytest.mark.skipif(os.name != "posix", reason="folders of Windows have no such rights")
def test_the_folder_and_all_in_it_are_the_users_alone(
    tmp_path: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    at_home(practice, state, monkeypatch)
    importer.import_sheet(sheet_with(2, tmp_path / "few.csv"))
    assert [(state / name).stat().st_mode & 0o077 for name in (".", "journal.sqlite", "locks")] == [0, 0, 0]
