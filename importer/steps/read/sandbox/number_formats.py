"""What the number format of a cell makes of its number, as far as it changes what a reader takes it for.

[ECMA-376] 18.8.30 has the built-in formats and the language of the others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Shown(IntEnum):
    """As what a number is shown."""

    NUMBER = 0
    DAY = 1
    MOMENT = 2  # a day and a time
    CLOCK = 3
    DURATION = 4  # hours beyond 24
    DIGITS = 5  # so many digits, zeros in front, perhaps with text around


Pattern = tuple[str | None, ...]


@dataclass(frozen=True)
class Format:
    """How a number is shown; for DIGITS `pattern` has None for each digit, and the texts around and between them."""

    shown: Shown
    pattern: Pattern = ()


NUMBER = Format(Shown.NUMBER)
_BUILT_IN = {
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58), Format(Shown.DAY)),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47, 55, 56), Format(Shown.CLOCK)),
    22: Format(Shown.MOMENT),
    46: Format(Shown.DURATION),
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]|(?P<sign>.)', re.DOTALL
)
_AS_THEY_ARE = frozenset(" -()+:'!&~{}^=<>")  # signs that Excel shows without quotes
_HIDES = re.compile(r"\$-[0-9A-Fa-f]+|black|blue|cyan|green|magenta|red|white|yellow|color ?\d+", re.IGNORECASE)
_LEAST_DIGITS = 2  # a single 0 is any whole number


def format_of(number: int, code: str | None) -> Format:
    """The format of a number that the workbook writes as `code`; None where it is built in."""
    if code is None:
        return _BUILT_IN.get(number, NUMBER)
    tokens = _first_section(code)
    signs = "".join(token["sign"] or "" for token in tokens).lower()
    if "general" in signs:
        return NUMBER
    if any(re.fullmatch("h+|m+|s+", token["bracket"] or "", re.IGNORECASE) for token in tokens):
        return Format(Shown.DURATION)
    return _time(signs) or _digits(tokens) or NUMBER


def patterns_of(codes: Mapping[int, str], styles: Sequence[int]) -> dict[int, Pattern]:
    """The patterns of those styles that show digits; `codes` are the formats, `styles` the number of each one's."""
    formats = {number: format_of(number, codes.get(number)) for number in set(styles)}
    return {
        place: formats[number].pattern for place, number in enumerate(styles) if formats[number].shown is Shown.DIGITS
    }


def _first_section(code: str) -> list[re.Match[str]]:
    tokens = []
    for token in _TOKEN.finditer(code):
        if token["sign"] == ";":
            break
        tokens.append(token)
    return tokens


def _time(signs: str) -> Format | None:
    bare = re.sub(r"am/pm|a/p", "h", signs)
    bare = re.sub(r"e[+-]", "", bare)
    has_clock = bool(set("hs") & set(bare))
    has_day = bool(set("yde") & set(bare)) or "mmm" in bare or ("m" in bare and not has_clock)
    if has_day:
        return Format(Shown.MOMENT if has_clock else Shown.DAY)
    return Format(Shown.CLOCK) if has_clock else None


def _digits(tokens: list[re.Match[str]]) -> Format | None:
    pattern: list[str | None] = []
    for token in tokens:
        sign, literal = token["sign"], token["quoted"] if token["quoted"] is not None else token["escaped"]
        if sign == "0":
            pattern.append(None)
        elif literal is not None or (sign and sign in _AS_THEY_ARE):
            pattern.append(literal if literal is not None else sign)
        elif sign or token["fill"] or not _HIDES.fullmatch(token["bracket"] or "red"):
            return None
    return Format(Shown.DIGITS, tuple(pattern)) if pattern.count(None) >= _LEAST_DIGITS else None
