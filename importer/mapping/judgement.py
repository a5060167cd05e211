"""Headings that are known, judged by the cells below them and by one another, before a person has said anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from importer.catalogue import heading_of
from importer.languages import _
from importer.mapping.misfits import Misfit, blank_references, misfits, without_misfits
from importer.mapping.record import ColumnMapping
from importer.mapping.rivals import Rivals, rivals, without_rivals
from importer.problem import UNIT_UNCLEAR
from importer.records import CellNote, Sheet
from importer.workbook_parts import letter_of


@dataclass(frozen=True)
class Judgement:
    """The mapping after it, and `doubts`: why a known heading is not taken for sure, by heading.

    A heading in doubt is left out of the mapping, but for the first of several that mean one field: the sheet is
    read with that one, and cannot be sent. `asked` has these, with their field; `notes` are what there is to say.
    `rivals` are the columns that mean one field, `unclear` the headings of lengths of time without a unit.
    """

    mapping: ColumnMapping
    doubts: Mapping[str, str]
    asked: Mapping[str, str]
    notes: tuple[CellNote, ...]
    rivals: tuple[Rivals, ...] = ()
    unclear: tuple[str, ...] = ()


def judge_headings(sheet: Sheet, mapping: ColumnMapping) -> Judgement:
    """Compare what headings mean with what is below them; what the mapping says of a heading is right."""
    unfit = misfits(sheet, mapping)
    blank = blank_references(sheet, mapping)
    fitting = without_misfits(mapping, unfit).with_columns(dict.fromkeys(blank, ""))
    several = rivals(sheet, fitting)
    notes = tuple(one.note for one in unfit if not mapping.uses(one.heading))
    notes += tuple(note for one in several for note in one.notes)
    doubts = dict(_misfit_doubts(unfit)) | dict(_rival_doubts(several)) | dict.fromkeys(blank, _("it is blank"))
    asked = {one.columns[0][1]: one.field.name for one in several if one.is_open}
    unclear = tuple(one.heading for one in unfit if one.code is UNIT_UNCLEAR)
    return Judgement(without_rivals(fitting, several), doubts, asked, notes, several, unclear)


def _misfit_doubts(unfit: tuple[Misfit, ...]) -> Iterator[tuple[str, str]]:
    for one in unfit:
        if one.code is not UNIT_UNCLEAR and not one.instead:
            yield one.heading, _("not {field}: the values do not fit").format(field=heading_of(one.field))


def _rival_doubts(several: tuple[Rivals, ...]) -> Iterator[tuple[str, str]]:
    for one in several:
        (first, used), *others = one.columns
        if one.is_open:
            number, second = others[0]
            why = _('column {column} ("{heading}") fits as well')
            yield used, why.format(column=letter_of(number), heading=second)
        for __, heading in others:
            why = _('column {column} ("{heading}") fills {field}')
            yield heading, why.format(column=letter_of(first), heading=used, field=heading_of(one.field))
