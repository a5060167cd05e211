"""A constant and a column for the same field contradict each other."""

from importer.errors import SheetError
from importer.mapping.record import ColumnMapping
from importer.mapping.write import quoted
from importer.problem import CONSTANT_AND_COLUMN
from importer.records import Sheet, letter_of


def refuse_constants_with_columns(sheet: Sheet, mapping: ColumnMapping) -> None:
    """Raise SheetError where a column fills a field that is to have the same value in every row."""
    both = [
        (field.name, f'{letter_of(number)} ("{heading}")', heading)
        for heading, number in zip(sheet.headings, sheet.columns, strict=True)
        if (field := mapping.field_of(heading)) and field.name in mapping.constants
    ]
    if both:
        names, columns, headings = zip(*both, strict=True)
        raise SheetError(
            CONSTANT_AND_COLUMN,
            found=" and ".join(dict.fromkeys(names)),
            columns=" and ".join(columns),
            example=f'{quoted(headings[0])} = ""',
        )
