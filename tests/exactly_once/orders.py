"""A command that is started, and how it is ended by force."""

import signal
from dataclasses import replace

from tests.exactly_once.launch import Order
from tests.exactly_once.schedule import By, Stop

SIGNALS = {By.TIME: signal.SIGKILL, By.INTERRUPT: signal.SIGINT, By.TERMINATE: signal.SIGTERM, By.TWICE: signal.SIGINT}


def ended_by(order: Order, stop: Stop | None) -> Order:
    """The same, ended as it says."""
    if stop is None:
        return order
    if stop.by is By.POINT:
        return replace(order, point=int(stop.at), torn=stop.torn)
    times = (stop.at, stop.at + 0.1) if stop.by is By.TWICE else (stop.at,)
    return replace(order, signals=tuple((time, int(SIGNALS[stop.by])) for time in times))
