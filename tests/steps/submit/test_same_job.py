import pytest

from importer.steps.submit.same_job import Difference, differences

GUID = "7e60fd05-1c08-4886-b483-9f631f943287"
ZERO = "00000000-0000-0000-0000-000000000000"

SAME: list[tuple[str, object, object]] = [
    ("name", "Boiler", "Boiler"),
    ("name", "Boiler", " Boiler "),
    ("description", "one\ntwo", "one\r\ntwo"),
    ("project_id", GUID, GUID.upper()),
    ("contact_id", GUID, "{" + GUID + "}"),
    ("estimated_time", 90, 90.0),
    ("estimated_time", 0, None),
    ("db_address_latitude_decimal", 51.0543, 51.05430000001),
    ("due_date", "2026-12-31", "2026-12-31T00:00:00Z"),
    ("due_date", "2026-12-31T09:00:00", "2026-12-31T09:00:00.0000000+00:00"),
    ("due_date", "2026-12-31T09:00:00", "2026-12-31T09:00:00+01:00"),
    ("due_date", "2026-12-31T09:00:00+01:00", "2026-12-31T08:00:00Z"),
    ("due_date", "1980-01-01", None),
    ("date_update", "2026-12-31", "2027-01-05"),
]
OTHER: list[tuple[str, object, object]] = [
    ("name", "Boiler", "Pump"),
    ("name", "Boiler", "boiler"),
    ("name", "Boiler", None),
    ("name", "Boiler", ""),
    ("contact_id", GUID, ZERO),
    ("estimated_time", 90, 91),
    ("estimated_time", 90, None),
    ("estimated_time", 90, "ninety"),
    ("due_date", "2026-12-31", "2026-12-30"),
    ("due_date", "2026-12-31", "soon"),
    ("due_date", "2026-12-31", "1980-01-01T00:00:00Z"),
    ("due_date", "2026-12-31T09:00:00+01:00", "2026-12-31T09:00:00Z"),
    ("job_type_code", "MAINT", "REPAIR"),
    ("job_type_code", "MAINT", None),
]


@pytest.mark.parametrize(("name", "ours", "theirs"), SAME)
def test_another_spelling_is_no_difference(name: str, ours: object, theirs: object) -> None:
    assert differences({name: ours}, {name: theirs}) == ()


@pytest.mark.parametrize(("name", "ours", "theirs"), OTHER)
def test_another_value_is_a_difference(name: str, ours: object, theirs: object) -> None:
    (found,) = differences({name: ours}, {name: theirs})
    assert found == Difference(name, str(ours), "" if theirs is None else str(theirs))


def test_what_the_target_has_besides_is_no_difference() -> None:
    assert differences({"name": "A"}, {"name": "A", "description": "x", "job_type_id": GUID}) == ()


def test_a_code_that_the_target_keeps_as_an_id_cannot_be_compared() -> None:
    assert differences({"job_type_code": "MAINT"}, {"job_type_id": GUID}) == ()
    assert differences({"project_id": GUID}, {"project_reference_back_office": "P-1"}) == ()
    assert differences({"_parent_jobs_reference_back_office": "WO-1"}, {"_parent_id": GUID}) == ()


def test_an_embedded_object_is_not_compared() -> None:
    assert differences({"project": {"name": "A"}}, {"project": None}) == ()


def test_a_job_on_which_work_has_begun_has_another_status() -> None:
    begun = {"job_status_id": "06EA451C-5863-4C97-9592-CC928DFDF869", "job_status_code": "InProgress"}
    assert differences({"job_status_code": "Open"}, begun) == ()
    assert len(differences({"job_status_code": "Open"}, {"job_status_code": "Waiting"})) == 1
