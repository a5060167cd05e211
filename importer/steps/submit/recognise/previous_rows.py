"""The rows of a sheet beside all jobs of its target that earlier runs know, whichever sheet they are of."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from importer.catalogue import tell_apart, to_canonical_text
from importer.jobs_api import clip_text
from importer.journal import PreviousRow, PreviousRuns, SheetTexts
from importer.languages import _
from importer.records import Batch, PlannedJob
from importer.steps.submit.recognise.row_likeness import ComparedRow, RowLikeness
from importer.steps.submit.recognise.row_pairing import CellsByHeading, find_pairs_by_place

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

    def find_similar(self, fresh: Sequence[int], ids: Mapping[int, str]) -> Iterator[SimilarPreviousRow]:
        """The rows that are like an earlier one whose job no row of the sheet has: those have these ids, by row.

        A sheet that has more than half of the rows of another is a copy of it: what is left of both is compared as in
        one sheet. There, also rows may be one that stand between the same others, of as many, whatever they say.
        """
        known = self._journal.list_rows_there(self._identity, MOST_PREVIOUS)
        planned = {row.id_there: row.job_id for row in known}  # results have the ids that the target gave
        ids = {row: planned.get(job_id, job_id) for row, job_id in ids.items()}
        used = frozenset(ids.values())
        is_open = {row.job_id: row.job_id not in used and row.id_there not in used for row in known}
        if not any(is_open.values()):
            return
        sheets = {run: self._journal.read_texts(run) for run in dict.fromkeys(row.run for row in known)}
        copied = self._find_copied({row.run for row in known if is_open[row.job_id]}, used)
        rows, compared = list[PreviousRow](), list[ComparedRow]()
        for one in known:
            sheet = sheets[one.run]
            if sheet and one.row in sheet.rows:
                is_here = one.run in self._related or one.run in copied
                rows.append(one)
                compared.append(ComparedRow(sheet, sheet.rows[one.row], is_open[one.job_id], is_here))
        likeness = RowLikeness(self._read_now(), compared)
        pairs = {pair.row: pair.earlier for pair in likeness.match(fresh)}
        places = {(one.run, one.row): position for position, one in enumerate(rows) if is_open[one.job_id]}
        left, free = set(fresh) - pairs.keys(), set(places.values()) - set(pairs.values())
        now = {row: ids.get(row, "") for row in map(int, self._batch.sheet.cells.index)}
        for run, then in copied.items():
            for earlier_row, row in find_pairs_by_place(then, now):
                position = places.get((run, earlier_row), -1)
                if row in left and position in free and likeness.can_be_the_same(row, position):
                    pairs[row] = position
                    left.remove(row)
        for row, position in pairs.items():
            yield SimilarPreviousRow(row, rows[position], tuple(likeness.find_differing(row, position)))

    def _find_copied(self, runs: AbstractSet[int], used: AbstractSet[str]) -> dict[int, dict[int, str]]:
        """The ids of the rows of each of these runs that this sheet has more than half of, as far as they have any."""
        read = {run: self._journal.read_ids(run) for run in sorted(runs, reverse=True)}
        planned = {run: frozenset(ids.values()) - {""} for run, ids in read.items()}
        return {run: read[run] for run, theirs in planned.items() if 2 * len(theirs & used) > len(theirs)}

    def _read_now(self) -> SheetTexts:
        sheet = self._batch.sheet
        columns = (sheet.cells.iloc[:, position].to_numpy().tolist() for position in range(sheet.cells.shape[1]))
        rows = dict(zip(sheet.cells.index.tolist(), zip(*columns, strict=True), strict=True))
        fields = {column.field: column.position for column in reversed(self._batch.columns)}
        return SheetTexts(sheet.headings, fields, rows)


def find_equal(jobs: Sequence[PlannedJob], besides: Mapping[int, PlannedJob]) -> dict[str, PlannedJob]:
    """By what it says, a job of the others that says the same as one of these; best one that is not asked about."""
    contents = {job.content for job in besides.values()}
    others = [job for job in jobs if job.content in contents and job.row not in besides]
    return {job.content: job for job in sorted(others, key=lambda job: not job.new_id)}


def file_of(row: PreviousRow) -> str:
    """The file, and the sheet, in which it stood."""
    file = Path(row.file).name
    return _('{file}, sheet "{sheet}"').format(file=file, sheet=row.sheet) if row.sheet else file


def describe_difference(then: CellsByHeading, now: CellsByHeading) -> str:
    """What a row said then and says now, where that is not the same."""
    headings = [heading for heading in {**then, **now} if then.get(heading, "") != now.get(heading, "")]
    return spell_differing([(name[0], then.get(name, ""), now.get(name, "")) for name in headings])


def spell_differing(cells: Sequence[tuple[str, str, str]]) -> str:
    """These headings, each with what stands there and here, where that can be seen; '' for none."""
    seen = [cell for cell in cells if to_canonical_text(cell[1]) != to_canonical_text(cell[2])]
    shown = ((name, *tell_apart(theirs, ours)) for name, theirs, ours in seen)
    sentence = _('{name} "{theirs}" there, "{ours}" here')
    parts = (sentence.format(name=name, theirs=theirs, ours=ours) for name, theirs, ours in shown)
    return f" ({clip_text('; '.join(parts))})" if seen else ""
