"""S10: what a workbook does by itself when it is opened is told, and stays as it is in the results."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.builders import good
from tests.command import importer
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
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("part", PARTS)
def test_what_is_active_is_told_and_left_as_it_is(tmp_path: Path, part: str) -> None:
    sheet, place = workbook(tmp_path, good()), tmp_path / "out.xlsx"
    content, words = PARTS[part]
    with zipfile.ZipFile(sheet, "a") as archive:
        archive.writestr(part, content)
    said = importer("check", sheet, "--results", place, "--json", state=tmp_path / "state")
    [remark] = [remark for remark in said.object["remarks"] if "The workbook contains" in remark]
    assert words in remark


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
