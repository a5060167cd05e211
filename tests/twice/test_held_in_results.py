"""V12: what results say of a row that waits for an answer counts on any computer; there no journal knows why."""

import sqlite3
import sys
from pathlib import Path

import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said
from tests.terminal import Terminal
from tests.twice.office import OWN_IDS, counted
from tests.twice.rows import Work, row, write

ROWS = [row("Boiler in the cellar"), row("Pump makes a noise")]
AGAIN = [row("Boiler in the cellar again"), ROWS[1], row("Roof leaks")]


def held(said: Said) -> list[int]:
    return [p["row"] for p in said.object["problems"] if p["row"] and p["code"] in {804, 806, 807}]


def hold_two(work: Work, ending: str = "xlsx") -> Path:
    """The results of another sheet, in which two rows are like these: one says nearly, one exactly the same."""
    assert work.counts(write(work.folder / f"march.{ending}", *ROWS)) == {"created": 2}
    said = work.run(write(work.folder / f"april.{ending}", *AGAIN))
    assert held(said) == [2, 3]
    return Path(said.object["results"])


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(("faults", "ending"), [((), "xlsx"), ((OWN_IDS,), "xlsx"), ((), "csv")])
@pytest.mark.parametrize("verb", ["retry", "run"])
def test_a_row_that_waits_for_an_answer_waits_on_a_third_computer(
    tmp_path: Path, verb: str, faults: tuple[Fault, ...], ending: str
) -> None:
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan(faults)) as server:
        work = Work(tmp_path, server)
        results = hold_two(work, ending)
        for computer in ("third", "fourth"):
            place = tmp_path / f"{computer}.{ending}"
            said = work.run(results, "--results", place, state=computer, verb=verb)
            assert (held(said), said.status) == ([2, 3], ExitCode.SOME_FAILED)
            results = place
        assert len(work.names()) == 3
        assert work.counts(results, "--new-rows", state="fifth", verb=verb) == {"created": 2, "already exists": 1}
        assert work.counts(results, state="fifth", verb=verb) == {"already exists": 3}
        assert len(work.names()) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
@pytest.mark.parametrize("deleted", [False, True])
def test_it_is_that_job_where_somebody_says_so(work: Work, *, deleted: bool) -> None:
    results = hold_two(work)
    if deleted:
        with sqlite3.connect(work.server.file) as database:
            database.execute("DELETE FROM entity WHERE body LIKE '%Boiler%'")
    login = {"URL": work.server.url, "USER": work.server.user, "DOMAIN": work.server.domain}
    settings = {f"IMPORTER_{name}": value for name, value in {**login, "PASSWORD": work.server.password}.items()}
    with Terminal("retry", results, state=work.folder / "third", settings=settings) as terminal:
        terminal.answer(b"Send ", "y")
        terminal.answer(b"Are they the same", "same")
        assert terminal.end() == (ExitCode.SOME_FAILED if deleted else ExitCode.ALL_WELL), terminal.shown
    assert len(work.names()) == (2 if deleted else 3)
    again = work.run(results, state="third", verb="retry")
    assert counted(again) == ({"already exists": 2, "not sent": 1} if deleted else {"already exists": 3})
    assert {problem["code"] for problem in again.object["problems"]} == ({608} if deleted else {605})


def test_what_was_made_of_it_as_a_new_job_elsewhere_is_not_made_again(work: Work) -> None:
    results = hold_two(work)
    assert work.counts(results, "--new-rows", "--results", work.folder / "new.xlsx", state="third") == {
        "created": 2,
        "already exists": 1,
    }
    assert work.counts(results, "--new-rows", state="fourth") == {"already exists": 3}
    assert len(work.names()) == 5
