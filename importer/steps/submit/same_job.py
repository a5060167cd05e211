"""Is the job that the target has the one that this row would make?

A server gives values back in its own spelling: ids in upper case, dates with a zone, its defaults where nothing was
sent, an id where a code was sent. None of that is a difference.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from importer.catalogue.field import Lookup
from importer.catalogue.find import field_named
from importer.catalogue.jobs import JOBS, NOT_FOR_NEW_JOBS
from importer.catalogue.kinds import DATE, DECIMAL, GUID, INTEGER, Kind

NOT_SET = "1980-01-01"  # the API's date for 'none'
MOVES_ON = frozenset({"date_update", "date_closed"})  # written by the target as the work goes on
STATUS = ("job_status_id", "job_status_code")
NEAR = 1e-6  # degrees: a tenth of a metre
SAME_SECOND = 1.0

Job = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the job of the target is another than ours, with both values."""

    field: str
    ours: str
    theirs: str


def differences(ours: Job, theirs: Job) -> tuple[Difference, ...]:
    """The fields that we would send otherwise than the target has them; () where it is the same job.

    Embedded objects are not compared: they are things of their own in the target.
    """
    return tuple(_differing(ours, theirs))


def _differing(ours: Job, theirs: Job) -> Iterator[Difference]:
    begun = str(theirs.get("job_status_id", "")).casefold() in NOT_FOR_NEW_JOBS
    for name, value in ours.items():
        if isinstance(value, dict) or name in MOVES_ON or (begun and name in STATUS):
            continue
        field = field_named(name)
        there = theirs.get(name)
        if _unspoken(field.lookup, there, theirs):
            continue
        if not _equal(field.kind, value, there):
            yield Difference(name, str(value), "" if there is None else str(there))


def _unspoken(lookup: Lookup | None, there: object, theirs: Job) -> bool:
    """A code that we sent, where the target speaks only of the id that it stands for, or the other way round."""
    if there or lookup is None:
        return False
    return any(theirs.get(f.name) for f in JOBS if f.lookup and f.lookup.id_field == lookup.id_field)


def _equal(kind: Kind, ours: object, theirs: object) -> bool:
    if kind in (INTEGER, DECIMAL):
        return _number(theirs) is not None and math.isclose(_number(ours) or 0, _number(theirs) or 0, abs_tol=NEAR)
    left, right = _text(ours), _text(theirs)
    if kind is GUID:
        return (GUID.canonical(left) or left) == (GUID.canonical(right) or right)
    if kind is DATE:
        return _same_moment(left, right)
    return left == right


def _number(value: object) -> float | None:
    if value is None:
        return 0.0
    return float(value) if isinstance(value, (int, float)) else None


def _text(value: object) -> str:
    return "" if value is None else "\n".join(str(value).strip().splitlines())


def _same_moment(ours: str, theirs: str) -> bool:
    """To the second. A time without a zone is the same on the clock, or in UTC."""
    left, right = _moment(ours), _moment(theirs)
    if left is None or right is None:
        return left is right
    clocks = [left.replace(tzinfo=UTC), right.replace(tzinfo=UTC)]
    on_the_clock = (left.tzinfo is None or right.tzinfo is None) and _near(*clocks)
    in_utc = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (left, right)]
    return on_the_clock or _near(*in_utc)


def _near(left: datetime, right: datetime) -> bool:
    return abs((left - right).total_seconds()) < SAME_SECOND


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text and not text.startswith(NOT_SET) else None
    except ValueError:
        return None
