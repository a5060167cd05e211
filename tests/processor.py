"""The processor's time: a limit against what does not end, not a measure of speed (those are in tests/benchmarks/).

What a test allows is ten times what the work cost where it was written, for a processor as fast as this one is just
now. What these limits guard against (time that grows with the square, files that never end) costs far more than that.
"""

import re
import zlib
from collections.abc import Callable
from time import process_time

_ON_THE_FIRST_MACHINE = 0.025  # seconds that `_work` took where the limits were written
_ROOM = 10.0  # for caches and cores that are shared with other work


def seconds_of(work: Callable[[], object]) -> float:
    """The seconds of the processor that this process, not its children, spends on some work."""
    began = process_time()
    work()
    return process_time() - began


def allowed(seconds: float) -> float:
    """What the first machine does in so many seconds, in seconds of this one, ten times over."""
    return seconds * _ROOM * max(1.0, seconds_of(_work) / _ON_THE_FIRST_MACHINE)


def _work() -> None:
    texts = [f"{number} Café, {number % 7}" for number in range(20_000)]
    found = [re.sub(r"\d+", "", text).casefold() for text in texts]
    zlib.compress("\n".join(found).encode())
