"""Days, times and lengths of time as a number format shows them."""

from datetime import datetime
from functools import lru_cache

from importer.catalogue import is_length, text_of, tokens_of
from importer.steps.map.month_names import CalendarNames, find_names

_NAMED = 3  # letters of a month or weekday by its name
_MOST_CODES = 1 << 15  # of a workbook; each is looked through once, however many cells have it


def spell_length(text: str, code: str) -> str:
    """A length of time, of which the part in brackets has all that there is: 30:05 for [h]:mm, 1805 for [mm]."""
    hours, minutes, seconds = (int(part.split(".")[0]) for part in text.removeprefix("-").split(":"))
    _, parts = _split_moment(code)
    whole = next(token["bracket"][0].lower() for token in tokens_of(code) if is_length(token))
    total = {"h": hours, "m": 60 * hours + minutes, "s": 3600 * hours + 60 * minutes + seconds}
    rest = {"h": hours, "m": minutes, "n": minutes, "s": seconds} | {whole: total[whole]}
    rest["n"] = rest["m"]
    shown = "".join(f"{rest.get(word[0], 0):0{len(word)}}" if word else literal for word, literal in parts)
    return f"-{shown}" if text.startswith("-") else shown


def spell_moment(moment: datetime, code: str) -> str:
    """A day and time as a format shows it, with the names of months and days in the language that it names."""
    half, parts = _split_moment(code)
    names = find_names(code)
    return "".join(_spell_part(moment, word, names, half=half) if word else text for word, text in parts).strip()


@lru_cache(_MOST_CODES)
def _split_moment(code: str) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """By the letters of a format, whether it counts to noon twice, and its words (n for minutes) and texts in order.

    m is a minute behind an hour or before a second.
    """
    tokens = list(tokens_of(code))
    letters = [(position, found["word"].lower()) for position, found in enumerate(tokens) if found["word"]]
    half = any(word in {"am/pm", "a/p"} for _, word in letters)
    parts: list[tuple[str, str]] = []
    for position, found in enumerate(tokens):
        word = (found["word"] or (found["bracket"] if is_length(found) else "") or "").lower()
        before = next((other for at, other in reversed(letters) if at < position and other not in {"am/pm", "a/p"}), "")
        behind = next((other for at, other in letters if at > position), "")
        if word:
            is_minute = word[0] == "m" and len(word) < _NAMED and ("h" in before or "s" in behind[:1])
            parts.append(("n" * len(word) if is_minute else word, ""))
        else:
            parts.append(("", text_of(found) or found["sign"] or ""))
    return half, tuple(parts)


def _spell_part(moment: datetime, word: str, names: CalendarNames, *, half: bool) -> str:
    if word in {"am/pm", "a/p"}:
        name = "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004 - noon
        return name if word == "am/pm" else name[0]
    if word[0] == "y":
        return f"{moment.year:04}" if len(word) > 2 else f"{moment.year % 100:02}"  # noqa: PLR2004 - yy
    if word[0] in "md" and len(word) >= _NAMED:
        is_short, at = len(word) == _NAMED, moment.month - 1 if word[0] == "m" else moment.weekday()
        months, days = (names.short_months, names.short_days) if is_short else (names.months, names.days)
        name = (months if word[0] == "m" else days)[at]
        return name[:1] if len(word) > _NAMED + 1 else name
    hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[word[0]]
    return f"{number:02}" if len(word) > 1 else str(number)
