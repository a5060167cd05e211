"""Three rounds of drawn edits in a spreadsheet program, each run again: no job twice, no row lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.practice.server import PracticeServer
from importer.records import ImportResult
from tests.examples import examples
from tests.libreoffice import needs_libreoffice, saved_by_libreoffice
from tests.retry.results_of import HEADINGS, Company, results_in, row
from tests.workbooks import workbook

REFERENCE, DUE, CUSTOMER = HEADINGS.index("Reference"), HEADINGS.index("Due date"), HEADINGS.index("Customer reference")
GOOD_DAY, OTHER_DAY, NO_DAY = "2026-12-31", "2026-12-24", "soon"

Cells = list[object]  # of one row, what was added among them


@dataclass(frozen=True)
class Edit:
    """What is done to the row at a place of the sheet, as far as there is one."""

    what: str
    place: int


EDITS = st.lists(
    st.builds(Edit, st.sampled_from(["correct", "spoil", "change", "copy", "delete", "insert"]), st.integers(0, 9)),
    max_size=5,
)
ROWS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=6)  # with a reference? sound?


class Sheet:
    """A results workbook in somebody's hands: its rows as lists, and which of them were touched."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        jobs = self.book["Jobs"]
        self.headings = [cell.value for cell in jobs[1]]
        self.rows: list[Cells] = [list(cells) for cells in jobs.iter_rows(min_row=2, values_only=True) if any(cells)]

    def save(self, sort_by: int) -> Path:
        """Sort and write all of it back."""
        jobs = self.book["Jobs"]
        self.rows.sort(key=lambda cells: str(cells[sort_by]))
        for number in range(2, max(jobs.max_row, len(self.rows) + 1) + 1):
            cells = self.rows[number - 2] if number - 2 < len(self.rows) else [None] * len(self.headings)
            for place, value in enumerate(cells, start=1):
                jobs.cell(number, place).value = value  # type: ignore[assignment]  # whatever stood there
        self.book.save(self.path)
        self.book.close()
        return self.path


class Office:
    """Edits a sheet, and knows which jobs there must be in the end: each as its row was when it first was sound."""

    def __init__(self) -> None:
        self.jobs: dict[str, tuple[str, str, str]] = {}  # by what the row's name says, which nobody edits
        self.changed: set[str] = set()
        self._numbers: Iterator[int] = iter(range(1_000))

    def first(self, folder: Path, kinds: list[tuple[bool, bool]]) -> Path:
        rows = [
            row(
                f"R-{number}" if named else "",
                Name=f"Row {number}",
                Due_date=GOOD_DAY if sound else NO_DAY,
                Customer_reference=f"C-{number}",
            )
            for (named, sound), number in zip(kinds, self._numbers, strict=False)
        ]
        return workbook(folder, *rows)

    def edit(self, sheet: Sheet, edits: list[Edit]) -> None:
        touched: set[str] = set()
        for edit in edits:
            if edit.what == "insert":
                self._insert(sheet)
            elif edit.place < len(sheet.rows) and (name := _name(sheet.rows[edit.place])) not in touched:
                touched.add(name)
                getattr(self, f"_{edit.what}")(sheet, edit.place)

    def _correct(self, sheet: Sheet, place: int) -> None:
        self._put(sheet.rows[place], GOOD_DAY)

    def _spoil(self, sheet: Sheet, place: int) -> None:
        self._put(sheet.rows[place], NO_DAY)

    def _change(self, sheet: Sheet, place: int) -> None:
        self._put(sheet.rows[place], OTHER_DAY)

    def _put(self, cells: Cells, day: str) -> None:
        if cells[DUE] != day:
            cells[DUE] = day
            self.changed.add(_name(cells))

    def _copy(self, sheet: Sheet, place: int) -> None:
        """Copy a row with all that was added to it, and change the copy; of one that was changed itself, see 527."""
        if _name(sheet.rows[place]) in self.changed:
            return
        number = next(self._numbers)
        cells = list(sheet.rows[place])
        cells[HEADINGS.index("Name")], cells[CUSTOMER] = f"Row {number}", f"C-{number}"
        cells[REFERENCE] = f"R-{number}" if cells[REFERENCE] else None
        sheet.rows.insert(place, cells)

    def _delete(self, sheet: Sheet, place: int) -> None:
        del sheet.rows[place]

    def _insert(self, sheet: Sheet) -> None:
        number = next(self._numbers)
        new = row(Name=f"Row {number}", Customer_reference=f"C-{number}").values()
        sheet.rows.append([*(text or None for text in new), *[None] * (len(sheet.headings) - len(HEADINGS))])

    def heed(self, result: ImportResult) -> None:
        """Take note of the rows that are sound for the first time."""
        for cells in result.batch.sheet.cells.itertuples(index=False, name=None):
            if cells[DUE] != NO_DAY:
                job = (str(cells[REFERENCE]), str(cells[CUSTOMER]), str(cells[DUE]))
                self.jobs.setdefault(_name(list(cells)), job)


def _name(cells: Cells) -> str:
    return str(cells[HEADINGS.index("Name")])


Rounds = list[list[Edit]]

ANY_ROUNDS = (ROWS, st.lists(EDITS, min_size=3, max_size=3), st.sampled_from([DUE, CUSTOMER, HEADINGS.index("Name")]))
FEW = settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.thorough
@FEW
@given(*ANY_ROUNDS)
def test_three_rounds_of_edits_make_each_job_once(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[tuple[bool, bool]], rounds: Rounds, sort_by: int
) -> None:
    _make_each_job_once(tmp_path_factory.mktemp("rounds"), kinds, rounds, lambda sheet: sheet.save(sort_by))


@pytest.mark.thorough
@needs_libreoffice
@settings(FEW, max_examples=examples(3))
@given(*ANY_ROUNDS)
def test_so_do_rounds_that_libreoffice_saves(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[tuple[bool, bool]], rounds: Rounds, sort_by: int
) -> None:
    def save(sheet: Sheet) -> Path:
        path = sheet.save(sort_by)
        return saved_by_libreoffice(path, path.parent / "saved").replace(path)

    _make_each_job_once(tmp_path_factory.mktemp("office"), kinds, rounds, save)


def _make_each_job_once(
    folder: Path, kinds: list[tuple[bool, bool]], rounds: Rounds, save: Callable[[Sheet], Path]
) -> None:
    with pytest.MonkeyPatch.context() as patch, PracticeServer(folder / "practice.sqlite") as server:
        patch.setenv("IMPORTER_STATE", str(folder / "state"))
        company, office = Company(server), Office()
        result = company.run(office.first(folder, kinds))
        office.heed(result)
        for edits in rounds:
            sheet = Sheet(results_in(result))
            office.edit(sheet, edits)
            if not sheet.rows:
                return
            result = company.retry(save(sheet))
            office.heed(result)
            assert len(result.outcomes) == len(sheet.rows) == sum(result.counts.values())
            assert company.jobs() == sorted(office.jobs.values())
