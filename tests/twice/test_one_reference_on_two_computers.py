"""A job that another computer has made, which is met only when a row is sent: it is compared with what was sent."""

from dataclasses import replace

import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from tests.twice.office import DROPPED, LIST, OWN_IDS, POST, Office, counted, jobs

LAGGING = Fault(on=LIST, lag=60)
BOILER = {"Name": "Boiler service"}
LIFT = {"Name": "Elevator inspection", "Project code": "P-1002"}
LONG = "WO-2026-000000000000000001-ABC"
REFUSED = Fault(on=POST, at=(2,), status=400, body="model state", carried_out=False)
LOST = Fault(on=POST, at=(2,), carried_out=False, sent="nothing", then="close")
UNSEEN = {  # why the look by reference misses the job: the faults, and the reference as each of them has it
    "the list lags": ((LAGGING,), "R-7", "R-7"),
    "another spelling": ((LAGGING,), "R\u0065\u0301-7", "R\u00e9-7"),
    "cut": ((Fault(on=POST, normalises="cut reference"),), LONG, LONG),
    "dropped": ((Fault(on=POST, normalises="no reference"),), "R-7", "R-7"),
    "refused": ((LAGGING, REFUSED), "R-7", "R-7"),
    "lost": ((LAGGING, LOST), "R-7", "R-7"),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(("faults", "first", "second"), UNSEEN.values(), ids=UNSEEN)
def test_another_job_is_a_conflict_in_every_run(
    office: Office, faults: tuple[Fault, ...], first: str, second: str
) -> None:
    with office.server(*faults) as server:
        office.run(server, "run", office.sheet({**BOILER, "Reference": first}, name="a.csv"))
        path = office.sheet({**LIFT, "Reference": second}, name="b.csv")
        for _run in range(2):
            said = office.run(server, "run", path, computer="two")
            assert (counted(said), said.status) == ({"conflict": 1}, ExitCode.SOME_FAILED)
        assert [job["name"] for job in jobs(server)] == ["Boiler service"]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("unseen", ["the list lags", "another spelling", "cut", "dropped"])
def test_the_same_job_was_there_before(office: Office, unseen: str) -> None:
    faults, first, second = UNSEEN[unseen]
    with office.server(*faults) as server:
        office.run(server, "run", office.sheet({**BOILER, "Reference": first}, name="a.csv"))
        path = office.sheet({**BOILER, "Reference": second}, name="b.csv")
        assert counted(office.run(server, "run", path, computer="two")) == {"already exists": 1}
        assert len(jobs(server)) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("how", ["trim", "truncate", "capitals", "html", "no accents"])
def test_what_a_target_makes_of_the_text_of_a_lost_try_is_no_other_job(office: Office, how: str) -> None:
    row = {"Name": "Contrôle du brûleur <gaz> " + "x" * 40, "Reference": "R-1"}
    with office.server(replace(DROPPED, at=(1,), normalises=how), Fault(on=POST, normalises=how), LAGGING) as server:
        assert counted(office.run(server, "run", office.sheet(row))) == {"created": 1}
        assert len(jobs(server)) == 1


SPELT = {
    "one letter or two signs": ("R\u00e9-1", "Re\u0301-1"),
    "letter or sign": ("\u00c5-1", "\u212b-1"),
    "white space": ("WO 1", "WO  1"),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("first", "second"), SPELT.values(), ids=SPELT)
def test_a_spelling_that_nobody_sees_is_the_same_where_the_target_gives_its_own_ids(
    office: Office, first: str, second: str, *, turned: bool
) -> None:
    first, second = (second, first) if turned else (first, second)
    with office.server(OWN_IDS) as server:
        office.run(server, "run", office.sheet({**BOILER, "Reference": first}, name="a.csv"))
        path = office.sheet({**BOILER, "Reference": second}, name="b.csv")
        assert counted(office.run(server, "run", path, computer="two")) == {"already exists": 1}
        other = office.sheet({**LIFT, "Reference": second}, name="c.csv")
        assert counted(office.run(server, "run", other, computer="three")) == {"conflict": 1}
        assert len(jobs(server)) == 1


def test_rows_that_differ_from_their_jobs_are_counted_beside_a_conflict(office: Office) -> None:
    """References that begin anew each month: what has the same name is not created again, and that is said."""
    with office.server() as server:
        office.run(server, "run", office.sheet(BOILER | {"Reference": "1"}, LIFT | {"Reference": "2"}))
        april = office.sheet(BOILER | {"Reference": "1", "Description": "April"}, BOILER | {"Reference": "2"})
        said = office.command(server, "run", april, "--yes").out
        assert "1 row is not in the target. 1 row differs from its job in the target" in said
