"""Lengths of time in days: of how many hours a day is, only a person can say."""

from collections.abc import Iterator

from importer.catalogue import get_field
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.languages import N_, _, append_more, quote_name
from importer.mapping import ColumnMapping, days_of, unit_of

_SHOWN = 3
_LENGTHS = ((8, N_("8 hours of work")), (24, N_("24 hours")))


def ask_about_days(analysis: SheetAnalysis) -> Iterator[Decision]:
    """How long a day is in a column of lengths of time."""
    for name in analysis.places:
        if not get_field(name).in_minutes:
            continue
        texts = analysis.count_values(name)
        days = {text: number for text in texts if (number := days_of(text)) is not None}
        if not days:
            continue
        shown = append_more(", ".join(map(quote_name, list(days)[:_SHOWN])), len(days) - _SHOWN)
        question = _('Lengths of time in "{heading}" are in days: {values}. How long is a day?')
        parts = _count_parts_of_hour(analysis, name)
        answers = []
        for hours, words in _LENGTHS:
            pairs = {text: str(round(number * hours * parts)) for text, number in days.items()}
            answers.append(Answer(_(words), ColumnMapping(values={name: pairs})))
        empty = ColumnMapping(values={name: dict.fromkeys(days, "")})
        yield Decision(
            key=f"days:{name}",
            about="value",
            question=question.format(heading=analysis.describe_source(name), values=shown),
            rows=sum(texts[text] for text in days),
            answers=(*answers, Answer(_("leave it empty"), empty)),
        )


def _count_parts_of_hour(analysis: SheetAnalysis, name: str) -> int:
    """How many of what bare numbers of the column are in are an hour: they stand in the place of its values."""
    unit = "" if name in analysis.mapping.made_fields else unit_of(analysis.heading_of(name))
    return {"hours": 1, "seconds": 3600}.get(unit, 60)
