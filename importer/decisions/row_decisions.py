"""What is open of rows and of how cells are read: rows with one reference, dates and numbers that can be two."""

from collections.abc import Iterator

from importer.catalogue import REFERENCE, get_field
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.languages import _, quote_name
from importer.mapping import ColumnMapping, RowRules
from importer.settings import Options
from importer.steps.map import find_open_days, find_open_numbers

_JOINED = ("name", "description")


def ask_about_rows_of_one_job(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Whether rows with one reference are one job."""
    heading = analysis.heading_of(REFERENCE)
    mapping, places = analysis.mapping, analysis.places
    if REFERENCE not in places or mapping.rows.one_job_per or heading not in analysis.sheet.headings:
        return
    several = {text: count for text, count in analysis.count_values(REFERENCE).items() if text and count > 1}
    if not several:
        return
    texts = [analysis.heading_of(name) for name in _JOINED if name in places and name not in mapping.made_fields]
    joined = [text for text in texts if _does_differ(analysis, text, set(several))]
    first = ColumnMapping(rows=RowRules(one_job_per=(heading,)))
    answers = [Answer(_("one job for each value, from its first row"), first)]
    for text in joined[-1:]:
        words = _('one job for each value, with the texts of all rows in "{heading}"').format(heading=text)
        answers.insert(0, Answer(words, ColumnMapping(rows=RowRules(one_job_per=(heading,), join=(text,)))))
    question = _(
        '"{heading}" has {count} values that appear in several rows. Are the rows with the same value one job?'
    )
    yield Decision(
        key="rows:one_job",
        about="rows",
        question=question.format(heading=heading, count=len(several)),
        rows=sum(several.values()),
        answers=tuple(answers),
        why=", ".join(f"{quote_name(text)}: {count}" for text, count in list(several.items())[:3]),
    )


def _does_differ(analysis: SheetAnalysis, heading: str, references: set[str]) -> bool:
    if heading not in analysis.jobs.headings:
        return False
    keys = analysis.cells.iloc[:, analysis.places[REFERENCE]].str.strip()
    some = keys.isin(references)
    texts = analysis.cells.iloc[:, analysis.jobs.headings.index(heading)][some].str.strip()
    return bool((texts.groupby(keys[some]).nunique() > 1).any())


def ask_about_open_days(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Whether the day or the month stands first in dates that could be two days."""
    order = analysis.options.date_order or analysis.mapping.options.date_order
    fields = (get_field(name) for name in analysis.places)
    dates = [field.name for field in fields if field.kind.is_date and not field.read_only]
    if order or not dates:
        return
    found: dict[str, tuple[str, str]] = {}
    rows = 0
    for name in dates:
        texts = analysis.count_values(name)
        heading = analysis.heading_of(name)
        is_one_column = analysis.sheet.headings.count(heading) == 1
        all_ = analysis.sheet.cells[heading].drop_duplicates() if is_one_column else ()
        open_ones = find_open_days({*texts, *(all_ if name not in analysis.mapping.made_fields else ())})
        rows += sum(texts.get(text, 0) for text in open_ones)
        found |= open_ones
    if not found:
        return
    text, (day_first, month_first) = next(iter(found.items()))
    ways = (("dmy", _("the day: {text} is {day}"), day_first), ("mdy", _("the month: {text} is {day}"), month_first))
    yield Decision(
        key="reading:date_order",
        about="reading",
        question=_("Some dates can be read in two ways. Which comes first: the day or the month?"),
        rows=min(rows, len(analysis.cells)),
        answers=tuple(
            Answer(words.format(text=quote_name(text), day=day), ColumnMapping(options=Options(date_order=way)))  # type: ignore[arg-type]
            for way, words, day in ways
        ),
    )


def ask_about_open_numbers(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Which character is the decimal separator in numbers that could be two: 1.250."""
    if analysis.options.decimal or analysis.mapping.options.decimal:
        return
    found: dict[str, tuple[str, str]] = {}
    rows = 0
    for field in map(get_field, analysis.places):
        if field.kind.is_number and not field.read_only:
            texts = analysis.count_values(field.name)
            open_ones = find_open_numbers(texts, field)
            rows += len(analysis.cells) - texts.get("", 0) if open_ones else 0
            found |= open_ones
    if not found:
        return
    text, (with_point, with_comma) = next(iter(found.items()))
    ways = (
        (".", _("the point: {text} is {number}"), with_point),
        (",", _("the comma: {text} is {number}"), with_comma),
    )
    likely = sorted(ways, key=lambda way: not way[2].isdecimal())  # a whole number, where one of them is
    yield Decision(
        key="reading:decimal",
        about="reading",
        question=_("Some numbers can be read in two ways. Which character is the decimal separator?"),
        rows=min(rows, len(analysis.cells)),
        answers=tuple(
            Answer(words.format(text=quote_name(text), number=number), ColumnMapping(options=Options(decimal=sign)))  # type: ignore[arg-type]
            for sign, words, number in likely
        ),
    )
