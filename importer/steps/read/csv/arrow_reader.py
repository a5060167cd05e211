"""Arrow reads a text without a problem in its quotes, but for the rows of another width.

Arrow reads stray quotes as it likes, so every quote is checked before: where each one opens, closes or doubles as
RFC 4180 has it, there is only one reading.
"""

import codecs
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from importer.steps.read.csv.dialect import Dialect

pa.enable_signal_handlers(False)  # Ctrl-C is for whoever runs us: Arrow would end with an error of its own

_TEXT = pa.large_string()  # what the str columns of pandas hold
_AT_ONCE = 1 << 17  # bytes: few enough to stay in the processor's cache
_BLOCK = 1 << 22  # bytes that Arrow takes at a time
_MOST_ODD = 1_000  # rows of another width
_END, _RETURN = ord("\n"), ord("\r")


@dataclass(frozen=True)
class ArrowRows:
    """The rows in which something is.

    `lines` has the line of each, counted from 1. `table` holds the rows of the usual width, `odd` the text of each
    other one by its place among all.
    """

    lines: np.ndarray
    table: pa.Table
    odd: dict[int, str]


def read_with_arrow(utf8: memoryview, dialect: Dialect, width: int) -> ArrowRows | None:
    """Read a text without problems in its quotes; None where it has any, or too many rows of another width."""
    if width < 2 or dialect.escape or len((dialect.delimiter + dialect.quote).encode()) > 2:  # noqa: PLR2004
        return None
    if not utf8 or bytes(utf8[:3]) == codecs.BOM_UTF8:
        return None
    records = _find_records(np.frombuffer(utf8, np.uint8), dialect)
    parsed = _parse(utf8, dialect, width, runs_over=records.runs_over) if records else None
    if records is None or parsed is None:
        return None
    table, odd = parsed
    first = table.column(0)
    if (
        table.num_rows + len(odd) != len(records.lines)
        or pc.any(pc.and_(pc.starts_with(first, "'"), pc.ends_with(first, "'"))).as_py()
    ):
        return None  # a row in other quotes, perhaps
    return _remove_blank_rows(records, table, odd)


@dataclass(frozen=True)
class _Records:
    """The line on which each record begins, empty lines left out, and whether any runs over its line."""

    lines: np.ndarray
    runs_over: bool


def _find_records(text: np.ndarray, dialect: Dialect) -> _Records | None:
    """Where the records are; None where a quote is not by the records."""
    edges = np.zeros(256, bool)
    edges[[ord(dialect.delimiter), _END, _RETURN, ord(dialect.quote)]] = True
    ends: list[np.ndarray] = []
    lines: list[np.ndarray] = []
    quotes_seen = lines_seen = 0
    for start in range(0, len(text), _AT_ONCE):
        piece = text[start : start + _AT_ONCE]
        quotes = np.flatnonzero(piece == ord(dialect.quote)) + start
        if not _follow_rfc4180(text, quotes, quotes_seen % 2, edges):
            return None
        line_ends = _find_line_ends(text, piece, start)
        outside = np.flatnonzero((np.searchsorted(quotes, line_ends) + quotes_seen) % 2 == 0)
        ends.append(line_ends[outside])
        lines.append(outside + lines_seen + 2)
        quotes_seen += len(quotes)
        lines_seen += len(line_ends)
    if quotes_seen % 2:
        return None
    return _remove_empty(text, np.concatenate(ends), np.concatenate([[1], *lines]), lines_seen)


def _remove_empty(text: np.ndarray, ends: np.ndarray, lines: np.ndarray, line_ends: int) -> _Records:
    starts = np.concatenate([[0], ends + 1])
    stops = np.concatenate([ends, [len(text)]])
    first = text[np.minimum(starts, len(text) - 1)]
    empty = (starts >= stops) | ((stops - starts == 1) & (first == _RETURN))
    return _Records(lines[~empty], runs_over=len(ends) < line_ends)


def _find_line_ends(text: np.ndarray, piece: np.ndarray, start: int) -> np.ndarray:
    ends, returns = np.flatnonzero(piece == _END) + start, np.flatnonzero(piece == _RETURN) + start
    alone = returns[text[np.minimum(returns + 1, len(text) - 1)] != _END]
    return np.sort(np.concatenate([ends, alone])) if len(alone) else ends


def _follow_rfc4180(text: np.ndarray, quotes: np.ndarray, first: int, edges: np.ndarray) -> bool:
    """Whether the first quote of each pair opens a cell, the second closes it, and all between are doubled.

    `first` is 1 where the first of `quotes` is the second of its pair.
    """
    opening, closing = quotes[first::2], quotes[1 - first :: 2]
    before = opening[opening > 0] - 1
    behind = closing[closing < len(text) - 1] + 1
    return bool(edges[text[before]].all() and edges[text[behind]].all())


def _parse(
    utf8: memoryview, dialect: Dialect, width: int, *, runs_over: bool
) -> tuple[pa.Table, list[tuple[int, str]]] | None:
    """The rows of the usual width, and the others by their place among all."""
    names = [str(position) for position in range(width)]
    odd: list[tuple[int, str]] = []

    def set_aside(row: csv.InvalidRow) -> str:
        odd.append((row.number - 1, row.text))
        return "skip" if len(odd) <= _MOST_ODD else "error"

    try:
        table = csv.read_csv(
            pa.py_buffer(utf8),
            read_options=csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
            parse_options=csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote,
                newlines_in_values=runs_over,
                invalid_row_handler=set_aside,
            ),
            convert_options=csv.ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, _TEXT)),
        )
    except pa.ArrowInvalid:  # too many odd rows, or one longer than a block
        return None
    return table, odd


def _remove_blank_rows(records: _Records, table: pa.Table, odd: list[tuple[int, str]]) -> ArrowRows:
    """Without the rows of nothing but delimiters and white space."""
    usual = np.ones(len(records.lines), bool)
    usual[[at for at, _ in odd]] = False
    blank = np.zeros(len(records.lines), bool)
    blank_usual = _find_blank_rows(table)
    blank[np.flatnonzero(usual)[blank_usual]] = True
    if blank_usual.any():
        table = table.filter(pa.array(~blank_usual))
    places = np.cumsum(~blank) - 1
    return ArrowRows(records.lines[~blank], table, {int(places[at]): text for at, text in odd})


def _find_blank_rows(table: pa.Table) -> np.ndarray:
    blank = _is_blank(table.column(0))
    for position in range(1, table.num_columns):
        if not pc.any(blank).as_py():
            break
        blank = pc.and_(blank, _is_blank(table.column(position)))
    return np.asarray(blank.to_numpy(), bool)


def _is_blank(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(pc.utf8_trim_whitespace(column), "")
