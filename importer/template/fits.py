"""What fits into a column, in words: for the note of its heading and for the Guide."""

from importer.catalogue import Field, Phrases
from importer.template.design import LISTS_SHEET, Design, TemplateColumn


def note_of(column: TemplateColumn, design: Design) -> str:
    """The help in the note of a heading: what it is, whether it is needed, what fits, an example."""
    phrases, example = design.phrases, column.field.example
    lines = [column.words.description, *needed_of(column, design), *fits_of(column, phrases)]
    if example:
        lines.append(phrases.for_example.format(example=_shown(column)))
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
    told = []
    if column.codes:
        told.append(phrases.from_list.format(sheet=LISTS_SHEET))
    elif column.prepared.words:
        told.append(phrases.kinds[column.prepared.words].fits)
    elif field.email:
        told.append(phrases.an_email)
    if field.max_length:
        told.append(phrases.at_most.format(limit=field.max_length))
    if bounds := bounds_of(field, phrases):
        told.append(bounds)
    return told


def bounds_of(field: Field, phrases: Phrases) -> str:
    """The bounds of a number, '' where it has none."""
    if field.maximum is not None:
        return phrases.between.format(low=field.minimum, high=field.maximum)
    return phrases.at_least.format(low=field.minimum) if field.minimum is not None else ""


def _shown(column: TemplateColumn) -> str:
    """The catalogue's example; where codes are offered, one of them."""
    if column.codes and column.field.example not in column.codes.codes:
        return next(iter(column.codes.codes))
    return column.field.example
