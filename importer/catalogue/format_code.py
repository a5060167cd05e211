"""The language of Excel's number formats, sign by sign ([ECMA-376] 18.8.31)."""

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<word>am/pm|a/p|y+|m+|d+|h+|s+)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_LENGTH = re.compile(r"h+|m+|s+", re.IGNORECASE)

_AS_THEY_ARE = frozenset(" $-+()/:'!&~{}^=<>")  # signs that Excel shows without quotes
_CURRENCY = re.compile(r"\$([^-]+)(?:-[0-9A-Fa-f]+)?")
_HIDES = re.compile(r"\$-[0-9A-Fa-f]+|black|blue|cyan|green|magenta|red|white|yellow|color ?\d+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_FRACTION = re.compile(r"[0#?] *\+?/[0-9#?]")
COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_NUMERIC = 3  # sections at most: for numbers above zero, below, and zero; the fourth is for texts

Token = re.Match[str]
Section = list[Token]


@dataclass(frozen=True)
class FormatCondition:
    """Numbers that compare so with `value`; every number where `sign` is ''."""

    sign: str = ""
    value: float = 0.0

    def is_true_of(self, number: float) -> bool:
        """Whether it is so of a number."""
        return not self.sign or bool(COMPARE[self.sign](number, self.value))


def tokens_of(code: str) -> Iterator[Token]:
    """The parts of a format: what is quoted or escaped, in brackets, a word of dates and times, or another sign."""
    return _TOKEN.finditer(code)


def text_of(token: Token) -> str | None:
    """The text that a token shows because it is quoted or escaped."""
    return token["escaped"] if token["quoted"] is None else token["quoted"]


def is_length(token: Token) -> bool:
    """Whether it is a part of a length of time, which goes beyond 24 hours or 60 minutes: [h]."""
    return _LENGTH.fullmatch(token["bracket"] or "") is not None


def literal_of(token: Token) -> str | None:
    """The text that a token shows as it is; None for one that does not, or that stands for more than itself."""
    sign = token["sign"]
    if sign:
        return sign if sign in _AS_THEY_ARE or not sign.isascii() else None
    if found := _CURRENCY.fullmatch(token["bracket"] or ""):
        return found[1]
    return text_of(token)


def is_silent(token: Token) -> bool:
    """Whether a token shows nothing and leaves the digits as they are: a colour, a language, a condition, a width."""
    if token["bracket"] is None:
        return bool(token["fill"]) or token.group().startswith("_")
    return _HIDES.fullmatch(token["bracket"]) is not None or _CONDITION.fullmatch(token["bracket"]) is not None


def split_sections(code: str) -> list[Section]:
    """The tokens of each section."""
    sections: list[Section] = [[]]
    for token in tokens_of(code):
        if token["sign"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def has_condition(section: Section) -> bool:
    """Whether it says for which numbers it is."""
    return _find_condition(section) is not None


def is_for_texts(section: Section) -> bool:
    """Whether it says how texts are shown."""
    return any(token["sign"] == "@" for token in section)


def is_fraction(section: Section) -> bool:
    """Whether it shows a number as a fraction: 1/2."""
    return _FRACTION.search("".join(token["sign"] or token["word"] or " " for token in section)) is not None


def list_numeric_sections(sections: Sequence[Section]) -> list[tuple[FormatCondition, Section]]:
    """The sections for numbers, each with those that it is for; none where the only one is for texts."""
    numeric = sections[: min(_NUMERIC, len(sections) - is_for_texts(sections[-1]))]
    if len(numeric) <= 1:
        return [(FormatCondition(), section) for section in numeric]
    found = [_find_condition(section) for section in numeric]
    first = found[0] or FormatCondition(">" if len(numeric) == _NUMERIC else ">=")
    second = found[1] or (FormatCondition("<") if found[0] is None else FormatCondition())
    return list(zip((first, second, FormatCondition()), numeric, strict=False))


def find_section(number: float, code: str) -> tuple[int, str]:
    """The place and the code of the section by which a number is shown; the whole code where none is for it."""
    numeric = list_numeric_sections(split_sections(code))
    for position, (condition, section) in enumerate(numeric):
        if condition.is_true_of(number):
            return position, "".join(token.group() for token in section)
    return 0, code


def _find_condition(section: Section) -> FormatCondition | None:
    found = next((found for token in section if (found := _CONDITION.fullmatch(token["bracket"] or ""))), None)
    return FormatCondition(found[1], float(found[2])) if found else None
