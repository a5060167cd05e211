"""A workbook with no sheet yet, to which all sheets are added in the way in which they are added to a user's own."""

from io import BytesIO
from zipfile import ZipFile

from importer.workbook_parts.cell_text import MAIN
from importer.workbook_parts.package import PACKAGE_RELATIONS, RELATIONS

BOOK_PART, STYLES_PART = "xl/workbook.xml", "xl/styles.xml"
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

DAY, MINUTE, SECOND = 164, 165, 166  # number formats of our own
_FORMATS = {DAY: "yyyy-mm-dd", MINUTE: "yyyy-mm-dd hh:mm", SECOND: "yyyy-mm-dd hh:mm:ss"}

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/{BOOK_PART}" ContentType="{{}}"/>'
    f'<Override PartName="/{STYLES_PART}" ContentType="{STYLES_TYPE}"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
    f'Target="/{BOOK_PART}"/></Relationships>'
)
_BOOK_RELATIONS = (
    f'{_XML}<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{RELATIONS}/styles" '
    f'Target="/{STYLES_PART}"/></Relationships>'
)
_BOOK = (
    f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews>'
    "<sheets></sheets></workbook>"
)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(_FORMATS)}">'
    + "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in _FORMATS.items())
    + '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def blank_workbook(*, with_macros: bool) -> ZipFile:
    """A workbook without sheets, open for reading; `with_macros` says that its name will end in .xlsm."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(MACRO_TYPE if with_macros else PLAIN_TYPE))
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr(BOOK_PART, _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS)
        archive.writestr(STYLES_PART, _STYLES)
    return ZipFile(file)
