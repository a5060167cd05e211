"""V10: a sheet without references that another computer sent to a target with ids of its own is not made twice unasked.

Its results tell which jobs it has; the sheet itself does not, and the journal is on the other computer.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.journal import Journal
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said
from tests.terminal import Terminal
from tests.twice.office import jobs
from tests.twice.rows import Work, row, write

OWN_IDS = Fault(on="POST /Jobs", ids="own")
ROWS = [row("Boiler in the cellar"), row("Pump makes a noise"), row("Pump makes a noise")]


def held(said: Said) -> list[int]:
    return [problem["row"] for problem in said.object["problems"] if problem["code"] == 806]


@pytest.fixture
def own_ids(tmp_path: Path) -> Iterator[Work]:
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan((OWN_IDS,))) as server:
        yield Work(tmp_path, server)


def test_the_sheet_on_a_second_computer_is_held_unless_its_rows_are_new(own_ids: Work) -> None:
    work, path = own_ids, write(own_ids.folder / "jobs.csv", *ROWS)
    assert work.counts(path) == {"created": 3}
    write(path, *ROWS, row("Roof leaks"))
    said = work.run(path, state="second")
    assert held(said) == [2, 3, 4]
    assert said.status == ExitCode.SOME_FAILED
    assert len(work.names()) == 4
    assert held(work.run(path, state="second")) == [2, 3, 4]  # nobody has answered yet
    assert work.counts(path, "--new-rows", state="second")["created"] == 3
    assert len(work.names()) == 7
    assert work.counts(path, state="second") == {"already exists": 4}


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
def test_rows_that_somebody_said_are_those_jobs_stay_so(own_ids: Work) -> None:
    work, path = own_ids, write(own_ids.folder / "jobs.csv", *ROWS)
    assert work.counts(path) == {"created": 3}
    login = {"URL": work.server.url, "USER": work.server.user, "DOMAIN": work.server.domain}
    settings = {f"IMPORTER_{name}": value for name, value in {**login, "PASSWORD": work.server.password}.items()}
    with Terminal("run", path, state=work.folder / "second", settings=settings) as terminal:
        terminal.answer(b"Send 3", "y")
        terminal.answer(b"Are they the same", "same")
        assert terminal.end() == ExitCode.ALL_WELL, terminal.shown
    for _ in range(2):
        assert work.counts(path, state="second") == {"already exists": 3}
    assert len(work.names()) == 3


@pytest.mark.thorough
def test_who_makes_two_alike_on_one_computer_is_not_asked(own_ids: Work) -> None:
    path = write(own_ids.folder / "jobs.csv", ROWS[0])
    assert own_ids.counts(path) == {"created": 1}
    assert own_ids.counts(write(own_ids.folder / "b.csv", ROWS[1])) == {"created": 1}
    assert own_ids.counts(path) == {"already exists": 1}


@pytest.mark.parametrize("keeps", [True, False])
def test_it_is_known_from_an_earlier_run_whether_the_target_keeps_ids(tmp_path: Path, keeps: bool) -> None:
    """Where it does, no names are asked."""
    faults = FaultPlan(() if keeps else (OWN_IDS,))
    with PracticeServer(tmp_path / "practice.sqlite", faults=faults) as server:
        work = Work(tmp_path, server)
        assert work.counts(write(tmp_path / "jobs.csv", *ROWS)) == {"created": 3}
    with Journal(tmp_path / "state" / "journal.sqlite") as journal:
        (run,) = journal.previous_runs.list_runs()
        assert bool(journal.previous_runs.find_created_id(run.identity)) is keeps


@pytest.mark.parametrize("shows", [False, True])
@pytest.mark.thorough(but=1)
def test_an_answer_that_names_our_id_does_not_show_that_it_is_kept(tmp_path: Path, shows: bool) -> None:
    """The first run could not ask for the job under its id; the next one sees whether it is there."""
    faults = (Fault(on="POST /Jobs", ids="" if shows else "stored"), Fault(on="GET /Jobs(*", status=403))
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan(faults)) as server:
        work = Work(tmp_path, server, lag="1")
        path = write(tmp_path / "jobs.csv", *ROWS)
        assert work.counts(path) == {"created": 3}
        assert work.counts(write(tmp_path / "b.csv", row("Roof leaks")), state="second") == {"created": 1}
        said = work.run(path, state="second")
        assert held(said) == ([] if shows else [2, 3, 4])
        assert len(work.names()) == 4


def test_a_row_corrected_in_the_results_and_in_the_sheet_is_not_made_twice_unasked(work: Work) -> None:
    """Each on its computer. The target keeps ids, but the id in the results follows from what the row said before."""
    wrong = row("Boiler", Project_code="P-9999")
    path = write(work.folder / "jobs.xlsx", wrong, ROWS[1])
    results = Path(work.run(path).object["results"])
    book = openpyxl.load_workbook(results)
    book["Jobs"]["B2"] = "P-1001"
    book.save(results)
    assert work.counts(results, verb="retry") == {"created": 1, "already exists": 1}
    write(path, row("Boiler"), ROWS[1])
    assert held(work.run(path, state="third")) == [2]
    assert len(work.names()) == 2


@pytest.mark.parametrize("keeps", [True, False])
def test_v12_a_row_that_got_a_reference_since_is_held_unless_it_is_new(tmp_path: Path, keeps: bool) -> None:
    """Another reference there is another job."""
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan(() if keeps else (OWN_IDS,))) as server:
        work = Work(tmp_path, server)
        other = row("Roof leaks", Reference="R-1")
        assert work.counts(write(tmp_path / "jobs.csv", *ROWS[:2], other)) == {"created": 3}
        now = [row(one[4], Reference=f"R-{number}") for number, one in enumerate([*ROWS[:2], other], start=7)]
        path = write(tmp_path / "jobs.csv", *now)
        for _ in range(2):
            said = work.run(path, state="second")
            assert held(said) == [2, 3]
            assert said.status == ExitCode.SOME_FAILED
        assert len(work.names()) == 4
        assert work.counts(path, "--new-rows", state="second") == {"created": 2, "already exists": 1}


EARLIER = {
    "invalid": (),
    "rejected": (Fault(on="POST /Jobs", at=(2,), status=422, body="message"),),
    "not sent": (Fault(on="POST /Jobs", at=(2,), status=401),),
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("status", EARLIER)
def test_old_results_given_again_without_the_journal_that_sent_the_rest_of_them_are_held(
    tmp_path: Path, status: str
) -> None:
    """They do not know that the row was made since, and the target does not know the id that it had for it."""
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan((*EARLIER[status], OWN_IDS))) as server:
        work = Work(tmp_path, server)
        name = "" if status == "invalid" else "Pump makes a noise"
        results = Path(work.run(write(tmp_path / "jobs.xlsx", ROWS[0], row(name))).object["results"])
        book = openpyxl.load_workbook(results)
        book["Jobs"]["E3"] = "Pump makes a noise"
        results = tmp_path / "old.xlsx"
        book.save(results)
        first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
        assert work.counts(results, "--results", first, verb="retry") == {"created": 1, "already exists": 1}
        said = work.run(results, "--results", second, state="second", verb="retry")
        assert (held(said), len(work.names())) == ([3], 2)
        assert work.counts(results, "--new-rows", state="second", verb="retry") == {"created": 1, "already exists": 1}
        assert work.counts(first, state="third", verb="retry") == {"already exists": 2}


HOW = ["truncate", "capitals", "html", "no accents", "trim"]
ALTERED = [row("Boiler in the cellar"), row("Café  & bar: pump makes a noise"), row("Pump")]


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("more", [(), (row("Lift stands still, on the third floor"),)], ids=["the same", "one more"])
@pytest.mark.parametrize("how", HOW)
def test_so_they_are_where_the_target_writes_names_in_its_way(
    tmp_path: Path, how: str, more: tuple[tuple[str, ...], ...]
) -> None:
    """The one more is the first that is sent: the longest name shows what the target makes of names."""
    with PracticeServer(
        tmp_path / "practice.sqlite", faults=FaultPlan((Fault(on="POST /Jobs", ids="own", normalises=how),))
    ) as server:
        work = Work(tmp_path, server, lag="0.2")
        path = write(tmp_path / "jobs.csv", *ALTERED)
        assert work.counts(path) == {"created": 3}
        write(path, *ALTERED, *more)
        for created in (len(more), 0):
            said = work.run(path, state="second")
            assert held(said) == [2, 3, 4]
            assert said.object["counts"]["created"] == created
        assert len(jobs(server)) == 3 + len(more)
        assert work.counts(path, "--new-rows", state="second")["created"] == 3


@pytest.mark.parametrize("allowed", ["--yes", "--new-rows", "--no-look"])
@pytest.mark.thorough(but=1)
def test_where_the_target_does_not_find_jobs_by_name_rows_are_held_unless_it_is_allowed(
    tmp_path: Path, allowed: str
) -> None:
    no_names = Fault(on="GET /Jobs", holding="name eq", status=501)
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan((OWN_IDS, no_names))) as server:
        work = Work(tmp_path, server)
        path = write(tmp_path / "jobs.csv", *ROWS, row("Roof leaks", Reference="R-1"))
        said = work.run(path)
        assert [problem["row"] for problem in said.object["problems"] if problem["code"] == 808] == [2, 3, 4]
        assert said.status == ExitCode.SOME_FAILED
        assert work.names() == ["Roof leaks"]
        said = work.run(path, allowed)
        told = [problem["code"] for problem in said.object["problems"] if problem["row"] is None]
        assert told == ([606] if allowed == "--yes" else [])
        assert len(work.names()) == 4
        assert work.counts(path) == {"already exists": 4}


def test_where_the_target_does_not_list_its_jobs_nothing_is_sent_unless_it_is_allowed(tmp_path: Path) -> None:
    with PracticeServer(
        tmp_path / "practice.sqlite", faults=FaultPlan((OWN_IDS, Fault(on="GET /Jobs", status=403)))
    ) as server:
        work = Work(tmp_path, server, lag="0.1")
        path = write(tmp_path / "jobs.csv", row("Roof leaks", Reference="R-1"))
        said = work.run(path)
        assert (said.status, jobs(server)) == (ExitCode.STOPPED, [])
        assert "--no-look" in said.object["stopped"]
        assert work.counts(path, "--no-look") == {"created": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
@pytest.mark.parametrize(("answer", "made"), [("n", 0), ("y", 3)])
@pytest.mark.thorough(but=1)
def test_in_a_terminal_that_is_asked(tmp_path: Path, answer: str, made: int) -> None:
    no_names = Fault(on="GET /Jobs", holding="name eq", status=501)
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan((OWN_IDS, no_names))) as server:
        path = write(tmp_path / "jobs.csv", *ROWS)
        login = {"URL": server.url, "USER": server.user, "DOMAIN": server.domain, "PASSWORD": server.password}
        settings = {f"IMPORTER_{name}": value for name, value in login.items()}
        with Terminal("run", path, state=tmp_path / "state", settings=settings) as terminal:
            terminal.answer(b"Send 3", "y")
            terminal.answer(b"Send anyway?", answer)
            assert terminal.end() == (ExitCode.ALL_WELL if made else ExitCode.SOME_FAILED), terminal.shown
        assert len(Work(tmp_path, server).names()) == made


def test_a_target_that_keeps_ids_tells_by_them(work: Work) -> None:
    path = write(work.folder / "jobs.csv", *ROWS)
    assert work.counts(path) == {"created": 3}
    assert work.counts(path, state="second") == {"already exists": 3}
