"""Cells as text, as the user sees them, and the notes of those that text cannot say."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import N_
from importer.problem import EXCEL_ERROR, NEVER_CALCULATED, NOT_A_NUMBER_INSIDE, Code
from importer.steps.read.sandbox import excel_numbers as spell
from importer.steps.read.sandbox.cells import CellKind, Cells, Note
from importer.steps.read.sandbox.excel_numbers import Which, merge, parse_numbers
from importer.steps.read.sandbox.messages import LINKED_ERROR
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.shared_strings import decode
from importer.steps.read.sandbox.xlsx.spelled_numbers import NumberSpeller, divide
from importer.steps.read.sandbox.xlsx.tags import TEXT
from importer.workbook_parts.refusal import make_damage_refusal

_TRUTHS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
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
        """With what the format of a text puts around it, or in its place: "P-"@."""
        cells = self._cells
        for style, around in self._context.around_texts.items():
            where = (cells.styles == style) & cells.valued & np.isin(cells.kinds, (CellKind.SHARED, CellKind.TEXT))
            where &= pc.not_equal(texts, "").to_numpy(zero_copy_only=False)
            if where.any():
                shown = spell.surround_with_text(texts, *around) if len(around) > 1 else pa.scalar(around[0], TEXT)
                texts = pc.if_else(pa.array(where), shown, texts)
                self._formats[where] = self._codes_of(where) if around == ("",) else 0
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
            where, broken = divide(where, ~damaged)
            texts = self._select_values(broken)
            self._note(broken, NOT_A_NUMBER_INSIDE, texts)
            parts.append((broken, texts))
            numbers = numbers[~damaged]
        if not where.any():
            return parts
        styles = self._cells.styles[where]
        self._formats[where] = self._codes_of(where)
        numbers_by_format = NumberSpeller(self._context, self._note, self._formats)
        for format_, same in self._context.group_by_format(styles).items():
            here = np.zeros_like(where)
            here[np.flatnonzero(where)[same]] = True
            parts.extend(numbers_by_format.spell(here, numbers[same], format_))
        return parts

    def _codes_of(self, where: Which) -> npt.NDArray[np.int16]:
        return self._context.code_of_style[np.minimum(self._cells.styles[where], len(self._context.formats))]


def _spell_date(text: str) -> str:
    bare = text.strip().removesuffix("Z")
    bare = bare.rstrip("0").removesuffix(".") if "." in bare else bare
    return bare.removesuffix(_MIDNIGHT)
