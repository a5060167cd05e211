"""Which signs stand between and around the cells: the ones by which the beginning of the file makes a table."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from importer.catalogue.formula_guard import DELIMITERS
from importer.steps.read.csv.dialect import Dialect
from importer.steps.read.csv.tolerant_reader import Record, TolerantReader

_UNUSUAL = (":", "~", "^", "#", "&", "=", "\x1f", "\x01", "¦", "§", " ")
_LEAST_WIDTH, _LEAST_SHARE = 3, 0.8  # of what an unusual delimiter makes: cells a row, share of the rows
_AS_GOOD = 0.9
_PROBLEM_WEIGHT = 0.5
_DOUBLED = re.compile(r"""[^,;\t|\r\n"\\]""[^\s,;|"\\]""")  # inside a cell
_ESCAPES = re.compile(r"\\[\"',;\t|]")
_APOSTROPHES = re.compile(r"(?:^|[,;\t|: ])'([^'\n]*)'(?=$|[,;\t|: ])", re.MULTILINE)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t]*+', re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[\d.,'\s]*\d\s*[%€$£]?")  # no space around it
_FOREIGN = re.compile(r"[,;\t|](?! )")
_MOST_CELLS = 4_000
_KNOWN_BY = 4  # headings


@dataclass(frozen=True)
class CsvHints:
    """What is known before: the user's own delimiter, and the headings of results that we wrote."""

    delimiter: str | None = None
    our_headings: Sequence[str] = ()

    def of_ours(self, text: str) -> str | None:
        """The delimiter of a text that we wrote."""
        if not self.our_headings:
            return None
        ours = (rf"{re.escape(heading)}(?: \(importer\))?" for heading in self.our_headings[:_KNOWN_BY])
        first, second, *others = ours
        found = re.search(first + r"([,;\t|])" + r"\1".join([second, *others]), text)
        return found[1] if found else None


@dataclass(frozen=True)
class CsvFormat:
    """How a text is written. `width` is how many cells most rows have; not `sure` where another delimiter may be right.

    `skipped` is how many of its first lines are not rows: 1 where that is a line sep=;.
    """

    dialect: Dialect
    width: int
    sure: bool = True
    skipped: int = 0


@dataclass(frozen=True)
class _Candidate:
    dialect: Dialect
    width: int
    share: float  # of the rows that are as wide
    problem_share: float  # of the rows
    score: float

    def is_worse_for_escapes(self, others: Iterable["_Candidate"], *, doubles: bool) -> bool:
        """Whether the rows fit together better where a backslash is only itself, or no worse in a text that doubles its
        quotes.
        """
        plain = replace(self.dialect, escape="")
        unescaped = [one for one in others if self.dialect.escape and one.dialect == plain]
        as_sound = [one for one in unescaped if one.problem_share <= self.problem_share]
        return any(one.share > self.share or (doubles and one.share == self.share) for one in as_sound)


def sniff(lines: Sequence[str], hints: CsvHints = CsvHints()) -> CsvFormat:
    """Judge by the first lines of a file. Results of ours are written by the book."""
    declared = _read_separator_line(lines[0]) if lines else None
    if declared:
        known = replace(hints, delimiter=hints.delimiter or declared)
        return replace(_sniff_rows(lines[1:], known), skipped=1)
    return _sniff_rows(lines, hints)


def _score_of(candidate: _Candidate) -> float:
    return candidate.score


def _read_separator_line(line: str) -> str | None:
    """The delimiter that the first line states, as Excel has it: sep=;."""
    found = _SEPARATOR_LINE.fullmatch(line.rstrip("\r\n"))
    return found.group(1) if found else None


def _sniff_rows(lines: Sequence[str], hints: CsvHints) -> CsvFormat:
    text, delimiter = "".join(lines), hints.delimiter
    ours = hints.of_ours(text)
    if ours and delimiter in (None, ours):
        written = _judge(lines, Dialect(ours))
        return CsvFormat(written.dialect, written.width)
    delimiters = (delimiter,) if delimiter else tuple(sign for sign in DELIMITERS if sign in text)
    candidates = [_judge(lines, dialect) for dialect in _list_dialects(delimiters, text)]
    doubles = _DOUBLED.search(text) is not None
    candidates = [one for one in candidates if not one.is_worse_for_escapes(candidates, doubles=doubles)]
    best = max(candidates, key=_score_of, default=None)
    if delimiter is None and (best is None or best.width < _LEAST_WIDTH or best.share < _AS_GOOD):
        spaces = {" "} if best and best.width > 1 and best.share >= _AS_GOOD else set()  # words of two columns of text
        signs = [sign for sign in _UNUSUAL if sign in text and sign not in spaces]
        unusual = [_judge(lines, dialect) for dialect in _list_dialects(signs, text)]
        fit = [one for one in unusual if one.width >= _LEAST_WIDTH and one.share >= _LEAST_SHARE]
        best = max([*fit, *([best] if best else [])], key=_score_of, default=None)
        candidates = [*candidates, *fit]
    if best is None or best.width < 2:  # noqa: PLR2004 - one column needs no delimiter
        quote = best.dialect.quote if best else '"'
        return CsvFormat(Dialect(delimiter or ",", quote), 1, sure=delimiter is not None)
    others = [one.score for one in candidates if one.dialect.delimiter != best.dialect.delimiter]
    sure = max(others, default=0.0) < _AS_GOOD * best.score
    return CsvFormat(best.dialect if delimiter else _add_space(lines, best), best.width, sure)


def _list_dialects(delimiters: Iterable[str], text: str) -> Iterator[Dialect]:
    escapes = ("", "\\") if _ESCAPES.search(text) else ("",)
    for delimiter in delimiters:
        for quote in ('"', "'") if _has_single_quotes(text, delimiter) else ('"',):
            inches = quote == '"' and not has_quoted_cell(text.encode(), delimiter)
            yield from (Dialect(delimiter, quote, escape, inches) for escape in escapes)


def has_quoted_cell(utf8: bytes, delimiter: str) -> bool:
    """Whether a double quote stands at the beginning of some cell, spaces before it forgiven."""
    edges = {b"", b"\n", b"\r", delimiter.encode()[-1:]}
    at = utf8.find(b'"')
    while at >= 0:
        start = at
        while start and delimiter != " " and utf8[start - 1 : start] == b" ":
            start -= 1
        if utf8[max(start - 1, 0) : start] in edges:
            return True
        at = utf8.find(b'"', at + 1)
    return False


def _has_single_quotes(text: str, delimiter: str) -> bool:
    """Whether apostrophes may be the quotes: they stand around headings, or around a delimiter, more than once."""
    if len(_APOSTROPHES.findall(text.lstrip().partition("\n")[0])) > 1:
        return True
    wrapped = _APOSTROPHES.findall(text)
    often = len(wrapped) > 1 and ('"' not in text or len(wrapped) > text.count("\n") / 4)
    return often and any(delimiter in cell for cell in wrapped)


def _judge(lines: Sequence[str], dialect: Dialect) -> _Candidate:
    records = [
        record for record in TolerantReader(lines, dialect).read_records() if record.problem or _has_text(record)
    ]
    counts = Counter(len(record.cells) for record in records)
    width, rows = max(counts.items(), key=_weigh, default=(1, 0))
    if width == 2 and counts[1] >= rows:  # noqa: PLR2004 - a text in one column, with a delimiter here and there
        width, rows = 1, counts[1]
    share = rows / max(len(records), 1)
    problem_share = sum(record.problem is not None for record in records) / max(len(records), 1)
    likeness = _measure_likeness([record for record in records if len(record.cells) == width], dialect)
    score = share * likeness * (1 - 1 / (width + 1)) - _PROBLEM_WEIGHT * problem_share
    return _Candidate(dialect, width, share, problem_share, score)


def _has_text(record: Record) -> bool:
    return any(cell.strip(" ") for cell in record.cells)


def _weigh(count: tuple[int, int]) -> tuple[float, int]:
    """Many rows of one width count, one column counts for nothing."""
    width, rows = count
    return rows * (width - 1) / width, width


def _measure_likeness(records: Sequence[Record], dialect: Dialect) -> float:
    """How much the cells look like cells: 1 where none holds the signs of another dialect."""
    cells = [cell for record in records for cell in record.cells][:_MOST_CELLS]
    return sum(_measure_cell_likeness(cell, dialect) for cell in cells) / max(len(cells), 1)


def _measure_cell_likeness(cell: str, dialect: Dialect) -> float:
    bare = cell.strip()
    if not bare or _NUMBER.fullmatch(bare):
        return 1.0
    if len(bare) > 1 and bare[0] in "\"'" and bare[-1] == bare[0]:
        return 0.0
    if not dialect.escape and f"\\{dialect.quote}" in bare:
        return 0.1
    if dialect.quote in (bare[0], bare[-1]) or (not dialect.escape and bare.endswith("\\")):
        return 0.2
    return 0.5 if _FOREIGN.search(bare) else 1.0


def _add_space(lines: Sequence[str], best: _Candidate) -> Dialect:
    """The same, with the space that stands behind every delimiter (or on both sides of it)."""
    for spaced in (f" {best.dialect.delimiter} ", f"{best.dialect.delimiter} "):
        dialect = replace(best.dialect, delimiter=spaced)
        candidate = _judge(lines, dialect) if any(spaced in line for line in lines) else None
        if candidate and candidate.width == best.width > 1 and candidate.share >= best.share == 1 and len(lines) > 2:  # noqa: PLR2004
            return dialect
    return best.dialect
