"""What is sent to the process that asked: blocks of rows while they are made, and at the end what goes with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from importer.languages import _
from importer.problem import ACTIVE_CONTENT, DOUBLE_ROW_NUMBER, EMPTY_SHEET, TOO_LARGE_TO_READ, Code
from importer.steps.read.sandbox.cells import Block, Note, refuse_too_many
from importer.steps.read.sandbox.messages import write_rows, write_word
from importer.steps.read.sandbox.row_strikes_and_fills import FormatRule, RowFormats
from importer.workbook_parts.refusal import Refusal


class Output:
    """Send rows, and keep notes until the end. `most_text` bounds the bytes of all texts.

    `names` is what the defined names of the workbook stand for, `properties` those that its user may define, `formats`
    the number formats that blocks speak of, the first by the number 1, `struck_rules` the areas and formulas of
    conditional formats that strike through, `filled_rules` of those that fill, with the colour, `totals_rows` the rows
    of totals of tables, `active_content` what the workbook does by itself, in words.
    """

    def __init__(self, out: IO[bytes], most_text: int) -> None:
        self.names: Sequence[tuple[str, str]] = ()
        self.properties: Mapping[str, str] = {}
        self.formats: Sequence[str] = ()
        self.struck_rules: Sequence[tuple[str, str]] = ()
        self.filled_rules: Sequence[tuple[str, str, str]] = ()
        self.totals_rows: Sequence[int] = ()
        self.active_content: Sequence[str] = ()
        self._out = out
        self._most_text = most_text
        self._of_file: list[dict[str, Any]] = []
        self._forget_rows()

    def start_again(self) -> None:
        """Forget the rows that were sent."""
        write_word(self._out, "again")
        self._forget_rows()

    def _forget_rows(self) -> None:
        self._notes: list[list[Any]] = []
        self._hidden: list[npt.NDArray[np.int32]] = []
        self._numbers: list[npt.NDArray[np.int32]] = []
        self._columns: set[int] = set()
        self._visible: set[int] = set()
        self._row_formats = RowFormats()
        self._rows = self._bytes = 0

    def add_file_note(self, code: Code, **values: str | int) -> None:
        """Keep what concerns the whole file."""
        self._of_file.append({"code": code.number, "values": values})

    def add_rows(self, numbers: npt.NDArray[np.int32], hidden: npt.NDArray[np.int32]) -> None:
        """Keep the numbers of rows, blank ones too. Raises a Refusal where two of them are the same."""
        refuse_double(numbers)
        self._numbers.append(numbers)
        self._hidden.append(hidden)

    def set_rules(self, rules: Iterable[FormatRule]) -> None:
        """Keep the conditional formats that strike through or fill."""
        every = list(rules)
        self.struck_rules = [(areas, formula) for areas, formula, found in every if found.strikes]
        self.filled_rules = [(areas, formula, found.colour) for areas, formula, found in every if found.colour]

    def add_notes(self, notes: Iterable[Note]) -> None:
        """Keep what concerns cells."""
        self._notes.extend([note.row, note.column, note.code.number, note.values] for note in notes)

    def send(self, block: Block) -> None:
        """Send rows. Raises a Refusal where they are too many."""
        self._rows += len(block.rows)
        self._columns |= set(block.columns)
        self._visible |= block.visible
        self._bytes += block.size
        refuse_too_many(self._rows, len(self._columns))
        if self._bytes > self._most_text:
            reason = _("its cells hold more than {size} MB of text").format(size=self._most_text >> 20)
            raise Refusal(TOO_LARGE_TO_READ, reason=reason)
        write_rows(self._out, block.rows, block.columns, [block.texts], block.formats)

    @property
    def row_formats(self) -> RowFormats:
        """The rows struck through or filled so far."""
        return self._row_formats

    def finish(self, name: str, *, filtered: bool, merged: list[tuple[int, int, int, int]]) -> None:
        """Send the end. Raises a Refusal where two rows have one number, or there is no row at all."""
        refuse_double(np.concatenate(self._numbers) if self._numbers else np.zeros(0, np.int32))
        if not self._rows:
            raise Refusal(EMPTY_SHEET, which=_('The sheet "{name}"').format(name=name))
        write_word(
            self._out,
            "done",
            name=name,
            columns=sorted(self._visible),
            hidden=np.concatenate(self._hidden).tolist() if self._hidden else [],
            filtered=filtered,
            struck=self._row_formats.struck,
            filled=self._row_formats.filled,
            struck_rules=[list(rule) for rule in self.struck_rules],
            filled_rules=[list(rule) for rule in self.filled_rules],
            totals_rows=list(self.totals_rows),
            merged=merged,
            notes=self._notes,
            of_file=[*self._list_active_content(), *self._of_file],
            names=list(self.names),
            properties=dict(self.properties),
            formats=list(self.formats),
        )

    def _list_active_content(self) -> Iterator[dict[str, Any]]:
        if found := ", ".join(map(_, dict.fromkeys(self.active_content))):
            yield {"code": ACTIVE_CONTENT.number, "values": {"found": found}}


def refuse_double(numbers: npt.NDArray[np.int32]) -> None:
    """Raise a Refusal where two rows have the same number."""
    if (np.diff(numbers) > 0).all():
        return
    ordered = np.sort(numbers)
    twice = ordered[1:][np.diff(ordered) == 0]
    if len(twice):
        raise Refusal(DOUBLE_ROW_NUMBER, row=int(twice[0]))
