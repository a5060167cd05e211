"""Takes secrets out of any text, however they are spelled, and what names somebody: for logs and for support.

The secrets of this process are learnt as they are read; the shapes of a login are known without that. Of a text that
may be from a sheet only the shape is shown.
"""

import base64
import html
import json
import re
import traceback
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

MASK = "***"

SHORTEST = 4  # characters of a password that is masked where it stands alone: a shorter one is a part of many words
_LONG = 40
_ROOT = Path(__file__).parent.parent
_IN_AN_ADDRESS = re.compile("%[0-9A-F]{2}")
_IN_NAMES = frozenset(" '-.")

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
    """Have a password masked from now on, alone, unless it is very short, and as a login of `login` (user, domain)
    shows it.
    """
    if not password:
        return
    user, domain = login
    whole = f"{user}:{password}@{domain}" if domain else f"{user}:{password}"
    alone = (password,) if len(password) >= SHORTEST else ()
    for text in (*alone, f"{password}@{domain}", whole):
        _spellings.update(spellings_of(text))


def spellings_of(secret: str) -> set[str]:
    """The ways in which a secret could stand in a text: as it is, as JSON, for a web address, as base64, in a page."""
    content = secret.encode("utf-8", "surrogatepass")
    addresses = (quote(content, safe=""), quote(content), quote_plus(content))
    encoded = (base64.b64encode(content).decode(), base64.urlsafe_b64encode(content).decode())
    return {
        secret,
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        *addresses,
        *(_IN_AN_ADDRESS.sub(lambda code: code[0].lower(), escaped) for escaped in addresses),  # as ASP.NET has it
        *(part for coded in encoded for part in (coded, coded.rstrip("="))),
        html.escape(secret),
    }


def mask_known_secrets(text: str) -> str:
    """The text with every secret that was learnt replaced by ***."""
    for spelling in sorted(_spellings, key=len, reverse=True):
        text = text.replace(spelling, MASK)
    return text


def mask_secrets(text: str) -> str:
    """The same, and everything in the shape of a login too."""
    text = mask_known_secrets(text)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


def shape_of(text: str) -> str:
    """'WO-2026-017' is 'AA-9999-999', 'Anna Peeters' is '11 letters', a long text is '214 characters'.

    A word or a name has no more of a shape than its length; in a code each capital is A, each other letter a, each
    digit 9, and signs stay.
    """
    if len(text) > _LONG:
        return f"{len(text)} characters"
    letters = sum(letter.isalpha() for letter in text)
    if letters and all(letter.isalpha() or letter in _IN_NAMES for letter in text):
        return f"{letters} letters"
    return "".join(map(_mask_sign, text))


def _mask_sign(sign: str) -> str:
    if sign.isdecimal():
        return "9"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    if sign.isspace():
        return " "
    return sign if sign.isascii() and sign.isprintable() else "?"


def traceback_of(error: BaseException) -> str:
    """The traceback of an error without a value: of each message its shape, of each file no folder but our own."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(_mask_traceback(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nThat came after this:\n\n".join(reversed(parts))


def _mask_traceback(error: BaseException) -> str:
    message = ""
    with suppress(Exception):  # an error that cannot even say what it is
        message = shape_of(str(error))
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {_shorten_path(frame.filename)}, line {frame.lineno}, in {frame.name}" for frame in frames]
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return "\n".join(["Traceback (most recent call last):", *lines, f"{kind}: {message}", ""])


def _shorten_path(file: str) -> str:
    """A file of the program or of a library without the folder that it is installed in."""
    path = Path(file)
    root = next((folder for folder in path.parents if folder.name == "site-packages" or folder == _ROOT), path.parent)
    return path.relative_to(root).as_posix()
