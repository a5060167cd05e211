"""Lines above groups within groups: of two levels in one column, or side by side in one row."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from importer.records import LARGER_GROUP, SMALLER_GROUP
from importer.steps.read.layout.rows import TableRows


@dataclass(frozen=True)
class Line:
    """What a row says of those below it: where its text stands, what it names, the value of that, and its level where
    lines of two levels stand in one column: LARGER_GROUP, or SMALLER_GROUP for those within; 0 where there is one.
    """

    position: int
    label: str
    value: str
    text: str
    level: int = 0


def find_levels(lines: Mapping[int, Line], others: Collection[int]) -> dict[int, Line]:
    """The lines with their level, where those without a name in one column are of two; `others` are rows of no jobs.

    A line of a larger group stands right above the first one within it. That could also be a group without a job, so
    the lines below such ones all begin with the same word, or come again in other groups, or none stands alone.
    """
    found = dict(lines)
    for position in {line.position for line in lines.values() if not line.label}:
        here = {at: line for at, line in sorted(lines.items()) if line.position == position and not line.label}
        stacks = [(at, below) for at, below in pairwise(here) if all(row in others for row in range(at + 1, below))]
        larger = _find_larger(here, stacks)
        for at, line in here.items() if larger else ():
            found[at] = replace(line, level=LARGER_GROUP if at in larger else SMALLER_GROUP)
    return found


def _find_larger(lines: Mapping[int, Line], stacks: Sequence[tuple[int, int]]) -> set[int]:
    """Those of larger groups, with the lines that stand right below others; none where all may be of one level."""
    above, below = {at for at, _ in stacks}, {at for _, at in stacks}
    if not stacks or next(iter(lines)) not in above or not above.isdisjoint(below):
        return set()
    words = {at: line.value.split() for at, line in lines.items() if line.value.strip()}
    first = {words[at][0].casefold() if len(words.get(at, ())) > 1 else "" for at in below}
    by_word = {at for at in lines if at not in words or words[at][0].casefold() not in first}
    if len(first) == 1 and "" not in first and above <= by_word and len(lines) > len(by_word) + 1:
        return by_word
    often = Counter(line.value for at, line in lines.items() if at not in above)
    come_again = min(often.values()) > 1 and often.keys().isdisjoint(lines[at].value for at in above)
    return above if come_again or (len(above) > 1 and len(lines) == len(above) + len(below)) else set()


def find_pairs(body: TableRows, lines: Collection[int], others: Collection[int]) -> dict[int, tuple[Line, ...]]:
    """The rows with two texts, those of a larger group and the first one within it, above rows that have nothing in
    either column; `lines` may have one of them.
    """
    jobs = ~np.isin(np.arange(len(body.fill)), [*lines, *others])
    two = np.flatnonzero(jobs & (body.fill == 2))  # noqa: PLR2004
    jobs[two] = False
    if not len(two) or len(two) > jobs.sum():
        return {}
    columns = (body.cells.iloc[:, place].str.strip() for place in range(body.cells.shape[1]))
    filled = np.column_stack([(column != "").to_numpy(dtype=bool) for column in columns])
    is_used = filled[jobs].any(axis=0)
    found = {at: tuple(np.flatnonzero(filled[at]).tolist()) for at in two.tolist() if not filled[at, is_used].any()}
    further = [at for at in two.tolist() if at not in found]  # short rows of jobs
    if len({*found.values()}) != 1 or filled[further][:, next(iter(found.values()))].any():
        return {}
    texts = {at: [str(text).strip() for text in body.cells.iloc[at]] for at in found if jobs[at:].any()}
    return {at: tuple(Line(place, "", row[place], row[place]) for place in found[at]) for at, row in texts.items()}
