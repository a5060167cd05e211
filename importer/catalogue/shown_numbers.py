"""A number with the text, the decimals and the groups that its format shows, and the number of such a text.

Texts of numbers have a point before their decimals, and no groups, as Excel stores them; what is shown is English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from importer.catalogue.format_code import (
    FormatCondition,
    Section,
    is_fraction,
    is_silent,
    list_numeric_sections,
    literal_of,
    split_sections,
)

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MOST_CODES = 1 << 12  # of a workbook; each is looked through once, however many cells have it
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)  # the largest double has 309 digits
_LEAST_DIGITS = 2  # a single 0 is any whole number
_SIGNS = " -+()"  # all that a section for numbers below zero shows in place of their sign


class Place(Enum):
    """A place for a digit: always, where there is one, or else a space."""

    ALWAYS = "0"
    IF_THERE = "#"
    OR_SPACE = "?"


_Pieces = list[str | Place]


@dataclass
class NumberPicture:
    """What a section shows before and behind its decimal point; it divides by a thousand so many times."""

    whole: _Pieces = field(default_factory=list)
    fraction: _Pieces = field(default_factory=list)
    has_point: bool = False
    is_grouped: bool = False
    thousands: int = 0

    @property
    def places(self) -> int:
        """How many digits there are for a number at least."""
        return _count_places(self.whole) + _count_places(self.fraction)

    def has_text(self, position: int) -> bool:
        """Whether it shows more than the number; `position` is that of its section."""
        shown = "".join(part for part in (*self.whole, *self.fraction) if isinstance(part, str))
        if shown.strip(_SIGNS if position else " "):
            return True
        return self.whole.count(Place.ALWAYS) >= _LEAST_DIGITS

    @property
    def hides_zero(self) -> bool:
        """Whether nothing is left of a zero."""
        return not self.has_point and {*self.whole} <= {Place.IF_THERE, Place.OR_SPACE} and bool(self.whole)


class ShownNumber(NamedTuple):
    """A number as a format shows it; whether that says all of it, and more than the number."""

    text: str
    is_exact: bool
    has_text: bool


def find_picture(section: Section) -> NumberPicture | None:
    """What a section shows of a number; None where it shows a time, a power of ten, a share or a fraction."""
    picture, pending = NumberPicture(), 0
    if is_fraction(section):
        return None
    for token in section:
        sign, literal = token["sign"], literal_of(token)
        parts = picture.fraction if picture.has_point else picture.whole
        if sign and sign in "0#?":
            picture.is_grouped |= bool(pending) and not picture.has_point
            pending = 0
            parts.append(Place(sign))
        elif sign == "," and _count_places(picture.whole):
            pending += 1
        elif sign == "." and not picture.has_point:
            picture.has_point, picture.thousands, pending = True, pending, 0
        elif literal is not None or sign == ".":
            parts.append(literal or sign)
        elif not is_silent(token):
            return None
    picture.thousands += pending
    return picture


def show_number(text: str, code: str) -> ShownNumber | None:
    """A number as a format shows it; None where that is more than digits and text."""
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    for position, (condition, picture) in enumerate(_list_pictures(code)):
        if condition.is_true_of(float(number)):
            return _show(number, picture, position) if picture else None
    return None


def read_shown_number(text: str, code: str) -> str:
    """The number that a format shows as this text: 1234.5 of "1,234.50 st"; '' for none."""
    for position, (_, picture) in enumerate(_list_pictures(code)):
        if picture is None or not picture.places:
            continue
        for number in _list_candidates(text, picture):
            shown = show_number(number, code)
            if shown and shown.text.strip() == text.strip() and _show(Decimal(number), picture, position) == shown:
                return number
    return ""


@lru_cache(_MOST_CODES)
def _list_pictures(code: str) -> Sequence[tuple[FormatCondition, NumberPicture | None]]:
    return [(condition, find_picture(section)) for condition, section in list_numeric_sections(split_sections(code))]


def _count_places(parts: _Pieces) -> int:
    return sum(isinstance(part, Place) for part in parts)


def _show(number: Decimal, picture: NumberPicture, position: int) -> ShownNumber:
    scaled = abs(number).scaleb(-3 * picture.thousands, _EXACT)
    if not picture.places:
        text = "".join(map(str, (*picture.whole, "." * picture.has_point, *picture.fraction)))
        return ShownNumber(text, is_exact=False, has_text=True)
    rounded = scaled.quantize(Decimal(1).scaleb(-_count_places(picture.fraction)), context=_EXACT)
    whole, _, fraction = f"{rounded:f}".partition(".")
    shown = _fill_whole(whole.lstrip("0"), picture)
    if picture.has_point:
        shown += "." + _fill_fraction(fraction, picture.fraction)
    sign = "-" if number < 0 and rounded and not position else ""
    return ShownNumber(sign + shown, scaled == rounded, picture.has_text(position))


def _fill_whole(digits: str, picture: NumberPicture) -> str:
    """The digits in their places, the last in the last; those beyond the places stand with the first."""
    left, waiting = list(digits), _count_places(picture.whole)
    shown: list[str] = []
    emitted = 0
    for part in reversed(picture.whole):
        if isinstance(part, str):
            shown.append(part)
            continue
        waiting -= 1
        some = [left.pop() for _ in range(len(left) if not waiting else min(1, len(left)))]
        for digit in some or ({Place.ALWAYS: "0", Place.OR_SPACE: " "}.get(part, "")):
            if picture.is_grouped and emitted and emitted % 3 == 0:
                shown.append("," if digit != " " else " ")
            shown.append(digit)
            emitted += 1
    shown.extend(reversed(left))  # where there is no place at all before the point
    return "".join(reversed(shown))


def _fill_fraction(digits: str, parts: _Pieces) -> str:
    left = digits
    shown: list[str] = []
    for part in parts:
        if isinstance(part, str):
            shown.append(part)
            continue
        digit, rest = left[:1], left.strip("0")
        shown.append(digit if part is Place.ALWAYS or rest else {Place.OR_SPACE: " "}.get(part, ""))
        left = left[1:]
    return "".join(shown)


def _list_candidates(text: str, picture: NumberPicture) -> Iterator[str]:
    """The numbers that a text may show: its digits, but for those of the texts around, above and below zero."""
    parts = [*picture.whole, *picture.fraction]
    places = [at for at, part in enumerate(parts) if isinstance(part, Place)]
    before, behind = ("".join(map(str, some)) for some in (parts[: places[0]], parts[places[-1] + 1 :]))
    bare = text.strip().removeprefix("-").removeprefix(before.lstrip()).removesuffix(behind.rstrip())
    whole, _, fraction = bare.partition(".") if picture.has_point else (bare, "", "")
    digits = [re.sub("[^0-9]", "", each) for each in (whole, fraction)]
    number = Decimal(f"{digits[0] or 0}.{digits[1] or 0}").scaleb(3 * picture.thousands, _EXACT)
    spelled = format(number.normalize(_EXACT), "f")
    yield from (spelled, f"-{spelled}")
