"""Bar charts of cells in a sheet, as the parts that Excel shows them from [ECMA-376, 20.5 and 21.2]."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importer.workbook_parts.addresses import letter_of, quote_sheet
from importer.workbook_parts.changed_package import ChangedPackage
from importer.workbook_parts.markup import XML_HEAD, escape_text
from importer.workbook_parts.package import RELATIONS

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"

_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACES = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CATEGORIES, _VALUES = 1, 2  # the ids of the axes
_LEAST_GAP, _MOST_GAP = 40, 300
_GREY, _LETTERS = "D9D9D9", "404040"
_LINE = f'<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{_GREY}"/></a:solidFill></a:ln></c:spPr>'


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how long it is, and its colour as RGB."""

    name: str
    value: int
    colour: str


@dataclass(frozen=True)
class Area:
    """Where a chart lies: from the upper left corner of one cell to that of another, numbers counted from 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class BarChart:
    """A chart of bars that lie, the first one on top: of the names in one column of a sheet and the numbers in another.

    `first_row` is that of the first bar; the others follow without a gap.
    """

    title: str
    bars: Sequence[Bar]
    area: Area
    first_row: int
    names_column: int = 1
    values_column: int = 2


def add_charts(package: ChangedPackage, part: str, sheet: str, charts: Sequence[BarChart]) -> str:
    """Add charts of the cells of a sheet, lying on that sheet; gives the id of the relation to their drawing.

    '' where there are none.
    """
    if not charts:
        return ""
    drawing = package.find_free_name("xl/drawings/importer{}.xml")
    package.add(drawing, DRAWING_TYPE, b"-")
    anchors = []
    for number, chart in enumerate(charts, start=1):
        chart_part = package.find_free_name("xl/charts/importer{}.xml")
        package.add(chart_part, CHART_TYPE, "".join(_draw_chart(chart, sheet)).encode())
        anchors.append(_draw_anchor(chart, number, package.relate(drawing, "chart", chart_part)))
    spaces = f'xmlns:xdr="{_PLACES}" xmlns:a="{_MAIN}"'
    package.changed[drawing] = f"{XML_HEAD}<xdr:wsDr {spaces}>{''.join(anchors)}</xdr:wsDr>".encode()
    return package.relate(part, "drawing", drawing)


def _draw_anchor(chart: BarChart, number: int, relation: str) -> str:
    area = chart.area
    return (
        f"<xdr:twoCellAnchor>{_draw_corner('from', area.left, area.top)}{_draw_corner('to', area.right, area.bottom)}"
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}" name="Chart {number}" '
        f'descr="{escape_text(_describe_chart(chart))}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{_CHARTS}"><c:chart xmlns:c="{_CHARTS}" xmlns:r="{RELATIONS}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )


def _describe_chart(chart: BarChart) -> str:
    """What somebody hears who does not see the chart."""
    description = f"{chart.title}: " + ", ".join(f"{bar.name} {bar.value}" for bar in chart.bars)
    return description.replace('"', "'")


def _draw_corner(name: str, column: int, row: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column - 1}</xdr:col><xdr:colOff>95250</xdr:colOff>"
        f"<xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )


def _draw_chart(chart: BarChart, sheet: str) -> Iterator[str]:
    yield f'{XML_HEAD}<c:chartSpace xmlns:c="{_CHARTS}" xmlns:a="{_MAIN}" xmlns:r="{RELATIONS}">'
    yield '<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>'
    yield f'<a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr lang="en-US" sz="1200" b="1">{_draw_fill(_LETTERS)}</a:rPr>'
    yield f'<a:t>{escape_text(chart.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    yield '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
    yield '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>'
    yield '<c:invertIfNegative val="0"/>'
    for position, bar in enumerate(chart.bars):
        yield f'<c:dPt><c:idx val="{position}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        yield f"<c:spPr>{_draw_fill(bar.colour)}</c:spPr></c:dPt>"
    yield f'<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_draw_letters()}<c:dLblPos val="outEnd"/>'
    yield '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    yield '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    yield f"<c:cat><c:strRef><c:f>{_draw_cells(chart, sheet, chart.names_column)}</c:f><c:strCache>"
    yield f"{_draw_points([bar.name for bar in chart.bars])}</c:strCache></c:strRef></c:cat>"
    yield f"<c:val><c:numRef><c:f>{_draw_cells(chart, sheet, chart.values_column)}</c:f><c:numCache>"
    yield "<c:formatCode>#,##0</c:formatCode>"
    yield f"{_draw_points([str(bar.value) for bar in chart.bars])}</c:numCache></c:numRef>"
    yield f'</c:val></c:ser><c:gapWidth val="{_gap_of(chart)}"/>'
    yield f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>'
    yield f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
    yield '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
    yield '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    yield f'{_LINE}{_draw_letters()}<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="1"/>'
    yield '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    yield f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
    yield '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="#,##0" sourceLinked="0"/>'
    yield '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    yield f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    yield f'</c:plotArea><c:plotVisOnly val="1"/></c:chart><c:spPr>{_draw_fill("FFFFFF")}<a:ln w="9525">'
    yield f"{_draw_fill(_GREY)}</a:ln></c:spPr></c:chartSpace>"


def _gap_of(chart: BarChart) -> int:
    """The space between bars, in percent of one: a few are no thicker than many."""
    return max(_LEAST_GAP, _MOST_GAP - _LEAST_GAP * 2 * (len(chart.bars) - 1))


def _draw_fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _draw_letters() -> str:
    return (
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000">'
        f'{_draw_fill(_LETTERS)}</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def _draw_cells(chart: BarChart, sheet: str, column: int) -> str:
    letter = letter_of(column)
    return escape_text(
        f"{quote_sheet(sheet)}!${letter}${chart.first_row}:${letter}${chart.first_row + len(chart.bars) - 1}"
    )


def _draw_points(values: Sequence[str]) -> str:
    points = (f'<c:pt idx="{position}"><c:v>{escape_text(value)}</c:v></c:pt>' for position, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{"".join(points)}'
