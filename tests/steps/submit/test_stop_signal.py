import threading
import time

from importer.steps.submit.throttle import StopSignal


def test_the_users_sign_stops_the_run() -> None:
    asked = threading.Event()
    stop = StopSignal(asked)
    assert (stop.is_set, stop.reason) == (False, "")
    asked.set()
    assert stop.is_set
    assert stop.reason == "you stopped the run"


def test_the_first_reason_counts() -> None:
    stop = StopSignal()
    stop.set("first")
    stop.set("second")
    assert (stop.is_set, stop.reason) == (True, "first")


def test_a_pause_lasts_as_long_as_it_should() -> None:
    begun = time.monotonic()
    StopSignal().wait(0.15)
    assert time.monotonic() - begun >= 0.15


def test_a_stop_ends_a_pause() -> None:
    stop = StopSignal()
    threading.Timer(0.05, stop.set, ["enough"]).start()
    begun = time.monotonic()
    stop.wait(30)
    assert time.monotonic() - begun < 20
