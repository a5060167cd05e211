"""How long work takes, as people write it, in minutes: 1h30, 01:30, 1,5 h, 90 min, PT1H30M, or hours by the heading."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from importer.catalogue import strip_accents

Unit = Literal["", "minutes", "hours", "seconds"]

_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,6})?"
_HOURS = "h|hs|hr|hrs|hours?|u|uur|uren|heures?|std|stunden?|horas?|ora|ore"
_MINUTES = "m|min|mins|minutes?|minuut|minuten|minutos?|minuto|minuti|mn|['’′]"
_SECONDS = "secs?|seconds?|secondes?|seconden|sek|sekunden?|segundos?|secondi|secondo"
_SPOKEN = re.compile(
    rf"(?:(?P<hours>{_NUMBER}) ?(?:{_HOURS})\.?)?"
    rf"(?: ?(?:(?:and|en|et|und|y|e) )?(?P<minutes>{_NUMBER}) ?(?P<word>(?:{_MINUTES})\.?)?)?"
)
_CLOCK = re.compile(
    r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])(?::(?P<seconds>[0-5][0-9](?:\.[0-9]+)?))?"
    rf"(?: ?(?:{_HOURS})\.?)?"
)
_DAYS = re.compile(rf"(?P<days>{_NUMBER}) ?(?:d|days?|dag|dagen|j|jours?|tag|tage|tagen|dias?|giorn[oi]|gg?)\.?")
_FRACTION = re.compile(
    r"(?P<whole>[0-9]{1,4})? ?(?:(?P<over>[1-9]) ?[/\N{FRACTION SLASH}] ?(?P<under>[248])(?![0-9/])|(?P<sign>[½¼¾]))"
    r"(?= ?[^\W\d_])"
)
_SIGNS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_ISO = re.compile(
    rf"p(?:(?P<days>{_NUMBER})d)?(?:t(?:(?P<hours>{_NUMBER})h)?(?:(?P<minutes>{_NUMBER})m)?(?:(?P<seconds>{_NUMBER})s)?)?"
)
_BARE = re.compile(_NUMBER)
_IN_MINUTES = {"days": Decimal(1440), "hours": Decimal(60), "minutes": Decimal(1), "seconds": 1 / Decimal(60)}
_SMALL = re.compile("[0-9](?:[.,][0-9]+)?|1[0-2](?:[.,][0-9]+)?|[0-9]{1,2}[.,](?:25|5|50|75)")
_WHOLE = re.compile("[1-9][0-9]{2,8}")
_FEWEST_SECONDS, _SIXTY = 600, 60
_HEADED_HOURS = re.compile(rf"(?:^|[^a-z])(?:{_HOURS})(?:$|[^a-z])|stunden|uren$|hours$|heures$|horas$")
_HEADED_SECONDS = re.compile(rf"(?:^|[^a-z])(?:{_SECONDS})(?:$|[^a-z])|sekunden$|seconden$")
_HEADED_MINUTES = re.compile(rf"(?:^|[^a-z])(?:{_MINUTES})(?:$|[^a-z])|minut(?:es?|en|os?|i)$")

_HEADED: Mapping[Unit, re.Pattern[str]] = {
    "minutes": _HEADED_MINUTES,
    "hours": _HEADED_HOURS,
    "seconds": _HEADED_SECONDS,
}


def unit_of(heading: str) -> Unit:
    """The unit that the heading of a column names, '' where it names none or two."""
    plain = strip_accents(heading).casefold()
    named = [unit for unit, pattern in _HEADED.items() if pattern.search(plain)]
    return named[0] if len(named) == 1 else ""


def list_likely_units(values: Sequence[str]) -> tuple[Unit, ...]:
    """The units that bare numbers may be in, the likeliest first, where they look like hours or seconds: small ones,
    and large ones that are whole minutes in seconds; none where nothing speaks against minutes. Lengths that say their
    unit, beside them, say nothing of theirs.
    """
    bare = [value for value in values if has_open_unit(value)]
    if bare and all(map(_SMALL.fullmatch, bare)):
        return ("hours", "minutes")
    if bare and all(_WHOLE.fullmatch(value) and _are_seconds(int(value)) for value in bare):
        return ("seconds", "minutes")
    return ()


def has_open_unit(text: str) -> bool:
    """Whether it is no length of time that says its unit; nothing takes as long in any unit."""
    return minutes_of(text) is None and days_of(text) is None and text.strip("0.,") != ""


def _are_seconds(number: int) -> bool:
    return number >= _FEWEST_SECONDS and number % _SIXTY == 0


def minutes_of(text: str, unit: Unit = "") -> str | None:
    """The whole minutes of a duration; None where `text` is none, or a bare number of minutes."""
    plain = _to_plain(text)
    if found := _BARE.fullmatch(plain):
        return _to_whole(_to_decimal(plain) * _IN_MINUTES[unit]) if unit in {"hours", "seconds"} else None
    found = _CLOCK.fullmatch(plain) or _ISO.fullmatch(plain) or _match_spoken(plain)
    if found is None or not any(found.groups()):
        return None
    parts = found.groupdict()
    return _to_whole(sum(_to_decimal(parts[name]) * factor for name, factor in _IN_MINUTES.items() if parts.get(name)))


def days_of(text: str) -> Decimal | None:
    """The days of a length of time that is in days: whether of eight hours or of 24 it does not say."""
    found = _DAYS.fullmatch(_to_plain(text))
    return _to_decimal(found["days"]) if found else None


def _to_plain(text: str) -> str:
    """In small letters, without accents, and with decimals in place of fractions."""
    return " ".join(strip_accents(_FRACTION.sub(_to_decimals, text)).casefold().split())


def _to_decimals(found: re.Match[str]) -> str:
    part = _SIGNS[found["sign"]] if found["sign"] else Decimal(found["over"]) / Decimal(found["under"])
    return str(Decimal(found["whole"] or 0) + part)


def _match_spoken(plain: str) -> re.Match[str] | None:
    found = _SPOKEN.fullmatch(plain)
    return found if found and (found["hours"] or found["word"]) else None


def _to_decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))


def _to_whole(minutes: Decimal | int) -> str:
    return str(Decimal(minutes).quantize(Decimal(1), rounding=ROUND_HALF_UP))
