"""The server's own look at a body: is every value of the type, length and range that the published page says?

These checks see one value each and know nothing of what is stored; `requirements.py` judges the whole.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from importer.catalogue.entities import ENTITIES
from importer.catalogue.jobs import JOBS
from importer.catalogue.kinds import DATE, EMAIL, GUID, EdmType, Kind
from importer.catalogue.spellings import LARGEST_INTEGER, ZERO_GUID
from importer.practice.edm_types import UNSET_DATE
from importer.practice.entity_sets import Entry
from importer.practice.refusal import Faults


@dataclass(frozen=True)
class Property:
    """One property that a body may have, and what limits it."""

    name: str
    kind: Kind
    entity: str = ""
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    email: bool = False
    read_only: bool = False
    description: str = ""


_CANONICAL_GUID = re.compile(GUID.already)


class _Unfit(ValueError):
    """The value cannot be stored; the text says why, as ASP.NET words it."""


def _properties_of_job() -> Mapping[str, Property]:
    return {
        f.name: Property(
            f.name, f.kind, f.entity, f.max_length, f.minimum, f.maximum, f.email, f.read_only, f.description
        )
        for f in JOBS
    }


def _properties_of(entity: str) -> Mapping[str, Property]:
    return {
        p.name: Property(p.name, p.kind, p.entity, p.max_length, read_only=p.name == "modified_dateutc")
        for p in ENTITIES[entity].parts
    }


PROPERTIES: Mapping[str, Mapping[str, Property]] = {
    "job": _properties_of_job(),
    **{entity: _properties_of(entity) for entity in ENTITIES},
}


def checked(body: Mapping[str, object], entity: str, *, path: str, faults: Faults) -> Entry:
    """The properties of `body` that the API knows, as they are stored; what is wrong is added to `faults`.

    Text and dates stay as sent, ids become canonical, nulls and unknown or read-only properties are left out.
    """
    known = PROPERTIES[entity]
    values: Entry = {}
    for name, value in body.items():
        rule = known.get(name)
        if rule is None or rule.read_only or value is None:
            continue
        where = f"{path}.{name}"
        if rule.kind.is_embedded:
            values[name] = _checked_object(value, rule, path=where, faults=faults)
            continue
        try:
            values[name] = _READ[rule.kind.edm](rule, value)
        except _Unfit as unfit:
            faults[where].append(str(unfit))
    return values


def _checked_object(value: object, rule: Property, *, path: str, faults: Faults) -> Entry:
    if isinstance(value, dict):
        return checked(value, rule.entity, path=path, faults=faults)
    faults[path].append(_cannot_be(value, "an object"))
    return {}


def _cannot_be(value: object, wanted: str) -> str:
    return f"Error converting value {value!r:.100} to {wanted}."


def _guid(_rule: Property, value: object) -> str:
    if isinstance(value, str):
        if _CANONICAL_GUID.fullmatch(value):
            return value
        spelled = GUID.canonical(value) if value.strip() else ""
        if spelled is not None:
            return spelled or ZERO_GUID
    raise _Unfit(_cannot_be(value, "type 'System.Guid'"))


def _text(rule: Property, value: object) -> str:
    if not isinstance(value, str):
        raise _Unfit(_cannot_be(value, "type 'System.String'"))
    length = len(value) if value.isascii() else _utf16_units(value, rule)
    if rule.max_length is not None and length > rule.max_length:
        raise _Unfit(f"The field {rule.name} must be a string with a maximum length of {rule.max_length}.")
    if rule.email and value.strip() and not EMAIL.fullmatch(value):
        raise _Unfit(f"The {rule.name} field is not a valid e-mail address.")
    return value


def _utf16_units(value: str, rule: Property) -> int:
    try:
        return len(value.encode("utf-16-le")) // 2  # as .NET counts
    except UnicodeEncodeError:
        raise _Unfit(f"The field {rule.name} holds half a character (a lone surrogate).") from None


def _integer(rule: Property, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Unfit(_cannot_be(value, "type 'System.Int64'"))
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise _Unfit(f"The field {rule.name} holds a number that is too large.")
    _in_range(rule, value)
    return value


def _decimal(rule: Property, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Unfit(_cannot_be(value, "type 'System.Decimal'"))
    _in_range(rule, value)
    if not math.isfinite(value):
        raise _Unfit(f"The field {rule.name} holds a number that is too large.")
    return value


def _in_range(rule: Property, value: float) -> None:
    if rule.minimum is not None and value < rule.minimum:
        raise _Unfit(f"The field {rule.name} must not be below {rule.minimum}.")
    if rule.maximum is not None and value > rule.maximum:
        raise _Unfit(f"The field {rule.name} must not be above {rule.maximum}.")


def _date(_rule: Property, value: object) -> str:
    if isinstance(value, str) and not value.strip():
        return UNSET_DATE
    if not isinstance(value, str) or not DATE.canonical(value):
        raise _Unfit(_cannot_be(value, "type 'System.DateTimeOffset'"))
    return value


def _boolean(_rule: Property, value: object) -> bool:
    if not isinstance(value, bool):
        raise _Unfit(_cannot_be(value, "type 'System.Boolean'"))
    return value


_READ: Mapping[EdmType, Callable[[Property, object], object]] = {
    "Guid": _guid,
    "String": _text,
    "Int64": _integer,
    "Decimal": _decimal,
    "DateTimeOffset": _date,
    "Boolean": _boolean,
}
