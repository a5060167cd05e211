"""A target that keeps ids and gives one of its own in between, or gives its own from some day on: no row is made twice.

An answer that names another id is remembered, and looked at before anything is sent again.
"""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from importer.practice.faults.fault import Fault
from tests.twice.office import DROPPED, GET, OWN_IDS, Office, counted, jobs, named, referenced

SOMETIMES = replace(OWN_IDS, at=(2,))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("rows", [named("A", "B", "C"), referenced("A", "B", "C")], ids=["named", "referenced"])
@pytest.mark.parametrize("lag", [0.0, 0.7])
def test_an_id_of_its_own_among_ids_that_are_kept(office: Office, rows: list[dict[str, str]], lag: float) -> None:
    with office.server(SOMETIMES, *([Fault(on="GET /Jobs*", lag=lag)] if lag else [])) as server:
        path = office.sheet(*rows)
        assert counted(office.run(server, "run", path)) == {"created": 3}
        assert counted(office.run(server, "run", path)) == {"already exists": 3}
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("rows", [named("A", "B", "C"), referenced("A", "B", "C")], ids=["named", "referenced"])
def test_such_an_answer_is_looked_at_by_the_next_run_where_this_one_could_not(
    office: Office, rows: list[dict[str, str]]
) -> None:
    with office.server(SOMETIMES, Fault(on=GET, at=tuple(range(2, 30)), status=403)) as server:
        path = office.sheet(*rows)
        assert counted(office.run(server, "run", path)) == {"created": 2, "unknown": 1}
        port = urlsplit(server.url).port or 0
    with office.server(port=port) as server:
        assert counted(office.run(server, "run", path)) == {"created": 1, "already exists": 2}
        assert len(jobs(server)) == 3


def test_where_some_ids_are_replaced_that_a_job_is_not_shown_under_ours_proves_nothing(office: Office) -> None:
    lost = replace(DROPPED, at=(4,), ids="own")
    with office.server(SOMETIMES, lost) as server:
        path = office.sheet(*named("A", "B", "C", "D"))
        for _run in range(3):
            assert office.run(server, "run", path).object["counts"]["unknown"] == 1
        assert len(jobs(server)) == 4


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("new", [named("C", "D"), referenced("C", "D")], ids=["named", "referenced"])
def test_ids_of_its_own_from_today_on(office: Office, new: list[dict[str, str]]) -> None:
    with office.server() as server:
        office.run(server, "run", office.sheet(*named("A", "B")))
        port = urlsplit(server.url).port or 0
    with office.server(OWN_IDS, port=port) as server:
        path = office.sheet(*named("A", "B"), *new)
        assert counted(office.run(server, "run", path)) == {"created": 2, "already exists": 2}
        assert counted(office.run(server, "run", path)) == {"already exists": 4}
        assert len(jobs(server)) == 4
