"""Fixtures for all tests: a practice server on a fresh file, and somebody who talks to it."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from importer.practice.server import PracticeServer
from tests.examples import THOROUGH, examples
from tests.forked_children import AFRESH, fork_children
from tests.practice.caller import Caller

sys.dont_write_bytecode = False  # what is compiled once serves all the processes that tests start
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        yield server


@pytest.fixture
def api(practice: PracticeServer) -> Iterator[Caller]:
    with Caller(practice) as caller:
        yield caller


@pytest.fixture(scope="session", autouse=True)
def _forked_children() -> None:
    fork_children(now=False)


@pytest.fixture
def children_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes that open files are started as they are for a user."""
    monkeypatch.setenv(AFRESH, "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="every test with all of its cases: three times as long")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # of what is collected nothing is let go
    if config.getoption("--thorough"):
        os.environ[THOROUGH] = "1"  # the workers have it from here
    settings.register_profile(  # no test fails because other work is in its way
        "daily", max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("daily")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked `thorough` to --thorough, but for so many of its cases, drawn evenly from all of them."""
    items.sort(key=lambda item: item.get_closest_marker("begins_first") is None)
    if config.getoption("--thorough") or any("::" in word for word in config.args):
        return
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("thorough"):
            cases.setdefault(item.nodeid.split("[")[0], []).append(item)
    left_out = {item for of_one in cases.values() for item in _left_out(of_one)}
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    gc.freeze()  # so no later look at what is no longer used goes through thousands of tests, the last ones neither
    gc.set_threshold(50_000, 20, 100)  # to look as often as usual takes a tenth of the time of all
    gc.enable()


def _left_out(cases: list[pytest.Item]) -> list[pytest.Item]:
    marker = cases[0].get_closest_marker("thorough")
    many = marker.kwargs.get("but", 0) if marker else 0
    taken = {round(n * len(cases) / many) for n in range(many)} if many else set()
    return [case for n, case in enumerate(cases) if n not in taken]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a good part of the suite waits, for a server or for a clock."""
    return (os.cpu_count() or 1) + 1
