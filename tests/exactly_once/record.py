"""What the three records say: the server's database, the journal, the results workbook."""

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

from importer.journal import Journal
from importer.records import RESULTS_HEADINGS, Outcome
from tests.exactly_once.sheet import MARK, Row
from tests.exactly_once.traits import PUBLISHED, Traits

FIRST_ROW = 2
Job = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """A row of the results workbook."""

    row: int
    mark: str
    status: str
    job_id: str


@dataclass(frozen=True)
class Ending:
    """How a command ended that was left to end: what it said, and what stands where at that moment.

    `versions` are all rows of all sheets that were run, `edited` the marks of those that somebody changed, `removed`
    of those that somebody took out, `disputed` of those that two people changed, and `apart` those of them of which
    nothing tells that they were one row. `on_another_computer` is true where the journal of earlier runs is not there.
    """

    rows: Sequence[Row]
    status: int
    told: Mapping[str, Any]
    lines: Sequence[Line]
    journal: Mapping[int, Outcome]
    jobs: Sequence[Job]
    versions: Sequence[Row] = ()
    traits: Traits = PUBLISHED
    edited: frozenset[str] = frozenset()
    removed: Mapping[str, int] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    on_another_computer: bool = False

    @cached_property
    def jobs_of(self) -> Mapping[str, list[Job]]:
        """The jobs in the target by the mark of the row that they came of."""
        found = defaultdict(list)
        for job in self.jobs:
            found[str(job["customer_reference"])].append(job)
        return found

    @cached_property
    def job_by_id(self) -> Mapping[str, Job]:
        return {str(job["id"]): job for job in self.jobs}

    @cached_property
    def lines_of(self) -> Mapping[str, list[Line]]:
        found = defaultdict(list)
        for line in self.lines:
            found[line.mark].append(line)
        return found


def jobs_in(database: Path) -> list[Job]:
    """All jobs of the server, in the order in which they were made."""
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("SELECT body FROM entity WHERE list = 'Jobs' ORDER BY seq").fetchall()
    finally:
        connection.close()
    return [json.loads(body) for (body,) in found]


def lines_in(results: Path) -> list[Line]:
    """The rows of a results file, in which row so ever they stand."""
    headings, *rows = _lines_of_csv(results) if results.suffix == ".csv" else _lines_of_workbook(results)
    places = [headings.index(name) for name in (MARK, *RESULTS_HEADINGS[:2])]
    texts = ([str(row[place] or "") if place < len(row) else "" for place in places] for row in rows)
    return [Line(number, *found) for number, found in enumerate(texts, start=FIRST_ROW) if any(found)]


def _lines_of_csv(file: Path) -> list[Sequence[Any]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def _lines_of_workbook(file: Path) -> list[Sequence[Any]]:
    book = openpyxl.load_workbook(file, read_only=True)
    try:
        return list(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def outcomes_in(journal: Path, run: int | None) -> dict[int, Outcome]:
    """What the journal says became of the rows of a run."""
    if run is None or not journal.exists():
        return {}
    with Journal(journal) as kept:
        return {entry.row: entry.outcome for entry in kept.read_rows(run) if entry.outcome}
