"""A workbook with no sheet yet, and worksheet parts written from nothing, row after row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from importer.workbook_parts.addresses import letter_of
from importer.workbook_parts.cell_text import MAIN
from importer.workbook_parts.markup import XML_HEAD, escape_attribute
from importer.workbook_parts.package import PACKAGE_RELATIONS, RELATIONS
from importer.workbook_parts.sheet_view import render_pane

BOOK_PART, STYLES_PART = "xl/workbook.xml", "xl/styles.xml"
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

DAY, MINUTE, SECOND = 164, 165, 166  # number formats of our own
_FORMATS = {DAY: "yyyy-mm-dd", MINUTE: "yyyy-mm-dd hh:mm", SECOND: "yyyy-mm-dd hh:mm:ss"}

_TYPES = (
    f'{XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/{BOOK_PART}" ContentType="{{}}"/>'
    f'<Override PartName="/{STYLES_PART}" ContentType="{STYLES_TYPE}"/></Types>'
)
_ROOT = (
    f'{XML_HEAD}<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
    f'Target="/{BOOK_PART}"/></Relationships>'
)
_BOOK_RELATIONS = (
    f'{XML_HEAD}<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{RELATIONS}/styles" '
    f'Target="/{STYLES_PART}"/></Relationships>'
)
_BOOK = (
    f'{XML_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews>'
    "<sheets></sheets></workbook>"
)
_STYLES = (
    f'{XML_HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(_FORMATS)}">'
    + "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in _FORMATS.items())
    + '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


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
    target: str


@dataclass(frozen=True)
class SheetFrame:
    """What a new sheet is beside its rows: columns, what stays in view at the top and at the left, the area of its
    filter.

    `scrolled_to` is the first column that is shown beside those that stay.
    """

    columns: Sequence[ColumnWidth]
    frozen_rows: int = 0
    filter: str = ""
    is_shown: bool = False
    frozen_columns: int = 0
    scrolled_to: int = 0


def render_sheet(
    frame: SheetFrame,
    rows: Iterable[NewRow],
    *,
    links: Sequence[Link] = (),
    merged: Sequence[str] = (),
    drawing: str = "",
    notes: str = "",
) -> Iterator[str]:
    """Give the text of the part, piece by piece. `links` may be filled while the rows are given; `merged` are areas,
    `drawing` and `notes` the ids of the relations to its charts and to the drawing of its notes.
    """
    yield f'{XML_HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    shown = ' tabSelected="1"' if frame.is_shown else ""
    yield f'<sheetViews><sheetView{shown} workbookViewId="0">'
    yield render_pane(frame.frozen_columns, frame.frozen_rows, frame.scrolled_to, frame.frozen_rows + 1)
    yield '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    if frame.columns:
        yield f"<cols>{''.join(map(_render_column, frame.columns))}</cols>"
    yield "<sheetData>"
    yield from map(_render_row, rows)
    yield "</sheetData>"
    yield _render_below_the_rows(frame.filter, merged, links)
    yield '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    yield '<pageSetup orientation="landscape" fitToHeight="0"/>'
    if drawing:
        yield f'<drawing r:id="{drawing}"/>'
    if notes:
        yield f'<legacyDrawing r:id="{notes}"/>'
    yield "</worksheet>"


def _render_below_the_rows(filtered: str, merged: Sequence[str], links: Sequence[Link]) -> str:
    text = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    if merged:
        areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
        text += f'<mergeCells count="{len(merged)}">{areas}</mergeCells>'
    if links:
        lines = (f'<hyperlink ref="{link.cell}" location="{escape_attribute(link.target)}"/>' for link in links)
        text += f"<hyperlinks>{''.join(lines)}</hyperlinks>"
    return text


def _render_row(row: NewRow) -> str:
    height = f' ht="{row.height:g}" customHeight="1"' if row.height else ""
    return f'<row r="{row.number}"{height}>{"".join(row.cells)}</row>'


def _render_column(column: ColumnWidth) -> str:
    style = f' style="{column.style}"' if column.style else ""
    return f'<col min="{column.number}" max="{column.number}" width="{column.width}"{style} customWidth="1"/>'


def area_of(width: int, rows: int, *, top: int = 1) -> str:
    """The area of so many columns from A on, down to a row."""
    return f"A{top}:{letter_of(width)}{rows}"


def make_blank_workbook(*, with_macros: bool) -> ZipFile:
    """A workbook without sheets, open for reading; `with_macros` says that its name will end in .xlsm."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(MACRO_TYPE if with_macros else PLAIN_TYPE))
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr(BOOK_PART, _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS)
        archive.writestr(STYLES_PART, _STYLES)
    return ZipFile(file)
