"""What an entity must have, taken as a whole: required fields, 'one of these', an address that is complete."""

from collections.abc import Mapping

from importer.catalogue.jobs import JOBS
from importer.practice.entity_sets import is_given
from importer.practice.refusal import Faults

ADDRESS = tuple(f.name for f in JOBS if f.name.startswith("db_address_") and f.name != "db_address_id")
ADDRESS_NEEDS = ("db_address_street", "db_address_city", "db_address_zip")
_REQUIRED = tuple(f.name for f in JOBS if f.required)
_GROUPS: Mapping[str, tuple[str, ...]] = {
    group: tuple(f.name for f in JOBS if f.one_of == group) for group in dict.fromkeys(f.one_of for f in JOBS) if group
}


def add_missing(entity: str, values: Mapping[str, object], *, path: str, faults: Faults, mobile: bool = False) -> None:
    """Add to `faults` what a new `entity` with these values lacks; `mobile`: its project has no address of its own."""
    if entity == "job":
        _required(_REQUIRED, values, path=path, faults=faults)
        _one_of_each(values, path=path, faults=faults)
        _whole_address(values, path=path, faults=faults, mobile=mobile)
    elif entity == "job_type":
        _required(("name",), values, path=path, faults=faults)
    elif entity == "project":
        _required(("project_status_id", "equipment_family_id"), values, path=path, faults=faults)


def _required(names: tuple[str, ...], values: Mapping[str, object], *, path: str, faults: Faults) -> None:
    for name in names:
        if not is_given(values.get(name)) and f"{path}.{name}" not in faults:
            faults[f"{path}.{name}"].append(f"The {name} field is required.")


def _one_of_each(values: Mapping[str, object], *, path: str, faults: Faults) -> None:
    for forms in _GROUPS.values():
        if any(is_given(values.get(form)) or f"{path}.{form}" in faults for form in forms):
            continue
        *most, last = forms
        faults[f"{path}.{forms[0]}"].append(f"{', '.join(most)} or {last} must be provided.")


def _whole_address(values: Mapping[str, object], *, path: str, faults: Faults, mobile: bool) -> None:
    if mobile or any(is_given(values.get(name)) for name in ADDRESS):
        _required(ADDRESS_NEEDS, values, path=path, faults=faults)
