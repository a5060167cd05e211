"""Fixtures for all tests: a practice server on a fresh file, and somebody who talks to it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.practice.caller import Caller


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield server


@pytest.fixture
def api(practice: PracticeServer) -> Iterator[Caller]:
    with Caller(practice) as caller:
        yield caller


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a good part of the suite waits, for a server or for a clock."""
    return (os.cpu_count() or 1) + 1
