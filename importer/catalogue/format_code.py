"""The language of Excel's number formats, sign by sign ([ECMA-376] 18.8.31)."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<word>am/pm|a/p|y+|m+|d+|h+|s+)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_LENGTH = re.compile(r"h+|m+|s+", re.IGNORECASE)

Token = re.Match[str]


def tokens_of(code: str) -> Iterator[Token]:
    """The parts of a format: what is quoted or escaped, in brackets, a word of dates and times, or another sign."""
    return _TOKEN.finditer(code)


def text_of(token: Token) -> str | None:
    """The text that a token shows because it is quoted or escaped."""
    return token["escaped"] if token["quoted"] is None else token["quoted"]


def is_length(token: Token) -> bool:
    """Whether it is a part of a length of time, which goes beyond 24 hours or 60 minutes: [h]."""
    return _LENGTH.fullmatch(token["bracket"] or "") is not None
