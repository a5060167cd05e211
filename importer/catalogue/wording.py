"""The words that fill a problem's sentence, taken from the catalogue and from the row's own values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from importer.catalogue.field import count_units, fold_spelling
from importer.catalogue.field_groups import members_of
from importer.catalogue.fields_by_heading import get_field
from importer.catalogue.job_fields import NEW_JOB_STATUSES
from importer.catalogue.languages import heading_of
from importer.catalogue.vocabulary import find_status_meaning
from importer.languages import N_, _, group_thousands, ngettext, put_together, quote_name
from importer.problem import (
    ADDRESS_INCOMPLETE,
    CHANGES_MASTER_DATA,
    DUE_TOO_EARLY,
    ID_AND_CODE,
    MISSING_COLUMN,
    NO_PLANNING,
    NONE_GIVEN,
    OUT_OF_RANGE,
    STATUS_NOT_FOR_NEW,
    TOO_LONG,
    Code,
    suggest_word,
)

MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
AND, OR = N_("and"), N_("or")
MOBILE_NEEDS_ADDRESS = N_("The project is a mobile installation")
SentenceWords = dict[str, object]
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_CENTURY = 36525 * _DAY
MUST = {1: "must", 2: "must both", 3: "must all"}
RowValues = Mapping[str, str]
Names = tuple[str, ...]


def choose_words(code: Code, names: Names, row: RowValues) -> SentenceWords:
    """The words for the problem `code` of the fields `names` (the one to look at first in front) in this row."""
    field = get_field(names[0])
    example = _("{example} (minutes)").format(example=field.example) if field.in_minutes else field.example
    words: SentenceWords = {"example": example}
    more = _WORDS.get(code.number)
    return words | more(names, row) if more else words


def suggest_status(text: str, allowed: Iterable[str]) -> str:
    """' Did you mean "Waiting"?' for the status of a new job that means what the text does, or is most like it."""
    meaning = find_status_meaning(text)
    word = text if meaning is None else "".join(meaning.sent[:1])
    return suggest_word(word, allowed, fold=fold_spelling)


def join_words(texts: list[str], last: str = AND) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if not texts[1:]:
        return "".join(texts[:1])
    return put_together(_(last), *texts, by=_join_two)


def _join_two(last: str, *texts: str) -> str:
    return f" {last} ".join([", ".join(texts[:-1]), texts[-1]])


def spell_count(count: int, noun: str) -> str:
    """'1 row', '2 rows'; the noun is a literal, by which its translations are collected."""
    one, many = f"{{count}} {noun}", f"{{count}} {noun}s"
    return ngettext(one, many, count).format(count=group_thousands(count))


def spell_moment(text: str) -> str:
    """A canonical date as a person writes it: '2026-12-01 08:00 (UTC+01:00)'; one that is none stays as it is."""
    if "T" not in text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return f"{clock} ({moment.tzinfo})" if moment.tzinfo else clock


def spell_duration(seconds: float) -> str:
    """A time as a person says it."""
    if seconds < 2 * _MINUTE:
        return spell_count(round(seconds), "second")
    if seconds < 2 * _HOUR:
        return spell_count(round(seconds / _MINUTE), "minute")
    if seconds < 2 * _DAY:
        return spell_count(round(seconds / _HOUR), "hour")
    return spell_count(round(seconds / _DAY), "day") if seconds < _CENTURY else _("more than a hundred years")


def _spell_headings(names: Names) -> str:
    return join_words([heading_of(get_field(name)) for name in names])


def _spell_column(names: Names, _row: RowValues) -> SentenceWords:
    return {"heading": heading_of(get_field(names[0]))}


def _spell_group(names: Names, row: RowValues) -> SentenceWords:
    group = get_field(names[0]).one_of
    fields = [field for field in members_of(group) if not field.kind.is_embedded]
    options = [heading_of(field) for field in fields if field.name in row] or [heading_of(field) for field in fields]
    return {"what": _(group), "options": join_words(options, OR)}


def _spell_address(names: Names, row: RowValues) -> SentenceWords:
    mobile = row.get("project.is_mobile_installation") == "true"
    because = _(MOBILE_NEEDS_ADDRESS) if mobile else _("Part of an address is given")
    return {
        "because": because,
        "missing": _spell_headings(names),
        "must": MUST[len(names)],
        "fill": _spell_filling(names, row),
    }


def _spell_filling(names: Names, row: RowValues) -> str:
    """What to do about fields that are empty, as a sentence begins; the sheet may have no columns of them."""
    columns = [name for name in names if name in row]
    absent = [name for name in names if name not in row]
    fill = _("Fill in {missing}").format(missing=_spell_headings(tuple(columns)))
    if not absent:
        return fill
    form = ngettext(
        "Add the column {missing} and fill it in", "Add the columns {missing} and fill them in", len(absent)
    )
    add = form.format(missing=_spell_headings(tuple(absent)))
    return put_together(fill, add, by="{}. {}".format) if columns else add


def _spell_planning(names: Names, row: RowValues) -> SentenceWords:
    return {"missing": _spell_headings(names), "fill": _spell_filling(names, row)}


def _spell_due(names: Names, row: RowValues) -> SentenceWords:
    return {"earliest": spell_moment(row[names[1]])}


def _spell_pair(names: Names, _row: RowValues) -> SentenceWords:
    unused, used = (quote_name(heading_of(get_field(name))) for name in names)
    return {"used": used, "unused": unused}


def _spell_master(names: Names, _row: RowValues) -> SentenceWords:
    entity = names[0].partition(".")[0]
    by_code = {
        "project": "project_reference_back_office",
        "_parent_job": "_parent_jobs_reference_back_office",
    }.get(entity, f"{entity}_code")
    return {
        "what": _(entity.strip("_").replace("_", " ")),
        "code_heading": quote_name(heading_of(get_field(by_code))),
    }


def _spell_status(names: Names, row: RowValues) -> SentenceWords:
    nearest = suggest_status(row.get(names[0], ""), NEW_JOB_STATUSES)
    return {"allowed": ", ".join(NEW_JOB_STATUSES), "nearest": nearest}


def _spell_length(names: Names, row: RowValues) -> SentenceWords:
    limit, length = get_field(names[0]).max_length or 0, count_units(row[names[0]])
    excess = length - limit
    return {"length": length, "limit": limit, "excess": spell_count(excess, "character")}


def _spell_range(names: Names, _row: RowValues) -> SentenceWords:
    field = get_field(names[0])
    upper = field.maximum
    template = _("{low} or more") if upper is None else _("between {low} and {high}")
    return {"range": template.format(low=field.minimum, high=upper)}


_WORDS: Mapping[int, Callable[[Names, RowValues], SentenceWords]] = {
    MISSING_COLUMN.number: _spell_column,
    NONE_GIVEN.number: _spell_group,
    ADDRESS_INCOMPLETE.number: _spell_address,
    NO_PLANNING.number: _spell_planning,
    DUE_TOO_EARLY.number: _spell_due,
    ID_AND_CODE.number: _spell_pair,
    CHANGES_MASTER_DATA.number: _spell_master,
    STATUS_NOT_FOR_NEW.number: _spell_status,
    TOO_LONG.number: _spell_length,
    OUT_OF_RANGE.number: _spell_range,
}
