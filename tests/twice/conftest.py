"""A practice server in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.twice.office import Office
from tests.twice.rows import Work


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield Work(tmp_path, server)
