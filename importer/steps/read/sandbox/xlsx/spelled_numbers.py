"""Numbers as text, as the formats of their cells show them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue.format_code import COMPARE, FormatCondition
from importer.catalogue.shown_numbers import show_number
from importer.languages import N_
from importer.problem import DIGITS_LOST, NO_SUCH_DAY
from importer.steps.read.sandbox import excel_numbers as spell
from importer.steps.read.sandbox.excel_numbers import FloatArray, Which
from importer.steps.read.sandbox.number_formats import DisplayKind, Format, find_text_around
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.tags import TEXT
from importer.steps.read.to_text import LONGEST_EXACT

_WITH_EXPONENT, _FEW_DIGITS = 1e11, 1e5  # Excel shows larger numbers as 1.23457E+11

SpelledParts = list[tuple[Which, pa.Array]]  # where, and the texts there


class NumberSpeller:
    """Spell the numbers of one piece; `where` always says which of its cells they are.

    What is to be told goes to `note`; where General shows a power of ten, `formats` says so.
    """

    def __init__(self, context: WorkbookContext, note: Callable[..., None], formats: npt.NDArray[np.int16]) -> None:
        self._context, self._note, self._formats = context, note, formats

    def spell(self, where: Which, numbers: FloatArray, format_: Format, *, unsigned: bool = False) -> SpelledParts:
        """Give them as one format shows them; `unsigned` where it shows those below zero without their sign."""
        if format_.sections:
            return self._spell_in_sections(where, numbers, format_)
        match format_.shown:
            case DisplayKind.NUMBER | DisplayKind.EXPONENT | DisplayKind.SCALED:
                return self._spell_itself(where, numbers, format_)
            case DisplayKind.LITERAL:
                text = "" if format_.hides else "".join(map(str, format_.pattern))
                return [(where, _make_same(text, len(numbers)))]
            case DisplayKind.WITH_TEXT:
                return [(where, self._spell_with_text(where, numbers, format_.code))]
            case DisplayKind.GENERAL:
                texts = self._spell_plain(where, np.abs(numbers))
                shown = spell.surround_with_text(texts, *find_text_around(format_.pattern))
                minus = pa.array((numbers < 0) & (not unsigned))
                return [(where, pc.if_else(minus, spell.surround_with_text(shown, "-", ""), shown))]
            case DisplayKind.DURATION:
                return [(where, spell.to_durations(numbers))]
            case DisplayKind.DIGITS:
                return self._spell_digits(where, numbers, format_, np.abs(numbers) if unsigned else numbers)
        return self._spell_moments(where, numbers, format_.shown)

    def _spell_itself(self, where: Which, numbers: FloatArray, format_: Format) -> SpelledParts:
        if not format_.hides_zeros:
            return [(where, self._spell_plain(where, numbers))]
        near = spell.are_shown_as_zero(numbers)
        zeros, others = divide(where, near)
        return [(zeros, _make_same("", near.sum())), (others, self._spell_plain(others, numbers[~near]))]

    def _spell_digits(self, where: Which, numbers: FloatArray, format_: Format, shown: FloatArray) -> SpelledParts:
        fits = (shown >= 0) & (shown == np.floor(shown)) & (shown < LONGEST_EXACT)
        digits, others = divide(where, fits)
        return [
            (digits, spell.to_digits(shown[fits], format_.pattern)),
            (others, self._spell_with_text(others, numbers[~fits], format_.code)),
        ]

    def _spell_moments(self, where: Which, numbers: FloatArray, shown: DisplayKind) -> SpelledParts:
        from_1904 = self._context.from_1904
        clock = _are_clocks(numbers, shown, from_1904=from_1904)
        day = ~clock & spell.are_days(numbers, from_1904=from_1904)
        if day.all():
            return [(where, spell.to_moments(numbers, from_1904=from_1904))]
        times, others = divide(where, clock)
        days, never = divide(others, day[~clock])
        return [
            (times, spell.to_clocks(numbers[clock])),
            (days, spell.to_moments(numbers[day], from_1904=from_1904)),
            (never, self._spell_no_days(never, numbers[~clock & ~day])),
        ]

    def _spell_in_sections(self, where: Which, numbers: FloatArray, format_: Format) -> SpelledParts:
        """Each number as the first section shows it that is for such a number; below zero without its sign."""
        parts: SpelledParts = []
        left = np.ones(len(numbers), bool)
        for position, (condition, section) in enumerate(format_.sections):
            chosen = left & _does_hold(condition, numbers)
            left &= ~chosen
            if chosen.any():
                here = divide(where, chosen)[0]
                parts.extend(self.spell(here, numbers[chosen], section, unsigned=position > 0))
        if left.any():
            rest = divide(where, left)[0]
            parts.append((rest, self._spell_plain(rest, numbers[left])))
        return parts

    def _spell_with_text(self, where: Which, numbers: FloatArray, code: str) -> pa.Array:
        """Each number as it is shown; one of which less is shown than it is stays itself, and its format is told."""
        plain = self._spell_plain(where, numbers)
        return pa.array([_show_all(text, code) for text in plain.to_pylist()], TEXT) if len(numbers) else plain

    def _spell_no_days(self, where: Which, numbers: FloatArray) -> pa.Array:
        texts = spell.to_plain(numbers)
        in_1900 = (np.floor(numbers) == spell.NO_DAY) & (not self._context.from_1904)
        for why, which in ((N_(" (1900 was not a leap year)"), in_1900), ("", ~in_1900)):
            self._note(divide(where, which)[0], NO_SUCH_DAY, texts.filter(pa.array(which)), why=why)
        return texts

    def _spell_plain(self, where: Which, numbers: FloatArray) -> pa.Array:
        texts = spell.to_plain(numbers)
        long = np.abs(numbers) >= LONGEST_EXACT
        if long.any():
            self._note(divide(where, long)[0], DIGITS_LOST, texts.filter(pa.array(long)))
        short = (np.abs(numbers) >= _WITH_EXPONENT) & (numbers % _FEW_DIGITS == 0)
        if short.any():
            short &= np.array([float(f"{number:.5e}") == number for number in numbers.tolist()])
            where = divide(where, short)[0]
            self._formats[where & (self._formats == 0)] = len(self._context.codes)
        return texts


def _show_all(text: str, code: str) -> str:
    shown = show_number(text, code)
    return shown.text if shown and shown.is_exact else text


def _does_hold(condition: FormatCondition, numbers: FloatArray) -> Which:
    if not condition.sign:
        return np.ones(len(numbers), bool)
    return np.asarray(COMPARE[condition.sign](numbers, condition.value), bool)


def _are_clocks(numbers: FloatArray, shown: DisplayKind, *, from_1904: bool) -> Which:
    """Which numbers are a time of the day alone: less than a day, and shown with a time."""
    if shown is DisplayKind.CLOCK:
        return (numbers >= 0) & (numbers < 1)
    return (numbers > 0) & (numbers < 1) & (shown is DisplayKind.MOMENT) & (not from_1904)


def _make_same(text: str, size: int) -> pa.Array:
    return pa.array([text] * int(size), TEXT)


def divide(where: Which, which: Which) -> tuple[Which, Which]:
    """Divide the places of a mask in those that `which` says, and the others."""
    places = np.flatnonzero(where)
    first, second = np.zeros_like(where), np.zeros_like(where)
    first[places[which]] = True
    second[places[~which]] = True
    return first, second
