"""What an entity points to: ids and codes looked up, embedded objects found, created or updated, as published.

Of the ways to name another entity the first one that is given wins: the id, then the code, then the object. The id
and the code must exist. An object is looked up by its own id, then by its own code; where it is missing it is
created, and where given properties differ it is updated. In the end the id and the code stand side by side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from importer.catalogue import ENTITIES, JOBS, ZERO_GUID
from importer.practice.checks import add_missing
from importer.practice.edm_types import read_clock
from importer.practice.entity_sets import ENTITY_SETS, SET_OF_ENTITY, StoredEntity, is_given
from importer.practice.http_errors import ModelState
from importer.practice.store import Store, StoredValues

Targets = dict[str, StoredValues]  # by id field: the entity that it names
_SET_BY_SERVER = frozenset({"id", "modified_dateutc"})


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


def _list_job_references() -> Iterator[Reference]:
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
    "job": tuple(_list_job_references()),
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


def resolve_references(store: Store, entity: str, values: StoredEntity, *, path: str, errors: ModelState) -> Targets:
    """Replace the forms of each reference in `values` by the id and code of the entity meant.

    References that `values` does not mention are left alone. What cannot be found is added to `errors`.
    """
    targets: Targets = {}
    for reference in REFERENCES[entity]:
        if not any(form in values for form in reference.forms):
            continue
        target = _find_target(store, reference, values, path=path, errors=errors)
        values.pop(reference.object_field, None)
        entity_set = ENTITY_SETS[reference.target]
        values[reference.id_field] = target["id"] if target else ZERO_GUID
        if reference.code_field:
            values[reference.code_field] = target[entity_set.key] if target else ""
        if target:
            targets[reference.id_field] = target
    if entity == "job":
        _fill_company(values, targets.get("project_id"))
    return targets


def _fill_company(values: StoredEntity, project: StoredValues | None) -> None:
    if project is not None:
        values["company_id"] = project["company_id"]
        values["company_code"] = project["company_code"]


def _find_target(
    store: Store, reference: Reference, values: StoredEntity, *, path: str, errors: ModelState
) -> StoredValues | None:
    for form in reference.forms:
        value = values.get(form)
        if not is_given(value):
            continue
        if form == reference.object_field:
            assert isinstance(value, dict)  # noqa: S101 - checks.py lets nothing else through
            return _resolve_object(store, reference.entity, value, path=f"{path}.{form}", errors=errors)
        if form == reference.id_field:
            entry = store.find_entry(reference.target, str(value))
            entries = [entry] if entry else []
        else:
            entries = store.find_by_key(reference.target, str(value))
        return _find_only(entries, reference, value, where=f"{path}.{form}", errors=errors)
    return None


def _find_only(
    entries: list[StoredValues], reference: Reference, value: object, *, where: str, errors: ModelState
) -> StoredValues | None:
    noun = ENTITY_SETS[reference.target].noun
    if not entries:
        errors[where].append(f"There is no {noun} '{value}'.")
    elif len(entries) > 1:
        errors[where].append(f"There are {len(entries)} entries with the code '{value}' in the list of {noun}s.")
    else:
        return entries[0]
    return None


def _resolve_object(
    store: Store, entity: str, values: StoredEntity, *, path: str, errors: ModelState
) -> StoredValues | None:
    name = SET_OF_ENTITY[entity]
    known = _find_object(store, name, values, path=path, errors=errors)
    before = len(errors)
    found = resolve_references(store, entity, values, path=path, errors=errors)
    if known is not None:
        return _update(store, name, known, values)
    model = found.get("equipment_model_id")
    if entity == "project" and model and not is_given(values.get("equipment_family_id")):
        values["equipment_family_id"] = model["equipment_family_id"]
        values["equipment_family_code"] = model["equipment_family_code"]
    mobile = bool(found.get("project_id", {}).get("is_mobile_installation"))
    if len(errors) == before:
        add_missing(entity, values, path=path, errors=errors, mobile=mobile)
    if len(errors) > before:
        return None
    return _create(store, name, values)


def _find_object(
    store: Store, name: str, values: StoredEntity, *, path: str, errors: ModelState
) -> StoredValues | None:
    """The entity that an embedded object means: by its id, then by its code."""
    entity_set = ENTITY_SETS[name]
    if is_given(values.get("id")):
        entry = store.find_entry(name, str(values["id"]))
        if entry is not None:
            return entry
    if not is_given(values.get(entity_set.key)):
        return None
    entries = store.find_by_key(name, str(values[entity_set.key]))
    if len(entries) > 1:
        errors[f"{path}.{entity_set.key}"].append(f"{len(entries)} entries share the code '{values[entity_set.key]}'.")
    return entries[0] if entries else None


def _update(store: Store, name: str, known: StoredValues, values: StoredEntity) -> StoredValues:
    changes = {key: value for key, value in values.items() if key not in _SET_BY_SERVER and known[key] != value}
    if not changes:
        return known
    entry = {**known, **changes, "modified_dateutc": read_clock()}
    store.replace(name, entry)
    return entry


def _create(store: Store, name: str, values: StoredEntity) -> StoredEntity:
    entry_id = values["id"] if is_given(values.get("id")) else str(uuid4())
    entry = ENTITY_SETS[name].complete({**values, "id": entry_id, "modified_dateutc": read_clock()})
    store.add(name, entry)
    return entry
