"""Headings that are known, judged by the cells below them and by one another, before a person has said anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from importer.catalogue import Field, heading_of
from importer.languages import _
from importer.mapping.column_mapping import ColumnMapping
from importer.mapping.competing_columns import CompetingColumns, find_competing_columns, keep_first_rivals
from importer.mapping.misfits import Misfit, correct_misfits, find_blank_references, find_misfits
from importer.problem import UNIT_UNCLEAR
from importer.records import CellNote, Sheet
from importer.workbook_parts import letter_of


@dataclass(frozen=True)
class HeadingReview:
    """The mapping after it, and `doubts`: why a known heading is not taken for sure, by heading.

    A heading in doubt is left out of the mapping, but for the first of several that mean one field: the sheet is
    read with that one, and cannot be sent. `asked` has these, with their field; `notes` are what there is to say.
    `rivals` are the columns that mean one field, `unclear` the headings of lengths of time without a unit, `unfit`
    the fields of headings whose values below plainly are not of the field.
    """

    mapping: ColumnMapping
    doubts: Mapping[str, str]
    asked: Mapping[str, str]
    notes: tuple[CellNote, ...]
    rivals: tuple[CompetingColumns, ...] = ()
    unclear: tuple[str, ...] = ()
    unfit: Mapping[str, str] = field(default_factory=dict)


def judge_headings(sheet: Sheet, mapping: ColumnMapping) -> HeadingReview:
    """Compare what headings mean with what is below them; what the mapping says of a heading is right."""
    unfit = find_misfits(sheet, mapping)
    blank = find_blank_references(sheet, mapping)
    fitting = correct_misfits(mapping, unfit).add_columns(dict.fromkeys(blank, ""))
    several = find_competing_columns(sheet, fitting)
    notes = tuple(one.note for one in unfit if not mapping.has_rule_for(one.heading))
    notes += tuple(note for one in several for note in one.notes)
    doubts = (
        dict(_list_misfit_doubts(unfit)) | dict(_list_rival_doubts(several)) | dict.fromkeys(blank, _("it is blank"))
    )
    asked = {one.columns[0][1]: one.field.name for one in several if one.is_open}
    unclear = tuple(one.heading for one in unfit if one.code is UNIT_UNCLEAR)
    contradicted = {one.heading: one.field.name for one in unfit if one.is_plain}
    return HeadingReview(keep_first_rivals(fitting, several), doubts, asked, notes, several, unclear, contradicted)


def _list_misfit_doubts(unfit: tuple[Misfit, ...]) -> Iterator[tuple[str, str]]:
    for one in unfit:
        if one.code is not UNIT_UNCLEAR and not one.instead:
            yield one.heading, _("not {field}: the values do not fit").format(field=heading_of(one.field))


def _list_rival_doubts(several: tuple[CompetingColumns, ...]) -> Iterator[tuple[str, str]]:
    for one in several:
        (first, used), *others = one.columns
        if one.is_open:
            number, second = others[0]
            why = _('column {column} ("{heading}") fits as well')
            yield used, why.format(column=letter_of(number), heading=second)
        for __, heading in others:
            yield heading, describe_filled(one.field, first, used)


def describe_filled(field: Field, number: int, heading: str) -> str:
    """That a field is filled by the column with this number and heading, in a few words."""
    why = _('column {column} ("{heading}") fills {field}')
    return why.format(column=letter_of(number), heading=heading, field=heading_of(field))
