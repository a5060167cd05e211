"""Columns of numbers: the decimal sign is decided for the whole column."""

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pandas as pd

from importer.catalogue import DECIMAL, INTEGER, Field
from importer.frames import list_distinct, to_canonical_column
from importer.languages import N_, _
from importer.problem import AMBIGUOUS_NUMBERS, CONTRADICTING_NUMBERS
from importer.settings import DECIMAL_WORDS, Options, list_choices
from importer.steps.map.column import ParsedColumn, RawColumn, Wording, ask_reading, cells_of
from importer.steps.map.column_convention import Evidence, Readings, Verdict, decide, find_read_both_ways

SIGNS = list_choices(Options, "decimal")

_BETWEEN = {".": N_("points"), ",": N_("commas"), "'": N_("apostrophes"), "’": N_("apostrophes")}
_SPACES = "\u00a0\u202f\u2009 "
_THOUSANDS = "'’" + _SPACES


def _make_pattern(sign: str, other: str) -> re.Pattern[str]:
    """[sign] whole part, perhaps in groups of three with one and the same sign between them [decimal sign, digits]."""
    grouped = rf"[1-9][0-9]{{0,2}}(?:([{other}{_THOUSANDS}])[0-9]{{3}})(?:\3[0-9]{{3}})*"
    return re.compile(rf"([+-]?)({grouped}|[0-9]*)(?:[{sign}]([0-9]*))?")


NumberReadings = Mapping[str, Readings]  # by the text as typed
_PATTERNS = {".": _make_pattern(".", ","), ",": _make_pattern(",", ".")}
_OPEN = rf"[,{_THOUSANDS}]|[.].*[.]"  # without one of these, a point can only be a decimal sign ...
_WHOLE = re.compile(r"[+-]?[0-9]+")
_GROUPED = r"[+-]?[1-9][0-9]{0,2}[.][0-9]{3}"  # ... unless every number with a point is of this form


def parse_numbers(column: RawColumn) -> ParsedColumn:
    """The numbers of a column in canonical text: no signs between thousands, a point for the decimal sign.

    What is certain is told as a remark; what is not is left as typed, with a note for the column or the cell.
    """
    unread = column.find_unread(INTEGER.pattern)
    if column.options.decimal != "," and _is_plainly_decimal(unread.drop_duplicates()):
        return ParsedColumn(to_canonical_column(column.field, column.cells))
    texts = list_distinct(unread)
    read: NumberReadings = {text: readings for text in texts if (readings := _make_readings(text, column.field))}
    verdict, read = _reach_verdict(column, read)
    plain = {text: readings[verdict.convention] for text, readings in read.items() if verdict.convention in readings}
    misfits = {text for text in texts if text not in plain}
    notes = tuple(column.note_wrong_kind(row) for row, _text in cells_of(unread, misfits))
    if verdict.evidence is not Evidence.CLEAR:
        return ParsedColumn(column.cells, (ask_reading(column, verdict, read, _WORDING), *notes))
    spelled = column.field.kind.to_canonical
    values = {text: text if (number := spelled(digits)) is None else number for text, digits in plain.items()}
    return ParsedColumn(column.replace_unread(unread, values), notes, _remark_on_sign(column, verdict.convention, read))


def find_open_numbers(texts: Iterable[str], field: Field) -> dict[str, tuple[str, str]]:
    """The texts of a column that can be two numbers, each with that of a decimal point and that of a comma."""
    unread = [bare for text in texts if (bare := text.strip()) and not _WHOLE.fullmatch(bare)]
    if not unread or _is_plainly_decimal(pd.Series(unread, dtype="str")):
        return {}
    read = {text: readings for text in unread if (readings := _make_readings(text, field))}
    if not read or decide(read, SIGNS).evidence is not Evidence.OPEN:
        return {}
    return {text: (read[text]["."], read[text][","]) for text in find_read_both_ways(read, ".", ",")}


def _is_plainly_decimal(unread: pd.Series) -> bool:
    if unread.str.contains(_OPEN).any():
        return False
    pointed = unread[unread.str.contains(".", regex=False)]
    return pointed.empty or not pointed.str.fullmatch(_GROUPED).all()


def _reach_verdict(column: RawColumn, read: NumberReadings) -> tuple[Verdict, NumberReadings]:
    """Decide; the cells of a workbook that are numbers come with a point, whatever sign the text among them has."""
    chosen = column.options.decimal
    verdict = decide(read, SIGNS, chosen)
    if not column.sheet.name or (chosen is None and verdict.evidence is not Evidence.CONTRADICTING):
        return verdict, read
    if chosen is None and find_read_both_ways(read, *SIGNS):
        return verdict, read
    number_cells = {
        text: dict.fromkeys(SIGNS, readings["."])
        if readings.keys() == {"."} and DECIMAL.to_canonical(text)
        else readings
        for text, readings in read.items()
    }
    return decide(number_cells, SIGNS, chosen), number_cells


def _make_readings(text: str, field: Field) -> Readings:
    """What the text is with either decimal sign; a reading out of the field's range only if there is no other."""
    bare = text.strip()
    if not bare:
        return dict.fromkeys(SIGNS, "")
    found = {sign: plain for sign in SIGNS if (plain := _to_plain(bare, sign))}
    if not found:
        number = field.kind.to_canonical(bare)  # 1E5, for one
        return {} if number is None else dict.fromkeys(SIGNS, number)
    if len(found) == 1:
        return found
    possible = {sign: plain for sign, plain in found.items() if _is_in_range(field, Decimal(plain))}
    return possible or found


def _to_plain(text: str, sign: str) -> str:
    found = _PATTERNS[sign].fullmatch(text)
    if not found:
        return ""
    minus, whole, thousands, fraction = found.groups()
    whole = whole.replace(thousands, "") if thousands else whole
    if not (whole or fraction):
        return ""
    return f"{minus}{whole or '0'}" + (f".{fraction}" if fraction else "")


def _is_in_range(field: Field, number: Decimal) -> bool:
    low, high = field.minimum, field.maximum
    return (low is None or low <= number) and (high is None or number <= high)


def _spell_in_words(plain: str) -> str:
    """A number without a decimal sign, since it is that which is not clear."""
    number = Decimal(plain)
    low = math.floor(number)
    return str(low) if low == number else _("a number between {low} and {high}").format(low=low, high=low + 1)


_WORDING = Wording(
    AMBIGUOUS_NUMBERS, CONTRADICTING_NUMBERS, "--decimal", N_("only fits a decimal"), DECIMAL_WORDS, _spell_in_words
)


def _remark_on_sign(column: RawColumn, sign: str, read: NumberReadings) -> tuple[str, ...]:
    """Said where anything but a point between digits was read: a decimal comma, or signs between thousands."""
    matches = [(text, found) for text in read if (found := _PATTERNS[sign].fullmatch(text.strip()))]
    decimal = next((text for text, found in matches if found[4] and (sign == "," or found[3])), "")
    if decimal:
        return (
            column.remark(
                _("numbers read with a decimal {sign}, as in {decimal}").format(
                    sign=DECIMAL_WORDS[sign], decimal=decimal
                )
            ),
        )
    grouped, separator = next(((text, found[3]) for text, found in matches if found[3]), ("", ""))
    if not grouped:
        return ()
    return (
        column.remark(
            _("numbers read with {separator} between thousands, as in {grouped}").format(
                separator=_(_BETWEEN.get(separator, N_("spaces"))), grouped=grouped
            )
        ),
    )
