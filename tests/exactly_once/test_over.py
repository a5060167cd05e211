import signal

import pytest

from tests.exactly_once.over import Over
from tests.exactly_once.schedule import By, Stop

ONCE, TWICE, KILL = Stop(By.INTERRUPT, 1), Stop(By.TWICE, 1), Stop(By.TIME, 1)
IN_ORDER = {
    "a result": Over(4, None, "{}", 3),
    "an interrupted run that tells": Over(130, ONCE, "{}", 3),
    "killed": Over(-signal.SIGKILL, KILL, "", 3),
    "could not start": Over(3, None, "{}", 0),
    "interrupted before it began": Over(130, ONCE, "", 0),
    "ended by the signal before it began": Over(-signal.SIGTERM, ONCE, "", 0),
    "ended by the signal after all was told": Over(-signal.SIGINT, ONCE, "{}", 3),
    "interrupted twice": Over(130, TWICE, "", 3),
}
OUT_OF_ORDER = {
    "hangs": Over(-signal.SIGABRT, None, "", 0),
    "could not start, and jobs are there": Over(3, None, "{}", 1),
    "interrupted once, jobs are there, and nothing is said": Over(130, ONCE, "", 1),
    "an error in the program": Over(1, None, "", 0),
    "all well, and nothing is said": Over(0, None, "", 0),
    "a crash": Over(-signal.SIGSEGV, ONCE, "", 0),
}


@pytest.mark.parametrize("over", IN_ORDER.values(), ids=IN_ORDER)
def test_an_end_that_is_in_order(over: Over) -> None:
    assert list(over.findings()) == []


@pytest.mark.parametrize("over", OUT_OF_ORDER.values(), ids=OUT_OF_ORDER)
def test_an_end_that_is_not(over: Over) -> None:
    assert len(list(over.findings())) == 1
