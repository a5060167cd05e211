"""The last sentence after several worksheets of one workbook: what is in the target of all of them, and what is not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from importer.catalogue import spell_count
from importer.languages import _, group_thousands, quote_name
from importer.records import IN_TARGET, ImportResult, Status
from importer.steps.report.correcting import ALL, SHEET, command_of
from importer.steps.report.left_out import count_absent_rows, describe_rows_not_read, find_columns_left_out
from importer.steps.report.next_step import count_differing_rows, count_unrecorded_rows


@dataclass(frozen=True)
class SheetEnd:
    """What became of one worksheet of several.

    Rows that are `missing` are to be corrected or sent, those `undecided` wait for an answer, of those `unknown` nobody
    knows whether their jobs are there; none of them count where sending was `declined`. The jobs of the `unrecorded`
    are there, and this computer has no record of creating them. It is `whole` where every row was read and none left
    out, and `noted` where columns were not sent or jobs differ, which is told of the sheet. `again` is the command for
    all the sheets.
    """

    name: str
    checked_only: bool
    rows: int
    there: int
    missing: int
    undecided: int
    unknown: int
    left_out: int
    unrecorded: int
    whole: bool
    noted: bool
    has_no_row_left: bool
    sheets_left: tuple[str, ...]
    declined: bool
    again: str
    run: str


def summarise_sheet(result: ImportResult) -> SheetEnd:
    """What the last sentence after several sheets needs of one: its rows need not be kept."""
    counts, unknown = result.counts, result.counts[Status.UNKNOWN]
    of_all = replace(result, arguments=_name_all(result.arguments))
    return SheetEnd(
        name=result.batch.sheet.name,
        checked_only=result.checked_only,
        rows=result.rows,
        there=sum(counts[status] for status in IN_TARGET) + len(result.corrected),
        missing=_count_missing(result),
        undecided=0 if result.checked_only or result.declined else result.undecided,
        unknown=unknown,
        left_out=counts[Status.LEFT_OUT],
        unrecorded=count_unrecorded_rows(result),
        whole=describe_rows_not_read(result) == "",
        noted=bool(find_columns_left_out(result) or count_differing_rows(result)),
        has_no_row_left=result.has_no_row_left,
        sheets_left=result.sheets_left,
        declined=result.declined,
        again=command_of(of_all, "check" if result.checked_only else "run"),
        run=command_of(of_all, "run"),
    )


def _count_missing(result: ImportResult) -> int:
    if result.checked_only:
        return result.counts[Status.INVALID]
    return 0 if result.declined else count_absent_rows(result)


def describe_all_sheets(ends: Sequence[SheetEnd], unread: Sequence[str]) -> str:
    """How many rows of how many sheets are in the target, which sheets have others, and what to type next.

    `unread` are the names of those that could not be read.
    """
    last = ends[-1]
    unread = (*unread, *([last.name] if last.declined else []), *last.sheets_left)
    is_open = unread or any(end.missing or end.undecided or end.unknown or end.has_no_row_left for end in ends)
    if is_open:
        next_ = _("Next: follow the advice for these sheets above, then run {command} again.").format(
            command=last.again
        )
    elif last.checked_only:
        next_ = _("Next: {command}.").format(command=last.run)
    elif any(end.noted for end in ends):
        next_ = _("The messages above list, for each sheet, the columns that were not sent and the jobs that differ.")
    elif all(end.whole and not end.unrecorded for end in ends):
        return _("Every row of the {sheets} is in the target.").format(sheets=spell_count(len(ends), "sheet"))
    else:
        next_ = ""
    return " ".join(filter(None, (*_list_counts(ends, unread), next_)))


def _list_counts(ends: Sequence[SheetEnd], unread: Sequence[str]) -> tuple[str, ...]:
    checked_only = ends[-1].checked_only
    all_ = _("Checked: {rows} of {sheets}.") if checked_only else _("In the target: {rows} of {sheets}.")
    missing = _("With errors: {rows} ({found}).") if checked_only else _("Not in the target: {rows} ({found}).")
    undecided = _("Not sent until you decide: {rows} ({found}).")
    unknown = _("Outcome unknown: {rows} ({found}).")
    not_read = _("Not sent: {found}.") if ends[-1].declined else _("Not read: {found}.")
    left_out = sum(end.left_out for end in ends)
    unrecorded = _("Counted as jobs that this computer has no record of creating: {rows} ({found}).")
    return (
        all_.format(
            rows=spell_count(sum(end.rows if checked_only else end.there for end in ends), "row"),
            sheets=spell_count(len(ends), "sheet"),
        ),
        _name_sheets(missing, {end.name: end.missing for end in ends}),
        _name_sheets(undecided, {end.name: end.undecided for end in ends}),
        _name_sheets(unknown, {end.name: end.unknown for end in ends}),
        _("Left out: {rows}.").format(rows=spell_count(left_out, "row")) if left_out else "",
        _name_sheets(unrecorded, {end.name: end.unrecorded for end in ends}),
        not_read.format(found=", ".join(map(quote_name, unread))) if unread else "",
    )


def _name_sheets(sentence: str, rows: dict[str, int]) -> str:
    found = ", ".join(f"{quote_name(name)}: {group_thousands(count)}" for name, count in rows.items() if count)
    return sentence.format(rows=spell_count(sum(rows.values()), "row"), found=found) if found else ""


def _name_all(arguments: tuple[str, ...]) -> tuple[str, ...]:
    before = ("", *arguments)
    return tuple(ALL if b == SHEET else word for b, word in zip(before, arguments, strict=False))
