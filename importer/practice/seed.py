"""A small company to practise on. Ids follow from the codes, so they are the same on every computer."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from importer.practice.edm_types import UNSET_DATE
from importer.practice.entity_sets import ENTITY_SETS, StoredEntity

SEEDED_ON = "2026-01-01T00:00:00Z"
MOBILE = range(1181, 1191)
CLOSED = range(1191, 1196)
PROJECTS = range(1001, 1201)
_LISTS = {  # by the property that holds a code of theirs, without '_code'
    "equipment_brand": "EquipmentBrand",
    "equipment_family": "EquipmentFamily",
    "equipment_model": "EquipmentModel",
    "project_status": "ProjectStatus",
    "company": "Company",
}


@cache
def _read_tables() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def seeded_id_of(listing: str, code: str) -> str:
    """The id of the seeded entry; for users, `code` is the user name in small letters (a code may repeat)."""
    published = _read_tables().get(listing, {}).get(code, {}).get("id")
    return str(published or uuid5(NAMESPACE_URL, f"importer-practice/{listing}/{code}"))


@cache
def seed_company() -> Mapping[str, Sequence[StoredEntity]]:
    """All seeded entries by the name of their list, complete; not to be changed by the caller."""
    lists = {
        listing: [
            _make_entry(listing, code, {**_make_extras(listing, code), **values}) for code, values in table.items()
        ]
        for listing, table in _read_tables().items()
    }
    return {**lists, "Project": [_make_entry("Project", f"P-{number}", _make_project(number)) for number in PROJECTS]}


@dataclass(frozen=True)
class ListedEntry:
    """An entry of a list of somebody's own; without an id it has one that follows from its code.

    A status that is not `for_new_jobs` is one that only the server gives.
    """

    code: str
    name: str
    id: str = ""
    archived: bool = False
    for_new_jobs: bool = True


def show_entry(listing: str, own: ListedEntry) -> StoredEntity:
    """The entry as the API shows it."""
    known = ENTITY_SETS[listing].properties
    called = next((part for part in ("name", "firstname") if part in known), "")
    values: dict[str, object] = {"code": own.code} if "code" in known else {}
    values |= {called: own.name} if called else {}
    values |= {"id": own.id.casefold()} if own.id else {}
    values |= {part: own.archived for part in ("archived", "disabled") if part in known}
    values |= {"usable_on_api": own.for_new_jobs} if "usable_on_api" in known else {}
    return _make_entry(listing, own.code, values)


def _make_entry(listing: str, code: str, values: Mapping[str, object]) -> StoredEntity:
    entity_set = ENTITY_SETS[listing]
    own = {"id": seeded_id_of(listing, code), entity_set.key: code, "modified_dateutc": SEEDED_ON}
    ids = {
        f"{stem}_id": seeded_id_of(_LISTS[stem], str(value))
        for name, value in values.items()
        if (stem := name.removesuffix("_code")) in _LISTS and stem != name
    }
    return entity_set.complete({**own, **ids, **values})


def _make_extras(listing: str, code: str) -> dict[str, object]:
    if listing == "JobStatus":
        return {"system_job_status_code": code}
    if listing == "User":
        return {"username": code, "email": f"{code}@example.com", "allow_service_app": True}
    return {}


def _make_project(number: int) -> dict[str, object]:
    models, customers = _read_tables()["EquipmentModel"], _read_tables()["Company"]
    model, customer = list(models)[number % len(models)], list(customers)[number % len(customers)]
    mobile = number in MOBILE
    site = "mobile" if mobile else f"site {number % 7 + 1}"
    return {
        "name": f"{models[model]['name']}, {customers[customer]['name']}, {site}",
        "location": "" if mobile else f"Building {number % 5 + 1}",
        "serial_number": f"{number * 7919:08}",
        "id2": number,
        "is_mobile_installation": mobile,
        "date_start_production": UNSET_DATE if mobile else f"20{10 + number % 15}-0{number % 9 + 1}-15T00:00:00Z",
        "project_status_code": "CLOSED" if number in CLOSED else "ACTIVE",
        "equipment_model_code": model,
        "equipment_family_code": models[model]["equipment_family_code"],
        "company_code": customer,
    }
