"""Headings that we know over cells that plainly are something else: dates under a status, numbers under a city."""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from importer.catalogue import ADDRESS_NEEDED, Field, find_status_meaning, strip_accents
from importer.mapping.evidence import MOST, are_marks
from importer.mapping.times_of_day import is_time_of_day

_STATUS = "job_status_code"
_FEWEST = 2  # different values; a single one may be a slip, which is told at its cell
_DECIMAL = re.compile(r"-?[0-9]+[.,][0-9]+")
_DIGITS = re.compile(r"[0-9]{1,4}")  # too few for a date, in Excel's numbers too
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[ T].*)?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}(?: .*)?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
)
_STATE = re.compile(r"(?:^|[^a-z])(state|estado|stato|staat|etat)(?:$|[^a-z])")  # of the work, or of a country
_TWO_LETTERS = re.compile(r"[A-Z]{2}")


def is_contradicted(field: Field, heading: str, values: Sequence[str], filled: AbstractSet[str]) -> bool:
    """Whether nearly all values below a known heading plainly are no values of its field; `filled` are the others."""
    if len(values) < _FEWEST:
        return False
    if is_time_of_day(field, heading, values) or (_is_read(field) and are_marks(values)):
        return True
    if field.name == _STATUS and _are_states_of_a_country(heading, values, filled):
        return True
    is_other = _rule_of(field)
    return is_other is not None and sum(map(is_other, values)) >= MOST * len(values)


def _is_read(field: Field) -> bool:
    return field.kind.is_date or (field.kind.is_wording and not field.kind.is_id)


def _are_states_of_a_country(heading: str, values: Sequence[str], filled: AbstractSet[str]) -> bool:
    found = _STATE.search(strip_accents(heading).casefold())
    if found is None or any(map(find_status_meaning, values)):
        return False
    if all(map(_TWO_LETTERS.fullmatch, values)):
        return True
    return found[1] == "state" and not filled.isdisjoint(ADDRESS_NEEDED) and all(map(_has_no_digit, values))


@cache
def _rule_of(field: Field) -> Callable[[str], bool] | None:
    """Whether a value is plainly something else; None where anything may be a value."""
    if field.kind.is_date:
        return lambda value: _DIGITS.fullmatch(value) is not None or _DECIMAL.fullmatch(value) is not None
    return _OTHERS.get(field.name)


def _is_moment(value: str) -> bool:
    return _MOMENT.fullmatch(value) is not None


def _is_moment_or_amount(value: str) -> bool:
    return _is_moment(value) or _DECIMAL.fullmatch(value) is not None


def _has_no_letter(value: str) -> bool:
    return not any(map(str.isalpha, value))


def _has_no_digit(value: str) -> bool:
    return not any(map(str.isdigit, value))


_OTHERS: Mapping[str, Callable[[str], bool]] = {
    "name": _is_moment,
    "description": _is_moment,
    _STATUS: _is_moment_or_amount,
    "job_type_code": _is_moment_or_amount,
    "job_priority_code": _is_moment_or_amount,
    "skill_code": _is_moment_or_amount,
    "suggested_user_code": _is_moment_or_amount,
    "db_address_street": _has_no_letter,
    "db_address_city": _has_no_letter,
    "db_address_zip": _has_no_digit,
    "db_address_phone": _has_no_digit,
    "db_address_email": lambda value: "@" not in value,
}
