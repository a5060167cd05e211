"""The rows of a schedule: with and without references, identical ones, parents and children, some that are wrong."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from random import Random
from uuid import UUID

HEADINGS = (
    "Customer reference",
    "Name",
    "Project code",
    "Job type code",
    "Status code",
    "Reference",
    "Id",
    "Parent job reference",
    "Working sequence",
    "Description",
    "Estimated time",
    "Due date",
)
FEWEST, MOST = 5, 40
NOBODY = "R-of-nobody"  # a parent that is nowhere
MARK = HEADINGS[0]  # every row has its own, identical rows share one: it tells which job came of which row


class Fate(Enum):
    """What is known of a row beforehand."""

    SOUND = "sound"  # its job must be there in the end
    WRONG = "wrong"  # its job must never be there
    EITHER = "either"  # the importer may judge


@dataclass(frozen=True)
class Row:
    """A row as typed, by heading."""

    cells: dict[str, str] = field(default_factory=dict)
    fate: Fate = Fate.SOUND

    @property
    def mark(self) -> str:
        return self.cells[MARK]

    @property
    def reference(self) -> str:
        return self.cells.get("Reference", "")

    @property
    def parent(self) -> str:
        """The reference of the row that it belongs to."""
        return self.cells.get("Parent job reference", "")


def drawn(chance: Random, stem: str, count: int | None = None) -> tuple[Row, ...]:
    """The rows of a sheet, as many as are asked for or as chance has it."""
    rows: list[Row] = []
    for number in range(count or chance.randint(FEWEST, MOST)):
        plain = [row for row in rows if row.fate is Fate.SOUND and not row.reference and not row.cells["Id"]]
        if plain and chance.random() < 0.12:
            rows.append(chance.choice(plain))  # the very same: a job of its own
        else:
            rows.append(_row(chance, f"{stem}-{number}"))
    rows = _with_parents(chance, rows)
    chance.shuffle(rows)
    return tuple(_judged(rows))


def written(rows: Sequence[Row], path: Path) -> Path:
    """The sheet as a CSV file, or a workbook where the name says so."""
    table = [[row.cells.get(heading, "") for heading in HEADINGS] for row in rows]
    if path.suffix == ".xlsx":
        import openpyxl  # noqa: PLC0415 - few schedules need it

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Jobs")
        for line in ([*HEADINGS], *table):
            sheet.append(line)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *table])
    return path


def _row(chance: Random, mark: str) -> Row:
    row = sound(chance, mark)
    if chance.random() < 0.1:
        heading, text = chance.choice(
            [("Name", ""), ("Estimated time", "soon"), ("Job type code", "NOPE"), ("Description", "x" * 4001)]
        )
        return Row({**row.cells, heading: text}, Fate.WRONG)
    return row


def sound(chance: Random, mark: str) -> Row:
    return Row({
        MARK: mark,
        "Name": f"Job {mark}",
        "Project code": f"P-{chance.randint(1001, 1150)}",
        "Job type code": chance.choice(["MAINT", "REPAIR", "INSTALL"]),
        "Status code": chance.choice(["ToBePlanned", "Open", "Waiting"]),
        "Reference": f"R{mark}" if chance.random() < 0.5 else "",
        "Id": str(UUID(int=chance.getrandbits(128), version=4)) if chance.random() < 0.04 else "",
        "Parent job reference": "",
        "Working sequence": "",
        "Description": "Größe: 5 m²; 'quoted' \"twice\"" * chance.randint(0, 2),
        "Estimated time": str(chance.randint(1, 500)) if chance.random() < 0.5 else "",
    })  # fmt: skip


def _with_parents(chance: Random, rows: Sequence[Row]) -> list[Row]:
    """Some rows get a parent, by the reference of a row before them, so that there are no circles."""
    grown: list[Row] = []
    for row in rows:
        named = [other.reference for other in grown if other.reference]
        if row.fate is Fate.SOUND and named and chance.random() < 0.2 and not _stands_twice(row, rows):
            parent = chance.choice(named) if chance.random() < 0.95 else NOBODY
            sequence = str(chance.randint(1, 9)) if chance.random() < 0.5 else ""
            cells = {**row.cells, "Parent job reference": parent, "Working sequence": sequence}
            grown.append(replace(row, cells=cells))
        else:
            grown.append(row)
    return grown


def _stands_twice(row: Row, rows: Sequence[Row]) -> bool:
    return sum(other.mark == row.mark for other in rows) > 1


def _judged(rows: Sequence[Row]) -> list[Row]:
    """A child of a row that is wrong can never be created either."""
    fates = {row.reference: row.fate for row in rows if row.reference}
    settled = list(rows)
    for _ in rows:
        for place, row in enumerate(settled):
            parent = row.cells.get("Parent job reference", "")
            if row.fate is Fate.SOUND and parent and fates.get(parent, Fate.WRONG) is Fate.WRONG:
                settled[place] = replace(row, fate=Fate.WRONG)
                fates[row.reference] = Fate.WRONG if row.reference else fates.get("", Fate.WRONG)
    return settled
