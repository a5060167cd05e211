"""Headings that we know, over values that do not fit: what is in the column decides, until a person does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from importer.catalogue import (
    ADDRESS_BLOCK,
    ADDRESS_NEEDED,
    JOBS,
    REFERENCE,
    Field,
    find_field,
    fold_spelling,
    get_field,
    heading_of,
    is_own_heading,
    join_words,
)
from importer.languages import _, name_column
from importer.mapping.column_mapping import ColumnMapping
from importer.mapping.contradictions import is_contradicted
from importer.mapping.durations import has_open_unit, list_likely_units, unit_of
from importer.mapping.evidence import can_be, can_well_be, identify, sample_of
from importer.mapping.times_of_day import is_time_of_day
from importer.problem import HEADING_MISFIT, HEADING_MISFIT_CODE, UNIT_UNCLEAR, Code, Severity
from importer.records import CellNote, Sheet
from importer.workbook_parts import letter_of

_STREET = "db_address_street"
_NUMBER, _MINUTES, _ID = "db_address_street_number", "estimated_time", "id"
_LIKE_A_GUID = r"\{?[0-9a-fA-F]{6,}-.*|\{?[0-9a-fA-F]{28,}.*"
_MOST_VALUES = 1_000  # values of a column
_WEEK = 7 * 24 * 60  # minutes
_WHOLE = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Misfit:
    """A heading that is taken for `field` by its words alone; `instead` is the field that the values fit, '' for none.

    `row` has the first of these values, and `code` says what is told; `reason` is why the column is not sent, '' where
    its values do not fit. `is_plain` where they cannot be the field's.
    """

    heading: str
    number: int
    field: Field
    instead: str
    row: int
    value: str
    code: Code
    reason: str = ""
    is_plain: bool = False

    @property
    def note(self) -> CellNote:
        """What there is to say of the column."""
        where = {"heading": self.heading, "field": heading_of(self.field), "value": self.value}
        if self.code is HEADING_MISFIT_CODE:
            return CellNote(None, self.number, self.code, where | {"instead": _heading_of(self.instead)})
        more = {"name": self.field.name, "cell": f"{letter_of(self.number)}{self.row}"}
        if self.code is UNIT_UNCLEAR:
            unit = next(iter(list_likely_units([self.value.strip()])), "hours")
            return CellNote(None, self.number, self.code, where | more | {"unit": _(unit)})
        does_not_fit = _('what is below it does not fit ({cell} is "{value}")').format(**where, **more)
        return CellNote(None, self.number, self.code, where | more | {"reason": self.reason or does_not_fit})


def find_misfits(sheet: Sheet, mapping: ColumnMapping) -> tuple[Misfit, ...]:
    """The headings whose values contradict them; one that a person has decided on is right."""
    cells = _take_rows_of_jobs(sheet)
    fields = [mapping.field_of(heading) for heading in sheet.headings]
    there = {field.name for field in fields if field} | mapping.constants.keys() | mapping.made_fields.keys()
    found: list[Misfit] = []
    for position, field in enumerate(fields):
        heading = sheet.headings[position]
        if field is None or field.read_only or mapping.find_decision(heading) is not None:
            continue
        misfit = _find_misfit(sheet, position, fields, there, cells.iloc[:, position])
        if misfit is not None:
            there |= {misfit.instead} - {""}
            found.append(misfit)
    return tuple(found)


def _find_misfit(
    sheet: Sheet, position: int, fields: Sequence[Field | None], there: set[str], cells: pd.Series
) -> Misfit | None:
    heading, field, values = sheet.headings[position], fields[position], _take_first_values(cells)
    if field is None or values.empty:
        return None
    reason, sample = _find_missing_group(field, there), sample_of(cells)
    is_given = sheet.is_template and is_own_heading(field, heading)
    is_plain = _is_no_street(heading, field, values.str.strip(), there) or (
        not is_given and is_contradicted(field, heading, sample, there)
    )
    contradiction = None if reason else _find_contradiction(heading, field, values.str.strip(), sample)
    if contradiction is None and (reason or is_plain):
        contradiction = HEADING_MISFIT
    if contradiction is None:
        return None
    instead = _find_code_field(field, there) if contradiction is HEADING_MISFIT else ""
    if contradiction is UNIT_UNCLEAR:
        values = values[[has_open_unit(str(value)) for value in values]]
    return Misfit(
        heading,
        sheet.columns[position],
        field,
        instead,
        row=int(values.index[0]),
        value=str(values.iloc[0]),
        code=HEADING_MISFIT_CODE if instead else contradiction,
        reason=reason or ("" if instead else _name_other(sheet, fields, position)),
        is_plain=is_plain or field.kind.is_number,
    )


def _find_missing_group(field: Field, there: set[str]) -> str:
    """Why a part of an address says nothing: there is no street, and at most one of the other parts that it needs."""
    missing = [heading_of(get_field(name)) for name in ADDRESS_NEEDED if name not in there]
    if field.name not in ADDRESS_BLOCK or _STREET in there or len(missing) < len(ADDRESS_NEEDED) - 1:
        return ""
    return _("an address needs {missing} too").format(missing=join_words(missing))


def _name_other(sheet: Sheet, fields: Sequence[Field | None], position: int) -> str:
    """The other column that fills the field by its own heading, if there is one."""
    field = fields[position]
    for other, same in enumerate(fields):
        heading = sheet.headings[other]
        if other != position and same is not None and same == field and is_own_heading(same, heading):
            return _("column {column} already fills that field").format(
                column=name_column(letter_of(sheet.columns[other]), heading)
            )
    return ""


def _take_rows_of_jobs(sheet: Sheet) -> pd.DataFrame:
    """The cells without the rows that are told to be no jobs: lines above groups, totals."""
    out = [note.row for note in sheet.notes if note.column == 0 and note.code.severity is Severity.ERROR]
    return sheet.cells[~sheet.cells.index.isin(out)] if out else sheet.cells


def _take_first_values(cells: pd.Series) -> pd.Series:
    size = _MOST_VALUES
    while True:
        some = cells.iloc[:size]
        values = some[some.str.strip() != ""]
        if len(values) >= _MOST_VALUES or size >= len(cells):
            return values.head(_MOST_VALUES)
        size *= 8


def find_blank_references(sheet: Sheet, mapping: ColumnMapping) -> tuple[str, ...]:
    """Headings of blank columns that only in other systems name the work order: another column may hold its number."""
    return tuple(
        heading
        for position, heading in enumerate(sheet.headings)
        if (field := mapping.field_of(heading))
        and field.name == REFERENCE
        and mapping.find_decision(heading) is None
        and not find_field(heading)
        and not sheet.cells.iloc[:, position].str.strip().any()
    )


def correct_misfits(mapping: ColumnMapping, misfits: Sequence[Misfit]) -> ColumnMapping:
    """The mapping in which each of them goes where its values fit, or nowhere."""
    return mapping.add_columns({one.heading: one.instead for one in misfits if one.code is not UNIT_UNCLEAR})


def _find_contradiction(heading: str, field: Field, values: pd.Series, sample: Sequence[str]) -> Code | None:
    by_another_name = fold_spelling(heading) not in {fold_spelling(field.name), fold_spelling(field.heading)}
    if field.kind.is_id and (by_another_name or field.name == _ID or _find_code_field(field, set())):
        return HEADING_MISFIT if _are_all(values, rf"(?!{_LIKE_A_GUID}).*") else None
    if not by_another_name:
        return None
    if field.name == _NUMBER and not can_be(field, sample):
        return HEADING_MISFIT
    if is_time_of_day(field, heading, sample) or not _can_fit(heading, field, sample):
        return HEADING_MISFIT
    if field.name == REFERENCE and not find_field(heading) and not identify(values):
        return HEADING_MISFIT
    return _find_doubt_of_unit(values) if field.name == _MINUTES and not unit_of(heading) else None


def _find_doubt_of_unit(values: pd.Series) -> Code | None:
    """Lengths of time may be in another unit; where none is likely, those of more than a week are something else."""
    if list_likely_units(values.to_list()):
        return UNIT_UNCLEAR
    is_long = (_WHOLE.fullmatch(value) is not None and int(value) > _WEEK for value in values)
    return HEADING_MISFIT if all(is_long) else None


def _can_fit(heading: str, field: Field, sample: Sequence[str]) -> bool:
    """Whether the values may be of the field's kind; a word of another system needs more of them to be."""
    if is_own_heading(field, heading):
        return True
    if find_field(heading):
        return not field.kind.has_convention or can_be(field, sample)
    return can_well_be(field, sample)


def _is_no_street(heading: str, field: Field, values: pd.Series, there: set[str]) -> bool:
    """Whether the cells are a few words again and again, below what is a street in some language only: Via."""
    if field.name != _STREET or find_field(heading):
        return False
    is_varied = bool(there.intersection(ADDRESS_NEEDED) - {_STREET}) and 2 * values.nunique() >= len(values)
    return not is_varied and 2 * _count(values, r".*[0-9 ].*") < len(values)


def _count(values: pd.Series, pattern: str) -> int:
    wanted = re.compile(pattern, re.IGNORECASE)
    return sum(wanted.fullmatch(value) is not None for value in values)


def _are_all(values: pd.Series, pattern: str) -> bool:
    return _count(values, pattern) == len(values)


def _find_code_field(field: Field, there: set[str]) -> str:
    """The field that takes the code of what this one takes the id of, where no column fills it."""
    return next(_codes_of(field, there), "")


def _codes_of(field: Field, there: set[str]) -> Iterator[str]:
    for other in JOBS:
        lookup = other.lookup
        if lookup and lookup.by_code and lookup.id_field == field.name and other.name not in there:
            yield other.name


def _heading_of(name: str) -> str:
    return next(heading_of(field) for field in JOBS if field.name == name)
