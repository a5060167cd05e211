"""What fits into a column: in words, and as what Excel itself accepts, with our messages where it does not."""

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from importer.catalogue import Field, Message, Phrases, Rule
from importer.template.design import FIRST_ROW, LISTS_SHEET, Design, TemplateColumn

AlertStyle = Literal["stop", "warning"]

_MOST_TEXT = 255  # letters of a message in Excel


def validation_of(column: TemplateColumn, design: Design) -> DataValidation | None:
    """The validation of a column's prepared cells; None where any text fits."""
    made = _make_validation(column, design)
    if made is not None:
        made.add(column.cells)
    return made


def _make_validation(column: TemplateColumn, design: Design) -> DataValidation | None:
    phrases, field, prepared = design.phrases, column.field, column.prepared
    if column.codes:
        return _make_choice(column, design)
    if prepared.rule:
        low = prepared.low if field.minimum is None else field.minimum
        high = prepared.high if field.maximum is None else field.maximum
        bounds = bounds_of(field, phrases).rstrip(".") or field.example
        return _make_between(prepared.rule, low, high, _fill_in(phrases.kinds[prepared.words].message, range=bounds))
    if field.email:
        return _make_email(column, design)
    if field.max_length:
        message = _fill_in(phrases.too_long, limit=field.max_length)
        return _make_between("textLength", 0, field.max_length, message)
    return None


def _make_choice(column: TemplateColumn, design: Design) -> DataValidation:
    """Statuses are a closed list; any other may have grown since, so that a new code can be kept."""
    assert column.codes  # noqa: S101 - asked for by the caller
    phrases, stamp = design.phrases, design.stamp
    closed = bool(column.field.choices)
    message = phrases.not_a_status if closed else _fill_in(phrases.not_in_list, date=stamp.date, target=stamp.target)
    made = DataValidation("list", formula1=column.codes.range_name, allow_blank=True)
    return _add_message(made, message, style="stop" if closed else "warning")


def _make_email(column: TemplateColumn, design: Design) -> DataValidation:
    cell, limit = f"{column.letter}{FIRST_ROW}", column.field.max_length
    formula = f'AND(ISNUMBER(SEARCH("?*@?*.?*",{cell})),ISERROR(FIND(" ",{cell})),LEN({cell})<={limit})'
    made = DataValidation("custom", formula1=formula, allow_blank=True)
    return _add_message(made, _fill_in(design.phrases.not_an_email, limit=limit))


def _make_between(rule: Rule, low: int, high: int, message: Message) -> DataValidation:
    validation = DataValidation(rule, operator="between", formula1=str(low), formula2=str(high), allow_blank=True)
    return _add_message(validation, message)


def _add_message(validation: DataValidation, message: Message, style: AlertStyle = "stop") -> DataValidation:
    validation.showErrorMessage = True
    validation.errorStyle = style
    validation.errorTitle, validation.error = message.title, message.text[:_MOST_TEXT]
    return validation


def _fill_in(message: Message, **words: object) -> Message:
    return Message(message.title, message.text.format(**words))


def note_of(column: TemplateColumn, design: Design) -> str:
    """The help in the note of a heading: what it is, whether it is needed, what fits, an example."""
    phrases, example = design.phrases, column.field.example
    lines = [column.words.description, *needed_of(column, design), *fits_of(column, phrases)]
    if example:
        lines.append(phrases.for_example.format(example=_show_example(column)))
    return "\n".join(lines)


def needed_of(column: TemplateColumn, design: Design) -> list[str]:
    """Whether the column must be filled: nothing where it may stay empty."""
    if column.field.required:
        return [design.phrases.required]
    if not column.field.one_of:
        return []
    group = [c.words.heading for c in design.columns if c in design.group_of(column)]
    return (
        [design.phrases.one_required.format(options=", ".join(group))] if len(group) > 1 else [design.phrases.required]
    )


def fits_of(column: TemplateColumn, phrases: Phrases) -> list[str]:
    """What a cell may hold, a sentence each."""
    field = column.field
    sentences = []
    if column.codes:
        sentences.append(phrases.from_list.format(sheet=LISTS_SHEET))
    elif column.prepared.words:
        sentences.append(phrases.kinds[column.prepared.words].fits)
    elif field.email:
        sentences.append(phrases.an_email)
    if field.max_length:
        sentences.append(phrases.at_most.format(limit=field.max_length))
    if bounds := bounds_of(field, phrases):
        sentences.append(bounds)
    return sentences


def bounds_of(field: Field, phrases: Phrases) -> str:
    """The bounds of a number, '' where it has none."""
    if field.maximum is not None:
        return phrases.between.format(low=field.minimum, high=field.maximum)
    return phrases.at_least.format(low=field.minimum) if field.minimum is not None else ""


def _show_example(column: TemplateColumn) -> str:
    """The catalogue's example; where codes are offered, one of them."""
    if column.codes and column.field.example not in column.codes.codes:
        return next(iter(column.codes.codes))
    return column.field.example
