"""Headings become fields."""

from collections.abc import Iterator

import pandas as pd

from importer.catalogue import (
    find_field,
    find_known_part,
    fold_spelling,
    get_field,
    heading_of,
    join_words,
    list_known_names,
)
from importer.errors import SheetError
from importer.languages import _, append_more, name_column, put_together, quote_names
from importer.mapping import LIKE_ENOUGH, ColumnMapping, can_be, suggest_column_to_ignore
from importer.problem import (
    BAD_DELIMITER,
    DOUBLE_FIELD,
    NO_HEADING,
    NO_KNOWN_HEADING,
    RAGGED_ROW,
    UNKNOWN_HEADING,
    Problem,
    find_nearest,
    spell_command,
)
from importer.records import MappedColumn, Sheet
from importer.settings import Options
from importer.steps.map.artefacts import find_right_reading
from importer.workbook_parts import cut_text, letter_of

FEW_HEADINGS = 8
_SAMPLES = 10
_LONGEST_SHOWN = 60


def find_known_columns(sheet: Sheet, mapping: ColumnMapping, options: Options = Options()) -> tuple[MappedColumn, ...]:
    """The columns that fill a field, as the mapping says, in the order of the sheet.

    Raises SheetError where no heading is known, or two columns fill one field.
    """
    columns = tuple(
        MappedColumn(field.name, position, letter_of(number), heading)
        for position, (heading, number) in enumerate(zip(sheet.headings, sheet.columns, strict=True))
        if (field := mapping.field_of(heading)) is not None
    )
    if not columns and not mapping.made_fields:
        raise SheetError(
            NO_KNOWN_HEADING,
            path=sheet.path,
            found=_quote_texts([text for text in sheet.headings if text]) or _("no headings at all"),
            known=_quote_texts(["Project code", "Job type code", "Status code", "Name"]),
            option=_advise_on_dividing(sheet, options),
            command=spell_command("map", sheet.path, *options.arguments),
        )
    _refuse_doubles(columns)
    return columns


def _advise_on_dividing(sheet: Sheet, options: Options) -> str:
    """What divides the one column of a sheet, where something does. Raises SheetError for a delimiter that does not."""
    if len(sheet.headings) != 1:
        return ""
    if options.delimiter is not None:
        sign = _find_dividing_sign(sheet)
        other = _(' "{sign}" seems to.').format(sign={"\t": "tab"}.get(sign, sign)) if sign else ""
        raise SheetError(BAD_DELIMITER, value=options.delimiter, other=other)
    if not _find_dividing_sign(sheet):
        return ""
    return _("Each row is one cell, like a line of a CSV. In Excel, choose Data > Text to Columns. ")


def _find_dividing_sign(sheet: Sheet) -> str:
    """What divides the one heading of a sheet into several that are known, as in a line of a CSV; '' where nothing."""
    lines = {sign: sheet.headings[0].split(sign) for sign in ",;\t|"}
    known = {sign: sum(find_field(text.strip(' "')) is not None for text in line) for sign, line in lines.items()}
    best = max(known, key=known.__getitem__)
    return best if known[best] > 1 else ""


def _refuse_doubles(columns: tuple[MappedColumn, ...]) -> None:
    letters: dict[str, list[MappedColumn]] = {}
    for column in columns:
        letters.setdefault(column.field, []).append(column)
    doubles = [same for same in letters.values() if len(same) > 1]
    if doubles:
        raise SheetError(
            DOUBLE_FIELD,
            columns=put_together(*map(_name_both, doubles), by=lambda *each: "; ".join(each)),
            heading=quote_names((heading_of(get_field(same[0].field)) for same in doubles), "; "),
            leave_out=suggest_column_to_ignore([column.heading for column in doubles[0]]),
        )


def _name_both(same: list[MappedColumn]) -> str:
    return join_words([name_column(column.letter, column.heading) for column in same])


def warn_about_unknown_headings(
    sheet: Sheet, columns: tuple[MappedColumn, ...], mapping: ColumnMapping
) -> Iterator[Problem]:
    """A warning for each column that fills no field, unless the mapping leaves it out, with the nearest heading."""
    mapped = {column.position for column in columns}
    for position, (heading, number) in enumerate(zip(sheet.headings, sheet.columns, strict=True)):
        if (
            position in mapped
            or mapping.find_decision(heading) == ""
            or mapping.has_rule_for(heading)
            or (not heading and _is_only_in_ragged_rows(sheet, position))
        ):
            continue
        code = UNKNOWN_HEADING if heading.strip() else NO_HEADING
        yield Problem(
            code=code,
            row=sheet.heading_row,
            message=code.fill_sentence(value=heading),
            advice=code.fill_advice(nearest=_find_nearest_name(heading, sheet.cells.iloc[:, position])),
            column=letter_of(number),
            heading=heading,
            value=heading,
        )


def _is_only_in_ragged_rows(sheet: Sheet, position: int) -> bool:
    """Whether the column is made of the cells that some rows have too many, which these rows are told for."""
    if not (ragged := {note.row for note in sheet.notes if note.code is RAGGED_ROW}):
        return False
    cells = sheet.cells.iloc[:, position]
    return ragged.issuperset(cells.index[cells != ""])


def _find_nearest_name(heading: str, cells: pd.Series) -> str:
    if reading := find_right_reading(heading):
        return _('Did you mean "{spelling}"? ').format(spelling=reading)
    name = find_known_part(heading) or find_nearest(
        heading, list_known_names(), fold=fold_spelling, like_enough=LIKE_ENOUGH
    )
    field = find_field(name)
    if field and not can_be(field, cells[cells.str.strip() != ""].head(_SAMPLES).tolist()):
        return ""
    spelling = heading_of(field) if field and name == field.name else name
    return _('Did you mean "{spelling}"? ').format(spelling=spelling) if name else ""


def _quote_texts(texts: list[str]) -> str:
    shown = (cut_text(text, _LONGEST_SHOWN) for text in texts[:FEW_HEADINGS])
    return append_more(quote_names(shown), len(texts) - FEW_HEADINGS)
