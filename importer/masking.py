"""Takes secrets out of any text, however they are spelled: for logs and for what is kept for support.

The secrets of this process are learnt as they are read; the shapes of a login are known without that.
"""

import base64
import json
import re
from urllib.parse import quote, quote_plus

MASK = "***"

_spellings: set[str] = set()
_SHAPES = (
    (
        re.compile(r"(?i)\b((?:proxy-)?authorization['\"]?\s*[:=]\s*['\"]?)(?:(?:basic|bearer)\s+)?[^\s'\",}]+"),
        rf"\1{MASK}",
    ),
    (re.compile(r"(?i)\b(basic\s+)[A-Za-z0-9+/]{8,}={0,2}"), rf"\1{MASK}"),
    (re.compile(r"(?i)(://)[^/\s@'\"]+@"), rf"\1{MASK}@"),
)


def keep_secret(password: str, *, login: tuple[str, str] = ("", "")) -> None:
    """Have a password masked from now on, alone and as a login of `login` (user, domain) shows it."""
    if not password:
        return
    user, domain = login
    whole = f"{user}:{password}@{domain}" if domain else f"{user}:{password}"
    for text in (password, f"{password}@{domain}", whole):
        _spellings.update(spellings(text))


def spellings(secret: str) -> set[str]:
    """The ways in which a secret could stand in a text: as it is, as JSON, for a web address, as base64."""
    content = secret.encode("utf-8", "surrogatepass")
    return {
        secret,
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        quote(content, safe=""),
        quote(content),
        quote_plus(content),
        base64.b64encode(content).decode(),
        base64.urlsafe_b64encode(content).decode(),
    }


def masked(text: str) -> str:
    """The text with every known secret, and everything in the shape of a login, replaced by ***."""
    for spelling in sorted(_spellings, key=len, reverse=True):
        text = text.replace(spelling, MASK)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text
