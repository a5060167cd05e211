"""What people do to a sheet, or to its results, between two runs."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from tests.exactly_once.sheet import HEADINGS, MARK, NOBODY, Fate, Row, sound


@dataclass(frozen=True)
class Edit:
    """The sheet afterwards: each row with its place before, None for one that was typed anew."""

    kind: str = ""
    lines: tuple[tuple[int | None, Row], ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for _, row in self.lines)


NO_EDIT = Edit()
Lines = list[tuple[int | None, Row]]


def drawn(chance: Random, rows: Sequence[Row], stem: str, *, by_results: bool) -> Edit:
    """One edit, of a kind that chance chooses; of results only what keeps each row with its results."""
    kind = chance.choice([name for name in KINDS if not (by_results and name in _OF_A_SHEET)])
    lines: Lines = list(enumerate(rows))
    KINDS[kind](chance, lines, stem)
    _let_follow(rows, lines)
    return Edit(kind, tuple(lines))


def worked_on(chance: Random, rows: Sequence[Row], stem: str) -> Edit:
    """Rows in another order, a new one among them, and one taken out."""
    alike = Counter(row.mark for row in rows)
    moved = [(place, row) for place, row in enumerate(rows) if alike[row.mark] == 1]
    chance.shuffle(moved)
    places = iter(moved)
    mixed: Lines = [next(places) if alike[row.mark] == 1 else (place, row) for place, row in enumerate(rows)]
    mixed.insert(chance.randint(0, len(mixed)), (None, sound(chance, f"{stem}-new")))
    out = next((n for n, (_, row) in enumerate(mixed) if alike[row.mark] == 1 and not row.reference), None)
    return Edit("work on", tuple(line for place, line in enumerate(mixed) if place != out))


def put_into(results: Path, edit: Edit, copy: Path) -> Path:
    """A copy of a results file with this edit: rows move with their results. A row of a CSV stands on one line."""
    copy = copy.with_suffix(results.suffix)
    if results.suffix == ".csv":
        with results.open(encoding="utf-8-sig", newline="") as text:
            table = [[" ".join(cell.splitlines()) for cell in line] for line in csv.reader(text)]
        with copy.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([table[0], *_edited(table, edit, empty="")])
        return copy
    book = openpyxl.load_workbook(results)
    page = book.worksheets[0]
    lines = _edited([[cell.value for cell in line] for line in page.iter_rows()], edit, empty=None)
    for number, line in enumerate(lines, start=2):
        for column, value in enumerate(line, start=1):
            page.cell(number, column).value = value  # a value of None, given to cell(), leaves what stands there
    book.save(copy)
    return copy


def _edited(table: list[list[Any]], edit: Edit, empty: str | None) -> Iterator[list[Any]]:
    """The lines under the headings afterwards."""
    headings, *lines = table
    places = [headings.index(heading) for heading in HEADINGS]
    for place, row in edit.lines:
        line: list[Any] = [empty] * len(headings) if place is None else list(lines[place])
        for at, heading in zip(places, HEADINGS, strict=True):
            line[at] = row.cells.get(heading, "") or empty
        yield line


def _reword(chance: Random, lines: Lines, _stem: str) -> None:
    for place in _some(chance, lines):
        _change(lines, place, Name=lines[place][1].cells["Name"] + "!")


def _fill(chance: Random, lines: Lines, _stem: str) -> None:
    for place in _some(chance, lines):
        _change(lines, place, **{"Estimated time": str(chance.randint(501, 900))})


def _add_references(chance: Random, lines: Lines, _stem: str) -> None:
    alike = Counter(row.mark for _, row in lines)
    for place in _some(chance, lines):
        row = lines[place][1]
        if not row.reference and alike[row.mark] == 1:
            _change(lines, place, Reference=f"R{row.mark}")


def _sort(_chance: Random, lines: Lines, _stem: str) -> None:
    lines.sort(key=lambda line: line[1].cells["Name"], reverse=True)


def _retype(chance: Random, lines: Lines, stem: str) -> None:
    """Somebody deletes a row and types another, in which one cell is another."""
    plain = [place for place, (_, row) in enumerate(lines) if _is_plain(row)]
    if plain:
        place = chance.choice(plain)
        row = lines[place][1]
        lines[place] = (None, replace(row, cells={**row.cells, MARK: f"{stem}-retyped"}))


def _copy(chance: Random, lines: Lines, _stem: str) -> None:
    plain = [row for _, row in lines if _is_plain(row)]
    if plain:
        lines.insert(chance.randint(0, len(lines)), (None, chance.choice(plain)))


def _correct(_chance: Random, lines: Lines, stem: str) -> None:
    """What is wrong is put right."""
    for place, (_, row) in enumerate(lines):
        if row.fate is Fate.WRONG and not row.parent:
            fixed = {"Name": f"Job {row.mark}", "Estimated time": "7", "Job type code": "MAINT", "Description": stem}
            lines[place] = (lines[place][0], Row({**row.cells, **fixed}, Fate.EITHER))


KINDS: Mapping[str, Callable[[Random, Lines, str], None]] = {
    "reword": _reword,
    "fill a column": _fill,
    "add references": _add_references,
    "sort": _sort,
    "delete and retype": _retype,
    "copy": _copy,
    "correct": _correct,
}
KEEPING_IDS = ("", "sort", "copy", "correct")  # after others, nobody knows at another computer whose jobs are there
_OF_A_SHEET = ("delete and retype", "copy")


def _is_plain(row: Row) -> bool:
    return row.fate is Fate.SOUND and not (row.reference or row.cells["Id"] or row.parent)


def _some(chance: Random, lines: Lines) -> Iterator[int]:
    yield from sorted(chance.sample(range(len(lines)), min(len(lines), chance.randint(1, 3))))


def _change(lines: Lines, place: int, **cells: str) -> None:
    """What was wrong may be right now."""
    before, row = lines[place]
    fate = Fate.EITHER if row.fate is Fate.WRONG else row.fate
    lines[place] = (before, Row({**row.cells, **cells}, fate))


def _let_follow(rows: Sequence[Row], lines: Lines) -> None:
    """Rows that were wrong for their parent only may be right where a row was put right."""
    if Fate.EITHER not in {row.fate for _, row in lines} - {row.fate for row in rows}:
        return
    for place, (before, row) in enumerate(lines):
        if row.fate is Fate.WRONG and row.parent not in ("", NOBODY):
            lines[place] = (before, replace(row, fate=Fate.EITHER))
