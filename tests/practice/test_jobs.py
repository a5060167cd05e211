from uuid import uuid4

import pytest

from importer.practice.seed import seeded_id_of
from tests.practice.caller import Caller, good

ZERO = "00000000-0000-0000-0000-000000000000"
ADDRESS = {"db_address_street": "Havenlaan", "db_address_city": "Gent", "db_address_zip": "9000"}


def test_a_known_id_conflicts_and_changes_nothing(api: Caller) -> None:
    job = api.created()
    again = api.post(good(id=job["id"], name="Another"))
    assert again.status_code == 409
    assert api.read("Jobs", job["id"]) == job


def test_the_answer_of_a_post_is_what_is_read_back(api: Caller) -> None:
    answer = api.post(good(description="é 😀 'x' \\ \n \x00 end  "))
    assert answer.json() == api.read("Jobs", answer.json()["id"])


def test_ids_stand_beside_codes_and_codes_beside_ids(api: Caller) -> None:
    by_code = api.created(job_priority_code="HIGH", skill_code="GAS", suggested_user_code="JDOE")
    ids = {name: by_code[name] for name in ("job_priority_id", "skill_id", "suggested_user_id")}
    by_id = api.created(**ids)
    assert by_id["job_priority_code"] == "HIGH"
    assert by_id["skill_code"] == "GAS"
    assert by_id["suggested_user_code"] == "JDOE"
    assert by_code["skill_id"] == seeded_id_of("Skill", "GAS")


def test_an_id_wins_over_a_code(api: Caller) -> None:
    job = api.created(skill_id=seeded_id_of("Skill", "LIFT"), skill_code="no such skill")
    assert job["skill_code"] == "LIFT"


def test_what_is_not_given_has_the_default_of_its_kind(api: Caller) -> None:
    job = api.created()
    assert (job["description"], job["estimated_time"], job["skill_id"]) == ("", 0, ZERO)
    assert job["due_date"] == "1980-01-01T00:00:00Z"


def test_the_zero_guid_null_and_blanks_count_as_empty(api: Caller) -> None:
    assert api.created(skill_id=ZERO, contact_id="", due_date="", description=None)["skill_code"] == ""
    assert api.refused(project_reference_back_office=None, project_id=ZERO)[0] == 400
    assert api.refused(name=" \t")[0] == 400


def test_all_faults_are_told_at_once(api: Caller) -> None:
    status, faults = api.refused(
        name="", estimated_time="12", due_date="31-12-2026", db_address_latitude_decimal=91, skill_id="x"
    )
    assert status == 400
    assert set(faults) == {
        "jobs.name",
        "jobs.estimated_time",
        "jobs.due_date",
        "jobs.db_address_latitude_decimal",
        "jobs.skill_id",
    }


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 12),
        ("description", ["a"]),
        ("working_sequence", "1"),
        ("working_sequence", 1.0),
        ("working_sequence", True),
        ("working_sequence", 2**63),
        ("estimated_time", -1),
        ("due_date", 20261231),
        ("due_date", "2026-02-30"),
        ("due_date", "2026-13-01"),
        ("due_date", "tomorrow"),
        ("contact_id", "e5409172-a26b-49e6-b960-b68c819dcdd"),
        ("contact_id", 5),
        ("project", "P-1001"),
        ("reference_back_office", "😀" * 26),
    ],
)
def test_a_value_of_another_kind_is_refused(api: Caller, field: str, value: object) -> None:
    status, faults = api.refused(**{field: value})
    assert (status, list(faults)) == (400, [f"jobs.{field}"])
    assert len(faults[f"jobs.{field}"]) == 1


@pytest.mark.parametrize("text", ["é" * 50, "😀" * 25])
def test_length_is_counted_in_utf_16_units(api: Caller, text: str) -> None:
    assert api.created(reference_back_office=text)["reference_back_office"] == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("db_address_latitude_decimal", -90.01),
        ("db_address_longitude_decimal", 180.5),
        ("db_address_longitude_decimal", "3.7"),
        ("db_address_email", "depot at example.com"),
    ],
)
def test_an_address_value_out_of_range_is_refused(api: Caller, field: str, value: object) -> None:
    status, faults = api.refused(**ADDRESS, **{field: value})
    assert (status, list(faults)) == (400, [f"jobs.{field}"])


@pytest.mark.parametrize(
    "spelling",
    [
        "E5409172-A26B-49E6-B960-B68C819DCDD4",
        "{e5409172-a26b-49e6-b960-b68c819dcdd4}",
        "e5409172a26b49e6b960b68c819dcdd4",
    ],
)
def test_a_guid_may_be_spelled_in_other_ways(api: Caller, spelling: str) -> None:
    assert api.created(contact_id=spelling)["contact_id"] == "e5409172-a26b-49e6-b960-b68c819dcdd4"


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("project_reference_back_office", "P-9999"),
        ("project_reference_back_office", "p-1001"),
        ("job_type_code", "FAXREP"),
        ("job_priority_code", "SOON"),
        ("skill_code", "MAGIC"),
        ("skill_id", "7e60fd05-1c08-4886-b483-9f631f943287"),
        ("suggested_user_code", "TEMP"),
        ("suggested_user_code", "OLDHAND"),
        ("approval_responsible_user_id", "7e60fd05-1c08-4886-b483-9f631f943287"),
        ("requested_by_company_id", "7e60fd05-1c08-4886-b483-9f631f943287"),
        ("_parent_id", "7e60fd05-1c08-4886-b483-9f631f943287"),
        ("_parent_jobs_reference_back_office", "WO-0"),
    ],
)
def test_what_is_unknown_archived_or_ambiguous_is_refused(api: Caller, field: str, value: str) -> None:
    status, faults = api.refused(**{field: value})
    assert (status, list(faults)) == (422, [f"jobs.{field}"])
    assert api.found("Jobs") == []


def test_a_status_that_is_not_for_new_jobs_is_refused_by_its_id_too(api: Caller) -> None:
    completed = "6557b9dc-6106-4327-8e26-6f24d0329c33"
    status, faults = api.refused(job_status_code=None, job_status_id=completed)
    assert (status, list(faults)) == (422, ["jobs.job_status_id"])


@pytest.mark.parametrize("missing", ["db_address_street", "db_address_city", "db_address_zip"])
def test_an_address_in_use_must_be_whole(api: Caller, missing: str) -> None:
    status, faults = api.refused(**(ADDRESS | {missing: None}))
    assert (status, list(faults)) == (400, [f"jobs.{missing}"])


def test_the_address_of_a_mobile_installation_is_required(api: Caller) -> None:
    status, faults = api.refused(project_reference_back_office="P-1185", db_address_id=str(uuid4()))
    assert (status, set(faults)) == (400, {f"jobs.{name}" for name in ADDRESS})
    assert api.created(project_reference_back_office="P-1185", **ADDRESS)["db_address_city"] == "Gent"


def test_a_job_suggested_to_a_user_for_a_date_gets_a_planning(api: Caller) -> None:
    start = "2026-12-07T09:00:00"
    job = api.created(job_status_code="Suggested", suggested_user_code="JDOE", suggested_date_start=start)
    api.created(job_status_code="Suggested", suggested_user_code="JDOE")
    api.created(job_status_code="Open", suggested_user_code="JDOE", suggested_date_start=start)
    (planning,) = api.found("JobPlanning")
    assert (planning["job_id"], planning["user_code"], planning["date_start"]) == (job["id"], "JDOE", start)


def test_a_child_knows_its_parent_by_reference(api: Caller) -> None:
    parent = api.created(reference_back_office="WO-1")
    child = api.created(_parent_jobs_reference_back_office="WO-1")
    assert child["_parent_id"] == parent["id"]


def test_a_change_touches_only_what_is_given(api: Caller) -> None:
    job = api.created(description="before", skill_code="GAS", estimated_time=5)
    answer = api.put(job["id"], {"description": "after", "skill_code": "LIFT", "modified_dateutc": "2001-01-01"})
    changed = answer.json()
    assert answer.status_code == 200
    assert changed == api.read("Jobs", job["id"])
    differing = {name for name in job if job[name] != changed[name]}
    assert differing == {"description", "skill_code", "skill_id", "modified_dateutc"}


def test_a_change_cannot_give_another_id(api: Caller) -> None:
    job = api.created()
    assert api.put(job["id"], {"id": str(uuid4())}).json()["id"] == job["id"]


def test_a_change_can_empty_a_field_but_not_a_required_one(api: Caller) -> None:
    job = api.created(skill_code="GAS", description="x")
    changed = api.put(job["id"], {"skill_id": ZERO, "description": ""}).json()
    assert (changed["skill_code"], changed["description"]) == ("", "")
    assert api.put(job["id"], {"name": ""}).status_code == 400
    assert api.put(job["id"], {"project_id": ZERO}).status_code == 400
    assert api.read("Jobs", job["id"]) == changed


def test_a_change_may_give_the_later_statuses(api: Caller) -> None:
    job = api.created()
    answer = api.put(job["id"], {"job_status_code": "Completed"}, {"Prefer": "return=minimal"})
    assert (answer.status_code, answer.json()) == (200, {"id": job["id"]})
    assert api.read("Jobs", job["id"])["job_status_id"] == "6557b9dc-6106-4327-8e26-6f24d0329c33"


def test_a_planning_follows_the_changes_of_its_job(api: Caller) -> None:
    job = api.created(job_status_code="Suggested", suggested_user_code="JDOE", suggested_date_start="2026-12-07")
    api.put(job["id"], {"suggested_user_code": "RBAKKER"})
    assert [planning["user_code"] for planning in api.found("JobPlanning")] == ["RBAKKER"]
    api.put(job["id"], {"job_status_code": "Open"})
    assert api.found("JobPlanning") == []


def test_a_job_that_is_not_there_is_not_found(api: Caller) -> None:
    assert api.put(uuid4(), {"name": "x"}).status_code == 404
    assert api.get(f"Jobs({uuid4()})").status_code == 404
