"""Targets as they are (V1 to V14): what a job there proves, and what a refusal does, by the real command."""

import json
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from urllib.parse import urlsplit

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from tests.builders import GOOD
from tests.command import Said, environment, importer
from tests.terminal import Terminal
from tests.twice.office import (
    DROPPED,
    GET,
    LIST,
    OWN_IDS,
    POST,
    Office,
    counted,
    jobs,
    named,
    referenced,
    results_of,
    summary_of,
    texts_in,
    with_cell,
    with_name,
)

MOST_RUNS = 9


def test_v1_an_unknown_row_of_the_results_counts_on_a_computer_without_the_journal(office: Office) -> None:
    faults = (replace(DROPPED, at=(1, 2), ids="own"), OWN_IDS, Fault(on=LIST, holding="name eq", status=501))
    with office.server(*faults) as server:
        first = office.run(server, "run", office.sheet(*named("A", "B", "C")))
        assert counted(first) == {"unknown": 2, "created": 1}
        again = office.run(server, "retry", results_of(first), computer="two")
        assert counted(again) == {"unknown": 2, "already exists": 1}
        assert len(jobs(server)) == 3


@pytest.mark.parametrize("name", ["A boiler", "A boiler again"])
@pytest.mark.thorough(but=1)
def test_v1_a_copy_of_its_sheet_says_that_the_job_may_not_be_there(office: Office, name: str) -> None:
    faults = (replace(DROPPED, at=(1,)), Fault(on="GET /Jobs*", status=403))
    with office.server(*faults) as server:
        assert counted(office.run(server, "run", office.sheet(*named("A boiler", "Pump")))) == {
            "unknown": 1,
            "created": 1,
        }
        said = office.run(server, "run", office.sheet(*named(name, "Pump"), name="copy.csv"))
        open_, known = (p["message"] for p in said.object["problems"] if p["code"] == 804)
        assert open_.endswith("; the outcome of that row is unknown.")
        assert "known" not in known
        assert len(jobs(server)) == 2


def test_v1_an_unknown_row_with_an_error_stays_unknown_in_the_next_results(office: Office) -> None:
    """Else those would tell of a row that was never sent, and once it is correct a second job is made."""
    with office.server(replace(DROPPED, at=(1,), ids="own"), OWN_IDS) as server:
        first = office.run(server, "run", office.sheet({"Name": "A", "Due date": ""}))
        wrong = with_cell(results_of(first), 2, "Due date", "soon")
        again = office.run(server, "retry", wrong, computer="two")
        assert (counted(again), again.status) == ({"unknown": 1}, ExitCode.OPEN)
        assert "soon" in texts_in(results_of(again))
        corrected = with_cell(results_of(again), 2, "Due date", "")
        assert counted(office.run(server, "retry", corrected, computer="two")) == {"unknown": 1}
        assert len(jobs(server)) == 1


def test_v2_a_row_that_a_stopped_run_has_told_of_is_asked_when_it_is_changed(office: Office) -> None:
    with office.server(Fault(on=POST, status=401, at=(3,))) as server:
        path = office.sheet(*named("A", "B", "C"))
        assert counted(office.run(server, "run", path)) == {"created": 2, "not sent": 1}
        said = office.run(server, "run", office.sheet(*named("A", "B again", "C")))
        assert (counted(said), said.status) == ({"already exists": 1, "created": 1, "not sent": 1}, 4)
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("number", ["PO 2", ""])
def test_v2_a_row_with_another_number_of_the_customer_is_never_paired(office: Office, number: str) -> None:
    """The answer to it was lost, so its job may be there, and the rows around it are the same."""
    faults = (replace(DROPPED, at=(2,)), Fault(on="GET /Jobs*", status=403))
    before = [{"Name": name, "Customer reference": "PO 1"} for name in "ABC"]
    with office.server(*faults) as server:
        assert counted(office.run(server, "run", office.sheet(*before))) == {"created": 2, "unknown": 1}
        before[1]["Customer reference"] = number
        said = office.run(server, "run", office.sheet(*before))
        assert said.object["counts"]["not sent" if number else "unknown"] == 1
        assert len(jobs(server)) == 3


def test_v2_it_is_another_number_under_another_heading_too(office: Office) -> None:
    faults = (replace(DROPPED, at=(2,)), Fault(on="GET /Jobs*", status=403))
    with office.server(*faults) as server:
        before = [{"Name": name, "Customer reference": "PO 1"} for name in "ABC"]
        assert counted(office.run(server, "run", office.sheet(*before))) == {"created": 2, "unknown": 1}
        after = [{"Name": name, "Klantreferentie": "PO 2" if name == "B" else "PO 1"} for name in "ABC"]
        assert office.run(server, "run", office.sheet(*after)).object["counts"]["not sent"] == 1


def test_v2_a_row_with_another_project_is_never_paired(office: Office) -> None:
    with office.server(replace(DROPPED, at=(2,)), Fault(on="GET /Jobs*", status=403)) as server:
        assert counted(office.run(server, "run", office.sheet(*named(*"ABC")))) == {"created": 2, "unknown": 1}
        after = [{"Name": name, "Project code": "P-1002" if name == "B" else "P-1001"} for name in "ABC"]
        assert office.run(server, "run", office.sheet(*after)).object["counts"]["not sent"] == 1


def test_v2_an_end_of_the_sheet_is_no_neighbour(office: Office) -> None:
    """The last row was retyped: it may be another job."""
    with office.server(replace(DROPPED, at=(3,)), Fault(on="GET /Jobs*", status=403)) as server:
        assert counted(office.run(server, "run", office.sheet(*named("A", "B", "C")))) == {"created": 2, "unknown": 1}
        said = office.run(server, "run", office.sheet(*named("A", "B", "C again")))
        assert said.object["counts"]["not sent"] == 1
        assert len(jobs(server)) == 3


def test_v1_an_unknown_row_that_was_changed_since_stays_unknown_where_nothing_proves_it(office: Office) -> None:
    with office.server(replace(DROPPED, at=(1,), ids="own"), OWN_IDS) as server:
        first = office.run(server, "run", office.sheet(*named("A")))
        assert counted(first) == {"unknown": 1}
        again = office.run(server, "retry", with_name(results_of(first), 2, "A again"), computer="two")
        assert counted(again) == {"unknown": 1}
        assert len(jobs(server)) == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("computer", ["one", "two"])
def test_v1_a_reference_that_was_added_since_does_not_show_that_the_job_is_not_there(
    office: Office, computer: str
) -> None:
    """Of what was lost on the way the target knows neither our id nor the reference."""
    rows = ({"Name": "A", "Reference": ""}, {"Name": "B", "Reference": "R-B"})
    with office.server(replace(DROPPED, at=(1,), ids="own"), OWN_IDS) as server:
        first = office.run(server, "run", office.sheet(*rows))
        assert counted(first) == {"unknown": 1, "created": 1}
        added = with_cell(results_of(first), 2, "Reference", "R-A")
        assert counted(office.run(server, "retry", added, computer=computer)) == {"unknown": 1, "already exists": 1}
        assert len(jobs(server)) == 2


def test_v1_so_it_is_of_a_row_that_gives_its_id_itself(office: Office) -> None:
    """The checker's seed 10587."""
    rows = {"Name": "A", "Reference": "", "Id": "11111111-1111-4111-8111-111111111111"}, {"Name": "B"}
    with office.server(replace(DROPPED, at=(1,), ids="own"), OWN_IDS) as server:
        first = office.run(server, "run", office.sheet(*rows))
        assert counted(first) == {"unknown": 1, "created": 1}
        added = office.sheet({**rows[0], "Reference": "R-A"}, rows[1])
        assert counted(office.run(server, "run", added)) == {"unknown": 1, "already exists": 1}
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("is_shown", [True, False])
def test_v1_a_row_that_gives_an_id_is_known_by_the_one_that_the_target_gave(office: Office, *, is_shown: bool) -> None:
    with office.server(OWN_IDS, Fault(on=GET, lag=0 if is_shown else 60)) as server:
        first = office.run(server, "run", office.sheet({"Id": "11111111-1111-4111-8111-111111111111"}))
        assert counted(first) == {"created" if is_shown else "unknown": 1}
        again = office.run(server, "retry", results_of(first), computer="two")
        assert counted(again) == {"already exists" if is_shown else "created": 1}
        assert len(jobs(server)) == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("resumed", [False, True])
def test_v3_a_conflict_beside_a_404_is_open_and_found_later(office: Office, *, resumed: bool) -> None:
    """The job is made, its answer is lost, and the replica that answers a GET lags."""
    faults = (replace(DROPPED, at=(1,)), Fault(on="GET /Jobs*", lag=8 if resumed else 0.7))
    with office.server(*faults) as server:
        path = office.sheet(*named("A"))
        ends = [counted(office.run(server, "run", path))]
        assert ends == ([{"unknown": 1}] if resumed else [{"created": 1}])
        while resumed and len(ends) < MOST_RUNS and "created" not in ends[-1]:
            ends.append(counted(office.run(server, "run", path)))
            assert len(jobs(server)) == 1
        assert ends[-1] == {"created": 1}
        assert len(jobs(server)) == 1


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("how", ["truncate", "status", "minutes", "trim"])
def test_v4_a_job_under_an_id_of_ours_is_ours_whatever_the_target_made_of_it(office: Office, how: str) -> None:
    row = {"Name": "Inspection  of the boiler", "Status code": "Open", "Due date": "2026-12-01 10:20:30"}
    faults = (replace(DROPPED, at=(1,), normalises=how), Fault(on=LIST, status=501))
    with office.server(*faults) as server:
        said = office.run(server, "run", office.sheet(row))
        assert counted(said) == {"created": 1}
        assert len(jobs(server)) == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("name", ["Boiler of the north wing", "Boiler  of the north wing"])
def test_v4_what_was_lost_may_be_there_under_a_name_that_was_cut(office: Office, name: str) -> None:
    """The checker's seed 11680: the target gives ids of its own, and the row has no reference."""
    lost = replace(DROPPED, at=(1,), ids="own", normalises="truncate")
    with office.server(lost, Fault(on=POST, ids="own", normalises="truncate")) as server:
        path = office.sheet({"Name": name})
        first = office.run(server, "run", path)
        (job,) = jobs(server)
        assert counted(first) == {"unknown": 1}
        assert job["id"] in texts_in(results_of(first))
        assert counted(office.run(server, "run", path)) == {"unknown": 1}
        assert len(jobs(server)) == 1


def test_v5_the_answer_of_another_row_proves_nothing(office: Office) -> None:
    with office.server(Fault(on=POST, at=(2, 4), answer="previous")) as server:
        path = office.sheet(*named(*"ABCDE"))
        first = office.run(server, "run", path)
        assert first.object["counts"]["created"] == len(jobs(server)) == 3
        assert counted(office.run(server, "run", path))["created"] == 2
        assert len(jobs(server)) == 5


def test_v5_one_such_answer_says_nothing_of_the_whole_target(office: Office) -> None:
    rows = [{"Name": "Yearly service", "Description": text} for text in "ABC"]
    with office.server(Fault(on=POST, at=(2,), carried_out=True, answer="previous")) as server:
        said = office.run(server, "run", office.sheet(*rows))
        assert counted(said) == {"created": 3}
        assert len(set(said.object["jobs"].values())) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("again", ["run", "retry", "elsewhere"])
@pytest.mark.parametrize("rows", [named("A", "B"), referenced("A", "B")], ids=["named", "referenced"])
def test_v5_the_id_in_such_an_answer_is_not_taken_for_that_of_the_row_by_a_later_run(
    office: Office, rows: list[dict[str, str]], again: str
) -> None:
    """No answer tells of the first row, that to the second names the job of the first, and no job is shown."""
    lost, wrong = replace(DROPPED, at=(1,), ids="own"), Fault(on=POST, at=(2,), answer="previous")
    with office.server(lost, wrong, OWN_IDS, Fault(on="GET /Jobs*", status=403)) as server:
        path = office.sheet(*rows)
        first = office.run(server, "run", path)
        assert counted(first) == {"unknown": 2}
        (job,) = jobs(server)
        port = urlsplit(server.url).port or 0
    with office.server(OWN_IDS, port=port) as server:
        words = ("run", path) if again == "run" else ("retry", results_of(first))
        said = office.run(server, *words, computer="two" if again == "elsewhere" else "one")
        assert said.object["jobs"].get("3") != job["id"], said.out
        assert said.object["counts"]["created"] + said.object["counts"]["unknown"] == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("status", "told"), [(422, "HTTP 422"), (404, "under the id")])
def test_v5_the_id_in_such_an_answer_does_not_hide_the_job_of_a_row_that_is_refused_after_all(
    office: Office, status: int, told: str
) -> None:
    """The checker's seed 14656: while the refusal is on its way, the answer to another row names the job."""
    refused = Fault(on=POST, holding='"A"', at=(1,), carried_out=True, ids="own", status=status, wait_after=0.4)
    wrong = Fault(on=POST, holding='"B"', at=(1,), answer="previous", wait_before=0.1)
    with office.server(refused, wrong, OWN_IDS) as server:
        said = office.run(server, "run", office.sheet(*named("A", "B")), "--workers", "2")
        (job,) = (job for job in jobs(server) if job["name"] == "A")
        assert set(counted(said)) <= {"unknown", "created"}
        assert "2" not in said.object["jobs"]
        texts = texts_in(results_of(said))
        assert told in texts
        assert job["id"] in texts


@pytest.mark.parametrize("again", ["A", "B"], ids=["all rows", "without the one that shows it"])
def test_v4_that_a_reference_was_kept_does_not_say_so_of_those_that_are_longer(office: Office, again: str) -> None:
    """The checker's seed 17529: the target cuts them, so none shows whether a job is there whose answer was lost."""
    cutting = Fault(on=POST, ids="own", normalises="cut reference")
    rows = [{"Name": name, "Reference": text} for name, text in (("A", "R-1"), ("B", "R" * 40), ("C", "S" * 40))]
    with office.server(replace(DROPPED, at=(3,), ids=cutting.ids, normalises=cutting.normalises), cutting) as server:
        first = office.run(server, "run", office.sheet(*rows))
        assert counted(first) == {"created": 2, "unknown": 1}
        said = office.run(server, "run", office.sheet(*(row for row in rows if again == "A" or row["Name"] != "B")))
        assert counted(said) == {"already exists": 2 if again == "A" else 1, "unknown": 1}
        assert len(jobs(server)) == 3


def test_v4_what_was_lost_may_be_there_below_a_parent_whose_reference_was_cut(office: Office) -> None:
    """The checker's seed 17529: it is not sent again, to be refused since there is no parent with that reference."""
    cutting = Fault(on=POST, ids="own", normalises="cut reference")
    parent, child = {"Name": "A", "Reference": "R" * 40}, {"Name": "B", "Reference": "S" * 40, "Parent": "R" * 40}
    with office.server(replace(DROPPED, at=(2,), ids=cutting.ids, normalises=cutting.normalises), cutting) as server:
        path = office.sheet(parent, child)
        assert counted(office.run(server, "run", path)) == {"created": 1, "unknown": 1}
        assert counted(office.run(server, "run", path)) == {"already exists": 1, "unknown": 1}
        assert len(jobs(server)) == 2


@pytest.mark.parametrize("own", [True, False])
def test_v5_an_answer_that_names_the_job_of_an_earlier_run_proves_nothing(office: Office, *, own: bool) -> None:
    """A gateway answers from what it keeps: the job of another month, which says the same."""
    with office.server(Fault(on=POST, at=(2,), answer="previous"), *((OWN_IDS,) if own else ())) as server:
        assert counted(office.run(server, "run", office.sheet(*named("A"), name="january.csv"))) == {"created": 1}
        february = office.sheet(*named("A"), name="february.csv")
        said = office.run(server, "run", february, "--new-rows")
        (job,) = jobs(server)
        assert counted(said) == {"unknown": 1}
        assert job["id"] not in said.object["jobs"].values()


@pytest.mark.thorough
def test_v6_a_target_with_own_ids_that_lags_is_waited_for(office: Office) -> None:
    with office.server(OWN_IDS, Fault(on="GET /Jobs*", lag=0.7)) as server:
        path = office.sheet(*named("A", "B"), *referenced("C", "D"))
        said = office.run(server, "run", path)
        assert counted(said) == {"created": 4}
        assert set(said.object["jobs"].values()) == {job["id"] for job in jobs(server)}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("rows", [named("A"), referenced("A")], ids=["named", "referenced"])
def test_v6_that_a_job_is_not_shown_does_not_outweigh_an_answer_that_named_it(
    office: Office, rows: list[dict[str, str]], computer: str
) -> None:
    """The target takes longer to show it than is waited for."""
    with office.server(OWN_IDS, Fault(on="GET /Jobs*", lag=60)) as server:
        first = office.run(server, "run", office.sheet(*rows))
        assert counted(first) == {"unknown": 1}
        again = office.run(server, "retry", results_of(first), computer=computer)
        assert counted(again) == {"unknown": 1}
        (job,) = jobs(server)
        assert texts_in(results_of(again)).count(job["id"]) > 1
        port = urlsplit(server.url).port or 0
    with office.server(OWN_IDS, port=port) as server:
        assert counted(office.run(server, "retry", results_of(again), computer=computer)) == {"created": 1}
        assert len(jobs(server)) == 1


def test_v6_what_such_a_target_does_not_show_yet_is_not_sent_again(office: Office) -> None:
    faults = (replace(DROPPED, at=(2,), ids="own"), OWN_IDS, Fault(on="GET /Jobs*", lag=0.7))
    with office.server(*faults) as server:
        path = office.sheet(*referenced("A", "B", "C"))
        assert counted(office.run(server, "run", path)) == {"created": 3}
        assert len(jobs(server)) == 3


def test_v6_a_stopped_run_does_not_say_that_what_may_not_be_shown_yet_was_not_sent(office: Office) -> None:
    failed = Fault(on=POST, at=(1,), carried_out=True, ids="own", status=500)
    with office.server(failed, Fault(on=POST, at=(2,), status=401), Fault(on="GET /Jobs*", lag=1.0)) as server:
        said = office.run(server, "run", office.sheet(*referenced("A", "B")))
        assert counted(said) == {"created": 1, "not sent": 1}  # it is waited for, as the target stopped the run
        assert len(jobs(server)) == 1


@pytest.mark.thorough
def test_v6_what_another_computer_has_sent_a_moment_ago_may_not_be_shown_yet(office: Office) -> None:
    lost = replace(DROPPED, at=(1,), ids="own")
    faults = (lost, Fault(on=POST, at=(2,), status=401), OWN_IDS, Fault(on="GET /Jobs*", lag=4.0))
    with office.server(*faults) as server:
        first = office.run(server, "run", office.sheet(*referenced("A", "B")))
        assert counted(first) == {"unknown": 1, "not sent": 1}
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        retry = ("retry", results_of(first), "--json", "--yes", "--workers", "1", "--date-order", "dmy")
        again = importer(*retry, state=office.folder / "two", lag_seconds="6", **login)
        assert counted(again) == {"created": 2}
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("status", [408, 503])
def test_v7_a_refusal_after_a_try_that_may_have_worked_waits_for_lag(office: Office, status: int) -> None:
    faults = (Fault(on=POST, at=(2,), carried_out=True, status=status), Fault(on=POST, at=(3, 4), status=422))
    with office.server(*faults, Fault(on=GET, lag=0.7)) as server:
        said = office.run(server, "run", office.sheet(*named("A", "B")))
        assert counted(said) == {"created": 2}
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("status", [400, 403, 422, 303, 404])
def test_v7_a_job_that_was_made_before_it_was_refused_is_created(office: Office, status: int) -> None:
    location = "http://127.0.0.1:9/api/Jobs" if status == 303 else ""
    fault = Fault(on=POST, at=(2,), carried_out=True, status=status, location=location, body="text")
    with office.server(fault) as server:
        path = office.sheet(*named("A", "B"))
        assert counted(office.run(server, "run", path)) == {"created": 2}
        assert len(jobs(server)) == 2


LAGGING = {
    "ids are kept": ("", "GET /Jobs*"),
    "ids of its own": ("own", "GET /Jobs*"),
    "ids of its own that no answer names": ("stored", "GET /Jobs*"),
    "ids of its own, and only lists lag": ("own", LIST),
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("at", [(2, 3), (1, 2)], ids=["behind that", "before that"])
@pytest.mark.parametrize(("ids", "on"), LAGGING.values(), ids=LAGGING)
def test_v7_a_refusal_by_a_target_that_is_seen_to_lag_is_looked_at_later(
    office: Office, ids: str, on: str, at: tuple[int, int]
) -> None:
    """One row shows that it lags: by its id, or by its reference. The others are made, and refused."""
    refused = Fault(on=POST, at=at, carried_out=True, ids=ids, status=422, body="text")
    own = (Fault(on=POST, ids=ids),) if ids else ()
    with office.server(refused, *own, Fault(on=on, lag=0.7)) as server:
        path = office.sheet(*referenced("A", "B", "C"))
        assert counted(office.run(server, "run", path)) == {"created": 3}
        assert len(jobs(server)) == 3


def test_v7_so_it_is_where_earlier_runs_have_shown_that_ids_are_kept(office: Office) -> None:
    refused = Fault(on=POST, at=(3,), carried_out=True, status=422, body="text")
    with office.server(refused, Fault(on=GET, lag=0.7)) as server:
        assert counted(office.run(server, "run", office.sheet(*named("A")))) == {"created": 1}
        said = office.run(server, "run", office.sheet(*named("A", "B", "C")))
        assert counted(said) == {"already exists": 1, "created": 2}
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("rows", [named("A", "B", "C"), referenced("A", "B", "C")], ids=["named", "referenced"])
@pytest.mark.parametrize("at", [(1, 2, 3), (1,), (2,), (3,)], ids=["all", "the first", "the second", "the last"])
def test_v7_so_it_is_where_no_row_shows_that_the_target_lags(
    office: Office, rows: list[dict[str, str]], at: tuple[int, ...]
) -> None:
    """All that are refused wait together, for as long as the target may take to show a job."""
    refused = Fault(on=POST, at=at, carried_out=True, status=422, body="message")
    with office.server(refused, Fault(on="GET /Jobs*", lag=1.0)) as server:
        path = office.sheet(*rows)
        first = office.run(server, "run", path)
        assert counted(first) == {"created": 3}
        corrected = with_name(results_of(first), 1 + at[0], "Corrected")
        for computer in ("one", "two"):
            office.run(server, "retry", corrected, computer=computer)
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("status", [403, 404, 303])
def test_v7_so_it_is_of_a_row_whose_refusal_stops_the_run(office: Office, status: int) -> None:
    place = "http://127.0.0.1:9/api/Jobs" if status == 303 else ""
    refused = Fault(on=POST, at=(1,), carried_out=True, status=status, location=place, body="text")
    with office.server(refused, Fault(on="GET /Jobs*", lag=0.7)) as server:
        said = office.run(server, "run", office.sheet(*named("A", "B")))
        assert counted(said) == {"created": 1, "not sent": 1}
        assert len(jobs(server)) == 1


@pytest.mark.parametrize("shown", ["by its id", "by its reference"])
def test_v7_a_refusal_of_values_is_not_waited_for_where_what_was_made_later_is_shown(
    office: Office, shown: str
) -> None:
    """A target checks values before it makes anything, and this one is seen not to lag."""
    refused = Fault(on=POST, at=(1,), status=422, body="model state")
    own = (OWN_IDS,) if shown == "by its reference" else ()
    with office.server(refused, *own) as server:
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        run = ("run", office.sheet(*referenced("A", "B")), "--json", "--yes", "--workers", "1", "--date-order", "dmy")
        said = importer(*run, state=office.folder / "one", lag_seconds="60", **login)
        assert counted(said) == {"created": 1, "rejected": 1}


def test_v7_a_run_that_is_stopped_then_leaves_it_open(office: Office) -> None:
    """The time that the target may take is longer than there is."""
    refused = Fault(on=POST, at=(2,), carried_out=True, status=422, body="text")
    stopping = Fault(on=POST, at=(3,), status=401)
    with office.server(refused, stopping, Fault(on=GET, lag=1.0)) as server:
        said = office.run(server, "run", office.sheet(*named("A", "B", "C")))
        assert counted(said) == {"created": 2, "not sent": 1}
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("at", [1, 2], ids=["of the first row", "of the second"])
@pytest.mark.parametrize("asked", ["by name", "not at all"])
def test_v7_where_ids_are_the_targets_own_a_refusal_is_no_proof(office: Office, at: int, asked: str) -> None:
    """Its list shows a job that says the same, or nothing can be asked of it."""
    refused = Fault(on=POST, at=(at,), carried_out=True, ids="own", status=422, body="text")
    blind = (Fault(on=LIST, holding="name eq", status=501),) if asked == "not at all" else ()
    with office.server(refused, OWN_IDS, *blind) as server:
        path = office.sheet(*named("A", "B"))
        said = office.run(server, "run", path)
        assert (counted(said), said.status) == ({"created": 1, "unknown": 1}, 6)
        texts = texts_in(results_of(said))
        assert "HTTP 422" in texts
        assert blind or {job["id"] for job in jobs(server)} <= set(re.findall(r"[0-9a-f-]{36}", texts))
        assert counted(office.run(server, "run", path)) == {"already exists": 1, "unknown": 1}
        assert len(jobs(server)) == 2


def test_v7_what_is_open_of_a_row_is_not_taken_for_a_job_of_others_that_its_twin_may_be(office: Office) -> None:
    """The checker's seed 4287: the longest name is sent first, and its job is there under an id that nobody knows."""
    refused = Fault(on=POST, at=(1,), carried_out=True, ids="own", status=422, body="text")
    with office.server(refused, OWN_IDS) as server:
        said = office.run(server, "run", office.sheet(*named("A boiler in the cellar", "A boiler in the cellar")))
        assert counted(said) == {"unknown": 1, "created": 1}
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("at", [1, 2, 3], ids=["of the first row", "of the second", "of a row like another"])
def test_v7_where_ids_are_the_targets_own_a_row_that_its_list_does_not_show_is_rejected(
    office: Office, at: int
) -> None:
    with office.server(Fault(on=POST, at=(at,), status=422, body="text"), OWN_IDS) as server:
        path = office.sheet(*named("A", "B", "A"))
        assert counted(office.run(server, "run", path)) == {"created": 2, "rejected": 1}
        assert counted(office.run(server, "run", path)) == {"already exists": 2, "created": 1}
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("rows", "ends"),
    [(named("A", "B"), {"created": 1, "unknown": 1}), (referenced("A", "B"), {"created": 2})],
    ids=["named", "referenced"],
)
@pytest.mark.parametrize("lag", [0.0, 0.7])
def test_v7_a_row_that_came_too_soon_is_looked_for_before_it_is_sent_again(
    office: Office, rows: list[dict[str, str]], ends: dict[str, int], lag: float
) -> None:
    """HTTP 429 may be said of a job that is made, by a target that would not know it by our id."""
    busy = Fault(on=POST, at=(1,), status=429, carried_out=True, ids="own")
    with office.server(busy, OWN_IDS, Fault(on="GET /Jobs*", lag=lag)) as server:
        said = office.run(server, "run", office.sheet(*rows))
        assert len(jobs(server)) == 2
        assert counted(said) == ends
        office.run(server, "retry", results_of(said), computer="two")
        assert len(jobs(server)) == 2


@pytest.mark.parametrize("own", [False, True])
def test_v7_it_is_sent_again_where_it_was_not_made(office: Office, *, own: bool) -> None:
    busy = Fault(on=POST, at=(1, 3, 5), status=429)
    with office.server(busy, *((OWN_IDS,) if own else ())) as server:
        assert counted(office.run(server, "run", office.sheet(*named("A", "B", "C")))) == {"created": 3}
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("status", "ends"), [(429, {"created": 2}), (409, {"created": 1, "already exists": 1})])
def test_v7_what_was_made_before_such_an_answer_is_told_to_be_there(
    office: Office, status: int, ends: dict[str, int]
) -> None:
    """A conflict says that the job was there before, as the job of another computer is."""
    with office.server(Fault(on=POST, at=(1,), status=status, carried_out=True, body="message")) as server:
        assert counted(office.run(server, "run", office.sheet(*named("A", "B")))) == ends
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("ids", ["own", "stored"])
@pytest.mark.parametrize("how", ["", "truncate"])
@pytest.mark.parametrize("at", [(1,), (2,), (1, 2)])
def test_v7_under_an_id_of_the_targets_own_it_may_be_of_this_run(
    office: Office, at: tuple[int, ...], how: str, ids: str
) -> None:
    """Or of another computer: nothing shows which, and it was not there when all jobs were looked for."""
    rows = referenced("A boiler in the cellar", "B boiler in the cellar")
    conflict = Fault(on=POST, at=at, carried_out=True, status=409, ids=ids, normalises=how)
    with office.server(conflict, Fault(on=POST, ids=ids, normalises=how)) as server:
        path = office.sheet(*rows)
        ends = [counted(office.run(server, "run", path)) for _ in range(3)]
        assert ends[0] == ({"unknown": 2} if len(at) == len(rows) else {"unknown": 1, "created": 1})
        assert sum(end.get("created", 0) for end in ends) == len(jobs(server)) == 2
        assert ends[-1] == {"already exists": 2}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("rows", "ids", "blind", "ends"),
    [
        (named("A", "B"), "", False, {"created": 1, "not sent": 1}),
        (referenced("A", "B"), "own", False, {"created": 1, "not sent": 1}),
        (named("A", "B"), "own", False, {"unknown": 1, "not sent": 1}),
        (named("A", "B"), "own", True, {"unknown": 1, "not sent": 1}),
        (referenced("A", "B"), "own", True, {"unknown": 1, "not sent": 1}),
    ],
)
def test_v7_a_job_may_be_made_though_the_login_is_not_accepted_any_more(
    office: Office, rows: list[dict[str, str]], ids: str, blind: bool, ends: dict[str, int]
) -> None:
    expired = Fault(on=POST, at=(1,), status=401, carried_out=True, ids=ids)
    own = (OWN_IDS,) if ids else ()
    looks = 1 if rows[0].get("Reference") else 2  # before anything is sent
    refusing = (Fault(on="GET /Jobs*", status=401, at=tuple(range(looks + 1, 99))),) if blind else ()
    with office.server(expired, *own, *refusing) as server:
        path = office.sheet(*rows)
        first = office.run(server, "run", path)
        assert counted(first) == ends
        port = urlsplit(server.url).port or 0
    with office.server(*own, port=port) as server:
        office.run(server, "retry", results_of(first), computer="two")
        assert len(jobs(server)) == 2


@pytest.mark.thorough
def test_v8_a_list_that_ignores_its_filter_proves_nothing(office: Office) -> None:
    faults = (replace(DROPPED, at=(22,), ids="own"), OWN_IDS, Fault(on=LIST, filters="first page"))
    with office.server(*faults) as server:
        path = office.sheet(*referenced(*map(str, range(25))))
        first = office.run(server, "run", path)
        assert counted(first) == {"created": 24, "unknown": 1}
        assert counted(office.run(server, "run", path)) == {"already exists": 24, "unknown": 1}
        assert len(jobs(server)) == 25


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
def test_v8_where_such_a_target_gives_ids_of_its_own_another_computer_asks_before_it_sends(office: Office) -> None:
    with office.server(OWN_IDS, Fault(on=LIST, filters="first page")) as server:
        path = office.sheet(*referenced(*map(str, range(22))))
        assert counted(office.run(server, "run", path)) == {"created": 22}
        login = {"URL": server.url, "USER": server.user, "PASSWORD": server.password, "DOMAIN": server.domain}
        settings = {f"IMPORTER_{name}": value for name, value in login.items()}
        with Terminal("run", path, state=office.folder / "two", settings=settings) as terminal:
            terminal.answer(b"Send 22", "y")
            terminal.answer(b"Send anyway?", "n")
            assert terminal.end() == ExitCode.STOPPED, terminal.shown
        assert b"--no-look" in terminal.shown
        assert len(jobs(server)) == 22


@pytest.mark.parametrize("at", [1, 2])
def test_v9_a_conflict_with_the_own_job_of_a_row_that_gives_its_id_is_no_other_job(office: Office, at: int) -> None:
    """It is made under another id, and then said to be there; whether it was there before could not be asked."""
    faults = (
        Fault(on=POST, at=(at,), carried_out=True, status=409, ids="stored"),
        Fault(on=POST, ids="stored"),
        Fault(on=LIST, at=(1,), status=400),
    )
    rows = [{"Name": name, "Reference": f"R-{name}", "Id": f"{name * 8}-1111-4111-8111-111111111111"} for name in "AB"]
    with office.server(*faults) as server:
        said = office.run(server, "run", office.sheet(*rows))
        assert counted(said) == {"created": 1, "already exists": 1}
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("rows", [named("A", "B"), referenced("A", "B")], ids=["named", "referenced"])
def test_v9_an_answer_that_names_our_id_is_no_proof_that_it_is_kept(office: Office, rows: list[dict[str, str]]) -> None:
    with office.server(Fault(on=POST, ids="stored")) as server:
        path = office.sheet(*rows)
        first = office.run(server, "run", path)
        told = set(first.object["jobs"].values())
        assert told <= {job["id"] for job in jobs(server)}
        office.run(server, "run", path)
        assert len(jobs(server)) == 2


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("count", [20, 2])
def test_v9_nor_is_it_where_the_target_shows_no_job_for_a_while(office: Office, count: int) -> None:
    """The checker's seed 11559."""
    with office.server(Fault(on="GET /Jobs*", times=6, status=403), Fault(on=POST, ids="stored")) as server:
        said = office.run(server, "run", office.sheet(*referenced(*map(str, range(count)))))
        assert counted(said) == {"created": count}
        assert set(said.object["jobs"].values()) == {job["id"] for job in jobs(server)}


def test_v9_a_target_that_never_shows_a_job_is_believed(office: Office) -> None:
    with office.server(Fault(on="GET /Jobs*", status=403)) as server:
        said = office.run(server, "run", office.sheet(*referenced(*map(str, range(5)))))
        assert counted(said) == {"created": 5}
        assert set(said.object["jobs"].values()) == {job["id"] for job in jobs(server)}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("reference", ["", "R-1"])
def test_v10_what_was_created_is_told_once(office: Office, reference: str) -> None:
    """Its answer was lost, and so was the look; the next run finds it."""
    faults = (replace(DROPPED, at=(1,)), Fault(on="GET /Jobs*", times=6, status=403))
    with office.server(*faults) as server:
        path = office.sheet({"Name": "A", "Reference": reference}, {"Name": "B"})
        ends = [counted(office.run(server, "run", path)) for _ in range(4)]
        assert ends[0]["unknown"] == 1
        assert sum(end.get("created", 0) for end in ends) == len(jobs(server)) == 2
        assert ends[-1] == {"already exists": 2}


def test_v11_a_number_of_400_digits_read_back_is_a_difference(office: Office) -> None:
    with office.server() as server:
        path = office.sheet({"Name": "A", "Reference": "R-1", "Working sequence": "5"})
        office.run(server, "run", path)
        (job,) = jobs(server)
        with sqlite3.connect(server.file) as database:
            longer = json.dumps(job | {"working_sequence": 10**400 - 1})
            database.execute("UPDATE entity SET body = ? WHERE id = ?", (longer, job["id"]))
        said = office.run(server, "run", path, computer="two")
        assert counted(said) == {"already exists": 1}
        assert 'Working sequence ("5" here, "9999' in texts_in(results_of(said))


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such bound")
def test_v11_with_few_files_to_open_fewer_rows_go_at_once_and_that_is_told(office: Office) -> None:
    with office.server(Fault(on=POST, wait_after=0.2)) as server:
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        command = (sys.executable, "-m", "importer", "run", office.sheet(*referenced(*map(str, range(20)))))
        ended = subprocess.run(
            ["sh", "-c", 'ulimit -n 20; exec "$@"', "sh", *command, "--json", "--yes", "--workers", "32"],
            env=environment(office.folder / "one", **login),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        said = Said(ended.returncode, ended.stdout, ended.stderr)
        assert counted(said) == {"created": 20}
        assert "Rows sent at once: 4, because" in " ".join(said.object["remarks"])
        assert len(texts_in(results_of(said))) > 20


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("again", [False, True], ids=["at once", "still wrong once"])
def test_v13_two_edited_copies_of_one_results_file_make_one_job_of_a_row(
    office: Office, computer: str, *, again: bool
) -> None:
    with office.server() as server:
        results = results_of(office.run(server, "run", office.sheet(*named("A", ""))))
        copies = [with_name(results, 3, name) for name in ("Boiler", "The boiler")]
        if again:
            copies[0] = with_name(results_of(office.run(server, "retry", with_name(results, 3, ""))), 3, "Boiler")
        assert counted(office.run(server, "retry", copies[0])) == {"created": 1, "already exists": 1}
        other = office.run(server, "retry", copies[1], computer=computer)
        assert counted(other) == {"already exists": 2}
        assert [job["name"] for job in jobs(server)] == ["A", "Boiler"]
        assert '"Boiler" there' in texts_in(results_of(other))


@pytest.mark.thorough
def test_v13_a_row_that_was_copied_with_its_reserved_id_is_a_row_of_its_own(office: Office) -> None:
    with office.server() as server:
        results = results_of(office.run(server, "run", office.sheet(*named("A", ""))))
        book = openpyxl.load_workbook(results)
        page = book.worksheets[0]
        page.append([cell.value for cell in page[3]])
        book.save(results)
        copy = with_name(with_name(results, 3, "Boiler"), 4, "Pump")
        assert counted(office.run(server, "retry", copy)) == {"created": 2, "already exists": 1}
        assert counted(office.run(server, "retry", copy)) == {"already exists": 3}
        assert len(jobs(server)) == 3


@pytest.mark.thorough
def test_v14_a_job_that_was_deleted_is_told_and_made_again_where_that_is_wanted(office: Office) -> None:
    with office.server() as server:
        path = office.sheet(*named("A", "B"))
        first = office.run(server, "run", path)
        gone = first.object["jobs"]["2"]
        with sqlite3.connect(server.file) as database:
            database.execute("DELETE FROM entity WHERE id = ?", (gone,))
        deleted = office.run(server, "run", path)
        assert counted(deleted) == {"not sent": 1, "already exists": 1}
        assert gone in json.dumps(deleted.object) or gone in texts_in(results_of(deleted))
        assert (deleted.status, deleted.object["stopped"]) == (4, ""), "nothing stopped; somebody has to decide"
        said = summary_of(results_of(deleted))
        assert "1 row is not in the target. Next: to create the deleted jobs again, run " in said
        assert "--recreate" in said
        assert "resume" not in said
        assert counted(office.run(server, "run", path, "--recreate")) == {"created": 1, "already exists": 1}


@pytest.mark.parametrize(
    "rows", [named("A boiler", "Pump"), referenced("A boiler", "Pump")], ids=["named", "referenced"]
)
@pytest.mark.parametrize("verb", ["run", "retry"])
@pytest.mark.thorough(but=2)
def test_v14_a_deleted_job_that_another_computer_has_made_again_is_not_made_once_more(
    office: Office, verb: str, rows: list[dict[str, str]]
) -> None:
    """The target gives ids of its own: only what the job says shows that it is there again."""
    with office.server(Fault(on=POST, ids="own", normalises="no reference")) as server:
        path = office.sheet(*rows)
        results = results_of(office.run(server, "run", path))
        with sqlite3.connect(server.file) as database:
            database.execute("DELETE FROM entity WHERE body LIKE '%A boiler%'")
        again = office.run(server, "retry", results, "--recreate", computer="two")
        assert counted(again) == {"created": 1, "already exists": 1}
        words = (verb, path if verb == "run" else results, "--recreate")
        for _ in range(2):
            said = office.run(server, *words)
            assert (counted(said), said.status) == ({"already exists": 1, "not sent": 1}, ExitCode.SOME_FAILED)
            assert 806 in {problem["code"] for problem in said.object["problems"]}
        assert len(jobs(server)) == 2
        assert counted(office.run(server, *words, "--new-rows")) == {"created": 1, "already exists": 1}
        assert counted(office.run(server, *words)) == {"already exists": 2}
        assert len(jobs(server)) == 3


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
def test_v14_that_it_is_the_one_of_the_other_computer_is_said_once(office: Office) -> None:
    with office.server(OWN_IDS) as server:
        path = office.sheet(*named("A boiler", "Pump"))
        results = results_of(office.run(server, "run", path))
        with sqlite3.connect(server.file) as database:
            database.execute("DELETE FROM entity WHERE body LIKE '%A boiler%'")
        assert counted(office.run(server, "retry", results, "--recreate", computer="two"))["created"] == 1
        login = {"URL": server.url, "USER": server.user, "PASSWORD": server.password, "DOMAIN": server.domain}
        settings = {f"IMPORTER_{name}": value for name, value in login.items()}
        with Terminal("run", path, "--recreate", state=office.folder / "one", settings=settings) as terminal:
            terminal.answer(b"Send 2", "y")
            terminal.answer(b"Are they the same", "same")
            assert terminal.end() == ExitCode.ALL_WELL, terminal.shown
        for words in ((), ("--recreate",)):
            assert counted(office.run(server, "run", path, *words)) == {"already exists": 2}
        assert len(jobs(server)) == 2


@pytest.mark.parametrize("ids", [(), (OWN_IDS,)])
@pytest.mark.thorough(but=1)
def test_where_a_target_shows_none_of_its_jobs_a_refusal_proves_nothing(office: Office, ids: tuple[Fault, ...]) -> None:
    """Its lists lag for longer than a run waits, and it refuses what it has made."""
    refused = Fault(on=POST, holding="Pump", carried_out=True, status=422, body="model state", ids="own" * len(ids))
    with office.server(refused, *ids, Fault(on="GET /Jobs*", lag=60)) as server:
        path = office.sheet(*referenced("Boiler"), *named("Pump"), *referenced("Pump west"))
        said = office.run(server, "run", path)
        assert counted(said)["unknown"] >= 2, said.out
        assert len(jobs(server)) == 3
        assert "rejected" not in counted(said)


@pytest.mark.parametrize("ids", [(), (OWN_IDS,)])
@pytest.mark.thorough(but=1)
def test_a_job_that_is_not_shown_yet_is_not_told_as_deleted_on_another_computer(
    office: Office, ids: tuple[Fault, ...]
) -> None:
    """The checker's seed 18674: the results went to another computer before the target showed what they tell of."""
    with office.server(*ids) as server:
        results = results_of(office.run(server, "run", office.sheet(*named("A"))))
        port = urlsplit(server.url).port or 0
    lag = [Fault(on=place, lag=1000.0, times=4) for place in (GET, LIST)]
    with office.server(*ids, *lag, port=port) as server:
        assert counted(office.run(server, "retry", results, computer="two")) == {"already exists": 1}


@pytest.mark.parametrize(("faults", "ending"), [((), "xlsx"), ((OWN_IDS,), "xlsx"), ((), "csv")])
@pytest.mark.thorough(but=2)
def test_v14_its_own_results_tell_on_any_computer(office: Office, faults: tuple[Fault, ...], ending: str) -> None:
    with office.server(*faults) as server:
        first = office.run(server, "run", office.sheet(*named("A", "B")))
        gone = next(job["id"] for job in jobs(server) if job["name"] == "A")
        with sqlite3.connect(server.file) as database:
            database.execute("DELETE FROM entity WHERE id = ?", (gone,))
        results = results_of(first)
        for number, computer in enumerate(("two", "two", "one", "three")):
            place = office.folder / f"{number}.{ending}"
            said = office.run(server, "retry", results, "--results", place, computer=computer)
            assert (counted(said), said.status) == ({"not sent": 1, "already exists": 1}, 4)
            assert 608 in {problem["code"] for problem in said.object["problems"]}
            results = results_of(said)
        said = office.run(server, "retry", results, "--recreate", computer="four")
        assert counted(said) == {"created": 1, "already exists": 1}
        assert counted(office.run(server, "retry", results, computer="four")) == {"already exists": 2}


def test_f03_a_reference_that_is_used_again_for_another_job_is_a_conflict(office: Office) -> None:
    """F03."""
    with office.server() as server:
        office.run(server, "run", office.sheet({"Name": "January", "Reference": "1"}))
        said = office.run(server, "run", office.sheet({"Name": "February", "Reference": "1"}, name="february.csv"))
        assert (counted(said), said.status) == ({"conflict": 1}, 4)
        assert "Another job in the target has this reference" in texts_in(results_of(said))
        assert len(jobs(server)) == 1


OTHER_ROWS = {
    "another name and project": {"Name": "Boiler room", "Project code": "P-1002"},
    "quite another name": {"Name": "Paint the door"},
}


@pytest.mark.parametrize("other", OTHER_ROWS.values(), ids=OTHER_ROWS)
def test_f03_so_it_is_in_the_same_file(office: Office, other: dict[str, str]) -> None:
    """The rows of the next month are written over those of this one, and their numbers begin at 1 again."""
    with office.server() as server:
        office.run(server, "run", office.sheet({"Name": "Boiler", "Reference": "1"}))
        said = office.run(server, "run", office.sheet({**other, "Reference": "1"}))
        assert (counted(said), said.status) == ({"conflict": 1}, 4)
        reworded = office.run(server, "run", office.sheet({"Name": "Boilers", "Reference": "1"}))
        assert (counted(reworded), reworded.status) == ({"already exists": 1}, 0)


def test_f03_so_it_is_on_another_worksheet(office: Office) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for month, name in (("Jan", "Boiler"), ("Feb", "Boiler room")):
        rows = book.create_sheet(month)
        rows.append([*GOOD, "Reference"])
        rows.append([*{**GOOD, "Name": name}.values(), "1"])
    book.save(office.folder / "year.xlsx")
    with office.server() as server:
        said = [office.run(server, "run", office.folder / "year.xlsx", "--sheet", month) for month in ("Jan", "Feb")]
        assert list(map(counted, said)) == [{"created": 1}, {"conflict": 1}]


@pytest.mark.parametrize("faults", [(), (OWN_IDS,)], ids=["ids kept", "own ids"])
def test_a_job_id_counts_where_somebody_has_cleared_the_status(office: Office, faults: tuple[Fault, ...]) -> None:
    """The journal knows the job also by the id that the target gave it; another computer cannot tell whose it is."""
    with office.server(*faults) as server:
        results = results_of(office.run(server, "run", office.sheet(*named("Boiler", "Pump"))))
        changed = with_cell(with_name(results, 2, "Boiler 2"), 2, "Status", "")
        for computer in ("one", "two"):
            told = counted(office.run(server, "retry", changed, computer=computer))
            is_unknown = faults and computer == "two"
            assert told == ({"already exists": 1, "unknown": 1} if is_unknown else {"already exists": 2})
        assert len(jobs(server)) == 2


def test_of_equal_rows_the_one_that_is_left_has_the_job_that_was_created(office: Office) -> None:
    """The first was rejected, and one is deleted, as 522 advises where the job should exist only once."""
    with office.server(Fault(on=POST, status=422, at=(1,), body="message")) as server:
        first = office.run(server, "run", office.sheet(*named("A", "A", "B")))
        assert counted(first) == {"rejected": 1, "created": 2}
        for _ in range(2):
            assert counted(office.run(server, "run", office.sheet(*named("A", "B")))) == {"already exists": 2}
        again = counted(office.run(server, "run", office.sheet(*named("A", "B", "A"))))
        assert again == {"already exists": 2, "not sent": 1}  # it is asked


@pytest.mark.thorough
def test_rows_that_say_the_same_never_share_a_job(office: Office) -> None:
    """Of three, one is created; the results are retried twice, as they are."""
    with office.server(Fault(on=POST, status=401, at=(2,))) as server:
        first = office.run(server, "run", office.sheet(*named("A", "A", "A")))
        assert counted(first) == {"created": 1, "not sent": 2}
        results = results_of(first).rename(office.folder / "sent back.xlsx")
        assert counted(office.run(server, "retry", results)) == {"created": 2, "already exists": 1}
        for said in (
            office.run(server, "retry", results),
            office.run(server, "run", office.sheet(*named("A", "A", "A"))),
        ):
            assert counted(said) == {"already exists": 3}
            assert len(set(said.object["jobs"].values())) == len(jobs(server)) == 3


def test_rows_of_an_unchanged_sheet_are_known_though_a_list_was_not_shown_before(office: Office) -> None:
    """A code goes as it is then, and the row says something else than with the id that it stands for."""
    with office.server(OWN_IDS, Fault(on="GET /JobType*", status=403, at=(1,))) as server:
        path = office.sheet(*named("A", "B"), {"Name": "A"})
        assert counted(office.run(server, "run", path)) == {"created": 3}
        assert counted(office.run(server, "run", path)) == {"already exists": 3}
        assert len(jobs(server)) == 3


@pytest.mark.parametrize("ids", ["", "own"])
@pytest.mark.parametrize("name", ["results", "results.csv"])
def test_a_row_whose_name_the_target_cut_is_not_said_to_have_changed(office: Office, name: str, ids: str) -> None:
    """Neither where it was sent nor on another computer, whose journal does not know what was sent."""
    with office.server(Fault(on=POST, ids=ids, normalises="truncate")) as server:
        name_sent = "Annual boiler check of the whole estate and of its pumps"
        sheet = office.sheet({"Name": name_sent, "Reference": "R-1"}, {"Name": f"Second {name_sent}"})
        words = ("--results", office.folder / name) if "." in name else ()
        copy = results_of(office.run(server, "run", sheet, *words))
        for computer in ("one", "two"):
            said = office.run(server, "retry", copy, computer=computer)
            assert counted(said) == {"already exists": 2}
            assert 607 not in {problem["code"] for problem in said.object["problems"]}
