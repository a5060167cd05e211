"""A plugin of pytest: collects the tests once, then runs them in a fork for each mutant, until one fails.

What to do stands in a file of JSON named by MUTATION_PLAN: the `mutants` with what they change, and the `seconds` that
each may be tested. What came of each is written to `results`, a line of JSON for each, as it comes.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

SURVIVED, KILLED, HUNG = 0, 1, 2
_A_TEST_MAY_TAKE, _AND_TIMES = 4.0, 6  # seconds, and what it takes as it is

Reached = dict[str, tuple[float, list[str]]]  # by test: its seconds, and the functions that it reaches


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """How long it takes to draw an example says nothing here: the code is in a hundred pieces."""
    settings.register_profile("mutants", settings.default, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    settings.load_profile("mutants")


class _FirstFailure:
    """Leaves the fork with the first test that fails."""

    @staticmethod
    def pytest_runtest_logreport(report: pytest.TestReport) -> None:
        if report.failed:
            os._exit(KILLED)


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the plan in place of the tests."""
    plan = json.loads(Path(os.environ["MUTATION_PLAN"]).read_text(encoding="utf-8"))
    session.config.pluginmanager.register(_FirstFailure())
    reached = _as_they_are(session.items, Path(plan["results"]).with_name("reached.json"))
    with Path(plan["results"]).open("w", encoding="utf-8") as results:
        for name, function in plan["mutants"]:
            items = _chosen(session.items, reached, function, plan["seconds"])
            results.write(json.dumps([name, _became(name, items, reached), len(items)]) + "\n")
            results.flush()
    return True


def _became(name: str, items: Sequence[pytest.Item], reached: Reached) -> str:
    if not items:
        return "no test"
    status = _in_a_fork(lambda: _tested(name, items, reached))
    return {SURVIVED: "survived", HUNG: "hung"}.get(status, "killed")


def _chosen(items: Sequence[pytest.Item], reached: Reached, function: str, seconds: float) -> list[pytest.Item]:
    """The tests that reach a function: those of its own module first, then the quickest, up to so many seconds."""
    own = f"test_{function.rpartition('.')[0].rpartition('.')[2]}.py"
    able = [item for item in items if function in reached[item.nodeid][1]]
    chosen: list[pytest.Item] = []
    spent = 0.0
    for item in sorted(able, key=lambda item: (item.path.name != own, reached[item.nodeid][0])):
        spent += reached[item.nodeid][0]
        if chosen and spent > seconds:
            break
        chosen.append(item)
    return chosen


def _as_they_are(items: Sequence[pytest.Item], place: Path) -> Reached:
    """Run every test once without a mutant. Raises RuntimeError where one fails."""
    if _in_a_fork(lambda: place.write_text(json.dumps(_reached(items)), encoding="utf-8")) != SURVIVED:
        raise RuntimeError("a test fails though nothing is mutated")
    reached: Reached = json.loads(place.read_text(encoding="utf-8"))
    return reached


def _reached(items: Sequence[pytest.Item]) -> Reached:
    set_mutant_under_test("stats")
    found: Reached = {}
    for item, following in pairwise([*items, None]):
        assert item is not None
        _forget_answers()
        state()._stats.clear()
        begun = time.monotonic()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        found[item.nodeid] = time.monotonic() - begun, sorted(state()._stats)
    return found


def _tested(name: str, items: Sequence[pytest.Item], reached: Reached) -> None:
    set_mutant_under_test(name)
    signal.signal(signal.SIGALRM, lambda *_: os._exit(HUNG))
    for item, following in pairwise([*items, None]):
        assert item is not None
        _forget_answers()
        signal.setitimer(signal.ITIMER_REAL, _A_TEST_MAY_TAKE + _AND_TIMES * reached[item.nodeid][0])
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _forget_answers() -> None:
    """Empty the caches of functions: what they remember was answered without the mutant, or as tests were collected."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("importer.")]
    for forget in {getattr(value, "cache_clear", None) for module in rooms for value in vars(module).copy().values()}:
        if callable(forget):
            forget()


def _in_a_fork(task: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        try:
            task()
        except BaseException:  # noqa: BLE001 - whatever a mutant does to pytest itself
            os._exit(KILLED)
        os._exit(SURVIVED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
