"""For each heading of a sheet the field it goes to, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from importer.catalogue import fold_spelling, get_field, heading_of, join_words
from importer.errors import SheetError
from importer.languages import N_, _, name_column
from importer.mapping.column_mapping import ColumnMapping
from importer.mapping.heading_review import HeadingReview, describe_filled, judge_headings
from importer.mapping.suggestions import LIKE_ENOUGH, find_second_columns, suggest_fields
from importer.problem import (
    CONSTANT_AND_COLUMN,
    EXCEL_ERROR,
    MAPPED_HEADING_MISSING,
    REMEMBERED_HEADINGS,
    Severity,
    spell_line,
    suggest_word,
)
from importer.records import CellNote, Sheet
from importer.workbook_parts import letter_of

if TYPE_CHECKING:
    from importer.mapping.target_lists import TargetLists

How = Literal["mapped", "left out", "used", "exact", "alias", "remembered", "suggested", "unknown"]
HOW_SURE: Mapping[How, str] = {
    "mapped": N_("by the mapping file"),
    "left out": N_("left out"),
    "used": N_("used by a rule"),
    "exact": N_("sure"),
    "alias": N_("sure"),
    "remembered": N_("same as in an earlier sheet"),
    "suggested": N_("suggested"),
    "unknown": N_("unknown"),
}
Match = tuple[str | None, How, int, str]  # the field, how it is known, how likely of 100, and why
SAMPLES = 3
_ASKED = 90  # the score of the first of several columns that mean one field
_FIRST = 1_000  # rows in which samples are looked for before all are
_LONGEST = 40  # letters of a sample


@dataclass(frozen=True)
class Choice:
    """What becomes of one column: the field or None, and how that is known.

    'mapped' and 'left out' by the mapping; 'used' by a rule where it fills no field by itself; 'exact' is the field's
    name or heading, 'alias' a further spelling; 'remembered' from an earlier sheet with the same headings; 'suggested'
    is not used before somebody confirms it, `score` of 100. `why` says in a few words what speaks for it or against
    it. `samples` are up to three different values. A column of which nothing is known but that its heading often means
    a field which another column fills is `second` to that one for this field.
    """

    heading: str
    letter: str
    field: str | None
    how: How
    samples: tuple[str, ...] = ()
    score: int = 100
    why: str = ""
    second: str = ""

    @property
    def reason(self) -> str:
        """Why it is suggested, or not taken; how alike the heading is where nothing else is to be said."""
        return self.why or (_("{score}% match").format(score=self.score) if self.how == "suggested" else "")


def make_choices(
    sheet: Sheet, mapping: ColumnMapping, remembered: ColumnMapping | None = None, lists: "TargetLists | None" = None
) -> tuple[Choice, ...]:
    """Say of each column, in the order of the sheet, where it goes; a field is suggested once, and only where free.

    With the `lists` of a target, cells that are its codes or names say what a column is.
    """
    before = find_remembered_columns(sheet, mapping, remembered)
    judgement = judge_headings(sheet, mapping.add_columns(before))
    found = [_match_known(heading, before, judgement) for heading in sheet.headings]
    taken: dict[str, int | None] = dict.fromkeys(mapping.made_fields)
    taken |= {name: position for position, (name, *_) in enumerate(found) if name}
    cells = select_job_cells(sheet)
    unknown = {position: sheet.headings[position] for position, (_, how, *_) in enumerate(found) if how == "unknown"}
    for position, one in suggest_fields(unknown, cells, taken, lists).items():
        if judgement.unfit.get(sheet.headings[position]) == one.field:
            continue
        found[position] = (one.field, "suggested", one.score, one.why)
        taken[one.field] = position
    left = {position: heading for position, heading in unknown.items() if not found[position][0]}
    second = find_second_columns(left, cells, taken) | _find_beaten(left, judgement)
    for position, name in second.items():
        found[position] = (None, "unknown", 0, found[position][3] or _describe_rival(sheet, name, taken[name]))
    return tuple(
        Choice(
            heading=heading,
            letter=letter_of(number),
            field=name,
            how=how,
            samples=_list_samples(cells.iloc[:, position]),
            score=score,
            why=why,
            second=second.get(position, ""),
        )
        for position, (heading, number, (name, how, score, why)) in enumerate(
            zip(sheet.headings, sheet.columns, found, strict=True)
        )
    )


def select_job_cells(sheet: Sheet) -> pd.DataFrame:
    """The cells of the sheet without the rows that reading tells to be no jobs, such as totals."""
    not_jobs = {note.row for note in sheet.notes if note.column == 0 and note.code.severity is Severity.ERROR} - {None}
    return sheet.cells[~sheet.cells.index.isin(not_jobs)] if not_jobs else sheet.cells


def complete_mapping(
    sheet: Sheet,
    mapping: ColumnMapping,
    *,
    remembered: ColumnMapping | None = None,
    accept_suggestions: bool = False,
    lists: "TargetLists | None" = None,
) -> ColumnMapping:
    """The mapping after its headings are judged, with what is remembered, and suggestions where they are accepted."""
    before = find_remembered_columns(sheet, mapping, remembered)
    whole = judge_headings(sheet, mapping.add_columns(before)).mapping
    if not accept_suggestions:
        return whole
    found = make_choices(sheet, mapping, remembered, lists)
    return whole.add_columns({one.heading: one.field or "" for one in found if one.how == "suggested"})


def find_remembered_columns(sheet: Sheet, mapping: ColumnMapping, remembered: ColumnMapping | None) -> dict[str, str]:
    """What was decided before of headings that the mapping does not decide, where the field is free."""
    if remembered is None:
        return {}
    open_ones = [heading for heading in sheet.headings if mapping.find_decision(heading) is None]
    before = {heading: name for heading in open_ones if (name := remembered.find_decision(heading)) is not None}
    known = {heading: mapping.own_field_of(heading) for heading in sheet.headings}
    taken = {field.name for heading, field in known.items() if field and heading not in before}
    found: dict[str, str] = {}
    for heading, name in before.items():
        field = known[heading]
        if name not in taken and name != (field.name if field else None):
            found[heading] = name
        taken |= {name} - {""}
    return found


def note_missing_headings(sheet: Sheet, mapping: ColumnMapping) -> tuple[CellNote, ...]:
    """Tell each heading of the mapping that the sheet does not have: it may be a slip of the pen."""
    headings = {fold_spelling(heading) for heading in sheet.headings}
    return tuple(
        _note_missing_heading(heading, sheet) for heading in mapping.columns if fold_spelling(heading) not in headings
    )


def note_recalled_headings(
    sheet: Sheet, mapping: ColumnMapping, remembered: ColumnMapping | None
) -> tuple[CellNote, ...]:
    """Tell which headings mean what they mean because it was decided for an earlier sheet."""
    meant = {heading: field.name for heading in sheet.headings if (field := mapping.field_of(heading))}
    before = find_remembered_columns(sheet, mapping, remembered)
    used = {heading: name for heading, name in before.items() if name != meant.get(heading)}
    found = ", ".join(_explain_known(heading, name) for heading, name in used.items())
    return (CellNote(None, 0, REMEMBERED_HEADINGS, {"found": found}),) if used else ()


def _explain_known(heading: str, name: str) -> str:
    if not name:
        return _('"{heading}" is left out').format(heading=heading)
    return _('"{heading}" is {field}').format(heading=heading, field=heading_of(get_field(name)))


def find_open_notes(sheet: Sheet, mapping: ColumnMapping, empty: Sequence[str] = ()) -> tuple[CellNote, ...]:
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
        (field.name, name_column(letter_of(number), heading), heading)
        for heading, number in zip(sheet.headings, sheet.columns, strict=True)
        if (field := mapping.field_of(heading)) and field.name in mapping.constants
    ]
    if both:
        names, columns, headings = zip(*both, strict=True)
        raise SheetError(
            CONSTANT_AND_COLUMN,
            found=join_words([*dict.fromkeys(names)]),
            columns=join_words([*columns]),
            example=spell_line(headings[0], ""),
        )


def _note_missing_heading(heading: str, sheet: Sheet) -> CellNote:
    meant = suggest_word(heading, sheet.headings, fold=fold_spelling, like_enough=LIKE_ENOUGH)
    return CellNote(None, 0, MAPPED_HEADING_MISSING, {"found": heading, "nearest": meant})


def _match_known(heading: str, before: Mapping[str, str], judgement: HeadingReview) -> Match:
    if heading in judgement.doubts:
        asked = judgement.asked.get(heading)
        return asked, "suggested" if asked else "unknown", _ASKED if asked else 0, judgement.doubts[heading]
    if heading in before:
        return before[heading] or None, "remembered", 100, ""
    return _match_certain(heading, judgement.mapping)


def _match_certain(heading: str, mapping: ColumnMapping) -> Match:
    decided = mapping.find_decision(heading)
    if decided is not None:
        return (decided, "mapped", 100, "") if decided else (None, "left out", 100, "")
    field = mapping.field_of(heading)
    if field is None:
        return None, "used" if mapping.is_used_by_rule(heading) else "unknown", 0, ""
    exact = fold_spelling(heading) in {fold_spelling(field.name), fold_spelling(field.heading)}
    return field.name, "exact" if exact else "alias", 100, ""


def _find_beaten(headings: Mapping[int, str], judgement: HeadingReview) -> dict[int, str]:
    """Of columns whose heading is known for a field that a plainer one has, that field, by position."""
    rivals = {heading: one.field.name for one in judgement.rivals for _, heading in one.columns[1:]}
    return {position: rivals[heading] for position, heading in headings.items() if heading in rivals}


def _describe_rival(sheet: Sheet, name: str, position: int | None) -> str:
    assert position is not None  # noqa: S101 - only what a column fills has a second one
    return describe_filled(get_field(name), sheet.columns[position], sheet.headings[position])


def _list_samples(column: pd.Series) -> tuple[str, ...]:
    for some in (column.iloc[:_FIRST], column):
        found = some[some.str.strip() != ""].drop_duplicates().head(SAMPLES).tolist()
        if len(found) == SAMPLES:
            break
    return tuple(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in found)
