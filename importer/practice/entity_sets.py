"""What the practice API stores: its lists (OData: entity sets), and the properties of their entries.

Properties and kinds are the catalogue's; what its sample page leaves out of the lists is added here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue import BOOLEAN, CODE, DATE, ENTITIES, GUID, INTEGER, JOBS, TEXT, ZERO_GUID, Kind
from importer.practice.edm_types import STORED_TYPES

StoredEntity = dict[str, object]  # one entity as JSON has it: every property of its set, and never a null


@dataclass(frozen=True)
class EntitySet:
    """A list of the API: `name` in its address, `noun` for one entry, `key` the property that holds the code."""

    name: str
    noun: str
    key: str
    properties: Mapping[str, Kind]

    def complete(self, values: Mapping[str, object]) -> StoredEntity:
        """`values` with every other property of the set at its 'empty': the database has no nulls."""
        return {**self.empties, **values}

    @cached_property
    def empties(self) -> StoredEntity:
        """Every property at its 'empty'."""
        return {name: STORED_TYPES[kind.edm].empty for name, kind in self.properties.items()}


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


def _make_job_set() -> EntitySet:
    kinds = {field.name: field.kind for field in JOBS if not field.kind.is_embedded}
    return EntitySet("Jobs", "job", "reference_back_office", kinds)


def _set_of(entity: str, name: str) -> EntitySet:
    known = ENTITIES[entity]
    kinds = {part.name: part.kind for part in known.parts if not part.kind.is_embedded}
    return EntitySet(name, known.noun, known.key, {**kinds, **_ALSO.get(name, {})})


def _make_all_sets() -> Iterator[EntitySet]:
    yield _make_job_set()
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


ENTITY_SETS: Mapping[str, EntitySet] = {entity_set.name: entity_set for entity_set in _make_all_sets()}


def is_given(value: object) -> bool:
    """False for what means 'empty' in the API: null, blank text, the zero GUID, an object without properties."""
    if isinstance(value, str):
        return value != ZERO_GUID and bool(value.strip())
    return value is not None and value != {}
