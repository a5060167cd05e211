"""The language of mapping files for rows and made fields, stated once: reader, schema and guide follow it."""

from dataclasses import dataclass
from typing import Literal, get_args

from importer.mapping.durations import Unit
from importer.mapping.rules import EMPTY, NAME, Make

KeyShape = Literal["conditions", "condition", "headings", "text", "pattern", "day", "test", "true"]


TABLE = "table"


@dataclass(frozen=True)
class MappingKey:
    """A key of a table: what may stand behind it (`choices`: one of these), and what it says."""

    name: str
    shape: KeyShape
    about: str
    choices: tuple[str, ...] = ()


_MAKES = tuple(filter(None, get_args(Make)))
ROWS = (
    MappingKey("fill_down", "headings", "Columns whose empty cells take the value above, as in grouped reports."),
    MappingKey("leave_out", "conditions", "Rows that meet one of these conditions are left out."),
    MappingKey("keep", "conditions", "Only rows that meet one of these conditions are jobs; the others are left out."),
    MappingKey(
        "one_job_per", "headings", "Rows with the same values in these columns become one job, made from the first row."
    ),
    MappingKey("join", "headings", "That job gets the texts of all its rows in these columns, one below the other."),
)
SOURCE = (
    MappingKey("from", "headings", "The columns that the field is made of."),
    MappingKey("between", "text", "The text between them; a space unless given."),
    MappingKey("take", "text", "The first of its kind in the text; or the line above the group.", _MAKES),
    MappingKey(
        "line", "text", 'The name that lines above groups begin with, such as "Region"; or the letter of their column.'
    ),
    MappingKey("match", "pattern", "The first match of a regular expression; of a group in ( ) where it has one."),
    MappingKey("part", "text", 'A named part of an object such as {"city": "Gent"}; parts of parts as "address.city".'),
    MappingKey(
        "unit", "text", "What a length of time is in where it does not say so.", tuple(filter(None, get_args(Unit)))
    ),
    MappingKey("value", "text", "A fixed value."),
    MappingKey("where", "condition", "The rows that it is for; the next table of the field is for the others."),
    MappingKey("leave_out", "true", "These rows are left out."),
    MappingKey("by", "text", "Values are codes, other spellings of codes, or names of what the target has.", (NAME,)),
    MappingKey(
        TABLE,
        "text",
        "A CSV file or a worksheet (#Machines) of two columns: values of the sheet, and the values that are sent.",
    ),
    MappingKey("not_found", "text", "A code that the target does not have is left empty and reported.", (EMPTY,)),
)
TEST = (
    MappingKey("not", "test", "What the cell must not be."),
    MappingKey("before", "day", "A day before this one."),
    MappingKey("after", "day", "A day after this one."),
)
