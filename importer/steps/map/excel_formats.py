"""Cells that a number format shows otherwise than their text: a code that Excel took for a date, time or number."""

import re
from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from importer.catalogue import MONTHS, is_length, text_of, tokens_of
from importer.problem import EXCEL_CHANGED_CODE, EXCEL_CHANGED_TEXT
from importer.records import CellNote
from importer.steps.map.column import RawColumn

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?")
_TIME = re.compile(r"-?[0-9]+:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"([0#?]*)(?:\.([0#?]*))?E([+-])([0#?]+)", re.IGNORECASE)
_WITH_TEXT = re.compile(r"-?(?<![0-9])[0-9]++\Z")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = 3  # letters of a month or weekday by its name


def note_changes(column: RawColumn) -> Iterator[CellNote]:
    """Tell each cell of text or of a code that is a date, a time or a number with an exponent in the workbook."""
    if not column.field.kind.is_wording:
        return
    code_of_note = EXCEL_CHANGED_CODE if column.field.kind.is_code else EXCEL_CHANGED_TEXT
    for row, text, code in _find_formatted(column):
        if kind := _kind_of(text, code):
            shown = show_as_excel(text, code)
            yield column.note(code_of_note, row, value=text, held=text, shown=shown, kind=kind)


def remove_format_texts(column: RawColumn) -> pd.Series:
    """The cells of a column of numbers, without the text that a format puts before a number: 5 of WO-5."""
    if column.field.kind.reading != "numbers":
        return column.cells
    plain = {
        row: found.group()
        for row, text, code in _find_formatted(column)
        if not _kind_of(text, code) and not _NUMBER.fullmatch(text) and (found := _WITH_TEXT.search(text))
    }
    if not plain:
        return column.cells
    cells = column.cells.copy()
    cells[list(plain)] = list(plain.values())
    return cells


def _find_formatted(column: RawColumn) -> Iterator[tuple[int, str, str]]:
    """Row, text and number format of the cells that have one; what a mapping has replaced has none any more."""
    formats = column.sheet.formats.of_column(column.number)
    if formats.empty:
        return
    rows = formats.index.intersection(column.cells.index)
    texts, typed = column.cells[rows], column.sheet.cells.iloc[:, column.mapped.place][rows]
    for row, text, original, code in zip(rows, texts, typed, formats[rows], strict=True):
        if text and text == original:
            yield int(row), str(text), str(code)


def _kind_of(text: str, code: str) -> str:
    """What Excel took a cell for; '' for a code that its format only shows in its own way."""
    if _DATE.fullmatch(text):
        return "date"
    if _TIME.fullmatch(text):
        return "time"
    return "number" if _NUMBER.fullmatch(text) and (code == "General" or _EXPONENT.search(code)) else ""


def show_as_excel(text: str, code: str) -> str:
    """A date, time or number as Excel shows it in English."""
    first = code.split(";", maxsplit=1)[0]
    if _NUMBER.fullmatch(text):
        found = _EXPONENT.search(first)
        digits = len(found[2] or "") if found else None
        shown = f"{float(text):.{5 if digits is None else digits}E}"
        mantissa, _, power = shown.partition("E")
        return f"{mantissa.rstrip('0').rstrip('.') if digits is None else mantissa}E{power}"
    if _TIME.fullmatch(text):
        hours = int(text.split(":", maxsplit=1)[0])
        if hours < 0 or hours > 23 or "[" in first:  # noqa: PLR2004 - hours of a day
            return text
        return _spell_moment(datetime.fromisoformat(f"1900-01-01T{text.zfill(8)}"), first)
    return _spell_moment(datetime.fromisoformat(text), first)


def _spell_moment(moment: datetime, code: str) -> str:
    """By the letters of the format: m is a minute behind an hour or before a second."""
    tokens = list(tokens_of(code))
    letters = [(place, found["word"].lower()) for place, found in enumerate(tokens) if found["word"]]
    half = any(word in {"am/pm", "a/p"} for _, word in letters)
    shown: list[str] = []
    for place, found in enumerate(tokens):
        word = (found["word"] or (found["bracket"] if is_length(found) else "") or "").lower()
        before = next((other for at, other in reversed(letters) if at < place and other not in {"am/pm", "a/p"}), "")
        behind = next((other for at, other in letters if at > place), "")
        if word:
            is_minute = word[0] == "m" and len(word) < _NAMED and ("h" in before or "s" in behind[:1])
            shown.append(_spell_part(moment, "n" * len(word) if is_minute else word, half=half))
        else:
            shown.append(text_of(found) or found["sign"] or "")
    return "".join(shown).strip()


def _spell_part(moment: datetime, word: str, *, half: bool) -> str:
    if word in {"am/pm", "a/p"}:
        name = "AM" if moment.hour < 12 else "PM"  # noqa: PLR2004 - noon
        return name if word == "am/pm" else name[0]
    if word[0] == "y":
        return f"{moment.year:04}" if len(word) > 2 else f"{moment.year % 100:02}"  # noqa: PLR2004 - yy
    names = {"m": MONTHS[moment.month - 1], "d": _WEEKDAYS[moment.weekday()]}
    if word[0] in names and len(word) >= _NAMED:
        name = names[word[0]]
        return name[:_NAMED] if len(word) == _NAMED else name[:1] if len(word) > _NAMED + 1 else name
    hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[word[0]]
    return f"{number:02}" if len(word) > 1 else str(number)
