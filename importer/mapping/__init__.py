"""Mapping files: what a person has decided about the headings and values of a legacy sheet, kept and reused.

record         the decisions, and how they apply to headings and columns
read           a file becomes decisions, every fault of it told with its line
write          decisions become a file made to be edited
choices        for each heading the field it goes to, and how sure that is
odd_values     values of coded fields that are not valid, with the nearest valid ones
constants      a constant and a column for one field
memory         what was decided for the same headings before
"""

from importer.mapping.choices import (
    Choice,
    choices_for,
    headings_not_there,
    headings_remembered,
    notes_still_open,
    settled,
)
from importer.mapping.constants import refuse_constants_with_columns
from importer.mapping.memory import remember, remembered
from importer.mapping.odd_values import OddValue, odd_values
from importer.mapping.read import read_mapping
from importer.mapping.record import ColumnMapping
from importer.mapping.write import mapping_text, write_mapping

__all__ = [
    "Choice",
    "ColumnMapping",
    "OddValue",
    "choices_for",
    "headings_not_there",
    "headings_remembered",
    "mapping_text",
    "notes_still_open",
    "odd_values",
    "read_mapping",
    "refuse_constants_with_columns",
    "remember",
    "remembered",
    "settled",
    "write_mapping",
]
