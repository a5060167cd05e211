"""What was looked at, and how it is."""

from dataclasses import dataclass
from enum import StrEnum


class FindingState(StrEnum):
    """How something is."""

    FINE = "fine"
    WRONG = "wrong"
    UNKNOWN = "not checked"  # because something before it is wrong, or there is none


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do where that is wrong."""

    what: str
    state: FindingState
    found: str
    advice: str = ""


def report_fine(what: str, found: str) -> Finding:
    """All is well with it."""
    return Finding(what, FindingState.FINE, found)


def report_wrong(what: str, found: str, advice: str) -> Finding:
    """Something is to be done about it."""
    return Finding(what, FindingState.WRONG, found, advice)


def report_unknown(what: str, why: str) -> Finding:
    """It was not looked at."""
    return Finding(what, FindingState.UNKNOWN, why)
