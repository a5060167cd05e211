"""An .ods workbook, from its content to blocks of rows."""

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from html import unescape

import pyarrow as pa

from importer.languages import N_, _
from importer.problem import NOT_A_SHEET
from importer.steps.read.sandbox.active_content import LINKS, PROGRAMS
from importer.steps.read.sandbox.cells import blocks_of
from importer.steps.read.sandbox.choose import choose_sheet
from importer.steps.read.sandbox.ods.content import OdsContent, piece_of
from importer.steps.read.sandbox.ods.formats import NumberFormats
from importer.steps.read.sandbox.ods.written_rules import StyledCells
from importer.steps.read.sandbox.output import Output
from importer.steps.read.sandbox.sheet_summaries import (
    FIRST_ROWS,
    MOST_COUNTED,
    NumberedRow,
    SheetRequest,
    WorkbookSheets,
)
from importer.steps.read.sandbox.xlsx.active_formulas import KINDS, FormulaSearch, write_plainly
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.spelling import CellSpeller
from importer.steps.read.to_text import TEXT
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import Refusal, make_damage_refusal, make_otherwise_locked_refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_DOCUMENT = "application/vnd.oasis.opendocument."
_SETTINGS, _CONFIG = "settings.xml", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"
_OF_MANIFEST = frozenset({"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"})
_KINDS = (
    *KINDS,
    (PROGRAMS, b"DDE", re.compile(r"\bDDE\s*\(")),
    (LINKS, b"#$", re.compile(r"'[A-Z][A-Z0-9+.-]*:[^']*'#\$")),
)
_FORMULA = re.compile(rb"""\bformula\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SOURCE = re.compile(rb"<[\w.-]+:(?:(dde-source)|table-source|cell-range-source)\b")


def read_ods(package: Package, request: SheetRequest, output: Output) -> None:
    """Send the rows of the sheet that is requested, and what there is to say of it. Raises a Refusal."""
    _refuse_what_is_no_sheet(package)
    first = OdsContent(most_rows=FIRST_ROWS)
    rows = _read_first_rows(package, first)
    if first.kind and first.kind != "spreadsheet":
        raise _make_no_sheet_refusal(first.kind)
    if not first.tables:
        raise make_damage_refusal(N_("it has no worksheet"))
    active = _find_active(package)
    sheets = WorkbookSheets(
        [(table.name, table.visible) for table in first.tables],
        lambda at: rows.get(at, []),
        _RowNumbers(package).find_numbers,
        next((at for at, table in enumerate(first.tables) if table.name == active), None),
    )
    position = choose_sheet(sheets, request, output)
    content = OdsContent(only=position)
    _send(package, content, output)
    table = content.tables[position]
    output.finish(table.name, filtered=table.filtered, merged=table.merged)


def _send(package: Package, content: OdsContent, output: Output) -> None:
    _read_styles(package, content.formats)
    search, styled = _ContentSearch(), StyledCells()
    with package.open_part(_CONTENT) as file:
        for found in content.read_pieces(search.watch(_CONTENT, file)):
            piece = piece_of(found, content.take_hidden())
            output.add_rows(piece.rows, piece.hidden)
            output.row_formats.add(piece.cells, content.formats.cell_styles.of_styles(content.styles))
            styled.add(piece.cells, content.styles, content.formats.cell_styles)
            context = _make_context(content)
            spelled = CellSpeller(piece.cells, context).spell()
            output.add_notes(spelled.notes)
            output.formats = context.codes
            for block in blocks_of(piece.cells.rows, piece.cells.columns, spelled.texts, spelled.formats):
                output.send(block)
    output.set_rules(content.rules.list_formats(content.formats.cell_styles, styled))
    output.active_content = [*output.active_content, *search.found]


def _read_first_rows(package: Package, content: OdsContent) -> dict[int, list[NumberedRow]]:
    """The first rows of each table, by its place."""
    _read_styles(package, content.formats)
    rows: dict[int, list[NumberedRow]] = {}
    with package.open_part(_CONTENT) as file:
        for found in content.read_pieces(file):
            piece = piece_of(found, [])
            texts = CellSpeller(piece.cells, _make_context(content)).spell().texts.to_pylist()
            for (table, number, *_), text in zip(found, texts, strict=True):
                if not text.strip():
                    continue
                of_table = rows.setdefault(table, [])
                if not of_table or of_table[-1][0] != number:
                    of_table.append((number, []))
                of_table[-1][1].append(text)
    return rows


class _RowNumbers:
    """The numbers of the rows with something in them, of each table: found at once, since all tables are in one part.

    Of a table behind which the document is damaged, or repeats too much, those that were found before.
    """

    def __init__(self, package: Package) -> None:
        self._package = package

    def find_numbers(self, position: int) -> Sequence[int]:
        """Find those of one table."""
        return self._found.get(position, ())

    @cached_property
    def _found(self) -> dict[int, list[int]]:
        found: dict[int, dict[int, None]] = {}
        with suppress(Refusal), self._package.open_part(_CONTENT) as file:
            for piece in OdsContent(most_rows=MOST_COUNTED + FIRST_ROWS).read_pieces(file):
                for table, number, *_ in piece:
                    found.setdefault(table, {})[number] = None
        return {table: list(numbers) for table, numbers in found.items()}


class _ContentSearch(FormulaSearch):
    """What asks others by itself, looked for in content.xml while it passes by.

    A formula is an attribute there, and a source an element.
    """

    kinds = _KINDS

    def find_formulas(self, text: bytes) -> None:
        """Look through a piece of content.xml."""
        text = write_plainly(text)
        if b"-source" in text:
            for source in _SOURCE.finditer(text):
                self.tell(PROGRAMS if source[1] else LINKS)
        if b"formula" in text and self.has_word_in(text.upper()):
            for formula in _FORMULA.finditer(text):
                words = (formula[1] or formula[2] or b"").decode("utf-8", "replace")
                self.look_at_formula(unescape(words).upper())


def _find_active(package: Package) -> str:
    """The name of the sheet in front, '' where the settings do not say."""
    if not package.has(_SETTINGS):
        return ""
    inside, texts = False, list[str]()

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        inside = name == "config-item" and attributes.get(f"{_CONFIG} name") == "ActiveTable"

    def text(words: str) -> None:
        if inside:
            texts.append(words)

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    with package.open_part(_SETTINGS) as file:
        XmlReader(start, end, text, spaces=frozenset({_CONFIG})).feed_all(file)
    return "".join(texts)


def _make_context(content: OdsContent) -> WorkbookContext:
    return WorkbookContext(pa.array([], TEXT), content.formats.list_formats(content.styles))


def _read_styles(package: Package, formats: NumberFormats) -> None:
    if package.has(_STYLES):
        with package.open_part(_STYLES) as file:
            XmlReader(formats.start, formats.end, formats.take, spaces=None).feed_all(file)


def _refuse_what_is_no_sheet(package: Package) -> None:
    if package.has("mimetype"):
        with package.open_part("mimetype") as file:
            kind = file.read(99).decode("latin-1").strip()
        if kind.startswith(_DOCUMENT) and not kind.startswith(f"{_DOCUMENT}spreadsheet"):
            raise _make_no_sheet_refusal(kind.removeprefix(_DOCUMENT))
    found: list[str] = []
    if package.has(_MANIFEST):
        with package.open_part(_MANIFEST) as file:
            XmlReader(lambda name, _: found.append(name), spaces=_OF_MANIFEST).feed_all(file)
    if {"encryption-data", "encrypted-key"} & set(found):
        raise make_otherwise_locked_refusal(N_("an OpenDocument sheet with a password"))


def _make_no_sheet_refusal(kind: str) -> Refusal:
    fix = N_("Copy the rows with the jobs into a sheet, save it and use that file.")
    return Refusal(NOT_A_SHEET, found=_("an OpenDocument {kind}").format(kind=kind), fix=fix)
