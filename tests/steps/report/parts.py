"""The parts of a workbook, looked at from outside: what is in them, and what is the same in two workbooks."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parts(path: Path) -> dict[str, bytes]:
    """Every part by name; fails where the archive is damaged or a part is in it twice."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def changed(before: Path, after: Path) -> tuple[set[str], set[str], set[str]]:
    """The names of the parts that went, that came, and that are not what they were, byte for byte."""
    old, new = parts(before), parts(after)
    return old.keys() - new.keys(), new.keys() - old.keys(), {n for n in old.keys() & new.keys() if old[n] != new[n]}


def rewritten(path: Path, name: str, change: Callable[[str], str]) -> Path:
    """The workbook with one part changed as text."""
    content = parts(path)
    text = content[name].decode()
    content[name] = change(text).encode()
    assert content[name].decode() != text, "the change found nothing to change"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, part in content.items():
            archive.writestr(each, part)
    return path


def tree(path: Path, name: str) -> ET.Element:
    """A part as a tree; fails where it is no sound XML."""
    return ET.fromstring(parts(path)[name])  # noqa: S314 - our own


def canonical(element: ET.Element) -> str:
    """An element in the one way in which equal elements are written."""
    return ET.canonicalize(ET.tostring(element, encoding="unicode"), strip_text=False)


def cells(sheet: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """The cells of a worksheet by address, in the order of the file."""
    for row in sheet.iter(f"{MAIN}row"):
        columns = [re.sub(r"\d", "", cell.attrib["r"]).rjust(3) for cell in row]
        assert columns == sorted(columns), f"the cells of row {row.attrib['r']} are not in order"
        yield from ((cell.attrib["r"], cell) for cell in row)


def relations_hold(path: Path) -> None:
    """Fail where a part refers to one that is not there, or a part has no type."""
    content = parts(path)
    types = ET.fromstring(content["[Content_Types].xml"])  # noqa: S314 - our own
    overrides = {each.attrib["PartName"].lstrip("/") for each in types if each.tag.endswith("Override")}
    endings = {each.attrib["Extension"] for each in types if each.tag.endswith("Default")}
    assert overrides <= content.keys()
    assert all(
        name in overrides or name.rpartition(".")[2] in endings for name in content if name != "[Content_Types].xml"
    )
    for name in content:
        if name.endswith(".rels"):
            folder = name.split("_rels/")[0]
            ids = []
            for each in ET.fromstring(content[name]):  # noqa: S314 - our own
                ids.append(each.attrib["Id"])
                if each.attrib.get("TargetMode") != "External":
                    target = each.attrib["Target"]
                    place = (
                        target.lstrip("/") if target.startswith("/") else str(Path("/", folder, target).resolve())[1:]
                    )
                    assert place in content, f"{name} refers to {place}"
            assert len(set(ids)) == len(ids)
