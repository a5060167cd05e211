import pytest

from importer.practice.seed import seeded_id_of
from tests.practice.caller import Caller

NEW_PROJECT: dict[str, object] = {
    "reference_back_office": "P-2000",
    "name": "New boiler",
    "project_status": {"code": "ACTIVE"},
    "equipment_family": {
        "code": "OVEN",
        "name": "Ovens",
        "sales_organization": {"code": "NORTH", "name": "North"},
    },
    "company_code": "C-02",
}


def with_project(**project: object) -> dict[str, object]:
    return {"project_reference_back_office": None, "project": project}


def test_an_embedded_entity_that_is_missing_is_created_with_all_inside_it(api: Caller) -> None:
    job = api.created(**with_project(**NEW_PROJECT))
    (project,) = api.found("Project", "reference_back_office eq 'P-2000'")
    (family,) = api.found("EquipmentFamily", "code eq 'OVEN'")
    (organisation,) = api.found("SalesOrganization", "code eq 'NORTH'")
    assert job["project_id"] == project["id"]
    assert (job["project_reference_back_office"], job["company_code"]) == ("P-2000", "C-02")
    assert (project["equipment_family_id"], project["equipment_family_code"]) == (family["id"], "OVEN")
    assert family["sales_organization_id"] == organisation["id"]
    assert project["project_status_id"] == seeded_id_of("ProjectStatus", "ACTIVE")


def test_an_embedded_entity_that_is_there_is_used_and_created_once(api: Caller) -> None:
    first = api.created(**with_project(**NEW_PROJECT))
    second = api.created(**with_project(**NEW_PROJECT))
    assert first["project_id"] == second["project_id"]


def test_an_embedded_entity_that_is_the_same_is_left_alone(api: Caller) -> None:
    (before,) = api.found("JobType", "code eq 'MAINT'")
    api.created(job_type_code=None, job_type={"code": "MAINT", "name": "Maintenance"})
    assert api.found("JobType", "code eq 'MAINT'") == [before]


def test_given_properties_that_differ_change_the_entity(api: Caller) -> None:
    (before,) = api.found("JobType", "code eq 'MAINT'")
    job = api.created(job_type_code=None, job_type={"id": before["id"], "name": "Upkeep"})
    (after,) = api.found("JobType", "code eq 'MAINT'")
    assert job["job_type_code"] == "MAINT"
    assert {name for name in before if before[name] != after[name]} == {"name", "modified_dateutc"}


def test_an_entity_is_looked_up_by_its_code_where_its_id_is_unknown(api: Caller) -> None:
    skill = {"id": "7e60fd05-1c08-4886-b483-9f631f943287", "code": "GAS"}
    assert api.created(skill=skill)["skill_id"] == seeded_id_of("Skill", "GAS")


def test_a_new_entity_takes_the_id_that_is_given(api: Caller) -> None:
    skill = {"id": "7E60FD05-1C08-4886-B483-9F631F943287", "code": "WELD", "name": "Welding"}
    assert api.created(skill=skill)["skill_id"] == "7e60fd05-1c08-4886-b483-9f631f943287"


def test_a_code_wins_over_an_embedded_object(api: Caller) -> None:
    job = api.created(skill_code="GAS", skill={"code": "WELD", "name": "Welding"})
    assert job["skill_code"] == "GAS"
    assert api.found("Skill", "code eq 'WELD'") == []


@pytest.mark.parametrize(
    ("gone", "field"),
    [("project_status", "project_status_id"), ("equipment_family", "equipment_family_id")],
)
def test_a_new_project_needs_a_status_and_a_family(api: Caller, gone: str, field: str) -> None:
    project = {name: value for name, value in NEW_PROJECT.items() if name != gone}
    status, faults = api.refused(**with_project(**project))
    assert (status, list(faults)) == (422, [f"jobs.project.{field}"])


def test_a_new_project_may_have_its_family_through_its_model(api: Caller) -> None:
    project = {name: value for name, value in NEW_PROJECT.items() if name != "equipment_family"}
    api.created(**with_project(**project, equipment_model={"code": "KL-8"}))
    (made,) = api.found("Project", "reference_back_office eq 'P-2000'")
    assert (made["equipment_model_code"], made["equipment_family_code"]) == ("KL-8", "LIFT")


def test_a_refused_job_leaves_nothing_behind(api: Caller) -> None:
    status, faults = api.refused(**with_project(**NEW_PROJECT), skill_code="MAGIC")
    assert (status, list(faults)) == (422, ["jobs.skill_code"])
    assert api.found("Project", "reference_back_office eq 'P-2000'") == []
    assert api.found("EquipmentFamily", "code eq 'OVEN'") == []


def test_a_fault_inside_is_named_by_its_path(api: Caller) -> None:
    project = NEW_PROJECT | {"date_built": "soon", "equipment_family": {"sales_organization": {"archived": "no"}}}
    status, faults = api.refused(**with_project(**project))
    assert status == 400
    assert set(faults) == {
        "jobs.project.date_built",
        "jobs.project.equipment_family.sales_organization.archived",
    }


def test_an_unknown_code_inside_is_named_by_its_path(api: Caller) -> None:
    status, faults = api.refused(**with_project(reference_back_office="P-1001", company_code="C-99"))
    assert (status, list(faults)) == (422, ["jobs.project.company_code"])


def test_a_new_mobile_project_makes_the_address_required(api: Caller) -> None:
    status, faults = api.refused(**with_project(**NEW_PROJECT, is_mobile_installation=True))
    assert status == 400
    assert "jobs.db_address_street" in faults
    assert api.found("Project", "reference_back_office eq 'P-2000'") == []


def test_an_embedded_parent_is_created_and_then_found(api: Caller) -> None:
    parent = {
        "reference_back_office": "WO-1",
        "name": "Parent",
        "project_reference_back_office": "P-1001",
        "job_type_code": "MAINT",
        "job_status_code": "Open",
    }
    first = api.created(_parent_job=parent)
    second = api.created(_parent_job={"reference_back_office": "WO-1", "description": "told later"})
    assert first["_parent_id"] == second["_parent_id"]
    assert first["_parent_jobs_reference_back_office"] == "WO-1"
    assert api.read("Jobs", first["_parent_id"])["description"] == "told later"
    assert len(api.found("Jobs")) == 3


def test_a_new_embedded_parent_must_be_a_whole_job(api: Caller) -> None:
    status, faults = api.refused(_parent_job={"reference_back_office": "WO-1", "name": "Parent"})
    assert status == 422
    assert set(faults) == {
        "jobs._parent_job.project_id",
        "jobs._parent_job.job_type_id",
        "jobs._parent_job.job_status_id",
    }
