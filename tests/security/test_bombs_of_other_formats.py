"""S5: an .xls, .xlsb, .ods or archive of a few kB that unfolds, or calls itself huge, costs no more than is allowed."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import importer_measured
from tests.processor import allowed
from tests.steps.read.other_formats import (
    ODS_ROWS,
    XLS_ROWS,
    XLSB_ROWS,
    binary,
    label,
    ods,
    placed,
    record,
    row_start,
    wide,
    xls,
    xlsb,
)
from tests.steps.report.parts import parts

SECONDS = 8.0  # of the processor, for a whole command and all that it starts
EVERYWHERE = struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
MANY_TEXTS = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
SHEET, DISGUISED = "xl/worksheets/sheet1.bin", "xl/worksheets/sheet1.dat"


def with_parts(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    found = parts(xlsb(path))
    change(found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return path


def unfolding(found: dict[str, bytes]) -> None:
    found[SHEET] += bytes(60 << 20)


def disguised(found: dict[str, bytes]) -> None:
    found["xl/_rels/workbook.bin.rels"] = found["xl/_rels/workbook.bin.rels"].replace(b"sheet1.bin", b"sheet1.dat")
    found[DISGUISED] = found.pop(SHEET) + bytes(60 << 20)


def merged_everywhere(found: dict[str, bytes]) -> None:
    whole = struct.pack("<IIII", 0, 1_048_575, 0, 16_383)
    merges = [(177, struct.pack("<I", 100_000)), *[(176, whole)] * 100_000, (178, b"")]
    rows = binary(
        [(129, b""), (148, struct.pack("<IIII", 0, 2**32 - 1, 0, 2**32 - 1)), (145, b""), *XLSB_ROWS, (146, b"")]
    )
    found[SHEET] = rows + binary([*merges, (130, b"")])


def texts_without_number(found: dict[str, bytes]) -> None:
    found["xl/texts.bin"] = binary([(159, MANY_TEXTS), (19, b"\0" + wide("Shared")), (160, b"")])


def sheets_without_number(found: dict[str, bytes]) -> None:
    one_part = [(156, struct.pack("<II", 0, number) + wide("rId1") + wide(f"S{number}")) for number in range(60_000)]
    found["xl/workbook.bin"] = binary([(131, b""), (143, b""), *one_part, (144, b""), (132, b"")])


def archive_of_archives(path: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(64 << 20))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number}.zip", inner.getvalue())
    return path


def bombs() -> Iterator[tuple[str, Callable[[Path], Path]]]:
    far = [row_start(1_048_575), (6, placed(16_383, wide("z")))]
    beyond = [row_start(5), (6, placed(0xFFFFFFF0, wide("z")))]
    endless = [row_start(9), (6, placed(0, struct.pack("<I", 0x7FFFFFFF) + b"a\0"))]
    yield "far corner.xls", lambda path: xls(path, XLS_ROWS + label(65_535, 255, "z"))
    yield "everywhere.xls", lambda path: xls(path, record(0x200, EVERYWHERE) + XLS_ROWS)
    yield "texts without number.xls", lambda path: xls(path, XLS_ROWS, styles=record(0xFC, MANY_TEXTS))
    yield "far corner.xlsb", lambda path: xlsb(path, XLSB_ROWS + far)
    yield "beyond.xlsb", lambda path: xlsb(path, XLSB_ROWS + beyond)
    yield "endless text.xlsb", lambda path: xlsb(path, XLSB_ROWS + endless)
    for change in (unfolding, disguised, merged_everywhere, texts_without_number, sheets_without_number):
        yield f"{change.__name__}.xlsb", lambda path, change=change: with_parts(path, change)  # type: ignore[misc]
    tables = '</table:table><table:table table:name="More">'.join([ODS_ROWS] * 1_000)
    yield "jobs in many tables.ods", lambda path: ods(path, rows=tables)
    yield "archives.xlsx", archive_of_archives


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("name", "made"), list(bombs()), ids=list(dict(bombs())))
def test_it_is_read_or_refused_in_little_time(tmp_path: Path, name: str, made: Callable[[Path], Path]) -> None:
    said = importer_measured("check", made(tmp_path / name), state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status in {3, 4}, said.err
    assert 0 < said.seconds < allowed(SECONDS)
    told = ("is too large to read", "MB when unpacked", "a zip archive, not a workbook", "use the same part")
    assert said.status == 4 or any(words in said.err for words in told), said.err
