"""The server's own checks of a body: type, length and range of each value as published, then what is missing.

They know nothing of what is stored: `references.py` looks up what the values name.
"""

import math
import re
from collections.abc import Callable, Mapping

from importer.catalogue import (
    ADDRESS_BLOCK,
    ADDRESS_NEEDED,
    DATE,
    EMAIL,
    ENTITIES,
    GUID,
    JOBS,
    LARGEST_INTEGER,
    ZERO_GUID,
    EdmType,
    Field,
    count_units,
)
from importer.files import HALF_PAIR
from importer.practice.edm_types import UNSET_DATE, to_guid
from importer.practice.entity_sets import StoredEntity, is_given
from importer.practice.http_errors import ModelState

_REQUIRED = tuple(f.name for f in JOBS if f.required)
_GROUPS: Mapping[str, tuple[str, ...]] = {
    group: tuple(f.name for f in JOBS if f.one_of == group) for group in dict.fromkeys(f.one_of for f in JOBS) if group
}
_CANONICAL_GUID = re.compile(GUID.pattern)


class _WrongValue(ValueError):
    """The value cannot be stored; the text says why, as ASP.NET words it."""


def _properties_of(entity: str) -> Mapping[str, Field]:
    return {
        p.name: Field(
            p.name, "", p.kind, "", entity=p.entity, max_length=p.max_length, read_only=p.name == "modified_dateutc"
        )
        for p in ENTITIES[entity].parts
    }


PROPERTIES: Mapping[str, Mapping[str, Field]] = {  # what a body may have
    "job": {field.name: field for field in JOBS},
    **{entity: _properties_of(entity) for entity in ENTITIES},
}


def check_values(body: Mapping[str, object], entity: str, *, path: str, errors: ModelState) -> StoredEntity:
    """The properties of `body` that the API knows, as they are stored; what is wrong is added to `errors`.

    Text and dates stay as sent, ids become canonical, nulls and unknown or read-only properties are left out.
    """
    known = PROPERTIES[entity]
    values: StoredEntity = {}
    for name, value in body.items():
        rule = known.get(name)
        if rule is None or rule.read_only or value is None:
            continue
        where = f"{path}.{name}"
        if rule.kind.is_embedded:
            values[name] = _check_object(value, rule, path=where, errors=errors)
            continue
        try:
            values[name] = _READ[rule.kind.edm](rule, value)
        except _WrongValue as unfit:
            errors[where].append(str(unfit))
    return values


def _check_object(value: object, rule: Field, *, path: str, errors: ModelState) -> StoredEntity:
    if isinstance(value, dict):
        return check_values(value, rule.entity, path=path, errors=errors)
    errors[path].append(_say_cannot_be(value, "an object"))
    return {}


def _say_cannot_be(value: object, wanted: str) -> str:
    return f"Error converting value {value!r:.100} to {wanted}."


def _check_guid(_rule: Field, value: object) -> str:
    if isinstance(value, str):
        if _CANONICAL_GUID.fullmatch(value):
            return value
        if (spelled := to_guid(value) if value.strip() else ZERO_GUID) is not None:
            return spelled
    raise _WrongValue(_say_cannot_be(value, "type 'System.Guid'"))


def _check_text(rule: Field, value: object) -> str:
    if not isinstance(value, str):
        raise _WrongValue(_say_cannot_be(value, "type 'System.String'"))
    if HALF_PAIR.search(value):
        raise _WrongValue(f"The field {rule.name} holds half a character (a lone surrogate).")
    if rule.max_length is not None and count_units(value) > rule.max_length:
        raise _WrongValue(f"The field {rule.name} must be a string with a maximum length of {rule.max_length}.")
    if rule.email and value.strip() and not EMAIL.fullmatch(value):
        raise _WrongValue(f"The {rule.name} field is not a valid e-mail address.")
    return value


def _check_integer(rule: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _WrongValue(_say_cannot_be(value, "type 'System.Int64'"))
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise _WrongValue(f"The field {rule.name} holds a number that is too large.")
    _check_range(rule, value)
    return value


def _check_decimal(rule: Field, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WrongValue(_say_cannot_be(value, "type 'System.Decimal'"))
    _check_range(rule, value)
    if not math.isfinite(value):
        raise _WrongValue(f"The field {rule.name} holds a number that is too large.")
    return value


def _check_range(rule: Field, value: float) -> None:
    if rule.minimum is not None and value < rule.minimum:
        raise _WrongValue(f"The field {rule.name} must not be below {rule.minimum}.")
    if rule.maximum is not None and value > rule.maximum:
        raise _WrongValue(f"The field {rule.name} must not be above {rule.maximum}.")


def _check_date(_rule: Field, value: object) -> str:
    if isinstance(value, str) and not value.strip():
        return UNSET_DATE
    if not isinstance(value, str) or not DATE.to_canonical(value):
        raise _WrongValue(_say_cannot_be(value, "type 'System.DateTimeOffset'"))
    return value


def _check_boolean(_rule: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongValue(_say_cannot_be(value, "type 'System.Boolean'"))
    return value


_READ: Mapping[EdmType, Callable[[Field, object], object]] = {
    "Guid": _check_guid,
    "String": _check_text,
    "Int64": _check_integer,
    "Decimal": _check_decimal,
    "DateTimeOffset": _check_date,
    "Boolean": _check_boolean,
}


def add_missing(
    entity: str, values: Mapping[str, object], *, path: str, errors: ModelState, mobile: bool = False
) -> None:
    """Add to `errors` what a new `entity` with these values lacks; `mobile`: its project has no address of its own."""
    if entity == "job":
        _check_required(_REQUIRED, values, path=path, errors=errors)
        _check_one_of_each(values, path=path, errors=errors)
        _check_whole_address(values, path=path, errors=errors, mobile=mobile)
    elif entity == "job_type":
        _check_required(("name",), values, path=path, errors=errors)
    elif entity == "project":
        _check_required(("project_status_id", "equipment_family_id"), values, path=path, errors=errors)


def _check_required(names: tuple[str, ...], values: Mapping[str, object], *, path: str, errors: ModelState) -> None:
    for name in names:
        if not is_given(values.get(name)) and f"{path}.{name}" not in errors:
            errors[f"{path}.{name}"].append(f"The {name} field is required.")


def _check_one_of_each(values: Mapping[str, object], *, path: str, errors: ModelState) -> None:
    for forms in _GROUPS.values():
        if any(is_given(values.get(form)) or f"{path}.{form}" in errors for form in forms):
            continue
        *most, last = forms
        errors[f"{path}.{forms[0]}"].append(f"{', '.join(most)} or {last} must be provided.")


def _check_whole_address(values: Mapping[str, object], *, path: str, errors: ModelState, mobile: bool) -> None:
    if mobile or any(is_given(values.get(name)) for name in ADDRESS_BLOCK):
        _check_required(ADDRESS_NEEDED, values, path=path, errors=errors)
