"""A template is understood whatever its parts are called, as long as its relations and content types say so."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from importer.catalogue.languages import LANGUAGES
from importer.template.design import design_template, read_published_lists
from importer.template.stamp import Stamp
from importer.template.template_columns import choose_fields
from importer.template.write import write_template
from tests.command import importer
from tests.template.filling import fill, worked_example
from tests.template.test_reading import renamed

MOVED = {
    "xl/workbook.xml": "xl/book1.xml",
    "xl/_rels/workbook.xml.rels": "xl/_rels/book1.xml.rels",
    "docProps/custom.xml": "docProps/ours.xml",
}


def moved(path: Path) -> None:
    """Give the workbook part and the properties other names, as the format allows."""
    with ZipFile(path) as archive:
        parts = {MOVED.get(name, name): archive.read(name) for name in archive.namelist()}
    for place in ("[Content_Types].xml", "_rels/.rels"):
        for old, new in MOVED.items():
            parts[place] = parts[place].replace(old.encode(), new.encode())
    written(path, parts)


def in_other_case(path: Path) -> None:
    """Spell the parts in capitals in the archive alone: names differ in nothing by their case."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    written(path, {name if name.startswith("[") else name.upper(): content for name, content in parts.items()})


def with_backslashes(path: Path) -> None:
    """Spell the parts as some programs of Windows do, against the format."""
    with ZipFile(path) as archive:
        parts = {name.replace("/", "\\"): archive.read(name) for name in archive.namelist()}
    written(path, parts)


def written(path: Path, parts: dict[str, bytes]) -> None:
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("change", [moved, in_other_case, with_backslashes])
def test_a_template_whose_parts_have_other_names_is_understood(change: Callable[[Path], None], tmp_path: Path) -> None:
    """F11, W3."""
    stamp = Stamp("1.2.3", "en", "acme", datetime(2026, 11, 1, tzinfo=UTC))
    path = tmp_path / "template.xlsx"
    write_template(design_template(choose_fields("usual"), LANGUAGES["en"], read_published_lists().lists, stamp), path)
    filled = renamed(fill(path, worked_example(path)), {"Name*": "Hoe het heet", "Due date": "Klaar?"})
    change(filled)
    said = importer("check", filled, "--target", "practice", "--json", state=tmp_path)
    assert said.status == 0, said.out + said.err
    remarks = " ".join(said.object["remarks"])
    assert 'The column "Klaar?" is read as "Due date", as in the template of this sheet.' in remarks
    assert 'The column "Hoe het heet" is read as "Name", as in the template of this sheet.' in remarks
    assert "The template of this sheet has the lists of acme, not of practice" in remarks
