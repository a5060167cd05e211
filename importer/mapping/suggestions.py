"""Which field a heading may mean that is not known for sure: by its words, by its letters, by the values below it."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from importer.catalogue import (
    ADDRESS_BLOCK,
    ADDRESS_NEEDED,
    find_field,
    find_known_part,
    fold_spelling,
    get_field,
    is_understood,
    likely_meanings_of,
    list_known_names,
)
from importer.languages import _
from importer.mapping.by_values import find_fields_by_shape, find_fields_by_values
from importer.mapping.evidence import can_be, is_long, sample_of
from importer.mapping.related_columns import find_fields_by_neighbours
from importer.mapping.times_of_day import is_time_of_day

if TYPE_CHECKING:
    from importer.mapping.target_lists import TargetLists

LIKE_ENOUGH = 80  # of 100: below that, short words resemble anything ("Klant" and "Lat": 75)
_BY_WORDS = 89  # the score of a heading that often means the field
_PART_ALIKE = 90  # a part of the heading is known, as in "Werktype / Job type"
_LEAST = 55
_BY_SHAPE, _BY_VALUES, _BY_OTHERS, _BY_TARGET = 50, 60, 70, 99


@dataclass(frozen=True)
class Suggestion:
    """A field that a column may fill: `score` of 100, and why."""

    field: str
    score: int
    why: str


def suggest_fields(
    headings: Mapping[int, str],
    cells: pd.DataFrame,
    taken: Mapping[str, int | None],
    lists: "TargetLists | None" = None,
) -> dict[int, Suggestion]:
    """The fields suggested for columns by place, each field once and only where free, the best pairs first.

    `headings` are those of the columns to look at, by position; `taken` are the fields that are filled, by the columns
    at these positions.
    """
    known = {name: position for name, position in taken.items() if position is not None}
    around = find_fields_by_neighbours(headings, cells, known)
    pairs = sorted(
        [
            *(
                (-one.score, position, one.field, one.why)
                for position, heading in headings.items()
                for one in _list_candidates(heading, sample_of(cells.iloc[:, position]), lists)
            ),
            *((-_BY_OTHERS, position, name, why) for name, position, why in around),
            *((-_BY_SHAPE, position, name, why) for name, position, why in find_fields_by_shape(headings, cells)),
        ]
    )
    if not _can_have_address({*taken, *(field for _score, _position, field, _why in pairs)}):
        pairs = [pair for pair in pairs if pair[2] not in ADDRESS_BLOCK]
    found: dict[int, Suggestion] = {}
    free = set(taken)
    for score, position, field, why in pairs:
        if field not in free and position not in found:
            found[position] = Suggestion(field, -score, why)
            free.add(field)
    return found


def _can_have_address(fields: AbstractSet[str]) -> bool:
    """Whether the parts that an address needs may be there: without them, a phone number makes rows invalid."""
    return ADDRESS_NEEDED[0] in fields or len(fields & {*ADDRESS_NEEDED}) > 1


def find_second_columns(
    headings: Mapping[int, str], cells: pd.DataFrame, taken: Mapping[str, int | None]
) -> dict[int, str]:
    """Of columns whose heading may well mean a field that another one fills already, that field, by position."""
    found = {}
    for position, heading in headings.items():
        values = sample_of(cells.iloc[:, position])
        meanings = (one for one in likely_meanings_of(heading) if one.is_sure or one.rank == 0)
        names = (one.field for one in meanings if values and taken.get(one.field) is not None)
        if (name := next((name for name in names if can_be(get_field(name), values)), None)) is not None:
            found[position] = name
    return found


def _list_candidates(heading: str, values: list[str], lists: "TargetLists | None") -> Iterator[Suggestion]:
    if not values:
        return
    for name, why in lists.fields_of(values) if lists else ():
        yield Suggestion(name, _BY_TARGET, why)
    by_heading = [*_match_by_words(heading), *(() if is_understood(heading) else _match_by_letters(heading))]
    for one in by_heading:
        if can_be(get_field(one.field), values) and not is_time_of_day(get_field(one.field), heading, values):
            yield replace(one, score=one.score - 1) if one.field == "name" and is_long(values) else one
    for name, why in find_fields_by_values(values):
        yield Suggestion(name, _BY_VALUES, why)


def _match_by_words(heading: str) -> Iterator[Suggestion]:
    for meaning in likely_meanings_of(heading):
        if not get_field(meaning.field).read_only:
            score = max(_LEAST, (100 if meaning.is_sure else _BY_WORDS) - meaning.rank)
            yield Suggestion(meaning.field, score, _("a common name for this field"))


def _match_by_letters(heading: str) -> Iterator[Suggestion]:
    """Fields by how many letters their best spelling shares, where no part of the heading is one; a short one inside a
    long heading says nothing.
    """
    if field := find_field(find_known_part(heading)):
        yield Suggestion(field.name, _PART_ALIKE, "")
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most sheets have no such heading

    near = process.extract(
        heading, list_known_names(), scorer=fuzz.ratio, processor=fold_spelling, score_cutoff=LIKE_ENOUGH
    )
    for spelling, score, _place in near:
        if field := find_field(spelling):
            yield Suggestion(field.name, round(score), "")
