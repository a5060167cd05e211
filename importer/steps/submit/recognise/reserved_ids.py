"""The ids that rows keep of the last run of their sheet, which created no job of them.

The results of that run have them, too: whoever corrects the row there, and whoever corrects it in the sheet, makes the
same job.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from importer.catalogue import REFERENCE
from importer.errors import NoSuchRun
from importer.journal import PreviousRuns
from importer.records import Batch, Sheet
from importer.steps.submit.recognise.row_identity import PROJECT
from importer.steps.submit.recognise.row_pairing import (
    CUSTOMER_KEYS,
    RowPairing,
    SheetRows,
    find_pairs_by_place,
    has_other_key,
)

_KEYS = CUSTOMER_KEYS | {REFERENCE}


def find_reserved_ids(batch: Batch, identity: str, previous_runs: PreviousRuns) -> dict[int, str]:
    """The ids of rows of this sheet, by row, whether they have errors still or are corrected.

    A row is known by what it says, or by where it stands: between the same others, where there are as many as before,
    or, where most of it is the same, at the place that it had. One with another key is another row.
    """
    known = previous_runs.reused_ids.list_reserved(batch.sheet.path, batch.sheet.name, identity)
    if known is None or not known[1]:
        return {}
    run, reserved = known
    try:
        before = previous_runs.read_sheet(run)
    except NoSuchRun:
        return {}
    wrong: dict[int, set[str]] = {}
    for problem in previous_runs.read_problems(run.run):
        if problem.row is not None and problem.is_error:
            wrong.setdefault(problem.row, set()).update(problem.fields)
    pairs = _find_pairs(before, batch, list(reserved), wrong)
    return {row: reserved[then] for then, row in pairs}


def _find_pairs(
    before: Sheet, batch: Batch, rows: Sequence[int], wrong: Mapping[int, Iterable[str]]
) -> Iterator[tuple[int, int]]:
    """Those of these rows that are in the sheet still, each with its row there."""
    headings = [heading for heading in dict.fromkeys(batch.sheet.headings) if heading in before.headings]
    then, now = _name_rows(before.read_under(headings)), _name_rows(batch.sheet.read_under(headings))
    here = {name: row for row, name in now.items()}
    yield from ((row, here[then[row]]) for row in rows if then.get(row) in here)
    known = frozenset(then.values())
    changed = [row for row in rows if row in then and then[row] not in here]
    new = [row for row, name in now.items() if name not in known]
    if not (changed and new):
        return
    old_rows, new_rows = SheetRows(before, then), SheetRows(batch.sheet, now)
    alike = RowPairing(old_rows, new_rows).match(changed, new)
    pairs = {p.previous_row: p.row for p in alike if p.is_only_one or p.previous_row == p.row}
    left, free = set(changed) - pairs.keys(), set(new) - set(pairs.values())
    pairs |= {row: other for row, other in find_pairs_by_place(then, now) if row in left and other in free}
    for row, other in pairs.items():
        keys = _KEYS - _list_corrected(wrong.get(row, ()))
        if not has_other_key(old_rows.cells_of(row), new_rows.cells_of(other), batch.columns, keys=keys):
            yield row, other


def _list_corrected(wrong: Iterable[str]) -> frozenset[str]:
    """The keys that a correction may change: those that had an error."""
    names = frozenset(wrong)
    return names | PROJECT if names & PROJECT else names


def _name_rows(texts: Mapping[int, tuple[str, ...]]) -> dict[int, str]:
    """A name for each row, of what it says; of several that say the same, each has its own."""
    seen: Counter[tuple[str, ...]] = Counter()
    names = {}
    for row, cells in texts.items():
        seen[cells] += 1
        names[row] = "\x1f".join((*cells, str(seen[cells])))
    return names
