"""Columns of days and of times that are one moment, such as "Date reported" and "Time reported"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importer.catalogue import get_field, heading_of, is_clock_heading, strip_accents
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import list_free_columns, samples_of
from importer.languages import _
from importer.mapping import Choice, ColumnMapping, Source

START = "suggested_date_start"
MOMENTS = (START, "due_date", "earliest_date_plannable")
DATES = ("date_reported_by_company", "date_create", *MOMENTS, "date_closed")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}")
_CLOCK = re.compile(r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?")
_WITH_POINT = re.compile(r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]")  # or an amount, where the heading says no time
_WORD = re.compile(r"[^\W\d_]{4,}")


def ask_about_dates_and_times(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Whether a column of days and one of times are one moment, also where it is known which date the days are."""
    free = list_free_columns(analysis)
    for time in free:
        if _are_times(analysis, time) and (day := _find_day(analysis, time, free)) is not None:
            yield _make_decision(analysis, day, time, is_known=day not in free)
            return


def _are_times(analysis: SheetAnalysis, choice: Choice) -> bool:
    if has_all(analysis, choice, _CLOCK):
        return True
    return is_clock_heading(choice.heading) and has_all(analysis, choice, _WITH_POINT)


def _find_day(analysis: SheetAnalysis, time: Choice, free: Sequence[Choice]) -> Choice | None:
    """The days of these times: with a word of the heading in common, else those of the start, else the first ones."""
    made = analysis.mapping.made_fields
    days = [choice for choice in analysis.choices if choice.samples and has_all(analysis, choice, DAY)]
    known = [choice for choice in days if choice.field in DATES and choice.field not in made and choice not in free]
    others = [choice for choice in days if choice in free]
    words = _words_of(time.heading)
    named = next((choice for choice in (*known, *others) if words & _words_of(choice.heading)), None)
    if named is not None and (named in known or START not in made):
        return named
    if START in {*analysis.missing, *made}:
        return None
    started = [choice for choice in known if choice.field == START]
    return next(iter(started or others), None)


def _words_of(heading: str) -> frozenset[str]:
    return frozenset(_WORD.findall(strip_accents(heading).casefold()))


def _make_decision(analysis: SheetAnalysis, day: Choice, time: Choice, *, is_known: bool) -> Decision:
    names = [day.field or ""] if is_known else [name for name in MOMENTS if name not in analysis.places]
    filled = ColumnMapping(columns={day.heading: ""} if day.heading in analysis.mapping.columns else {})
    columns = (day.heading, time.heading)
    return Decision(
        key=f"moment:{day.heading}",
        about="column",
        question=_('"{day}" has days and "{time}" has times. Combine them into one date and time?').format(
            day=day.heading, time=time.heading
        ),
        rows=0,
        answers=(
            *(
                Answer(heading_of(get_field(name)), replace(filled, fields={name: (Source(columns=columns),)}))
                for name in names
            ),
            Answer(_("leave out the times"), ColumnMapping(columns={time.heading: ""})),
        ),
        why=f"{samples_of(day)}; {samples_of(time)}",
    )


def has_all(analysis: SheetAnalysis, choice: Choice, pattern: re.Pattern[str]) -> bool:
    """Whether all values of a column are of the pattern."""
    return all(pattern.fullmatch(value) for value in analysis.take_sample(choice.heading))
