"""The processor's time: what a test allows is a multiple of what a fixed piece of work costs here and now.

A limit in plain seconds would hold for one machine only. What these limits guard against (time that grows with the
square, files that never end) costs tens of times as much as is allowed.
"""

import re
import zlib
from collections.abc import Callable
from time import process_time

_ON_THE_FIRST_MACHINE = 0.025  # seconds that `_work` took where the limits were written
_ROOM = 3.0  # for caches and cores that are shared with other work


def seconds_of(work: Callable[[], object]) -> float:
    """The seconds of the processor that this process, not its children, spends on some work."""
    began = process_time()
    work()
    return process_time() - began


def allowed(seconds: float) -> float:
    """What the first machine does in so many seconds, in seconds of this one, three times over."""
    return seconds * _ROOM * max(1.0, seconds_of(_work) / _ON_THE_FIRST_MACHINE)


def _work() -> None:
    texts = [f"{number} Café, {number % 7}" for number in range(20_000)]
    found = [re.sub(r"\d+", "", text).casefold() for text in texts]
    zlib.compress("\n".join(found).encode())
