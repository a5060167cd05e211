"""The table of deliveries: every way through it is walked, and what must never happen does not happen on any."""

from collections.abc import Iterable, Iterator

import pytest

from importer.steps.submit.delivery import (
    EXCEPTIONS,
    STEPS,
    Action,
    Delivery,
    Event,
    LookupFinding,
    NoReply,
    SendDecision,
    Start,
    State,
    Uncertainty,
    advance,
)
from importer.steps.submit.response_meaning import Meaning

Way = tuple[Delivery, Event, Delivery, Action]
BEGUN = Delivery()
A_TRY_MAY_HAVE_WORKED = {
    *(Meaning.UNAVAILABLE, Meaning.LATER, Meaning.OPEN, NoReply.LOST),
    *(Meaning.REFUSED, Meaning.STOP, Meaning.BUSY),  # a later stage may refuse what is made already
}
SEEN = {LookupFinding.JOB, LookupFinding.RENAMED}
SAID_YES = {Meaning.CREATED, Meaning.UNPROVEN}


def events_of(delivery: Delivery, action: Action | None) -> Iterable[Event]:
    """What can happen while this is done."""
    if action is None or action in (Action.DEFER, Action.RETRY_DEFERRED):
        return Start if delivery.state is State.BEGUN else events_of(delivery, Action.LOOK_UP)
    if action is Action.SEND:
        return (*Meaning, *NoReply)
    if action is Action.LOOK_UP:
        return [
            found
            for found in LookupFinding
            if found is not LookupFinding.RENAMED or delivery.state is State.CHECKING_PROOF
        ]
    return [
        turn
        for turn in SendDecision
        if turn is not SendDecision.LOOK_FIRST or delivery.uncertainty is not Uncertainty.NONE
    ]


def walked() -> Iterator[Way]:
    """Every step that a delivery can take, once."""
    known = set[tuple[Delivery, Action]]()
    waiting: list[tuple[Delivery, Action | None]] = [(BEGUN, None)]
    while waiting:
        delivery, action = waiting.pop()
        for event in events_of(delivery, action):
            after, then = advance(delivery, event)
            yield delivery, event, after, then
            if not then.ends and (after, then) not in known:
                known.add((after, then))
                waiting.append((after, then))


WAYS = list(walked())


def test_every_entry_of_the_table_can_come_about_and_nothing_else_can() -> None:
    assert {(before.state, event) for before, event, *_ in WAYS} == {
        (state, event) for state, steps in STEPS.items() for event in steps
    }
    assert {(d.state, d.uncertainty, event) for d, event, *_ in WAYS} >= set(EXCEPTIONS)
    assert {then for *_, then in WAYS} == set(Action)


def test_an_event_that_cannot_be_is_no_step() -> None:
    with pytest.raises(KeyError):
        advance(BEGUN, Meaning.CREATED)
    with pytest.raises(KeyError):
        advance(Delivery(State.ENDED), SendDecision.SEND)


def test_what_ends_a_delivery_is_a_report_and_nothing_follows_it() -> None:
    assert all((after.state is State.ENDED) == then.ends for _, _, after, then in WAYS)
    assert not STEPS[State.ENDED]


def test_a_job_that_was_accepted_or_seen_is_never_sent_again() -> None:
    for _, event, after, then in WAYS:
        if event in SEEN or event is Meaning.CREATED:
            assert then.ends
        if event is Meaning.UNPROVEN:
            assert (after.state, then) == (State.CHECKING_PROOF, Action.LOOK_UP)
            assert all(advance(after, found)[1].ends for found in LookupFinding if found is not LookupFinding.UNDECIDED)
            assert advance(after, LookupFinding.UNDECIDED)[1] is Action.DEFER


def test_a_try_that_may_have_worked_is_remembered() -> None:
    for before, event, after, _ in WAYS:
        if event in A_TRY_MAY_HAVE_WORKED:
            assert after.uncertainty is not Uncertainty.NONE
        if before.uncertainty is not Uncertainty.NONE:
            assert after.uncertainty is not Uncertainty.NONE
        if before.uncertainty is Uncertainty.LOST:
            assert after.uncertainty is Uncertainty.LOST
        if before.uncertainty is Uncertainty.NONE is not after.uncertainty:
            assert event in A_TRY_MAY_HAVE_WORKED or before.state is State.CHECKING_PROOF


def test_after_such_a_try_nothing_is_said_to_be_refused_or_unsent_without_looking() -> None:
    no = {Action.REPORT_REJECTED, Action.REPORT_NOT_SENT, Action.REPORT_GIVEN_UP}
    for before, event, _, then in WAYS:
        if then in no and before.uncertainty is not Uncertainty.NONE:
            assert event is LookupFinding.ABSENT
        if then in no - {Action.REPORT_REJECTED}:
            assert before.uncertainty is not Uncertainty.LOST


def test_only_what_is_seen_or_accepted_is_said_to_be_there() -> None:
    there = {Action.REPORT_CREATED, Action.REPORT_FOUND, Action.REPORT_RENAMED}
    for _, event, _, then in WAYS:
        assert (then in there) == (event in SEEN or event is Meaning.CREATED)


def test_what_cannot_be_looked_up_is_not_sent_on() -> None:
    for _, event, _, then in WAYS:
        if event is LookupFinding.INCONCLUSIVE:
            assert then.ends
        if event is LookupFinding.UNDECIDED:
            assert then in (Action.DEFER, Action.RETRY_DEFERRED)


def test_a_run_that_is_stopped_sends_nothing_more() -> None:
    for _, event, after, then in WAYS:
        if event is SendDecision.STOPPED:
            assert then is Action.REPORT_NOT_SENT or after.state is State.CHECKING_STOPPED
        if event in (Meaning.STOP, NoReply.STOPPED):
            assert then is Action.DECIDE


@pytest.mark.parametrize(
    ("events", "ends"),
    [
        ([Start.NEW, SendDecision.SEND, Meaning.CREATED], Action.REPORT_CREATED),
        ([Start.NEW, SendDecision.SEND, Meaning.REFUSED, LookupFinding.ABSENT], Action.REPORT_REJECTED),
        ([Start.NEW, SendDecision.SEND, Meaning.REFUSED, LookupFinding.INCONCLUSIVE], Action.REPORT_UNSURE),
        ([Start.NEW, SendDecision.SEND, Meaning.REFUSED, LookupFinding.JOB], Action.REPORT_FOUND),
        ([Start.NEW, SendDecision.STOPPED], Action.REPORT_NOT_SENT),
        ([Start.NEW, SendDecision.SEND, NoReply.UNSENT, SendDecision.USED_UP], Action.REPORT_GIVEN_UP),
        ([Start.NEW, SendDecision.SEND, Meaning.BUSY, SendDecision.SEND, Meaning.CREATED], Action.REPORT_CREATED),
        (
            [Start.NEW, SendDecision.SEND, Meaning.BUSY, SendDecision.USED_UP, LookupFinding.ABSENT],
            Action.REPORT_GIVEN_UP,
        ),
        ([Start.NEW, SendDecision.SEND, Meaning.BUSY, SendDecision.LOOK_FIRST, LookupFinding.JOB], Action.REPORT_FOUND),
        (
            [Start.NEW, SendDecision.SEND, Meaning.STOP, SendDecision.STOPPED, LookupFinding.ABSENT],
            Action.REPORT_NOT_SENT,
        ),
        (
            [Start.NEW, SendDecision.SEND, Meaning.STOP, SendDecision.STOPPED, LookupFinding.INCONCLUSIVE],
            Action.REPORT_UNSURE,
        ),
        ([Start.NEW, SendDecision.SEND, Meaning.STOP, SendDecision.STOPPED, LookupFinding.JOB], Action.REPORT_FOUND),
        ([Start.NEW, SendDecision.SEND, NoReply.STOPPED, SendDecision.STOPPED], Action.REPORT_NOT_SENT),
        # a try that may have worked
        ([Start.NEW, SendDecision.SEND, NoReply.LOST, LookupFinding.JOB], Action.REPORT_FOUND),
        ([Start.NEW, SendDecision.SEND, NoReply.LOST, LookupFinding.INCONCLUSIVE], Action.REPORT_UNSURE),
        ([Start.NEW, SendDecision.SEND, NoReply.LOST, LookupFinding.UNDECIDED], Action.RETRY_DEFERRED),
        (
            [Start.NEW, SendDecision.SEND, NoReply.LOST, LookupFinding.ABSENT, SendDecision.SEND, Meaning.CREATED],
            Action.REPORT_CREATED,
        ),
        (
            [
                Start.NEW,
                SendDecision.SEND,
                NoReply.LOST,
                LookupFinding.ABSENT,
                SendDecision.LOOK_FIRST,
                LookupFinding.JOB,
            ],
            Action.REPORT_FOUND,
        ),
        (
            [
                Start.NEW,
                SendDecision.SEND,
                NoReply.LOST,
                LookupFinding.ABSENT,
                SendDecision.USED_UP,
                LookupFinding.ABSENT,
            ],
            Action.REPORT_LOST,
        ),
        (
            [
                Start.NEW,
                SendDecision.SEND,
                NoReply.LOST,
                LookupFinding.ABSENT,
                SendDecision.STOPPED,
                LookupFinding.INCONCLUSIVE,
            ],
            Action.REPORT_LOST,
        ),
        ([Start.NEW, SendDecision.SEND, Meaning.LATER, SendDecision.USED_UP, LookupFinding.ABSENT], Action.REPORT_LOST),
        ([Start.NEW, SendDecision.SEND, Meaning.LATER, SendDecision.USED_UP, LookupFinding.JOB], Action.REPORT_FOUND),
        (
            [Start.NEW, SendDecision.SEND, Meaning.UNAVAILABLE, SendDecision.USED_UP, LookupFinding.ABSENT],
            Action.REPORT_GIVEN_UP,
        ),
        (
            [Start.NEW, SendDecision.SEND, Meaning.UNAVAILABLE, SendDecision.USED_UP, LookupFinding.INCONCLUSIVE],
            Action.REPORT_UNSURE,
        ),
        (
            [Start.NEW, SendDecision.SEND, Meaning.UNAVAILABLE, SendDecision.STOPPED, LookupFinding.ABSENT],
            Action.REPORT_NOT_SENT,
        ),
        (
            [
                Start.NEW,
                SendDecision.SEND,
                Meaning.OPEN,
                LookupFinding.ABSENT,
                SendDecision.USED_UP,
                LookupFinding.ABSENT,
            ],
            Action.REPORT_REJECTED,
        ),
        (
            [
                Start.NEW,
                SendDecision.SEND,
                Meaning.OPEN,
                LookupFinding.ABSENT,
                SendDecision.STOPPED,
                LookupFinding.ABSENT,
            ],
            Action.REPORT_NOT_SENT,
        ),
        (
            [
                *(Start.NEW, SendDecision.SEND, Meaning.OPEN, LookupFinding.ABSENT),
                *(SendDecision.SEND, Meaning.BUSY, SendDecision.USED_UP, LookupFinding.ABSENT),
            ],
            Action.REPORT_GIVEN_UP,
        ),
        (
            [
                *(Start.NEW, SendDecision.SEND, NoReply.LOST, LookupFinding.ABSENT),
                *(SendDecision.SEND, Meaning.REFUSED, LookupFinding.JOB),
            ],
            Action.REPORT_FOUND,
        ),
        (
            [
                *(Start.NEW, SendDecision.SEND, Meaning.UNAVAILABLE),
                *(SendDecision.SEND, Meaning.REFUSED, LookupFinding.ABSENT),
            ],
            Action.REPORT_REJECTED,
        ),
        # an answer that proves nothing, or a conflict
        ([Start.NEW, SendDecision.SEND, Meaning.UNPROVEN, LookupFinding.RENAMED], Action.REPORT_RENAMED),
        ([Start.NEW, SendDecision.SEND, Meaning.UNPROVEN, LookupFinding.JOB], Action.REPORT_FOUND),
        ([Start.NEW, SendDecision.SEND, Meaning.UNPROVEN, LookupFinding.ABSENT], Action.REPORT_UNPROVEN),
        ([Start.NEW, SendDecision.SEND, Meaning.TAKEN, LookupFinding.JOB], Action.REPORT_FOUND),
        ([Start.NEW, SendDecision.SEND, Meaning.TAKEN, LookupFinding.ABSENT], Action.REPORT_UNPROVEN),
        ([Start.NEW, SendDecision.SEND, Meaning.TAKEN, LookupFinding.UNDECIDED], Action.DEFER),
        (
            [Start.NEW, SendDecision.SEND, Meaning.TAKEN, LookupFinding.UNDECIDED, LookupFinding.INCONCLUSIVE],
            Action.REPORT_UNSURE,
        ),
        # what an earlier run left
        ([Start.LEFT_OPEN, LookupFinding.JOB], Action.REPORT_FOUND),
        ([Start.LEFT_OPEN, LookupFinding.INCONCLUSIVE], Action.REPORT_UNSURE),
        (
            [Start.LEFT_OPEN, LookupFinding.UNDECIDED, Start.LEFT_OPEN, LookupFinding.ABSENT, SendDecision.SEND],
            Action.SEND,
        ),
        ([Start.MADE, LookupFinding.INCONCLUSIVE], Action.REPORT_SKIPPED),
        ([Start.MADE, LookupFinding.ABSENT], Action.REPORT_DELETED),
    ],
    ids=lambda value: value.name if isinstance(value, Action) else " ".join(event.name for event in value),
)
def test_where_a_delivery_ends(events: list[Event], ends: Action) -> None:
    delivery, action = BEGUN, Action.DECIDE
    for event in events:
        assert not action.ends
        delivery, action = advance(delivery, event)
    assert action is ends
