"""Whatever csv.writer writes comes back as it was, by the lines on which its rows begin, or a doubt is told."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from importer.errors import SheetError
from importer.problem import CSV_DOUBTFUL, CSV_NOT_TEXT, FORMULA_FOR_TEXT, ROW_WRITTEN_DIFFERENTLY, Severity
from importer.settings import Options
from importer.steps.read.csv import read_csv_grid
from importer.steps.read.csv.encoding import is_utf8
from importer.steps.read.grid import Grid
from tests.examples import examples

Lines = dict[int, list[str]]  # the cells by the line on which their row begins
HEADINGS = ["Reference", "Name", "City"]


@dataclass(frozen=True)
class Written:
    """How a file is written. `quoting` is 0 for minimal, 1 for all; `escape` '' doubles the quotes in a cell."""

    delimiter: str = ","
    end: str = "\r\n"
    encoding: str = "utf-8"
    quote: str = '"'
    quoting: Literal[0, 1] = 0
    escape: str = ""

    def text(self, rows: Sequence[Sequence[str]]) -> str:
        target = io.StringIO()
        writer = csv.writer(
            target,
            delimiter=self.delimiter,
            lineterminator=self.end,
            quoting=self.quoting,
            quotechar=self.quote,
            doublequote=not self.escape,
            escapechar=self.escape or None,
        )
        writer.writerows(rows)
        return target.getvalue()


PIECES = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    [
        "\r\n",
        "a\rb",
        '"',
        "'",
        ";,",
        "\\",
        "it's",
        '5" pipe',
        "12,5",
        "1.234,56",
        "Liège, 3e",
        "O'Neil; Sons",
        "\t",
        "x|y",
    ]
)
CELLS = st.lists(PIECES, max_size=3).map(" ".join) | PIECES
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252")
MANNERS = st.builds(
    Written,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    encoding=st.sampled_from(ENCODINGS),
    quoting=st.sampled_from([0, 1]),
    escape=st.sampled_from(["", "\\"]),
) | st.builds(Written, delimiter=st.sampled_from(",;\t|"), quote=st.just("'"), quoting=st.just(1))


def writable(rows: Sequence[Sequence[str]], manner: Written) -> list[list[str]]:
    """The rows without what the manner cannot say.

    Python before 3.13 leaves a line break that is not the file's own without quotes, and a backslash in a file with
    escapes stands for one or for two, as the writer likes.
    """
    lost = set("\r\n") - set(manner.end) if not manner.quoting else set()
    lost |= set(manner.escape)

    def cell(text: str) -> str:
        return "".join(sign for sign in text if sign not in lost)

    return [[cell(text).encode(manner.encoding, "ignore").decode(manner.encoding) for text in row] for row in rows]


def lines_of(rows: Sequence[Sequence[str]], manner: Written) -> Lines:
    """What must come back: every row in which something is, by its first line."""
    found: Lines = {}
    before = ""
    for row in rows:
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        before += manner.text([row])
        if "".join(row).strip():
            found[line] = list(row)
    return found


def read(content: bytes, options: Options = Options()) -> tuple[Grid, Lines]:
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        grid = read_csv_grid(file, Path("any.csv"), options)
    wide = max(grid.columns)
    places = [grid.columns.index(number) if number in grid.columns else None for number in range(1, wide + 1)]
    cells = {
        int(row): ["" if place is None else texts[place] for place in places]
        for row, texts in zip(grid.cells.index, grid.cells.to_numpy(dtype=object).tolist(), strict=True)
    }
    return grid, cells


Cells = list[str] | None


def is_told(grid: Grid, wrong: Mapping[int, tuple[Cells, Cells]]) -> bool:
    """Whether the file is doubtful, or each row that is wrong has an error or has lost told apostrophes, or the told
    equals signs of formulas, alone.
    """
    if any(note.code is CSV_DOUBTFUL for note in grid.notes):
        return True
    held = {note.row for note in grid.notes if note.code.severity is Severity.ERROR}
    return all(row in held or _is_unprotected(*cells, _columns_told(grid)) for row, cells in wrong.items())


def _columns_told(grid: Grid) -> set[int]:
    return {note.column for note in grid.notes if note.code is FORMULA_FOR_TEXT and note.column is not None}


def _is_unprotected(written: Cells, read: Cells, columns: set[int]) -> bool:
    pairs = list(zip(written or (), read or (), strict=False))
    return len(pairs) == len(written or ()) == len(read or ()) and all(
        before == after or (number in columns and before.strip() in (f"'{after}".strip(), f"={after}".strip()))
        for number, (before, after) in enumerate(pairs, start=1)
    )


@settings(max_examples=examples(150), deadline=None)
@given(ROWS, MANNERS)
@example([["a", 'say "hi"', "b"]], Written(escape="\\"))
@example([["", "\x1f", "\0"]], Written())
@example([["", "\\", ""]], Written("\t"))
@example([["' '", "' '", ""]], Written())
@example([["", "", "'0"]], Written(quote="'", quoting=1))
@example([["", "", "=0"]], Written(quoting=1))
def test_whatever_is_written_comes_back_or_is_told(rows: list[list[str]], manner: Written) -> None:
    """Without a hint: the same rows on the same lines, else a doubt of the file, an error of the row, or a refusal."""
    rows = writable(rows, manner)
    content = manner.text([HEADINGS, *rows]).encode(manner.encoding)
    assume(manner.encoding != "cp1252" or content.isascii() or not is_utf8(content))  # that would be UTF-8 to anybody
    expected = lines_of([HEADINGS, *rows], manner)
    try:
        grid, found = read(content)
    except SheetError as refused:
        if refused.code is CSV_NOT_TEXT:
            return
        raise
    lines = {*expected, *found}
    wrong = {line: (expected.get(line), found.get(line)) for line in lines if expected.get(line) != found.get(line)}
    assert is_told(grid, wrong), wrong


@settings(max_examples=examples(100), deadline=None)
@given(ROWS, MANNERS)
@example([["", "", ""]] * 4 + [["\r", "0", "\r"]], Written(","))
@example([["", "", ""]] * 4 + [["\n", "", "\n"]], Written(";", "\n"))
@example([["a\n", "b", "\nc"]], Written("\t", "\n"))
@example([["", "", "=0"]], Written(quoting=1))
def test_what_is_told_need_not_be_found(rows: list[list[str]], manner: Written) -> None:
    """With its encoding and delimiter told, a file by the book comes back whatever is in its cells."""
    by_the_book = Written(manner.delimiter, manner.end, manner.encoding, quoting=manner.quoting)
    rows = writable(rows, by_the_book)
    content = by_the_book.text([HEADINGS, *rows]).encode(manner.encoding)
    options = Options(encoding=manner.encoding, delimiter=manner.delimiter)
    grid, found = read(content, options)
    told = {note.row for note in grid.notes if note.code is ROW_WRITTEN_DIFFERENTLY}  # 'a','b' may mean either
    expected = lines_of([HEADINGS, *rows], by_the_book)
    assert found.keys() == expected.keys()
    wrong = {line for line in found if found[line] != expected[line]} - told
    assert all(_is_unprotected(expected[line], found[line], _columns_told(grid)) for line in wrong), wrong
