"""What calamine does not say of an .xlsx sheet, found by searching its XML: it is searched, not parsed.

calamine (0.9) gives a blank for #N/A and for a formula without a stored value, and the bare number where a number
format shows 00123. Only the few cells concerned are looked at, so that this costs a fraction of the reading.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

import pandas as pd

from importer.problem import EXCEL_ERROR, NEVER_CALCULATED
from importer.records import CellNote
from importer.steps.read.grid import Grid

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PADDED = re.compile(r'(?:"([^"]*)"|\\(.))?(0{2,})')  # 00000, "P-"0000
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_HIDDEN_ROW = re.compile(rb'<row [^>]*\bhidden="(?:1|true)"')
_ROW_NUMBER = re.compile(rb'\br="([0-9]+)"')
_FORMULA_ALONE = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


@dataclass(frozen=True)
class SecondLook:
    """What else a worksheet says: the text of cells by (row, column counted from 1), notes, hidden rows."""

    texts: Mapping[tuple[int, int], str]
    notes: tuple[CellNote, ...]
    hidden_rows: frozenset[int] = frozenset()
    filtered: bool = False


def with_second_look(grid: Grid, path: Path) -> Grid:
    """The grid with what calamine left out: texts as shown, a note on each cell that has none, hidden rows.

    A row or column in which nothing but such cells are is there too.
    """
    look = looked_again(path, grid.name)
    columns = tuple(sorted({*grid.columns, *(column for _, column in look.texts)}))
    cells = grid.cells.set_axis(list(grid.columns), axis=1)
    rows = cells.index.union(sorted({row for row, _ in look.texts}))
    if len(rows) > len(cells.index) or columns != grid.columns:
        cells = cells.reindex(index=rows, columns=list(columns), fill_value="").astype("str")
    for column in sorted({column for _, column in look.texts}):
        texts = {row: text for (row, of), text in look.texts.items() if of == column}
        cells[column] = _overwritten(cells[column], texts)
    return replace(
        grid,
        columns=columns,
        cells=cells.set_axis(range(len(columns)), axis=1),
        notes=(*grid.notes, *look.notes),
        hidden_rows=look.hidden_rows,
        filtered=look.filtered,
    )


def _overwritten(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    changed = column.copy()
    changed.loc[list(texts)] = list(texts.values())
    return changed


def looked_again(path: Path, sheet: str) -> SecondLook:
    """Look again at the worksheet called `sheet`. A workbook of another make has nothing to add."""
    try:
        with ZipFile(path) as book:
            part = _part_of(book, sheet)
            content = book.read(part) if part else b""
            padded = _padded_styles(book)
    except (BadZipFile, KeyError, ET.ParseError, NotImplementedError, OSError):
        return SecondLook({}, ())
    errors = dict(_errors(content))
    shown = {place: text for style, form in padded.items() for place, text in _shown(content, style, form)}
    uncalculated = [place for place in _uncalculated(content) if place not in errors]
    notes = [CellNote(*place, EXCEL_ERROR, {"value": text}) for place, text in errors.items()]
    notes += [CellNote(*place, NEVER_CALCULATED) for place in uncalculated]
    hidden = frozenset(_hidden_rows(content))
    return SecondLook({**shown, **errors}, tuple(notes), hidden, filtered=b"<filterColumn" in content)


def _part_of(book: ZipFile, sheet: str) -> str | None:
    root = ET.fromstring(book.read("xl/workbook.xml"))  # noqa: S314 - calamine has read it before
    links = ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - the same
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for entry in root.iter(f"{_MAIN}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(_LINK), "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return None


def _padded_styles(book: ZipFile) -> Mapping[int, tuple[str, int]]:
    """The styles that show a whole number with leading zeros: their number, prefix and width."""
    if "xl/styles.xml" not in book.namelist():
        return {}
    root = ET.fromstring(book.read("xl/styles.xml"))  # noqa: S314 - calamine has read it before
    codes = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iter(f"{_MAIN}numFmt")}
    formats = root.find(f"{_MAIN}cellXfs")
    found = {}
    for style, entry in enumerate(formats if formats is not None else ()):
        form = _PADDED.fullmatch(codes.get(entry.get("numFmtId"), "").split(";")[0])
        if form:
            found[style] = ((form[1] or form[2] or ""), len(form[3]))
    return found


def _occurrences(content: bytes, words: bytes) -> Iterator[int]:
    place = content.find(words)
    while place >= 0:
        yield place
        place = content.find(words, place + 1)


def _cell_around(content: bytes, place: int) -> tuple[tuple[int, int], bytes] | None:
    """The place and XML of the cell whose tag has `place` in it."""
    start = content.rfind(b"<c ", 0, place)
    end = content.find(b"</c>", start)
    tag_end = content.find(b">", start)
    if start < 0 or end < 0 or tag_end < place:
        return None
    reference = _REFERENCE.search(content, start, tag_end)
    return (_place(reference), content[tag_end:end]) if reference else None


def _place(reference: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in reference[1]:
        column = column * 26 + letter - 64
    return int(reference[2]), column


def _errors(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for place in _occurrences(content, b't="e"'):
        cell = _cell_around(content, place)
        if cell:
            value = _VALUE.search(cell[1])
            yield cell[0], value[1].decode("utf-8", "replace") if value else "#ERROR"


def _shown(content: bytes, style: int, form: tuple[str, int]) -> Iterator[tuple[tuple[int, int], str]]:
    prefix, width = form
    for place in _occurrences(content, b' s="%d"' % style):
        cell = _cell_around(content, place)
        value = _VALUE.search(cell[1]) if cell else None
        if cell and value and value[1].isdigit():
            yield cell[0], prefix + value[1].decode().zfill(width)


def _uncalculated(content: bytes) -> Iterator[tuple[int, int]]:
    if b"<f" not in content:
        return
    for found in _FORMULA_ALONE.finditer(content):
        start = content.rfind(b"<c ", 0, found.start())
        reference = _REFERENCE.search(content, start, found.start())
        if reference:
            yield _place(reference)


def _hidden_rows(content: bytes) -> Iterator[int]:
    if b'hidden="' not in content:
        return
    for found in _HIDDEN_ROW.finditer(content):
        number = _ROW_NUMBER.search(content, found.start(), content.find(b">", found.start()))
        if number:
            yield int(number[1])
