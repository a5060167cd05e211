"""A run that was cut off is gone on with: real kills of the real command."""

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

import importer
from importer.practice.server import PracticeServer
from importer.records import Status
from tests import command
from tests.runs.under_way import LONG, killed_run, settings_of, sheet_with, started, while_sending

ROWS = 120


@pytest.fixture
def home(practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that everything is in; what is called in this process finds the practice server too."""
    for name, value in {**settings_of(practice), "state": str(tmp_path)}.items():
        monkeypatch.setenv(f"IMPORTER_{name.upper()}", value)
    return tmp_path


def test_what_kill_9_cut_off_is_gone_on_with(practice: PracticeServer, home: Path) -> None:
    path = sheet_with(ROWS, home / "many.csv", reference=False)
    killed_run(practice, home, path)
    made = practice.store.count("Jobs")
    assert 20 <= made < ROWS
    (cut_off,) = importer.list_runs()
    assert (cut_off.state, cut_off.can_go_on, cut_off.run.exit_code) == ("cut off", True, None)

    again = command.importer("resume", "--json", state=home, **settings_of(practice))
    assert (again.status, again.object["rows"]) == (0, ROWS)
    assert again.object["counts"]["created"] == ROWS  # also those whose answer was not heard any more
    assert practice.store.count("Jobs") == ROWS
    first, second = importer.list_runs()
    assert (first.run.continued_by, first.can_go_on) == (second.run.run, False)
    assert (second.state, second.counts[Status.CREATED]) == ("finished", ROWS)


@pytest.mark.thorough
def test_the_same_command_goes_on_too(practice: PracticeServer, home: Path) -> None:
    path = sheet_with(ROWS, home / "many.csv")
    killed_run(practice, home, path)
    again = importer.import_sheet(path)
    assert (int(again.exit_code), again.counts[Status.CREATED]) == (0, ROWS)
    assert practice.store.count("Jobs") == ROWS
    with pytest.raises(importer.ImporterError, match="Run 2 has finished"):
        importer.resume_run("1")


@pytest.mark.thorough
def test_it_is_gone_on_with_as_it_was_begun(practice: PracticeServer, home: Path) -> None:
    path = sheet_with(ROWS, home / "many.csv")
    _, *lines = path.read_text(encoding="utf-8").splitlines()
    legacy = ["Plant,Art,Status code,Name,Reference,When", *(f"{line},3/4/2027" for line in lines)]
    path.write_text("\n".join(legacy) + "\n", encoding="utf-8")
    mapping = home / "acme.toml"
    mapping.write_text(
        '[columns]\n"Plant" = "project_reference_back_office"\n"Art" = "job_type_code"\n"When" = "due_date"\n'
        '[options]\ndate_order = "dmy"\n',
        encoding="utf-8",
    )
    words = ("run", path, "--json", "--map", mapping, "--results", home / "else.xlsx", "--workers", "3")
    with while_sending(practice, home, *words) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(LONG)
    mapping.unlink()
    again = importer.resume_run()
    assert (again.counts[Status.CREATED], again.results) == (ROWS, home / "else.xlsx"), again.problems[:2]
    assert (home / "else.xlsx").exists()
    assert {str(job["due_date"])[:10] for job in practice.store.list_entries("Jobs")} == {"2027-04-03"}


@pytest.mark.thorough
def test_it_is_gone_on_with_though_the_file_is_gone(practice: PracticeServer, home: Path) -> None:
    path = sheet_with(ROWS, home / "many.csv")
    killed_run(practice, home, path)
    path.unlink()
    again = importer.resume_run()
    assert again.counts[Status.CREATED] == practice.store.count("Jobs") == ROWS
    assert any("no longer exists; its rows come from the journal" in remark for remark in again.batch.remarks)


@pytest.mark.thorough
def test_it_goes_to_no_other_target(practice: PracticeServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_run(practice, home, sheet_with(ROWS, home / "many.csv"))
    made = practice.store.count("Jobs")
    monkeypatch.setenv("IMPORTER_URL", practice.url.replace("/api", "/other/api"))
    with pytest.raises(importer.ImporterError, match=r"Run 1 was sent to http://localhost:[0-9]+/api example.com, but"):
        importer.resume_run()
    assert practice.store.count("Jobs") == made


@pytest.mark.thorough
def test_a_second_run_of_one_file_is_refused_until_the_first_is_dead(practice: PracticeServer, home: Path) -> None:
    path = sheet_with(ROWS, home / "many.csv")
    copy = home / "copy.csv"
    copy.write_bytes(path.read_bytes())
    with while_sending(practice, home, "run", path, "--json") as process:
        process.send_signal(signal.SIGSTOP)  # so that it does not end meanwhile
        second = command.importer("run", path, state=home, **settings_of(practice))
        assert second.status == 3, second.out
        assert f"process {process.pid}, since 20" in second.err
        with pytest.raises(importer.ImporterError, match=f"process {process.pid}, since 20"):
            importer.import_sheet(copy)
        with pytest.raises(importer.ImporterError, match=f"process {process.pid}, since 20"):
            importer.resume_run("1")
        assert [told.state for told in importer.list_runs()] == ["under way"]
        process.send_signal(signal.SIGKILL)
        process.wait(LONG)
    assert importer.import_sheet(path).counts[Status.CREATED] == ROWS
    assert practice.store.count("Jobs") == ROWS


def test_different_files_at_once_are_fine(practice: PracticeServer, home: Path) -> None:
    inner: list[importer.ImportResult] = []

    def meanwhile(_batch: object, _target: object) -> bool:
        inner.append(importer.import_sheet(sheet_with(3, home / "other.csv", reference=False)))
        with pytest.raises(importer.ImporterError, match="Another run of this file"):
            importer.import_sheet(path)
        return True

    path = sheet_with(3, home / "some.csv")
    outer = importer.import_sheet(path, observer=importer.Observer(confirm=meanwhile))
    assert [result.counts[Status.CREATED] for result in (*inner, outer)] == [3, 3]
    assert practice.store.count("Jobs") == 6


@pytest.mark.thorough
def test_killed_again_and_again_it_comes_to_its_end(practice: PracticeServer, home: Path) -> None:
    killed_run(practice, home, sheet_with(ROWS, home / "many.csv"))
    for seconds in (1.0, 1.6):
        process = started(practice, home, "resume")
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        process.communicate()
    with suppress(importer.ImporterError):  # the second may have come to the end
        importer.resume_run()
    assert practice.store.count("Jobs") == ROWS
