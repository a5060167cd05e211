"""The sheet that sums the run up: what, where, when, how many, why not, and what to do next."""

from collections.abc import Iterator
from datetime import datetime

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from importer.causes import Cause, causes_of, next_step
from importer.problem import CODES
from importer.records import ImportResult, Status
from importer.steps.report.added import LOOK_OF, Look
from importer.steps.report.cells import Style, Tailor, set_height
from importer.steps.report.data_sheet import Page
from importer.steps.report.problems_sheet import MOST_LINES, MOST_LINKS
from importer.steps.report.text import MOST_UNITS, is_cut
from importer.steps.report.values import Form

WIDTHS = {"A": 38, "B": 10, "C": 34, "D": 60, "E": 60}
TITLE_HEIGHT = 24  # points
FIRST_CELLS = 6
MOST_CAUSES = 50

_PLAIN = Style(Form.GENERAL)
_WRAPPED = Style(Form.GENERAL, wrapped=True)
_BESIDE = Style(Form.GENERAL, indented=True)
_BOLD = Style(Form.GENERAL, bold=True)
_HEADING = Style(Form.GENERAL, bold=True, added=True)

Line = list[Cell]


def write_summary_sheet(sheet: Worksheet, result: ImportResult, page: Page) -> None:
    """Sum the result up on one page."""
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    for row, line in enumerate(_lines(Tailor(sheet), result, page), start=1):
        wrapped = [(str(c.value), width) for c, width in zip(line, WIDTHS.values(), strict=False) if _is_wrapped(c)]
        set_height(sheet, row, wrapped)
        sheet.append(line)


def _is_wrapped(cell: Cell) -> bool:
    return bool(cell.alignment.wrap_text)


def _lines(tailor: Tailor, result: ImportResult, page: Page) -> Iterator[Line]:
    title = "Results of the check" if result.checked_only else "Results of the import"
    yield [tailor.text(title, Style(Form.GENERAL, title=True))]
    for block in (_facts, _next, _counts, _causes):
        yield []
        yield from block(tailor, result)
    yield from _left_out(tailor, result, page)


def _facts(tailor: Tailor, result: ImportResult) -> Iterator[Line]:
    sheet = result.batch.sheet
    facts = {
        "File": sheet.path.name,
        "Folder": str(sheet.path.resolve().parent),
        "Sheet": sheet.name,
        "Target": result.target,
        "Started": local_time(result.started),
        "Finished": local_time(result.finished),
        "Run": "" if result.run is None else str(result.run),
    }
    for name, fact in facts.items():
        if fact:
            yield [tailor.text(name, _BOLD), tailor.text(fact, _PLAIN)]


def local_time(moment: datetime) -> str:
    """A moment as the clock on the wall shows it, with its distance from UTC."""
    local = moment.astimezone()
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{offset[:3]}:{offset[3:5]})"


def _next(tailor: Tailor, result: ImportResult) -> Iterator[Line]:
    yield [tailor.text("What to do", _BOLD), tailor.text(next_step(result), _PLAIN)]


def _counts(tailor: Tailor, result: ImportResult) -> Iterator[Line]:
    yield _headings(tailor, "What became of the rows", "Rows", "Meaning")
    for status, count in result.counts.items():
        look = LOOK_OF[status] if count and not _is_rest_of_check(result, status) else Look.PLAIN
        yield [
            tailor.text(status.value, Style(Form.GENERAL, look)),
            tailor.number(count),
            tailor.text(status.meaning, _BESIDE),
        ]
    yield [
        tailor.text("rows read", _BOLD),
        tailor.number(result.rows, Style(Form.WHOLE, bold=True)),
        tailor.text("all of the above together", _BESIDE),
    ]


def _is_rest_of_check(result: ImportResult, status: Status) -> bool:
    return result.checked_only and status is Status.NOT_SENT


def _causes(tailor: Tailor, result: ImportResult) -> Iterator[Line]:
    causes = causes_of(result.problems)
    if not causes:
        return
    yield _headings(tailor, "What is wrong, by cause", "Times", "Where", "Sentence of the first", "What to do")
    for cause in causes[:MOST_CAUSES]:
        title = CODES[cause.number].title + (f" - {cause.heading}" if cause.heading else "")
        yield [
            tailor.text(title, Style(Form.GENERAL, Look.BAD if cause.is_error else Look.NEUTRAL, wrapped=True)),
            tailor.number(cause.count),
            tailor.text(_first_cells(cause), Style(Form.GENERAL, wrapped=True, indented=True)),
            tailor.text(cause.message, _WRAPPED),
            tailor.text(cause.advice, _WRAPPED),
        ]
    if len(causes) > MOST_CAUSES:
        yield [tailor.text(f"and {len(causes) - MOST_CAUSES:,} more: see Problems", _PLAIN)]


def _first_cells(cause: Cause) -> str:
    cells = list(dict.fromkeys(cause.cells))
    more = f" and {len(cells) - FIRST_CELLS:,} more" if len(cells) > FIRST_CELLS else ""
    return ", ".join(_named(cell) for cell in cells[:FIRST_CELLS]) + more or "the whole sheet"


def _named(cell: str) -> str:
    return f"row {cell}" if cell.isdecimal() else f"column {cell}" if cell.isalpha() else cell


def _headings(tailor: Tailor, *texts: str) -> Line:
    return [tailor.text(text, _HEADING) for text in texts]


def _left_out(tailor: Tailor, result: ImportResult, page: Page) -> Iterator[Line]:
    """What this workbook shows less of than there is: never silently."""
    lines = len(result.problems)
    cells = _cut_cells(page)
    told = []
    if len(page.noted) < len(page.marks):
        told.append(f"{len(page.noted):,} of {len(page.marks):,} coloured cells have a note; Problems lists them all.")
    if lines > MOST_LINKS:
        told.append(f"The first {MOST_LINKS:,} lines of Problems have links: Excel allows no more.")
    if lines > MOST_LINES:
        told.append(f"Problems shows the first {MOST_LINES:,} of {lines:,}: a worksheet has no more rows.")
    if cells:
        told.append(f"A cell holds {MOST_UNITS:,} characters; cut here, not in your own sheet: {', '.join(cells)}")
    if told:
        yield []
        yield [tailor.text("What this workbook leaves out", _BOLD), tailor.text(told[0], _PLAIN)]
        yield from ([tailor.text("", _PLAIN), tailor.text(text, _PLAIN)] for text in told[1:])


def _cut_cells(page: Page) -> list[str]:
    cells = page.batch.sheet.cells
    found = []
    for column in page.columns:
        texts = cells.iloc[:, column.place]
        long = texts[texts.str.len() * 2 > MOST_UNITS]
        found += [f"{column.letter}{row}" for row, text in long.items() if is_cut(text)]
    return found
