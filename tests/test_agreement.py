"""check and the practice server agree: what one refuses the other refuses, over rows that differ in one thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.catalogue.field import Field
from importer.catalogue.fields_by_heading import get_field
from importer.catalogue.job_fields import JOBS, NEW_JOB_STATUSES, NOT_FOR_NEW_JOBS
from importer.catalogue.kinds import BOOLEAN, CODE, DATE, DECIMAL, ENTITY, GUID, INTEGER, TEXT
from importer.directory import Directory
from importer.frames.payloads import payloads_of
from importer.jobs_api import JobsApi
from importer.practice.server import PracticeServer
from importer.settings import Options, Target
from importer.steps.map import map_columns
from importer.steps.resolve import resolve_codes
from importer.steps.validate import validate_rows
from importer.targets import make_practice_target
from tests.builders import GOOD, sheet_of
from tests.examples import examples

UTC = Options(timezone="UTC")  # a zone with summer time has hours that check refuses and no server can
ADDRESS = {"Street": "Havenstraat", "City": "Gent", "Zip": "9000"}
FIELDS = [f for f in JOBS if f.kind is not ENTITY] + [
    get_field(f"project.{name}") for name in ("is_mobile_installation", "date_built", "id2", "equipment_family_id")
]
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
BY_KIND = {
    GUID.type: st.uuids().map(str) | st.just("00000000-0000-0000-0000-000000000000"),
    INTEGER.type: st.integers(-(2**64), 2**64).map(str) | st.sampled_from(["0", "-1", "1.5", "007"]),
    DECIMAL.type: st.floats(-200, 200).map(repr) | st.sampled_from(["90", "-180", "90.1", "1e3", "nan"]),
    DATE.type: st.dates().map(str) | st.datetimes().map(str) | st.sampled_from(["2026-02-30", "1/2/2026"]),
    BOOLEAN.type: st.sampled_from(["yes", "no", "perhaps", "2"]),
}
CODES = ["P-1001", "P-1181", "P-1191", "P-9", "MAINT", "FAXREP", "LOW", "GAS", "JDOE", "TEMP", "OLDHAND", "BE"]


@dataclass(frozen=True)
class Both:
    """The two that must agree."""

    api: JobsApi
    directory: Directory
    session: requests.Session
    target: Target

    def refused_by_check(self, row: dict[str, str]) -> bool:
        batch = resolve_codes(validate_rows(map_columns(sheet_of(row), UTC), offline=False), self.directory, "practice")
        return bool(batch.invalid_rows)

    def refused_by_server(self, row: dict[str, str]) -> bool:
        ((_, job),) = payloads_of(map_columns(sheet_of(row), UTC).values)
        answer = self.session.post(f"{self.target.url}/Jobs", json=job, timeout=10)
        assert answer.status_code in {201, 400, 409, 422}, answer.text
        return answer.status_code in {400, 422}  # 409: drawn twice, and accepted the first time


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder: Path = tmp_path_factory.mktemp("agreement")
    with PracticeServer(folder / "practice.sqlite") as server, requests.Session() as session:
        target = make_practice_target(server.url, server.password)
        session.auth = target.login
        with JobsApi(target) as api:
            yield Both(api, Directory(api), session, target)


def _values(field: Field) -> st.SearchStrategy[str]:
    of_kind = BY_KIND.get(field.kind.type, ANY_TEXT)
    if field.kind is CODE or field.kind is TEXT:
        limit = field.max_length or 40
        of_kind = st.sampled_from(
            [*CODES, *NEW_JOB_STATUSES, "Dispatched", "to be planned", "x" * limit, "é" * (limit + 1)]
        )
    if field.name == "job_status_id":
        of_kind = of_kind | st.sampled_from(list(NOT_FOR_NEW_JOBS))
    if field.email:
        of_kind = of_kind | st.sampled_from(["a@b.be", "a@b", "@b.be", "a b@c.be", "a@b.b\u00a0e"])
    return of_kind | ANY_TEXT | st.just("")


@st.composite
def rows_with_one_change(draw: st.DrawFn) -> dict[str, str]:
    field = draw(st.sampled_from(FIELDS))
    row = GOOD | (ADDRESS if draw(st.booleans()) else {})
    return row | {field.heading: draw(_values(field))}


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(row=rows_with_one_change())
def test_what_check_refuses_the_server_refuses_and_the_other_way_round(both: Both, row: dict[str, str]) -> None:
    assert both.refused_by_check(row) == both.refused_by_server(row), row


@pytest.mark.thorough
@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(row=rows_with_one_change())
def test_over_many_rows_what_check_refuses_the_server_refuses(both: Both, row: dict[str, str]) -> None:
    assert both.refused_by_check(row) == both.refused_by_server(row), row


def test_both_sorts_of_rows_occur(both: Both) -> None:
    """The agreement above would be empty if everything were refused, or nothing."""
    assert not both.refused_by_server(GOOD)
    assert not both.refused_by_check(GOOD | {"project.is_mobile_installation": "yes"})
    for change in ({"Name": ""}, {"Job type code": "FAXREP"}, {"Project code": "P-1181"}, {"Phone": "1"}):
        assert both.refused_by_server(GOOD | change)
        assert both.refused_by_check(GOOD | change)
