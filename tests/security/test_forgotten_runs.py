"""S8: a run can be erased for good, and no job is sent twice because of it."""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from importer.errors import JournalError
from importer.journal import Journal, erase_runs
from importer.records import IdFrom, LastResponse, Outcome, Status
from tests.builders import good, judged
from tests.command import Said, importer
from tests.exactly_once.record import jobs_in
from tests.journal.settled import settle
from tests.journal.test_journal import MOMENT, TARGET, Job
from tests.workbooks import workbook

SECRET = "Mevrouw Verstappen"
NAME = "Lekkage bij Verstappen"
Type = Callable[..., Said]
ROWS = (good(Name=NAME, Reference="R-7731"), good(Name="Second"), good(Name="Third", Due_date=f"soon {SECRET}"))


@pytest.fixture
def type_in(tmp_path: Path) -> Type:
    workbook(tmp_path, *(row | {"Description": SECRET} for row in ROWS), name="Verstappen.xlsx")

    def typed(*words: str) -> Said:
        return importer(*words, state=tmp_path / "state", cwd=str(tmp_path))

    return typed


def run(type_in: Type) -> Said:
    return type_in("run", "Verstappen.xlsx", "--target", "practice", "--yes", "--json")


def left_of(state: Path, *texts: str) -> list[str]:
    """Which texts are still to be found in the files of the journal, in the encodings that it uses."""
    raw = b"".join(path.read_bytes() for path in state.glob("journal.sqlite*"))
    return [text for text in texts if text.encode() in raw or text.encode("utf-16-le") in raw]


def saved_sheets(state: Path) -> int:
    with sqlite3.connect(state / "journal.sqlite") as journal:
        found = journal.execute("SELECT (SELECT count(*) FROM sheets) + (SELECT count(*) FROM sheet_parts)").fetchone()
    journal.close()
    return int(found[0])


def packed_sheets(state: Path) -> list[bytes]:
    """A piece of each part of a sheet as the journal packs it, wherever in the file it may begin a page."""
    with sqlite3.connect(state / "journal.sqlite") as journal:
        found = [bytes(content) for (content,) in journal.execute("SELECT texts FROM sheet_parts")]
    journal.close()
    return [content[place : place + 32] for content in found for place in range(0, len(content) - 32, 512)]


def test_not_even_packed_is_a_sheet_left_of_an_erased_run(type_in: Type, tmp_path: Path) -> None:
    state = tmp_path / "state"
    run(type_in)
    pieces = packed_sheets(state)
    raw = b"".join(path.read_bytes() for path in state.glob("journal.sqlite*"))
    assert pieces
    assert all(piece in raw for piece in pieces)
    assert type_in("runs", "forget", "last").status == 0
    raw = b"".join(path.read_bytes() for path in state.glob("journal.sqlite*"))
    assert not [piece for piece in pieces if piece in raw]


def test_nothing_of_an_erased_run_is_left_and_its_rows_are_known(type_in: Type, tmp_path: Path) -> None:
    state = tmp_path / "state"
    first = run(type_in).object
    assert first["counts"]["created"] == 2
    jobs = [str(job["id"]) for job in jobs_in(state / "practice.sqlite")]
    texts = (SECRET, NAME, "Verstappen.xlsx", "R-7731", "soon", *jobs)
    assert left_of(state, "Verstappen.xlsx", *jobs) == ["Verstappen.xlsx", *jobs]
    said = type_in("runs", "forget", "last")
    assert said.status == 0, said.err
    assert "Erased: 1." in said.out
    assert "'importer map --remembered' lists them" in " ".join(said.out.split())
    assert "hash of each job id" in said.out
    assert left_of(state, *texts) == []
    assert saved_sheets(state) == 0
    assert "it was erased" in type_in("runs", "show", "1").err
    again = run(type_in).object
    assert (again["run"], again["counts"]["created"], again["counts"]["already exists"]) == (2, 0, 2)
    assert len(jobs_in(state / "practice.sqlite")) == 2


@pytest.mark.thorough
def test_erased_twice_it_is_swept_again(type_in: Type) -> None:
    run(type_in)
    assert type_in("runs", "forget", "1").status == 0
    said = type_in("runs", "forget", "1")
    assert (said.status, "Nothing to erase." in said.out) == (0, True)
    assert type_in("runs", "forget", "2").status == 3
    assert type_in("runs", "forget").status == 2


@pytest.mark.thorough
def test_runs_before_a_day_are_erased_and_a_sheet_that_another_run_has_stays(type_in: Type, tmp_path: Path) -> None:
    run(type_in)
    run(type_in)
    with sqlite3.connect(tmp_path / "state" / "journal.sqlite") as journal:
        journal.execute("UPDATE runs SET started = '2026-01-01T12:00:00+00:00', seal = NULL WHERE run = 1")
    journal.close()
    assert type_in("runs", "forget", "--before", "2026-01-02", "--json").object == {"erased": [1], "unsettled": []}
    assert saved_sheets(tmp_path / "state") == 2
    assert type_in("runs", "results", "2").status in {0, 4}
    assert type_in("runs", "forget", "--before", "2999-01-01", "--json").object == {"erased": [2], "unsettled": []}
    assert left_of(tmp_path / "state", SECRET, NAME) == []


@pytest.mark.thorough
def test_a_run_with_rows_that_are_not_settled_is_erased_only_by_force(type_in: Type, tmp_path: Path) -> None:
    run(type_in)
    with sqlite3.connect(tmp_path / "state" / "journal.sqlite") as journal:
        journal.execute("UPDATE runs SET finished = NULL, exit = NULL, state = 'under way', results = '', counts = ''")
        journal.execute("UPDATE rows SET state = 'sending', status = '', outcome_seal = NULL WHERE job_id <> ''")
    journal.close()
    said = type_in("runs", "forget", "1")
    assert said.status == 3
    assert "Run 1 is not erased: some of its rows have no final outcome." in said.err
    assert "importer resume 1" in said.err
    assert "importer resume 1" in type_in("runs", "forget", "--before", "2999-01-01").out
    assert type_in("runs", "forget", "1", "--force").status == 0
    assert left_of(tmp_path / "state", SECRET, NAME) == []
    run(type_in)
    assert len(jobs_in(tmp_path / "state" / "practice.sqlite")) == 2


def test_no_run_is_erased_while_one_is_in_progress(type_in: Type, tmp_path: Path) -> None:
    run(type_in)
    file = tmp_path / "other.xlsx"
    workbook(tmp_path, good(), name=file.name)
    batch = judged(good())
    batch = replace(batch, sheet=replace(batch.sheet, path=file))
    with Journal(tmp_path / "state" / "journal.sqlite") as journal, journal.lock_run(file, "x", TARGET.identity):
        journal.begin_run(batch, TARGET)
        said = type_in("runs", "forget", "1")
        assert said.status == 3
        assert f"a run is in progress in process {os.getpid()}" in said.err
    assert type_in("runs", "show", "1").status == 0


@pytest.mark.thorough
def test_results_of_an_erased_run_that_were_copied_and_retried_send_nothing_twice(
    type_in: Type, tmp_path: Path
) -> None:
    run(type_in)
    type_in("runs", "forget", "1")
    place = tmp_path / "Verstappen.results.xlsx"
    book = openpyxl.load_workbook(place)
    [cell] = [cell for row in book["Jobs"].iter_rows() for cell in row if str(cell.value).startswith("soon")]
    cell.value = "2026-11-30"
    book.save(place)
    book.close()
    said = type_in("retry", place.name, "--target", "practice", "--yes", "--json")
    assert (said.object["counts"]["created"], said.object["counts"]["already exists"]) == (1, 2)
    assert len(jobs_in(tmp_path / "state" / "practice.sqlite")) == 3


def test_a_later_run_knows_what_became_of_a_forgotten_job(tmp_path: Path) -> None:
    path, batch = tmp_path / "journal.sqlite", judged(good(Name="A"), good(Name="B"))
    jobs = [Job(2, "a", content="says A"), Job(3, "b", content="says B", id_from=IdFrom.PREVIOUS)]
    with Journal(path) as journal:
        run = journal.begin_run(batch, TARGET)
        journal.record_planned(run, jobs)
        journal.mark_sending(run, [2, 3])
        settle(journal, run, Outcome(2, Status.CREATED, "theirs-77", (), MOMENT), LastResponse(201, SECRET, 1))
        journal.end_run(run)
        again = journal.begin_run(batch, TARGET)
        journal.record_planned(again, jobs)
        before = journal.previous_runs.find_sent_before(again)
        given = journal.previous_runs.reused_ids.find_by_content(TARGET.identity, ["says B"])
        contents = journal.previous_runs.find_contents(["a", "b"])
    erase_runs(path, [run])
    with Journal(path) as journal:
        assert journal.previous_runs.find_sent_before(again) == {
            job_id: replace(tried, at=None, same_sheet=False) for job_id, tried in before.items()
        }
        assert before["a"].job_id == "theirs-77"
        assert (
            journal.previous_runs.reused_ids.find_by_content(TARGET.identity, ["says B"]) == given == {"says B": ["b"]}
        )
        assert journal.previous_runs.find_contents(["a", "b"]) == contents
        assert journal.previous_runs.select_known_elsewhere(["a", "c"], "other") == {"a"}
        assert journal.previous_runs.select_known_elsewhere(["a", "c"], TARGET.identity) == frozenset()
    assert left_of(tmp_path, SECRET, "theirs-77") == []


def test_what_stays_while_somebody_reads_is_told(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with Journal(path) as journal:
        journal.begin_run(judged(good()), TARGET)
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM runs").fetchone()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("importer.journal.file.OTHER_WRITER_SECONDS", 0.1)
        with pytest.raises(JournalError, match="traces of the erased data may still be in the file"):
            erase_runs(path, [1])
    reader.close()
    erase_runs(path, [])


@pytest.mark.thorough
def test_old_runs_are_erased_at_the_start_of_a_run_where_the_settings_say_so(type_in: Type, tmp_path: Path) -> None:
    run(type_in)
    long_ago = (datetime.now(UTC) - timedelta(days=91)).isoformat()
    with sqlite3.connect(tmp_path / "state" / "journal.sqlite") as journal:
        journal.execute("UPDATE runs SET started = ?, seal = NULL", (long_ago,))
    journal.close()
    assert "Erased from" not in " ".join(run(type_in).object["remarks"])
    (tmp_path / "state" / "config.toml").write_text('keep-runs = "90 days"\n', encoding="utf-8")
    assert any("older than 90 days (keep-runs): run 1." in remark for remark in run(type_in).object["remarks"])
    assert not any("Erased from" in remark for remark in run(type_in).object["remarks"])
    assert len(jobs_in(tmp_path / "state" / "practice.sqlite")) == 2


@pytest.mark.parametrize("text", ['"soon"', "90", '"0 days"', '"-1 days"', '"99999999 days"'])
def test_an_age_that_is_none_is_told(type_in: Type, tmp_path: Path, text: str) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "config.toml").write_text(f"keep-runs = {text}\n", encoding="utf-8")
    said = type_in("run", "Verstappen.xlsx", "--target", "practice", "--yes")
    assert said.status == 3
    assert "keep-runs" in said.err


def test_a_file_beside_a_sheet_cannot_have_runs_erased(type_in: Type, tmp_path: Path) -> None:
    (tmp_path / "importer.toml").write_text('keep-runs = "1 day"\n', encoding="utf-8")
    said = type_in("run", "Verstappen.xlsx", "--target", "practice", "--yes")
    assert (said.status, "keep-runs" in said.err) == (3, True)
