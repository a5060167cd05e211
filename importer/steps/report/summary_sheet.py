"""The sheet that sums the run up: what, where, when, how many, why not, and what to do next."""

from collections.abc import Iterator, Sequence
from getpass import getuser

from importer.catalogue import NumberFormat, field_named
from importer.problem import CODES
from importer.records import ImportResult, Status, letter_of, local_time
from importer.steps.report.causes import Cause, causes_of
from importer.steps.report.next_step import next_step
from importer.steps.report.page import Page
from importer.steps.report.problems_sheet import MOST_LINES, MOST_LINKS
from importer.steps.report.styles import HIGHLIGHT_OF_STATUS, CellWriter, Highlight, Style, StyledCell, height_of
from importer.workbook_parts import ColumnWidth, NewRow, SheetFrame, sheet_text

WIDTHS = {"A": 38, "B": 10, "C": 34, "D": 60, "E": 60}
TITLE_HEIGHT = 24.0  # points
FIRST_CELLS = 6
MOST_CAUSES = 50

_PLAIN = Style(NumberFormat.GENERAL)
_WRAPPED = Style(NumberFormat.GENERAL, wrapped=True)
_INDENTED = Style(NumberFormat.GENERAL, indented=True)
_BOLD = Style(NumberFormat.GENERAL, bold=True)
_HEADING = Style(NumberFormat.GENERAL, bold=True, added=True)

Line = list[StyledCell]


def summary_sheet(result: ImportResult, page: Page, writer: CellWriter, *, remarks: Sequence[str]) -> Iterator[str]:
    """Give the text of the sheet: the result summed up on one page. `remarks` are those about the workbook."""
    columns = [ColumnWidth(number, width) for number, width in enumerate(WIDTHS.values(), start=1)]
    yield from sheet_text(SheetFrame(columns), _rows(writer, _lines(result, page, remarks)))


def _rows(writer: CellWriter, lines: Iterator[Line]) -> Iterator[NewRow]:
    for row, line in enumerate(lines, start=1):
        cells = [writer.cell(f"{letter_of(number)}{row}", cell) for number, cell in enumerate(line, start=1)]
        wrapped = zip(line, WIDTHS.values(), strict=False)
        height = height_of((str(cell.value), width) for cell, width in wrapped if cell.style.wrapped)
        yield NewRow(row, cells, TITLE_HEIGHT if row == 1 else height)


def _lines(result: ImportResult, page: Page, remarks: Sequence[str]) -> Iterator[Line]:
    title = "Results of the check" if result.checked_only else "Results of the import"
    yield [StyledCell(title, Style(NumberFormat.GENERAL, title=True))]
    for block in (_facts, _next, _counts, _causes, _columns):
        yield []
        yield from block(result)
    yield from _remarks("How the sheet was read", result.batch.remarks)
    yield from _remarks("About this workbook", (*remarks, *_left_out(result, page)))


def _facts(result: ImportResult) -> Iterator[Line]:
    sheet = result.batch.sheet
    facts = {
        "File": sheet.path.name,
        "Folder": str(sheet.path.resolve().parent),
        "Sheet": sheet.name,
        "Target": result.target,
        "By": _who(),
        "Started": local_time(result.started),
        "Finished": local_time(result.finished),
        "Run": "" if result.run is None else str(result.run),
    }
    for name, fact in facts.items():
        if fact:
            yield [StyledCell(name, _BOLD), StyledCell(fact, _PLAIN)]


def _who() -> str:
    """The name of the user on this computer, '' where it has none."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # by system, and by version of Python
        return ""


def _next(result: ImportResult) -> Iterator[Line]:
    yield [StyledCell("What to do", _BOLD), StyledCell(next_step(result), _PLAIN)]


def _counts(result: ImportResult) -> Iterator[Line]:
    yield _headings("What happened to the rows", "Rows", "Meaning")
    for status, count in result.counts.items():
        highlight = HIGHLIGHT_OF_STATUS[status] if count and not _is_rest_of_check(result, status) else Highlight.PLAIN
        yield [
            StyledCell(status.value, Style(NumberFormat.GENERAL, highlight)),
            StyledCell(count, Style(NumberFormat.WHOLE)),
            StyledCell(status.meaning, _INDENTED),
        ]
    yield [
        StyledCell("rows read", _BOLD),
        StyledCell(result.rows, Style(NumberFormat.WHOLE, bold=True)),
        StyledCell("total", _INDENTED),
    ]


def _is_rest_of_check(result: ImportResult, status: Status) -> bool:
    return result.checked_only and status is Status.NOT_SENT


def _causes(result: ImportResult) -> Iterator[Line]:
    causes = causes_of(result.problems)
    if not causes:
        return
    yield _headings("What is wrong, by cause", "Times", "Where", "First message", "What to do")
    for cause in causes[:MOST_CAUSES]:
        title = CODES[cause.number].title + (f" - {cause.heading}" if cause.heading else "")
        yield [
            StyledCell(
                title, Style(NumberFormat.GENERAL, Highlight.BAD if cause.is_error else Highlight.NEUTRAL, wrapped=True)
            ),
            StyledCell(cause.count, Style(NumberFormat.WHOLE)),
            StyledCell(_first_cells(cause), Style(NumberFormat.GENERAL, wrapped=True, indented=True)),
            StyledCell(cause.message, _WRAPPED),
            StyledCell(cause.advice, _WRAPPED),
        ]
    if len(causes) > MOST_CAUSES:
        yield [StyledCell(f"and {len(causes) - MOST_CAUSES:,} more: see Problems", _PLAIN)]


def _first_cells(cause: Cause) -> str:
    cells = list(dict.fromkeys(cause.cells))
    more = f" and {len(cells) - FIRST_CELLS:,} more" if len(cells) > FIRST_CELLS else ""
    return ", ".join(_named(cell) for cell in cells[:FIRST_CELLS]) + more or "the whole sheet"


def _named(cell: str) -> str:
    return f"row {cell}" if cell.isdecimal() else f"column {cell}" if cell.isalpha() else cell


def _columns(result: ImportResult) -> Iterator[Line]:
    """Which field each heading was taken for."""
    used = {column.place: column for column in result.batch.columns}
    sheet = result.batch.sheet
    yield _headings("Heading", "Column", "Field")
    for place, (number, heading) in enumerate(zip(sheet.columns, sheet.headings, strict=True)):
        field = field_named(used[place].field).heading if place in used else "not used"
        yield [StyledCell(heading, _PLAIN), StyledCell(letter_of(number), _PLAIN), StyledCell(field, _PLAIN)]


def _headings(*texts: str) -> Line:
    return [StyledCell(text, _HEADING) for text in texts]


def _remarks(title: str, sentences: Sequence[str]) -> Iterator[Line]:
    if sentences:
        yield []
    for place, sentence in enumerate(sentences):
        yield [StyledCell("" if place else title, _BOLD), StyledCell(sentence, _PLAIN)]


def _left_out(result: ImportResult, page: Page) -> Iterator[str]:
    """What this workbook shows less of than there is: never silently."""
    lines = len(result.problems)
    if len(page.noted) < len(page.annotations):
        yield f"{len(page.noted):,} of {len(page.annotations):,} coloured cells have a note; Problems lists them all."
    if lines > MOST_LINKS:
        yield f"The first {MOST_LINKS:,} lines of Problems have links: Excel allows no more."
    if lines > MOST_LINES:
        yield f"Problems shows the first {MOST_LINES:,} of {lines:,}: a worksheet has no more rows."
