"""An answer in a person's own words: a field for a column, the source of a field, or what a value stands for."""

from importer.catalogue import Field, find_field, fold_spelling, get_field, heading_of, list_known_names
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import answer_with_column, answer_with_constant
from importer.languages import _
from importer.mapping import ColumnMapping
from importer.problem import find_nearest, suggest_word


def read_typed_answer(analysis: SheetAnalysis, decision: Decision, text: str) -> Answer | str:
    """The answer that a person has typed to a decision; a sentence where it is not possible."""
    words = text.strip()
    if not words:
        return _("Nothing was typed.")
    if decision.typed == "field":
        return _read_field(decision, words)
    if decision.typed == "source":
        return _read_source(analysis, get_field(decision.field), words)
    if decision.typed == "value":
        return _read_value(analysis, decision, words)
    return _("Choose one of the answers.")


def _read_field(decision: Decision, words: str) -> Answer | str:
    field = find_field(words)
    if field is None:
        meant = find_field(find_nearest(words, list_known_names(), fold=fold_spelling))
        near = _(' Did you mean "{field}"?').format(field=meant.name) if meant else ""
        return _('"{words}" is not a field: "importer fields" lists them.{near}').format(words=words, near=near)
    return Answer(heading_of(field), ColumnMapping(columns={decision.heading: field.name}))


def _read_source(analysis: SheetAnalysis, field: Field, words: str) -> Answer | str:
    for choice in analysis.choices:
        if fold_spelling(words) == fold_spelling(choice.heading) or words.upper() == choice.letter:
            return answer_with_column(analysis, field, choice)
    wrong = explain_why_not(analysis, field, words)
    if wrong:
        near = suggest_word(words, analysis.sheet.headings, fold=fold_spelling)
        return _('"{words}" is not a heading or column of the sheet.{near} As a value of every row: {wrong}').format(
            words=words, near=near, wrong=wrong
        )
    return answer_with_constant(analysis, field, words)


def _read_value(analysis: SheetAnalysis, decision: Decision, words: str) -> Answer | str:
    field = get_field(decision.field)
    if wrong := explain_why_not(analysis, field, words):
        return wrong
    pairs = dict.fromkeys(decision.value.split("\n"), words)
    return Answer(f'"{words}"', ColumnMapping(values={field.name: pairs}))


def explain_why_not(analysis: SheetAnalysis, field: Field, value: str) -> str:
    """Why the field cannot have this value, in a sentence; '' where it can."""
    if field.kind.to_canonical(value) is None:
        return _('"{value}" is not {noun} such as {example}.').format(
            value=value, noun=field.kind.noun, example=field.example
        )
    if field.choices and fold_spelling(value) not in map(fold_spelling, field.choices):
        return _('"{value}" is not one of {choices}.').format(value=value, choices=", ".join(field.choices))
    if analysis.directory and field.lookup and field.lookup.by_code and field.lookup.listing != "Jobs":
        analysis.directory.fetch({field.name: frozenset({value})})
        found = analysis.directory.find(field.name, value)
        if not found.open and not (found.entry and found.usable):
            near = ", ".join(found.suggestions)
            return _('The target has no "{value}" for "{field}".{near}').format(
                value=value,
                field=heading_of(field),
                near=_(" Similar codes: {codes}.").format(codes=near) if near else "",
            )
    return ""
