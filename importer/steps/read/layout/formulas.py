"""Formulas of conditional formats, as far as they are simple: cells, texts and numbers, a few functions."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from importer.steps.read.layout.formula_values import (
    CellHasError,
    FormulaUnknown,
    FormulaValue,
    number_of,
    rank_value,
    refuse_day,
    refuse_digits,
    text_of,
    truth_of,
    value_of,
)
from importer.workbook_parts import LONGEST_TEXT, to_column_number

_TOKEN = re.compile(
    r'\s*("(?:[^"]|"")*"|[0-9]+(?:\.[0-9]+)?|\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w(])|[A-Za-z][A-Za-z0-9.]*'
    r"|<>|<=|>=|[<>=&(),])\s*"
)
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)", re.IGNORECASE)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge,
}  # fmt: skip
_WILDCARDS = frozenset("*?~")
_LONGEST, _DEEPEST = 500, 20  # letters, and brackets within brackets

CellLookup = Callable[[int, int], str]  # the text in a row and a column
Formula = Callable[[CellLookup, int, int], FormulaValue]  # and how many rows and columns it has moved


@dataclass(frozen=True)
class ReadFormula:
    """What a formula asks, of how many parts; whether it asks the same of each cell of a row, or of all cells."""

    ask: Formula
    parts: int
    is_of_row: bool
    is_of_sheet: bool


def read_formula(text: str) -> ReadFormula:
    """Understand a formula. Raises FormulaUnknown."""
    reader = _FormulaReader(text)
    parts = reader.parts
    return ReadFormula(reader.read(), parts, reader.is_of_row, reader.is_of_row and reader.is_of_column)


class _FormulaReader:
    def __init__(self, formula: str) -> None:
        self._tokens = _split_into_tokens(formula)
        self.parts = len(self._tokens)
        self.is_of_row = self.is_of_column = True

    def read(self) -> Formula:
        """What the formula asks. Raises FormulaUnknown."""
        found = self._parse_comparison()
        if self._tokens:
            raise FormulaUnknown
        return found

    def _parse_comparison(self) -> Formula:
        left = self._parse_joined()
        while self._next in _COMPARE:
            left = _make_comparison(_COMPARE[self._take()], left, self._parse_joined())
        return left

    def _parse_joined(self) -> Formula:
        left = self._parse_term()
        while self._next == "&":
            self._take()
            left = _make_joined(left, self._parse_term())
        return left

    def _parse_term(self) -> Formula:
        if self._next == "(":
            self._take()
            found = self._parse_comparison()
            self._expect(")")
            return found
        token = self._take()
        if token.startswith('"'):
            text = token[1:-1].replace('""', '"')
            return lambda *_: text
        if token[0].isdigit():
            number = number_of(token)
            return lambda *_: number
        if reference := _REFERENCE.fullmatch(token):
            self.is_of_row = self.is_of_row and bool(reference[1])
            self.is_of_column = self.is_of_column and bool(reference[3])
            return _make_reference(*reference.groups())
        return self._parse_call(token.upper())

    def _parse_call(self, name: str) -> Formula:
        if name in {"TRUE", "FALSE"} and self._next != "(":
            return lambda *_: name == "TRUE"
        self._expect("(")
        arguments: list[Formula] = []
        while self._next != ")":
            arguments.append(self._parse_comparison())
            if self._next == ",":
                self._take()
        self._expect(")")
        made = _FUNCTIONS.get(name)
        if made is None or not arguments:
            raise FormulaUnknown
        return made(arguments)

    @property
    def _next(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def _take(self) -> str:
        if not self._tokens:
            raise FormulaUnknown
        return self._tokens.pop(0)

    def _expect(self, sign: str) -> None:
        if self._take() != sign:
            raise FormulaUnknown


def _split_into_tokens(formula: str) -> list[str]:
    if len(formula) > _LONGEST or formula.count("(") > _DEEPEST or _TOKEN.sub("", formula):
        raise FormulaUnknown
    return _TOKEN.findall(formula)


def _make_reference(fixed_column: str, letters: str, fixed_row: str, number: str) -> Formula:
    row, column = int(number), to_column_number(letters.upper())

    def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
        return value_of(cell(row + (0 if fixed_row else rows), column + (0 if fixed_column else columns)))

    return value


def _make_comparison(compare: Callable[[Any, Any], bool], left: Formula, right: Formula) -> Formula:
    def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
        one, other = left(cell, rows, columns), right(cell, rows, columns)
        one, other = (type(b)() if a == "" and not isinstance(b, str) else a for a, b in ((one, other), (other, one)))
        for a, b in ((one, other), (other, one)):
            refuse_day(a, b)
            refuse_digits(a, b)
        return compare(rank_value(one), rank_value(other))

    return value


def _make_joined(left: Formula, right: Formula) -> Formula:
    def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
        joined = text_of(left(cell, rows, columns)) + text_of(right(cell, rows, columns))
        if len(joined) > LONGEST_TEXT:
            raise CellHasError
        return joined

    return value


def _make_search(*, exactly: bool) -> Callable[[Sequence[Formula]], Formula]:
    def made(arguments: Sequence[Formula]) -> Formula:
        if len(arguments) != 2:  # noqa: PLR2004 - what is looked for, and where
            raise FormulaUnknown

        def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
            wanted, text = (text_of(one(cell, rows, columns)) for one in arguments)
            if not exactly and _WILDCARDS & set(wanted):
                raise FormulaUnknown
            at = text.find(wanted) if exactly else text.casefold().find(wanted.casefold())
            if at < 0:
                raise CellHasError
            return at + 1.0

        return value

    return made


def _make_and_or(gather: Callable[[Iterable[bool]], bool]) -> Callable[[Sequence[Formula]], Formula]:
    """Conditions together: all are asked, since an error in one is one of them all."""
    return lambda arguments: lambda *at: gather([truth_of(one(*at)) for one in arguments])


def _is_error(arguments: Sequence[Formula]) -> Formula:
    def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
        try:
            arguments[0](cell, rows, columns)
        except CellHasError:
            return True
        return False

    return value


def _is_number(arguments: Sequence[Formula]) -> Formula:
    def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
        try:
            found = arguments[0](cell, rows, columns)
        except CellHasError:
            return False
        refuse_day(found, 1.0)
        return isinstance(found, float)

    return value


def _make_cut(take: Callable[[str, int], str]) -> Callable[[Sequence[Formula]], Formula]:
    def made(arguments: Sequence[Formula]) -> Formula:
        def value(cell: CellLookup, rows: int, columns: int) -> FormulaValue:
            text = text_of(arguments[0](cell, rows, columns))
            count = arguments[1](cell, rows, columns) if len(arguments) > 1 else 1.0
            return take(text, int(count)) if isinstance(count, float) else text

        return value

    return made


def _make_text_function(change: Callable[[str], FormulaValue]) -> Callable[[Sequence[Formula]], Formula]:
    return lambda arguments: lambda *at: change(text_of(arguments[0](*at)))


_FUNCTIONS: Mapping[str, Callable[[Sequence[Formula]], Formula]] = {
    "AND": _make_and_or(all),
    "OR": _make_and_or(any),
    "NOT": lambda arguments: lambda *at: not truth_of(arguments[0](*at) or False),
    "ISBLANK": lambda arguments: lambda *at: arguments[0](*at) == "",
    "ISERROR": _is_error,
    "ISNUMBER": _is_number,
    "SEARCH": _make_search(exactly=False),
    "FIND": _make_search(exactly=True),
    "LEFT": _make_cut(lambda text, count: text[:count]),
    "RIGHT": _make_cut(lambda text, count: text[-count:] if count else ""),
    "LEN": _make_text_function(lambda text: float(len(text))),
    "TRIM": _make_text_function(lambda text: " ".join(text.split())),
    "UPPER": _make_text_function(str.upper),
    "LOWER": _make_text_function(str.lower),
}
