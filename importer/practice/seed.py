"""A small company to practise on. Ids follow from the codes, so they are the same on every computer."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from importer.practice.edm_types import UNSET_DATE
from importer.practice.entity_sets import ENTITY_SETS, Entry

SEEDED_ON = "2026-01-01T00:00:00Z"
MOBILE = range(1181, 1191)
CLOSED = range(1191, 1196)
PROJECTS = range(1001, 1201)


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def seeded_id(listing: str, code: str) -> str:
    """The id of the seeded entry; for users, `code` is the user name in small letters (a code may repeat)."""
    if listing == "JobStatus" and (published := _tables()["statuses"].get(code, {}).get("id")):
        return str(published)
    return str(uuid5(NAMESPACE_URL, f"importer-practice/{listing}/{code}"))


@cache
def company() -> Mapping[str, Sequence[Entry]]:
    """All seeded entries by the name of their list, complete; not to be changed by the caller."""
    tables = _tables()
    return {
        "SalesOrganization": [_entry("SalesOrganization", "MAIN", name="Main office", city="Gent")],
        "ProjectStatus": [
            _entry("ProjectStatus", "ACTIVE", name="Active", is_default=True),
            _entry("ProjectStatus", "CLOSED", name="Closed", is_closed=True),
        ],
        "EquipmentFamily": _named("EquipmentFamily", tables["equipment_families"]),
        "EquipmentBrand": _named("EquipmentBrand", tables["equipment_brands"]),
        "EquipmentModel": [_model(code) for code in tables["equipment_models"]],
        "Company": [_customer(code) for code in tables["companies"]],
        "Project": [_project(number) for number in PROJECTS],
        "JobType": [
            _entry("JobType", code, name=name, is_default=code == "MAINT", archived=code == "FAXREP")
            for code, name in tables["job_types"].items()
        ],
        "JobPriority": [
            _entry("JobPriority", code, name=name, sequence=place, is_default=code == "NORMAL")
            for place, (code, name) in enumerate(tables["priorities"].items(), 1)
        ],
        "JobStatus": [
            _entry(
                *("JobStatus", code),
                name=status["name"],
                usable_on_api=status["usable"],
                sequence=place,
                system_job_status_code=code,
            )
            for place, (code, status) in enumerate(tables["statuses"].items(), 1)
        ],
        "Skill": _named("Skill", tables["skills"]),
        "User": [_user(username) for username in tables["users"]],
    }


def _named(listing: str, names: Mapping[str, str]) -> list[Entry]:
    return [_entry(listing, code, name=name) for code, name in names.items()]


def _entry(listing: str, known_as: str, **values: object) -> Entry:
    entity_set = ENTITY_SETS[listing]
    own = {"id": seeded_id(listing, known_as), entity_set.key: known_as, "modified_dateutc": SEEDED_ON}
    return entity_set.complete({**own, **values})


def _model(code: str) -> Entry:
    name, brand, family = _tables()["equipment_models"][code]
    return _entry(
        "EquipmentModel",
        code,
        name=name,
        equipment_brand_id=seeded_id("EquipmentBrand", brand),
        equipment_brand_code=brand,
        equipment_family_id=seeded_id("EquipmentFamily", family),
        equipment_family_code=family,
    )


def _customer(code: str) -> Entry:
    name, street, house, postcode, city = _tables()["companies"][code]
    number = code.removeprefix("C-")
    return _entry(
        "Company",
        code,
        name=name,
        street=street,
        street_number=house,
        zip=postcode,
        city=city,
        phone=f"+32 9 555 00 {number}",
        email=f"office{number}@example.com",
    )


def _user(username: str) -> Entry:
    code, first, last = _tables()["users"][username]
    return _entry(
        "User",
        username,
        code=code,
        username=username,
        firstname=first,
        lastname=last,
        email=f"{username}@example.com",
        archived=code == "OLDHAND",
        allow_service_app=True,
    )


def _project(number: int) -> Entry:
    models, customers = list(_tables()["equipment_models"]), list(_tables()["companies"])
    model = models[number % len(models)]
    model_name, _, family = _tables()["equipment_models"][model]
    customer = customers[number % len(customers)]
    status = "CLOSED" if number in CLOSED else "ACTIVE"
    mobile = number in MOBILE
    place = "mobile" if mobile else f"site {number % 7 + 1}"
    return _entry(
        "Project",
        f"P-{number}",
        name=f"{model_name}, {_tables()['companies'][customer][0]}, {place}",
        location="" if mobile else f"Building {number % 5 + 1}",
        serial_number=f"{number * 7919:08}",
        id2=number,
        is_mobile_installation=mobile,
        date_start_production=UNSET_DATE if mobile else f"20{10 + number % 15}-0{number % 9 + 1}-15T00:00:00Z",
        project_status_id=seeded_id("ProjectStatus", status),
        project_status_code=status,
        equipment_model_id=seeded_id("EquipmentModel", model),
        equipment_model_code=model,
        equipment_family_id=seeded_id("EquipmentFamily", family),
        equipment_family_code=family,
        company_id=seeded_id("Company", customer),
        company_code=customer,
    )
