"""The kinds of value: what text is one, its one canonical spelling, and how it is written in JSON.

A kind is total: text that is not of the kind stays as it is and is never an exception, so that one bad cell hides
nothing. Blank text (also white space alone) is an empty cell for every kind.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from importer.problem import (
    NOT_A_BOOLEAN,
    NOT_A_DATE,
    NOT_A_DECIMAL,
    NOT_A_GUID,
    NOT_AN_INTEGER,
    Code,
)

YES = frozenset({"true", "yes", "y", "1", "ja", "oui", "si", "vrai", "wahr", "waar"})
NO = frozenset({"false", "no", "n", "0", "nee", "nein", "non", "faux", "falsch", "onwaar"})
ZERO_GUID = "00000000-0000-0000-0000-000000000000"
PLAIN_EMAIL = r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+"  # certainly one, in any dialect of patterns
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LARGEST_INTEGER = 2**63 - 1  # 'integer' on the API's help page is a .NET Int32 or Int64

_GUID = re.compile(r"[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}")
_INTEGER = re.compile(r"([+-]?)0*([0-9]+?)(?:\.0*)?")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]{1,7})?\s?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    `type` is its word for users and in `importer fields --json`. `spelling` gives the one spelling of text
    that is not blank, or None where it is not of this kind. `already` is a pattern (RE2) of text that certainly is
    canonical, so that whole columns can be passed without looking at each cell. `to_json` takes canonical text.
    """

    type: str
    spelling: Callable[[str], str | None]
    to_json: Callable[[str], object]
    already: str = ""
    wrong: Code | None = None
    noun: str = ""

    def canonical(self, text: str) -> str | None:
        """The one spelling of a value, '' for blank text, None where the text is not of this kind."""
        return self.spelling(text) if text.strip() else ""

    def payload(self, text: str) -> object:
        """The JSON value of `text`; text that is not of this kind goes as the text that it is."""
        spelled = self.canonical(text)
        return text if spelled is None else self.to_json(spelled)


def _guid(text: str) -> str | None:
    bare = text.strip().lower()
    if bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    if not _GUID.fullmatch(bare):
        return None
    spelled = str(UUID(bare))
    return "" if spelled == ZERO_GUID else spelled  # the API's 'empty'


def _text(text: str) -> str:
    return text


def _code(text: str) -> str:
    return text.strip()


def _integer(text: str) -> str | None:
    found = _INTEGER.fullmatch(text.strip())
    if not found:
        return None
    sign, digits = found.groups()
    return digits if sign != "-" or digits == "0" else "-" + digits


def _decimal(text: str) -> str | None:
    bare = text.strip()
    if not _DECIMAL.fullmatch(bare):
        return None
    number = Decimal(bare)
    if not number:
        return "0"
    return format(number.normalize(), "f")


def is_exact(text: str) -> bool:
    """True where the decimal `text` survives the trip through a JSON number (an IEEE double) unchanged."""
    number = float(text)
    return number not in (float("inf"), float("-inf")) and Decimal(repr(number)) == Decimal(text)


def _date(text: str) -> str | None:
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    day, minutes, seconds, fraction, zone = found.groups()
    try:
        date.fromisoformat(day)
        if minutes is None:
            return day
        datetime.fromisoformat(f"{day}T{minutes}{seconds or ':00'}{zone or ''}")
    except ValueError:
        return None
    return f"{day}T{minutes}{seconds or ':00'}{fraction or ''}{zone or ''}"


def _boolean(text: str) -> str | None:
    word = text.strip().casefold()
    return "true" if word in YES else "false" if word in NO else None


def _yes(text: str) -> bool:
    return text == "true"


GUID = Kind("guid", _guid, str, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{11}[1-9a-f]", NOT_A_GUID, "an id")
TEXT = Kind("text", _text, str, "(?s).*[!-~].*", None, "text")
CODE = Kind("text", _code, str, "[!-~]([ -~]*[!-~])?", None, "a code")
INTEGER = Kind("integer", _integer, int, "-?[1-9][0-9]{0,17}|0", NOT_AN_INTEGER, "a whole number")
DECIMAL = Kind(
    "decimal",
    _decimal,
    float,
    r"0|-?[1-9][0-9]{0,7}(\.[0-9]{0,5}[1-9])?|-?0\.[0-9]{0,5}[1-9]",
    NOT_A_DECIMAL,
    "a number",
)
_DAY = "[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_TIME = "(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
DATE = Kind("date", _date, str, f"{_DAY}(?:T{_TIME})?", NOT_A_DATE, "a date")
BOOLEAN = Kind("boolean", _boolean, _yes, "true|false", NOT_A_BOOLEAN, "yes or no")
ENTITY = Kind("entity", _text, str, "", None, "an embedded object")
KINDS = (GUID, TEXT, CODE, INTEGER, DECIMAL, DATE, BOOLEAN, ENTITY)
