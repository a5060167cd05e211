"""Where nothing can be looked up, a person says what became of a row: `importer runs settle`, by the real command."""

import shlex
import sqlite3
import tracemalloc
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from importer.cli.show_runs import rows_of
from importer.practice.faults.fault import Fault
from importer.practice.server import PracticeServer
from tests.command import Said
from tests.twice.office import (
    DROPPED,
    OWN_IDS,
    Office,
    counted,
    jobs,
    named,
    results_of,
    texts_in,
    with_name,
)

NEVER_MADE = Fault(on="POST /Jobs", at=(2,), carried_out=False, sent="nothing", then="close")
MADE = replace(DROPPED, at=(2,), ids="own")
NOWHERE = "95c70f4b-6876-4036-95ba-da05df5f3ec1"


def settle(office: Office, server: PracticeServer, *words: str) -> Said:
    return office.command(server, "runs", "settle", *words, "--json")


def open_row(office: Office, server: PracticeServer) -> Said:
    """Of two rows the second is unknown, and stays so."""
    path = office.sheet(*named("A", "B"))
    assert counted(office.run(server, "run", path)) == {"created": 1, "unknown": 1}
    said = office.run(server, "run", path)
    assert counted(said) == {"already exists": 1, "unknown": 1}
    assert "importer runs settle" in texts_in(results_of(said))
    return said


def test_a_row_that_is_not_there_is_sent(office: Office) -> None:
    with office.server(NEVER_MADE, OWN_IDS) as server:
        said = open_row(office, server)
        done = settle(office, server, "last", "3", "--not-there")
        assert (done.status, done.object) == (0, {"run": 2, "rows": [3], "status": "not sent", "job_id": ""})
        assert office.command(server, "runs", "show", "last", "--json").object["counts"]["not sent"] == 1
        assert counted(office.command(server, "resume", "last", "--json")) == {"already exists": 1, "created": 1}
        none = settle(office, server, "last", "3", "--not-there").err
        assert "none of its rows has an unknown outcome" in none
        assert "'importer runs show 3'" in none
        assert counted(office.run(server, "retry", results_of(said))) == {"already exists": 2}
        assert [job["name"] for job in jobs(server)] == ["A", "B"]


@pytest.mark.thorough
@pytest.mark.parametrize("rows", ["3", "all", "3,3"])
def test_so_it_is_where_its_results_are_corrected(office: Office, rows: str) -> None:
    with office.server(NEVER_MADE, OWN_IDS) as server:
        said = open_row(office, server)
        assert settle(office, server, "2", rows, "--not-there").object["rows"] == [3]
        corrected = with_name(results_of(said), 3, "B corrected")
        assert counted(office.run(server, "retry", corrected)) == {"already exists": 1, "created": 1}
        assert [job["name"] for job in jobs(server)] == ["A", "B corrected"]


@pytest.mark.thorough
def test_a_row_whose_job_is_there_is_never_sent(office: Office) -> None:
    with office.server(MADE, OWN_IDS) as server:
        said = open_row(office, server)
        theirs = next(job["id"] for job in jobs(server) if job["name"] == "B")
        done = office.command(server, "runs", "settle", "last", "3", "--there", theirs.upper())
        assert done.status == 0
        assert f'Row 3 of run 2 is the job {theirs} ("B").' in done.out
        assert office.command(server, *suggested(done)).status == 0
        assert counted(office.run(server, "run", office.folder / "jobs.csv")) == {"already exists": 2}
        again = office.run(server, "retry", results_of(said))
        assert again.object["jobs"]["3"] == theirs
        assert len(jobs(server)) == 2


def test_a_row_that_is_not_there_is_another_job_when_it_is_reworded(office: Office) -> None:
    """No run says any more that its job may be there, the first one neither."""
    with office.server(NEVER_MADE, OWN_IDS) as server:
        open_row(office, server)
        settle(office, server, "last", "3", "--not-there")
        reworded = office.sheet(*named("A", "B corrected"))
        assert counted(office.run(server, "run", reworded)) == {"already exists": 1, "created": 1}
        assert [job["name"] for job in jobs(server)] == ["A", "B corrected"]


def port_of(server: PracticeServer) -> int:
    return urlsplit(server.url).port or 0


def suggested(said: Said) -> list[str]:
    """The words of the command that is suggested, without `importer`."""
    return shlex.split(said.out.split("Next: '")[1].split("'")[0])[1:]


@pytest.mark.parametrize("is_first_of_two", [False, True])
@pytest.mark.thorough(but=1)
def test_what_is_suggested_sends_the_row(office: Office, is_first_of_two: bool) -> None:
    """So it does where a later run, of the sheet without that row, has come to its end."""
    with office.server(NEVER_MADE, OWN_IDS) as server:
        path = office.sheet(*named("A", "B"))
        assert counted(office.run(server, "run", path)) == {"created": 1, "unknown": 1}
        if is_first_of_two:
            office.sheet(*named("A"))
            assert counted(office.run(server, "run", path)) == {"already exists": 1}
            office.sheet(*named("A", "B"))
        said = office.command(server, "runs", "settle", "1", "3", "--not-there")
        words = suggested(said)
        again = office.command(server, *words, *(["--yes"] if words[0] == "run" else []), "--json")
        assert counted(again) == {"already exists": 1, "created": 1}, said.out
        assert [job["name"] for job in jobs(server)] == ["A", "B"]


def test_the_job_of_a_row_that_is_open_too_is_refused(office: Office) -> None:
    hidden = Fault(on="GET /Jobs*", status=403, times=20)
    lost = replace(DROPPED, at=(1, 2))
    with office.server(lost, hidden) as server:
        path = office.sheet(*named("A", "B"))
        assert counted(office.run(server, "run", path)) == {"unknown": 2}
        port = port_of(server)
    with office.server(port=port) as server:
        ids = {job["name"]: job["id"] for job in jobs(server)}
        said = office.command(server, "runs", "settle", "last", "3", "--there", ids["A"])
        assert said.status == 3
        assert f"the job {ids['A']} belongs to row 2 in run 1" in said.err
        done = office.command(server, "runs", "settle", "last", "3", "--there", ids["B"])
        assert done.status == 0, done.err
        said = office.command(server, "runs", "settle", "last", "2", "--there", ids["B"])
        assert f"the job {ids['B']} belongs to row 3 in run 1" in said.err


def test_the_job_of_a_row_whose_run_was_erased_is_refused(office: Office) -> None:
    with office.server(MADE, OWN_IDS) as server:
        open_row(office, server)
        port = port_of(server)
    with office.server(port=port) as server:
        assert counted(office.run(server, "run", office.sheet(*named("Other"), name="o.csv"))) == {"created": 1}
        theirs = next(job["id"] for job in jobs(server) if job["name"] == "Other")
        assert office.command(server, "runs", "forget", "3").status == 0
        said = office.command(server, "runs", "settle", "2", "3", "--there", theirs)
        assert said.status == 3
        assert f"the job {theirs} belongs to a row of run 3, which was erased" in said.err


@pytest.mark.parametrize("rows", ["1-9999999", "3-9999999", "3,50", "1"])
@pytest.mark.thorough(but=1)
def test_rows_that_the_run_has_not_are_named_with_those_that_it_has(office: Office, rows: str) -> None:
    with office.server(MADE, OWN_IDS) as server:
        open_row(office, server)
        said = office.command(server, "runs", "settle", "2", rows, "--not-there")
        assert said.status == 3
        assert "its rows are 2 to 3" in said.err
        assert counted(office.command(server, "runs", "show", "2", "--json"))["unknown"] == 1


def test_no_number_of_rows_takes_room() -> None:
    tracemalloc.start()
    try:
        rows = rows_of(",".join(["1-9999999"] * 20))
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
    assert rows == (range(1, 10_000_000),)
    assert rows_of("9-12, 7,8,3-3") == (range(3, 4), range(7, 13))


WRONG = {
    "a row that is settled": ("last", "2", "--not-there"),
    "a row that is none": ("last", "77", "--not-there"),
    "a job that is not there": ("last", "3", "--there", NOWHERE),
    "no id": ("last", "3", "--there", "B"),
    "the job of another row": ("last", "3", "--there", "A"),
    "a run that was run again": ("1", "3", "--not-there"),
    "no such run": ("9", "3", "--not-there"),
    "nothing said": ("last", "3"),
    "both said": ("last", "3", "--there", NOWHERE, "--not-there"),
    "one job for two rows": ("last", "2,3", "--there", NOWHERE),
    "rows backwards": ("last", "9-7", "--not-there"),
    "no rows": ("last", "three", "--not-there"),
    "all rows, and one": ("last", "all,3", "--not-there"),
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_and_changes_nothing(office: Office, words: tuple[str, ...]) -> None:
    with office.server(MADE, OWN_IDS) as server:
        open_row(office, server)
        ids = {job["name"]: job["id"] for job in jobs(server)}
        said = settle(office, server, *(ids.get(word, word) if word == "A" else word for word in words))
        assert said.status in (2, 3)
        assert said.err
        assert "Traceback" not in said.err
        assert counted(office.command(server, "runs", "show", "2", "--json"))["unknown"] == 1


def test_a_run_that_was_cut_off_is_resumed_first(office: Office) -> None:
    with office.server(MADE, OWN_IDS) as server:
        open_row(office, server)
        with sqlite3.connect(office.folder / "one" / "journal.sqlite") as journal:
            journal.execute("UPDATE runs SET exit = NULL, finished = NULL, state = 'under way' WHERE run = 2")
        said = settle(office, server, "last", "3", "--not-there")
        assert (said.status, "importer resume 2" in said.err) == (3, True)


def test_a_target_that_cannot_be_asked_now_is_no_proof_that_the_job_is_not_there(office: Office) -> None:
    with office.server(MADE, OWN_IDS, Fault(on=f"GET /Jobs({NOWHERE})", status=503)) as server:
        open_row(office, server)
        said = office.command(server, "runs", "settle", "last", "3", "--there", NOWHERE)
        assert "HTTP 503" in said.err
        assert "--not-there" not in said.err
