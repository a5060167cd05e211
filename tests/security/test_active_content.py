"""S10: what a workbook does by itself when it is opened is told, and stays as it is in the results."""

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from importer.steps.read.sandbox.active_content import list_active_content
from tests.builders import good
from tests.command import importer
from tests.steps.read.encrypted import agile
from tests.steps.report.parts import parts
from tests.workbooks import workbook

PARTS = {
    "xl/vbaProject.bin": (b"macros", "macros"),
    "xl/connections.xml": (
        b'<connections><connection refreshOnLoad="1"/></connections>',
        "data that is fetched on opening",
    ),
    "xl/externalLinks/externalLink1.xml": (b"<externalLink><ddeLink ddeService='cmd'/></externalLink>", "DDE"),
    "xl/embeddings/oleObject1.bin": (b"object", "embedded objects"),
    "xl\\EMBEDDINGS\\object.bin": (b"object", "embedded objects"),
    "xl/worksheets/_rels/sheet9.xml.rels": (
        b"<r><Relationship Id='rId1' Type='http://x/attachedTemplate' Target='http://x/' TargetMode='External'/></r>",
        "fetched from elsewhere",
    ),
    "xl/_rels/other.xml.rels": (
        "<r><Relationship Type='http://x/frame' Target='http://x/' TargetMode='External'/></r>".encode("utf-16"),
        "fetched from elsewhere",
    ),
    "xl/_rels/another.xml.rels": (
        b"<r><Relationship Type='http://x/frame' Target='http://x/' TargetMode='&#x45;xternal'/></r>",
        "fetched from elsewhere",
    ),
    "xl/externalLinks/externalLink2.xml": (
        b"<externalLink>" + b" " * (2 << 20) + b"<ddeLink ddeService='cmd'/></externalLink>",
        "DDE",
    ),
    "xl/webextensions/taskpanes.xml": (b"<taskpanes/>", "add-ins from the web"),
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("part", PARTS)
def test_what_is_active_is_told_and_left_as_it_is(tmp_path: Path, part: str) -> None:
    sheet, place = workbook(tmp_path, good()), tmp_path / "out.xlsx"
    content, words = PARTS[part]
    with zipfile.ZipFile(sheet, "a") as archive:
        archive.writestr(part, content)
    said = importer("check", sheet, "--results", place, "--json", state=tmp_path / "state")
    [problem] = [problem for problem in said.object["problems"] if problem["code"] == 132]
    assert words in problem["message"]
    assert said.status == 0
    with zipfile.ZipFile(place) as archive:
        summary = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/importer" in name)
    assert words.encode() in summary


def test_what_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    with zipfile.ZipFile(sheet, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/connections.xml", b" " * (33 << 20))
    with zipfile.ZipFile(sheet) as archive:
        assert "cannot be inspected" in list_active_content(io.BytesIO(), archive)


def test_a_damaged_part_hides_no_other(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    with zipfile.ZipFile(sheet, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/connections.xml", b"<connections/>" * 9)
        archive.writestr("xl/querytables/q.lzma", b"packed as no workbook is", zipfile.ZIP_LZMA)
        archive.writestr("xl/vbaProject.bin", b"macros")
        begin = archive.getinfo("xl/connections.xml").header_offset
    content = bytearray(sheet.read_bytes())
    place = begin + 30 + len("xl/connections.xml")
    content[place : place + 4] = b"\xff\xff\xff\xff"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = list_active_content(io.BytesIO(), archive)
    assert found == "data connections, parts that cannot be inspected, macros"


def test_macros_of_a_workbook_with_a_password_are_told(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    with zipfile.ZipFile(sheet, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
        archive.writestr("xl/media/much.bin", os.urandom(8_000))  # a small stream is not written soundly
    agile(sheet, "VelvetSweatshop")
    assert "The workbook contains macros" in importer("check", sheet, state=tmp_path / "state").out


def test_macros_of_an_old_workbook_are_told() -> None:
    file = io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(508) + "_VBA_PROJECT_CUR".encode("utf-16-le"))
    assert list_active_content(file, None) == "macros"


def test_a_workbook_without_any_says_nothing(tmp_path: Path) -> None:
    said = importer("check", workbook(tmp_path, good()), state=tmp_path / "state")
    assert "The workbook contains" not in said.out


def test_a_part_with_another_name_is_known_by_its_type(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    found = parts(sheet)
    declared = b'<Override PartName="/xl/a.b" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(b"</Types>", declared)
    with zipfile.ZipFile(sheet, "w") as archive:
        for name, content in {**found, "xl/a.b": b"macros"}.items():
            archive.writestr(name, content)
    said = importer("check", sheet, state=tmp_path / "state")
    assert "The workbook contains macros" in said.out


def test_a_link_in_a_cell_is_nothing_of_this_kind(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0]["A2"].hyperlink = "https://example.com/"
    book.save(sheet)
    assert "The workbook contains" not in importer("check", sheet, state=tmp_path / "state").out
