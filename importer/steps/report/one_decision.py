"""The one decision that settles many rows at once, where there is one: a line of a mapping file."""

from collections import Counter
from collections.abc import Iterable

from importer.catalogue import ADDRESS_BLOCK, MOBILE_NEEDS_ADDRESS, get_field, join_words
from importer.languages import N_, _
from importer.problem import (
    ADDRESS_INCOMPLETE,
    MEANT,
    NONE_GIVEN,
    NOT_A_DATE,
    NOT_A_DECIMAL,
    NOT_A_GUID,
    NOT_AN_EMAIL,
    NOT_AN_INTEGER,
    OUT_OF_RANGE,
    REQUIRED,
    Problem,
    spell_line,
    spell_values_table,
)
from importer.records import ImportResult

_OF_BLANKS = frozenset({NONE_GIVEN, REQUIRED})
_OF_VALUES = frozenset({NOT_A_DATE, NOT_A_DECIMAL, NOT_A_GUID, NOT_AN_EMAIL, NOT_AN_INTEGER, OUT_OF_RANGE})
_HALF = 0.5  # of the rows: where fewer are wrong, one decision is not meant for a column
_ANY_TEXT = "*"  # what it stands for in a line of a mapping file
_LONG = 100  # letters of a value that nobody types

_FILL = N_(
    "To fill these cells all at once, run 'importer map --ask', or write {line} under {table} in a mapping file."
)
_CHANGE = N_("To change it in all rows at once, write {line} under {table} in a mapping file.")
_CHANGE_OR_EMPTY = N_(
    'To change it in all rows at once, write {line} under {table} in a mapping file; "" leaves the cells empty.'
)
_LEAVE_OUT = N_("To leave the column out, write {line} under [columns] in a mapping file.")
_NO_ADDRESS = N_("To leave the address out of all rows, write {lines} under [columns] in a mapping file.")


def describe_one_decision(result: ImportResult, same: Iterable[Problem]) -> str:
    """How to settle problems of one kind in one column with a line of a mapping file; '' where each has to be corrected
    by itself.
    """
    same = tuple(same)
    if len(same) < 2 or same[0].row is None:  # noqa: PLR2004 - one cell is corrected as fast
        return ""
    code = same[0].code
    if code in _OF_BLANKS:
        return _describe_filling(same[0]) if _is_half(result, same) else ""
    if code in _OF_VALUES:
        return _describe_change(same) or (_describe_leaving_out(same[0]) if _is_half(result, same) else "")
    return _describe_no_address(result, same[0]) if code is ADDRESS_INCOMPLETE and _is_half(result, same) else ""


def _describe_filling(first: Problem) -> str:
    if not first.column:
        return ""
    field = get_field(first.field)
    is_asked = field.required or (field.lookup is not None and field.lookup.by_code)
    return _(_FILL if is_asked else _CHANGE).format(line=spell_line("", MEANT), table=spell_values_table(field.name))


def _describe_change(same: tuple[Problem, ...]) -> str:
    """The line of the value that most rows have, if it is in two of them."""
    (value, count), *_others = Counter(problem.value for problem in same).most_common(1)
    if count == 1 or not value or len(value) > _LONG or not _can_be_written(value):
        return ""
    field = get_field(same[0].field)
    sentence = _CHANGE if field.required or field.one_of else _CHANGE_OR_EMPTY
    return _(sentence).format(line=spell_line(value, MEANT), table=spell_values_table(field.name))


def _describe_leaving_out(first: Problem) -> str:
    field = get_field(first.field)
    if field.required or not first.column or not _can_be_written(first.heading):
        return ""
    return _(_LEAVE_OUT).format(line=spell_line(first.heading, ""))


def _describe_no_address(result: ImportResult, first: Problem) -> str:
    """The lines of all columns of the address, where it is there for nothing but itself."""
    headings = [column.heading for column in result.batch.columns if column.field in ADDRESS_BLOCK]
    if not headings or not all(map(_can_be_written, headings)) or _(MOBILE_NEEDS_ADDRESS) in first.message:
        return ""
    return _(_NO_ADDRESS).format(lines=join_words([spell_line(heading, "") for heading in headings], "and"))


def _can_be_written(text: str) -> bool:
    """Whether a person can write it in a line, and it stands for itself there."""
    return text.isprintable() and _ANY_TEXT not in text


def _is_half(result: ImportResult, same: tuple[Problem, ...]) -> bool:
    return len(same) >= _HALF * result.rows
