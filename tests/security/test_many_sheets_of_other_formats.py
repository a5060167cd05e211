"""S5: what an .xls or .xlsb costs follows its size, however many worksheets it says that it has."""

import struct
from collections import Counter
from pathlib import Path
from typing import IO

import pytest

from importer.workbook_parts.package import Package
from tests.command import importer
from tests.steps.read.in_process import grid_in
from tests.steps.read.other_formats import binary, label, ole, placed, record, row_start, wide
from tests.steps.read.raw_workbooks import CONTENT_TYPES, packed, relationships

MANY = 200
BEGIN, END = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)), record(0x0A, b"")


def xls_of(path: Path, *sheets: bytes, begins: list[int] | None = None) -> Path:
    """An .xls of these worksheets, which begin at these places behind the list of them."""
    begins = begins or [sum(map(len, sheets[:place])) for place in range(len(sheets))]
    names = [b"S%d" % number for number in range(len(begins))]
    before = len(BEGIN) + sum(12 + len(name) for name in names) + len(END)
    listed = (
        record(0x85, struct.pack("<IBBBB", before + begin, 0, 0, len(name), 0) + name)
        for begin, name in zip(begins, names, strict=True)
    )
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    return ole(path, "Workbook", head + b"".join(listed) + END + b"".join(sheets))


def rows_of_xls(number: int) -> bytes:
    headings = ("Name", "Sequence") if number == MANY - 1 else ("Call", f"About {number}")
    return label(0, 0, headings[0]) + label(0, 1, headings[1]) + label(1, 0, "Leak")


def xlsb_of(path: Path, *parts: str) -> Path:
    """An .xlsb of worksheets that lie in these parts and do not say how large they are, which calamine cannot read."""
    listed = [(156, struct.pack("<II", 0, n) + wide(f"rId{n + 1}") + wide(f"S{n}")) for n in range(len(parts))]
    texts = [(19, b"\0" + wide(text)) for text in ("Name", "Call")]
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": binary([(131, b""), (143, b""), *listed, (144, b""), (132, b"")]),
        "xl/_rels/workbook.bin.rels": relationships(
            *(("worksheet", part) for part in parts), ("sharedStrings", "t.bin")
        ),
        "xl/t.bin": binary([(159, struct.pack("<II", 2, 2)), *texts, (160, b"")]),
    }
    for place, part in enumerate(parts):
        heading = (7, placed(0, struct.pack("<I", place < len(parts) - 1)))
        rows = [row_start(0), heading, (6, placed(1, wide("Sequence"))), row_start(1), (6, placed(0, wide("Leak")))]
        found[f"xl/{part}"] = binary([(129, b""), (145, b""), *rows, (146, b""), (130, b"")])
    return packed(path, found)


def test_the_list_of_worksheets_and_their_texts_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Counter[str]()
    open_part = Package.open_part

    def count(package: Package, name: str) -> IO[bytes]:
        opened[name] += 1
        return open_part(package, name)

    monkeypatch.setattr(Package, "open_part", count)
    grid = grid_in(xlsb_of(tmp_path / "jobs.xlsb", *(f"worksheets/s{place}.bin" for place in range(MANY))))
    assert grid.name == f"S{MANY - 1}"
    assert max(opened["xl/workbook.bin"], opened["xl/t.bin"]) < 5


def test_many_worksheets_of_an_xls_are_read(tmp_path: Path) -> None:
    path = xls_of(tmp_path / "jobs.xls", *(BEGIN + rows_of_xls(number) + END for number in range(MANY)))
    assert grid_in(path).name == f"S{MANY - 1}"


def test_a_worksheet_that_is_listed_many_times_is_not_read_as_often(tmp_path: Path) -> None:
    sheet = BEGIN + rows_of_xls(0) + END
    for path in (
        xls_of(tmp_path / "jobs.xls", sheet, begins=[0] * MANY),
        xlsb_of(tmp_path / "jobs.xlsb", *["worksheets/s.bin"] * MANY),
    ):
        said = importer("check", path, state=tmp_path / "state")
        assert (said.status, "use the same part" in said.err) == (3, True), said.err


@pytest.mark.parametrize("between", [b"", record(0x04, END)], ids=["none", "one inside another record"])
def test_worksheets_that_go_on_into_the_next_are_not_read(tmp_path: Path, between: bytes) -> None:
    sheets = [BEGIN + rows_of_xls(0) + between] * MANY
    said = importer("check", xls_of(tmp_path / "jobs.xls", *sheets, END), state=tmp_path / "state")
    assert (said.status, "has no end" in said.err) == (3, True), said.err
