"""Lines of Summary: how one looks, and those that tell of the run, the headings and the workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from getpass import getuser

from importer.catalogue import MONTHS, NumberFormat, get_field, heading_of, join_words
from importer.files import resolve_links
from importer.languages import _, group_thousands
from importer.records import IN_TARGET, NOT_WANTED, ImportResult, Status
from importer.steps.report.data_sheet import DataSheet
from importer.steps.report.left_out import count_absent_rows
from importer.steps.report.problems_sheet import MOST_LINES, MOST_LINKS
from importer.steps.report.styles import Highlight, Style, StyledCell, height_of
from importer.workbook_parts import letter_of

WIDTHS = {"A": 30, "B": 9, "C": 40, "D": 48, "E": 48}
TITLE_HEIGHT = 24.0  # points

PLAIN = Style(NumberFormat.GENERAL)
WRAPPED = Style(NumberFormat.GENERAL, wrapped=True)
INDENTED = Style(NumberFormat.GENERAL, wrapped=True, indented=True)
BOLD = Style(NumberFormat.GENERAL, bold=True)
HEADING = Style(NumberFormat.GENERAL, bold=True, added=True)


@dataclass(frozen=True)
class TextLine:
    """A line of the sheet. `link` is the cell of the data sheet that its linked cell leads to; `runs_over` says that
    the text in B has the whole width.
    """

    cells: Sequence[StyledCell] = ()
    link: str = ""
    runs_over: bool = False

    @property
    def height(self) -> float:
        """The height that it needs, in points; 0 where one line of text does."""
        if any(cell.style.title for cell in self.cells):
            return TITLE_HEIGHT
        widths = list(WIDTHS.values())
        if self.runs_over:
            widths[1] = sum(widths[1:])
        return height_of(
            (str(cell.value), width) for cell, width in zip(self.cells, widths, strict=False) if cell.style.wrapped
        )


def list_answers(result: ImportResult) -> Iterator[tuple[str, int, Highlight]]:
    """How many rows are there, and how many are not: what the reader came for."""
    counts = result.counts
    there = sum(counts[status] for status in IN_TARGET) + len(result.corrected)
    left_out = sum(counts[status] for status in NOT_WANTED)
    if result.checked_only:
        yield _("Rows that can be sent"), counts[Status.NOT_SENT] + there, Highlight.GOOD
        yield _("Rows to correct"), result.rows - counts[Status.NOT_SENT] - there - left_out, Highlight.BAD
    else:
        yield _("In the target"), there, Highlight.GOOD
        yield _("Not in the target"), count_absent_rows(result), Highlight.BAD
        if stopped := counts[Status.NOT_SENT] - result.held:
            yield _("of these, not sent yet"), stopped, Highlight.BAD
        if result.undecided:
            yield _("Waiting for your decision"), result.undecided, Highlight.NEUTRAL
        if counts[Status.UNKNOWN]:
            yield _("Not known yet"), counts[Status.UNKNOWN], Highlight.NEUTRAL
    if left_out:
        yield _("Left out"), left_out, Highlight.PLAIN


def spell_meaning(result: ImportResult, status: Status) -> str:
    """What a status means for its rows; which runs created the jobs that already exist."""
    before = result.created_before
    if status is not Status.EXISTS or not before:
        return _(status.meaning)
    if [*before.values()] == [result.counts[status]]:
        whole = _("run {run} created these jobs; nothing was sent again or overwritten")
        return whole.format(run=next(iter(before)))
    each = [_("run {run} created {count}").format(run=run, count=group_thousands(n)) for run, n in before.items()]
    return _("of these jobs, {each}; nothing was sent again or overwritten").format(each=join_words(each))


def list_facts(result: ImportResult) -> Iterator[TextLine]:
    """What went where, when and for whom."""
    sheet = result.batch.sheet
    facts = {
        _("File"): sheet.path.name,
        _("Folder"): str(resolve_links(sheet.path).parent),
        _("Sheet"): sheet.name,
        _("Target"): result.target,
        _("User of this computer"): _find_user(),
        _("Started"): spell_local_moment(result.started),
        _("Finished"): spell_local_moment(result.finished),
        _("Run"): "" if result.run is None else str(result.run),
    }
    for name, fact in facts.items():
        if fact:
            yield TextLine([StyledCell(name, BOLD), StyledCell(fact, PLAIN)])


def spell_local_moment(moment: datetime) -> str:
    """A moment as people write it, on the clock of this computer: '24 November 2026, 13:00 CET'."""
    local = moment.astimezone()
    name = local.tzname() or ""
    zone = name if name[:1].isalpha() else f"UTC{local:%z}"
    form = _("{day} {month} {year}, {time} {zone}")
    month = _(MONTHS[local.month - 1])
    return form.format(day=local.day, month=month, year=local.year, time=f"{local:%H:%M}", zone=zone)


def _find_user() -> str:
    """The name of the user on this computer, '' where it has none."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # by system, and by version of Python
        return ""


def list_column_fields(result: ImportResult) -> Iterator[TextLine]:
    """Which field each heading was taken for."""
    used = {column.position: column for column in result.batch.columns}
    sheet = result.batch.sheet
    yield make_heading_line(_("Heading"), _("Column"), _("Field"))
    for position, (number, heading) in enumerate(zip(sheet.columns, sheet.headings, strict=True)):
        field = heading_of(get_field(used[position].field)) if position in used else _("not used")
        cells = [StyledCell(heading, WRAPPED), StyledCell(letter_of(number), PLAIN), StyledCell(field, WRAPPED)]
        yield TextLine(cells)


def make_heading_line(*texts: str) -> TextLine:
    """The headings of a table."""
    return TextLine([StyledCell(text, HEADING) for text in texts])


def list_remarks(title: str, sentences: Sequence[str]) -> Iterator[TextLine]:
    """A sentence on each line, the title in front of the first."""
    if sentences:
        yield TextLine()
    for position, sentence in enumerate(sentences):
        cells = [StyledCell("" if position else title, BOLD), StyledCell(sentence, WRAPPED)]
        yield TextLine(cells, runs_over=True)


def list_left_out(result: ImportResult, data_sheet: DataSheet) -> Iterator[str]:
    """What this workbook shows less of than there is: never silently."""
    lines = len(result.problems)
    if len(data_sheet.noted) < len(data_sheet.annotations):
        noted = _("{noted} of {cells} coloured cells have a note; Problems lists them all.")
        yield noted.format(
            noted=group_thousands(len(data_sheet.noted)), cells=group_thousands(len(data_sheet.annotations))
        )
    if lines > MOST_LINKS:
        yield _("The first {count} lines of Problems have links: Excel allows no more.").format(
            count=group_thousands(MOST_LINKS)
        )
    if lines > MOST_LINES:
        shown = _("Problems shows the first {count} of {lines}: a worksheet has no more rows.")
        yield shown.format(count=group_thousands(MOST_LINES), lines=group_thousands(lines))
