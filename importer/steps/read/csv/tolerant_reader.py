"""Lines of a CSV as records where quotes may be wrong: a problem stays in its row.

A quoted cell runs over several lines only where it is closed cleanly, or its record is as wide as the others; else
its row is read to the end of its line, and reading goes on with the next.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from importer.problem import OPEN_QUOTE, ROW_WRITTEN_DIFFERENTLY, STRAY_QUOTE, Code
from importer.steps.read.csv.dialect import Dialect
from importer.steps.read.csv.repair import are_wrapped, read_in_another_dialect, repair_line

_SCANS = 8


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with how a row is written; `values` fill the sentence of `code`."""

    code: Code
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of a row, the physical line on which it begins, and what is wrong with it."""

    line: int
    cells: list[str]
    problem: RowProblem | None = None


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """The cells of a record and how many quotes do not belong in it."""

    cells: list[str]
    after: int  # the place of the next line
    strays: int = 0


@dataclass(frozen=True, slots=True)
class _QuotedCell:
    value: str
    at: int
    end: int
    strays: int


@dataclass(frozen=True)
class TolerantReader:
    """Reads `lines` (with their ends) in `dialect`; `width` is how many cells most rows have, None if not known.

    Where quotes are left open again and again, lines are read no more than _SCANS times on the average: after
    that no cell runs over its line.
    """

    lines: Sequence[str]
    dialect: Dialect
    width: int | None = None
    _scanned: list[int] = field(default_factory=lambda: [0])  # characters, in lines behind the one that is read

    def read_records(self) -> Iterator[Record]:
        """Every record, blank lines too."""
        at = 0
        while at < len(self.lines):
            record, at = self._read_next(at)
            yield record

    def _read_next(self, at: int) -> tuple[Record, int]:
        clean = self.dialect.clean_cells(self._read_line(at))
        if clean is not None and self._does_suit(clean):
            return Record(at + 1, clean), at + 1
        if other := read_in_another_dialect(self._read_line(at), self.dialect, self.width or 0):
            cells, words = other
            return Record(at + 1, cells, RowProblem(ROW_WRITTEN_DIFFERENTLY, words)), at + 1
        if clean is not None:
            return Record(at + 1, clean), at + 1
        return self._read_damaged(at)

    def _does_suit(self, cells: list[str]) -> bool:
        other_quote = "'" if self.dialect.quote == '"' else '"'
        return self.width is None or (len(cells) == self.width and not are_wrapped(cells, other_quote))

    def _read_damaged(self, at: int) -> tuple[Record, int]:
        reading = self.read_record(at)
        if reading is None or self._does_run_too_far(at, reading):
            return Record(at + 1, self._repair(at), self._make_quote_problem(at)), at + 1
        if not reading.strays:
            return Record(at + 1, reading.cells), reading.after
        problem = RowProblem(STRAY_QUOTE, {"sign": self.dialect.quote})
        return Record(at + 1, self._read_with_strays(at, reading), problem), reading.after

    def _make_quote_problem(self, at: int) -> RowProblem:
        quote = self.dialect.quote
        if self._read_line(at).count(quote) % 2:
            return RowProblem(OPEN_QUOTE, {"sign": quote, "line": at + 1})
        return RowProblem(STRAY_QUOTE, {"sign": quote})

    def _does_run_too_far(self, at: int, reading: ReadRecord) -> bool:
        """Whether a record over several lines has swallowed rows of their own."""
        if reading.after == at + 1 or self.width is None or len(reading.cells) == self.width:
            return False
        if reading.strays:
            return True
        following = self.dialect.clean_cells(self._read_line(at + 1))
        return following is not None and len(following) == self.width == len(self._repair(at))

    def _read_with_strays(self, at: int, reading: ReadRecord) -> list[str]:
        if reading.after > at + 1:
            return reading.cells
        if not self.dialect.escape and f"\\{self.dialect.quote}" in self._read_line(at):
            escaping = replace(self, dialect=replace(self.dialect, escape="\\")).read_record(at)
            if escaping and not escaping.strays and self.width in {None, len(escaping.cells)}:
                return escaping.cells
        if self.width in {None, len(reading.cells)}:
            return reading.cells
        return repair_line(self._read_line(at), self.dialect, self.width or 0) or reading.cells

    def _repair(self, at: int) -> list[str]:
        text, quote = self._read_line(at), self.dialect.quote
        found = repair_line(text, self.dialect, self.width) if self.width else None
        pieces = text.split(self.dialect.delimiter)
        return found or [piece.strip(" ").strip(quote) if quote in piece else piece for piece in pieces]

    def _read_line(self, at: int) -> str:
        return self.lines[at].rstrip("\r\n")

    def read_record(self, at: int) -> ReadRecord | None:
        """The cells of the record that begins here; None where a quote is not closed."""
        cells: list[str] = []
        text, pos, strays = self._read_line(at), 0, 0
        while True:
            opening = self.dialect.opening.match(text, pos)
            closed = self._read_quoted(at, opening.end()) if opening else None
            if closed:
                cells.append(closed.value)
                at, end, strays = closed.at, closed.end, strays + closed.strays
                text = self._read_line(at)
            elif opening:
                return None
            else:
                end = self._find_end(text, pos)
                cells.append(self.dialect.unescape(text[pos:end]))
                strays += self.dialect.has_odd_quotes(text[pos:end])
            if end >= len(text):
                return ReadRecord(cells, at + 1, strays)
            pos = end + len(self.dialect.delimiter)

    def _find_end(self, text: str, pos: int) -> int:
        if not self.dialect.escape:
            found = text.find(self.dialect.delimiter, pos)
            return len(text) if found < 0 else found
        bare = self.dialect.bare.match(text, pos)
        return bare.end() if bare else pos

    def _read_quoted(self, at: int, pos: int) -> _QuotedCell | None:
        """The quoted cell whose text starts at `pos`, up to the delimiter or line end behind its closing quote."""
        strays = 0
        pieces: list[str] = []
        for position in range(at, len(self.lines)):
            text = self._read_line(position)
            if position > at and not self._can_scan(len(text)):
                return None
            for found in self.dialect.quotes.finditer(text, pos):
                if len(found.group()) > 1:
                    continue
                if behind := self.dialect.behind.match(text, found.end()):
                    value = self.dialect.unquote("".join([*pieces, text[pos : found.start()]]))
                    return _QuotedCell(value, position, behind.end(), strays)
                if position > at and self._does_open(text, found.start()):
                    return None  # a cell begins here, so the quote before it was left open
                strays += 1
            pieces.append(text[pos:] + self.lines[position][len(text) :])
            pos = 0
        return None

    def _can_scan(self, size: int) -> bool:
        self._scanned[0] += size + 1
        return self._scanned[0] <= self._most_scanned

    @cached_property
    def _most_scanned(self) -> int:
        return _SCANS * sum(map(len, self.lines))

    def _does_open(self, text: str, position: int) -> bool:
        before = text[:position].rstrip(" \t".replace(self.dialect.delimiter, ""))
        return not before or before.endswith(self.dialect.delimiter)
