"""The convention of a whole column (dmy, a decimal comma), decided from all its values; nobody guesses.

Where the values leave it open, a person is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

Readings = Mapping[str, str]  # convention, as dmy -> what the value is then; one by which it is nothing is left out


class Evidence(Enum):
    """What the values of a column say about the convention to read them by."""

    CLEAR = auto()  # one is left, or all that are left come to the same, or the user has said it
    OPEN = auto()  # several fit every value, and they differ
    CONTRADICTING = auto()  # none fits every value


@dataclass(frozen=True)
class Verdict:
    """`convention` is the one that fits, or fits most; `rivals` are those between which the user has to choose."""

    evidence: Evidence
    convention: str
    rivals: tuple[str, ...] = ()


def decide(column: Mapping[str, Readings], conventions: Sequence[str], chosen: str | None = None) -> Verdict:
    """Judge all distinct values of a column, each of which can be read by at least one of `conventions`."""
    if chosen is not None:
        return Verdict(Evidence.CLEAR, chosen)
    counts = {convention: sum(convention in readings for readings in column.values()) for convention in conventions}
    fitting = [convention for convention in conventions if counts[convention] == len(column)]
    if not fitting:
        most, *others = sorted(conventions, key=lambda convention: -counts[convention])
        against = [convention for convention in others if find_read_one_way(column, convention, most)]
        return Verdict(Evidence.CONTRADICTING, most, (most, *against))
    different = {
        tuple(readings[convention] for readings in column.values()): convention for convention in reversed(fitting)
    }
    rivals = tuple(convention for convention in fitting if convention in different.values())
    return Verdict(Evidence.OPEN if len(rivals) > 1 else Evidence.CLEAR, rivals[0], rivals)


def find_read_both_ways(column: Mapping[str, Readings], one: str, other: str) -> list[str]:
    """The values that can be read both ways and mean different things then."""
    return [
        text
        for text, readings in column.items()
        if one in readings and other in readings and readings[one] != readings[other]
    ]


def find_read_one_way(column: Mapping[str, Readings], one: str, other: str) -> list[str]:
    """The values that can be read the one way and not the other."""
    return [text for text, readings in column.items() if one in readings and other not in readings]
