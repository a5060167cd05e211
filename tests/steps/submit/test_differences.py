import pytest

from importer.steps.submit.differences import Difference, find_differences

GUID = "7e60fd05-1c08-4886-b483-9f631f943287"
ZERO = "00000000-0000-0000-0000-000000000000"

SAME: list[tuple[str, object, object]] = [
    ("name", "Boiler", "Boiler"),
    ("name", "Boiler", " Boiler "),
    ("description", "one\ntwo", "one\r\ntwo"),
    ("name", "Boiler caf\u00e9", "Boiler cafe\u0301"),
    ("name", "Boiler\u00a0north", "Boiler north"),
    ("name", "Boil\u200ber", "Boiler"),
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
    ("name", "Boiler", "B\u043eiler"),
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
    assert find_differences({name: ours}, {name: theirs}) == ()


@pytest.mark.parametrize(("name", "ours", "theirs"), OTHER)
def test_another_value_is_a_difference(name: str, ours: object, theirs: object) -> None:
    (found,) = find_differences({name: ours}, {name: theirs})
    assert found == Difference(name, str(ours), "" if theirs is None else str(theirs))


def test_what_the_target_has_besides_is_no_difference() -> None:
    assert find_differences({"name": "A"}, {"name": "A", "description": "x", "job_type_id": GUID}) == ()


def test_a_code_that_the_target_keeps_as_an_id_cannot_be_compared() -> None:
    assert find_differences({"job_type_code": "MAINT"}, {"job_type_id": GUID}) == ()
    assert find_differences({"project_id": GUID}, {"project_reference_back_office": "P-1"}) == ()
    assert find_differences({"_parent_jobs_reference_back_office": "WO-1"}, {"_parent_id": GUID}) == ()


def test_an_embedded_object_is_not_compared() -> None:
    assert find_differences({"project": {"name": "A"}}, {"project": None}) == ()


def test_a_job_on_which_work_has_begun_has_another_status() -> None:
    begun = {"job_status_id": "06EA451C-5863-4C97-9592-CC928DFDF869", "job_status_code": "InProgress"}
    assert find_differences({"job_status_code": "Open"}, begun) == ()
    assert len(find_differences({"job_status_code": "Open"}, {"job_status_code": "Waiting"})) == 1


@pytest.mark.parametrize(
    "passed_over",
    [{"project": {"name": "A"}}, {"date_update": "2026-12-31"}, {"job_type_code": "MAINT"}, {"name": "Boiler"}],
)
def test_each_field_is_compared_whatever_stands_before_it(passed_over: dict[str, object]) -> None:
    theirs = {"name": "Boiler", "job_type_id": GUID, "description": "y", "due_date": "2026-12-30"}
    ours = passed_over | {"description": "x", "due_date": "2026-12-31"}
    assert [found.field for found in find_differences(ours, theirs)] == ["description", "due_date"]


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "same"),
    [
        ("due_date", "2026-12-31T09:00:00", "2026-12-31T09:00:00.999", True),
        ("due_date", "2026-12-31T09:00:00", "2026-12-31T09:00:01", False),
        ("due_date", "2026-12-31T09:00:01", "2026-12-31T09:00:00", False),
        ("due_date", "2026-12-31T09:00:00Z", "2026-12-31T09:00:00", True),
        ("due_date", "2026-12-31T10:00:00+01:00", "2026-12-31T09:00:00", True),
        ("due_date", "2026-12-31T10:00:00+01:00", "2026-12-31T08:00:00", False),
        ("due_date", "soon", "soon", True),
        ("db_address_latitude_decimal", 51.0543, 51.0543009, True),
        ("db_address_latitude_decimal", 51.0543, 51.05435, False),
        ("db_address_latitude_decimal", 0.0000001, None, True),
        ("estimated_time", 90, True, False),
        ("estimated_time", 90, "90", False),
        ("project_id", "none", "none", True),
        ("project_id", "none", GUID, False),
        ("name", "a\n\nb", "a\r\n\r\nb\r\n", True),
        ("name", "a b", "a\nb", False),
    ],
)
def test_how_near_is_near_enough(name: str, ours: object, theirs: object, *, same: bool) -> None:
    assert (find_differences({name: ours}, {name: theirs}) == ()) is same
