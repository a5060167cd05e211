"""A table that fits the window: whole columns are left out, and no word, name or date in the others is cut.

Where not even the columns that are needed have room, each row is told in a line for each of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from importer.cli.console import Console

_EDGES = 3  # signs of each column: a stroke, and a blank on both sides

TableRow = Sequence[str]  # of cells in Rich's markup


@dataclass(frozen=True)
class TableColumn:
    """A column. One that is not `needed` is left out where there is no room, the last one first, and in a window of
    less than `least` signs. What is `whole` stands on one line.
    """

    title: str
    needed: bool = True
    least: int = 0
    whole: bool = False
    is_number: bool = False


def print_table(
    console: Console, columns: Sequence[TableColumn], rows: Sequence[TableRow], *, styles: Sequence[str] = ()
) -> None:
    """Print the rows, each in its style if it has one, with as many columns as there is room for."""
    room = console.size.width
    shown = [position for position, column in enumerate(columns) if console.width >= column.least]
    widths = {
        position: _measure_widths(column, [row[position] for row in rows]) for position, column in enumerate(columns)
    }
    while sum(widths[position][0] + _EDGES for position in shown) + 1 > room:
        spare = [position for position in shown if not columns[position].needed]
        if not spare:
            _print_lines(
                console,
                [columns[position] for position in shown],
                [[row[position] for position in shown] for row in rows],
            )
            return
        shown.remove(spare[-1])
    table = Table()
    needed = [columns[position].needed for position in shown]
    for position, width in zip(shown, _share_room([widths[position] for position in shown], needed, room), strict=True):
        column = columns[position]
        table.add_column(column.title, width=width, justify="right" if column.is_number else "left", overflow="fold")
    for row, style in zip(rows, styles or [""] * len(rows), strict=True):
        table.add_row(*(row[position] for position in shown), style=style or None)
    console.print(table)


def _measure_widths(column: TableColumn, cells: Sequence[str]) -> tuple[int, int]:
    """What a column needs at least, and what it can use."""
    texts = [column.title, *(Text.from_markup(cell).plain for cell in cells)]
    most = max(map(cell_len, texts))
    return (most if column.whole else max(cell_len(word) for text in texts for word in text.split() or [""])), most


def _share_room(widths: Sequence[tuple[int, int]], needed: Sequence[bool], room: int) -> list[int]:
    """The room shared out: each column has what it needs at least; of the rest, those that are needed have the first
    share, and of them those that want least.
    """
    given = [least for least, _ in widths]
    spare = room - 1 - sum(least + _EDGES for least in given)
    for of_needed in (True, False):
        places = [position for position, is_needed in enumerate(needed) if is_needed is of_needed]
        places.sort(key=lambda position: widths[position][1] - widths[position][0])
        for left, position in enumerate(places):
            more = min(widths[position][1] - given[position], spare // (len(places) - left))
            given[position] += more
            spare -= more
    return given


def _print_lines(console: Console, columns: Sequence[TableColumn], rows: Sequence[TableRow]) -> None:
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                console.print(f"{column.title}: {cell}" if column.title else cell, soft_wrap=True, highlight=False)
        console.print()
