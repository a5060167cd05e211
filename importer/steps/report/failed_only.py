"""The rows that need somebody, in a workbook of their own: the file for whoever has to correct them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from importer.catalogue import LANGUAGES, Field, get_field
from importer.errors import SettingsError
from importer.files import advise_on_writing, explain_failure, is_folder, is_there
from importer.languages import N_, _, get_current_language
from importer.problem import FILE_UNWRITABLE, Problem
from importer.records import IN_TARGET, NOT_WANTED, PROBLEM, RESULTS_COLUMNS, ImportResult, to_properties
from importer.steps.report.added_cells import make_added_cells
from importer.steps.report.styles import height_of
from importer.template import FIRST_ROW, Design, Stamp, TemplateColumn, design_template, read_published_lists
from importer.template.filled import FilledRow, write_filled
from importer.versions import VERSION
from importer.workbook_parts import is_cut

_CUT = N_("A cell cannot hold this whole text; it is shortened here, not in your own sheet.")


def ensure_free(path: Path) -> None:
    """Raise SettingsError where a file would be lost, or the ending is another than Excel's."""
    if path.suffix.casefold() != ".xlsx":
        fix = _("Use the name {name}.").format(name=path.with_suffix(".xlsx").name)
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=_("it must be an Excel workbook (.xlsx)"), fix=fix)
    if is_there(path):
        fix = _("Choose another name with --failed-only; the existing file may hold corrections.")
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=_("it already exists"), fix=fix)
    if not is_folder(path.absolute().parent):
        fix = _("Choose an existing folder with --failed-only.")
        raise SettingsError(FILE_UNWRITABLE, path=path, reason=_("the folder does not exist"), fix=fix)


def write_failed_only(result: ImportResult, path: str | Path) -> int:
    """Write the rows that are not in the target, with the reasons, in the columns of the template; give their number.

    Where there are none, nothing is written.

    The columns are those that the sheet fills, under the template's headings in the current language, so that the file
    can be corrected and imported as it is. A sound cell has its value as it would be sent, a failing one what was
    typed. Addresses in the reasons are those of the new file; each row says from which row of the sheet it comes.
    Raises SettingsError where it cannot be written.
    """
    file = Path(path)
    ensure_free(file)
    rows = [outcome.row for outcome in result.outcomes if outcome.status not in IN_TARGET | NOT_WANTED]
    if not rows:
        return 0
    language = get_current_language()
    stamp = Stamp(VERSION, language, result.target, datetime.now(UTC))
    design = design_template(_list_fields(result), LANGUAGES[language], read_published_lists().lists, stamp)
    moved = _move_rows(result, rows, design)
    try:
        filled, sheet = _fill_rows(result, moved, rows, design), result.batch.sheet.path
        write_filled(design, filled, file, identity=result.identity, like=sheet, properties=_list_options(result))
    except OSError as found:
        reason, fix = explain_failure(found), advise_on_writing(found, file, "--failed-only")
        raise SettingsError(FILE_UNWRITABLE, path=file, reason=reason, fix=fix) from found
    return len(rows)


def _list_options(result: ImportResult) -> Mapping[str, str]:
    """How the workbook is to be read: as the sheet was, but its mapping has done its work where values are known."""
    done = {"mapping"} if len(result.batch.values.columns) else set()
    return to_properties({name: part for name, part in result.asked.items() if name not in done})


def _list_fields(result: ImportResult) -> tuple[Field, ...]:
    names = dict.fromkeys([*(column.field for column in result.batch.columns), *map(str, result.batch.values.columns)])
    fields = (get_field(name) for name in names)
    return tuple(field for field in fields if not field.read_only and not field.kind.is_embedded)


def _move_rows(result: ImportResult, rows: list[int], design: Design) -> ImportResult:
    """The result as if the sheet had been the new one: its rows and columns where they stand there."""
    numbers = {row: number for number, row in enumerate(rows, FIRST_ROW)}
    columns = {column.field.name: column for column in design.columns}
    outcomes = [outcome for outcome in result.outcomes if outcome.row in numbers]
    return replace(
        result,
        batch=replace(result.batch, problems=tuple(_move_problems(result.batch.problems, numbers, columns))),
        outcomes=tuple(
            replace(one, row=numbers[one.row], problems=tuple(_move_problems(one.problems, numbers, columns)))
            for one in outcomes
        ),
    )


def _move_problems(
    problems: tuple[Problem, ...], numbers: Mapping[int, int], columns: Mapping[str, TemplateColumn]
) -> Iterator[Problem]:
    for problem in problems:
        if problem.row is None or problem.row in numbers:
            row = None if problem.row is None else numbers[problem.row]
            there = columns.get(problem.field)
            letter, heading = (there.letter, there.heading) if there else ("", problem.heading)
            yield replace(problem, row=row, column=letter, heading=heading, also=())


def _fill_rows(result: ImportResult, moved: ImportResult, rows: list[int], design: Design) -> Iterator[FilledRow]:
    added = make_added_cells(moved)
    problems: dict[int, dict[str, str]] = {}
    for problem in moved.problems:
        if problem.is_error and problem.row is not None and problem.column:
            problems.setdefault(problem.row, {}).setdefault(problem.field, f"{problem.message}\n{problem.advice}")
    texts = _collect_texts(result, design)
    for number, row in enumerate(rows, FIRST_ROW):
        wrong = dict(problems.get(number, {}))
        cells = {
            name: column[row] if name in wrong else get_field(name).kind.to_excel(column[row])
            for name, column in texts.items()
        }
        for name, text in cells.items():
            if isinstance(text, str) and is_cut(text):
                wrong[name] = f"{wrong[name]}\n{_(_CUT)}" if name in wrong else _(_CUT)
        origin = _("Row {row} of {file}").format(row=row, file=result.batch.sheet.path.name)
        beside = _add_origin(added[number].texts, origin)
        height = height_of((text, column.width) for text, column in zip(beside, RESULTS_COLUMNS, strict=True))
        yield FilledRow(cells, wrong, beside, height)


def _add_origin(texts: tuple[str, ...], origin: str) -> tuple[str, ...]:
    """The texts beside a row, of which Problem also says where the row comes from."""
    position = RESULTS_COLUMNS.index(PROBLEM)
    return (*texts[:position], f"{texts[position]}\n{origin}".strip(), *texts[position + 1 :])


def _collect_texts(result: ImportResult, design: Design) -> dict[str, dict[int, str]]:
    """The text of each column: as it is sent where that is known, else as it was typed."""
    batch = result.batch
    found = {}
    for name in (column.field.name for column in design.columns):
        mapped = batch.column_of(name)
        column = (
            batch.values[name] if name in batch.values else batch.sheet.cells.iloc[:, mapped.position if mapped else 0]
        )
        found[name] = dict(zip(column.index, column, strict=True))
    return found
