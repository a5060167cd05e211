"""One job on its way, as a table: where it stands and what happens -> where it stands then and what is to be done.

Nothing is done here; sender.py does it. Every state, event and action is a member of an enumeration, and `advance`
depends on nothing else, so all ways that a delivery can take can be walked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from importer.steps.submit.response_meaning import Meaning


class State(Enum):
    """What a delivery waits for."""

    BEGUN = auto()  # to be begun, or begun anew
    CHECKING_OPEN = auto()  # an earlier run may have made the job: it is looked up
    CHECKING_MADE = auto()  # an earlier run has seen the job there: it is looked up
    READY = auto()  # to be sent, or sent again
    CHECKING_AGAIN = auto()  # it is looked up before it is sent again
    SENDING = auto()
    CHECKING_LOST = auto()  # a try may have worked: it is looked up
    CHECKING_PROOF = auto()  # a 2xx did not name our id: it is looked up
    CHECKING_CONFLICT = auto()  # its id or reference is taken: it is looked up whose it is
    CHECKING_REFUSAL = auto()  # refused, which is said only of a job that is not there: it is looked up
    CHECKING_LAST = auto()  # tried often enough: it is looked up once more
    CHECKING_STOPPED = auto()  # the run is stopped: it is looked up once more
    ENDED = auto()


class Uncertainty(Enum):
    """How far a try of this run may have made the job without an answer that says so."""

    NONE = auto()
    REFUSED = auto()  # the target refused all tries; a later stage of it may refuse what is made already
    SLIGHT = auto()  # the target says that it did not take it in
    FAILED = auto()  # the target failed at the last try
    LOST = auto()  # what became of a try cannot be told by an answer any more


class Start(Enum):
    """What earlier runs and the look at all jobs say of the job."""

    NEW = auto()
    LEFT_OPEN = auto()
    MADE = auto()


class SendDecision(Enum):
    """Whether it may be sent now."""

    SEND = auto()
    LOOK_FIRST = auto()  # a second job would not conflict with a first one
    USED_UP = auto()  # it was tried often enough
    STOPPED = auto()  # the run is


class NoReply(Enum):
    """No answer came to a try."""

    UNSENT = auto()  # nothing of it went out
    LOST = auto()
    STOPPED = auto()  # the run was stopped before its turn


class LookupFinding(Enum):
    """What looking up showed."""

    JOB = auto()
    RENAMED = auto()  # under the id that the answer named, mostly another than ours
    ABSENT = auto()
    INCONCLUSIVE = auto()
    UNDECIDED = auto()  # other rows, or some time, may still show it


class Action(Enum):
    """What is to be done next; what begins with REPORT ends the delivery."""

    DECIDE = auto()
    RETRY = auto()  # count a try made in vain, wait, decide again
    SEND = auto()
    LOOK_UP = auto()
    DEFER = auto()  # until other rows are done
    RETRY_DEFERRED = auto()  # count a try made in vain, and defer
    REPORT_CREATED = auto()
    REPORT_RENAMED = auto()
    REPORT_FOUND = auto()
    REPORT_REJECTED = auto()
    REPORT_UNSURE = auto()  # unknown, for it cannot be looked up
    REPORT_LOST = auto()  # unknown, for a try has no answer that says
    REPORT_UNPROVEN = auto()  # unknown, for the answer does not prove it and the job is not seen
    REPORT_DELETED = auto()  # an earlier run saw it, and it is not there any more
    REPORT_SKIPPED = auto()  # as an earlier run left it
    REPORT_NOT_SENT = auto()  # the run is stopped
    REPORT_GIVEN_UP = auto()  # tried often enough

    @property
    def ends(self) -> bool:
        """True for a report."""
        return self.name.startswith("REPORT")


Event = Start | SendDecision | Meaning | NoReply | LookupFinding
Transition = tuple[State, Action]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one job stands."""

    state: State = State.BEGUN
    uncertainty: Uncertainty = Uncertainty.NONE

    @property
    def may_have_created(self) -> bool:
        """True where a try of this run may have created the job, whatever was answered."""
        return self.uncertainty not in {Uncertainty.NONE, Uncertainty.REFUSED}


_LOOKED_UP: Mapping[Event, Transition] = {
    LookupFinding.JOB: (State.ENDED, Action.REPORT_FOUND),
    LookupFinding.INCONCLUSIVE: (State.ENDED, Action.REPORT_UNSURE),
    LookupFinding.UNDECIDED: (State.BEGUN, Action.DEFER),
}

STEPS: Mapping[State, Mapping[Event, Transition]] = {
    State.BEGUN: {
        Start.NEW: (State.READY, Action.DECIDE),
        Start.LEFT_OPEN: (State.CHECKING_OPEN, Action.LOOK_UP),
        Start.MADE: (State.CHECKING_MADE, Action.LOOK_UP),
    },
    State.CHECKING_OPEN: {**_LOOKED_UP, LookupFinding.ABSENT: (State.READY, Action.DECIDE)},
    State.CHECKING_MADE: {
        **_LOOKED_UP,
        LookupFinding.INCONCLUSIVE: (State.ENDED, Action.REPORT_SKIPPED),
        LookupFinding.ABSENT: (State.ENDED, Action.REPORT_DELETED),
    },
    State.READY: {
        SendDecision.SEND: (State.SENDING, Action.SEND),
        SendDecision.LOOK_FIRST: (State.CHECKING_AGAIN, Action.LOOK_UP),
        SendDecision.USED_UP: (State.CHECKING_LAST, Action.LOOK_UP),
        SendDecision.STOPPED: (State.CHECKING_STOPPED, Action.LOOK_UP),
    },
    State.CHECKING_AGAIN: {**_LOOKED_UP, LookupFinding.ABSENT: (State.SENDING, Action.SEND)},
    State.SENDING: {
        Meaning.CREATED: (State.ENDED, Action.REPORT_CREATED),
        Meaning.UNPROVEN: (State.CHECKING_PROOF, Action.LOOK_UP),
        Meaning.TAKEN: (State.CHECKING_CONFLICT, Action.LOOK_UP),
        Meaning.REFUSED: (State.CHECKING_REFUSAL, Action.LOOK_UP),
        Meaning.BUSY: (State.READY, Action.RETRY),
        Meaning.UNAVAILABLE: (State.READY, Action.RETRY),
        Meaning.LATER: (State.READY, Action.RETRY),
        Meaning.OPEN: (State.CHECKING_LOST, Action.LOOK_UP),
        Meaning.STOP: (State.READY, Action.DECIDE),
        NoReply.UNSENT: (State.READY, Action.RETRY),
        NoReply.LOST: (State.CHECKING_LOST, Action.LOOK_UP),
        NoReply.STOPPED: (State.READY, Action.DECIDE),
    },
    State.CHECKING_LOST: {
        **_LOOKED_UP,
        LookupFinding.ABSENT: (State.READY, Action.RETRY),
        LookupFinding.UNDECIDED: (State.BEGUN, Action.RETRY_DEFERRED),
    },
    State.CHECKING_PROOF: {
        **dict.fromkeys(LookupFinding, (State.ENDED, Action.REPORT_UNPROVEN)),
        LookupFinding.JOB: (State.ENDED, Action.REPORT_FOUND),
        LookupFinding.RENAMED: (State.ENDED, Action.REPORT_RENAMED),
        LookupFinding.UNDECIDED: (State.CHECKING_PROOF, Action.DEFER),
    },
    State.CHECKING_CONFLICT: {
        **_LOOKED_UP,
        LookupFinding.ABSENT: (State.ENDED, Action.REPORT_UNPROVEN),
        LookupFinding.UNDECIDED: (State.CHECKING_CONFLICT, Action.DEFER),
    },
    State.CHECKING_REFUSAL: {
        **_LOOKED_UP,
        LookupFinding.ABSENT: (State.ENDED, Action.REPORT_REJECTED),
        LookupFinding.UNDECIDED: (State.CHECKING_REFUSAL, Action.DEFER),
    },
    State.CHECKING_LAST: {**_LOOKED_UP, LookupFinding.ABSENT: (State.ENDED, Action.REPORT_GIVEN_UP)},
    State.CHECKING_STOPPED: {**_LOOKED_UP, LookupFinding.ABSENT: (State.ENDED, Action.REPORT_NOT_SENT)},
    State.ENDED: {},
}

EXCEPTIONS: Mapping[tuple[State, Uncertainty, Event], Transition] = {
    (State.READY, Uncertainty.NONE, SendDecision.USED_UP): (State.ENDED, Action.REPORT_GIVEN_UP),
    (State.READY, Uncertainty.NONE, SendDecision.STOPPED): (State.ENDED, Action.REPORT_NOT_SENT),
    (State.CHECKING_LAST, Uncertainty.FAILED, LookupFinding.ABSENT): (State.ENDED, Action.REPORT_REJECTED),
    (State.CHECKING_LAST, Uncertainty.LOST, LookupFinding.ABSENT): (State.ENDED, Action.REPORT_LOST),
    (State.CHECKING_LAST, Uncertainty.LOST, LookupFinding.INCONCLUSIVE): (State.ENDED, Action.REPORT_LOST),
    (State.CHECKING_STOPPED, Uncertainty.LOST, LookupFinding.ABSENT): (State.ENDED, Action.REPORT_LOST),
    (State.CHECKING_STOPPED, Uncertainty.LOST, LookupFinding.INCONCLUSIVE): (State.ENDED, Action.REPORT_LOST),
}

_UNCERTAINTIES: Mapping[Event, Uncertainty] = {
    Meaning.REFUSED: Uncertainty.REFUSED,
    Meaning.STOP: Uncertainty.REFUSED,
    Meaning.BUSY: Uncertainty.REFUSED,
    Meaning.UNAVAILABLE: Uncertainty.SLIGHT,
    Meaning.OPEN: Uncertainty.FAILED,
    Meaning.LATER: Uncertainty.LOST,
    NoReply.LOST: Uncertainty.LOST,
}


@cache  # of some hundred that can be
def advance(delivery: Delivery, event: Event) -> tuple[Delivery, Action]:
    """Where a delivery stands after an event, and what is to be done. Raises KeyError for an event that cannot be."""
    state, action = EXCEPTIONS.get((delivery.state, delivery.uncertainty, event)) or STEPS[delivery.state][event]
    return Delivery(state, _uncertainty_of(delivery, event)), action


def _uncertainty_of(delivery: Delivery, event: Event) -> Uncertainty:
    """A try that was lost stays so; that the target failed counts only while it was the last to happen."""
    uncertainty = delivery.uncertainty
    if delivery.state is State.CHECKING_PROOF:
        return Uncertainty.SLIGHT if uncertainty is Uncertainty.NONE else uncertainty
    if delivery.state is not State.SENDING or uncertainty is Uncertainty.LOST:
        return uncertainty
    after = _UNCERTAINTIES.get(event)
    if after is not None and (after is not Uncertainty.REFUSED or uncertainty is Uncertainty.NONE):
        return after
    return Uncertainty.SLIGHT if uncertainty is Uncertainty.FAILED else uncertainty
