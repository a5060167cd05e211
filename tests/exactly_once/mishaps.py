"""The faults that a schedule draws from. All are fair: a client can get through them and tell the truth.

Real targets do more (`drawn_for_real`): a job is made and said to be refused, an answer is of another row, a filter
is refused. That a job is not shown yet, or is not what was sent, is a trait of the target (traits.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from importer.practice.faults import Fault
from tests.exactly_once.traits import Traits

POST, LOOK, ANY = "POST /Jobs", "GET /Jobs*", "*"
SHAPES = ("message", "model state", "odata", "string", "text", "html", "empty")
PAUSES = ("0", "1", "-1", "soon", "", "315360000", "date 1", "rfc850 1", "asctime 1", "date -600", "3.5", "1, 2")

Draw = Callable[[Random], Fault]


def _lost(chance: Random) -> Fault:
    """The connection ends before the answer does."""
    sent = chance.choice(["nothing", "nothing", "half head", "half body"])
    then = chance.choice(["close", "reset"])
    return Fault(on=POST, carried_out=chance.random() < 0.6, status=_some(chance, sent), sent=sent, then=then)


def _some(chance: Random, sent: str) -> int:
    return 0 if sent == "nothing" or chance.random() < 0.8 else chance.choice([500, 503])


def _silent(chance: Random) -> Fault:
    sent = chance.choice(["nothing", "half head", "half body"])
    return Fault(on=POST, carried_out=chance.random() < 0.6, sent=sent, then="keep", times=2)


def _slow(chance: Random) -> Fault:
    return chance.choice([
        Fault(on=POST, sent="slowly", gap=0.04, times=2),
        Fault(on=POST, wait_after=1.0, times=2),
        Fault(on=ANY, wait_after=0.05, chance=0.3),
    ])  # fmt: skip


def _late(_chance: Random) -> Fault:
    """The job is made after the client has given up waiting, and perhaps looked."""
    return Fault(on=POST, wait_before=1.0, times=2)


def _busy(chance: Random) -> Fault:
    status = chance.choice([408, 429, 429, 500, 502, 503, 504])
    pause = chance.choice(PAUSES) if status in {429, 503} else ""
    return Fault(on=chance.choice([POST, POST, ANY]), status=status, body=chance.choice(SHAPES), retry_after=pause)


def _made_all_the_same(chance: Random) -> Fault:
    status = chance.choice([408, 409, 500, 502, 503, 504])
    return Fault(on=POST, carried_out=True, status=status, body=chance.choice(SHAPES))


def _odd_success(chance: Random) -> Fault:
    made, status = chance.random() < 0.6, chance.choice([200, 200, 201, 202, 204])
    return Fault(on=POST, carried_out=made, status=status, body=chance.choice([*SHAPES, "login", "other id"]))


def _garbled(chance: Random) -> Fault:
    return chance.choice([
        Fault(on=POST, sent="cut"),
        Fault(on=POST, ids="other"),
        Fault(on=POST, sent="endless", times=1),
        Fault(on=POST, carried_out=True, status=200, sent="bomb", times=1),
        Fault(on=POST, status=400, body="huge", times=1),
    ])  # fmt: skip


def _stale(chance: Random) -> Fault:
    return Fault(on=ANY, then=chance.choice(["close", "reset"]))


def _refused(chance: Random) -> Fault:
    return Fault(on=POST, status=chance.choice([400, 409, 417, 422]), body=chance.choice([*SHAPES, "login"]), times=3)


def _stopped(chance: Random) -> Fault:
    return Fault(on=POST, status=chance.choice([401, 403, 404]), body=chance.choice(SHAPES), times=1)


def _elsewhere(chance: Random) -> Fault:
    return Fault(
        on=chance.choice([POST, ANY]), status=chance.choice([301, 302, 307, 308]), location="elsewhere", times=1
    )


def _blind(chance: Random) -> Fault:
    """Looking up does not work for a while."""
    return chance.choice([
        Fault(on=LOOK, sent="nothing", then=chance.choice(["close", "reset"])),
        Fault(on=LOOK, status=chance.choice([403, 429, 500, 502, 503]), body=chance.choice(SHAPES)),
        Fault(on=LOOK, status=200, body=chance.choice(["login", "empty", "text", "string"])),
        Fault(on=LOOK, sent=chance.choice(["cut", "half head", "half body"])),
        Fault(on=LOOK, sent="nothing", then="keep", times=1),
    ])  # fmt: skip


KINDS: tuple[tuple[Draw, int], ...] = (
    (_lost, 6),
    (_silent, 2),
    (_slow, 2),
    (_busy, 4),
    (_made_all_the_same, 4),
    (_odd_success, 3),
    (_garbled, 2),
    (_stale, 2),
    (_refused, 2),
    (_stopped, 1),
    (_elsewhere, 1),
    (_blind, 4),
)
MOST_KINDS = 5


def _refused_after_all(chance: Random) -> Fault:
    """The job is made, and a later stage refuses it."""
    status = chance.choice([400, 403, 422, 303, 404])
    place = "elsewhere" if status == 303 else ""
    return Fault(on=POST, carried_out=True, status=status, location=place, body=chance.choice(SHAPES), times=2)


def _of_another_row(chance: Random) -> Fault:
    return Fault(on=chance.choice([POST, POST, "GET /Jobs(*", "GET /Jobs"]), answer="previous")


def _filter_refused(chance: Random) -> Fault:
    return Fault(on="GET /Jobs", holding="$filter", status=chance.choice([400, 501]), body=chance.choice(SHAPES))


REAL_KINDS: tuple[tuple[Draw, int], ...] = ((_of_another_row, 5), (_filter_refused, 2), (_refused_after_all, 6))


def drawn_for_real(chance: Random, marks: Sequence[str], traits: Traits) -> tuple[Fault, ...]:
    """The faults of a schedule of a real target. That a job was made and refused is known only where it is shown."""
    kinds = REAL_KINDS[:-1] if traits.filters else REAL_KINDS
    draws, weights = zip(*kinds, strict=True)
    chosen = [draw(chance) for draw in chance.choices(draws, weights, k=chance.randint(0, 2))]
    faults = [traits.with_fault(_rarely(chance, fault)) for fault in chosen]
    return (*faults, *drawn(chance, marks, traits))


def drawn(chance: Random, marks: Sequence[str], traits: Traits) -> tuple[Fault, ...]:
    """The faults of a schedule, which end by themselves."""
    own_ids = bool(traits.ids)
    draws, weights = zip(*KINDS, strict=True)
    chosen = [draw(chance) for draw in chance.choices(draws, weights, k=chance.randint(0, MOST_KINDS))]
    faults = [_rarely(chance, fault) for fault in chosen]
    if not own_ids and chance.random() < 0.1:
        faults = [fault for fault in faults if fault.status not in range(400, 429)]  # a target that changes its mind
        faults.append(_rarely(chance, _late(chance)))
    elif chance.random() < 0.3:
        shape = chance.choice(["model state", "odata", "text", "huge"])
        faults.append(Fault(on=POST, holding=f'"{chance.choice(marks)}"', status=chance.choice([400, 422]), body=shape))
    return (*map(traits.with_fault, faults), *traits.lasting())


def _rarely(chance: Random, fault: Fault) -> Fault:
    times = fault.times or chance.randint(1, 8)
    if chance.random() < 0.4:
        return replace(fault, at=tuple(sorted(chance.sample(range(1, 40), times))), times=0, chance=1.0)
    return replace(fault, times=times, chance=min(fault.chance, chance.choice([0.05, 0.2, 0.5, 1.0])))
