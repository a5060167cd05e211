"""A second look at a worksheet of an .ods ([OpenDocument 1.3]): errors, hidden rows, merged ranges, what is shown."""

import re

from importer.problem import NOT_A_SHEET
from importer.steps.read.sandbox.calamine.reader import ERRORS, Looks, SecondLook
from importer.workbook_parts.addresses import LAST_ROW
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _CONFIG = (f"{_OASIS}{name}:1.0 " for name in ("table", "office", "text", "config"))
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_SPACES = frozenset({_TABLE.strip(), _TEXT.strip(), _CONFIG.strip(), f"{_OASIS}manifest:1.0"})
_ERRORS = frozenset(ERRORS.values())
_DOCUMENT = "application/vnd.oasis.opendocument."
_LENGTH = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S", re.ASCII)
_HOURS_OF_A_DAY = 24


def second_look_at_ods(package: Package) -> Looks:
    """How to look at a worksheet by its name. Raises a Refusal where it is a document of another kind, or locked."""
    _refuse_what_is_no_sheet(package)
    return Looks(lambda name, _: _look(package, name), _active(package))


def _active(package: Package) -> str:
    """The name of the sheet in front, '' where the settings do not say."""
    if not package.has("settings.xml"):
        return ""
    inside, texts = False, list[str]()

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        inside = name == "config-item" and attributes.get(f"{_CONFIG}name") == "ActiveTable"

    def text(words: str) -> None:
        if inside:
            texts.append(words)

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    with package.opened("settings.xml") as file:
        XmlReader(start, end, text, spaces=_SPACES).feed_all(file)
    return "".join(texts)


def _refuse_what_is_no_sheet(package: Package) -> None:
    if package.has("mimetype"):
        with package.opened("mimetype") as file:
            kind = file.read(99).decode("latin-1").strip()
        if kind.startswith(_DOCUMENT) and not kind.startswith(f"{_DOCUMENT}spreadsheet"):
            fix = "Copy the rows with the jobs into a sheet, save it and use that file."
            raise Refusal(NOT_A_SHEET, found=f"an OpenDocument {kind.removeprefix(_DOCUMENT)}", fix=fix)
    found: list[str] = []
    with package.opened("META-INF/manifest.xml") as file:
        XmlReader(lambda name, _: found.append(name), spaces=_SPACES).feed_all(file)
    if {"encryption-data", "encrypted-key"} & set(found):
        fix = "Open it, save a copy without a password, and use that copy."
        raise Refusal(NOT_A_SHEET, found="an OpenDocument sheet with a password", fix=fix)


def _look(package: Package, name: str) -> SecondLook:
    table = _Table(name)
    with package.opened("content.xml") as file:
        table.reader.feed_all(file)
    return table.look


class _Table:
    def __init__(self, name: str) -> None:
        self.look = SecondLook()
        self.reader = XmlReader(self._start, self._end, self._text, spaces=_SPACES)
        self._name, self._inside = name, False
        self._row = self._column = 1
        self._rows = self._columns = 1
        self._texts: list[str] | None = None
        self._is_error = False
        self._value = ""

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "table" and attributes.get(f"{_TABLE}name") == self._name:
            self._inside, self._row = True, 1
        elif self._inside and name == "table-row":
            self._start_row(attributes)
        elif self._inside and name in {"table-cell", "covered-table-cell"}:
            self._start_cell(attributes)

    def _start_row(self, attributes: Attributes) -> None:
        self._column, self._rows = 1, _count(attributes, "number-rows-repeated")
        visibility = attributes.get(f"{_TABLE}visibility", "visible")
        if visibility != "visible" and self._rows < LAST_ROW // 2:
            self.look.hidden.extend(range(self._row, self._row + self._rows))
        self.look.filtered = self.look.filtered or visibility == "filter"

    def _start_cell(self, attributes: Attributes) -> None:
        self._columns = _count(attributes, "number-columns-repeated")
        down, right = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if down > 1 or right > 1:
            self.look.merged.append((self._row, self._column, self._row + down - 1, self._column + right - 1))
        self._is_error = attributes.get(f"{_CALC}value-type") == "error"
        self._value = attributes.get(f"{_OFFICE}value") or attributes.get(f"{_OFFICE}time-value", "")
        self._texts = [] if self._is_error or self._value or f"{_TABLE}formula" in attributes else None

    def _end(self, name: str) -> None:
        if name == "table":
            self._inside = False
        elif self._inside and name == "table-row":
            self._row += self._rows
        elif self._inside and name in {"table-cell", "covered-table-cell"}:
            text = "".join(self._texts or ())
            if self._is_error or text in _ERRORS or text.startswith("Err:"):
                self._note(self.look.errors, text or "#ERROR!")
            elif shown := _shown(text, self._value):
                self._note(self.look.shown, shown)
            self._texts, self._is_error = None, False
            self._column += self._columns

    def _note(self, where: dict[tuple[int, int], str], noted: str) -> None:
        columns = range(self._column, self._column + min(self._columns, 1_024))
        rows = range(self._row, self._row + min(self._rows, 65_536))
        where.update(((row, column), noted) for row in rows for column in columns)

    def _text(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)


def _shown(text: str, value: str) -> str:
    """The text of a cell that shows another than its value: zeros in front, a truth, a length of time; '' for none."""
    if text in {"TRUE", "FALSE"}:
        return text
    if found := _LENGTH.fullmatch(value):
        sign, hours, minutes, seconds, fraction = found.groups("")
        exact = f"{seconds}.{fraction}".rstrip("0") if fraction.strip("0") else seconds
        return f"{sign}{int(hours)}:{minutes}:{exact}" if sign or int(hours) >= _HOURS_OF_A_DAY else ""
    digits = "".join(filter(str.isdecimal, text))
    padded = digits.startswith("0") and value.isdecimal() and int(value) == int(digits)
    return text if padded and len(digits) > 1 and not {".", ","} & set(text) else ""


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(text), LAST_ROW)) if text.isascii() and text.isdigit() else 1
