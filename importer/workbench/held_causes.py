"""What is wrong, and how many rows each cause holds back: the one that releases most rows first."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from importer.records import ImportResult
from importer.steps.report import Cause, causes_of


@dataclass(frozen=True)
class HeldCause:
    """A cause, the rows it is in, and how many of them could be sent if it were the only thing to be put right.

    `key` names it in every check of the same sheet. A cause of the whole sheet has no rows.
    """

    key: str
    cause: Cause
    rows: frozenset[int]
    releases: int


def find_held_causes(result: ImportResult) -> tuple[HeldCause, ...]:
    """The causes of a check, errors first; among these, what holds the whole sheet, then by the rows released."""
    causes = causes_of(result.problems)
    errors = Counter(row for cause in causes if cause.is_error for row in cause.rows)
    alone = [sum(errors[row] == 1 for row in cause.rows) if cause.is_error else 0 for cause in causes]
    of_sheet = {position for position, cause in enumerate(causes) if cause.is_error and not cause.rows}
    total = len(result.batch.values)
    held = [
        HeldCause(_key_of(cause), cause, cause.rows, _count_released(position, of_sheet, alone, total - len(errors)))
        for position, cause in enumerate(causes)
    ]
    return tuple(
        sorted(held, key=lambda one: (not one.cause.is_error, bool(one.rows), -one.releases, -one.cause.count))
    )


def _count_released(position: int, of_sheet: set[int], alone: list[int], sound: int) -> int:
    """Rows without another error. What is wrong with the whole sheet keeps all of them."""
    if of_sheet == {position}:
        return sound
    return 0 if of_sheet else alone[position]


def _key_of(cause: Cause) -> str:
    identity = "\x1f".join((str(cause.number), cause.heading, cause.first.value, cause.first.message))
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:12]
