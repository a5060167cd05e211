"""The conditional formats of a worksheet of an .xls ([MS-XLS] 2.4.42, 2.4.43), their formulas as people type them."""

import struct
from collections.abc import Iterator
from itertools import islice

from importer.steps.read.sandbox.calamine.strikes_and_fills import RecordStream
from importer.steps.read.sandbox.row_strikes_and_fills import NO_COLOUR, FormatRule, RuleFormat
from importer.steps.read.sandbox.xlsx.conditional_formats import formula_of
from importer.workbook_parts.addresses import letter_of

_AREAS, _RULE = 0x1B0, 0x1B1
_MOST = 1_000
_KINDS = {1: "cellIs", 2: "expression"}
_OPERATORS = ("", "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan", "greaterThanOrEqual",
              "lessThanOrEqual")  # fmt: skip
_HAS_NUMBER, _HAS_FONT, _HAS_FILL, _NO_BACKGROUND = 1 << 25, 1 << 26, 1 << 29, 1 << 18
_SIZES = ((_HAS_FONT, 118), (1 << 27, 8), (1 << 28, 8))  # of what stands before the fill
_STRIKES = 0x80
_BETWEEN = {0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x08: "&", 0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=",
            0x0D: ">", 0x0E: "<>"}  # fmt: skip
_FIXED = {3: ("ISERROR", 1), 32: ("LEN", 1), 38: ("NOT", 1), 112: ("LOWER", 1), 113: ("UPPER", 1), 118: ("TRIM", 1),
          128: ("ISNUMBER", 1), 129: ("ISBLANK", 1), 221: ("TODAY", 0)}  # fmt: skip
_VARIABLE = {36: "AND", 37: "OR", 82: "SEARCH", 115: "LEFT", 116: "RIGHT", 124: "FIND"}
_PARENTHESIS, _TEXT, _TRUTH, _WHOLE, _NUMBER, _HINT = 0x15, 0x17, 0x1D, 0x1E, 0x1F, 0x19
_JUMPS, _SUM = 0x04, 0x10
_LONGEST = 2_000  # bytes of a formula
_REFERENCE, _OFFSET, _FUNCTION, _FUNCTION_OF_ANY = 0x24, 0x2C, 0x21, 0x22
_LAST_ROW, _LAST_COLUMN = 1 << 16, 1 << 8


class _NotUnderstood(Exception):
    """A part of a formula that is none of the simple ones."""


def read_rules_of_xls(records: RecordStream) -> list[FormatRule]:
    """The conditional formats; those cut short are left out."""
    return list(islice(_read_rules(records), _MOST))


def _read_rules(records: RecordStream) -> Iterator[FormatRule]:
    areas: list[tuple[int, int, int, int]] = []  # first and last row, first and last column
    for kind, content in records:
        try:
            if kind == _AREAS:
                count = struct.unpack_from("<H", content, 12)[0]
                areas = [struct.unpack_from("<4H", content, 14 + 8 * number) for number in range(count)]
            elif kind == _RULE and areas:
                yield _read_rule(content, areas)
        except (struct.error, IndexError):
            areas = []


def _read_rule(content: bytes, areas: list[tuple[int, int, int, int]]) -> FormatRule:
    kind, operator, first, second = struct.unpack_from("<BBHH", content)
    ends = len(content) - second
    parts = [content[ends - first : ends], content[ends:]]
    written = " ".join(
        f"{letter_of(left + 1)}{top + 1}:{letter_of(right + 1)}{bottom + 1}" for top, bottom, left, right in areas
    )
    try:
        formulas = [_FormulaText(part, areas[0][0], areas[0][2]).read() for part in parts if part]
    except _NotUnderstood:
        formulas = []
    word = _OPERATORS[operator] if operator < len(_OPERATORS) else ""
    return written, formula_of(_KINDS.get(kind, "unknown"), word, written, formulas), _read_format(content)


def _read_format(content: bytes) -> RuleFormat:
    """[MS-XLS] 2.5.92: what is not there takes no place."""
    flags, more = struct.unpack_from("<IH", content, 6)
    at = 12
    if flags & _HAS_NUMBER:
        at += struct.unpack_from("<H", content, at)[0] if more & 1 else 2
    found = RuleFormat()
    if flags & _HAS_FONT:
        lines, ignored = struct.unpack_from("<I", content, at + 68)[0], struct.unpack_from("<I", content, at + 88)[0]
        found.strikes = bool(lines & ~ignored & _STRIKES)
    at += sum(size for flag, size in _SIZES if flags & flag)
    if flags & _HAS_FILL and not flags & _NO_BACKGROUND:
        colour = f"indexed {struct.unpack_from('<I', content, at)[0] >> 23 & 0x7F} "
        found.colour = "" if colour in NO_COLOUR else colour
    return found


class _FormulaText:
    """A formula as it is typed in the cell of this row and column, from its parts in reverse Polish order."""

    def __init__(self, parts: bytes, row: int, column: int) -> None:
        self._parts, self._row, self._column = parts, row, column
        self._at = 0
        self._stack: list[str] = []

    def read(self) -> str:
        """The text. Raises _NotUnderstood."""
        if len(self._parts) > _LONGEST:
            raise _NotUnderstood
        while self._at < len(self._parts):
            kind = self._take("<B")
            if kind == _HINT:
                self._pass_over_hint()
            else:
                self._stack.append(self._read_part(kind))
        if len(self._stack) != 1:
            raise _NotUnderstood
        return self._stack[0]

    def _take(self, form: str) -> int:
        found: int = struct.unpack_from(form, self._parts, self._at)[0]
        self._at += struct.calcsize(form)
        return found

    def _take_last(self, count: int) -> list[str]:
        if len(self._stack) < count:
            raise _NotUnderstood
        found = self._stack[len(self._stack) - count :]
        del self._stack[len(self._stack) - count :]
        return found

    def _pass_over_hint(self) -> None:
        """How it is calculated; a list of jumps, or a sum, would be more than that."""
        if self._take("<B") & (_JUMPS | _SUM):
            raise _NotUnderstood
        self._at += 2

    def _read_part(self, kind: int) -> str:
        if kind in _BETWEEN:
            return _BETWEEN[kind].join(self._take_last(2))
        if kind == _PARENTHESIS:
            return f"({self._take_last(1)[0]})"
        if kind == _TEXT:
            return self._read_text()
        if kind == _TRUTH:
            return "TRUE" if self._take("<B") else "FALSE"
        if kind == _WHOLE:
            return str(self._take("<H"))
        if kind == _NUMBER:
            return f"{self._take('<d'):.15g}"
        return self._read_classed(kind & 0x1F | 0x20)

    def _read_text(self) -> str:
        size, is_wide = self._take("<B"), self._take("<B") & 1
        end = self._at + size * (2 if is_wide else 1)
        text = self._parts[self._at : end].decode("utf-16-le" if is_wide else "latin-1", "replace")
        self._at = end
        return '"{}"'.format(text.replace('"', '""'))

    def _read_classed(self, kind: int) -> str:
        """A cell or a function, of whichever class."""
        if kind in {_REFERENCE, _OFFSET}:
            return self._read_reference(is_offset=kind == _OFFSET)
        if kind == _FUNCTION:
            name, count = _FIXED.get(self._take("<H"), ("", 0))
        elif kind == _FUNCTION_OF_ANY:
            count, number = self._take("<B"), self._take("<H")
            name = _VARIABLE.get(number, "")
        else:
            raise _NotUnderstood
        if not name:
            raise _NotUnderstood
        return f"{name}({','.join(self._take_last(count))})"

    def _read_reference(self, *, is_offset: bool) -> str:
        row, column = self._take("<H"), self._take("<H")
        moves_row, moves_column = is_offset and column & 0x8000, is_offset and column & 0x4000
        row = (row + (self._row if moves_row else 0)) % _LAST_ROW + 1
        letter = letter_of((column + (self._column if moves_column else 0)) % _LAST_COLUMN + 1)
        return f"{'' if moves_column else '$'}{letter}{'' if moves_row else '$'}{row}"
