"""Is the job that the target has the one that this row would make?

A server gives values back in its own spelling: ids in upper case, dates with a zone, its defaults where nothing was
sent, an id where a code was sent. None of that is a difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from importer.catalogue.field import Lookup
from importer.catalogue.find import field_named
from importer.catalogue.jobs import JOBS, NOT_FOR_NEW_JOBS

MOVES_ON = frozenset({"date_update", "date_closed"})  # written by the target as the work goes on
STATUS = ("job_status_id", "job_status_code")

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
        if not field.kind.same(value, there):
            yield Difference(name, str(value), "" if there is None else str(there))


def _unspoken(lookup: Lookup | None, there: object, theirs: Job) -> bool:
    """A code that we sent, where the target speaks only of the id that it stands for, or the other way round."""
    if there or lookup is None:
        return False
    return any(theirs.get(f.name) for f in JOBS if f.lookup and f.lookup.id_field == lookup.id_field)
