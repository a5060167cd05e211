"""What is open of columns that no row waits for: suggestions, dates in texts, all others."""

from collections.abc import Iterator
from dataclasses import replace

from importer.catalogue import get_field, heading_of
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.days_and_times import DATES, DAY
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import (
    answer_with_column,
    ask_one_by_one,
    combine_mappings,
    is_unit_open,
    leave_columns_out,
    list_free_columns,
    samples_of,
)
from importer.languages import _, append_more, quote_name
from importer.mapping import Choice, ColumnMapping, Source

_NAMED = 6  # headings in a question


def ask_about_suggested_columns(analysis: SheetAnalysis, apart: frozenset[str]) -> Iterator[Decision]:
    """Whether columns mean what they seem to: all at once, or one by one."""
    missing = set(analysis.missing)
    free = [choice for choice in list_free_columns(analysis) if not is_unit_open(analysis, choice)]
    found = [choice for choice in free if choice.field and choice.field not in missing]
    key = "columns:suggested"
    if len(found) > 1 and key not in apart:
        single = [answer_with_column(analysis, get_field(choice.field or ""), choice) for choice in found]
        pairs = [f"{quote_name(choice.heading)} = {heading_of(get_field(choice.field or ''))}" for choice in found]
        yield Decision(
            key=key,
            about="column",
            question=_("Are these columns matched correctly? {pairs}").format(pairs=", ".join(pairs)),
            rows=0,
            answers=(Answer(_("yes, all"), combine_mappings(answer.mapping for answer in single)), ask_one_by_one()),
            why="; ".join(f"{quote_name(choice.heading)}: {choice.reason}" for choice in found if choice.reason),
        )
        return
    for choice in found:
        field = get_field(choice.field or "")
        yield _make_column_decision(
            choice,
            (
                replace(answer_with_column(analysis, field, choice), text=heading_of(field)),
                leave_columns_out([choice.heading]),
            ),
        )


def ask_about_dates_in_texts(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Which date it is that stands in every text of a column."""
    for choice in _find_columns_with_dates(analysis):
        source = (Source(columns=(choice.heading,), take="date"),)
        fields = [get_field(name) for name in DATES if name not in analysis.places]
        yield Decision(
            key=f"date:{choice.heading}",
            about="column",
            question=_('Each text of "{heading}" has a date in it. Which date is it?').format(heading=choice.heading),
            rows=0,
            answers=(
                *(Answer(heading_of(field), ColumnMapping(fields={field.name: source})) for field in fields),
                leave_columns_out([choice.heading]),
            ),
            why=samples_of(choice),
        )


def _find_columns_with_dates(analysis: SheetAnalysis) -> list[Choice]:
    """The columns of which nothing is known but that each of their texts has a date in it."""
    unknown = (choice for choice in list_free_columns(analysis) if choice.field is None)
    return [choice for choice in unknown if all(map(_has_one_date_in_more, analysis.take_sample(choice.heading)))]


def _has_one_date_in_more(text: str) -> bool:
    dates = DAY.findall(text)
    return len(dates) == 1 and any(map(str.isalpha, text.replace(dates[0], "")))


def ask_about_other_columns(analysis: SheetAnalysis, apart: frozenset[str]) -> Iterator[Decision]:
    """What becomes of the columns of which nothing is known, once every job has what it needs: all at once, or one by
    one.
    """
    dated = _find_columns_with_dates(analysis)
    unknown = [choice for choice in list_free_columns(analysis) if choice.field is None and choice not in dated]
    found = [] if analysis.missing else unknown
    key = "columns:unknown"
    if len(found) > 1 and key not in apart:
        names = append_more(", ".join(quote_name(choice.heading) for choice in found[:_NAMED]), len(found) - _NAMED)
        yield Decision(
            key=key,
            about="column",
            question=_("These columns match no field. Leave them out? {names}").format(names=names),
            rows=0,
            answers=(leave_columns_out([choice.heading for choice in found]), ask_one_by_one()),
        )
        return
    for choice in found:
        yield _make_column_decision(choice, (leave_columns_out([choice.heading]),))


def _make_column_decision(choice: Choice, answers: tuple[Answer, ...]) -> Decision:
    question = _('Which field does column {letter} "{heading}" fill?')
    if choice.samples:
        question = _('Which field does column {letter} "{heading}" fill? Values: {samples}')
    return Decision(
        key=f"column:{choice.heading}",
        about="column",
        question=question.format(letter=choice.letter, heading=choice.heading, samples=samples_of(choice)),
        rows=0,
        answers=answers,
        why=choice.reason,
        typed="field",
        heading=choice.heading,
    )
