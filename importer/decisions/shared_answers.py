"""Answers that several decisions have, and the columns that nobody has decided on."""

from collections.abc import Iterable, Sequence

from importer.catalogue import Field, get_field
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer
from importer.languages import _
from importer.mapping import (
    CellTest,
    Choice,
    ColumnMapping,
    RowCondition,
    RowRules,
    Source,
    list_likely_units,
    merge_mappings,
    unit_of,
)


def answer_with_column(analysis: SheetAnalysis, field: Field, choice: Choice) -> Answer:
    """A column is taken for a field; its values are names where the lists of the target say so."""
    text = _('column {letter} "{heading}": {samples}').format(
        letter=choice.letter, heading=choice.heading, samples=samples_of(choice)
    )
    if analysis.lists and analysis.lists.are_names(field.name, analysis.take_sample(choice.heading)):
        mapping = ColumnMapping(fields={field.name: (Source(columns=(choice.heading,), by_name=True),)})
    else:
        mapping = ColumnMapping(columns={choice.heading: field.name})
    return Answer(text, mapping, choice.reason if choice.field == field.name else "")


def answer_with_constant(analysis: SheetAnalysis, field: Field, value: str) -> Answer:
    """Every row has the same value; the columns that mean the field by their headings are left out."""
    known = [heading for heading in analysis.sheet.headings if analysis.mapping.own_field_of(heading) == field]
    mapping = ColumnMapping(columns=dict.fromkeys(known, ""), constants={field.name: value})
    return Answer(_('"{value}" in every row').format(value=value), mapping)


def samples_of(choice: Choice) -> str:
    """A few values of a column, on one line."""
    return " | ".join(" ".join(sample.split()) for sample in choice.samples)


def leave_columns_out(headings: Sequence[str]) -> Answer:
    """Columns are left out."""
    text = _("leave it out") if len(headings) == 1 else _("leave all out")
    return Answer(text, ColumnMapping(columns=dict.fromkeys(headings, "")))


def ask_one_by_one() -> Answer:
    """The parts of a decision are asked by themselves."""
    return Answer(_("ask one by one"), apart=True)


def combine_mappings(parts: Iterable[ColumnMapping]) -> ColumnMapping:
    """Several small mappings as one."""
    whole = ColumnMapping()
    for part in parts:
        whole = merge_mappings(whole, part)
    return whole


def list_free_columns(analysis: SheetAnalysis) -> list[Choice]:
    """The columns of the sheet that nobody has decided on, with something in them and a heading of their own."""
    asked = {heading for one in analysis.judgement.rivals if one.is_open for _number, heading in one.columns}
    headings = analysis.sheet.headings
    return [
        choice
        for choice in analysis.choices
        if choice.how in {"suggested", "unknown"}
        and choice.samples
        and choice.heading.strip()
        and headings.count(choice.heading) == 1
        and choice.heading not in asked
    ]


def leave_out(heading: str, patterns: Sequence[str]) -> Answer:
    """Rows with one of these texts in a column are left out."""
    mapping = ColumnMapping(rows=RowRules(leave_out=(RowCondition({heading: CellTest(tuple(patterns))}),)))
    return Answer(_("leave these rows out"), mapping)


def is_unit_open(analysis: SheetAnalysis, choice: Choice) -> bool:
    """Whether a column may fill a length of time and does not say in which unit."""
    return bool(
        choice.how == "suggested"
        and choice.field
        and get_field(choice.field).in_minutes
        and not unit_of(choice.heading)
        and list_likely_units(analysis.take_sample(choice.heading))
    )
