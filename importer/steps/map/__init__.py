"""Headings become fields, cells become the canonical text of their field's kind."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import tzinfo

import pandas as pd

from importer.catalogue import Reading, counted, field_named, is_placeholder
from importer.frames import canonical_column, distinct
from importer.mapping import ColumnMapping
from importer.problem import PLACEHOLDER_REFERENCE, Problem, Severity
from importer.records import Batch, CellNote, Sheet
from importer.settings import Options
from importer.steps.map.artefacts import without_artefacts, without_words
from importer.steps.map.column import ParsedColumn, RawColumn
from importer.steps.map.dates import parse_dates
from importer.steps.map.excel_formats import changed_notes, without_texts
from importer.steps.map.headings import headings_not_known, known_columns
from importer.steps.map.numbers import parse_numbers
from importer.steps.map.zones import own_zone_name, zone_of

_REFERENCE = "reference_back_office"
_EXAMPLES = 3


def map_columns(sheet: Sheet, options: Options = Options(), mapping: ColumnMapping = ColumnMapping()) -> Batch:
    """Give the sheet its meaning: which column fills which field, and each value in its canonical spelling.

    `mapping` is what a person has decided of headings and values, and the fields that are the same for every row.

    What the values of a column say about their spelling is told as a remark; what they leave open (3/4/2026) is a
    problem of the whole sheet that `options` can settle. Headings that nobody knows become warnings. Raises SheetError
    where no heading is known, or two columns fill one field, SettingsError where there is no such time zone.
    """
    zone = zone_of(options.timezone)
    columns = known_columns(sheet, mapping, options)
    parsed = {}
    for column in columns:
        cells = mapping.replaced(column.field, sheet.cells.iloc[:, column.place])
        parsed[column.field] = _parse(RawColumn(sheet, column, without_words(cells, options.empty), options), zone)
    constants = mapping.constant_columns(sheet.cells.index)
    values = {name: column.values for name, column in parsed.items()} | {
        name: canonical_column(field_named(name), texts) for name, texts in constants.items()
    }
    remarks = (remark for column in parsed.values() for remark in column.remarks)
    batch = Batch(sheet, columns, pd.DataFrame(values, index=sheet.cells.index), remarks=(*sheet.remarks, *remarks))
    notes = _problems(batch, _notes(sheet, parsed.values()))
    return _without_placeholders(batch.with_problems((*headings_not_known(sheet, columns, mapping), *notes)))


def _without_placeholders(batch: Batch) -> Batch:
    """The batch without references such as "n/a", which many rows have and which identify none."""
    if _REFERENCE not in batch.values:
        return batch
    column = batch.values[_REFERENCE]
    instead = [text for text in distinct(column) if text and is_placeholder(text)]
    if not instead:
        return batch
    held = column.isin(instead)
    examples = ", ".join(f'"{text}"' for text in instead[:_EXAMPLES])
    count = int(held.sum())
    words = {"count": counted(count, "cell"), "hold": "holds" if count == 1 else "hold", "examples": examples}
    told = batch.problem(PLACEHOLDER_REFERENCE, None, (_REFERENCE,), **words)
    values = batch.values.assign(**{_REFERENCE: column.mask(held, "")})
    return replace(batch, values=values).with_problems((told,))


def _parse(column: RawColumn, zone: tzinfo) -> ParsedColumn:
    if column.field.read_only:  # never sent, so never asked
        return _READINGS["plain"](column, zone)
    clean = without_artefacts(replace(column, cells=without_texts(column)))
    parsed = _READINGS[column.field.kind.reading](replace(column, cells=clean.cells), zone)
    faulty = {note.row for note in clean.notes if note.code.severity is Severity.ERROR}
    return replace(
        parsed, notes=(*clean.notes, *changed_notes(column), *(note for note in parsed.notes if note.row not in faulty))
    )


_READINGS: dict[Reading, Callable[[RawColumn, tzinfo], ParsedColumn]] = {
    "plain": lambda column, _zone: ParsedColumn(canonical_column(column.field, column.cells)),
    "numbers": lambda column, _zone: parse_numbers(column),
    "dates": parse_dates,
}


def _notes(sheet: Sheet, columns: Iterable[ParsedColumn]) -> list[CellNote]:
    """What reading has told, and what the columns say; a cell or row with an error already is not told of again."""
    errors = {(note.row, note.column) for note in sheet.notes if note.code.severity is Severity.ERROR}
    found = (note for column in columns for note in column.notes)
    return [*sheet.notes, *(n for n in found if not {(n.row, n.column), (n.row, 0)} & errors)]


def _problems(batch: Batch, notes: Iterable[CellNote]) -> Iterator[Problem]:
    """What text cannot say, of a cell, a row, a column or the whole sheet; a column that is not sent is silent."""
    fields = {batch.sheet.columns[column.place]: (column.field,) for column in batch.columns}
    for note in notes:
        if note.column in fields or note.column == 0 or note.row is None:
            yield batch.problem(note.code, note.row, fields.get(note.column, ()), **note.values)
