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
        assert "parts that cannot be inspected" in list_active_content(io.BytesIO(), archive)


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
    assert found == ["data connections", "parts that cannot be inspected", "macros"]


def test_macros_of_a_workbook_with_a_password_are_told(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good())
    with zipfile.ZipFile(sheet, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
        archive.writestr("xl/media/much.bin", os.urandom(8_000))  # a small stream is not written soundly
    agile(sheet, "VelvetSweatshop")
    assert "The workbook contains macros" in importer("check", sheet, state=tmp_path / "state").out


def test_macros_of_an_old_workbook_are_told() -> None:
    file = io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(508) + "_VBA_PROJECT_CUR".encode("utf-16-le"))
    assert list_active_content(file, None) == ["macros"]


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


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
EXTERNAL = 'Id="r1" Type="http://x/image" Target="http://x/" TargetMode="External"'
FETCHED = "fetched from elsewhere"
ON_OPENING = "fetched on opening"
SPELLINGS = {  # of one relation
    "a sign of the markup in the address": (EXTERNAL.replace("x/", "x/?a>b"), FETCHED),
    "another word for its kind": (f'xmlns:q="u" q:Type="x/hyperlink" {EXTERNAL}', FETCHED),
    "a file of a share that is said to be inside": ('Id="r1" Type="http://x/image" Target="\\\\pc\\a.png"', FETCHED),
    "an address that is said to be inside": ('Id="r1" Type="http://x/image" Target="file:///c:/a.png"', FETCHED),
    "a workbook in a part that looks like a picture": ('Id="r1" Type="http://x/package" Target="a.png"', "embedded"),
    "macros in a part that looks like a picture": ('Id="r1" Type="http://x/vbaProject" Target="a.png"', "macros"),
}
INSIDE = {
    "spaces": ("connections", '<connections><connection refreshOnLoad=" 1 "/></connections>', ON_OPENING),
    "every minute": ("connections", '<connections><connection interval="1"/></connections>', ON_OPENING),
    "DDE": (
        "externalLink",
        '<a-b:externalLink xmlns:a-b="u"><a-b:ddeLink ddeService="cmd"/></a-b:externalLink>',
        "DDE",
    ),
}


def active_content(**found: bytes | str) -> str:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(file) as archive:
        return ", ".join(list_active_content(file, archive))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_relation_is_understood_however_it_is_written(spelling: str, encoding: str) -> None:
    relation, words = SPELLINGS[spelling]
    for prefix in ("", "a-b:"):
        space = f'xmlns{":" if prefix else ""}{prefix.rstrip(":")}="{RELATIONS}"'
        text = f"<{prefix}Relationships {space}><{prefix}Relationship {relation}/></{prefix}Relationships>"
        begin = "" if encoding == "utf-8" else '<?xml version="1.0" encoding="UTF-16"?>'
        assert words in active_content(**{"xl/_rels/a.xml.rels": f"{begin}{text}".encode(encoding)})


@pytest.mark.parametrize("how", INSIDE)
@pytest.mark.parametrize("name", ["xl/a.xml", "xl/a.dat"])
def test_a_part_is_looked_into_for_what_it_is_declared_to_be(name: str, how: str) -> None:
    kind, content, words = INSIDE[how]
    declared = f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"'
    ending = name.rpartition(".")[2]
    for entry in (f'<Override PartName="/{name.upper()}" {declared}/>', f'<Default Extension="{ending}" {declared}/>'):
        assert words in active_content(**{name: content, "[Content_Types].xml": f"<Types>{entry}</Types>"})


def test_a_list_of_relations_that_brings_letters_of_its_own_is_not_understood_and_said_to_be_so() -> None:
    relations = f"<Relationships><Relationship {EXTERNAL.replace('External', '&e;')}/></Relationships>"
    text = f'<!DOCTYPE x [<!ENTITY e "External">]>{relations}'
    assert "cannot be inspected" in active_content(**{"xl/_rels/a.xml.rels": text})


def test_connections_of_a_binary_workbook_are_told() -> None:
    assert active_content(**{"xl/connections.bin": b"x"}) == "data connections"
