"""The value of a cell of an .ods: what its attributes say, or the text that it shows."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from importer.steps.read.sandbox.calamine.sheet_details import ERRORS
from importer.steps.read.sandbox.cells import CellKind

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, STYLE, NUMBER = (
    f"{_OASIS}{name}:1.0 " for name in ("table", "office", "text", "style", "datastyle")
)
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_TYPE, _NUMBER, _STRING = f"{OFFICE}value-type", f"{OFFICE}value", f"{OFFICE}string-value"
_TRUTH, _DATE, _TIME = f"{OFFICE}boolean-value", f"{OFFICE}date-value", f"{OFFICE}time-value"
_FORMULA, _CALC_TYPE = f"{TABLE}formula", f"{CALC}value-type"
_TRUTHS = frozenset({"TRUE", "FALSE"})
_ERRORS = frozenset(ERRORS.values())
_NUMBERS = frozenset({"float", "percentage", "currency"})
_LENGTH = re.compile(r"(-?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?)?", re.ASCII)
_SPACES = re.compile(r"[ \t\r\n]+")
_SPACES_TO_TAKE = re.compile(r"\A[ \t\r\n]|[\t\r\n]|  ")
_LINE_BREAK_LAST = re.compile(r"[\r\n][ \t\r\n]*\Z")
_FORMULA_LANGUAGE = re.compile(r"^(?:of|oooc|msoxl):")


class OdsValue(NamedTuple):
    """`text` as `kind` takes it; where it is not `valued` there is a formula without a result, and it is that."""

    kind: CellKind
    text: str
    valued: bool = True


def value_of(attributes: Mapping[str, str], shown: str, *, calculated: bool) -> OdsValue | None:
    """The value of a cell that shows the text `shown`; None where it is blank.

    A formula whose result is no text has no type; it is `calculated` all the same where there is a line, an empty one.
    """
    type_ = attributes.get(_TYPE, "")
    formula = attributes.get(_FORMULA, "")
    if type_ == "string" and not formula and attributes.get(_CALC_TYPE) != "error":
        text = shown or attributes.get(_STRING, "")
        return OdsValue(CellKind.TEXT, text) if text else None
    is_result = bool(formula or type_ in _NUMBERS)
    if attributes.get(_CALC_TYPE) == "error" or (is_result and (shown in _ERRORS or shown.startswith("Err:"))):
        return OdsValue(CellKind.ERROR, shown or "#ERROR!")
    if type_ in _NUMBERS and (number := attributes.get(_NUMBER)):
        if shown in _TRUTHS:
            return OdsValue(CellKind.TRUTH, shown.lower())
        return OdsValue(CellKind.TEXT, shown) if is_padded(shown, number) else OdsValue(CellKind.NUMBER, number)
    if type_ == "boolean":
        return OdsValue(CellKind.TRUTH, attributes.get(_TRUTH, shown.lower()))
    moment = attributes.get(_DATE, "") if type_ == "date" else to_clock(attributes.get(_TIME, ""))
    if moment:
        return OdsValue(CellKind.DATE, moment)
    text = shown or attributes.get(_STRING, "")
    if formula and not type_ and not calculated:
        return OdsValue(CellKind.TEXT, f"={_FORMULA_LANGUAGE.sub('', formula).removeprefix('=')}", valued=False)
    return OdsValue(CellKind.TEXT, text) if text else None


def is_padded(shown: str, number: str) -> bool:
    """Whether a whole number is shown with zeros in front, as 00123 or P-0007."""
    if shown == number or "0" not in shown or not number.isdecimal():
        return False
    digits = "".join(filter(str.isdecimal, shown))
    same = digits.startswith("0") and int(number) == int(digits)
    return same and len(digits) > 1 and not {".", ","} & set(shown)


def to_clock(length: str) -> str:
    """A length of time as hours, minutes and seconds: 09:30:00, 36:05:00; '' where it is none."""
    found = _LENGTH.fullmatch(length)
    if found is None or not any(found.groups("")[1:5]):
        return ""
    sign, *parts, fraction = found.groups("")
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    minutes, seconds = minutes + seconds // 60, seconds % 60
    hours, minutes = 24 * days + hours + minutes // 60, minutes % 60
    exact = f".{fraction}".rstrip("0").rstrip(".")
    return f"{sign}{hours if sign else f'{hours:02d}'}:{minutes:02d}:{seconds:02d}{exact}"


class Paragraphs:
    """The text of a cell, white space as [OpenDocument] 6.1.2 has it: a run is one space, none where a line begins.

    At the end of a line LibreOffice keeps a space that was typed; indentation goes.
    """

    def __init__(self) -> None:
        self._done: list[str] = []
        self._parts: list[tuple[str, bool]] = []

    def add(self, text: str, *, exact: bool = False) -> None:
        """Add some text; where it is `exact` its spaces are meant."""
        self._parts.append((text, exact))

    def finish_paragraph(self) -> None:
        """End a line."""
        if len(self._parts) == 1 and not _SPACES_TO_TAKE.search(self._parts[0][0]):
            self._done.append(self._parts.pop()[0])
            return
        line = ""
        for text, exact in self._parts:
            more = text if exact else _SPACES.sub(" ", text)
            starts = not line or (line.endswith(" ") and not exact)
            line += more.lstrip(" ") if starts and not exact else more
        if self._parts and _LINE_BREAK_LAST.search(self._parts[-1][0]) and not self._parts[-1][1]:
            line = line.rstrip(" ")
        self._done.append(line)
        self._parts = []

    def take(self) -> str:
        """The text so far, which is then forgotten."""
        text = "\n".join(self._done)
        self._done.clear()
        return text

    @property
    def has_lines(self) -> bool:
        """Whether there is a line, an empty one too."""
        return bool(self._done)
