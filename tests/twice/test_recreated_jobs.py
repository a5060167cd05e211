"""A deleted job is created again once, whatever names it: the sheet, its results, or those of before."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.twice.office import DROPPED, OWN_IDS, Office, counted, jobs, named, results_of

ROWS = named("Annual boiler check", "Broken pump seal")
TWO_THERE = {"already exists": 2}
ONE_MADE = {"created": 1, "already exists": 1}


def prepare(office: Office, server: PracticeServer) -> tuple[Path, Path]:
    """The sheet, and its results, of which one job was deleted since."""
    path = office.sheet(*ROWS)
    results = office.folder / "old.xlsx"
    shutil.copy(results_of(office.run(server, "run", path)), results)
    server.store.remove("Jobs", jobs(server)[0]["id"])
    return path, results


@pytest.mark.parametrize("options", [(), ("--recreate",)])
def test_results_of_before_know_of_it(office: Office, options: tuple[str, ...]) -> None:
    with office.server(OWN_IDS) as server:
        path, results = prepare(office, server)
        assert counted(office.run(server, "run", path, "--recreate")) == ONE_MADE
        said = office.run(server, "retry", results, *options)
        assert counted(said) == TWO_THERE
        assert set(said.object["jobs"].values()) == {job["id"] for job in jobs(server)}


@pytest.mark.thorough
def test_the_sheet_knows_what_was_done_with_results_of_before(office: Office) -> None:
    with office.server(OWN_IDS) as server:
        path, results = prepare(office, server)
        assert counted(office.run(server, "retry", results, "--recreate")) == ONE_MADE
        for words in (("run", path), ("run", path, "--recreate"), ("retry", results, "--recreate")):
            assert counted(office.run(server, *words)) == TWO_THERE
        assert len(jobs(server)) == 2


@pytest.mark.thorough
def test_what_is_open_since_is_not_created_by_results_of_before(office: Office) -> None:
    with office.server(replace(DROPPED, at=(3,), ids="own"), OWN_IDS) as server:
        path, results = prepare(office, server)
        for words in (("run", path), ("retry", results), ("run", path)):
            said = office.run(server, *words, "--recreate")
            assert counted(said) == {"unknown": 1, "already exists": 1}
        assert len(jobs(server)) == 2
