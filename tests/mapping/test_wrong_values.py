from collections.abc import Iterator

import pytest

from importer.directory import Directory
from importer.jobs_api import JobsApi
from importer.mapping import ColumnMapping, InvalidValue, find_invalid_values
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests.builders import good, sheet_of


@pytest.fixture
def directory(practice: PracticeServer) -> Iterator[Directory]:
    with JobsApi(make_practice_target(practice.url, practice.password)) as api:
        yield Directory(api)


def test_statuses_that_are_not_published_are_counted() -> None:
    rows = [good(Status_code=text) for text in ("Nieuw", "to be planned", "Nieuw ", "Opn", "", "Nieuw")]
    assert find_invalid_values(sheet_of(*rows), ColumnMapping()) == (
        InvalidValue("job_status_code", "Status code", "Nieuw", 3, ("Open", "ToBePlanned")),
        InvalidValue("job_status_code", "Status code", "Opn", 1, ("Open",)),
    )


def test_statuses_are_ranked_by_what_they_mean_and_left_blank_where_nothing_is_likely() -> None:
    """R15."""
    rows = [good(Status_code=text) for text in ("Fechado", "TECO PRC", "Resolved", "Wacht op klant", "Kettle")]
    nearest = {one.value: one.nearest for one in find_invalid_values(sheet_of(*rows), ColumnMapping())}
    assert nearest.pop("Wacht op klant") == ("Waiting", "Open")
    assert nearest == dict.fromkeys(("Fechado", "TECO PRC", "Resolved", "Kettle"), ())


def test_values_that_the_mapping_replaces_are_not_odd() -> None:
    mapping = ColumnMapping(values={"job_status_code": {"Nieuw": "Open"}}, columns={"Toestand": "job_status_code"})
    assert find_invalid_values(sheet_of({"Toestand": "Nieuw"}), mapping) == ()


def test_without_a_target_other_codes_are_not_judged() -> None:
    assert find_invalid_values(sheet_of(good(Job_type_code="Zzz")), ColumnMapping()) == ()


def test_with_a_target_every_code_is_looked_up(directory: Directory) -> None:
    rows = [good(Job_type_code="MAIN"), good(Status_code="Opn", Parent_job="WO-1"), good(Job_type_code="MAIN")]
    found = {
        (invalid.field, invalid.value): invalid
        for invalid in find_invalid_values(sheet_of(*rows), ColumnMapping(), directory)
    }
    assert set(found) == {("job_type_code", "MAIN"), ("job_status_code", "Opn")}
    assert found["job_type_code", "MAIN"].count == 2
    assert "MAINT" in found["job_type_code", "MAIN"].nearest
    assert "Open" in found["job_status_code", "Opn"].nearest
