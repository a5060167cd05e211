"""What Excel itself accepts in the prepared cells, with our own messages when it does not."""

from datetime import date
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from importer.catalogue.kinds import DATE, DECIMAL, GUID, INTEGER
from importer.catalogue.languages import Message
from importer.template.design import FIRST_ROW, Design, TemplateColumn
from importer.template.fits import bounds_of

Kind = Literal["whole", "decimal", "date", "textLength"]
Style = Literal["stop", "warning"]

_EPOCH = date(1899, 12, 30)  # what Excel counts days from, since 1 March 1900
FIRST_DAY, LAST_DAY = date(1980, 1, 2), date(2199, 12, 31)  # the API's 'no date' is 1980-01-01
_LARGEST = 999_999_999_999_999  # whole numbers that Excel keeps exactly
_SHORTEST_ID, _LONGEST_ID = 32, 38  # without dashes, and in braces
_MOST_TEXT = 255  # letters of a message in Excel


def validation_of(column: TemplateColumn, design: Design) -> DataValidation | None:
    """The validation of a column's prepared cells; None where any text fits."""
    made = _made(column, design)
    if made is not None:
        made.add(column.cells)
    return made


def _made(column: TemplateColumn, design: Design) -> DataValidation | None:
    phrases, field = design.phrases, column.field
    if column.codes:
        return _choice(column, design)
    if field.kind is DATE:
        message = phrases.not_a_time if column.has_time else phrases.not_a_date
        return _between("date", (FIRST_DAY - _EPOCH).days, (LAST_DAY - _EPOCH).days, message)
    if field.kind is GUID:
        return _between("textLength", _SHORTEST_ID, _LONGEST_ID, phrases.not_an_id)
    if field.kind in {INTEGER, DECIMAL}:
        low = -_LARGEST if field.minimum is None else field.minimum
        high = _LARGEST if field.maximum is None else field.maximum
        whole = field.kind is INTEGER
        message = _filled(
            phrases.not_whole if whole else phrases.not_a_number,
            range=bounds_of(field, phrases).rstrip(".") or field.example,
        )
        return _between("whole" if whole else "decimal", low, high, message)
    if field.email:
        return _email(column, design)
    if field.max_length:
        message = _filled(phrases.too_long, limit=field.max_length)
        return _between("textLength", 0, field.max_length, message)
    return None


def _choice(column: TemplateColumn, design: Design) -> DataValidation:
    """Statuses are a closed list; any other may have grown since, so that a new code can be kept."""
    assert column.codes  # noqa: S101 - asked for by the caller
    phrases, stamp = design.phrases, design.stamp
    closed = bool(column.field.choices)
    message = phrases.not_a_status if closed else _filled(phrases.not_in_list, date=stamp.date, target=stamp.target)
    made = DataValidation("list", formula1=column.codes.range_name, allow_blank=True)
    return _with(made, message, style="stop" if closed else "warning")


def _email(column: TemplateColumn, design: Design) -> DataValidation:
    cell, limit = f"{column.letter}{FIRST_ROW}", column.field.max_length
    formula = f'AND(ISNUMBER(SEARCH("?*@?*.?*",{cell})),ISERROR(FIND(" ",{cell})),LEN({cell})<={limit})'
    made = DataValidation("custom", formula1=formula, allow_blank=True)
    return _with(made, _filled(design.phrases.not_an_email, limit=limit))


def _between(kind: Kind, low: int, high: int, message: Message) -> DataValidation:
    made = DataValidation(kind, operator="between", formula1=str(low), formula2=str(high), allow_blank=True)
    return _with(made, message)


def _with(made: DataValidation, message: Message, style: Style = "stop") -> DataValidation:
    made.showErrorMessage = True
    made.errorStyle = style
    made.errorTitle, made.error = message.title, message.text[:_MOST_TEXT]
    return made


def _filled(message: Message, **words: object) -> Message:
    return Message(message.title, message.text.format(**words))
