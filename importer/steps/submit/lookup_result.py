"""What looking for a job shows, and what is seen of ids meanwhile."""

from dataclasses import dataclass
from enum import Enum, auto

from importer.steps.submit.differences import Job


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The job as the target has it. Where there is none, `unsure` says why that proves nothing."""

    job: Job | None = None
    unsure: str = ""

    @property
    def absent(self) -> bool:
        """True where the target certainly has no such job now."""
        return self.job is None and not self.unsure


class InconclusiveLookup(Exception):
    """It cannot be said what the target has. `refused` where it does not show it, and will not."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        self.reason, self.refused = reason, refused
        super().__init__(reason)


class IdHandling(Enum):
    """What the target is seen to do with the ids that we give."""

    UNTRIED = auto()
    ACCEPTED = auto()
    REPLACED = auto()


class Undecided(Exception):
    """A try may have made the job under another id; its reference, if it has one, is not shown for this `reason`."""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        super().__init__(reason)
