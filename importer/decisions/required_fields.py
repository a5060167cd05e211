"""What every row waits for: what gives the fields that every job needs, several columns of one, a unit."""

import re
from collections.abc import Iterator, Sequence

from importer.catalogue import Field, find_meaning_in_list, find_status_meaning, get_field, heading_of
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import (
    answer_with_column,
    answer_with_constant,
    is_unit_open,
    leave_columns_out,
    list_free_columns,
    samples_of,
)
from importer.languages import _
from importer.mapping import Choice, ColumnMapping, Source, can_be, list_likely_units, unit_of
from importer.workbook_parts import letter_of

_NAME, _TEXT = "name", "description"
_CANDIDATES, _MOST_ANSWERS = 5, 9
_LONGEST_CODE = 60  # letters of a code or name
_NO_CODE = re.compile(r"-?[0-9]+[.,][0-9]+|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*|[0-9]{1,2}:[0-9]{2}.*", re.DOTALL)
_MOST_CONSTANTS = 3  # entries of a list that are offered for all rows
_FOR_ALL = ("ToBePlanned", "Open")  # statuses that are offered for all rows


def ask_about_needed_fields(analysis: SheetAnalysis) -> Iterator[Decision]:
    """What gives a field that every job needs."""
    for name in analysis.missing:
        field = get_field(name)
        likely, others = _find_columns(analysis, field)
        answers = (*likely, *_suggest_constants(analysis, field), *others)[:_MOST_ANSWERS]
        yield Decision(
            key=f"field:{name}",
            about="field",
            question=_('What should fill the field "{field}"? Every job needs it.').format(field=heading_of(field)),
            rows=len(analysis.cells),
            answers=answers,
            typed="source",
            field=name,
        )


def _find_columns(analysis: SheetAnalysis, field: Field) -> tuple[list[Answer], list[Answer]]:
    """The columns that may give a field: those of which something says so, and others."""
    sample_of, lists = analysis.take_sample, analysis.lists
    free = [choice for choice in list_free_columns(analysis) if can_be(field, sample_of(choice.heading))]
    likely = [choice for choice in free if choice.field == field.name]
    if field.name == _NAME:
        likely += [choice for choice in analysis.choices if choice.field == _TEXT]
    others = [
        choice
        for choice in free
        if choice.field is None and (field.lookup is None or _are_like_codes(analysis, choice))
    ]
    if field.choices:
        likely += [choice for choice in others if _are_statuses(sample_of(choice.heading))]
        others = []
    elif lists and field.lookup:
        likely += [choice for choice in others if lists.share(field.name, sample_of(choice.heading))]
    likely += [choice for choice in others if choice not in likely and _are_meant(field, sample_of(choice.heading))]
    others = [choice for choice in others if choice not in likely]
    few = 1 if field.lookup else -1
    others.sort(key=lambda choice: (analysis.is_blank(choice.heading), few * analysis.count_distinct(choice.heading)))
    return [answer_with_column(analysis, field, choice) for choice in likely], [
        answer_with_column(analysis, field, choice) for choice in others[:_CANDIDATES]
    ]


def _are_statuses(values: Sequence[str]) -> bool:
    """Whether half of the values say what statuses say."""
    return 2 * sum(find_status_meaning(value) is not None for value in values) >= len(values)


def _are_meant(field: Field, values: Sequence[str]) -> bool:
    """Whether half of the values say what the entries of the field's list do, in any language."""
    listing = field.lookup.listing if field.lookup else ""
    return 2 * sum(bool(find_meaning_in_list(listing, value)) for value in values) >= max(1, len(values))


def _are_like_codes(analysis: SheetAnalysis, choice: Choice) -> bool:
    """Whether the values may be codes or names of a list: short, and no dates or numbers with decimals."""
    values = analysis.take_sample(choice.heading)
    numbers = sum(_NO_CODE.fullmatch(value) is not None for value in values)
    return bool(values) and max(map(len, values)) <= _LONGEST_CODE and numbers < len(values) / 2


def _suggest_constants(analysis: SheetAnalysis, field: Field) -> Iterator[Answer]:
    codes: Sequence[str] = _FOR_ALL if field.choices else analysis.lists.codes_of(field.name) if analysis.lists else ()
    for code in codes if len(codes) <= _MOST_CONSTANTS else ():
        yield answer_with_constant(analysis, field, code)


def ask_about_rival_columns(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Which of several columns fills the field that they all mean."""
    for one in analysis.judgement.rivals:
        if not one.is_open:
            continue
        letters = {heading: letter_of(number) for number, heading in one.columns}
        samples = {choice.heading: samples_of(choice) for choice in analysis.choices}
        answers = tuple(
            Answer(
                _('column {letter} "{heading}": {samples}').format(
                    letter=letter, heading=heading, samples=samples.get(heading, "")
                ),
                ColumnMapping(columns={**dict.fromkeys(letters, ""), heading: one.field.name}),
            )
            for heading, letter in letters.items()
        )
        question = _('Several columns mean the field "{field}". Which one fills it?')
        yield Decision(
            key=f"rivals:{one.field.name}",
            about="column",
            question=question.format(field=heading_of(one.field)),
            rows=len(analysis.cells),
            answers=answers,
        )


def ask_about_unclear_units(analysis: SheetAnalysis) -> Iterator[Decision]:
    """What lengths of time are in where neither the heading nor the values say it."""
    for heading in analysis.judgement.unclear:
        field = analysis.decided.field_of(heading)
        if field is not None and not unit_of(heading):
            yield _make_unit_decision(analysis, heading, field, len(analysis.cells))
    for choice in list_free_columns(analysis):
        if is_unit_open(analysis, choice):
            yield _make_unit_decision(analysis, choice.heading, get_field(choice.field or ""), 0)


def _make_unit_decision(analysis: SheetAnalysis, heading: str, field: Field, rows: int) -> Decision:
    values = analysis.take_sample(heading)
    units = list_likely_units(values)
    words = {"hours": _("hours"), "minutes": _("minutes"), "seconds": _("seconds")}
    why = _("its values are large: {samples}") if "seconds" in units else _("its values are small: {samples}")
    in_minutes = ColumnMapping(columns={heading: field.name})
    answers = [
        Answer(
            words[unit],
            in_minutes
            if unit == "minutes"
            else ColumnMapping(fields={field.name: (Source(columns=(heading,), unit=unit),)}),
        )
        for unit in units
    ]
    return Decision(
        key=f"unit:{heading}",
        about="reading",
        question=_('Is "{heading}" in {unit} or in {other}? It fills "{field}".').format(
            heading=heading, unit=words[units[0]], other=words[units[1]], field=heading_of(field)
        ),
        rows=rows,
        answers=(*answers, leave_columns_out([heading])),
        why=why.format(samples=" | ".join(values[:3])),
    )
