"""Seeded noise for all that strangers may send, in one command that prints figures: a few cases of each kind here."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.command import ROOT
from tests.security.fuzzing.figures import Attempt, Kind, figures_of


@pytest.mark.thorough
def test_the_figures_of_every_kind_are_sound() -> None:
    words = [sys.executable, "-m", "tests.security.fuzzing", "--cases", "12", "--seed", "3"]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.findall(
        r"^(\w[\w' ]+?) {2,}(\d+) cases, (\d+) unknown exceptions, (\d+) raw control", ended.stdout, re.MULTILINE
    )
    kinds = (
        "server answers",
        "practice requests",
        "settings files",
        "child messages",
        "workbook parts",
        "copier's lines",
    )
    assert told == [(kind, "12", "0", "0") for kind in kinds]


@contextmanager
def _unsound(_folder: Path) -> Iterator[Attempt]:
    def attempt(case: int) -> str:
        if case % 2:
            raise KeyError(case)
        print("\x1b[31m")
        return "even"

    yield attempt


def test_what_should_never_be_is_counted(tmp_path: Path) -> None:
    figures = figures_of(Kind("numbers", st.integers(0, 1000), _unsound), 40, 1, tmp_path)
    assert figures.ended.total() == len(figures.unknown) + len(figures.steering) == 40
    assert not figures.is_sound
    assert "KeyError" in "\n".join(figures.lines())
