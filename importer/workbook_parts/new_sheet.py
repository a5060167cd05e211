"""A worksheet part written from nothing, row after row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from importer.workbook_parts.addresses import letter_of
from importer.workbook_parts.cell_text import MAIN
from importer.workbook_parts.markup import attribute
from importer.workbook_parts.package import RELATIONS


@dataclass(frozen=True)
class ColumnWidth:
    """How wide a column is, and the style of its cells that are not written."""

    number: int
    width: float
    style: int = 0


@dataclass(frozen=True)
class NewRow:
    """A row: its number, its cells as text (see cell_text.py), its height in points (0: as it comes)."""

    number: int
    cells: Sequence[str]
    height: float = 0


@dataclass(frozen=True)
class Link:
    """A cell that leads to a place in the workbook."""

    cell: str
    place: str


@dataclass(frozen=True)
class SheetFrame:
    """What a new sheet is beside its rows: columns, rows that stay in view at the top, the area of its filter."""

    columns: Sequence[ColumnWidth]
    frozen_rows: int = 0
    filter: str = ""
    is_shown: bool = False


def sheet_text(
    frame: SheetFrame, rows: Iterable[NewRow], *, links: Sequence[Link] = (), notes: str = ""
) -> Iterator[str]:
    """Give the text of the part, piece by piece. `links` may be filled while the rows are given; `notes` is the id of
    the relation to the drawing of its notes.
    """
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    shown = ' tabSelected="1"' if frame.is_shown else ""
    yield f'<sheetViews><sheetView{shown} workbookViewId="0">'
    if frame.frozen_rows:
        top = f"A{frame.frozen_rows + 1}"
        yield f'<pane ySplit="{frame.frozen_rows}" topLeftCell="{top}" activePane="bottomLeft" state="frozen"/>'
        yield f'<selection pane="bottomLeft" activeCell="{top}" sqref="{top}"/>'
    yield '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    if frame.columns:
        yield f"<cols>{''.join(map(_column, frame.columns))}</cols>"
    yield "<sheetData>"
    for row in rows:
        height = f' ht="{row.height:g}" customHeight="1"' if row.height else ""
        yield f'<row r="{row.number}"{height}>{"".join(row.cells)}</row>'
    yield "</sheetData>"
    if frame.filter:
        yield f'<autoFilter ref="{frame.filter}"/>'
    if links:
        lines = (f'<hyperlink ref="{link.cell}" location="{attribute(link.place)}"/>' for link in links)
        yield f"<hyperlinks>{''.join(lines)}</hyperlinks>"
    yield '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    yield '<pageSetup orientation="landscape" fitToHeight="0"/>'
    if notes:
        yield f'<legacyDrawing r:id="{notes}"/>'
    yield "</worksheet>"


def _column(column: ColumnWidth) -> str:
    style = f' style="{column.style}"' if column.style else ""
    return f'<col min="{column.number}" max="{column.number}" width="{column.width}"{style} customWidth="1"/>'


def area(width: int, rows: int, *, top: int = 1) -> str:
    """The area of so many columns from A on, down to a row."""
    return f"A{top}:{letter_of(width)}{rows}"
