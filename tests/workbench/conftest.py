"""A workbench on a state folder of its own, with the practice server as its target."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    for name in ("TARGET", "URL"):
        monkeypatch.delenv(f"IMPORTER_{name}", raising=False)
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("IMPORTER_CONFIG", str(tmp_path / "config.toml"))
    bench = Workbench()
    yield bench
    bench.close()
