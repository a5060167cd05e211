"""One way of reading for a whole column, decided from all its values; where they leave it open, nobody guesses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

Readings = Mapping[str, str]  # way of reading -> what the value is then; a way in which it is nothing is left out


class Evidence(Enum):
    """What the values of a column say about the way to read them."""

    CLEAR = auto()  # one way is left, or all that are left come to the same, or the user has said it
    OPEN = auto()  # several ways fit every value, and they differ
    CONTRADICTING = auto()  # no way fits every value


@dataclass(frozen=True)
class Verdict:
    """`way` is the one that fits, or fits most; `rivals` the ways between which the user has to choose."""

    evidence: Evidence
    way: str
    rivals: tuple[str, ...] = ()


def decide(column: Mapping[str, Readings], ways: Sequence[str], chosen: str | None = None) -> Verdict:
    """Judge all distinct values of a column, each of which can be read in at least one of `ways`."""
    if chosen is not None:
        return Verdict(Evidence.CLEAR, chosen)
    counts = {way: sum(way in readings for readings in column.values()) for way in ways}
    fitting = [way for way in ways if counts[way] == len(column)]
    if not fitting:
        most, *others = sorted(ways, key=lambda way: -counts[way])
        against = [way for way in others if find_read_one_way(column, way, most)]
        return Verdict(Evidence.CONTRADICTING, most, (most, *against))
    different = {tuple(readings[way] for readings in column.values()): way for way in reversed(fitting)}
    rivals = tuple(way for way in fitting if way in different.values())
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
