"""The bar is drawn for eyes: some ten times a second, however fast rows go, and always where a step ends."""

import io
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from rich.progress import TaskID

from importer.cli.console import Console
from importer.cli.progress_bar import ProgressBar

ROWS = 1000


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProgressBar]:
    """A bar of a terminal on which a row takes five milliseconds."""
    clock = count()
    monkeypatch.setattr("importer.cli.progress_bar.monotonic", lambda: next(clock) * 0.005, raising=False)
    bar = ProgressBar(Console(file=io.StringIO(), force_terminal=True))
    with bar.progress:
        yield bar


def drawn(bar: ProgressBar, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    seen: list[object] = []
    update = bar.progress.update

    def watched(task: TaskID, **said: Any) -> None:
        seen.append(said.get("completed"))
        update(task, **said)

    monkeypatch.setattr(bar.progress, "update", watched)
    return seen


def test_it_is_drawn_ten_times_a_second(bar: ProgressBar, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = drawn(bar, monkeypatch)
    for row in range(ROWS + 1):
        bar.show("Sending", row, ROWS)
    assert 40 <= len(seen) <= 52  # in five seconds
    assert (seen[0], seen[-1]) == (0, ROWS)


def test_a_new_step_and_one_without_an_end_are_shown_at_once(bar: ProgressBar, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = drawn(bar, monkeypatch)
    bar.show("Sending", 3, ROWS)
    bar.show("Writing", 1, ROWS)
    bar.show("Writing", 2, ROWS)
    bar.show("Reading", 0, 0)
    bar.show("Reading", 5, 0)
    assert [done for done in seen if done is not None] == [3, 1, 0, 5]
