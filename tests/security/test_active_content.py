"""S10: what a workbook does by itself when it is opened is told, and stays as it is in the results."""

import zipfile
from pathlib import Path

import pytest

from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook

PARTS = {
    "xl/vbaProject.bin": (b"macros", "macros"),
    "xl/connections.xml": (
        b'<connections><connection refreshOnLoad="1"/></connections>',
        "data that is fetched on opening",
    ),
    "xl/externalLinks/externalLink1.xml": (b"<externalLink><ddeLink ddeService='cmd'/></externalLink>", "DDE"),
    "xl/embeddings/oleObject1.bin": (b"object", "embedded objects"),
}


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
