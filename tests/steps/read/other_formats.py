"""Workbooks of the other formats, written record by record: xls, xlsb and ods."""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.steps.read.raw_workbooks import CONTENT_TYPES, packed, relationships

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
_STORAGE, _STREAM = 1, 2


def ole(path: Path, name: str, stream: bytes) -> Path:
    """A compound file with one stream, of a size that the small streams do not take."""
    return ole_of(path, (name, _STREAM, FREE, FREE, stream))


def ole_with_another_inside(path: Path, inside: bytes, stream: bytes) -> Path:
    """A workbook in which another is embedded, whose stream has the same name and stands first."""
    storage, embedded = ("MBD0001", _STORAGE, FREE, 2, b""), ("Workbook", _STREAM, FREE, FREE, inside)
    return ole_of(path, storage, embedded, ("Workbook", _STREAM, 1, FREE, stream), top=3)


def ole_of(path: Path, *entries: tuple[str, int, int, int, bytes], top: int = 1) -> Path:
    """A compound file of entries: name, kind, the entry to the left, that below, content; `top` is below the root."""
    used = 2  # sectors: the table, and the directory of four entries at most
    table, rows, contents = [0xFFFFFFFD, END], list[bytes](), list[bytes]()
    for title, kind, left, child, content in (("Root Entry", 5, FREE, top, b""), *entries):
        sectors = -(-len(content.ljust(4096, b"\0")) // 512) if content or kind == _STREAM else 0
        start, size = (used, max(len(content), 4096)) if sectors else (END, 0)
        rows.append(
            title.encode("utf-16-le").ljust(64, b"\0")
            + struct.pack("<HBBIII", 2 * len(title) + 2, kind, 1, left, FREE, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )
        table += [*range(used + 1, used + sectors), END] if sectors else []
        contents.append(content.ljust(sectors * 512, b"\0"))
        used += sectors
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0) + b"\xff" * 432
    fat = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    path.write_bytes(head + fat + b"".join(rows).ljust(512, b"\0") + b"".join(contents))
    return path


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1"))


def xls(path: Path, rows: bytes, *, password: bytes = b"", styles: bytes = b"") -> Path:
    return ole(path, "Workbook", stream_of_xls(rows, password=password, styles=styles))


def stream_of_xls(rows: bytes, *, password: bytes = b"", styles: bytes = b"") -> bytes:
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 4, 0) + b"Jobs")
    before = begin + (record(0x2F, password) if password else b"") + styles
    place = len(before) + len(name) + 4
    name = record(0x85, struct.pack("<IBBBB", place, 0, 0, 4, 0) + b"Jobs")
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + rows + record(0x0A, b"")
    return before + name + record(0x0A, b"") + sheet


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


XLS_ROWS = (
    label(0, 0, "Name") + label(0, 1, "Sequence") + label(1, 0, "Boiler") + number(1, 1, 42)
    + record(0x208, struct.pack("<HHHHHHI", 2, 0, 2, 0, 0, 0, 0x20)) + label(2, 0, "Hidden")
    + record(0x205, struct.pack("<HHHBB", 2, 1, 0, 0x2A, 1)) + record(0x205, struct.pack("<HHHBB", 3, 1, 0, 1, 0))
    + record(0x06, struct.pack("<HHHBxBxxxH", 4, 1, 0, 2, 0x17, 0xFFFF) + bytes(8))
)  # fmt: skip


def styles_of_xls(*codes: str) -> bytes:
    """Style 0 is General, style n the nth code."""
    formats = b"".join(
        record(0x41E, struct.pack("<HHB", number, len(code), 0) + code.encode("latin-1"))
        for number, code in enumerate(codes, 164)
    )
    return formats + b"".join(
        record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, *range(164, 164 + len(codes)))
    )


def varying(value: int) -> bytes:
    found = b""
    while value > 0x7F:
        found, value = found + bytes([value & 0x7F | 0x80]), value >> 7
    return found + bytes([value])


def binary(records: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(varying(kind) + varying(len(content)) + content for kind, content in records)


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row_start(number: int, *, hidden: bool = False) -> tuple[int, bytes]:
    return 0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0)


def placed(column: int, rest: bytes) -> bytes:
    return struct.pack("<II", column, 0) + rest


XLSB_ROWS = [
    row_start(0), (6, placed(0, wide("Name"))), (6, placed(1, wide("Sequence"))),
    row_start(1), (6, placed(0, wide("Boiler"))), (5, placed(1, struct.pack("<d", 42.0))),
    row_start(2, hidden=True), (6, placed(0, wide("Hidden"))), (3, placed(1, b"\x2a")),
    row_start(4), (11, placed(1, b"\x17" + bytes(10))),
    row_start(5), (5, struct.pack("<IId", 0, 1, 123.0)), (2, struct.pack("<IIi", 1, 2, 42 << 2 | 2)),
]  # fmt: skip


def styles_of_xlsb(*codes: str) -> bytes:
    formats = [(44, struct.pack("<H", number) + wide(code)) for number, code in enumerate(codes, 164)]
    used = [(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, *range(164, 164 + len(codes)))]
    return binary([(278, b""), *formats, (617, bytes(4)), *used, (618, b""), (279, b"")])


def xlsb(
    path: Path,
    rows: list[tuple[int, bytes]] = XLSB_ROWS,
    *,
    dimension: bool = True,
    code: str = '"P-"0000',
    styles: bytes = b"",
    rules: Sequence[tuple[int, bytes]] = (),
) -> Path:
    sheet = struct.pack("<II", 0, 1) + wide("rId1") + wide("Jobs")
    book = [(131, b""), (143, b""), (156, sheet), (144, b""), (132, b"")]
    size = struct.pack("<IIII", 0, 4, 0, 1)
    merged = [(177, struct.pack("<I", 1)), (176, struct.pack("<IIII", 0, 1, 3, 3)), (178, b"")]
    part = [
        (129, b""),
        *([(148, size)] if dimension else []),
        (145, b""),
        *rows,
        (146, b""),
        *merged,
        *rules,
        (130, b""),
    ]
    return packed(
        path,
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": relationships(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": binary(book),
            "xl/_rels/workbook.bin.rels": relationships(
                ("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"), ("sharedStrings", "texts.bin")
            ),
            "xl/styles.bin": styles or styles_of_xlsb("00000", code),
            "xl/texts.bin": binary([(159, bytes(8)), (19, b"\0" + wide("Shared")), (160, b"")]),
            "xl/worksheets/sheet1.bin": binary(part),
        },
    )


OASIS = "urn:oasis:names:tc:opendocument:xmlns:"


SPACES = "".join(f' xmlns:{name}="{OASIS}{name}:1.0"' for name in ("office", "table", "text"))
OF_STYLES = f' xmlns:style="{OASIS}style:1.0"'
OF_STYLES += f' xmlns:fo="{OASIS}xsl-fo-compatible:1.0"'


MANIFEST = f"{OASIS}manifest:1.0"


CALC = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def text_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'


ODS_ROWS = (
    f"<table:table-row>{text_cell('Name')}{text_cell('Sequence')}</table:table-row>"
    f"<table:table-row>{text_cell('Boiler')}"
    '<table:table-cell office:value-type="float" office:value="42"/></table:table-row>'
    f'<table:table-row table:visibility="filter">{text_cell("Hidden")}'
    + text_cell("#N/A", ' calcext:value-type="error" table:formula="of:=NA()" office:string-value=""')
    + '</table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    f'<table:table-row><table:table-cell table:number-columns-repeated="2"/>{text_cell("late")}</table:table-row>'
)


def ods(
    path: Path,
    *,
    manifest: str = "",
    doctype: str = "",
    styles: str = "",
    rows: str = ODS_ROWS,
    kind: str = "spreadsheet",
) -> Path:
    table = f'<table:table table:name="Jobs">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"{doctype}<office:document-content{SPACES}{OF_STYLES}{CALC}>{styles}{body}</office:document-content>"
    listed = f'<manifest:file-entry manifest:full-path="content.xml">{manifest}</manifest:file-entry>'
    return packed(
        path,
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{MANIFEST}">{listed}</manifest:manifest>',
        },
    )
