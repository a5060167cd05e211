"""Which worksheet is read: the one that is requested, else a visible one with the headings that we know, and jobs."""

from collections.abc import Collection, Mapping, Sequence

from importer.languages import _, append_more, group_thousands, ngettext, quote_few, quote_name
from importer.problem import (
    BETWEEN_NAMES,
    DAMAGED_SHEETS,
    EMPTY_SHEET,
    HIDDEN_SHEETS,
    NO_SUCH_SHEET,
    OTHER_SHEETS,
    SHEETS_WITHOUT_JOBS,
    TOO_LARGE_TO_READ,
)
from importer.steps.read.sandbox.output import Output
from importer.steps.read.sandbox.sheet_summaries import (
    HEADINGS_OF_JOBS,
    MOST_COUNTED,
    SheetRequest,
    SheetSummary,
    WorkbookSheets,
    count_rows,
    summarise_sheets,
)
from importer.workbook_parts.refusal import Refusal

_SHOWN = 12  # names in a sentence
_MOST_SHEETS = 15_000  # each takes a tenth of a millisecond to be looked into, or ten


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
    summaries = summarise_sheets(sheets, request, damaged)
    visible = [position for position in summaries if listed[position][1]]
    with_jobs = [position for position in visible if summaries[position].is_of_jobs]
    best = max((summaries[position].fields for position in with_jobs), default=0)
    alike = [position for position in with_jobs if summaries[position].fields * 3 >= best * 2]
    if damaged and named is None and _are_none_of_jobs(visible, summaries, damaged, sheets.active):
        raise next(iter(damaged.values()))
    chosen = named if named is not None else _choose_best(visible, alike, summaries, sheets.active)
    if damaged and named is None:
        output.add_file_note(DAMAGED_SHEETS, found=quote_few([listed[position][0] for position in damaged], _SHOWN))
    others = [position for position in with_jobs if position != chosen and summaries[position].fields * 2 >= best]
    if others:
        _note_others(sheets, chosen, others, summaries, output, alike=() if named is not None else alike)
    _note_hidden(sheets, chosen, summaries, output)
    if named is None:
        _note_without_jobs(listed, {chosen, *others, *damaged}, summaries, output, read=listed[chosen][0])
    return chosen


def _note_hidden(sheets: WorkbookSheets, chosen: int, summaries: Mapping[int, SheetSummary], output: Output) -> None:
    """Name the hidden sheets with known headings, and count those with rows below them."""
    hidden = [
        position
        for position, found in summaries.items()
        if position != chosen and not sheets.listed[position][1] and found.fields >= HEADINGS_OF_JOBS
    ]
    if not hidden:
        return
    counts = count_rows(sheets, [position for position in hidden if summaries[position].has_jobs], summaries)
    form = ngettext("{count} hidden sheet", "{count} hidden sheets", len(counts))
    output.add_file_note(
        HIDDEN_SHEETS,
        found=quote_few([sheets.listed[position][0] for position in hidden], _SHOWN),
        sheets=form.format(count=len(counts)) if counts else "",
        rows=_spell_rows(sum(counts.values())),
    )


def _note_without_jobs(
    listed: Sequence[tuple[str, bool]],
    noted: Collection[int],
    summaries: Mapping[int, SheetSummary],
    output: Output,
    *,
    read: str,
) -> None:
    """Name the visible sheets with rows that no note names yet."""
    rest = {listed[position]: found for position, found in summaries.items() if position not in noted}
    visible = [name for (name, visible), found in rest.items() if visible and found.has_jobs]
    if visible:
        output.add_file_note(SHEETS_WITHOUT_JOBS, read=read, found=quote_few(visible, _SHOWN))


def _are_none_of_jobs(
    visible: list[int], summaries: Mapping[int, SheetSummary], damaged: Mapping[int, Refusal], active: int | None
) -> bool:
    """Whether every other sheet is empty, or none has a heading that we know and a damaged one was in front."""
    in_front = active if active in visible else visible[0] if visible else None
    most = max((summaries[position].fields for position in visible), default=-1)
    return most < 0 or (most == 0 and in_front in damaged)


def _choose_best(
    visible: list[int], alike: list[int], summaries: Mapping[int, SheetSummary], active: int | None
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
    summaries: Mapping[int, SheetSummary],
    output: Output,
    *,
    alike: Sequence[int],
) -> None:
    counts = count_rows(sheets, others, summaries)
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


def _spell_rows(count: int) -> str:
    if count > MOST_COUNTED:
        return _("more than {count} rows").format(count=group_thousands(MOST_COUNTED))
    return ngettext("{count} row", "{count} rows", count).format(count=group_thousands(count))


def _find_named(names: list[str], wanted: str) -> int:
    alike = [position for position, name in enumerate(names) if name.casefold() == wanted.casefold()]
    if wanted in names:
        return names.index(wanted)
    if len(alike) != 1:
        raise Refusal(NO_SUCH_SHEET, name=wanted, found=quote_few(names, _SHOWN))
    return alike[0]
