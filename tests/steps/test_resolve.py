from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from importer.directory import Directory
from importer.jobs_api import JobsApi, ListedEntries
from importer.practice.server import PracticeServer
from importer.records import Batch
from importer.steps.map import map_columns
from importer.steps.resolve import resolve_codes
from importer.steps.validate import validate_rows
from importer.targets import make_practice_target
from tests.builders import good, sheet_of, told

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def api(tmp_path: Path) -> Iterator[JobsApi]:
    with (
        PracticeServer(tmp_path / "practice.sqlite") as server,
        JobsApi(make_practice_target(server.url, server.password)) as api,
    ):
        yield api


def resolved(api: JobsApi, *rows: dict[str, str]) -> Batch:
    return resolve_codes(validate_rows(map_columns(sheet_of(*rows)), offline=False), Directory(api), "practice")


def test_codes_become_ids(api: JobsApi) -> None:
    batch = resolved(api, good(Priority="HIGH", Skill="GAS", Technician="JDOE"))
    assert batch.problems == ()
    sent = batch.to_send.loc[2]
    for code, id_field in (
        ("project_reference_back_office", "project_id"),
        ("job_type_code", "job_type_id"),
        ("job_status_code", "job_status_id"),
        ("job_priority_code", "job_priority_id"),
        ("skill_code", "skill_id"),
        ("suggested_user_code", "suggested_user_id"),
    ):
        assert sent[code] == ""
        assert len(sent[id_field]) == 36


def test_an_unknown_code_comes_with_up_to_three_suggestions(api: JobsApi) -> None:
    [problem] = resolved(api, good(Job_type_code="MAINTT")).problems
    assert (problem.code.number, problem.cell) == (301, "B2")
    assert problem.message.startswith('"MAINTT" is not a job type in practice. Did you mean "MAINT"')
    [problem] = resolved(api, good(Project_code="P-10011")).problems
    assert problem.message.count('"') == 2 * 4


def test_another_spelling_of_one_code_is_that_code_and_told(api: JobsApi) -> None:
    batch = resolved(api, good(Job_type_code="maint"))
    assert told(batch.problems) == [(None, "job_type_code", 306)]
    assert batch.sound_rows == [2]
    assert batch.to_send.loc[2].to_dict() == resolved(api, good()).to_send.loc[2].to_dict()


def test_an_archived_code_is_said_to_be_that(api: JobsApi) -> None:
    assert told(resolved(api, good(Job_type_code="FAXREP")).problems) == [(2, "job_type_code", 302)]
    assert told(resolved(api, good(Technician="OLDHAND")).problems) == [(2, "suggested_user_code", 302)]


def test_an_ambiguous_code_names_its_candidates(api: JobsApi) -> None:
    [problem] = resolved(api, good(Technician="TEMP")).problems
    assert problem.code.number == 303
    assert '"Suggested user id"' in problem.advice


def test_a_status_is_judged_by_the_targets_list(api: JobsApi) -> None:
    [wrong, not_for_new] = resolved(api, good(Status_code="Done"), good(Status_code="In progress", Name="x")).problems
    assert wrong.code.number == not_for_new.code.number == 305
    assert "ToBePlanned" in wrong.advice
    assert "InProgress" not in wrong.advice


def test_a_mobile_project_needs_an_address(api: JobsApi) -> None:
    batch = resolved(api, good(Project_code="P-1181"), good(Project_code="P-1181", Street="a", City="b", Zip="c"))
    [problem] = batch.problems
    assert (problem.row, problem.code.number) == (2, 502)
    assert problem.message == ("The project is a mobile installation, so Street, City and Zip must all be filled in.")


def test_ids_are_looked_up_too_and_an_id_wins_over_its_code(api: JobsApi) -> None:
    known = str(resolved(api, good()).lookups.at[2, "project_id"])
    assert [p.code.number for p in resolved(api, good(Project_id=known, Project_code="nonsense")).problems] == [514]
    unknown = "7e60fd05-1c08-4886-b483-9f631f943287"
    assert told(resolved(api, good(Project_id=unknown, Project_code="")).problems) == [(2, "project_id", 301)]


def test_a_parent_in_the_same_sheet_is_not_looked_up(api: JobsApi) -> None:
    rows = [good(Reference="A"), good(Reference="B", Parent="A"), good(Reference="C", Parent="Z")]
    assert told(resolved(api, *rows).problems) == [(4, "_parent_jobs_reference_back_office", 525)]


def test_many_codes_are_looked_up_with_few_requests(api: JobsApi, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    listed = api.list_entries

    def counting(listing: str, **options: object) -> object:
        asked.append(listing)
        return listed(listing, **options)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(api, "list_entries", counting)
    rows = [good(Project_code=f"P-{1001 + number}", Name=str(number)) for number in range(100)]
    assert resolved(api, *rows).problems == ()
    assert len(asked) == 1 + 5 + 1 + 1  # a first page and five filters for 100 projects; two short lists


def test_an_entry_that_the_pages_left_out_is_asked_for_before_anything_is_said(
    api: JobsApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an order of its own, a target may show one entry on two pages and another on none."""
    listed = api.list_entries

    def without_one(listing: str, **options: object) -> ListedEntries:
        all_ = listed(listing, **options)  # type: ignore[arg-type]  # passed on as they came
        left = tuple(entry for entry in all_.entries if options.get("where") or entry.get("code") != "MAINT")
        return replace(all_, entries=left)

    monkeypatch.setattr(api, "list_entries", without_one)
    batch = resolved(api, good(Job_type_code="MAINT"), good(Job_type_code="MAINTT", Name="x"))
    assert told(batch.problems) == [(3, "job_type_code", 301)]
