"""The types of OData that the practice API has: its schema, its value where none is given, its filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from importer.catalogue import DATE, LARGEST_INTEGER, ZERO_GUID, EdmType, spell_guid

UNSET_DATE = "1980-01-01T00:00:00Z"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class StoredType:
    """A type: its OpenAPI `schema`, its `empty`, and the `literals` of a filter that it can be compared with.

    `operand` makes the parameter of such a literal, None where it is not of the type. `in_sql` wraps the column.
    """

    schema: Mapping[str, object]
    empty: object
    literals: frozenset[str]
    operand: Callable[[str], object | None]
    in_sql: str = "{}"
    is_ordered: bool = True


def to_instant(text: str) -> int | None:
    """Microseconds since 1970 of an ISO date, with or without time and zone (none: UTC); None where it is none."""
    spelled = DATE.to_canonical(text)
    if not spelled:
        return None
    moment = datetime.fromisoformat(spelled)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def read_clock() -> str:
    """The present moment as the API writes it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def to_guid(text: str) -> str | None:
    """The id as the API spells it: None where the text is not a GUID."""
    spelled = spell_guid(text)
    return None if spelled is None else spelled or ZERO_GUID


def _to_number(text: str) -> float | None:
    if not text.lstrip("-").isdigit():
        return float(text)
    if len(text) > len(str(LARGEST_INTEGER)) + 1 or abs(int(text)) > LARGEST_INTEGER:
        return None
    return int(text)


def _to_truth(text: str) -> int:
    return int(text == "true")


_DATE_SCHEMA = {"type": "string", "description": "ISO 8601: 2026-12-31, or with time and zone."}
_INTEGER_SCHEMA = {"type": "integer", "format": "int64"}
STORED_TYPES: Mapping[EdmType, StoredType] = {
    "Guid": StoredType({"type": "string", "format": "uuid"}, ZERO_GUID, frozenset({"guid", "text"}), to_guid),
    "String": StoredType({"type": "string"}, "", frozenset({"text"}), str),
    "Int64": StoredType(_INTEGER_SCHEMA, 0, frozenset({"number"}), _to_number),
    "Decimal": StoredType({"type": "number"}, 0, frozenset({"number"}), _to_number),
    "DateTimeOffset": StoredType(_DATE_SCHEMA, UNSET_DATE, frozenset({"date", "text"}), to_instant, "instant({})"),
    "Boolean": StoredType({"type": "boolean"}, False, frozenset({"boolean"}), _to_truth, is_ordered=False),
}
