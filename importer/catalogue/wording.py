"""The words that fill a problem's sentence, taken from the catalogue and from the row's own values."""

from collections.abc import Callable, Mapping
from datetime import datetime

from importer.catalogue.field import folded, units
from importer.catalogue.field_lookup import field_named
from importer.catalogue.groups import members
from importer.catalogue.jobs import NEW_JOB_STATUSES
from importer.catalogue.languages import heading_of
from importer.languages import N_, _, grouped, ngettext, put_together
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
    did_you_mean,
)

MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)
AND, OR = N_("and"), N_("or")
Words = dict[str, object]
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_CENTURY = 36525 * _DAY
MUST = {1: "must", 2: "must both", 3: "must all"}
Row = Mapping[str, str]
Names = tuple[str, ...]


def words_for(code: Code, names: Names, row: Row) -> Words:
    """The words for the problem `code` of the fields `names` (the one to look at first in front) in this row."""
    field = field_named(names[0])
    example = _("{example} (minutes)").format(example=field.example) if field.in_minutes else field.example
    words: Words = {"example": example}
    more = _WORDS.get(code.number)
    return words | more(names, row) if more else words


def joined(texts: list[str], last: str = AND) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if not texts[1:]:
        return "".join(texts[:1])
    return put_together(_(last), *texts, by=_joined)


def _joined(last: str, *texts: str) -> str:
    return f" {last} ".join([", ".join(texts[:-1]), texts[-1]])


def counted(count: int, noun: str) -> str:
    """'1 row', '2 rows'; the noun is a literal, by which its translations are collected."""
    one, many = f"{{count}} {noun}", f"{{count}} {noun}s"
    return ngettext(one, many, count).format(count=grouped(count))


def worded_moment(text: str) -> str:
    """A canonical date as a person writes it: '2026-12-01 08:00 (UTC+01:00)'; one that is none stays as it is."""
    if "T" not in text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return f"{clock} ({moment.tzinfo})" if moment.tzinfo else clock


def duration(seconds: float) -> str:
    """A time as a person says it."""
    if seconds < 2 * _MINUTE:
        return counted(round(seconds), "second")
    if seconds < 2 * _HOUR:
        return counted(round(seconds / _MINUTE), "minute")
    if seconds < 2 * _DAY:
        return counted(round(seconds / _HOUR), "hour")
    return counted(round(seconds / _DAY), "day") if seconds < _CENTURY else _("more than a hundred years")


def _headings(names: Names) -> str:
    return joined([heading_of(field_named(name)) for name in names])


def _column(names: Names, _row: Row) -> Words:
    return {"heading": heading_of(field_named(names[0]))}


def _group(names: Names, _row: Row) -> Words:
    group = field_named(names[0]).one_of
    options = [heading_of(field) for field in members(group) if not field.kind.is_embedded]
    return {"what": _(group), "options": joined(options, OR)}


def _address(names: Names, row: Row) -> Words:
    mobile = row.get("project.is_mobile_installation") == "true"
    because = _("The project is a mobile installation") if mobile else _("Part of an address is given")
    return {"because": because, "missing": _headings(names), "must": MUST[len(names)]}


def _planning(names: Names, _row: Row) -> Words:
    return {"missing": _headings(names)}


def _due(names: Names, row: Row) -> Words:
    return {"earliest": worded_moment(row[names[1]])}


def _pair(names: Names, _row: Row) -> Words:
    unused, used = (f'"{heading_of(field_named(name))}"' for name in names)
    return {"used": used, "unused": unused}


def _master(names: Names, _row: Row) -> Words:
    entity = names[0].partition(".")[0]
    by_code = {
        "project": "project_reference_back_office",
        "_parent_job": "_parent_jobs_reference_back_office",
    }.get(entity, f"{entity}_code")
    return {
        "what": _(entity.strip("_").replace("_", " ")),
        "code_heading": f'"{heading_of(field_named(by_code))}"',
    }


def _status(names: Names, row: Row) -> Words:
    nearest = did_you_mean(row.get(names[0], ""), NEW_JOB_STATUSES, fold=folded)
    return {"allowed": ", ".join(NEW_JOB_STATUSES), "nearest": nearest}


def _length(names: Names, row: Row) -> Words:
    limit, length = field_named(names[0]).max_length or 0, units(row[names[0]])
    excess = length - limit
    return {"length": length, "limit": limit, "excess": counted(excess, "character")}


def _range(names: Names, _row: Row) -> Words:
    field = field_named(names[0])
    upper = field.maximum
    template = _("{low} or more") if upper is None else _("between {low} and {high}")
    return {"range": template.format(low=field.minimum, high=upper)}


_WORDS: Mapping[int, Callable[[Names, Row], Words]] = {
    MISSING_COLUMN.number: _column,
    NONE_GIVEN.number: _group,
    ADDRESS_INCOMPLETE.number: _address,
    NO_PLANNING.number: _planning,
    DUE_TOO_EARLY.number: _due,
    ID_AND_CODE.number: _pair,
    CHANGES_MASTER_DATA.number: _master,
    STATUS_NOT_FOR_NEW.number: _status,
    TOO_LONG.number: _length,
    OUT_OF_RANGE.number: _range,
}
