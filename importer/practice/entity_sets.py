"""What the practice API keeps: its lists (OData: entity sets), the properties of their entries, and who points to whom.

Properties and kinds are the catalogue's; what its sample page leaves out of the lists is added here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue.entities import ENTITIES
from importer.catalogue.jobs import JOBS
from importer.catalogue.kinds import (
    BOOLEAN,
    CODE,
    DATE,
    GUID,
    INTEGER,
    TEXT,
    Kind,
)
from importer.catalogue.spellings import ZERO_GUID
from importer.practice.edm_types import STORED_TYPES

Entry = dict[str, object]  # one entity as JSON has it: every property of its set, and never a null


@dataclass(frozen=True)
class EntitySet:
    """A list of the API: `name` in its address, `noun` for one entry, `key` the property that holds the code."""

    name: str
    noun: str
    key: str
    properties: Mapping[str, Kind]

    def complete(self, values: Mapping[str, object]) -> Entry:
        """`values` with every other property of the set at its 'empty': the database has no nulls."""
        return {**self.empties, **values}

    @cached_property
    def empties(self) -> Entry:
        """Every property at its 'empty'."""
        return {name: STORED_TYPES[kind.edm].empty for name, kind in self.properties.items()}


@dataclass(frozen=True)
class Reference:
    """How an entity names another one: by id, by code, or by the object itself ('' where a way is not open)."""

    id_field: str
    code_field: str
    object_field: str
    target: str  # the name of the entity set
    entity: str  # the entity that `object_field` holds

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The ways that are open, the one that wins first."""
        return tuple(form for form in (self.id_field, self.code_field, self.object_field) if form)


SET_OF_ENTITY: Mapping[str, str] = {
    "job": "Jobs",
    "project": "Project",
    "job_type": "JobType",
    "job_priority": "JobPriority",
    "user": "User",
    "skill": "Skill",
    "equipment_family": "EquipmentFamily",
    "equipment_model": "EquipmentModel",
    "equipment_brand": "EquipmentBrand",
    "project_status": "ProjectStatus",
    "sales_organization": "SalesOrganization",
}
_ALSO: Mapping[str, Mapping[str, Kind]] = {
    "JobType": {"archived": BOOLEAN},
    "JobPriority": {"archived": BOOLEAN},
    "Skill": {"archived": BOOLEAN},
}


def _job_set() -> EntitySet:
    kinds = {field.name: field.kind for field in JOBS if not field.kind.is_embedded}
    return EntitySet("Jobs", "job", "reference_back_office", kinds)


def _set_of(entity: str, name: str) -> EntitySet:
    known = ENTITIES[entity]
    kinds = {part.name: part.kind for part in known.parts if not part.kind.is_embedded}
    return EntitySet(name, known.noun, known.key, {**kinds, **_ALSO.get(name, {})})


def _all_sets() -> Iterator[EntitySet]:
    yield _job_set()
    for entity, name in SET_OF_ENTITY.items():
        if entity != "job":
            yield _set_of(entity, name)
    yield EntitySet("JobStatus", "status", "code", {
        "id": GUID, "code": CODE, "name": TEXT, "sequence": INTEGER, "archived": BOOLEAN,
        "system_job_status_code": CODE, "usable_on_api": BOOLEAN, "modified_dateutc": DATE})  # fmt: skip
    yield EntitySet("Company", "company", "code", {
        "id": GUID, "code": CODE, "name": TEXT, "street": TEXT, "street_number": TEXT, "zip": CODE, "city": TEXT,
        "email": TEXT, "phone": TEXT, "archived": BOOLEAN, "modified_dateutc": DATE})  # fmt: skip
    yield EntitySet("JobPlanning", "planning", "job_id", {
        "id": GUID, "job_id": GUID, "user_id": GUID, "user_code": CODE, "date_start": DATE,
        "modified_dateutc": DATE})  # fmt: skip


ENTITY_SETS: Mapping[str, EntitySet] = {kept.name: kept for kept in _all_sets()}


def _references_of_job() -> Iterator[Reference]:
    codes = {f.lookup.id_field: f.name for f in JOBS if f.lookup and f.lookup.key != "id"}
    objects = {f.name: f.entity for f in JOBS if f.kind.is_embedded}
    for field in JOBS:
        if field.lookup is None or field.lookup.key != "id":
            continue
        stem = field.name.removesuffix("_id")
        held = next((name for name in (stem, f"{stem}_job") if name in objects), "")
        code = codes.get(field.name, "")
        yield Reference(field.name, code, held, field.lookup.listing, objects.get(held, ""))


def _references_of(entity: str) -> Iterator[Reference]:
    for part in ENTITIES[entity].parts:
        if part.kind.is_embedded:
            name = part.name
            yield Reference(f"{name}_id", f"{name}_code", name, SET_OF_ENTITY[part.entity], part.entity)


REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    **{entity: tuple(_references_of(entity)) for entity in ENTITIES},
    "job": tuple(_references_of_job()),
    "project": (
        *_references_of("project"),
        Reference("_parent_id", "_parent_reference_back_office", "", "Project", ""),
        Reference("company_id", "company_code", "", "Company", ""),
    ),
    "equipment_family": (
        *_references_of("equipment_family"),
        Reference("_parent_id", "_parent_code", "", "EquipmentFamily", ""),
    ),
    "job_type": (Reference("sales_organization_id", "", "", "SalesOrganization", ""),),
}


def is_given(value: object) -> bool:
    """False for what means 'empty' in the API: null, blank text, the zero GUID, an object without properties."""
    if isinstance(value, str):
        return value != ZERO_GUID and bool(value.strip())
    return value is not None and value != {}
