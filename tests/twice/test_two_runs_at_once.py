"""Two runs on one computer plan the same jobs: the first has them, and the other says that it leaves them to it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest

from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said, importer_afresh
from tests.page.gate import Gate
from tests.twice.office import OWN_IDS, Office, counted, jobs, named, referenced, results_of, with_name

CLAIMED = "is under way, is sending it"


@dataclass(frozen=True)
class Held:
    """A run whose first job has not arrived yet."""

    server: PracticeServer
    gate: Gate
    said: "Future[Said]"

    def finish(self) -> Said:
        self.gate.is_open = True
        return self.said.result()


@contextmanager
def holding(office: Office, gate: Gate, server: PracticeServer, *words: str | Path) -> Iterator[Held]:
    login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
    given = (*words, "--json", "--yes", "--workers", "1", "--date-order", "dmy")
    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(importer_afresh, *given, state=office.folder / "one", lag_seconds="1.5", **login)
        try:
            while not gate.held and not said.done():
                sleep(0.02)
            yield Held(server, gate, said)
        finally:
            gate.is_open = True


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("faults", [(), (OWN_IDS,)], ids=["ids are kept", "ids of its own"])
def test_sheets_with_the_same_references(office: Office, faults: tuple[Fault, ...]) -> None:
    gate, (one, other) = Gate(0), referenced("A", "B")
    path = office.sheet(other, one, name="b.csv")
    with (
        PracticeServer(office.folder / "practice.sqlite", faults=FaultPlan(faults), wrap=gate.around) as server,
        holding(office, gate, server, "run", office.sheet(one, other)) as first,
    ):
        said = office.run(server, "run", path)
        assert (counted(said), said.status) == ({"unknown": 2}, 6)
        assert all(CLAIMED in problem["message"] for problem in said.object["problems"])
        assert counted(first.finish()) == {"created": 2}
        assert counted(office.run(server, "run", path)) == {"already exists": 2}
        assert len(jobs(server)) == 2


def test_two_edited_copies_of_results(office: Office) -> None:
    gate = Gate(1)
    with PracticeServer(office.folder / "practice.sqlite", faults=FaultPlan((OWN_IDS,)), wrap=gate.around) as server:
        results = results_of(office.run(server, "run", office.sheet(*named("Annual boiler", "", ""))))
        corrected = with_name(results, 4, "Roof gutter")
        copies = [with_name(corrected, 3, f"Pump seal {text}") for text in ("leaks", "leaks, urgent")]
        with holding(office, gate, server, "retry", copies[0]) as first:
            assert counted(office.run(server, "retry", copies[1])) == {"unknown": 2, "already exists": 1}
            assert counted(first.finish()) == {"created": 2, "already exists": 1}
        assert counted(office.run(server, "retry", copies[1])) == {"already exists": 3}
        assert len(jobs(server)) == 3
