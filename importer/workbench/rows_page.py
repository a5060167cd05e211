"""A page of the rows of a sheet, with the problems at their cells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from importer.problem import Problem
from importer.records import ImportResult, Sheet
from importer.workbook_parts import letter_of

ROWS_A_PAGE = 100
FIRST = 5


@dataclass(frozen=True)
class ShownCell:
    """A cell as typed, and what is wrong with it: 'error', 'warning' or ''."""

    text: str
    severity: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownRow:
    """A row by its number in Excel; `problems` are what is wrong with it as a whole."""

    number: int
    cells: tuple[ShownCell, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowsPage:
    """Some rows of a sheet: the `page` of so many `pages`, counted from 1, of `total` rows."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[ShownRow, ...]
    page: int
    pages: int
    total: int


def headings_of(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The letter and the heading of each column."""
    return tuple((letter_of(number), heading) for number, heading in zip(sheet.columns, sheet.headings, strict=True))


def show_first_rows(sheet: Sheet) -> RowsPage:
    """The first rows as they stand."""
    return _make_page(sheet, sheet.cells.index[:FIRST].tolist(), {}, RowsPage(headings_of(sheet), (), 1, 1, sheet.rows))


def show_rows_page(result: ImportResult, of: frozenset[int] | None, page: int, order: str = "") -> RowsPage:
    """A page of the rows of a check, or of those among `of`; the nearest where there is none of that number.

    `order` is the letter of the column that they are sorted by, with '-' before it from the end; '' is by row.
    """
    sheet = result.batch.sheet
    numbers = [row for row in _sort_rows(sheet, order) if of is None or row in of]
    pages = max(1, -(-len(numbers) // ROWS_A_PAGE))
    page = min(max(1, page), pages)
    shown = numbers[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    problems = _group_by_row(result.problems, frozenset(shown))
    return _make_page(sheet, shown, problems, RowsPage(headings_of(sheet), (), page, pages, len(numbers)))


def _sort_rows(sheet: Sheet, order: str) -> list[int]:
    """The rows by a column: as numbers where all its texts are, else as text whatever its capitals; blanks last."""
    letters = [letter for letter, _heading in headings_of(sheet)]
    if order.removeprefix("-") not in letters:
        rows: list[int] = sheet.cells.index.tolist()
        return rows[::-1] if order == "-" else rows
    column = sheet.cells.iloc[:, letters.index(order.removeprefix("-"))]
    blank = column == ""
    texts = column[~blank]
    ascending = not order.startswith("-")
    try:
        ordered = texts.astype(float).sort_values(kind="stable", ascending=ascending).index
    except ValueError:
        ordered = texts.str.casefold().sort_values(kind="stable", ascending=ascending).index
    return [*ordered.tolist(), *column.index[blank].tolist()]


def _group_by_row(problems: Iterable[Problem], rows: frozenset[int]) -> Mapping[int, list[Problem]]:
    found: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.row in rows:
            found[problem.row].append(problem)
    return found


def _make_page(sheet: Sheet, numbers: list[int], problems: Mapping[int, list[Problem]], empty: RowsPage) -> RowsPage:
    texts = sheet.cells.loc[numbers].to_numpy(dtype=object).tolist()
    letters = [letter for letter, _heading in empty.headings]
    rows = tuple(
        _show_row(number, cells, letters, problems.get(number, []))
        for number, cells in zip(numbers, texts, strict=True)
    )
    return RowsPage(empty.headings, rows, empty.page, empty.pages, empty.total)


def _show_row(number: int, texts: list[str], letters: list[str], problems: list[Problem]) -> ShownRow:
    by_letter: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_letter[problem.column].append(problem)
        for letter in problem.also:
            by_letter[letter].append(problem)
    cells = tuple(_show_cell(text, by_letter.get(letter, [])) for text, letter in zip(texts, letters, strict=True))
    elsewhere = tuple(problem.message for problem in problems if problem.column not in letters)
    return ShownRow(number, cells, elsewhere)


def _show_cell(text: str, problems: list[Problem]) -> ShownCell:
    severity = "error" if any(problem.is_error for problem in problems) else "warning" if problems else ""
    messages = tuple(problem.message for problem in problems)
    return ShownCell(text, severity, tuple(dict.fromkeys(messages)))
