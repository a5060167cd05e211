"""A run that the page makes goes on after its process was killed, and what the checker of that would find."""

from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.page import kills
from tests.page.kills import Figures, run_schedule


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.usefixtures("state")
def test_a_page_that_was_killed_goes_on_without_a_double_or_a_gap(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPORTER_PASSWORD", "")  # set by the schedule
    figures = Figures()
    run_schedule(seed, figures, tmp_path)
    assert figures.kills
    assert (figures.duplicates, figures.lost, figures.misreported, figures.errors) == (0, 0, 0, [])


@pytest.mark.thorough
@pytest.mark.usefixtures("state")
def test_a_double_a_gap_and_a_wrong_status_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_PASSWORD", "")
    seen: list[tuple[list[str], set[str]]] = []

    def compare(names: list[str], wrong: set[str], practice: PracticeServer, figures: Figures) -> None:
        seen.append((names, wrong))
        entry = practice.store.list_entries("Jobs")[0]
        monkeypatch.setattr(practice.store, "list_entries", lambda _listing: [entry, entry])
        whole(names, wrong, practice, figures)

    whole = kills.compare
    monkeypatch.setattr(kills, "compare", compare)
    monkeypatch.setattr(kills, "MOST_KILLS", 1)
    figures = Figures()
    run_schedule(3, figures, tmp_path)
    names, wrong = seen[0]
    assert (figures.duplicates, figures.lost) == (1, len(names) - len(wrong) - 1)
