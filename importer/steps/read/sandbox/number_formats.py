"""What the number format of a cell makes of its number, as far as it changes what a reader takes it for.

[ECMA-376] 18.8.30 has the built-in formats, 18.8.31 the language of the others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum

from importer.catalogue.format_code import Token, is_length, text_of, tokens_of


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
    what stands before and behind a text.
    """

    shown: DisplayKind
    pattern: Pattern = ()
    sections: tuple[tuple["FormatCondition", "Format"], ...] = ()
    code: str = ""
    around: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class FormatCondition:
    """Numbers that compare so with `value`; every number where `sign` is ''."""

    sign: str = ""
    value: float = 0.0


NUMBER = Format(DisplayKind.NUMBER)
_BUILT_IN_CODES = {
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy/m/d"),
    **dict.fromkeys((*range(32, 36), 55, 56), "h:mm:ss"),
}  # fmt: skip
_AS_THEY_ARE = frozenset(" -()+:'!&~{}^=<>")  # signs that Excel shows without quotes
_HIDES = re.compile(r"\$-[0-9A-Fa-f]+|black|blue|cyan|green|magenta|red|white|yellow|color ?\d+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_FRACTION = re.compile(r"[0#?] *\+?/[0-9#?]")
_LONGEST = 255  # signs that Excel takes; a longer format is none
_LEAST_DIGITS = 2  # a single 0 is any whole number


def format_of(number: int, code: str | None) -> Format:
    """The format of a number that the workbook writes as `code`; None where it is built in."""
    code = _BUILT_IN_CODES.get(number, "") if code is None else code
    if not code or len(code) > _LONGEST:
        return NUMBER
    parts = _split_sections(code)
    numeric = parts[: max(1, min(3, len(parts) - any(token["sign"] == "@" for token in parts[-1])))]
    formats = [_read_section(part) for part in numeric]
    around = _find_around_text(parts)
    if len(numeric) == 1 or all(found == formats[0] for found in formats):
        found = formats[0]
    else:
        found = _make_divided(numeric, formats)
    if found.shown not in {DisplayKind.NUMBER, DisplayKind.LITERAL} or found.sections:
        found = replace(found, code=code)
    return replace(found, around=around) if around != ("", "") else found


def formats_of(codes: Mapping[int, str], styles: Sequence[int]) -> tuple[Format, ...]:
    """The format of each style; `codes` are the formats that are not built in, `styles` the number of each one's."""
    formats = {number: format_of(number, codes.get(number)) for number in set(styles)}
    return tuple(formats[number] for number in styles)


def find_text_around(pattern: Pattern) -> tuple[str, str]:
    """The texts before and behind the digits of a pattern."""
    first = next(position for position, part in enumerate(pattern) if isinstance(part, Digit))
    before, behind = pattern[:first], pattern[first + 1 :]
    return "".join(map(str, before)), "".join(part for part in behind if isinstance(part, str))


def _split_sections(code: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens_of(code):
        if token["sign"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _read_section(tokens: list[Token]) -> Format:
    signs = "".join(token["sign"] or token["word"] or "" for token in tokens).lower()
    if not any(token["general"] for token in tokens):
        if any(map(is_length, tokens)):
            return Format(DisplayKind.DURATION)
        if found := _find_time(signs):
            return found
        if re.search(r"[0#?]e[+-]", signs):
            return Format(DisplayKind.EXPONENT)
        if any(token["sign"] == "%" for token in tokens) or _FRACTION.search(signs):
            return Format(DisplayKind.SCALED)
    return _find_digits(tokens) or NUMBER


def _make_divided(parts: list[list[Token]], formats: list[Format]) -> Format:
    """A format whose sections differ; where none of them matters the number is itself, whichever it is."""
    if not any(map(_is_needed, formats)):
        return NUMBER
    conditions = [_find_condition(part) for part in parts]
    first = conditions[0] or FormatCondition(">" if len(parts) > 2 else ">=")  # noqa: PLR2004 - a third is for zero
    second = conditions[1] or (FormatCondition("<") if conditions[0] is None else FormatCondition())
    chosen = (first, second, FormatCondition())[: len(parts)]
    return Format(formats[0].shown, sections=tuple(zip(chosen, formats, strict=True)))


def _is_needed(number_format: Format) -> bool:
    """Whether a number is shown as something else; a blank or a dash is as good as the number that it stands for."""
    if number_format.shown is DisplayKind.LITERAL:
        return any(letter.isalnum() for part in number_format.pattern for letter in str(part))
    return number_format.shown is not DisplayKind.NUMBER


def _find_condition(tokens: list[Token]) -> FormatCondition | None:
    found = next((found for token in tokens if (found := _CONDITION.fullmatch(token["bracket"] or ""))), None)
    return FormatCondition(found[1], float(found[2])) if found else None


def _find_time(signs: str) -> Format | None:
    bare = re.sub(r"am/pm|a/p", "h", signs)
    bare = re.sub(r"e[+-]", "", bare)
    has_clock = bool(set("hs") & set(bare))
    has_day = bool(set("yde") & set(bare)) or "mmm" in bare or ("m" in bare and not has_clock)
    if has_day:
        return Format(DisplayKind.MOMENT if has_clock else DisplayKind.DAY)
    return Format(DisplayKind.CLOCK) if has_clock else None


def _find_digits(tokens: list[Token]) -> Format | None:
    pattern: list[str | Digit] = []
    whole = 0  # places of the number as it is
    for token in tokens:
        sign, literal = token["sign"], _literal_of(token)
        if sign == "0":
            pattern.append(Digit.ALWAYS)
        elif sign == "#":
            pattern.append(Digit.IF_THERE)
        elif token["general"] or sign == "@":
            pattern.append(Digit.IF_THERE)
            whole += 1
        elif literal is not None:
            pattern.append(literal)
        elif sign or token["word"] or token["fill"] or not _is_silent(token["bracket"] or "red"):
            return None
    digits = sum(isinstance(part, Digit) for part in pattern)
    if not digits:
        return Format(DisplayKind.LITERAL, tuple(pattern))
    first = next(position for position, part in enumerate(pattern) if isinstance(part, Digit))
    beside = [*pattern[:first], *(part for part in pattern[first:] if isinstance(part, str))]
    names_it = any(letter.isalnum() for part in beside for letter in str(part))
    if whole:
        return Format(DisplayKind.GENERAL, tuple(pattern)) if whole == digits == 1 and names_it else None
    splits = any(isinstance(part, str) for part in pattern[first : first + digits])
    if names_it or splits or pattern.count(Digit.ALWAYS) >= _LEAST_DIGITS:
        return Format(DisplayKind.DIGITS, tuple(pattern))
    return None


def _literal_of(token: Token) -> str | None:
    """The text that a token shows as it is."""
    sign = token["sign"]
    return sign if sign and sign in _AS_THEY_ARE else text_of(token)


def _is_silent(bracket: str) -> bool:
    return _HIDES.fullmatch(bracket) is not None or _CONDITION.fullmatch(bracket) is not None


def _is_no_text(token: Token) -> bool:
    return bool(token["word"]) or bool(token["sign"] and _literal_of(token) is None and token["sign"] != "@")


def _find_around_text(parts: list[list[Token]]) -> tuple[str, str]:
    """What the section for texts puts around them: the fourth, or the only one with the sign @."""
    section = next((part for part in parts if any(token["sign"] == "@" for token in part)), [])
    places = [position for position, token in enumerate(section) if token["sign"] == "@"]
    if len(places) != 1 or any(map(_is_no_text, section)):
        return "", ""
    before, behind = section[: places[0]], section[places[0] + 1 :]
    found = ["".join(_literal_of(token) or "" for token in some) for some in (before, behind)]
    return (found[0], found[1]) if any(map(str.strip, found)) else ("", "")
