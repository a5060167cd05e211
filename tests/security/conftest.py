"""Fixtures for attacks that come with a sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.security.stranger import Desk, listening


@pytest.fixture
def desk(tmp_path: Path, practice: PracticeServer) -> Iterator[Desk]:
    with listening() as listener:
        yield Desk(tmp_path, practice, listener)
