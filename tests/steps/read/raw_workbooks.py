"""Workbooks whose XML is written by hand, so that every way of writing it can be tried."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def relationships(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def worksheet(rows: str, *, head: str = "", tail: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'


def styles(*codes: str) -> str:
    """Style 0 is General, style n the nth code."""
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{_escaped(code)}"/>' for n, code in enumerate(codes, 164))
    used = "".join(f'<xf numFmtId="{n}"/>' for n in (0, *range(164, 164 + len(codes))))
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def strings(*items: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def parts_of(sheet: str | bytes, *, properties: str = "", **more: str) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, 'Jobs'; `strings` and `styles` are parts too."""
    others = [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
    kept = [(kind, target) for kind, target in others if kind.replace("sharedS", "s") in more]
    listed = '<sheets><sheet name="Jobs" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}{listed}</workbook>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml"), *kept),
        "xl/worksheets/sheet1.xml": sheet,
    }
    names = {"strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    return parts | {names[name]: content for name, content in more.items()}


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _prefixed(sheet: str) -> str:
    tags = sheet.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return tags.replace("xmlns=", "xmlns:x=")


WAYS: dict[str, Callable[[str], str | bytes]] = {  # of writing the same worksheet
    "as nearly all do": lambda sheet: sheet,
    "with a comment in each row": lambda sheet: sheet.replace("<c ", "<!-- <c r='A1'/> --><c "),
    "with a prefix": _prefixed,
    "with a prefix and a comment": lambda sheet: _prefixed(sheet).replace("</x:row>", "<!-- </x:row> --></x:row>"),
    "in single quotes": lambda sheet: sheet.replace('"', "'"),
    "in lines": lambda sheet: sheet.replace("<row", "\n  <row").replace("<c ", "\n    <c ").replace("<v>", "\n <v>"),
    "in UTF-16": lambda sheet: f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16"),
    "with a byte order mark": lambda sheet: b"\xef\xbb\xbf" + f'<?xml version="1.0" encoding="UTF-8"?>{sheet}'.encode(),
}
