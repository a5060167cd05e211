"""What is wrong, and how many rows each cause holds back: the one that releases most rows first."""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from importer.records import ImportResult
from importer.steps.report import Cause, causes_of

_ROW = re.compile(r"[0-9]+$")


@dataclass(frozen=True)
class HeldCause:
    """A cause, the rows it is in, and how many of them could be sent if it were the only thing to be put right.

    `key` names it in every check of the same sheet. A cause of the whole sheet has no rows.
    """

    key: str
    cause: Cause
    rows: frozenset[int]
    releases: int


def causes_held(result: ImportResult) -> tuple[HeldCause, ...]:
    """The causes of a check, errors first; among these, what holds the whole sheet, then by the rows released."""
    causes = causes_of(result.problems)
    rows = [_rows_of(cause) for cause in causes]
    errors: dict[int, set[int]] = defaultdict(set)
    for place, cause in enumerate(causes):
        for row in rows[place] if cause.is_error else ():
            errors[row].add(place)
    of_sheet = {place for place, cause in enumerate(causes) if cause.is_error and not rows[place]}
    alone = Counter(next(iter(places)) for places in errors.values() if len(places) == 1)
    total = len(result.batch.values)
    held = [
        HeldCause(_key(cause), cause, rows[place], _released(place, of_sheet, alone, total - len(errors)))
        for place, cause in enumerate(causes)
    ]
    return tuple(
        sorted(held, key=lambda one: (not one.cause.is_error, bool(one.rows), -one.releases, -one.cause.count))
    )


def _released(place: int, of_sheet: set[int], alone: Counter[int], sound: int) -> int:
    """Rows without another error. What is wrong with the whole sheet keeps all of them."""
    if of_sheet == {place}:
        return sound
    return 0 if of_sheet else alone[place]


def _rows_of(cause: Cause) -> frozenset[int]:
    return frozenset(int(found[0]) for cell in cause.cells if (found := _ROW.search(cell)))


def _key(cause: Cause) -> str:
    said = "\x1f".join((str(cause.number), cause.heading, cause.first.value, cause.first.message))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
