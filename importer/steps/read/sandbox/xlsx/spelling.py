"""Cells as text, as the user sees them, and the notes of those that text cannot say."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import N_
from importer.problem import DIGITS_LOST, EXCEL_ERROR, NEVER_CALCULATED, NO_SUCH_DAY, NOT_A_NUMBER_INSIDE, Code
from importer.steps.read.sandbox import excel_numbers as spell
from importer.steps.read.sandbox.cells import CellKind, Cells, Note
from importer.steps.read.sandbox.excel_numbers import FloatArray, Which, merge, parse_numbers
from importer.steps.read.sandbox.messages import LINKED_ERROR
from importer.steps.read.sandbox.number_formats import DisplayKind, Format, FormatCondition, find_text_around
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.shared_strings import decode
from importer.steps.read.sandbox.xlsx.tags import TEXT
from importer.steps.read.to_text import LONGEST_EXACT
from importer.workbook_parts.refusal import make_damage_refusal

_TRUTHS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_COMPARE = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "=": np.equal, "<>": np.not_equal,
}  # fmt: skip
_WITH_EXPONENT, _FEW_DIGITS = 1e11, 1e5  # Excel shows larger numbers as 1.23457E+11
_LINKED = "#VALUE!"
_MIDNIGHT = "T00:00:00"


@dataclass
class SpelledCells:
    """The text of each cell, '' where nothing is to be seen, and the notes of some.

    `formats` has which of the codes of the context shows a cell, counted from 1, 0 where the text is what is shown.
    """

    texts: pa.Array
    notes: list[Note]
    formats: npt.NDArray[np.int16]


class CellSpeller:
    """Spell the cells of one piece."""

    def __init__(self, cells: Cells, context: WorkbookContext) -> None:
        self._cells, self._context = cells, context
        self._notes: list[Note] = []
        self._formats = np.zeros(len(cells.rows), np.int16)

    def spell(self) -> SpelledCells:
        """Give texts and notes. Raises a Refusal where a cell refers to a text that there is not."""
        cells = self._cells
        size = len(cells.rows)
        parts: list[tuple[Which, pa.Array]] = []
        waiting = ~cells.valued
        parts.append((waiting, self._spell_never_calculated(waiting)))
        made_by = {
            CellKind.SHARED: self._spell_shared,
            CellKind.TEXT: self._spell_typed,
            CellKind.ERROR: self._spell_errors,
            CellKind.LINKED: self._spell_linked,
            CellKind.TRUTH: self._spell_truths,
            CellKind.DATE: self._spell_dates,
        }
        for kind, made in made_by.items():
            where = (cells.kinds == kind) & cells.valued
            if where.any():
                parts.append((where, made(where)))
        parts.extend(self._spell_numbers((cells.kinds == CellKind.NUMBER) & cells.valued))
        return SpelledCells(self._surround_texts(merge(size, *parts)), self._notes, self._formats)

    def _surround_texts(self, texts: pa.Array) -> pa.Array:
        """With what the format of a text puts around it: "P-"@."""
        cells = self._cells
        for style, (before, behind) in self._context.around_texts.items():
            where = (cells.styles == style) & cells.valued & np.isin(cells.kinds, (CellKind.SHARED, CellKind.TEXT))
            if where.any():
                around = spell.surround_with_text(texts, before, behind)
                texts = pc.if_else(pa.array(where), pc.if_else(pc.equal(texts, ""), texts, around), texts)
        return texts

    def _select_values(self, where: Which) -> pa.Array:
        return self._cells.values if where.all() else self._cells.values.filter(pa.array(where))

    def _note(self, where: Which, code: Code, texts: pa.Array, **more: str) -> None:
        rows, columns = self._cells.rows[where].tolist(), self._cells.columns[where].tolist()
        self._notes.extend(
            Note(row, column, code, {"value": text, **more})
            for row, column, text in zip(rows, columns, texts.to_pylist(), strict=True)
        )

    def _spell_never_calculated(self, where: Which) -> pa.Array:
        texts = self._select_values(where) if where.any() else pa.array([], TEXT)
        self._note(where, NEVER_CALCULATED, texts)
        return texts

    def _spell_shared(self, where: Which) -> pa.Array:
        values = self._select_values(where)
        try:
            if pc.any(pc.match_substring(values, " ")).as_py():
                values = pc.utf8_trim_whitespace(values)
            return self._context.strings.take(values.cast(pa.uint32()))
        except (pa.ArrowInvalid, IndexError) as found:
            raise make_damage_refusal(N_("a cell refers to a text that does not exist")) from found

    def _spell_typed(self, where: Which) -> pa.Array:
        return decode(self._select_values(where))

    def _spell_errors(self, where: Which) -> pa.Array:
        texts = self._select_values(where)
        self._note(where, EXCEL_ERROR, texts)
        return texts

    def _spell_linked(self, where: Which) -> pa.Array:
        texts = self._select_values(where)
        described = [LINKED_ERROR if text == _LINKED else text for text in texts.to_pylist()]
        self._note(where, EXCEL_ERROR, pa.array(described, TEXT))
        return texts

    def _spell_truths(self, where: Which) -> pa.Array:
        texts = self._select_values(where)
        for written, shown in _TRUTHS.items():
            texts = pc.if_else(pc.equal(texts, written), pa.scalar(shown, TEXT), texts)
        return texts

    def _spell_dates(self, where: Which) -> pa.Array:
        self._formats[where] = self._codes_of(where)
        return pa.array([_spell_date(text) for text in self._select_values(where).to_pylist()], TEXT)

    def _spell_numbers(self, where: Which) -> list[tuple[Which, pa.Array]]:
        if not where.any():
            return []
        numbers, damaged = parse_numbers(self._select_values(where))
        parts: list[tuple[Which, pa.Array]] = []
        if damaged.any():
            where, broken = _divide(where, ~damaged)
            texts = self._select_values(broken)
            self._note(broken, NOT_A_NUMBER_INSIDE, texts)
            parts.append((broken, texts))
            numbers = numbers[~damaged]
        if not where.any():
            return parts
        styles = self._cells.styles[where]
        self._formats[where] = self._codes_of(where)
        for format_, same in self._context.group_by_format(styles).items():
            here = np.zeros_like(where)
            here[np.flatnonzero(where)[same]] = True
            parts.extend(self._spell_in_format(here, numbers[same], format_))
        return parts

    def _codes_of(self, where: Which) -> npt.NDArray[np.int16]:
        return self._context.code_of_style[np.minimum(self._cells.styles[where], len(self._context.formats))]

    def _spell_in_format(self, where: Which, numbers: FloatArray, format_: Format) -> list[tuple[Which, pa.Array]]:
        from_1904 = self._context.from_1904
        if format_.sections:
            return self._spell_in_sections(where, numbers, format_)
        if format_.shown in {DisplayKind.NUMBER, DisplayKind.EXPONENT, DisplayKind.SCALED}:
            return [(where, self._spell_plain(where, numbers))]
        if format_.shown is DisplayKind.LITERAL:
            return [(where, pa.array(["".join(map(str, format_.pattern))] * len(numbers), TEXT))]
        if format_.shown is DisplayKind.GENERAL:
            before, behind = find_text_around(format_.pattern)
            return [(where, spell.surround_with_text(self._spell_plain(where, numbers), before, behind))]
        if format_.shown is DisplayKind.DURATION:
            return [(where, spell.to_durations(numbers))]
        if format_.shown is DisplayKind.DIGITS:
            fits = (numbers >= 0) & (numbers == np.floor(numbers)) & (numbers < LONGEST_EXACT)
            other, plain = _divide(where, fits)
            return [
                (other, spell.to_digits(numbers[fits], format_.pattern)),
                (plain, self._spell_plain(plain, numbers[~fits])),
            ]
        clock = _are_clocks(numbers, format_.shown, from_1904=from_1904)
        day = ~clock & spell.are_days(numbers, from_1904=from_1904)
        if day.all():
            return [(where, spell.to_moments(numbers, from_1904=from_1904))]
        times, others = _divide(where, clock)
        days, never = _divide(others, day[~clock])
        return [
            (times, spell.to_clocks(numbers[clock])),
            (days, spell.to_moments(numbers[day], from_1904=from_1904)),
            (never, self._spell_no_days(never, numbers[~clock & ~day])),
        ]

    def _spell_in_sections(self, where: Which, numbers: FloatArray, format_: Format) -> list[tuple[Which, pa.Array]]:
        """Each number as the first section shows it that is for such a number; below zero without its sign."""
        parts: list[tuple[Which, pa.Array]] = []
        left = np.ones(len(numbers), bool)
        for position, (condition, section) in enumerate(format_.sections):
            chosen = left & _does_hold(condition, numbers)
            left &= ~chosen
            some = numbers[chosen]
            if section.shown in {DisplayKind.DIGITS, DisplayKind.GENERAL} and position:
                some = np.abs(some)
            if len(some):
                parts.extend(self._spell_in_format(_divide(where, chosen)[0], some, section))
        if left.any():
            rest = _divide(where, left)[0]
            parts.append((rest, self._spell_plain(rest, numbers[left])))
        return parts

    def _spell_no_days(self, where: Which, numbers: FloatArray) -> pa.Array:
        texts = spell.to_plain(numbers)
        in_1900 = (np.floor(numbers) == spell.NO_DAY) & (not self._context.from_1904)
        for why, which in ((N_(" (1900 was not a leap year)"), in_1900), ("", ~in_1900)):
            self._note(_divide(where, which)[0], NO_SUCH_DAY, texts.filter(pa.array(which)), why=why)
        return texts

    def _spell_plain(self, where: Which, numbers: FloatArray) -> pa.Array:
        texts = spell.to_plain(numbers)
        long = np.abs(numbers) >= LONGEST_EXACT
        if long.any():
            self._note(_divide(where, long)[0], DIGITS_LOST, texts.filter(pa.array(long)))
        short = (np.abs(numbers) >= _WITH_EXPONENT) & (numbers % _FEW_DIGITS == 0)
        if short.any():
            short &= np.array([float(f"{number:.5e}") == number for number in numbers.tolist()])
            where = _divide(where, short)[0]
            self._formats[where & (self._formats == 0)] = len(self._context.codes)
        return texts


def _spell_date(text: str) -> str:
    bare = text.strip().removesuffix("Z")
    bare = bare.rstrip("0").removesuffix(".") if "." in bare else bare
    return bare.removesuffix(_MIDNIGHT)


def _does_hold(condition: FormatCondition, numbers: FloatArray) -> Which:
    compare = _COMPARE.get(condition.sign)
    return np.ones(len(numbers), bool) if compare is None else np.asarray(compare(numbers, condition.value), bool)


def _are_clocks(numbers: FloatArray, shown: DisplayKind, *, from_1904: bool) -> Which:
    """Which numbers are a time of the day alone: less than a day, and shown with a time."""
    if shown is DisplayKind.CLOCK:
        return (numbers >= 0) & (numbers < 1)
    return (numbers > 0) & (numbers < 1) & (shown is DisplayKind.MOMENT) & (not from_1904)


def _divide(where: Which, which: Which) -> tuple[Which, Which]:
    """Divide the places of a mask in those that `which` says, and the others."""
    places = np.flatnonzero(where)
    first, second = np.zeros_like(where), np.zeros_like(where)
    first[places[which]] = True
    second[places[~which]] = True
    return first, second
