"""A target may show a job later than it has made it: whether it is seen to, and how long a job is looked for then."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from time import monotonic

from importer.catalogue import to_canonical_text
from importer.steps.submit.delivery import State
from importer.steps.submit.differences import Job, list_spellings
from importer.steps.submit.throttle import StopSignal

FindJobs = Callable[[str, Collection[str]], Collection[Job]]  # those of which a key is one of some codes
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds until a job is looked for again that may not be shown yet
MAY_LAG = {  # states in which a job that is not shown may be shown a little later
    State.CHECKING_OPEN,
    State.CHECKING_MADE,
    State.CHECKING_AGAIN,
    State.CHECKING_LOST,
    State.CHECKING_PROOF,
    State.CHECKING_CONFLICT,
}
LAGS_AFTER_TRY = {State.CHECKING_REFUSAL, State.CHECKING_LAST, State.CHECKING_STOPPED}  # so may what a try has made
PROVEN_BY_ID = {State.CHECKING_OPEN, State.CHECKING_AGAIN, State.CHECKING_LOST}  # a second one would conflict


@dataclass
class ReadLag:
    """What is seen of it in a run. `_last_made` is what the job that was made last is looked for by: its id, or, where
    the target gives its own, its reference; and when it was sent. It `refuses_first` where it is seen to refuse a row
    without making its job; since `refuses_for_now_since` it is seen not to make those either that it asks to send again
    later. Of the jobs that it said it created it `has_shown` one at least; one at least `was_not_shown` when asked for.
    """

    refuses_first: bool = False
    refuses_for_now_since: float = float("inf")
    has_shown: bool = False
    was_not_shown: bool = False
    _last_made: tuple[str, float] = ("", 0.0)

    @property
    def shows_nothing(self) -> bool:
        """True where none of the jobs that the target said it created is shown: then what is not there may be."""
        return self.was_not_shown and not self.has_shown

    def remember_made(self, last_made: str, sent_at: float) -> None:
        """A job was made."""
        if last_made and sent_at > self._last_made[1]:
            self._last_made = last_made, sent_at

    def does_show_since(self, moment: float, key: str, other: str, find: FindJobs) -> bool:
        """True where one answer has the job that was made last, which was sent after this, and not the `other`: two
        answers may be those of two servers, of which one lags. Raises what `find` raises.
        """
        made, sent_at = self._last_made
        if moment >= sent_at:
            return False
        codes = [code for text in (made, other) if text for code in (list_spellings(text) if key != "id" else [text])]
        return {to_canonical_text(str(job.get(key) or "")) for job in find(key, codes)} == {to_canonical_text(made)}


class PauseForLag:
    """Pauses, longer with each, until the time when a job that is there must be shown."""

    def __init__(self, stop: StopSignal, until: float) -> None:
        self._stop = stop
        self._until = until
        self._seconds = FIRST_PAUSE
        self.taken = False

    def take(self) -> bool:
        """Wait; False where there is no more waiting, or the run is stopped at once."""
        left = self._until - monotonic()
        if left <= 0 or self._stop.is_at_once:
            return False
        self._stop.wait(min(self._seconds, left), also_stopped=True)
        self._seconds = min(2 * self._seconds, LONGEST_PAUSE)
        self.taken = True
        return True
