"""A company whose practice server runs in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.retry.results_of import Company


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield Company(server)
