"""A few rows of a sheet are corrected: they are checked alone, so that a person need not wait for all the others."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from importer.problem import ACROSS_ROWS, Problem
from importer.records import Batch, Edit, ImportResult, Outcome, Sheet, Status, apply_edits, sort_problems
from importer.runs.loaded_sheet import CheckedSheet, ConnectedTarget, LoadedSheet
from importer.runs.resolved_codes import resolve_codes
from importer.steps.map import map_columns
from importer.steps.resolve import IN_THIS_SHEET
from importer.steps.validate import validate_rows

MOST_ROWS = 2_000  # more than these are checked with all the others
_SAMPLE_ROWS = 200  # rows that show how dates and numbers are written in their columns


def check_edited_rows(
    checked: CheckedSheet,
    loaded: LoadedSheet,
    target: ConnectedTarget | None,
    *,
    edits: tuple[Edit, ...],
    rows: Collection[int],
) -> ImportResult | None:
    """The check before, with these `rows` as they are after all `edits`; None where they cannot be judged alone.

    It is a first answer, until the whole sheet is checked again: what a corrected cell means for other rows (a
    reference that is there twice, the order of the dates of a column) and for the remarks stays as it was.
    Raises SheetError.
    """
    before, mapping = checked.result, checked.mapping
    alone = not (mapping.rows.tree or mapping.made_fields or set(IN_THIS_SHEET) & set(before.batch.values.columns))
    if not alone or len(rows) > MOST_ROWS or not set(rows) <= set(before.batch.values.index):
        return None
    sheet = apply_edits(loaded.sheet, edits)
    few = validate_rows(
        map_columns(_take_few(sheet, rows), mapping.merge_options(loaded.request.options), mapping),
        offline=target is None,
    )
    if target is not None:
        few = resolve_codes(few, target.directory, target.target)
    columns = {edit.column for edit in edits if edit.row in rows}
    fields = {column.field for column in before.batch.columns if sheet.columns[column.position] in columns}
    problems = tuple(_merge(before.batch, few, sorted(rows), fields))
    batch = replace(before.batch.merge_values(few, sorted(rows)), sheet=sheet, problems=problems)
    return replace(before, batch=batch, outcomes=_make_outcomes(before, batch, rows))


def _take_few(sheet: Sheet, rows: Collection[int]) -> Sheet:
    """The rows, and some of all the others, evenly spread."""
    beside = sheet.cells.index[:: max(1, sheet.rows // _SAMPLE_ROWS)].tolist()
    notes = tuple(note for note in sheet.notes if note.row in rows)
    return replace(sheet, cells=sheet.cells.loc[sorted({*beside, *rows})], notes=notes)


def _merge(before: Batch, few: Batch, rows: list[int], fields: set[str]) -> Iterator[Problem]:
    """The problems in the order of the sheet: those of these rows are new, but for what they share with other rows."""
    known, start = before.problems, 0
    alone: dict[int, list[Problem]] = defaultdict(list)
    for one in few.problems:
        if one.code not in ACROSS_ROWS:
            alone[_row_of(one)].append(one)
    for row in rows:
        begin, end = _find_span(known, row)
        across = [one for one in known[begin:end] if one.code in ACROSS_ROWS and not fields & set(one.fields)]
        yield from known[start:begin]
        yield from sort_problems((*across, *alone[row]), few.columns)
        start = end
    yield from known[start:]


def _row_of(problem: Problem) -> int:
    return problem.row or 0


def _make_outcomes(before: ImportResult, batch: Batch, rows: Collection[int]) -> tuple[Outcome, ...]:
    outcomes, index = list(before.outcomes), batch.sheet.cells.index
    of_sheet = any(one.is_error for one in _problems_of(batch, 0))
    for row in rows:
        position = int(index.searchsorted(row))
        is_wrong = of_sheet or any(one.is_error for one in _problems_of(batch, row))
        outcomes[position] = replace(outcomes[position], status=Status.INVALID if is_wrong else Status.NOT_SENT)
    return tuple(outcomes)


def _problems_of(batch: Batch, row: int) -> tuple[Problem, ...]:
    return batch.problems[slice(*_find_span(batch.problems, row))]


def _find_span(problems: tuple[Problem, ...], row: int) -> tuple[int, int]:
    """Where the problems of a row begin and end; those of the whole sheet are those of row 0."""
    begin = bisect_left(problems, row, key=_row_of)
    return begin, bisect_left(problems, row + 1, lo=begin, key=_row_of)
