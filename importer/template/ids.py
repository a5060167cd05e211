"""The language-neutral id of each column: a name of the workbook for the cell of its heading.

Excel and LibreOffice move such a name with its cell, so a column that was moved, or renamed, is still known.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from importer.catalogue import find_field, get_field
from importer.languages import _
from importer.records import Sheet
from importer.template.template_columns import JOBS_SHEET
from importer.workbook_parts import letter_of

if TYPE_CHECKING:
    from importer.template.design import Design

PREFIX = "field_"
_DOT = "__dot__"  # a dot in a name of LibreOffice stands between sheet and cell
_CELL = re.compile(r"'?(?P<sheet>.+?)'?!\$(?P<column>[A-Z]{1,3})\$(?P<row>[0-9]+)")


def name_columns(design: "Design") -> dict[str, str]:
    """The name of each column's id, and the cell that it is given to."""
    return {
        f"{PREFIX}{column.field.name.replace('.', _DOT)}": f"{JOBS_SHEET}!${column.letter}$1"
        for column in design.columns
    }


def find_renamed_headings(sheet: Sheet) -> dict[str, str]:
    """Heading to field name, for the columns of a template whose heading nobody would know any more.

    A field that another column has by its heading is not given twice. Nothing for a sheet without ids.
    """
    taken = {field.name for heading in sheet.headings if (field := find_field(heading))}
    headings = {letter_of(number): text for number, text in zip(sheet.columns, sheet.headings, strict=True)}
    found: dict[str, str] = {}
    for name, reference in _find_field_names(sheet):
        cell = _CELL.fullmatch(reference)
        if not cell or cell["sheet"].replace("''", "'") != sheet.name or int(cell["row"]) != sheet.heading_row:
            continue
        heading, field = headings.get(cell["column"], ""), find_field(name)
        if heading.strip() and field and find_field(heading) is None and field.name not in taken:
            found[heading] = field.name
            taken.add(field.name)
    return found


def remark_on_renamed(renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Tell what each renamed heading is taken for."""
    return tuple(
        _('The column "{heading}" is read as "{field}", as in the template of this sheet.').format(
            heading=heading, field=get_field(name).heading
        )
        for heading, name in renamed.items()
    )


def _find_field_names(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for name, reference in sheet.names:
        if name.startswith(PREFIX):
            yield name.removeprefix(PREFIX).replace(_DOT, "."), reference
