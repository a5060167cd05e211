"""The sheet that is shown first: how many rows are in the target, how many are not, what to do next.

Below that what happened to the rows and why, with a chart of each, then the run itself and how the sheet was read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue import NumberFormat
from importer.languages import _, append_more, group_thousands
from importer.problem import CODES, UNKNOWN_HEADING, add_typed_options
from importer.records import ImportResult, Status
from importer.steps.report.causes import Cause, find_causes
from importer.steps.report.data_sheet import DataSheet
from importer.steps.report.next_step import describe_next_step
from importer.steps.report.styles import HIGHLIGHT_OF_STATUS, CellWriter, Highlight, Style, StyledCell
from importer.steps.report.summary_facts import (
    BOLD,
    INDENTED,
    PLAIN,
    WIDTHS,
    WRAPPED,
    TextLine,
    list_answers,
    list_column_fields,
    list_facts,
    list_left_out,
    list_remarks,
    make_heading_line,
    spell_meaning,
)
from importer.workbook_parts import (
    Area,
    Bar,
    BarChart,
    ColumnWidth,
    Link,
    NewRow,
    SheetFrame,
    letter_of,
    quote_sheet,
    render_sheet,
)

FIRST_CELLS = 6
MOST_CAUSES = 50
MOST_BARS = 8
CHART_ROWS, BAR_ROWS = 10, 2  # at least, of a chart and of the name of a cause, which LibreOffice else leaves out
BAR_COLOURS = {  # each with a contrast of 4.5 : 1 on white, at least
    Highlight.PLAIN: "44546A",
    Highlight.GOOD: "2E7D32",
    Highlight.NEUTRAL: "9C5700",
    Highlight.BAD: "C00000",
}

_TITLE = Style(NumberFormat.GENERAL, title=True)


@dataclass(frozen=True)
class SummarySheet:
    """The sheet of one result; `remarks` are those about the workbook, `data_sheet_name` names the user's sheet."""

    result: ImportResult
    data_sheet: DataSheet
    remarks: Sequence[str]
    data_sheet_name: str

    def render(self, writer: CellWriter, drawing: str) -> Iterator[str]:
        """Give the text of the sheet; `drawing` is the id of the relation to its charts, '' where it has none."""
        columns = [ColumnWidth(number, width) for number, width in enumerate(WIDTHS.values(), start=1)]
        links, merged = [], []
        for row, line in enumerate(self._lines, start=1):
            if line.runs_over:
                merged.append(f"B{row}:{letter_of(len(WIDTHS))}{row}")
            if line.link:
                position = next(n for n, cell in enumerate(line.cells, start=1) if cell.style.link)
                links.append(Link(f"{letter_of(position)}{row}", f"{quote_sheet(self.data_sheet_name)}!{line.link}"))
        frame = SheetFrame(columns, is_shown=True)
        yield from render_sheet(frame, self._render_rows(writer), links=links, merged=merged, drawing=drawing)

    def _render_rows(self, writer: CellWriter) -> Iterator[NewRow]:
        for row, line in enumerate(self._lines, start=1):
            cells = [
                writer.render_cell(f"{letter_of(number)}{row}", cell) for number, cell in enumerate(line.cells, start=1)
            ]
            yield NewRow(row, cells, line.height)

    @property
    def charts(self) -> tuple[BarChart, ...]:
        """A chart of what happened to the rows, and one of the causes, beside the numbers of the rows."""
        if not self.result.rows:
            return ()
        top = len(self._above) + 1
        bottom = top + len(self._counts)
        counts = _list_statuses(self.result)
        bars = [Bar(s.value, count, BAR_COLOURS[_choose_highlight(self.result, s)]) for s, count in counts]
        outcomes = BarChart(_("What happened to the rows"), bars, Area(4, top, 5, bottom), top + 1)
        causes = [
            Bar(_title_of(cause), cause.count, BAR_COLOURS[_choose_cause_highlight(cause)])
            for cause in self._causes_of_rows[:MOST_BARS]
        ]
        if not causes:
            return (outcomes,)
        first = _("The first {count} causes").format(count=MOST_BARS)
        title = self._title_of_causes if len(causes) == len(self._causes_of_rows) else first
        return outcomes, BarChart(title, causes, Area(5, top, 6, bottom), bottom + 2)

    @cached_property
    def _lines(self) -> list[TextLine]:
        lines = [*self._above, *self._counts, TextLine()]
        if self._causes:
            lines += [*self._of_causes(), TextLine()]
        lines += [*list_facts(self.result), TextLine(), *list_column_fields(self.result)]
        lines += list_remarks(_("How the sheet was read"), self.result.batch.remarks)
        lines += list_remarks(_("About this workbook"), (*self.remarks, *list_left_out(self.result, self.data_sheet)))
        return lines

    @cached_property
    def _causes(self) -> tuple[Cause, ...]:
        return tuple(sorted(find_causes(self.result), key=_is_of_headings))

    @cached_property
    def _causes_of_rows(self) -> tuple[Cause, ...]:
        return tuple(cause for cause in self._causes if not _is_of_headings(cause))

    @property
    def _title_of_causes(self) -> str:
        wrong = any(cause.is_error for cause in self._causes)
        return _("What is wrong, by cause") if wrong else _("What to check, by cause")

    @cached_property
    def _above(self) -> list[TextLine]:
        """What the first screen says before the numbers."""
        title = _("Results of the check") if self.result.checked_only else _("Results of the import")
        where = _('the column "{heading}" of the sheet "{sheet}", with Problem and What to do beside it').format(
            heading=self.data_sheet.headings_added[0], sheet=self.data_sheet_name
        )
        return [
            TextLine([StyledCell(title, _TITLE)]),
            TextLine(),
            *(
                TextLine(
                    [
                        StyledCell(words, _TITLE),
                        StyledCell(
                            count, Style(NumberFormat.WHOLE, highlight if count else Highlight.PLAIN, title=True)
                        ),
                    ]
                )
                for words, count, highlight in list_answers(self.result)
            ),
            TextLine(
                [
                    StyledCell(_("What to do"), BOLD),
                    StyledCell(add_typed_options(describe_next_step(self.result, self._causes)), WRAPPED),
                ],
                runs_over=True,
            ),
            TextLine(
                [StyledCell(_("Status of each row"), BOLD), StyledCell(where, Style(NumberFormat.GENERAL, link=True))],
                link=self.data_sheet.address_of("", None),
                runs_over=True,
            ),
            TextLine(),
        ]

    @cached_property
    def _counts(self) -> list[TextLine]:
        lines = [make_heading_line(_("What happened to the rows"), _("Rows"), _("Meaning"))]
        statuses = _list_statuses(self.result)
        for status, count in statuses:
            lines.append(
                TextLine(
                    [
                        StyledCell(status.value, Style(NumberFormat.GENERAL, _choose_highlight(self.result, status))),
                        StyledCell(count, Style(NumberFormat.WHOLE)),
                        StyledCell(spell_meaning(self.result, status), INDENTED),
                    ]
                )
            )
        total = StyledCell(self.result.rows, Style(NumberFormat.WHOLE, bold=True))
        if len(statuses) != 1:  # which would say the same twice
            lines.append(TextLine([StyledCell(_("rows read"), BOLD), total, StyledCell(_("total"), INDENTED)]))
        high = max(CHART_ROWS, BAR_ROWS * min(len(self._causes_of_rows), MOST_BARS))
        return lines + [TextLine()] * (high - len(lines) if self.result.rows else 0)

    def _of_causes(self) -> Iterator[TextLine]:
        yield make_heading_line(self._title_of_causes, _("Times"), _("Where"), _("First message"), _("What to do"))
        for cause in self._causes[:MOST_CAUSES]:
            link = self.data_sheet.cell_of(cause.first)
            where = Style(NumberFormat.GENERAL, wrapped=True, indented=True, link=bool(link))
            yield TextLine(
                [
                    StyledCell(
                        _title_of(cause), Style(NumberFormat.GENERAL, _choose_cause_highlight(cause), wrapped=True)
                    ),
                    StyledCell(cause.count, Style(NumberFormat.WHOLE)),
                    StyledCell(_spell_first_cells(cause), where),
                    StyledCell(cause.message, WRAPPED),
                    StyledCell(cause.advice, WRAPPED),
                ],
                link=link,
            )
        if len(self._causes) > MOST_CAUSES:
            more = _("and {count} more: see Problems").format(count=group_thousands(len(self._causes) - MOST_CAUSES))
            yield TextLine([StyledCell(more, PLAIN)])


def _list_statuses(result: ImportResult) -> list[tuple[Status, int]]:
    """The statuses that rows have."""
    return [(status, count) for status, count in result.counts.items() if count]


def _choose_highlight(result: ImportResult, status: Status) -> Highlight:
    is_rest_of_check = result.checked_only and status is Status.NOT_SENT
    return Highlight.PLAIN if is_rest_of_check else HIGHLIGHT_OF_STATUS[status]


def _is_of_headings(cause: Cause) -> bool:
    """True for columns that are not sent: they are not counted in rows, so they stand last, and in no chart."""
    return cause.number == UNKNOWN_HEADING.number


def _choose_cause_highlight(cause: Cause) -> Highlight:
    return Highlight.BAD if cause.is_error else Highlight.NEUTRAL


def _title_of(cause: Cause) -> str:
    return _(CODES[cause.number].title) + (f" - {cause.heading}" if cause.heading else "")


def _spell_first_cells(cause: Cause) -> str:
    cells = list(dict.fromkeys(cause.cells))
    shown = ", ".join(_name_cell(cell) for cell in cells[:FIRST_CELLS])
    return append_more(shown, len(cells) - FIRST_CELLS) or _("the whole sheet")


def _name_cell(cell: str) -> str:
    named = _("row {cell}") if cell.isdecimal() else _("column {cell}") if cell.isalpha() else "{cell}"
    return named.format(cell=cell)
