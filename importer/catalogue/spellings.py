"""Text -> the one canonical spelling of a value, None where it is not one; never an exception. And whether the value
that a server gives back is the one that was sent.

A server has its own spelling: ids in upper case, dates with a zone, its 'empty' where nothing was sent.
"""

import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from importer.catalogue.canonical import to_canonical_text, to_normal_form

YES_WORDS = frozenset(
    {"true", "yes", "y", "1", "ja", "oui", "si", "sí", "sì", "sim", "vrai", "wahr", "waar", "vero"}
    | {"verdadero", "verdadeiro"}
)
NO_WORDS = frozenset({"false", "no", "n", "0", "nee", "nein", "non", "nao", "não", "faux", "falsch", "onwaar", "falso"})
ZERO_GUID = "00000000-0000-0000-0000-000000000000"
LARGEST_INTEGER = 2**63 - 1  # 'integer' on the API's help page is a .NET Int32 or Int64
_MOST_DIGITS = len(str(-LARGEST_INTEGER))  # Python makes no number of 5,000

_GUID = re.compile(r"[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}")
_INTEGER = re.compile(r"([+-]?)(?=[0-9])0*+([0-9]*+)(?:\.0*+)?")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]{1,3})?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]{1,7})?\s?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


def spell_guid(text: str) -> str | None:
    """In lower case with dashes; '' for the zero id, which is the API's 'empty'."""
    bare = text.strip().lower()
    if bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    if not _GUID.fullmatch(bare):
        return None
    spelled = str(UUID(bare))
    return "" if spelled == ZERO_GUID else spelled


def spell_integer(text: str) -> str | None:
    """Digits alone, with a minus where it is below zero."""
    found = _INTEGER.fullmatch(text.strip())
    if not found:
        return None
    sign, digits = found.groups()
    return (sign.strip("+") + digits) if digits else "0"


def spell_decimal(text: str) -> str | None:
    """In plain digits, without zeros that say nothing."""
    bare = text.strip()
    if not _DECIMAL.fullmatch(bare):
        return None
    number = Decimal(bare)
    return format(number.normalize(), "f") if number else "0"


def spell_date(text: str) -> str | None:
    """As ISO 8601 has it: 2026-12-31, or 2026-12-31T09:00:00 with its zone if it has one."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    day, minutes, seconds, fraction, offset = found.groups()
    zone = offset or ""
    if zone not in {"", "Z"} and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:] or '00'}"
    try:
        date.fromisoformat(day)
        if minutes is None:
            return day
        datetime.fromisoformat(f"{day}T{minutes}{seconds or ':00'}{zone}")
    except ValueError:
        return None
    return f"{day}T{minutes}{seconds or ':00'}{fraction or ''}{zone}"


def spell_boolean(text: str) -> str | None:
    """'true' or 'false', also for yes and no in seven languages."""
    word = to_normal_form("NFC", text.strip()).casefold()
    return "true" if word in YES_WORDS else "false" if word in NO_WORDS else None


def is_64_bit(digits: str) -> bool:
    """True where a whole number fits into the API's 64 bits."""
    return len(digits) <= _MOST_DIGITS and abs(int(digits)) <= LARGEST_INTEGER


def is_exact(text: str) -> bool:
    """True where the decimal `text` survives the trip through a JSON number (an IEEE double) unchanged."""
    number = float(text)
    return number not in (float("inf"), float("-inf")) and Decimal(repr(number)) == Decimal(text)


NOT_SET = "1980-01-01"  # the API's date for 'none'
_NEAR = 1e-6  # degrees: a tenth of a metre
_SAME_SECOND = 1.0


def is_same_text(ours: object, theirs: object) -> bool:
    """The same but for what nobody sees: white space, line ends, how an accented letter is made up."""
    left, right = _to_text(ours), _to_text(theirs)
    return left == right or to_canonical_text(left) == to_canonical_text(right)


def is_same_number(ours: object, theirs: object) -> bool:
    """The same but for rounding; nothing is zero."""
    left, right = _to_number(ours), _to_number(theirs)
    return right is not None and math.isclose(left or 0, right, abs_tol=_NEAR)


def is_same_guid(ours: object, theirs: object) -> bool:
    """The same id, however it is spelled."""
    left, right = _to_text(ours), _to_text(theirs)
    return (spell_guid(left) or left) == (spell_guid(right) or right)


def is_same_moment(ours: object, theirs: object) -> bool:
    """The same to the second. A time without a zone is the same on the clock, or in UTC."""
    left, right = _to_moment(_to_text(ours)), _to_moment(_to_text(theirs))
    if left is None or right is None:
        return left is right
    clocks = [left.replace(tzinfo=UTC), right.replace(tzinfo=UTC)]
    on_the_clock = (left.tzinfo is None or right.tzinfo is None) and _is_near(*clocks)
    in_utc = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (left, right)]
    return on_the_clock or _is_near(*in_utc)


def _to_text(value: object) -> str:
    return "" if value is None else "\n".join(str(value).strip().splitlines())


def _to_number(value: object) -> float | None:
    if value is None:
        return 0.0
    try:
        return float(value) if isinstance(value, (int, float)) else None
    except OverflowError:
        return math.inf  # of more digits than any number of ours


def _to_moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text and not text.startswith(NOT_SET) else None
    except ValueError:
        return None


def _is_near(left: datetime, right: datetime) -> bool:
    return abs((left - right).total_seconds()) < _SAME_SECOND
