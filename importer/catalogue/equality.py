"""Is the value that a server gives back the one that was sent?

A server has its own spelling: ids in upper case, dates with a zone, its 'empty' where nothing was sent.
"""

import math
from datetime import UTC, datetime

from importer.catalogue.spellings import spell_guid

NOT_SET = "1980-01-01"  # the API's date for 'none'
_NEAR = 1e-6  # degrees: a tenth of a metre
_SAME_SECOND = 1.0


def same_text(ours: object, theirs: object) -> bool:
    """The same but for white space around it and the kind of its line ends."""
    return _text(ours) == _text(theirs)


def same_number(ours: object, theirs: object) -> bool:
    """The same but for rounding; nothing is zero."""
    left, right = _number(ours), _number(theirs)
    return right is not None and math.isclose(left or 0, right, abs_tol=_NEAR)


def same_guid(ours: object, theirs: object) -> bool:
    """The same id, however it is spelled."""
    left, right = _text(ours), _text(theirs)
    return (spell_guid(left) or left) == (spell_guid(right) or right)


def same_moment(ours: object, theirs: object) -> bool:
    """The same to the second. A time without a zone is the same on the clock, or in UTC."""
    left, right = _moment(_text(ours)), _moment(_text(theirs))
    if left is None or right is None:
        return left is right
    clocks = [left.replace(tzinfo=UTC), right.replace(tzinfo=UTC)]
    on_the_clock = (left.tzinfo is None or right.tzinfo is None) and _near(*clocks)
    in_utc = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (left, right)]
    return on_the_clock or _near(*in_utc)


def _text(value: object) -> str:
    return "" if value is None else "\n".join(str(value).strip().splitlines())


def _number(value: object) -> float | None:
    if value is None:
        return 0.0
    return float(value) if isinstance(value, (int, float)) else None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text and not text.startswith(NOT_SET) else None
    except ValueError:
        return None


def _near(left: datetime, right: datetime) -> bool:
    return abs((left - right).total_seconds()) < _SAME_SECOND
