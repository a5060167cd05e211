"""A practice server in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.twice.rows import Work


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield Work(tmp_path, server)
