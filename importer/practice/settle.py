"""Who an entity points to: ids and codes looked up, embedded objects found, created or updated, as published.

Of the ways to name another entity the first one that is given wins: the id, then the code, then the object. The id
and the code must exist. An object is looked up by its own id, then by its own code; where it is missing it is
created, and where given properties differ it is updated. In the end the id and the code stand side by side.
"""

from uuid import uuid4

from importer.catalogue.spellings import ZERO_GUID
from importer.practice.entity_sets import ENTITY_SETS, REFERENCES, SET_OF_ENTITY, Entry, Reference, is_given
from importer.practice.instant import now
from importer.practice.refusal import Faults
from importer.practice.requirements import add_missing
from importer.practice.store import Known, Store

Found = dict[str, Known]  # by id field: the entity that it names
_KEPT_BY_SERVER = frozenset({"id", "modified_dateutc"})


def settle(store: Store, entity: str, values: Entry, *, path: str, faults: Faults) -> Found:
    """Replace the forms of each reference in `values` by the id and code of the entity meant.

    References that `values` does not mention are left alone. What cannot be found is added to `faults`.
    """
    found: Found = {}
    for reference in REFERENCES[entity]:
        if not any(form in values for form in reference.forms):
            continue
        target = _target(store, reference, values, path=path, faults=faults)
        values.pop(reference.object_field, None)
        kept = ENTITY_SETS[reference.target]
        values[reference.id_field] = target["id"] if target else ZERO_GUID
        if reference.code_field:
            values[reference.code_field] = target[kept.key] if target else ""
        if target:
            found[reference.id_field] = target
    if entity == "job":
        _fill_company(values, found.get("project_id"))
    return found


def _fill_company(values: Entry, project: Known | None) -> None:
    if project is not None:
        values["company_id"] = project["company_id"]
        values["company_code"] = project["company_code"]


def _target(store: Store, reference: Reference, values: Entry, *, path: str, faults: Faults) -> Known | None:
    for form in reference.forms:
        value = values.get(form)
        if not is_given(value):
            continue
        if form == reference.object_field:
            assert isinstance(value, dict)  # noqa: S101 - checks.py lets nothing else through
            return _embedded(store, reference.entity, value, path=f"{path}.{form}", faults=faults)
        if form == reference.id_field:
            entry = store.entry(reference.target, str(value))
            entries = [entry] if entry else []
        else:
            entries = store.with_key(reference.target, str(value))
        return _only(entries, reference, value, where=f"{path}.{form}", faults=faults)
    return None


def _only(entries: list[Known], reference: Reference, value: object, *, where: str, faults: Faults) -> Known | None:
    noun = ENTITY_SETS[reference.target].noun
    if not entries:
        faults[where].append(f"There is no {noun} '{value}'.")
    elif len(entries) > 1:
        faults[where].append(f"There are {len(entries)} entries with the code '{value}' in the list of {noun}s.")
    else:
        return entries[0]
    return None


def _embedded(store: Store, entity: str, values: Entry, *, path: str, faults: Faults) -> Known | None:
    name = SET_OF_ENTITY[entity]
    known = _known(store, name, values, path=path, faults=faults)
    before = len(faults)
    found = settle(store, entity, values, path=path, faults=faults)
    if known is not None:
        return _updated(store, name, known, values)
    model = found.get("equipment_model_id")
    if entity == "project" and model and not is_given(values.get("equipment_family_id")):
        values["equipment_family_id"] = model["equipment_family_id"]
        values["equipment_family_code"] = model["equipment_family_code"]
    mobile = bool(found.get("project_id", {}).get("is_mobile_installation"))
    if len(faults) == before:
        add_missing(entity, values, path=path, faults=faults, mobile=mobile)
    if len(faults) > before:
        return None
    return _created(store, name, values)


def _known(store: Store, name: str, values: Entry, *, path: str, faults: Faults) -> Known | None:
    """The entity that an embedded object means: by its id, then by its code."""
    kept = ENTITY_SETS[name]
    if is_given(values.get("id")):
        entry = store.entry(name, str(values["id"]))
        if entry is not None:
            return entry
    if not is_given(values.get(kept.key)):
        return None
    entries = store.with_key(name, str(values[kept.key]))
    if len(entries) > 1:
        faults[f"{path}.{kept.key}"].append(f"{len(entries)} entries share the code '{values[kept.key]}'.")
    return entries[0] if entries else None


def _updated(store: Store, name: str, known: Known, values: Entry) -> Known:
    changes = {key: value for key, value in values.items() if key not in _KEPT_BY_SERVER and known[key] != value}
    if not changes:
        return known
    entry = {**known, **changes, "modified_dateutc": now()}
    store.replace(name, entry)
    return entry


def _created(store: Store, name: str, values: Entry) -> Entry:
    entry_id = values["id"] if is_given(values.get("id")) else str(uuid4())
    entry = ENTITY_SETS[name].complete({**values, "id": entry_id, "modified_dateutc": now()})
    store.add(name, entry)
    return entry
