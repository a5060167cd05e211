"""The cells that results add to each row: their texts, and their markup; what is the same for all rows is made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue import NumberFormat
from importer.problem import Problem
from importer.records import RESULTS_COLUMNS, ImportResult, ResultsColumn, RowResult, Status
from importer.steps.report.styles import HIGHLIGHT_OF_STATUS, CellWriter, Highlight, Style, StyledCell, height_of
from importer.workbook_parts import escape_cell_text

_HEADING = Style(NumberFormat.GENERAL, bold=True, added=True)
_TEXTS = tuple(column.text_of for column in RESULTS_COLUMNS)
_WRAPPED = tuple((position, column.width) for position, column in enumerate(RESULTS_COLUMNS) if column.is_wrapped)


@dataclass(frozen=True, slots=True)
class AddedCells:
    """The cells added to a row, as text, in the order of RESULTS_COLUMNS; `highlight` is that of its status."""

    texts: tuple[str, ...]
    highlight: Highlight

    @property
    def height(self) -> float:
        """The height that they need, 0 where one line does."""
        texts = self.texts
        wrapped = [(texts[position], width) for position, width in _WRAPPED if texts[position]]
        return height_of(wrapped) if wrapped else 0.0


def make_added_cells(result: ImportResult) -> Mapping[int, AddedCells]:
    """The cells added to each row, by row number.

    A row that is invalid only because something is wrong with the whole sheet says what that is.
    """
    by_row: dict[int | None, list[Problem]] = {}
    for problem in result.problems:
        by_row.setdefault(problem.row, []).append(problem)
    of_the_sheet = [problem for problem in by_row.get(None, ()) if problem.is_error]
    run = "" if result.run is None else str(result.run)
    highlights = HIGHLIGHT_OF_STATUS | ({Status.NOT_SENT: Highlight.PLAIN} if result.checked_only else {})
    cells = {}
    for outcome in result.outcomes:
        problems = by_row.get(outcome.row, [])
        if outcome.status is Status.INVALID and not any(problem.is_error for problem in problems):
            problems = of_the_sheet + problems
        row = RowResult(outcome, problems, run)
        cells[outcome.row] = AddedCells(tuple([text_of(row) for text_of in _TEXTS]), highlights[outcome.status])
    return cells


@dataclass(frozen=True)
class AddedCellWriter:
    """Writes the added cells of a sheet, whose columns have these letters and headings, as text of its part."""

    cells: Mapping[int, AddedCells]
    letters: Sequence[str]
    names: Sequence[str]
    writer: CellWriter

    def render_headings(self, row: int) -> str:
        """The headings of the added columns."""
        headed = zip(self.letters, self.names, strict=True)
        return "".join(self.writer.render_cell(f"{x}{row}", StyledCell(name, _HEADING)) for x, name in headed)

    def render_row(self, row: int) -> str:
        """The added cells of a row; there is no cell where there is nothing to say."""
        added = self.cells[row]
        templates = self._templates.get(added.highlight) or self._make_templates(added.highlight)
        return "".join(
            f"{begin}{row}{middle}{escape_cell_text(text)}{end}"
            for (begin, middle, end), text in zip(templates, added.texts, strict=True)
            if text
        )

    @cached_property
    def _templates(self) -> dict[Highlight, list[tuple[str, str, str]]]:
        return {}

    def _make_templates(self, highlight: Highlight) -> list[tuple[str, str, str]]:
        """What stands before the number of the row, before the text of the cell and behind it, by column."""
        columns = zip(self.letters, RESULTS_COLUMNS, strict=True)
        made = [self._make_template(letter, column, highlight) for letter, column in columns]
        self._templates[highlight] = made
        return made

    def _make_template(self, letter: str, column: ResultsColumn, highlight: Highlight) -> tuple[str, str, str]:
        is_number = column.number_format is NumberFormat.WHOLE
        style = Style(
            column.number_format,
            highlight if column.is_coloured else Highlight.PLAIN,
            wrapped=column.is_wrapped,
            left=is_number,
        )
        p, number = self.writer.prefix, self.writer.find_style_number(style)
        if is_number:
            return f'<{p}c r="{letter}', f'" s="{number}"><{p}v>', f"</{p}v></{p}c>"
        middle = f'" s="{number}" t="inlineStr"><{p}is><{p}t xml:space="preserve">'
        return f'<{p}c r="{letter}', middle, f"</{p}t></{p}is></{p}c>"
