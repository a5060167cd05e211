"""Which worksheet is read: the one that is requested, else a visible one with the headings that we know, and jobs."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from importer.catalogue.field import fold_spelling
from importer.languages import _, append_more, group_thousands, ngettext, quote_name, quote_names
from importer.problem import (
    BETWEEN_NAMES,
    DAMAGED_SHEETS,
    EMPTY_SHEET,
    HIDDEN_SHEETS,
    NO_SUCH_SHEET,
    NOT_READABLE,
    OTHER_SHEETS,
    SHEETS_WITHOUT_JOBS,
    TOO_LARGE_TO_READ,
)
from importer.steps.read.sandbox.output import Output
from importer.workbook_parts.refusal import Refusal

FIRST_ROWS = 30  # are looked at for headings
_HEADINGS_OF_JOBS = 2  # a hidden list for a drop-down may be headed like a field; a sheet of jobs has more headings
_SHOWN = 12  # names in a sentence
_MANY = 50  # sheets of a workbook
_MOST_SHEETS = 15_000  # each takes a millisecond to be looked into
MOST_COUNTED = 10_000  # rows of a sheet that is not read
NumberedRow = tuple[int, list[str]]  # the number, and the text of its cells


@dataclass(frozen=True)
class SheetRequest:
    """What is asked of the workbook: a sheet by name, headings in a certain row; and the headings we know, folded.

    `known` says for each which field it means.
    """

    sheet: str | None
    heading_row: int | None
    known: Mapping[str, str]


@dataclass(frozen=True)
class WorkbookSheets:
    """The worksheets of a workbook, each by its name and whether it is visible, and how to look into one by its place.

    `first_rows` gives the first rows with something in them, none of a sheet that cannot hold jobs; `row_numbers`
    those of all, ascending. `active` is the position of the sheet that was in front when the workbook was saved.
    `can_have_headings` says no, in less time, where a sheet certainly has none that we know.
    """

    listed: Sequence[tuple[str, bool]]
    first_rows: Callable[[int], list[NumberedRow]]
    row_numbers: Callable[[int], Iterable[int]]
    active: int | None = None
    can_have_headings: Callable[[int], bool] = lambda _place: True


@dataclass(frozen=True)
class _SheetSummary:
    """What the first rows show: how many fields their headings mean, -1 in an empty sheet, and whether jobs follow."""

    fields: int
    heading_row: int = 0
    has_jobs: bool = False

    @property
    def is_of_jobs(self) -> bool:
        return self.has_jobs and self.fields >= _HEADINGS_OF_JOBS


def choose_sheet(sheets: WorkbookSheets, request: SheetRequest, output: Output) -> int:
    """The place of the worksheet to read.

    It is the one with the most headings that we know; of several that are much alike the active one. A sheet without a
    row below its headings is taken only where no other has jobs. Other sheets of jobs get a note, hidden ones too.
    Raises a Refusal where none suits.
    """
    listed = sheets.listed
    if len(listed) > _MOST_SHEETS:
        reason = _("it has more than {count} worksheets").format(count=group_thousands(_MOST_SHEETS))
        raise Refusal(TOO_LARGE_TO_READ, reason=reason)
    named = _find_named([name for name, _ in listed], request.sheet) if request.sheet is not None else None
    if len(listed) == 1 and (named is not None or listed[0][1]):
        return 0
    damaged: dict[int, Refusal] = {}
    summaries = _summarise_sheets(sheets, request, damaged)
    visible = [position for position in summaries if listed[position][1]]
    with_jobs = [position for position in visible if summaries[position].is_of_jobs]
    best = max((summaries[position].fields for position in with_jobs), default=0)
    alike = [position for position in with_jobs if summaries[position].fields * 3 >= best * 2]
    if damaged and named is None and _are_none_of_jobs(visible, summaries, damaged, sheets.active):
        raise next(iter(damaged.values()))
    chosen = named if named is not None else _choose_best(visible, alike, summaries, sheets.active)
    if damaged and named is None:
        output.add_file_note(DAMAGED_SHEETS, found=quote_names(listed[position][0] for position in damaged))
    others = [position for position in with_jobs if position != chosen and summaries[position].fields * 2 >= best]
    if others:
        _note_others(sheets, chosen, others, summaries, output, alike=() if named is not None else alike)
    _note_hidden(sheets, chosen, summaries, output)
    if named is None:
        _note_without_jobs(listed, {chosen, *others, *damaged}, summaries, output, read=listed[chosen][0])
    return chosen


def _note_hidden(sheets: WorkbookSheets, chosen: int, summaries: Mapping[int, _SheetSummary], output: Output) -> None:
    """Name the hidden sheets with known headings, and count those with rows below them."""
    hidden = [
        position
        for position, found in summaries.items()
        if position != chosen and not sheets.listed[position][1] and found.fields >= _HEADINGS_OF_JOBS
    ]
    if not hidden:
        return
    counts = _count_rows(sheets, [position for position in hidden if summaries[position].has_jobs], summaries)
    form = ngettext("{count} hidden sheet", "{count} hidden sheets", len(counts))
    output.add_file_note(
        HIDDEN_SHEETS,
        found=quote_names(sheets.listed[position][0] for position in hidden),
        sheets=form.format(count=len(counts)) if counts else "",
        rows=_spell_rows(sum(counts.values())),
    )


def _note_without_jobs(
    listed: Sequence[tuple[str, bool]],
    noted: Collection[int],
    summaries: Mapping[int, _SheetSummary],
    output: Output,
    *,
    read: str,
) -> None:
    """Name the visible sheets with rows that no note names yet."""
    rest = {listed[position]: found for position, found in summaries.items() if position not in noted}
    visible = [name for (name, visible), found in rest.items() if visible and found.has_jobs]
    if visible:
        output.add_file_note(SHEETS_WITHOUT_JOBS, read=read, found=quote_names(visible))


def _are_none_of_jobs(
    visible: list[int], summaries: Mapping[int, _SheetSummary], damaged: Mapping[int, Refusal], active: int | None
) -> bool:
    """Whether every other sheet is empty, or none has a heading that we know and a damaged one was in front."""
    in_front = active if active in visible else visible[0] if visible else None
    most = max((summaries[position].fields for position in visible), default=-1)
    return most < 0 or (most == 0 and in_front in damaged)


def _summarise_sheets(
    sheets: WorkbookSheets, request: SheetRequest, damaged: dict[int, Refusal]
) -> dict[int, _SheetSummary]:
    """What each sheet shows; of many, only those are read that can have headings, where any has jobs below them."""
    places = range(len(sheets.listed))
    if len(places) > _MANY:
        likely = [position for position in places if sheets.can_have_headings(position)]
        summaries = {
            position: _summarise_rows(_read_first_rows(sheets, position, damaged), request) for position in likely
        }
        if any(sheets.listed[position][1] and summaries[position].is_of_jobs for position in likely):
            return {position: summaries.get(position, _SheetSummary(0)) for position in places}
    return {position: _summarise_rows(_read_first_rows(sheets, position, damaged), request) for position in places}


def _read_first_rows(sheets: WorkbookSheets, position: int, damaged: dict[int, Refusal]) -> list[NumberedRow]:
    """None of a sheet that is damaged, which is noted down."""
    try:
        return sheets.first_rows(position)
    except Refusal as found:
        if found.code is not NOT_READABLE:
            raise
        damaged[position] = found
        return []


def _choose_best(
    visible: list[int], alike: list[int], summaries: Mapping[int, _SheetSummary], active: int | None
) -> int:
    candidates = alike or [position for position in visible if summaries[position].fields >= 0]
    if not candidates:
        raise Refusal(EMPTY_SHEET, which=_("Every visible sheet"))
    if active in alike:
        return active
    return max(candidates, key=lambda position: (summaries[position].fields, summaries[position].has_jobs))


def _note_others(
    sheets: WorkbookSheets,
    chosen: int,
    others: Sequence[int],
    summaries: Mapping[int, _SheetSummary],
    output: Output,
    *,
    alike: Sequence[int],
) -> None:
    counts = _count_rows(sheets, others, summaries)
    names = [name for name, _ in sheets.listed]
    shown = [f"{quote_name(names[position])} ({_spell_rows(count)})" for position, count in counts.items()]
    in_front = (
        _(", the one in front when the workbook was saved,") if chosen == sheets.active and chosen in alike else ""
    )
    output.add_file_note(
        OTHER_SHEETS,
        read=names[chosen],
        why=in_front,
        are="are" if len(others) > 1 else "is",
        found=append_more(", ".join(shown[:_SHOWN]), len(shown) - _SHOWN),
        rows=_spell_rows(sum(counts.values())),
        sheets=ngettext("{count} other sheet", "{count} other sheets", len(others)).format(count=len(others)),
        alike=BETWEEN_NAMES.join(names[position] for position in alike),
        with_jobs=BETWEEN_NAMES.join(names[position] for position in sorted({chosen, *others})),
    )


def _count_rows(
    sheets: WorkbookSheets, positions: Iterable[int], summaries: Mapping[int, _SheetSummary]
) -> dict[int, int]:
    return {position: _count(sheets.row_numbers(position), summaries[position].heading_row) for position in positions}


def _count(numbers: Iterable[int], heading_row: int) -> int:
    below = set[int]()
    with suppress(Refusal):  # what is damaged there is told when it is read
        for number in numbers:
            below |= {number} if number > heading_row else set()
            if len(below) > MOST_COUNTED:
                break
    return len(below)


def _spell_rows(count: int) -> str:
    if count > MOST_COUNTED:
        return _("more than {count} rows").format(count=group_thousands(MOST_COUNTED))
    return ngettext("{count} row", "{count} rows", count).format(count=group_thousands(count))


def _find_named(names: list[str], wanted: str) -> int:
    alike = [position for position, name in enumerate(names) if name.casefold() == wanted.casefold()]
    if wanted in names:
        return names.index(wanted)
    if len(alike) != 1:
        raise Refusal(NO_SUCH_SHEET, name=wanted, found=quote_names(names))
    return alike[0]


def _summarise_rows(rows: list[NumberedRow], request: SheetRequest) -> _SheetSummary:
    headings = rows
    if request.heading_row is not None:
        headings = [(number, cells) for number, cells in rows if number == request.heading_row] or rows[:1]
    if not headings:
        return _SheetSummary(-1)
    fields = [
        len({request.known[name] for name in map(fold_spelling, cells) if name in request.known})
        for _, cells in headings
    ]
    at = fields.index(max(fields))
    below = any(number > headings[at][0] and any(map(str.strip, cells)) for number, cells in rows)
    return _SheetSummary(fields[at], headings[at][0], below or (len(rows) == FIRST_ROWS and headings[at] == rows[-1]))
