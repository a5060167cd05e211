"""Which request meets which fault: by its words, by number, by chance with a seed."""

from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from random import Random
from uuid import UUID

from importer.practice.faults.fault import Fault


class FaultPlan:
    """Deals out faults. Each counts the requests that are its own; of several that fit, the first happens.

    `met` counts what happened, by kind of fault; `under_way` are the requests that a fault has in its hands now.
    The same seed and the same requests give the same faults.
    """

    def __init__(self, faults: Iterable[Fault] = (), *, seed: int = 0) -> None:
        self.faults = tuple(faults)
        self.met: Counter[str] = Counter()
        self.under_way = 0
        self._counts = [_Count(fault, Random(f"{seed} {position}")) for position, fault in enumerate(self.faults)]  # noqa: S311 - chance that can be repeated
        self._ids = Random(f"{seed} ids")  # noqa: S311 - the same

    @property
    def needs_body(self) -> bool:
        """True where a fault can only be chosen once the body of the request is there."""
        return any(count.fault.holding for count in self._counts)

    @property
    def repeats_answers(self) -> bool:
        """True where a fault may repeat an earlier answer."""
        return any(count.fault.answer for count in self._counts)

    def choose_fault(self, words: str, text: str = "") -> Fault | None:
        """The fault that meets this request: its method and address, and what it holds; None for nearly all."""
        due = [count for count in self._counts if count.is_due(words, text)]
        if not due:
            return None
        due[0].happened += 1
        self.met[due[0].fault.kind] += 1
        return due[0].fault

    def make_id(self) -> str:
        """An id that nothing has."""
        return str(UUID(int=self._ids.getrandbits(128), version=4))

    def end(self) -> None:
        """From now on nothing goes wrong; the target stays what it is."""
        self._counts = [count for count in self._counts if count.fault.is_lasting]


class _Count:
    """How often a fault could have happened, and did."""

    def __init__(self, fault: Fault, chance: Random) -> None:
        self.fault = fault
        self.happened = 0
        self._seen = 0
        self._chance = chance

    def is_due(self, words: str, text: str) -> bool:
        fault = self.fault
        if not fnmatchcase(words, fault.on) or fault.holding not in text:
            return False
        self._seen += 1
        if fault.chance < 1 and self._chance.random() >= fault.chance:
            return False
        if fault.times and self.happened >= fault.times:
            return False
        if fault.every and self._seen % fault.every:
            return False
        return not fault.at or self._seen in fault.at
