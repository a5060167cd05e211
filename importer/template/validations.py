"""What Excel itself accepts in the prepared cells, with our own messages when it does not."""

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from importer.catalogue.excel import Rule
from importer.catalogue.languages import Message
from importer.template.design import FIRST_ROW, Design, TemplateColumn
from importer.template.fits import bounds_of

Style = Literal["stop", "warning"]

_MOST_TEXT = 255  # letters of a message in Excel


def validation_of(column: TemplateColumn, design: Design) -> DataValidation | None:
    """The validation of a column's prepared cells; None where any text fits."""
    made = _made(column, design)
    if made is not None:
        made.add(column.cells)
    return made


def _made(column: TemplateColumn, design: Design) -> DataValidation | None:
    phrases, field, prepared = design.phrases, column.field, column.prepared
    if column.codes:
        return _choice(column, design)
    if prepared.rule:
        low = prepared.low if field.minimum is None else field.minimum
        high = prepared.high if field.maximum is None else field.maximum
        bounds = bounds_of(field, phrases).rstrip(".") or field.example
        return _between(prepared.rule, low, high, _filled(phrases.kinds[prepared.words].message, range=bounds))
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


def _between(rule: Rule, low: int, high: int, message: Message) -> DataValidation:
    made = DataValidation(rule, operator="between", formula1=str(low), formula2=str(high), allow_blank=True)
    return _with(made, message)


def _with(made: DataValidation, message: Message, style: Style = "stop") -> DataValidation:
    made.showErrorMessage = True
    made.errorStyle = style
    made.errorTitle, made.error = message.title, message.text[:_MOST_TEXT]
    return made


def _filled(message: Message, **words: object) -> Message:
    return Message(message.title, message.text.format(**words))
