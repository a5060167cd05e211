import threading
import time

from importer.steps.submit.stop import StopSign


def test_the_users_sign_stops_the_run() -> None:
    asked = threading.Event()
    stop = StopSign(asked)
    assert (stop.up, stop.reason) == (False, "")
    asked.set()
    assert stop.up
    assert stop.reason == "you stopped the run"


def test_the_first_reason_counts() -> None:
    stop = StopSign()
    stop.ask("first")
    stop.ask("second")
    assert (stop.up, stop.reason) == (True, "first")


def test_a_pause_lasts_as_long_as_it_should() -> None:
    begun = time.monotonic()
    StopSign().wait(0.15)
    assert 0.15 <= time.monotonic() - begun < 1


def test_a_stop_ends_a_pause() -> None:
    stop = StopSign()
    threading.Timer(0.05, stop.ask, ["enough"]).start()
    begun = time.monotonic()
    stop.wait(30)
    assert time.monotonic() - begun < 2
