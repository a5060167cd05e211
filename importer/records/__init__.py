"""What travels between the steps. All frozen; a step takes one and gives a new one.

The index of every frame is the row number as the user sees it in Excel (for CSV: the physical line on which the row
begins), from reading to report; nothing ever translates it.
"""

from importer.records.batch import Batch, MappedColumn, in_sheet_order
from importer.records.carried import Carried
from importer.records.options import Options
from importer.records.outcome import ImportResult, Outcome, Status
from importer.records.sheet import CellNote, Sheet, letter_of

__all__ = [
    "Batch",
    "Carried",
    "CellNote",
    "ImportResult",
    "MappedColumn",
    "Options",
    "Outcome",
    "Sheet",
    "Status",
    "in_sheet_order",
    "letter_of",
]
