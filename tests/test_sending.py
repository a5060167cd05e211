"""Sending through both doors: what is there already, what stops a run, who is asked, and how it goes on."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import importer as door
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from importer.steps.report import describe_next_step, find_causes
from importer.targets import make_practice_target
from tests.builders import GOOD, good, told
from tests.command import importer
from tests.terminal import Terminal

REFUSES = Fault(on="POST /Jobs*", status=400, body="model state")


@dataclass
class Office:
    """A sheet, a practice server with faults in store, and computers to send from."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    faults: tuple[Fault, ...] = ()
    steps: list[str] = field(default_factory=list)

    def sheet(self, rows: int, **more: str) -> Path:
        path = self.folder / "jobs.csv"
        headings = [*GOOD, "Reference", *more]
        lines = [",".join([*GOOD.values(), f"R-{number}", *more.values()]) for number in range(rows)]
        path.write_text("\n".join([",".join(headings), *lines]) + "\n", encoding="utf-8")
        return path

    def server(self) -> PracticeServer:
        return PracticeServer(self.folder / "practice.sqlite", faults=FaultPlan(self.faults))

    def sent(self, path: Path, server: PracticeServer, computer: str = "one", **policy: object) -> door.ImportResult:
        self.monkeypatch.setenv("IMPORTER_STATE", str(self.folder / computer))
        observer = door.Observer(progress=lambda step, _done, _total: self.steps.append(step))
        chosen = door.SendPolicy(**policy)  # type: ignore[arg-type]  # any of its fields
        return door.import_sheet(
            path, target=make_practice_target(server.url, server.password), policy=chosen, observer=observer
        )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


def counted(result: door.ImportResult) -> dict[str, int]:
    return {str(status): count for status, count in result.counts.items() if count}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("ids", ["", "own"], ids=["ids are kept", "the target gives its own"])
def test_another_computer_creates_nothing_that_is_there(office: Office, ids: str) -> None:
    office.faults = (Fault(on="POST /Jobs*", ids=ids),) if ids else ()
    path = office.sheet(45)
    with office.server() as server:
        first = office.sent(path, server, "one")
        again = office.sent(path, server, "other")
        assert counted(first) == {"created": 45}
        assert counted(again) == {"already exists": 45}
        assert again.jobs == first.jobs
        assert server.store.count("Jobs") == 45
        assert again.exit_code == door.ExitCode.ALL_WELL
    assert "Looking up" in office.steps


def test_what_was_changed_in_the_sheet_since_is_told_and_not_overwritten(office: Office) -> None:
    with office.server() as server:
        office.sent(office.sheet(3), server, "one")
        again = office.sent(office.sheet(3, Description="New"), server, "other")
        assert counted(again) == {"already exists": 3}
        assert told(again.problems) == [(row, "description", 605) for row in (2, 3, 4)]
        assert describe_next_step(again, find_causes(again)).startswith(
            "Every row has a job in the target, but 3 rows differ from it: "
        )
        assert {job["description"] for job in server.store.list_entries("Jobs")} == {""}


def test_without_looking_a_conflict_says_the_same(office: Office) -> None:
    with office.server() as server:
        office.sent(office.sheet(3), server, "one")
        again = office.sent(office.sheet(3), server, "other", look_first=False)
        assert counted(again) == {"already exists": 3}
        changed = office.sent(office.sheet(3, Description="New"), server, "third", look_first=False)
        assert counted(changed) == {"already exists": 3}
        assert server.store.count("Jobs") == 3


def test_a_pause_of_ten_years_is_not_waited_for(office: Office) -> None:
    office.faults = (Fault(on="POST /Jobs*", at=(6,), status=429, retry_after="315360000"),)
    with office.server() as server:
        begun = time.monotonic()
        result = office.sent(office.sheet(30), server, workers=1)
        assert time.monotonic() - begun < 60
    assert counted(result) == {"created": 5, "not sent": 25}
    assert result.exit_code == door.ExitCode.STOPPED
    assert "the target asks to wait for 3,650 days" in result.stopped


def test_parents_are_judged_with_the_sheet_and_looked_up_in_the_target(office: Office) -> None:
    path = office.folder / "family.csv"
    rows = [
        good(Reference="A", Parent="B"),
        good(Reference="B", Parent="A"),
        good(Reference="C", Parent="D"),
        good(Reference="D"),
        good(Reference="E", Parent="nowhere"),
    ]
    headings = list(rows[0])
    lines = [headings, *[[row.get(heading, "") for heading in headings] for row in rows]]
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    field = "_parent_jobs_reference_back_office"
    circle = [(2, field, 524), (3, field, 524)]
    office.monkeypatch.setenv("IMPORTER_STATE", str(office.folder / "one"))
    assert told(door.check_sheet(path).problems) == circle
    with office.server() as server:
        assert told(door.check_sheet(path, target=make_practice_target(server.url, server.password)).problems) == [
            *circle,
            (6, field, 525),
        ]
        result = office.sent(path, server)
        assert counted(result) == {"created": 2, "invalid": 3}


def test_where_a_rejected_row_has_no_red_cell_the_rows_with_a_problem_are_to_be_corrected(office: Office) -> None:
    path = office.sheet(2)
    for body, named in (("message", "the rows with a Problem"), ("model state", "the red cells")):
        office.faults = (Fault(on="POST /Jobs*", status=400, body=body),)
        with office.server() as server:
            login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
            said = importer("run", path, state=office.folder / body, **login)
        assert f"2 rows are not in the target. Next: correct {named} in jobs.results" in said.out


@pytest.mark.thorough
def test_in_a_script_the_same_rejection_of_all_stops_the_run_and_says_how_to_go_on(office: Office) -> None:
    office.faults = (REFUSES,)
    path = office.sheet(200)
    with office.server() as server:
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        said = importer("run", path, "--json", state=office.folder, **login)
        assert said.status == 5
        counts = said.object["counts"]
        assert 20 <= counts["rejected"] < 100
        assert counts["rejected"] + counts["not sent"] == 200
        assert "'importer resume --keep-going'" in said.object["problems"][-1]["message"]
        again = importer("resume", "--json", "--workers", "2", state=office.folder, **login)
        assert again.status == 5
        assert 20 <= again.object["counts"]["rejected"] < 40
        going = importer("resume", "--keep-going", "--json", state=office.folder, **login)
        assert (going.status, going.object["counts"]["rejected"]) == (4, 200)
        other = importer("run", path, "--stop-after", "3", "--rate", "50/s", state=office.folder, **login)
        assert other.status == 5
        assert "--stop-after" in other.out
        assert "importer resume" in other.out.splitlines()[-1]
        assert server.store.count("Jobs") == 0


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")
@pytest.mark.parametrize(("typed", "status", "created"), [("y", 4, 10), ("n", 5, 0)])
def test_on_a_terminal_somebody_is_asked(office: Office, typed: str, status: int, created: int) -> None:
    office.faults = (Fault(on="POST /Jobs*", status=400, body="model state", times=40),)
    path = office.sheet(50)
    with office.server() as server:
        login = {"IMPORTER_URL": server.url, "IMPORTER_USER": server.user, "IMPORTER_DOMAIN": server.domain}
        settings = {**login, "IMPORTER_PASSWORD": server.password}
        with Terminal("run", path, "--yes", "--workers", "2", state=office.folder, settings=settings) as terminal:
            terminal.answer(b"Continue with the other rows?", typed)
            assert terminal.end() == status, terminal.shown
        assert server.store.count("Jobs") == created
    assert b"does not accept the name" in terminal.shown
