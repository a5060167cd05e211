"""Requests and answers written by hand from the published page 'Creates a new work order', not from the catalogue."""

import json

import pytest

from tests.practice.caller import Caller, good

# The names of the page's table, in its order, without the embedded entities, which an answer does not show.
PLAIN_FIELDS = """
id _parent_id _parent_jobs_reference_back_office project_id project_reference_back_office job_type_id job_type_code
job_priority_id job_priority_code job_status_id job_status_code db_address_id contact_id requested_by_company_id
requested_by_contact_id reference_back_office name description working_sequence internal_memo prejob_information
estimated_time earliest_date_plannable due_date date_create date_update date_closed suggested_user_id
suggested_user_code suggested_date_start skill_id skill_code customer_reference approval_responsible_user_id
date_reported_by_company id2 company_id company_code db_address_name db_address_street db_address_street2
db_address_street_number db_address_city db_address_zip db_address_db_country_id db_address_db_country_code
db_address_phone db_address_email db_address_latitude_decimal db_address_longitude_decimal
estimated_quantity_remark modified_dateutc
""".split()  # noqa: SIM905 - as it stands on the page

FULL_JOB = """
{ "id": "7e60fd05-1c08-4886-b483-9f631f943287",
  "project_reference_back_office": "P-1001",
  "job_type_code": "REPAIR",
  "job_priority_code": "HIGH",
  "job_status_id": "497ACFF2-9FF6-4C94-85DD-DAA0689553E2",
  "db_address_id": "48a10e20-b8aa-48c7-9372-17326aec6589",
  "contact_id": "e5409172-a26b-49e6-b960-b68c819dcdd4",
  "requested_by_contact_id": "7dc5ade3-88d0-4a4e-b1f6-c2e6e554fbc8",
  "reference_back_office": "sample string 16",
  "name": "sample string 17",
  "description": "sample string 18",
  "working_sequence": 19,
  "internal_memo": "sample string 20",
  "prejob_information": "sample string 21",
  "estimated_time": 22,
  "earliest_date_plannable": "2025-09-05T04:59:14.9225515+00:00",
  "due_date": "2025-09-05",
  "date_create": "2025-09-05T04:59:14",
  "date_update": "2025-09-05T04:59:14Z",
  "date_closed": "2025-09-05T04:59:14+02:00",
  "suggested_user_code": "MJANSEN",
  "suggested_date_start": "2025-09-05T04:59:14.9225515+00:00",
  "skill_code": "ELEC",
  "customer_reference": "sample string 33",
  "date_reported_by_company": "2025-09-05T04:59:14.9225515+00:00",
  "id2": 36,
  "db_address_name": "sample string 39",
  "db_address_street": "sample string 40",
  "db_address_street2": "sample string 41",
  "db_address_street_number": "sample string 42",
  "db_address_city": "sample string 43",
  "db_address_zip": "sample string 44",
  "db_address_db_country_id": "e7dff469-097a-4f41-bcbf-dfd56c8f049f",
  "db_address_db_country_code": "sample string 46",
  "db_address_phone": "sample string 47",
  "db_address_email": "sample@string.48",
  "db_address_latitude_decimal": 49.0,
  "db_address_longitude_decimal": 50.0,
  "estimated_quantity_remark": "sample string 51" }
"""


def test_an_answer_has_the_fields_of_the_page_in_its_order(api: Caller) -> None:
    assert list(api.created()) == PLAIN_FIELDS


def test_a_full_job_comes_back_as_it_was_sent(api: Caller) -> None:
    sent = json.loads(FULL_JOB)
    answer = api.post(sent)
    assert answer.status_code == 201
    sent["job_status_id"] = "497acff2-9ff6-4c94-85dd-daa0689553e2"
    assert sent.items() <= api.read("Jobs", sent["id"]).items()


def test_the_smallest_answer_is_the_id_alone(api: Caller) -> None:
    job_id = "5549bfb5-a237-407c-b9ea-bf7b3ce279eb"
    answer = api.post(good(id=job_id), {"Prefer": "return=minimal"})
    assert (answer.status_code, answer.json()) == (201, {"id": job_id})


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("name", 255),
        ("description", 4000),
        ("reference_back_office", 50),
        ("customer_reference", 50),
        ("estimated_quantity_remark", 4000),
    ],
)
def test_a_text_has_the_published_length(api: Caller, field: str, most: int) -> None:
    api.created(**{field: "x" * most})
    status, faults = api.refused(**{field: "x" * (most + 1)})
    assert (status, list(faults)) == (400, [f"jobs.{field}"])


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("db_address_name", 100),
        ("db_address_street", 50),
        ("db_address_street2", 50),
        ("db_address_street_number", 50),
        ("db_address_city", 50),
        ("db_address_zip", 50),
        ("db_address_phone", 50),
    ],
)
def test_an_address_field_has_the_published_length(api: Caller, field: str, most: int) -> None:
    address = {"db_address_street": "a", "db_address_city": "b", "db_address_zip": "c"}
    api.created(**(address | {field: "x" * most}))
    status, faults = api.refused(**(address | {field: "x" * (most + 1)}))
    assert (status, list(faults)) == (400, [f"jobs.{field}"])


def test_name_is_required(api: Caller) -> None:
    assert api.refused(name=None) == (400, {"jobs.name": ["The name field is required."]})


@pytest.mark.parametrize("gone", ["project_reference_back_office", "job_type_code", "job_status_code"])
def test_project_type_and_status_are_required_in_one_form(api: Caller, gone: str) -> None:
    status, faults = api.refused(**{gone: None})
    assert status == 400
    assert len(faults) == 1


@pytest.mark.parametrize("code", ["Canceled", "ToBePlanned", "Waiting", "Pooling", "Suggested", "Activated", "Open"])
def test_a_new_job_may_have_a_published_status(api: Caller, code: str) -> None:
    assert api.created(job_status_code=code)["job_status_code"] == code


@pytest.mark.parametrize("gone", ["Dispatched", "Planned", "InProgress", "Completed", "toBePlanned", "no such status"])
def test_a_new_job_may_have_no_other_status(api: Caller, gone: str) -> None:
    status, faults = api.refused(job_status_code=gone)
    assert (status, list(faults)) == (422, ["jobs.job_status_code"])


def test_read_only_fields_are_the_servers_own(api: Caller) -> None:
    job = api.created(modified_dateutc="2001-01-01", company_code="C-99", company_id="none")
    assert str(job["modified_dateutc"]) > "2026"
    assert job["company_code"] == api.found("Project", "reference_back_office eq 'P-1001'")[0]["company_code"]
