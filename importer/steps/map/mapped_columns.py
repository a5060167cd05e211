"""Headings become fields."""

from collections.abc import Iterator

import pandas as pd

from importer.catalogue import field_named, find_field, folded, heading_of, joined, known_names, part_known
from importer.errors import SheetError
from importer.languages import _, and_more, put_together
from importer.mapping import LIKE_ENOUGH, ColumnMapping, could_be, leave_one_out
from importer.problem import (
    DOUBLE_FIELD,
    NO_HEADING,
    NO_KNOWN_HEADING,
    RAGGED_ROW,
    UNKNOWN_HEADING,
    Problem,
    command_line,
    nearest,
)
from importer.records import MappedColumn, Sheet
from importer.settings import Options
from importer.workbook_parts import letter_of

FEW_HEADINGS = 8
_SAMPLES = 10


def known_columns(sheet: Sheet, mapping: ColumnMapping, options: Options = Options()) -> tuple[MappedColumn, ...]:
    """The columns that fill a field, as the mapping says, in the order of the sheet.

    Raises SheetError where no heading is known, or two columns fill one field.
    """
    columns = tuple(
        MappedColumn(field.name, place, letter_of(number), heading)
        for place, (heading, number) in enumerate(zip(sheet.headings, sheet.columns, strict=True))
        if (field := mapping.field_of(heading)) is not None
    )
    if not columns and not mapping.made:
        is_doubtful = options.delimiter is not None and len(sheet.headings) == 1
        raise SheetError(
            NO_KNOWN_HEADING,
            path=sheet.path,
            found=_quoted([text for text in sheet.headings if text]) or _("no headings at all"),
            known=_quoted(["Project code", "Job type code", "Status code", "Name"]),
            option=_('Check --delimiter "{delimiter}": it separates no cells. ').format(delimiter=options.delimiter)
            if is_doubtful
            else "",
            command=command_line("map", sheet.path, *options.arguments),
        )
    _refuse_doubles(columns)
    return columns


def _refuse_doubles(columns: tuple[MappedColumn, ...]) -> None:
    letters: dict[str, list[MappedColumn]] = {}
    for column in columns:
        letters.setdefault(column.field, []).append(column)
    doubles = [same for same in letters.values() if len(same) > 1]
    if doubles:
        raise SheetError(
            DOUBLE_FIELD,
            columns=put_together(*map(_both, doubles), by=lambda *each: "; ".join(each)),
            heading="; ".join(f'"{heading_of(field_named(same[0].field))}"' for same in doubles),
            leave_out=leave_one_out([column.heading for column in doubles[0]]),
        )


def _both(same: list[MappedColumn]) -> str:
    return joined([f'{column.letter} ("{column.heading}")' for column in same])


def headings_not_known(sheet: Sheet, columns: tuple[MappedColumn, ...], mapping: ColumnMapping) -> Iterator[Problem]:
    """A warning for each column that fills no field, unless the mapping leaves it out, with the nearest heading."""
    mapped = {column.place for column in columns}
    for place, (heading, number) in enumerate(zip(sheet.headings, sheet.columns, strict=True)):
        if (
            place in mapped
            or mapping.decision_for(heading) == ""
            or mapping.uses(heading)
            or (not heading and _only_in_ragged_rows(sheet, place))
        ):
            continue
        code = UNKNOWN_HEADING if heading.strip() else NO_HEADING
        yield Problem(
            code=code,
            row=sheet.heading_row,
            message=code.message(value=heading),
            advice=code.what_to_do(nearest=_nearest(heading, sheet.cells.iloc[:, place])),
            column=letter_of(number),
            heading=heading,
            value=heading,
        )


def _only_in_ragged_rows(sheet: Sheet, place: int) -> bool:
    """Whether the column is made of the cells that some rows have too many, which these rows are told for."""
    if not (ragged := {note.row for note in sheet.notes if note.code is RAGGED_ROW}):
        return False
    cells = sheet.cells.iloc[:, place]
    return ragged.issuperset(cells.index[cells != ""])


def _nearest(heading: str, cells: pd.Series) -> str:
    name = part_known(heading) or nearest(heading, known_names(), fold=folded, like_enough=LIKE_ENOUGH)
    field = find_field(name)
    if field and not could_be(field, cells[cells.str.strip() != ""].head(_SAMPLES).tolist()):
        return ""
    spelling = heading_of(field) if field and name == field.name else name
    return _('Did you mean "{spelling}"? ').format(spelling=spelling) if name else ""


def _quoted(texts: list[str]) -> str:
    shown = ", ".join(f'"{text}"' for text in texts[:FEW_HEADINGS])
    return and_more(shown, len(texts) - FEW_HEADINGS)
