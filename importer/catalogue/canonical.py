"""The text that identifies something, however it was typed."""

import re
from datetime import UTC, datetime
from typing import Literal
from unicodedata import category, combining, normalize

_PILED = re.compile(r"\^{201}")
_PERHAPS_PILED = re.compile("[^\x00-\u02ff]{201}")  # no accent is before U+0300
_PLAIN = re.compile(r"[!-~]+( [!-~]+)*")
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_VARIATIONS = range(0xFE00, 0xFE10)
_MOST_SHOWN, _SHOWN_BEFORE = 100, 30  # signs that two texts have in common, and those of them that are shown
_TIME = re.compile(r"(.*T[0-9:]+)(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")

# Letters of Cyrillic and Greek that look like Latin ones: in a code nobody sees which of them was typed
_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеѕіјорсухһ", "ABESIJKMHOPCTYXaesijopcyxh")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_LATIN = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])


def to_normal_form(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form of Unicode; one that piles more than 200 accents on a letter stays as it is.

    Putting accents in order takes Python as long as the square of their number: of 60,000 it is fifteen seconds.
    """
    piled = _PERHAPS_PILED.search(text) and _PILED.search("".join("^" if combining(sign) else "." for sign in text))
    return text if piled else normalize(form, text)


def keep_ascii(text: str) -> str:
    """The text without accents, and without letters that are not ASCII."""
    return to_normal_form("NFKD", text).encode("ascii", "ignore").decode()


def to_canonical_text(text: str) -> str:
    """The text without what nobody sees: one form of each letter (NFC), one space for white space of any kind and
    length, none around a line, one kind of line end, no blank lines around, and no invisible signs.
    """
    if _PLAIN.fullmatch(text):
        return text
    lines = (" ".join(_keep_visible(line).split()) for line in _LINE_ENDS.split(to_normal_form("NFC", text)))
    return "\n".join(lines).strip("\n")


def _keep_visible(line: str) -> str:
    return "".join(s for s in line if s == "\t" or not (category(s) in _INVISIBLE or ord(s) in _VARIATIONS))


def drop_offset(date: str) -> str:
    """A canonical date as the clock shows it, without the distance from UTC."""
    found = _TIME.fullmatch(date)
    return f"{found[1]}{found[2] or ''}" if found else date


def to_clock(date: str) -> str:
    """A canonical date as the clock shows it, in one spelling: without noughts behind the second."""
    found = _TIME.fullmatch(date)
    return f"{found[1]}{_to_fraction(found[2])}" if found else date


def to_instant(date: str) -> str:
    """A canonical time with its zone as the instant in UTC, in one spelling; a day stays as it is."""
    found = _TIME.fullmatch(date)
    if not found or not found[3]:
        return to_clock(date)
    moment = datetime.fromisoformat(f"{found[1]}{found[3]}").astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}{_to_fraction(found[2])}Z"


def _to_fraction(text: str | None) -> str:
    return (text or "").rstrip("0").rstrip(".")


def to_latin_letters(text: str) -> str:
    """The text with Latin letters in place of those that look like them."""
    return text if text.isascii() else text.translate(_LATIN)


def tell_apart(first: str, second: str) -> tuple[str, str]:
    """Two texts that differ, so that it can be seen where: long ones from shortly before that place, and letters that
    look alike as escapes.
    """
    if to_latin_letters(to_normal_form("NFKC", first)) == to_latin_letters(to_normal_form("NFKC", second)):
        first, second = (text.encode("ascii", "backslashreplace").decode() for text in (first, second))
    pairs = enumerate(zip(first, second, strict=False))
    same = next((position for position, (one, other) in pairs if one != other), min(len(first), len(second)))
    if same <= _MOST_SHOWN:
        return first, second
    return f"…{first[same - _SHOWN_BEFORE :]}", f"…{second[same - _SHOWN_BEFORE :]}"


def has_look_alikes(text: str) -> bool:
    """Whether a text mixes letters that only look Latin with Latin letters or digits, and has no others."""
    return not text.isascii() and to_latin_letters(text).isascii() and any(s.isascii() and s.isalnum() for s in text)
