"""What became of many cases of a kind: how each ended, and what should never be."""

import contextlib
import io
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
MOST_TOLD = 5

Attempt = Callable[[Any], str]


@dataclass(frozen=True)
class Kind:
    """What strangers may send: its cases, and what takes one, as long as it is opened in a folder.

    An attempt prints what a user would see of it, says in a word or two how it ended, and raises what it does not know.
    """

    name: str
    cases: st.SearchStrategy[Any]
    opened: Callable[[Path], AbstractContextManager[Attempt]]


@dataclass
class Figures:
    """How the cases of a kind ended; `unknown` exceptions and printed signs that `steer` a terminal should be none."""

    kind: str
    seconds: float = 0.0
    ended: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    steering: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.unknown and not self.steering

    def lines(self) -> Iterator[str]:
        """The figures, as they are printed."""
        counts = f"{self.ended.total():6,} cases, {len(self.unknown)} unknown exceptions"
        yield f"{self.kind:18}{counts}, {len(self.steering)} raw control characters, {self.seconds:.0f} s"
        yield from (f"    {count:8,}  {how}" for how, count in self.ended.most_common())
        yield from (f"    unknown: {found}" for found in self.unknown[:MOST_TOLD])
        yield from (f"    raw: {found!a}" for found in self.steering[:MOST_TOLD])


def figures_of(kind: Kind, count: int, first: int, folder: Path) -> Figures:
    """Try so many cases, drawn by the seed `first`."""
    figures, begun = Figures(kind.name), time.monotonic()
    with kind.opened(folder) as attempt:

        @seed(first)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(kind.cases)
        def try_one(case: object) -> None:
            _try(attempt, case, figures)

        try_one()
    figures.seconds = time.monotonic() - begun
    return figures


def _try(attempt: Attempt, case: object, figures: Figures) -> None:
    shown = io.StringIO()
    try:
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            figures.ended[attempt(case)] += 1
    except Exception as error:  # noqa: BLE001 - counted, and told
        figures.ended["an unknown exception"] += 1
        figures.unknown.append(f"{type(error).__name__}: {error} for {case!a}"[:400])
    if found := STEERING.search(shown.getvalue()):
        figures.steering.append(shown.getvalue()[max(found.start() - 40, 0) : found.end() + 40])
