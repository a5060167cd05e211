"""Ctrl-C while a CSV is read is for whoever runs us: no library may take it for itself and fail."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from importer.steps.read.csv.arrow_reader import read_with_arrow
from importer.steps.read.csv.dialect import Dialect

TEXT = b"name,place\n" + b"Yearly boiler service,Gent\n" * 400_000


@pytest.fixture
def interrupts() -> Iterator[list[int]]:
    """Ctrl-C, again and again; what our own handler was told of it."""
    told: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: told.append(number))
    enough = threading.Event()

    def again() -> None:
        while not enough.wait(0.001):
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=again)
    thread.start()
    yield told
    enough.set()
    thread.join()
    signal.signal(signal.SIGINT, before)


def test_reading_goes_on_and_our_handler_is_told(interrupts: list[int]) -> None:
    quick = read_with_arrow(memoryview(TEXT), Dialect(","), 2)
    assert quick is not None
    assert quick.table.num_rows == 400_001
    assert interrupts
