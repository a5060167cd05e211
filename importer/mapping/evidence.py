"""What the values of a column say about its field: whether they are of its kind, whatever its heading is."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pandas as pd

from importer.catalogue import EMAIL, NO_WORDS, PARENT_REFERENCE, REFERENCE, YES_WORDS, Field, strip_accents
from importer.mapping.durations import days_of, minutes_of

SAMPLE = 200  # different values of a column; more of them say no more
_FIRST = 5_000  # rows in which they are looked for
MOST = 0.8  # of the values of a column fit, where it is taken for sure by a word of another system

_LONG_NUMBER = re.compile("[0-9]{10}")  # it names something: nothing takes so long
_DATE = re.compile(
    r"\d{1,4}\s?[-./ ]\s?(?:\d{1,2}|[^\W\d]{3,}\.?)\s?[-./ ,]\s?\d{1,4}(?:\D.*)?|(?:19|20)\d{6}|[34]\d{4}(?:\.\d+)?"
    r"|[^\W\d]{3,}\.? \d{1,2},? \d{4}.*"
    r"|(?:[^\W\d]{2,10}\.?,? )?\d{1,2}(?:er|st|nd|rd|th|º|e)?\.?[-./ ](?:(?:de|den|of) )?(?:\d{1,2}|[^\W\d]{3,10}\.?)"
    r"[-./ ,](?:de |del )?(?:19|20)\d{2}(?:,? \d.*)?"
)
_WRITTEN_DATE = re.compile(r"\d{1,4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,4}(?:[ T].*)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")
_AMOUNT = re.compile(r"[-+]?(?:\d[\d.,' \u00a0\u202f]*+[^\W\d]{0,10}\.?\s?){1,3}")
_CODE = re.compile(r"(?=.*\d)\S{1,30}|(?=.*\d)\S+ \S{1,20}")
_PHONE = re.compile(r"(?:\D{0,6}\d){6,15}\D{0,12}")
_ZIP = re.compile(r"(?=.*\d)[\w -]{3,12}")
_HOUSE_NUMBER = re.compile(
    r"[0-9]{1,4}(?:\s*[-/]?\s*[a-z]{1,3})?(?:\s*[-/ ]\s*[0-9]{1,3}[a-z]?)?(?:[\s,/]*(?:bus|box|bte|apt)\.?\s*\w+)?",
    re.IGNORECASE,
)
_TWO_LETTERS = re.compile(r"[A-Z]{2}")
_YES_OR_NO = frozenset({*map(strip_accents, YES_WORDS | NO_WORDS), "x", "on", "off", ""})
_DIGITS = frozenset("01")


def sample_of(cells: pd.Series) -> list[str]:
    """The different values of a column, up to SAMPLE of them, without white space around them."""
    first = cells.iloc[:_FIRST].str.strip()
    found: list[str] = first[first != ""].drop_duplicates().head(SAMPLE).tolist()
    return found


def can_be(field: Field, values: Sequence[str]) -> bool:
    """Whether half of the values of a column, as a person wrote them, may be of the field's kind; True of none."""
    return measure_fit(field, values) >= 0.5  # noqa: PLR2004 - half


def can_well_be(field: Field, values: Sequence[str]) -> bool:
    """Whether nearly all of the values may be of the field's kind; True where there is none."""
    return measure_fit(field, values) >= MOST


def measure_fit(field: Field, values: Sequence[str]) -> float:
    """How many of the values, of 1, may be of the field's kind; 1 where there is none."""
    bare = [value.strip() for value in values]
    if not bare:
        return 1.0
    if not _is_open_to_marks(field) and are_marks(bare):
        return 0.0
    fits = _rule_of(field)
    return sum(fits(value) for value in bare) / len(bare)


def identify(values: pd.Series) -> bool:
    """Whether nearly all of the values differ, as the numbers of work orders do."""
    return values.nunique() >= MOST * len(values)


def is_long(values: Sequence[str]) -> bool:
    """Whether the values are sentences rather than titles."""
    return bool(values) and sum(map(len, values)) > _TITLE * len(values)


def are_marks(values: Sequence[str]) -> bool:
    """Whether the values only say yes or no, in any language, or are crosses."""
    words = {strip_accents(value).casefold() for value in values}
    return words <= _YES_OR_NO and (len(words) > 1 or len(values) > 1) and not words <= {*_DIGITS}


def _is_open_to_marks(field: Field) -> bool:
    return field.kind.is_number or (field.lookup is not None and field.lookup.key == "id")


@cache
def _rule_of(field: Field) -> Callable[[str], bool]:
    if field.kind.is_date:
        return _is_date
    if field.minimum is not None and field.minimum < 0:
        return lambda value: _is_degree(value, field.minimum or 0, field.maximum or 0)
    if field.kind.is_number:
        return _is_amount
    return _RULES.get(field.name) or (_is_wording if field.kind.is_wording else lambda value: _is_code(field, value))


def _is_date(value: str) -> bool:
    return _DATE.fullmatch(value) is not None


def _is_amount(value: str) -> bool:
    if _LONG_NUMBER.search(value):
        return False
    if minutes_of(value) is not None or days_of(value) is not None:
        return True
    return len(value) <= _LONGEST_AMOUNT and _AMOUNT.fullmatch(value) is not None and not _is_moment(value)


def _is_moment(value: str) -> bool:
    return _WRITTEN_DATE.fullmatch(value) is not None


def _is_degree(value: str, low: int, high: int) -> bool:
    try:
        return low <= float(value.replace(",", ".")) <= high
    except ValueError:
        return False


def _is_wording(value: str) -> bool:
    return not (_is_moment(value) or _TIME.fullmatch(value))


def _has_letters(value: str) -> bool:
    return _is_wording(value) and any(map(str.isalpha, value))


def _is_code(field: Field, value: str) -> bool:
    if field.kind.is_id:
        return field.kind.is_valid(value)
    return _is_wording(value) and len(value) <= _LONGEST_CODE and "\n" not in value


def _is_number_of_job(value: str) -> bool:
    return _CODE.fullmatch(value) is not None and _is_wording(value)


_LONGEST_CODE = 80
_LONGEST_AMOUNT = 30
_TITLE = 60  # letters
_RULES: Mapping[str, Callable[[str], bool]] = {
    "name": _has_letters,
    "description": _has_letters,
    REFERENCE: _is_number_of_job,
    PARENT_REFERENCE: _is_number_of_job,
    "job_status_code": lambda value: _is_wording(value) and not _TWO_LETTERS.fullmatch(value),
    "suggested_user_code": lambda value: (_is_wording(value) and not _NUMBER.fullmatch(value)) or value.isdigit(),
    "db_address_street": _has_letters,
    "db_address_street_number": lambda value: _HOUSE_NUMBER.fullmatch(value) is not None,
    "db_address_city": _has_letters,
    "db_address_zip": lambda value: _ZIP.fullmatch(value) is not None and not _is_moment(value),
    "db_address_phone": lambda value: _PHONE.fullmatch(value) is not None and not _is_moment(value),
    "db_address_email": lambda value: EMAIL.fullmatch(value) is not None,
}
