"""The page over HTTP, on a state folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importer.page.server import PageServer
from tests.page.browser import running_browser
from tests.page.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps what it has, its settings too, and nothing of whoever runs the tests."""
    folder = tmp_path / "state"
    for name in ("TARGET", "URL", "USER", "PASSWORD", "DOMAIN"):
        monkeypatch.delenv(f"IMPORTER_{name}", raising=False)
    monkeypatch.setenv("IMPORTER_STATE", str(folder))
    monkeypatch.setenv("IMPORTER_CONFIG", str(folder / "config.toml"))
    return folder


@pytest.fixture
def page(state: Path) -> Iterator[PageServer]:
    assert not state.exists()
    with PageServer() as server:
        yield server


@pytest.fixture
def visitor(page: PageServer) -> Visitor:
    return Visitor(page)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    with running_browser() as found:
        yield found
