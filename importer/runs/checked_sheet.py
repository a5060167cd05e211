"""A file is read, given its meaning and checked, as far as that can be done without a target."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from importer.catalogue import join_words, spell_count
from importer.errors import SheetError
from importer.files import find_state_folder, is_folder, is_there
from importer.languages import _, quote_few
from importer.mapping import (
    ColumnMapping,
    complete_mapping,
    find_open_notes,
    find_remembered_columns,
    judge_headings,
    note_missing_headings,
    note_recalled_headings,
    recall,
    refuse_constants_with_columns,
    remember,
)
from importer.problem import (
    HIDDEN_SHEETS,
    NO_FILE,
    NO_ROWS,
    NOT_A_FILE,
    OPTIONS_UNKNOWN,
    OTHER_SHEETS,
    WEB_ADDRESS,
    spell_command,
)
from importer.records import Batch, Observer, Sheet, apply_edits
from importer.runs.request import RunRequest
from importer.settings import Options
from importer.steps.map import map_columns
from importer.steps.read import read_sheet
from importer.steps.report import ensure_fits
from importer.steps.validate import validate_rows
from importer.template import find_renamed_headings, remark_on_renamed

if TYPE_CHECKING:
    from importer.journal import Journal

_SHOWN = 12  # names of worksheets
_UNREAD_SHEETS = frozenset({HIDDEN_SHEETS, OTHER_SHEETS})
_WEB = re.compile(r"https?:[/\\]", re.IGNORECASE)  # of the two strokes a path keeps one


def ensure_file(path: Path) -> None:
    """Raise SheetError where there is no file, or a folder: before a target is asked for, or a name made of it."""
    if is_folder(path):
        raise SheetError(NOT_A_FILE, path=path)
    if not is_there(path):
        if _WEB.match(str(path)):
            raise SheetError(WEB_ADDRESS, path=path.as_posix().replace(":/", "://", 1))
        raise SheetError(NO_FILE, path=path)


def check_rows(
    request: RunRequest,
    *,
    offline: bool,
    observer: Observer,
    journal: "Journal | None" = None,
    saved: Sheet | None = None,
) -> tuple[Batch, RunRequest]:
    """The sheet, checked as far as it can be without a target, and the request with the sheet and mapping that held.

    Raises SheetError, also where there is no row below the headings.
    """
    observer.progress("Reading", 0, 0)
    asked = request.options
    if request.options.mapping and request.mapping is None:
        request = replace(request, mapping=read_mapping_for(request.path, request.options.mapping))
    if request.mapping:
        request = replace(request, options=request.mapping.merge_options(request.options))
    sheet, request = (saved, request) if saved else read_asked(request, observer)
    if sheet.previous_results:
        sheet, request = _read_as_before(sheet, request, observer, journal)
    sheet = apply_edits(_remark_on_options_of_csv(sheet, asked), request.edits)
    mapping = request.mapping or ColumnMapping()
    sheet, mapping, by_values = _map_headings(sheet, mapping, request.options)
    left_out = frozenset(heading for heading in by_values if not mapping.columns.get(heading))
    ensure_fits(sheet)
    batch = map_columns(sheet, request.options, mapping)
    if not sheet.rows:
        raise _make_no_rows_error(sheet)
    observer.progress("Checking", 0, batch.sheet.rows)
    batch = _refuse_circles(validate_rows(batch, offline=offline))
    _refuse_unknown_options(batch)
    return batch, replace(request, mapping=mapping, decided_by_values=left_out)


def _remark_on_options_of_csv(sheet: Sheet, asked: Options) -> Sheet:
    given = [flag for flag, value in (("--encoding", asked.encoding), ("--delimiter", asked.delimiter)) if value]
    if not given or not sheet.name:
        return sheet
    remark = _("Not used: {options}, because {file} is a workbook, not a CSV.")
    return replace(sheet, remarks=(*sheet.remarks, remark.format(options=join_words(given), file=sheet.path.name)))


def _refuse_unknown_options(batch: Batch) -> None:
    """Raise SheetError for results of which no row is sound, perhaps for want of the options of their run."""
    previous, whole = batch.sheet.previous_results, [p for p in batch.problems if p.is_error and p.row is None]
    if previous and previous.options_unknown and whole:
        command = spell_command("retry", batch.sheet.path, "--map", "mapping.toml")
        raise SheetError(OPTIONS_UNKNOWN, path=batch.sheet.path, message=whole[0].message, command=command)


def read_mapping_for(path: Path, mapping: Path) -> ColumnMapping:
    """The mapping in a file, for a sheet whose workbook may have its tables."""
    from importer.mapping import read_mapping  # noqa: PLC0415 - most sheets come without one

    def read_worksheet(workbook: Path | None, worksheet: str | None) -> list[list[str]]:
        rows: list[list[str]] = read_sheet(workbook or path, sheet=worksheet).cells.to_numpy().tolist()
        return rows

    return read_mapping(mapping, read_worksheet)


def _refuse_circles(batch: Batch) -> Batch:
    if not any(str(name).startswith("_parent_") for name in batch.values):
        return batch
    from importer.steps.submit import reject_circles  # noqa: PLC0415 - all that sends rows is loaded with it

    return reject_circles(batch)


def _read_as_before(
    sheet: Sheet, request: RunRequest, observer: Observer, journal: "Journal | None"
) -> tuple[Sheet, RunRequest]:
    """The results of a run, read with its options where no other are given."""
    from importer.runs import previous_options  # noqa: PLC0415 - of results alone

    asked, request = request, previous_options.take_previous_options(request, sheet, journal)
    if replace(request, zone_unknown=asked.zone_unknown) != asked and is_there(sheet.path):
        sheet, _ = read_asked(request, observer)
    sheet = previous_options.restore_whole_texts(sheet, journal)
    return previous_options.remark_on_reading(asked, request, sheet, journal), request


def read_asked(request: RunRequest, observer: Observer) -> tuple[Sheet, RunRequest]:
    """The sheet; where several are alike and somebody can be asked, the one that is chosen then."""
    sheet = read_sheet_for(request.path, request.options, request.mapping or ColumnMapping(), observer)
    chosen = observer.ask_sheet(sheet) if sheet.other_sheets and sheet.other_sheets.alike else sheet.name
    if chosen != sheet.name:
        request = request.of_sheet(chosen)
        sheet = read_sheet_for(request.path, request.options, request.mapping or ColumnMapping(), observer)
    if request.one_of_all:
        sheet = replace(sheet, notes=tuple(note for note in sheet.notes if note.code not in _UNREAD_SHEETS))
    return sheet, request


def read_sheet_for(path: Path, options: Options, mapping: ColumnMapping, observer: Observer) -> Sheet:
    """The sheet, with its headings as `mapping` knows them; the observer is asked for a password that it needs."""
    return read_sheet(
        path,
        options=options,
        find_field=mapping.own_field_of,
        headings=mapping.headings,
        ask_password=observer.ask_password,
    )


def add_password_command(observer: Observer, options: Options) -> Observer:
    """The observer, who knows the password of a workbook by the user's command, or asks; once for each workbook."""
    command = options.workbook_password_command

    def ask(path: Path) -> str:
        if not command:
            return observer.ask_password(path)
        from importer.targets import run_workbook_password_command  # noqa: PLC0415 - few have such a command

        return run_workbook_password_command(command)

    return replace(observer, ask_password=cache(ask))


def list_sheets(request: RunRequest, observer: Observer) -> tuple[str, ...]:
    """The visible worksheets with jobs, in their order; one where there are no more."""
    observer.progress("Reading", 0, 0)
    mapping = read_mapping_for(request.path, request.options.mapping) if request.options.mapping else ColumnMapping()
    sheet = read_sheet_for(request.path, replace(request.options, sheet=None), mapping, observer)
    return sheet.other_sheets.with_jobs if sheet.other_sheets else (sheet.name,)


def _make_no_rows_error(sheet: Sheet) -> SheetError:
    of_sheet = _('of the sheet "{sheet}" in {file}') if sheet.name else _("of {file}")
    where = of_sheet.format(sheet=sheet.name, file=sheet.path.name)
    fix = _("Fill in a row for each job, save the sheet, then run the same command again.")
    if sheet.hidden_rows:
        hidden = _("{where} that is not hidden ({rows} left out)")
        where = hidden.format(where=where, rows=spell_count(sheet.hidden_rows, "row"))
        fix = _("Run the same command without --skip-hidden to read hidden rows too.")
    elif sheet.struck_rows:
        struck = _("{where} that is not struck through ({rows} left out)")
        where = struck.format(where=where, rows=spell_count(sheet.struck_rows, "row"))
        fix = _("Run the same command without --skip-struck to read rows that are struck through too.")
    elif sheet.other_sheets:
        another = _("Or choose another with --sheet: {found}.")
        fix = f"{fix} {another.format(found=quote_few(sheet.other_sheets.with_jobs, _SHOWN))}"
    return SheetError(NO_ROWS, where=where, fix=fix)


def _map_headings(
    sheet: Sheet, mapping: ColumnMapping, options: Options
) -> tuple[Sheet, ColumnMapping, frozenset[str]]:
    """The sheet with what there is to say of its headings, the mapping with earlier decisions on them, and the headings
    that their values have decided. What results say that are run again was not decided here, and is not remembered.
    """
    theirs = mapping.columns.keys() if sheet.previous_results and not options.mapping else set()
    before = recall(sheet.path, sheet.headings, find_state_folder())
    renamed = find_renamed_headings(sheet)
    mapping = replace(mapping, columns={**renamed, **mapping.columns})
    known = mapping.add_columns(find_remembered_columns(sheet, mapping, before))
    judgement = judge_headings(sheet, known)
    notes = (*note_missing_headings(sheet, mapping), *judgement.notes, *note_recalled_headings(sheet, mapping, before))
    whole = judgement.mapping
    if options.accept_suggestions:
        whole = complete_mapping(sheet, mapping, remembered=before, accept_suggestions=True)
    refuse_constants_with_columns(sheet, whole)
    by_values = frozenset(judgement.mapping.columns.keys() - known.columns.keys())
    if options.mapping:  # what was only suggested is nobody's decision
        sure = judgement.mapping
        decided = {heading: name for heading, name in sure.columns.items() if heading not in by_values | theirs}
        remember(sheet.path, sheet.headings, replace(sure, columns=decided), find_state_folder())
    new_notes = (note for note in notes if note not in sheet.notes)  # a sheet from the journal has them already
    new_remarks = (remark for remark in remark_on_renamed(renamed) if remark not in sheet.remarks)
    notes = (*find_open_notes(sheet, whole, options.empty), *new_notes)
    return replace(sheet, notes=notes, remarks=(*sheet.remarks, *new_remarks)), whole, by_values
