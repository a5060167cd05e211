"""How old something is, in words."""

from datetime import datetime, timedelta

_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def ago(then: datetime, now: datetime) -> str:
    """'3 days ago', '1 hour ago'; 'just now' where it is less than a minute, or where a clock was set back."""
    for noun, unit in _UNITS:
        count = (now - then) // unit
        if count >= 1:
            return f"{count} {noun}{'s' if count > 1 else ''} ago"
    return "just now"
