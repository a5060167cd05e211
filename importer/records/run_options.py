"""The options of a run as they go with its results: in the properties of the workbook, which outlast saving.

A property of a workbook holds 255 characters, so the JSON is in pieces. Another person's file is read: whatever is not
as it is written here is as if it were not there.
"""

import json
from collections.abc import Mapping
from typing import Any

from importer.catalogue import find_field
from importer.settings import Options, find_fault, find_zone

_NAME = "importer.options"
_PIECE, _MOST = 250, 200  # characters of a piece, and pieces: more is only in the journal
ZONE_UNKNOWN = "zone_unknown"  # of results whose run may have had one that nobody knows here
READING = ("heading_row", "skip_hidden", "skip_struck", "decimal", "date_order", "empty", "by_name", "timezone")


def choose_options_to_save(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a request, as the journal has it, says how its sheet is read: given options, decided headings, values."""
    reading = asked.get("reading") or {}
    unset: tuple[object, ...] = (None, False, [], ())
    given = {name: value for name in READING if (value := reading.get(name)) not in unset}
    mapping = {name: decided for name, decided in (asked.get("mapping") or {}).items() if decided}
    parts = (("reading", given), ("mapping", mapping), (ZONE_UNKNOWN, asked.get(ZONE_UNKNOWN)))
    return {name: part for name, part in parts if part}


def to_properties(asked: Mapping[str, Any]) -> dict[str, str]:
    """The properties that hold the options of a request."""
    text = json.dumps(choose_options_to_save(asked))
    pieces = [text[first : first + _PIECE] for first in range(0, len(text), _PIECE)]
    pieces = pieces if len(pieces) <= _MOST else []
    return {_NAME: str(len(pieces))} | {f"{_NAME}.{number}": piece for number, piece in enumerate(pieces, 1)}


def read_options(properties: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The options among the properties of a workbook; None where it does not say, or says what is not sound."""
    count = properties.get(_NAME, "")
    if not (count.isascii() and count.isdecimal() and len(count) <= len(str(_MOST))):
        return None
    try:
        saved = json.loads("".join(properties[f"{_NAME}.{number}"] for number in range(1, int(count) + 1)))
        json.dumps(saved, ensure_ascii=False).encode()  # half a character cannot be written again
    except (KeyError, ValueError, RecursionError):
        return None
    return saved if _is_sound(saved) else None


def _is_sound(saved: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    if not isinstance(saved, dict) or not saved.keys() <= {"reading", "mapping", ZONE_UNKNOWN}:
        return False
    if saved.get(ZONE_UNKNOWN, True) is not True:
        return False
    reading, mapping = saved.get("reading", {}), saved.get("mapping", {})
    return (
        isinstance(reading, dict)
        and isinstance(mapping, dict)
        and all(name in READING and _can_be(name, value) for name, value in reading.items())
        and mapping.keys() <= {"columns", "values", "constants", "rows", "fields"}
        and all(isinstance(mapping.get(name, {}), dict) for name in ("rows", "fields"))
        and _are_texts(mapping.get("columns", {}))
        and all(not name or find_field(name) for name in mapping.get("columns", {}).values())
        and _are_texts(mapping.get("constants", {}))
        and isinstance(mapping.get("values", {}), dict)
        and all(map(_are_texts, mapping.get("values", {}).values()))
        and all(map(find_field, (*mapping.get("constants", {}), *mapping.get("values", {}))))
    )


def _are_texts(pairs: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    return isinstance(pairs, dict) and all(isinstance(text, str) for text in pairs.values())


def _can_be(name: str, value: Any) -> bool:  # noqa: ANN401 - anything that JSON holds
    usual = getattr(Options(), name)
    if isinstance(usual, bool):
        return value is not usual and isinstance(value, bool)
    if isinstance(usual, tuple):
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    if name == "timezone":
        return isinstance(value, str) and find_zone(value) is not None
    return value is not None and not find_fault(Options, name, value)
