"""For each heading of a sheet the field it goes to, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd
from rapidfuzz import fuzz, process

from importer.catalogue import field_named, find_field, folded, known_names, part_known
from importer.errors import SheetError
from importer.mapping.misfits import could_be
from importer.mapping.record import ColumnMapping, quoted
from importer.problem import (
    CONSTANT_AND_COLUMN,
    EXCEL_ERROR,
    MAPPED_HEADING_MISSING,
    REMEMBERED_HEADINGS,
    Severity,
    did_you_mean,
)
from importer.records import CellNote, Sheet, letter_of

How = Literal["mapped", "left out", "used by a rule", "exact", "alias", "remembered", "suggested", "unknown"]
Match = tuple[str | None, How, int]  # the field, how it is known, how alike of 100
SAMPLES = 3
_PART_ALIKE = 90  # of 100: a part of the heading is known, as in "Werktype / Job type"
LIKE_ENOUGH = 80  # of 100: below that, short words resemble anything ("Klant" and "Lat": 75)
_FIRST = 1_000  # rows in which samples are looked for before all are
_LONGEST = 40  # letters of a sample


@dataclass(frozen=True)
class Choice:
    """What becomes of one column: the field or None, and how that is known.

    'mapped' and 'left out' by the mapping; 'used by a rule' where it fills no field by itself; 'exact' is the field's
    name or heading, 'alias' a further spelling; 'remembered' from an earlier sheet with the same headings; 'suggested'
    only resembles one, `score` of 100, and is not used before somebody confirms it. `samples` are up to three
    different values.
    """

    heading: str
    letter: str
    field: str | None
    how: How
    samples: tuple[str, ...] = ()
    score: int = 100


def choices_for(sheet: Sheet, mapping: ColumnMapping, remembered: ColumnMapping | None = None) -> tuple[Choice, ...]:
    """Say of each column, in the order of the sheet, where it goes; a field is suggested once, and only where free."""
    found = [_certain_match(heading, mapping) for heading in sheet.headings]
    taken = {name for name, _, _ in found if name} | set(mapping.made)
    if remembered:
        _remember(sheet.headings, found, taken, remembered)
    cells = job_cells(sheet)
    samples = [_samples(cells.iloc[:, place]) for place in range(len(found))]
    _suggest(sheet.headings, samples, found, taken)
    return tuple(
        Choice(heading, letter_of(number), name, how, samples[place], score)
        for place, (heading, number, (name, how, score)) in enumerate(
            zip(sheet.headings, sheet.columns, found, strict=True)
        )
    )


def job_cells(sheet: Sheet) -> pd.DataFrame:
    """The cells of the sheet without the rows that reading tells to be no jobs, such as totals."""
    not_jobs = {note.row for note in sheet.notes if note.column == 0 and note.code.severity is Severity.ERROR} - {None}
    return sheet.cells[~sheet.cells.index.isin(not_jobs)] if not_jobs else sheet.cells


def complete_mapping(
    sheet: Sheet, mapping: ColumnMapping, *, remembered: ColumnMapping | None = None, accept_suggestions: bool = False
) -> ColumnMapping:
    """The mapping with what is remembered, and with the suggestions where these are accepted, as if it said so."""
    if not remembered and not accept_suggestions:
        return mapping
    more = {
        choice.heading: choice.field or ""
        for choice in choices_for(sheet, mapping, remembered)
        if choice.how == "remembered" or (choice.how == "suggested" and accept_suggestions)
    }
    return replace(mapping, columns={**mapping.columns, **more}) if more else mapping


def missing_headings(sheet: Sheet, mapping: ColumnMapping) -> tuple[CellNote, ...]:
    """Tell each heading of the mapping that the sheet does not have: it may be a slip of the pen."""
    headings = {folded(heading) for heading in sheet.headings}
    return tuple(_missing_heading(heading, sheet) for heading in mapping.columns if folded(heading) not in headings)


def recalled_headings(sheet: Sheet, mapping: ColumnMapping, remembered: ColumnMapping | None) -> tuple[CellNote, ...]:
    """Tell which headings mean what they mean because it was decided for an earlier sheet."""
    if not remembered:
        return ()
    used = [choice for choice in choices_for(sheet, mapping, remembered) if choice.how == "remembered"]
    found = ", ".join(f'"{one.heading}" is {one.field or "left out"}' for one in used)
    return (CellNote(None, 0, REMEMBERED_HEADINGS, {"found": found}),) if used else ()


def open_notes(sheet: Sheet, mapping: ColumnMapping, empty: Sequence[str] = ()) -> tuple[CellNote, ...]:
    """The notes of the sheet but those of Excel errors that have a value: in the mapping, as in "#N/A" = "", or
    because they are among the words that are read as `empty`.
    """
    fields = {
        number: field.name
        for heading, number in zip(sheet.headings, sheet.columns, strict=True)
        if (field := mapping.field_of(heading)) and field.name in mapping.values
    }
    blank = frozenset(map(str.casefold, empty))

    def is_open(note: CellNote) -> bool:
        error = str(note.values.get("value")).partition(",")[0]  # what it stands for may follow
        return error.casefold() not in blank and error not in mapping.values.get(fields.get(note.column, ""), {})

    return tuple(note for note in sheet.notes if note.code is not EXCEL_ERROR or is_open(note))


def refuse_constants_with_columns(sheet: Sheet, mapping: ColumnMapping) -> None:
    """Raise SheetError where a column fills a field that is to have the same value in every row."""
    both = [
        (field.name, f'{letter_of(number)} ("{heading}")', heading)
        for heading, number in zip(sheet.headings, sheet.columns, strict=True)
        if (field := mapping.field_of(heading)) and field.name in mapping.constants
    ]
    if both:
        names, columns, headings = zip(*both, strict=True)
        raise SheetError(
            CONSTANT_AND_COLUMN,
            found=" and ".join(dict.fromkeys(names)),
            columns=" and ".join(columns),
            example=f'{quoted(headings[0])} = ""',
        )


def _missing_heading(heading: str, sheet: Sheet) -> CellNote:
    meant = did_you_mean(heading, sheet.headings, fold=folded, like_enough=LIKE_ENOUGH)
    return CellNote(None, 0, MAPPED_HEADING_MISSING, {"found": heading, "nearest": meant})


def _certain_match(heading: str, mapping: ColumnMapping) -> Match:
    decided = mapping.decision_for(heading)
    if decided is not None:
        return (decided, "mapped", 100) if decided else (None, "left out", 100)
    field = mapping.field_of(heading)
    if field is None:
        return (None, "used by a rule", 100) if mapping.uses(heading) else (None, "unknown", 0)
    exact = folded(heading) in {folded(field.name), folded(field.heading)}
    return field.name, "exact" if exact else "alias", 100


def _remember(headings: list[str], found: list[Match], taken: set[str], remembered: ColumnMapping) -> None:
    for place, heading in enumerate(headings):
        name = remembered.decision_for(heading) if found[place][1] == "unknown" else None
        if name is not None and name not in taken:
            found[place] = (name or None, "remembered", 100)
            taken |= {name} - {""}


def _suggest(headings: list[str], samples: list[tuple[str, ...]], found: list[Match], taken: set[str]) -> None:
    """Give the headings still unknown the field that they resemble most and their values fit, the best pairs first."""
    pairs = sorted(
        (-score, place, name)
        for place, (heading, (_, how, _)) in enumerate(zip(headings, found, strict=True))
        if how == "unknown"
        for name, score in _alike(heading)
        if could_be(field_named(name), samples[place])
    )
    for score, place, name in pairs:
        if name not in taken and found[place][1] == "unknown":
            found[place] = (name, "suggested", -score)
            taken.add(name)


def _alike(heading: str) -> Iterator[tuple[str, int]]:
    """Fields by how many letters their best spelling shares, where no part of the heading is one; a short one inside a
    long heading says nothing.
    """
    if field := find_field(part_known(heading)):
        yield field.name, _PART_ALIKE
    near = process.extract(heading, known_names(), scorer=fuzz.ratio, processor=folded, score_cutoff=LIKE_ENOUGH)
    for spelling, score, _ in near:
        if field := find_field(spelling):
            yield field.name, round(score)


def _samples(column: pd.Series) -> tuple[str, ...]:
    for some in (column.iloc[:_FIRST], column):
        found = some[some.str.strip() != ""].drop_duplicates().head(SAMPLES).tolist()
        if len(found) == SAMPLES:
            break
    return tuple(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in found)
