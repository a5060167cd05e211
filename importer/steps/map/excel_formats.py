"""Cells that a number format shows otherwise than their text: a code that Excel took for a date, time or number."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

import pandas as pd

from importer.catalogue import (
    find_section,
    is_length,
    literal_of,
    read_shown_number,
    show_number,
    split_sections,
    tokens_of,
)
from importer.problem import EXCEL_CHANGED_CODE, EXCEL_CHANGED_TEXT, HIDDEN_VALUE
from importer.records import CellNote
from importer.steps.map.column import RawColumn
from importer.steps.map.shown_moments import spell_length, spell_moment

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?")
_TIME = re.compile(r"-?[0-9]+:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"(?<![0#?])([0#?]*+)(?:\.([0#?]*))?E([+-])([0#?]+)", re.IGNORECASE)
_PERCENT = re.compile(r"[0#?](?:\.([0#?]+))? *%")
_FRACTION = re.compile(r"(?<![0#?])(?P<whole>[0#?]++ ++)?[0#?]++ *+\+?/(?P<below>[0-9#?]+)")
_MOST_PLACES = 30  # for digits on either side of the point, as in Excel
_LEAST_GENERAL, _MOST_GENERAL = 1e-4, 1e11  # which Excel shows without a power of ten
_EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
_MOST_CODES = 1 << 15  # of a workbook; each is looked through once, however many cells have it


def note_changes(column: RawColumn) -> Iterator[CellNote]:
    """Tell each cell of text or of a code that is a date, a time or a number which Excel shows as something else.

    Those of which nothing is seen are told once, in any column.
    """
    formats = _list_formats(column)
    if hidden := [int(row) for row in formats.index[_list_typed(column)[formats.index] == ""]]:
        yield column.note(HIDDEN_VALUE, cells=column.describe_cells(hidden))
    if not column.field.kind.is_wording:
        return
    code_of_note = EXCEL_CHANGED_CODE if column.field.kind.is_code else EXCEL_CHANGED_TEXT
    for row, text, code in _find_formatted(column):
        if (kind := _kind_of(text, code)) and (shown := show_as_excel(text, code)) != text:
            yield column.note(code_of_note, row, value=text, held=text, shown=shown, kind=kind)


def remove_format_texts(column: RawColumn) -> pd.Series:
    """The cells of a column of numbers, without the text that a format puts before a number: 5 of WO-5."""
    if not column.field.kind.is_number:
        return column.cells
    plain = {
        row: number
        for row, text, code in _find_formatted(column)
        if not _kind_of(text, code) and not _NUMBER.fullmatch(text) and (number := _find_number(text, code))
    }
    if not plain:
        return column.cells
    cells = column.cells.copy()
    cells[list(plain)] = list(plain.values())
    return cells


def _find_number(text: str, code: str) -> str:
    """The number between the texts that a format puts around it: 2 of WO-2 and 2 st; '' for none."""
    for position, section in enumerate(split_sections(code)):
        general = next((at for at, token in enumerate(section) if token["general"]), None)
        if general is not None:
            before, behind = (
                "".join(literal_of(token) or "" for token in some)
                for some in (section[:general], section[general + 1 :])
            )
            number = text.removeprefix("-").removeprefix(before).removesuffix(behind)
            if _NUMBER.fullmatch(number):
                return f"-{number}" if position == 1 or text.startswith("-") else number
    return read_shown_number(text, code)


def _list_formats(column: RawColumn) -> pd.Series:
    """The number format of each row's cell that has one."""
    formats = column.sheet.formats.of_column(column.number)
    return formats[formats.index.isin(column.cells.index)]


def _list_typed(column: RawColumn) -> pd.Series:
    """The cells as the sheet has them, whatever a mapping has made of them."""
    return column.sheet.cells.iloc[:, column.mapped.position]


def _find_formatted(column: RawColumn) -> Iterator[tuple[int, str, str]]:
    """Row, text and number format of the cells that have one; what a mapping has replaced has none any more."""
    formats = _list_formats(column)
    if formats.empty:
        return
    rows = formats.index
    texts, typed = column.cells[rows], _list_typed(column)[rows]
    for row, text, original, code in zip(rows, texts, typed, formats, strict=True):
        if text and text == original:
            yield int(row), str(text), str(code)


def _kind_of(text: str, code: str) -> str:
    """What Excel took a cell for; '' for a code that its format only shows in its own way."""
    tells_time, is_odd = _describe(code)
    if _DATE.fullmatch(text):
        return "date" if tells_time else ""
    if _TIME.fullmatch(text):
        return "time" if tells_time else ""
    if not _NUMBER.fullmatch(text):
        return ""
    shown = show_number(text, code)
    return "number" if is_odd or (shown and shown.has_text and not shown.is_exact) else ""


@lru_cache(_MOST_CODES)
def _describe(code: str) -> tuple[bool, bool]:
    """Whether a format shows a day or a time, and whether a number as something else than its digits."""
    tells_time = any(token["word"] or is_length(token) for token in tokens_of(code))
    bare = _remove_texts(code)
    return tells_time, code == "General" or any(pattern.search(bare) for pattern in (_EXPONENT, _PERCENT, _FRACTION))


@lru_cache(_MOST_CODES)
def _remove_texts(code: str) -> str:
    """The signs of a format without what it quotes."""
    return "".join(token["sign"] or token["word"] or token["general"] or "" for token in tokens_of(code))


def show_as_excel(text: str, code: str) -> str:
    """A date, time or number as Excel shows it; numbers are English."""
    first = code.split(";", maxsplit=1)[0]
    if _NUMBER.fullmatch(text):
        return _spell_number(text, code)
    if _TIME.fullmatch(text):
        hours = int(text.split(":", maxsplit=1)[0])
        if any(map(is_length, tokens_of(first))):
            return spell_length(text, first)
        if hours < 0 or hours > 23:  # noqa: PLR2004 - hours of a day
            return text
        return spell_moment(datetime.fromisoformat(f"1900-01-01T{text.zfill(8)}"), first)
    return spell_moment(datetime.fromisoformat(text), first)


def _spell_number(text: str, code: str) -> str:
    if found := show_number(text, code):
        return found.text
    position, section = find_section(float(text), code)
    if position:  # it says itself how a number below zero is shown
        return _spell_in_section(text.removeprefix("-"), section)
    return _spell_in_section(text, section)


def _spell_in_section(text: str, code: str) -> str:
    bare = _remove_texts(code)
    if percent := _PERCENT.search(bare):
        found = show_number(*_to_hundredths(text, code))
        return found.text if found else f"{float(text):.{len(percent[1] or '')}%}"
    if fraction := _FRACTION.search(bare):
        return _spell_fraction(Fraction(text), fraction["below"], is_mixed=fraction["whole"] is not None)
    if exponent := _EXPONENT.search(code):
        return _spell_power(Decimal(text), exponent)
    number = float(text)
    if number == 0 or _LEAST_GENERAL <= abs(number) < _MOST_GENERAL:
        return f"{number:.0f}" if number.is_integer() else f"{number:.10g}"
    mantissa, _, power = f"{float(text):.5E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{power}"


def _to_hundredths(text: str, code: str) -> tuple[str, str]:
    """The number of hundredths, and the format for it, in which the percent sign is a text."""
    tokens = list(tokens_of(code))
    signs = sum(token["sign"] == "%" for token in tokens)
    written = "".join('"%"' if token["sign"] == "%" else token.group() for token in tokens)
    return format(Decimal(text).scaleb(2 * min(signs, _MOST_PLACES)), "f"), written


def _spell_power(number: Decimal, places: re.Match[str]) -> str:
    """A number times a power of ten, which is a multiple of the places before the point: 123.0E+3 for ##0.0E+0."""
    whole, decimals, sign, least = places.groups()
    digits, step, power = min(len(decimals or ""), _MOST_PLACES), min(max(len(whole), 1), _MOST_PLACES), 0
    if number:
        power = number.adjusted() // step * step
        power += step * (_to_places(number.scaleb(-power), digits).adjusted() >= step)
    mantissa = f"{_to_places(number.scaleb(-power), digits):f}"
    shown_sign = "-" if power < 0 else sign.replace("-", "")
    return f"{mantissa}E{shown_sign}{abs(power):0{min(len(least), _MOST_PLACES)}}"


def _to_places(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), context=_EXACT)


def _spell_fraction(number: Fraction, below: str, *, is_mixed: bool) -> str:
    """12 1/2 for 12.5; `below` is what the format has below the line: places for digits, or one number for all."""
    fixed = int(below) if below.isdecimal() and int(below) else None
    near = abs(number).limit_denominator(10 ** len(below) - 1)
    above, under = (round(abs(number) * fixed), fixed) if fixed else near.as_integer_ratio()
    whole, above = divmod(above, under) if is_mixed or under == 1 else (0, above)
    parts = [str(whole)] if whole or not above else []
    parts += [f"{above}/{under}"] if above else []
    return f"{'-' if number < 0 else ''}{' '.join(parts)}"
