from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.journal import Journal
from tests.steps.submit.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with Journal(tmp_path / "journal.sqlite") as journal:
        yield Scene(journal)
