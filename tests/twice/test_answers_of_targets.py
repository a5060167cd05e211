"""What targets answer is quoted where it belongs; half of it, and a value in their way, are taken for what they are."""

import json
from pathlib import Path

import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said
from tests.twice.office import POST, Office, counted, jobs, results_of, texts_in
from tests.twice.rows import Work, row, write

REFUSALS: dict[str, tuple[object, str, str]] = {  # the body, the sentence told, and the heading of its cell
    "ModelState": ({"ModelState": {"job.name": ["Too plain."]}}, "Too plain.", "Name"),
    "at the top": ({"jobs.due_date": ["Too soon."]}, "Too soon.", "Due date"),
    "RFC 9457": (
        {"title": "x", "errors": [{"detail": "No text.", "pointer": "#/description"}]},
        "No text.",
        "Description",
    ),
    "FastAPI": ({"detail": [{"loc": ["body", "name"], "msg": "Too short."}]}, "Too short.", "Name"),
    "ABP": ({"error": {"validationErrors": [{"message": "Too old.", "members": ["name"]}]}}, "Too old.", "Name"),
    "no field": ({"errors": ["The year is closed."]}, "The year is closed.", ""),
    "unknown": ({"fault": {"why": 12}}, '{"fault": {"why": 12}}', ""),
}


def sent(folder: Path, *faults: Fault, rows: list[tuple[str, ...]]) -> Said:
    with PracticeServer(folder / "practice.sqlite", faults=FaultPlan(faults)) as server:
        return Work(folder, server).run(write(folder / "jobs.csv", *rows), "--yes", "--keep-going")


def test_f04_what_a_refusal_says_stands_at_the_cell_that_it_names(tmp_path: Path) -> None:
    faults = [
        Fault(on="POST /Jobs", holding=f'"{name}"', status=422, text=json.dumps(body))
        for name, (body, _, _) in REFUSALS.items()
    ]
    said = sent(tmp_path, *faults, rows=[row(name, Due_date="2026-12-31") for name in REFUSALS])
    assert said.object["counts"]["rejected"] == len(REFUSALS)
    told = {problem["row"]: (problem["message"], problem["heading"] or "") for problem in said.object["problems"]}
    for number, (_, sentence, heading) in enumerate(REFUSALS.values(), start=2):
        assert sentence in told[number][0]
        assert told[number][1] == heading


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("status", "sentence"),
    [(500, "Down for maintenance."), (400, "Unknown domain: acme."), (402, "Quota used up."), (407, "Proxy login.")],
)
def test_f13_a_target_that_takes_no_requests_is_quoted(tmp_path: Path, status: int, sentence: str) -> None:
    said = sent(tmp_path, Fault(status=status, text=json.dumps({"message": sentence})), rows=[row("Boiler")])
    assert said.status == ExitCode.NOT_STARTED
    assert sentence in said.out + said.err
    assert "address" not in (said.out + said.err).lower()


@pytest.mark.parametrize("times", [1, 0], ids=["the first page only", "always"])
def test_f22_v11_a_part_of_a_list_is_not_taken_for_all_of_it(tmp_path: Path, times: int) -> None:
    page = {"@odata.count": 20, "value": [{"id": "95c70f4b-6876-4036-95ba-da05df5f3ec1", "code": "OTHER"}]}
    part = Fault(on="GET /JobType", times=times, status=200, text=json.dumps(page))
    said = sent(tmp_path, part, rows=[row("Boiler")])
    assert said.object["counts"]["created"] == 1  # a code that was not shown may be there: the target is to say
    assert times or "1 of 20" in said.out


LONG = [
    {"Name": f"Kessel „{word}“ prüfen & ölen", "Description": f"Größe: {word} <2 m²", "Reference": f"wo-2026-{word}"}
    for word in ("one", "two", "three")
]
FIELDS = (("name", "Name"), ("description", "Description"), ("reference_back_office", "Reference"))
ALTERED = ["capitals", "cut reference", "longer reference", "no reference", "longer description", "html", "no accents"]


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("how", ALTERED)
@pytest.mark.parametrize("kept", ["Reference", ""], ids=["with references", "without"])
def test_a_target_with_ids_of_its_own_that_writes_values_in_its_way_makes_a_row_once(
    office: Office, how: str, kept: str
) -> None:
    rows = [{**row, "Reference": row.get(kept, "")} for row in LONG]
    with office.server(Fault(on=POST, ids="own", normalises=how)) as server:
        path = office.sheet(*rows)
        first = office.run(server, "run", path)
        assert counted(first) == {"created": 3}
        assert set(first.object["jobs"].values()) == {job["id"] for job in jobs(server)}
        there = {job["id"]: job for job in jobs(server)}
        made = [(there[first.object["jobs"][str(number)]], row) for number, row in enumerate(rows, 2)]
        differs = any(str(job[name]) != row[heading] for job, row in made for name, heading in FIELDS)
        assert ("The job in the target differs from this row" in texts_in(results_of(first))) == differs
        assert counted(office.run(server, "run", path)) == {"already exists": 3}
        assert counted(office.run(server, "retry", results_of(first), computer="two")) == {"already exists": 3}
        assert len(jobs(server)) == 3


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("how", ALTERED)
@pytest.mark.parametrize("kept", ["Reference", ""], ids=["with references", "without"])
@pytest.mark.parametrize("status", [504, 422], ids=["lost", "refused"])
def test_what_such_a_target_has_made_without_saying_so_stays_open_or_is_found(
    office: Office, how: str, kept: str, status: int
) -> None:
    rows = [{**row, "Reference": row.get(kept, "")} for row in LONG]
    made = Fault(on=POST, at=(1,), carried_out=True, status=status, ids="own", normalises=how)
    with office.server(made, Fault(on=POST, ids="own", normalises=how)) as server:
        path = office.sheet(*rows)
        first = office.run(server, "run", path)
        open_ = not kept or how in ALTERED[:4]
        assert counted(first) == ({"created": 2, "unknown": 1} if open_ else {"created": 3})
        again = office.run(server, "run", path)
        assert counted(again) == ({"already exists": 2, "unknown": 1} if open_ else {"already exists": 3})
        retried = office.run(server, "retry", results_of(again), computer="two")
        assert retried.object["counts"]["unknown"] == open_
        assert len(jobs(server)) == 3


def test_what_only_such_a_target_can_tell_is_open_where_all_answers_are_lost(office: Office) -> None:
    """No row shows what it does with references."""
    with office.server(
        Fault(on=POST, at=(1,), carried_out=True, status=504, ids="own", normalises="capitals")
    ) as server:
        for _run in range(3):
            assert counted(office.run(server, "run", office.sheet(LONG[0]))) == {"unknown": 1}
        assert len(jobs(server)) == 1


@pytest.mark.parametrize("ids", ["own", ""], ids=["ids of its own", "ids are kept"])
def test_a_child_has_its_parent_where_the_target_changes_references(office: Office, ids: str) -> None:
    rows = [{"Name": "Parent", "Reference": "wo-1"}, {"Name": "Child", "Parent job reference": "wo-1"}]
    with office.server(Fault(on=POST, ids=ids, normalises="longer reference")) as server:
        assert counted(office.run(server, "run", office.sheet(*rows))) == {"created": 2}
        parent, child = jobs(server)
        assert child["_parent_id"] == parent["id"]
