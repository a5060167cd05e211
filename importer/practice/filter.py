"""The words of an OData `$filter`: text -> a tree of comparisons.

    filter      = all { "or" all }
    all         = one { "and" one }
    one         = "not" one | "(" filter ")" | property [ operator literal ]
    operator    = "eq" | "ne" | "gt" | "ge" | "lt" | "le"
    literal     = 'text' | guid | number | date | "true" | "false" | "null"

A quote inside a text is doubled; keywords are lower case; a property alone must be a yes/no one.

The library odata-query neither says what should stand where a filter is wrong, nor limits how long it may be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from importer.practice.http_errors import HttpError, make_odata_body

Operator = Literal["eq", "ne", "gt", "ge", "lt", "le"]
LiteralKind = Literal["text", "guid", "number", "date", "boolean", "null"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
MOST_COMPARISONS = 100  # OData's own default limit is of this size
_DEEPEST = 50
_KINDS_OF_WORDS: Mapping[str, LiteralKind] = {"true": "boolean", "false": "boolean", "null": "null"}

_TOKEN = re.compile(
    r"""(?P<text>'(?:[^']|'')*')
    |(?P<guid>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b)
    |(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)
    |(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\b)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<bracket>[()])""",
    re.VERBOSE,
)


class BadQuery(HttpError):
    """The query cannot be answered; `message` says what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__(400, make_odata_body(400, message))


@dataclass(frozen=True)
class Operand:
    """A literal: its kind and its text, without quotes."""

    kind: LiteralKind
    text: str


@dataclass(frozen=True)
class Comparison:
    """`property operator value`."""

    property: str
    operator: Operator
    value: Operand


@dataclass(frozen=True)
class BooleanOperation:
    """Two or more conditions, joined by 'and' or by 'or'."""

    word: Literal["and", "or"]
    parts: tuple["FilterNode", ...]


@dataclass(frozen=True)
class Negation:
    """The opposite of a condition."""

    part: "FilterNode"


FilterNode = Comparison | BooleanOperation | Negation


@dataclass(frozen=True)
class _FilterToken:
    kind: str
    text: str
    position: int


_END = ""


def parse_filter(text: str) -> FilterNode:
    """The condition that `text` states. Raises BadQuery, with the position counted from 1."""
    parser = _Parser(_split_tokens(text), len(text))
    condition = parser.parse_any_of()
    parser.expect_end()
    return condition


def _split_tokens(text: str) -> list[_FilterToken]:
    tokens, position = [], 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        found = _TOKEN.match(text, position)
        if found is None:
            what = "a text without its closing quote" if text[position] == "'" else repr(text[position])
            raise BadQuery(f"Syntax error at position {position + 1} of $filter: {what}.")
        tokens.append(_FilterToken(found.lastgroup or "", found[0], position))
        position = found.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[_FilterToken], length: int) -> None:
        self._tokens = [*tokens, _FilterToken("end", _END, length)]
        self._next = 0
        self._depth = 0
        self._comparisons = 0

    @property
    def _seen(self) -> _FilterToken:
        return self._tokens[self._next]

    def parse_any_of(self) -> FilterNode:
        return self._parse_operation("or")

    def expect_end(self) -> None:
        if self._seen.kind != "end":
            raise self._make_unexpected("'and', 'or' or the end")

    def _parse_operation(self, word: Literal["and", "or"]) -> FilterNode:
        inner = self._parse_one if word == "and" else self._parse_all_of
        parts = [inner()]
        while self._take("word", word):
            parts.append(inner())
        return parts[0] if len(parts) == 1 else BooleanOperation(word, tuple(parts))

    def _parse_all_of(self) -> FilterNode:
        return self._parse_operation("and")

    def _parse_one(self) -> FilterNode:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadQuery(f"$filter is nested more than {_DEEPEST} deep.")
        if self._take("word", "not"):
            condition: FilterNode = Negation(self._parse_one())
        elif self._take("bracket", "("):
            condition = self.parse_any_of()
            if not self._take("bracket", ")"):
                raise self._make_unexpected("')'")
        else:
            condition = self._parse_comparison()
        self._depth -= 1
        return condition

    def _parse_comparison(self) -> Comparison:
        self._comparisons += 1
        if self._comparisons > MOST_COMPARISONS:
            raise BadQuery(f"$filter has more than {MOST_COMPARISONS} comparisons.")
        name = self._seen
        if name.kind != "word" or name.text in {"and", "or", "true", "false", "null", *OPERATORS}:
            raise self._make_unexpected("a property")
        self._next += 1
        operator = next((word for word in OPERATORS if self._take("word", word)), None)
        if operator is not None:
            return Comparison(name.text, operator, self._parse_literal())
        if self._seen.text not in {"and", "or", ")", _END}:
            raise self._make_unexpected("one of eq, ne, gt, ge, lt, le (in small letters)")
        return Comparison(name.text, "eq", Operand("boolean", "true"))

    def _parse_literal(self) -> Operand:
        token = self._seen
        self._next += 1
        if token.kind == "text":
            return Operand("text", token.text[1:-1].replace("''", "'"))
        kind = _KINDS_OF_WORDS.get(token.text, token.kind)
        if kind in get_args(LiteralKind):
            return Operand(cast("LiteralKind", kind), token.text)
        self._next -= 1
        raise self._make_unexpected("a value (text in single quotes)")

    def _take(self, kind: str, text: str) -> bool:
        taken = self._seen.kind == kind and self._seen.text == text
        self._next += taken
        return taken

    def _make_unexpected(self, wanted: str) -> BadQuery:
        token = self._seen
        found = repr(token.text) if token.text else "the end"
        return BadQuery(f"Syntax error at position {token.position + 1} of $filter: {found}, but expected {wanted}.")
