"""What of the sheet is not in the target: rows, those that are not read too, and columns of unknown meaning."""

from importer.catalogue import join_words, spell_count
from importer.languages import _, append_more, group_thousands, ngettext, quote_name
from importer.problem import HEADING_MISFIT, MISSING_COLUMN, NO_HEADING, UNKNOWN_HEADING, WEAKER_HEADING
from importer.records import IN_TARGET, NOT_WANTED, ImportResult, Status
from importer.workbook_parts import letter_of

_SHOWN = 4
_NOT_SENT = frozenset({HEADING_MISFIT, NO_HEADING, UNKNOWN_HEADING, WEAKER_HEADING})


def count_missing_rows(result: ImportResult) -> int:
    """The rows whose jobs are wanted and not known to be in the target."""
    return result.rows - sum(result.counts[status] for status in IN_TARGET | NOT_WANTED) - len(result.corrected)


def count_absent_rows(result: ImportResult) -> int:
    """The missing rows of which neither the target nor a person has still to say whether their jobs are there."""
    return count_missing_rows(result) - result.counts[Status.UNKNOWN] - result.undecided


def describe_missing_rows(result: ImportResult) -> str:
    """How many rows are not in the target, or perhaps not; and how many of them a stop kept from being sent: of these
    it was perhaps not asked yet whether they are there.
    """
    unknown, stopped = result.counts[Status.UNKNOWN], result.counts[Status.NOT_SENT] - result.held
    missing, undecided, found = count_absent_rows(result), result.undecided, list[str]()
    if missing:
        form = ngettext("{count} row is not in the target.", "{count} rows are not in the target.", missing)
        if stopped:
            form = ngettext(
                "{count} row is not in the target as far as is known; not sent yet: {stopped}.",
                "{count} rows are not in the target as far as is known; not sent yet: {stopped}.",
                missing,
            )
        found.append(form.format(count=group_thousands(missing), stopped=group_thousands(stopped)))
    if undecided:
        form = ngettext(
            "{count} row is not sent until you decide: its job may be in the target already.",
            "{count} rows are not sent until you decide: their jobs may be in the target already.",
            undecided,
        )
        found.append(form.format(count=group_thousands(undecided)))
    if unknown:
        form = ngettext("The outcome of {count} row is unknown.", "The outcome of {count} rows is unknown.", unknown)
        found.append(form.format(count=group_thousands(unknown)))
    return " ".join(found)


def describe_corrected_rows(result: ImportResult) -> str:
    """Of how many rows the jobs are in the target, though this run created none of them."""
    corrected = (outcome for outcome in result.outcomes if outcome.row in result.corrected)
    invalid = sum(outcome.status is Status.INVALID for outcome in corrected)
    later, found = len(result.corrected) - invalid, list[str]()
    if invalid:
        form = ngettext(
            "{count} row with an error was corrected in results of this sheet, and its job is in the target.",
            "{count} rows with errors were corrected in results of this sheet, and their jobs are in the target.",
            invalid,
        )
        found.append(form.format(count=group_thousands(invalid)))
    if later:
        form = ngettext(
            "{count} row was sent in a later run, and its job is in the target.",
            "{count} rows were sent in a later run, and their jobs are in the target.",
            later,
        )
        found.append(form.format(count=group_thousands(later)))
    return " ".join(found)


def describe_rows_not_read(result: ImportResult) -> str:
    """The rows of which nobody expects a job here: hidden, struck or left out, those of other sheets."""
    sheet = result.batch.sheet
    parts = (
        spell_count(sheet.hidden_rows, "hidden row") if sheet.hidden_rows else "",
        spell_count(sheet.struck_rows, "struck row") if sheet.struck_rows else "",
        *sheet.unread_sheets,
        ", ".join(map(quote_name, result.sheets_left)),
    )
    found = join_words(list(filter(None, parts)))
    not_read = _("Not read: {found}.").format(found=found) if found else ""
    count = result.counts[Status.LEFT_OUT]
    left_out = _("Left out: {rows}.").format(rows=spell_count(count, "row")) if count else ""
    return " ".join(filter(None, (not_read, left_out)))


def find_columns_left_out(result: ImportResult) -> tuple[str, ...]:
    """The columns that are not sent, in the order of the sheet, by their headings in quotes, or by their letters where
    they have none; not those that the mapping leaves out.
    """
    left = {problem.column for problem in result.problems if problem.code in _NOT_SENT}
    sheet = result.batch.sheet
    columns = ((heading, letter_of(number)) for heading, number in zip(sheet.headings, sheet.columns, strict=True))
    unnamed = _("column {cell}")
    return tuple(
        quote_name(heading) if heading.strip() else unnamed.format(cell=letter)
        for heading, letter in columns
        if letter in left
    )


def has_other_headings(result: ImportResult) -> bool:
    """True where required columns are missing and others are not known: the sheet has other words for them."""
    return {MISSING_COLUMN, UNKNOWN_HEADING} <= {problem.code for problem in result.problems}


def warn_about_columns_not_sent(headings: tuple[str, ...]) -> str:
    """What a check that found no error says of them."""
    return ngettext(
        "No errors, but {count} column will not be sent.",
        "No errors, but {count} columns will not be sent.",
        len(headings),
    ).format(count=group_thousands(len(headings)))


def describe_columns_not_sent(headings: tuple[str, ...], map_: str) -> str:
    """What a run says of them, and what to do; `map_` is the command that writes a mapping file."""
    return ngettext(
        "{count} column was not sent: {names}. To add it to jobs that exist, type it in the field-service system; to "
        "send it with other rows, correct its cells or say what its heading means in a mapping file, which {map} "
        "writes.",
        "{count} columns were not sent: {names}. To add them to jobs that exist, type them in the field-service "
        "system; to send them with other rows, correct their cells or say what their headings mean in a mapping "
        "file, which {map} writes.",
        len(headings),
    ).format(count=group_thousands(len(headings)), names=_name_headings(headings), map=map_)


def _name_headings(headings: tuple[str, ...]) -> str:
    if len(headings) <= _SHOWN:
        return join_words(list(headings))
    return append_more(", ".join(headings[:_SHOWN]), len(headings) - _SHOWN)
