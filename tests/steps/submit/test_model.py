"""A row against a target: no sequence of up to five events, through kills and runs, makes two jobs or a wrong status.

The target is a model: it keeps ids, or gives its own and finds a job by its reference. What each look finds is what is
so, or that it cannot be said. A try has an answer or none, and is carried out or not. What stays open, a person may
settle, who looks in the target.

Another target hides what is there from any look, as one does whose lag outlasts all patience.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache

import pytest

from importer.steps.submit.delivery import (
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

LONGEST = 5
BEGUN = Delivery()
UNSEEN = Delivery(uncertainty=Uncertainty.SLIGHT)


class End(Enum):
    """How a run leaves a row in the journal."""

    NONE = auto()
    OPEN = auto()
    THERE = auto()
    FREE = auto()  # nothing of it is in the target


@dataclass(frozen=True)
class World:
    """The target, and what the journal says of the row."""

    jobs: int = 0
    delivery: Delivery = BEGUN
    action: Action | None = None  # None: no run is under way
    journal: End = End.NONE
    keeps_ids: bool = True
    hides: bool = False


HIDDEN = "hidden"
IN_DOUBT = {f"{event.name}+" for event in (NoReply.LOST, Meaning.LATER)}  # what became of these tries, no answer says
MADE = {Meaning.CREATED, Meaning.UNPROVEN}
NEVER_MADE = {NoReply.UNSENT, NoReply.STOPPED}
THERE = {Action.REPORT_CREATED, Action.REPORT_FOUND, Action.REPORT_RENAMED}
UNKNOWN = {Action.REPORT_UNSURE, Action.REPORT_LOST, Action.REPORT_UNPROVEN}
FREE = {Action.REPORT_REJECTED, Action.REPORT_NOT_SENT, Action.REPORT_GIVEN_UP}


def following(world: World) -> Iterator[tuple[str, World]]:
    """All that can happen next, each with a word for it."""
    start = {End.OPEN: Start.LEFT_OPEN, End.THERE: Start.MADE}.get(world.journal, Start.NEW)
    if world.action is None:
        yield from taken("resumed", replace(world, delivery=BEGUN), start)
        if world.journal is End.OPEN and world.keeps_ids:  # the list does not show it, and may lag
            yield from taken("resumed", replace(world, delivery=UNSEEN), Start.NEW)
        if world.journal is End.OPEN:  # somebody looks in the target, and says so
            yield "settled", replace(world, journal=End.THERE if world.jobs else End.FREE)
        return
    yield "killed", replace(world, action=None, journal=End.OPEN)
    match world.action:
        case Action.SEND:
            yield from sent(world)
        case Action.LOOK_UP:
            yield from looked(world)
        case Action.DEFER | Action.RETRY_DEFERRED if world.delivery.state is State.BEGUN:
            yield from taken("again", world, start)
        case Action.DEFER:
            yield from looked(world)
        case _:
            yield from taken("stopped", world, SendDecision.STOPPED)
            yield from taken("used up", world, SendDecision.USED_UP)
            reached = world.delivery.uncertainty is not Uncertainty.NONE
            yield from taken(
                "turn", world, SendDecision.LOOK_FIRST if reached and not world.keeps_ids else SendDecision.SEND
            )


def sent(world: World) -> Iterator[tuple[str, World]]:
    for event in (*Meaning, *NoReply):
        for carried_out in (False, True):
            second = world.keeps_ids and world.jobs
            if carried_out and (event in NEVER_MADE or second) and event is not Meaning.TAKEN:
                continue  # the same id is no second job
            if event is Meaning.CREATED and not carried_out:
                continue
            if event is Meaning.TAKEN and not (carried_out or world.jobs):
                continue
            jobs = world.jobs + (carried_out and not second)
            yield from taken(f"{event.name}{'+' * carried_out}", replace(world, jobs=jobs), event)


def looked(world: World) -> Iterator[tuple[str, World]]:
    yield from taken("unsure", world, LookupFinding.INCONCLUSIVE)
    yield from taken("undecided", world, LookupFinding.UNDECIDED)
    if world.jobs:
        yield from taken("found", world, LookupFinding.JOB)
        if world.delivery.state is State.CHECKING_PROOF and not world.keeps_ids:
            yield from taken("found by its id", world, LookupFinding.RENAMED)
        if world.hides:
            yield from taken(HIDDEN, world, LookupFinding.ABSENT)
    else:
        yield from taken("absent", world, LookupFinding.ABSENT)


def taken(word: str, world: World, event: Event) -> Iterator[tuple[str, World]]:
    delivery, action = advance(world.delivery, event)
    world = replace(world, delivery=delivery, action=action)
    if not action.ends:
        yield word, world
        return
    ends = {**dict.fromkeys(THERE, End.THERE), **dict.fromkeys(UNKNOWN, End.OPEN), **dict.fromkeys(FREE, End.FREE)}
    ended = replace(world, journal=ends.get(action, world.journal), action=None)
    yield f"{word}: {action.name}", ended


@cache
def list_following(world: World) -> tuple[tuple[str, World], ...]:
    """The same, worked out once: a few thousand worlds are met on a million ways."""
    return tuple(following(world))


def walks(world: World, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], World]]:
    """Every way from here, of up to so many events; turns and starts of runs are none."""
    yield words, world
    if sum(word not in ("turn", "again", "resumed") for word in words) >= LONGEST:
        return
    for word, after in list_following(world):
        yield from walks(after, (*words, word))


@pytest.mark.parametrize("keeps_ids", [True, False])
def test_no_way_leads_to_two_jobs_or_to_a_status_that_is_not_so(keeps_ids: bool) -> None:
    count = 0
    for words, world in walks(World(keeps_ids=keeps_ids)):
        count += 1
        assert world.jobs <= 1, words
        if world.action is None and world.journal is End.THERE:
            assert world.jobs == 1, words
        if world.action is None and world.journal is End.FREE:
            assert world.jobs == 0, " > ".join(words)
    assert count > 10_000


def looks_in_vain(words: tuple[str, ...]) -> int:
    """How often the job was hidden."""
    return sum(word.startswith(HIDDEN) for word in words)


def of_the_last_run(words: tuple[str, ...]) -> tuple[str, ...]:
    starts = [place for place, word in enumerate(words) if word == "resumed"]
    return words[starts[-1] :]


def test_where_a_job_is_hidden_a_kept_id_makes_no_second_one_and_what_is_in_doubt_stays_unknown() -> None:
    """Only a refusal, of the same try or of a later one, is told of a job that is there and hidden."""
    misled = 0
    for words, world in walks(World(hides=True)):
        assert world.jobs <= 1, words
        if world.action is None and world.journal is End.THERE:
            assert world.jobs == 1, words
        if world.action is None and world.journal is End.FREE and world.jobs:
            misled += 1
            assert looks_in_vain(words), words
            refused = Action.REPORT_REJECTED.name in words[-1]
            assert refused or not IN_DOUBT & set(of_the_last_run(words)), " > ".join(words)
    assert misled > 1_000


def test_where_a_target_hides_a_job_and_gives_ids_of_its_own_a_second_one_is_made_only_after_looking() -> None:
    """The target has denied it then; without a kept id or a list that is right, nobody can know better."""
    second = 0
    for words, world in walks(World(keeps_ids=False, hides=True)):
        if world.action is None and world.journal is End.THERE:
            assert world.jobs, words
        if world.jobs > 1:
            second += 1
            since = words[next(place for place, word in enumerate(words) if "+" in word) :]
            assert looks_in_vain(since), " > ".join(words)
    assert second > 1_000
