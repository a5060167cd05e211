"""What the number format of a cell makes of its number, as far as it changes what a reader takes it for.

[ECMA-376] 18.8.30 has the built-in formats, 18.8.31 the language of the others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from importer.catalogue.format_code import (
    FormatCondition,
    Section,
    Token,
    has_condition,
    is_for_texts,
    is_fraction,
    is_length,
    is_silent,
    list_numeric_sections,
    literal_of,
    split_sections,
)
from importer.catalogue.shown_numbers import find_picture


class DisplayKind(IntEnum):
    """As what a number is shown."""

    NUMBER = 0
    DAY = 1
    MOMENT = 2  # a day and a time
    CLOCK = 3
    DURATION = 4  # hours beyond 24
    DIGITS = 5  # so many digits, zeros in front, perhaps with text around
    GENERAL = 6  # the number as it is, with text around
    LITERAL = 7  # a text in place of the number
    EXPONENT = 8  # few digits and a power of ten
    SCALED = 9  # a percentage or a fraction: 50%, 1/2
    WITH_TEXT = 10  # decimals or groups of digits with text around: 1.5 km


class Digit(Enum):
    """A place for a digit."""

    ALWAYS = "0"
    IF_THERE = "#"


Pattern = tuple[str | Digit, ...]


@dataclass(frozen=True)
class Format:
    """How a number is shown; `pattern` has the texts around, between or in place of the digits.

    `sections` are those of a format that shows some numbers otherwise than others: each with the numbers that it is
    for. `code` is the format as the workbook writes it where the number alone does not tell what is seen. `around` is
    what stands before and behind a text, or the one text in its place. Where it `hides_zeros`, nothing is seen of one.
    """

    shown: DisplayKind
    pattern: Pattern = ()
    sections: tuple[tuple["FormatCondition", "Format"], ...] = ()
    code: str = ""
    around: tuple[str, ...] = ("", "")
    hides_zeros: bool = False

    @property
    def hides(self) -> bool:
        """Whether nothing is seen of any number."""
        return self.shown is DisplayKind.LITERAL and not "".join(map(str, self.pattern)).strip()

    @property
    def changes_texts(self) -> bool:
        """Whether a text is shown with more than itself, or not at all."""
        return self.around != ("", "")


NUMBER = Format(DisplayKind.NUMBER)
_BUILT_IN_CODES = {
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy/m/d"),
    **dict.fromkeys((*range(32, 36), 55, 56), "h:mm:ss"),
}  # fmt: skip
_LONGEST = 255  # signs that Excel takes; a longer format is none
_NUMERIC = 3  # sections before the one for texts
_LEAST_DIGITS = 2  # a single 0 is any whole number


def format_of(number: int, code: str | None) -> Format:
    """The format of a number that the workbook writes as `code`; None where it is built in."""
    code = _BUILT_IN_CODES.get(number, "") if code is None else code
    if not code or len(code) > _LONGEST:
        return NUMBER
    sections = split_sections(code)
    numeric = list_numeric_sections(sections)
    formats = [_read_section(section, position) for position, (_, section) in enumerate(numeric)] or [NUMBER]
    if all(found == formats[0] for found in formats):
        found = formats[0]
    else:
        found = _make_divided([condition for condition, _ in numeric], formats, code)
    around = _find_around_text(sections)
    if (found != NUMBER and found.shown is not DisplayKind.LITERAL) or found.hides or around == ("",):
        found = replace(found, code=code)
    return replace(found, around=around)


def formats_of(codes: Mapping[int, str], styles: Sequence[int]) -> tuple[Format, ...]:
    """The format of each style; `codes` are the formats that are not built in, `styles` the number of each one's."""
    formats = {number: format_of(number, codes.get(number)) for number in set(styles)}
    return tuple(formats[number] for number in styles)


def find_text_around(pattern: Pattern) -> tuple[str, str]:
    """The texts before and behind the digits of a pattern."""
    first = next(position for position, part in enumerate(pattern) if isinstance(part, Digit))
    before, behind = pattern[:first], pattern[first + 1 :]
    return "".join(map(str, before)), "".join(part for part in behind if isinstance(part, str))


def _read_section(section: Section, position: int) -> Format:
    signs = "".join(token["sign"] or token["word"] or "" for token in section).lower()
    if not any(token["general"] for token in section):
        if any(map(is_length, section)):
            return Format(DisplayKind.DURATION)
        if found := _find_time(signs):
            return found
        if re.search(r"[0#?]e[+-]", signs):
            return Format(DisplayKind.EXPONENT)
        if any(token["sign"] == "%" for token in section) or is_fraction(section):
            return Format(DisplayKind.SCALED)
    return _find_digits(section, position) or _find_picture(section, position)


def _find_picture(section: Section, position: int) -> Format:
    """Decimals or groups with text around, or the number itself."""
    picture = find_picture(section)
    if picture and picture.has_text(position):
        return Format(DisplayKind.WITH_TEXT)
    return Format(DisplayKind.NUMBER, hides_zeros=picture is not None and picture.hides_zero)


def _make_divided(conditions: list[FormatCondition], formats: list[Format], code: str) -> Format:
    """A format whose sections differ; where none of them matters the number is itself, whichever it is."""
    if not any(map(_is_needed, formats)):
        return replace(NUMBER, code=code if any(each.shown is DisplayKind.LITERAL for each in formats) else "")
    each = (replace(found, code=code) for found in formats)
    return Format(formats[0].shown, sections=tuple(zip(conditions, each, strict=True)))


def _is_needed(number_format: Format) -> bool:
    """Whether a number is shown as something else; a dash is as good as the number that it stands for."""
    if number_format.shown is DisplayKind.LITERAL:
        return number_format.hides or any(letter.isalnum() for part in number_format.pattern for letter in str(part))
    return number_format.shown is not DisplayKind.NUMBER or number_format.hides_zeros


def _find_time(signs: str) -> Format | None:
    bare = re.sub(r"am/pm|a/p", "h", signs)
    bare = re.sub(r"e[+-]", "", bare)
    has_clock = bool(set("hs") & set(bare))
    has_day = bool(set("yde") & set(bare)) or "mmm" in bare or ("m" in bare and not has_clock)
    if has_day:
        return Format(DisplayKind.MOMENT if has_clock else DisplayKind.DAY)
    return Format(DisplayKind.CLOCK) if has_clock else None


def _find_digits(section: Section, position: int) -> Format | None:
    pattern: list[str | Digit] = []
    whole = 0  # places of the number as it is
    for token in section:
        sign, literal = token["sign"], literal_of(token)
        if sign == "0":
            pattern.append(Digit.ALWAYS)
        elif sign == "#":
            pattern.append(Digit.IF_THERE)
        elif token["general"]:
            pattern.append(Digit.IF_THERE)
            whole += 1
        elif literal is not None:
            pattern.append(literal)
        elif not is_silent(token):
            return None
    digits = sum(isinstance(part, Digit) for part in pattern)
    if not digits:
        is_colour = not pattern and any(token["bracket"] for token in section) and not has_condition(section)
        return None if is_colour else Format(DisplayKind.LITERAL, tuple(pattern))
    first = next(position for position, part in enumerate(pattern) if isinstance(part, Digit))
    beside = [*pattern[:first], *(part for part in pattern[first:] if isinstance(part, str))]
    names_it = bool("".join(map(str, beside)).strip(" -+()" if position else " "))
    if whole:
        return Format(DisplayKind.GENERAL, tuple(pattern)) if whole == digits == 1 and names_it else None
    splits = any(isinstance(part, str) for part in pattern[first : first + digits])
    if names_it or splits or pattern.count(Digit.ALWAYS) >= _LEAST_DIGITS:
        return Format(DisplayKind.DIGITS, tuple(pattern))
    return None


def _is_no_text(token: Token) -> bool:
    return bool(token["word"]) or bool(token["sign"] and literal_of(token) is None and token["sign"] != "@")


def _find_around_text(sections: list[Section]) -> tuple[str, ...]:
    """What the section for texts puts around them, or in their place: the fourth, or the only one with the sign @."""
    if len(sections) > _NUMERIC and not is_for_texts(sections[_NUMERIC]):
        return ("".join(literal_of(token) or "" for token in sections[_NUMERIC]),)
    section = next(filter(is_for_texts, sections), [])
    places = [position for position, token in enumerate(section) if token["sign"] == "@"]
    if len(places) != 1 or any(map(_is_no_text, section)):
        return "", ""
    before, behind = section[: places[0]], section[places[0] + 1 :]
    found = ["".join(literal_of(token) or "" for token in some) for some in (before, behind)]
    return (found[0], found[1]) if any(map(str.strip, found)) else ("", "")
