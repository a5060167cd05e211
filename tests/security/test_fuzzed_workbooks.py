"""S5: whatever stands in the parts of a workbook, copying it with its results ends in a copy or in a reason why not."""

import io
import os
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.records import ImportResult
from importer.steps.report.patched_copy import write_patched
from importer.workbook_parts import NotPatchable, Refusal, open_checked_zip
from tests.examples import examples
from tests.steps.report.finished_runs import HEADINGS, SOUND, finished_run
from tests.steps.report.parts import parts
from tests.workbooks import workbook

SHEET, STYLES, TYPES = "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"
PARTS = (SHEET, STYLES, TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
EVIL = (
    *(b"\0", b'"', b"<", b">", b"</", b"&", b"&#0;", b"&#99999999;", b"<!--", b"<![CDATA[", b"<?x", b"<!DOCTYPE x>"),
    *(b'r="0"', b'r="A0"', b'r="ZZZZ9"', b's="-1"', b's="99999999"', b'count="x"', b"\xff", b"x:", b"../", b"%00"),
    *(b"<row>", b"</sheetData>", b"<sheetData/>", b"<c/>", b'<mergeCell ref="A1"/>', b'xmlns="x"', b"9" * 400),
)


def changed(content: bytes, chance: random.Random) -> bytes:
    """The part with a few places of it taken out, said twice, or replaced."""
    for _ in range(chance.randrange(1, 4)):
        begin = chance.randrange(len(content) + 1)
        end = min(len(content), begin + chance.choice((0, 0, 1, 3, 20, 200)))
        content = content[:begin] + chance.choice((*EVIL, content[begin:end] * 2)) + content[end:]
    return content


@dataclass(frozen=True)
class Book:
    """A workbook that was read, and the result of its rows."""

    parts: dict[str, bytes]
    result: ImportResult


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_in(tmp_path_factory.mktemp("fuzzed"))


def book_in(folder: Path) -> Book:
    path = workbook(folder, dict(zip(HEADINGS, SOUND, strict=True)))
    os.utime(path, (1, 1))  # it was not changed during the run
    return Book(parts(path), finished_run(path.parent, HEADINGS, {2: SOUND}))


def copied(book: Book, content: dict[str, bytes]) -> str:
    """Why there is no copy of the workbook with other content in some parts; '' where there is one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, whole in (book.parts | content).items():
            archive.writestr(name, whole)
    try:
        write_patched(book.result, open_checked_zip(packed), io.BytesIO(), lambda _row: None, with_macros=False)
    except NotPatchable as found:
        return found.reason
    except Refusal as found:
        return str(found)
    return ""


@settings(max_examples=examples(40), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), names=st.sets(st.sampled_from(PARTS), min_size=1, max_size=2))
def test_changed_parts_end_in_a_copy_or_a_reason(seed: int, names: set[str], book: Book) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    copied(book, {name: changed(book.parts[name], chance) for name in sorted(names)})


def test_without_a_change_there_is_a_copy(book: Book) -> None:
    assert copied(book, {}) == ""


def test_a_row_whose_tag_has_no_end_is_a_reason(book: Book) -> None:
    sheet = book.parts[SHEET].replace(b'<row r="1">', b'<row r="1"</sheetData>>')
    assert "not written as Excel writes it" in copied(book, {SHEET: sheet})


def test_a_row_that_begins_inside_the_tag_of_another_is_a_reason(book: Book) -> None:
    sheet = book.parts[SHEET].replace(b'<row r="1">', b'<row r="1" <row r="1">')
    assert "not written as Excel writes it" in copied(book, {SHEET: sheet})
