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


class Doubt(Enum):
    """How far a try of this run may have made the job without an answer that says so."""

    NONE = auto()
    REFUSED = auto()  # the target refused the last try; a later stage of it may refuse what is made already
    SLIGHT = auto()  # the target says that it did not take it in
    FAILED = auto()  # the target failed at the last try
    LOST = auto()  # what became of a try cannot be told by an answer any more


class Start(Enum):
    """What earlier runs and the look at all jobs say of the job."""

    NEW = auto()
    LEFT_OPEN = auto()
    MADE = auto()


class Turn(Enum):
    """May it be sent now?"""

    SEND = auto()
    LOOK_FIRST = auto()  # a second job would not conflict with a first one
    USED_UP = auto()  # it was tried often enough
    STOPPED = auto()  # the run is


class NoReply(Enum):
    """No answer came to a try."""

    UNSENT = auto()  # nothing of it went out
    LOST = auto()
    STOPPED = auto()  # the run was stopped before its turn


class Found(Enum):
    """What looking up showed."""

    JOB = auto()
    RENAMED = auto()  # under the id that the answer named, mostly another than ours
    ABSENT = auto()
    UNSURE = auto()
    UNDECIDED = auto()  # other rows, or some time, may still show it


class Action(Enum):
    """What is to be done next; what begins with REPORT ends the delivery."""

    TAKE_TURN = auto()
    RETRY = auto()  # count a try made in vain, wait, take a turn
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


Event = Start | Turn | Meaning | NoReply | Found
Transition = tuple[State, Action]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where one job stands."""

    state: State = State.BEGUN
    doubt: Doubt = Doubt.NONE


_LOOKED_UP: Mapping[Event, Transition] = {
    Found.JOB: (State.ENDED, Action.REPORT_FOUND),
    Found.UNSURE: (State.ENDED, Action.REPORT_UNSURE),
    Found.UNDECIDED: (State.BEGUN, Action.DEFER),
}

STEPS: Mapping[State, Mapping[Event, Transition]] = {
    State.BEGUN: {
        Start.NEW: (State.READY, Action.TAKE_TURN),
        Start.LEFT_OPEN: (State.CHECKING_OPEN, Action.LOOK_UP),
        Start.MADE: (State.CHECKING_MADE, Action.LOOK_UP),
    },
    State.CHECKING_OPEN: {**_LOOKED_UP, Found.ABSENT: (State.READY, Action.TAKE_TURN)},
    State.CHECKING_MADE: {
        **_LOOKED_UP,
        Found.UNSURE: (State.ENDED, Action.REPORT_SKIPPED),
        Found.ABSENT: (State.ENDED, Action.REPORT_DELETED),
    },
    State.READY: {
        Turn.SEND: (State.SENDING, Action.SEND),
        Turn.LOOK_FIRST: (State.CHECKING_AGAIN, Action.LOOK_UP),
        Turn.USED_UP: (State.CHECKING_LAST, Action.LOOK_UP),
        Turn.STOPPED: (State.CHECKING_STOPPED, Action.LOOK_UP),
    },
    State.CHECKING_AGAIN: {**_LOOKED_UP, Found.ABSENT: (State.SENDING, Action.SEND)},
    State.SENDING: {
        Meaning.CREATED: (State.ENDED, Action.REPORT_CREATED),
        Meaning.UNPROVEN: (State.CHECKING_PROOF, Action.LOOK_UP),
        Meaning.TAKEN: (State.CHECKING_CONFLICT, Action.LOOK_UP),
        Meaning.REFUSED: (State.CHECKING_REFUSAL, Action.LOOK_UP),
        Meaning.BUSY: (State.READY, Action.RETRY),
        Meaning.UNAVAILABLE: (State.READY, Action.RETRY),
        Meaning.LATER: (State.READY, Action.RETRY),
        Meaning.OPEN: (State.CHECKING_LOST, Action.LOOK_UP),
        Meaning.STOP: (State.READY, Action.TAKE_TURN),
        NoReply.UNSENT: (State.READY, Action.RETRY),
        NoReply.LOST: (State.CHECKING_LOST, Action.LOOK_UP),
        NoReply.STOPPED: (State.READY, Action.TAKE_TURN),
    },
    State.CHECKING_LOST: {
        **_LOOKED_UP,
        Found.ABSENT: (State.READY, Action.RETRY),
        Found.UNDECIDED: (State.BEGUN, Action.RETRY_DEFERRED),
    },
    State.CHECKING_PROOF: {
        **dict.fromkeys(Found, (State.ENDED, Action.REPORT_UNPROVEN)),
        Found.JOB: (State.ENDED, Action.REPORT_FOUND),
        Found.RENAMED: (State.ENDED, Action.REPORT_RENAMED),
        Found.UNDECIDED: (State.CHECKING_PROOF, Action.DEFER),
    },
    State.CHECKING_CONFLICT: {
        **_LOOKED_UP,
        Found.ABSENT: (State.ENDED, Action.REPORT_UNPROVEN),
        Found.UNDECIDED: (State.CHECKING_CONFLICT, Action.DEFER),
    },
    State.CHECKING_REFUSAL: {
        **_LOOKED_UP,
        Found.ABSENT: (State.ENDED, Action.REPORT_REJECTED),
        Found.UNDECIDED: (State.CHECKING_REFUSAL, Action.DEFER),
    },
    State.CHECKING_LAST: {**_LOOKED_UP, Found.ABSENT: (State.ENDED, Action.REPORT_GIVEN_UP)},
    State.CHECKING_STOPPED: {**_LOOKED_UP, Found.ABSENT: (State.ENDED, Action.REPORT_NOT_SENT)},
    State.ENDED: {},
}

EXCEPTIONS: Mapping[tuple[State, Doubt, Event], Transition] = {
    (State.READY, Doubt.NONE, Turn.USED_UP): (State.ENDED, Action.REPORT_GIVEN_UP),
    (State.READY, Doubt.NONE, Turn.STOPPED): (State.ENDED, Action.REPORT_NOT_SENT),
    (State.CHECKING_LAST, Doubt.FAILED, Found.ABSENT): (State.ENDED, Action.REPORT_REJECTED),
    (State.CHECKING_LAST, Doubt.LOST, Found.ABSENT): (State.ENDED, Action.REPORT_LOST),
    (State.CHECKING_LAST, Doubt.LOST, Found.UNSURE): (State.ENDED, Action.REPORT_LOST),
    (State.CHECKING_STOPPED, Doubt.LOST, Found.ABSENT): (State.ENDED, Action.REPORT_LOST),
    (State.CHECKING_STOPPED, Doubt.LOST, Found.UNSURE): (State.ENDED, Action.REPORT_LOST),
}

_DOUBTS: Mapping[Event, Doubt] = {
    Meaning.REFUSED: Doubt.REFUSED,
    Meaning.STOP: Doubt.REFUSED,
    Meaning.UNAVAILABLE: Doubt.SLIGHT,
    Meaning.OPEN: Doubt.FAILED,
    Meaning.LATER: Doubt.LOST,
    NoReply.LOST: Doubt.LOST,
}


@cache  # of some hundred that can be
def advance(delivery: Delivery, event: Event) -> tuple[Delivery, Action]:
    """Where a delivery stands after an event, and what is to be done. Raises KeyError for an event that cannot be."""
    state, action = EXCEPTIONS.get((delivery.state, delivery.doubt, event)) or STEPS[delivery.state][event]
    return Delivery(state, _doubt_of(delivery, event)), action


def _doubt_of(delivery: Delivery, event: Event) -> Doubt:
    """A try that was lost stays so; that the target failed counts only while it was the last to happen."""
    doubt = delivery.doubt
    if delivery.state is State.CHECKING_PROOF:
        return Doubt.SLIGHT if doubt is Doubt.NONE else doubt
    if delivery.state is not State.SENDING or doubt is Doubt.LOST:
        return doubt
    after = _DOUBTS.get(event)
    if after is Doubt.REFUSED:
        return after if doubt is Doubt.NONE else doubt
    return after or (Doubt.SLIGHT if doubt is Doubt.FAILED else doubt)
