"""S5: whatever stands in the parts of a workbook, copying it with its results ends in a copy or in a reason why not."""

import io
import os
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.records import ImportResult
from importer.steps.report.patched_copy import write_patched
from importer.workbook_parts import NotPatchable, Refusal, open_checked_zip
from tests.examples import examples
from tests.steps.report.finished_runs import HEADINGS, SOUND, finished_run
from tests.steps.report.parts import parts

SHEET, STYLES, TYPES = "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"
PARTS = (
    *(SHEET, SHEET, STYLES, TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"),
    *("xl/worksheets/_rels/sheet1.xml.rels", "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml"),
    *("xl/comments1.xml", "xl/tables/table1.xml", "docProps/custom.xml"),
)
EVIL = (
    *(b"\0", b'"', b"<", b">", b"</", b"&", b"&#0;", b"&#99999999;", b"<!--", b"<![CDATA[", b"<?x", b"<!DOCTYPE x>"),
    *(b'r="0"', b'r="A0"', b'r="ZZZZ9"', b's="-1"', b's="99999999"', b'count="x"', b"\xff", b"x:", b"../", b"%00"),
    *(b"<row>", b"</sheetData>", b"<sheetData/>", b"<c/>", b'<mergeCell ref="A1"/>', b'xmlns="x"', b"9" * 400),
)
FIRST_ROW = re.compile(rb'<row r="1"[^>]*>')
ATTRIBUTE = re.compile(rb'(?<=\s)([\w:]+)="[^"]*"')
TEXT = re.compile(rb">[^<>]+<")
ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)")
VALUES = (
    *(b"", b"0", b"-1", b"1e9", b"x", b"true", b"99999999", b"9" * 400, b"A0", b"ZZZZ9", b"A1:XFD1048576", b"B2:A1"),
    *(
        b"Jobs!$A$1",
        b"#REF!",
        b"../../x.xml",
        b"http://x.example/",
        b"%00",
        b"&#10;",
        b"&lt;",
        b"\xc3\xa9" * 99,
        b"rId1",
    ),
)


def changed(content: bytes, chance: random.Random) -> bytes:
    """The part with a few changes, in two of three cases such that it is well formed still."""
    return _change_markup(content, chance) if chance.randrange(3) else _change_bytes(content, chance)


def _change_markup(content: bytes, chance: random.Random) -> bytes:
    """With other values of attributes or texts, or with elements that are gone or there again."""
    for _ in range(chance.randrange(1, 4)):
        pattern = chance.choice((ATTRIBUTE, ATTRIBUTE, TEXT, ELEMENT))
        if found := list(pattern.finditer(content)):
            one, value = chance.choice(found), chance.choice(VALUES)
            new = chance.choice((b"", one[0] * 2, one[0] * 3))
            if pattern is not ELEMENT:
                new = b">" + value + b"<" if pattern is TEXT else one[1] + b'="' + value + b'"'
            content = content[: one.start()] + new + content[one.end() :]
    return content


def _change_bytes(content: bytes, chance: random.Random) -> bytes:
    """With a few places of it taken out, said twice, or replaced."""
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
    """With a note, a chart, a table elsewhere, a drop-down, a rule, a name, merged cells and a property."""
    path = folder / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True, "bg_color": "#DDDDDD"}))
        sheet.write_row(1, 0, SOUND)
        sheet.write_comment("B2", "Ask Jan.")
        sheet.data_validation("C2:C9", {"validate": "list", "source": ["Open", "Done"]})
        sheet.conditional_format("A2:D9", {"type": "no_blanks", "format": book.add_format({"italic": True})})
        sheet.merge_range("G1:H1", "Plan")
        sheet.add_table("G3:H5", {"columns": [{"header": "a"}, {"header": "b"}]})
        sheet.freeze_panes(1, 1)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Jobs!$G$4:$G$5"})
        sheet.insert_chart("G8", chart)
        book.define_name("Codes", "=Jobs!$A$2:$A$9")
        book.set_custom_property("Team", "North")
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
    sheet = FIRST_ROW.sub(b'<row r="1"</sheetData>>', book.parts[SHEET])
    assert "not written as Excel writes it" in copied(book, {SHEET: sheet})


def test_a_row_that_begins_inside_the_tag_of_another_is_a_reason(book: Book) -> None:
    sheet = FIRST_ROW.sub(b'<row r="1" <row r="1">', book.parts[SHEET])
    assert "not written as Excel writes it" in copied(book, {SHEET: sheet})


@pytest.mark.parametrize("encoding", [b"A0", b"hex", b"utf-7", b"idna", b"gbk"])
@pytest.mark.parametrize("part", [SHEET, "xl/_rels/workbook.xml.rels"])
def test_an_encoding_that_is_not_known_is_a_reason(book: Book, part: str, encoding: bytes) -> None:
    assert copied(book, {part: book.parts[part].replace(b'"UTF-8"', b'"' + encoding + b'"')})
