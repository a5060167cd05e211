from collections.abc import Iterator

import pytest

from importer.practice.entity_sets import ENTITY_SETS
from importer.practice.server import PracticeServer
from tests.practice.caller import Caller


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A server that nobody writes to, for all questions of this module."""
    with PracticeServer(tmp_path_factory.mktemp("seeded") / "practice.sqlite") as server, Caller(server) as caller:
        yield caller


def codes(api: Caller, query: str, name: str = "reference_back_office") -> list[object]:
    answer = api.get(query)
    assert answer.status_code == 200, answer.text
    return [entry[name] for entry in answer.json()["value"]]


@pytest.mark.parametrize("listing", ENTITY_SETS)
def test_every_list_answers(seeded: Caller, listing: str) -> None:
    assert set(seeded.get(listing).json()) >= {"@odata.context", "value"}


def test_a_page_has_twenty_and_names_the_next(seeded: Caller) -> None:
    first = seeded.get("Project").json()
    assert len(first["value"]) == 20
    assert first["@odata.nextLink"].startswith(seeded.url + "/Project?")
    everything = seeded.found("Project")
    assert [project["reference_back_office"] for project in everything] == [f"P-{n}" for n in range(1001, 1201)]


def test_the_last_page_names_no_other(seeded: Caller) -> None:
    assert "@odata.nextLink" not in seeded.get("Project?$skip=180").json()
    assert "@odata.nextLink" in seeded.get("Project?$skip=179").json()


def test_the_next_page_keeps_the_options(seeded: Caller) -> None:
    query = "Project?$filter=is_mobile_installation eq false and name ne 'it''s'&$select=reference_back_office"
    first = seeded.get(query + "&$orderby=reference_back_office desc&$count=true").json()
    second = seeded.session.get(first["@odata.nextLink"]).json()
    assert first["@odata.count"] == second["@odata.count"] == 190
    assert first["value"][0] == {"reference_back_office": "P-1200"}
    assert second["value"][0] == {"reference_back_office": "P-1170"}


def test_top_can_only_shrink_a_page(seeded: Caller) -> None:
    assert codes(seeded, "Project?$top=3") == ["P-1001", "P-1002", "P-1003"]
    assert "@odata.nextLink" not in seeded.get("Project?$top=3").json()
    first = seeded.get("Project?$top=25").json()
    second = seeded.session.get(first["@odata.nextLink"]).json()
    assert (len(first["value"]), len(second["value"])) == (20, 5)
    assert "@odata.nextLink" not in second


def test_skip_and_order(seeded: Caller) -> None:
    assert codes(seeded, "Project?$orderby=id2 desc&$skip=1&$top=2") == ["P-1199", "P-1198"]
    assert codes(seeded, "JobType?$orderby=archived desc,code&$top=2", "code") == ["FAXREP", "CALIB"]


def test_a_list_can_be_filtered_by_what_the_importer_asks(seeded: Caller) -> None:
    asked = " or ".join(f"reference_back_office eq 'P-{n}'" for n in range(1010, 1030))
    assert codes(seeded, f"Project?$filter={asked}&$select=id,reference_back_office") == [
        f"P-{n}" for n in range(1010, 1030)
    ]


def test_a_filter_by_guid_takes_it_bare_or_quoted(seeded: Caller) -> None:
    status = "497ACFF2-9FF6-4C94-85DD-DAA0689553E2"
    assert codes(seeded, f"JobStatus?$filter=id eq {status}", "code") == ["ToBePlanned"]
    assert codes(seeded, f"JobStatus?$filter=id eq '{status}'", "code") == ["ToBePlanned"]


def test_dates_are_compared_as_moments_however_they_were_written(api: Caller) -> None:
    for name, due in (("a", "2026-12-31"), ("b", "2026-12-31T01:00:00+02:00"), ("c", "2026-12-31T00:00:00.5Z")):
        api.created(name=name, due_date=due)
    assert codes(api, "Jobs?$filter=due_date eq '2026-12-31T00:00:00Z'", "name") == ["a"]
    assert codes(api, "Jobs?$filter=due_date gt '2026-12-31'", "name") == ["c"]
    assert codes(api, "Jobs?$filter=due_date le 2026-12-30T23:00:00Z", "name") == ["b"]
    assert codes(api, "Jobs?$orderby=due_date", "name") == ["b", "a", "c"]


def test_a_user_code_that_two_share_finds_both(seeded: Caller) -> None:
    assert codes(seeded, "User?$filter=code eq 'TEMP'", "username") == ["temp1", "temp2"]


def test_one_entry_of_any_list_can_be_read(seeded: Caller) -> None:
    (company,) = seeded.found("Company", "name eq 'O''Brien Dairy'")
    assert seeded.read("Company", company["id"]) == company
    assert seeded.get(f"Company({company['id']})?$select=code").json() == {"code": company["code"]}


@pytest.mark.parametrize(
    "query",
    [
        "Project?$filter=colour eq 'red'",
        "Project?$filter=name EQ 'x'",
        "Project?$filter=name eq 'x",
        "Project?$filter=name eq 5",
        "Project?$filter=id2 eq '5'",
        "Project?$filter=id2 gt 99999999999999999999",
        "Project?$filter=id eq 'P-1001'",
        "Project?$filter=is_mobile_installation gt true",
        "Project?$filter=name",
        "Project?$filter=date_built gt 'soon'",
        "Project?$filter=(name eq 'x'",
        "Project?$filter=name eq 'x') or (name eq 'y'",
        "Project?$filter=contains(name,'x')",
        "Project?$filter=name eq 'x' and",
        "Project?$filter=" + "(" * 60 + "name eq 'x'" + ")" * 60,
        "Project?$filter=" + " or ".join(["name eq 'x'"] * 101),
        "Project?$select=colour",
        "Project?$orderby=colour",
        "Project?$orderby=name downwards",
        "Project?$orderby=" + ",".join(["id"] * 2000),
        "Project?$orderby=" + ",".join(["name desc"] * 33),
        "Project?$filter=id2 eq " + "9" * 9000,
        "Project?$filter=date_built gt " + "9" * 9000 + "-01-01",
        "Project?$filter=" + "not " * 3000 + "is_mobile_installation",
        "Project?$top=-1",
        "Project?$skip=many",
        "Project?$count=yes",
        "Project?$expand=company",
        "Jobs('7e60fd05-1c08-4886-b483-9f631f943287')",
        "Jobs(12)",
    ],
)
def test_a_bad_question_is_refused_in_the_odata_form(seeded: Caller, query: str) -> None:
    answer = seeded.get(query)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("query", ["Nothing", "", "Jobs/x", "jobs", "Nothing(7e60fd05-1c08-4886-b483-9f631f943287)"])
def test_an_unknown_address_is_not_found(seeded: Caller, query: str) -> None:
    answer = seeded.get(query)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "404"
