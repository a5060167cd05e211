"""The rows of a sheet beside all jobs of its target that earlier runs know, whichever sheet they are of."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from importer.jobs_api import clip_text
from importer.journal import PreviousRow, PreviousRuns, SheetTexts
from importer.languages import _
from importer.records import Batch
from importer.steps.submit.row_likeness import ComparedRow, RowLikeness
from importer.steps.submit.row_pairing import CellsByHeading

MOST_PREVIOUS = 200_000  # jobs, the latest: what a sheet is compared with


@dataclass(frozen=True, slots=True)
class SimilarPreviousRow:
    """A row of the sheet and an earlier one that it is like, with what differs: the heading, there, here."""

    row: int
    earlier: PreviousRow
    differing: tuple[tuple[str, str, str], ...]


class JobsThere:
    """What earlier runs know of the jobs of a target, for one sheet whose own and related runs are `related`."""

    def __init__(self, batch: Batch, previous_runs: PreviousRuns, identity: str, related: frozenset[int]) -> None:
        self._batch, self._journal, self._related = batch, previous_runs, related
        self._identity = identity

    def find_similar(self, fresh: Sequence[int], used: Collection[str]) -> Iterator[SimilarPreviousRow]:
        """The rows that are like an earlier one whose job none of the sheet has: those have the ids `used`."""
        known = self._journal.list_rows_there(self._identity, MOST_PREVIOUS)
        is_open = {row.job_id: row.job_id not in used and row.id_there not in used for row in known}
        if not any(is_open.values()):
            return
        sheets = {run: self._journal.read_texts(run) for run in dict.fromkeys(row.run for row in known)}
        rows, compared = [], []
        for row in known:
            sheet = sheets[row.run]
            if sheet and row.row in sheet.rows:
                rows.append(row)
                here = row.run in self._related
                compared.append(ComparedRow(sheet, sheet.rows[row.row], is_open[row.job_id], here))
        likeness = RowLikeness(self._read_now(), compared)
        for pair in likeness.match(fresh):
            yield SimilarPreviousRow(
                pair.row, rows[pair.earlier], tuple(likeness.find_differing(pair.row, pair.earlier))
            )

    def _read_now(self) -> SheetTexts:
        sheet = self._batch.sheet
        columns = (sheet.cells.iloc[:, place].to_numpy().tolist() for place in range(sheet.cells.shape[1]))
        rows = dict(zip(sheet.cells.index.tolist(), zip(*columns, strict=True), strict=True))
        fields = {column.field: column.place for column in reversed(self._batch.columns)}
        return SheetTexts(sheet.headings, fields, rows)


def place_of(row: PreviousRow) -> str:
    """The file, and the sheet, in which it stood."""
    file = Path(row.file).name
    return _('{file}, sheet "{sheet}"').format(file=file, sheet=row.sheet) if row.sheet else file


def describe_difference(then: CellsByHeading, now: CellsByHeading) -> str:
    """What a row said then and says now, where that is not the same."""
    headings = [heading for heading in {**then, **now} if then.get(heading, "") != now.get(heading, "")]
    return spell_differing([(name[0], then.get(name, ""), now.get(name, "")) for name in headings])


def spell_differing(cells: Sequence[tuple[str, str, str]]) -> str:
    """These headings, each with what stands there and here; '' for none."""
    parts = (
        _('{name} "{theirs}" there, "{ours}" here').format(name=name, theirs=theirs, ours=ours)
        for name, theirs, ours in cells
    )
    return f" ({clip_text('; '.join(parts))})" if cells else ""
