"""Headings become fields, cells become the canonical text of their field's kind."""

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo

import pandas as pd

from importer.catalogue.columns import canonical_column
from importer.catalogue.find import field_named
from importer.catalogue.kinds import Reading
from importer.mapping.record import ColumnMapping
from importer.problem import Problem, Severity
from importer.records import Batch, CellNote, MappedColumn, Options, Sheet
from importer.steps.map.dates import dates_of
from importer.steps.map.headings import headings_not_known, known_columns
from importer.steps.map.meaning import Column, Meaning
from importer.steps.map.numbers import numbers_of
from importer.steps.map.zones import zone_of

__all__ = ["map_columns"]


def map_columns(sheet: Sheet, options: Options = Options(), mapping: ColumnMapping = ColumnMapping()) -> Batch:
    """Give the sheet its meaning: which column fills which field, and each value in its canonical spelling.

    `mapping` is what a person has decided of headings and values, and the fields that are the same for every row.

    What the values of a column say about their spelling is told as a remark; what they leave open (3/4/2026) is a
    problem of the whole sheet that `options` can settle. Headings that nobody knows become warnings. Raises SheetError
    where no heading is known, or two columns fill one field, SettingsError where there is no such time zone.
    """
    zone = zone_of(options.timezone)
    columns = known_columns(sheet, mapping)
    meanings = {
        column.field: _meaning(Column(sheet, column, _cells(sheet, column, mapping), options), zone)
        for column in columns
    }
    values = pd.DataFrame(
        {name: meaning.values for name, meaning in meanings.items()} | _constants(sheet, mapping),
        index=sheet.cells.index,
    )
    remarks = (remark for meaning in meanings.values() for remark in meaning.remarks)
    batch = Batch(sheet, columns, values, remarks=(*sheet.remarks, *remarks))
    return batch.with_problems(
        (*headings_not_known(sheet, columns, mapping), *_told(batch, _notes(sheet, meanings.values())))
    )


def _cells(sheet: Sheet, column: MappedColumn, mapping: ColumnMapping) -> pd.Series:
    return mapping.replaced(column.field, sheet.cells.iloc[:, column.place])


def _constants(sheet: Sheet, mapping: ColumnMapping) -> dict[str, pd.Series]:
    columns = mapping.constant_columns(sheet.cells.index)
    return {name: canonical_column(field_named(name), column) for name, column in columns.items()}


def _notes(sheet: Sheet, meanings: Iterable[Meaning]) -> list[CellNote]:
    """What reading has told, and what the columns say; a cell or row with an error already is not told of again."""
    errors = {(note.row, note.column) for note in sheet.notes if note.code.severity is Severity.ERROR}
    found = (note for meaning in meanings for note in meaning.notes)
    return [*sheet.notes, *(n for n in found if not {(n.row, n.column), (n.row, 0)} & errors)]


def _meaning(column: Column, zone: tzinfo) -> Meaning:
    reading: Reading = "plain" if column.field.read_only else column.field.kind.reading  # never sent, so never asked
    return _READINGS[reading](column, zone)


_READINGS: dict[Reading, Callable[[Column, tzinfo], Meaning]] = {
    "plain": lambda column, _zone: Meaning(canonical_column(column.field, column.cells)),
    "numbers": lambda column, _zone: numbers_of(column),
    "dates": dates_of,
}


def _told(batch: Batch, notes: Iterable[CellNote]) -> Iterator[Problem]:
    """What text cannot say, of a cell, a row, a column or the whole sheet; a column that is not sent is silent."""
    fields = {batch.sheet.columns[column.place]: (column.field,) for column in batch.columns}
    for note in notes:
        if note.column in fields or note.column == 0 or note.row is None:
            yield batch.problem(note.code, note.row, fields.get(note.column, ()), **note.values)
