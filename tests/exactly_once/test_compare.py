"""Each invariant sees what it is there for: three records that agree, with one thing spoilt."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from importer.problem import LIKE_PREVIOUS_ROW
from importer.records import Outcome, Status
from tests.exactly_once import compare
from tests.exactly_once.record import Ending, Line
from tests.exactly_once.sheet import MARK, Fate, Row
from tests.exactly_once.traits import OUTLASTING, PATIENCE_SECONDS, Traits


def row(mark: str, fate: Fate = Fate.SOUND) -> Row:
    return Row({MARK: mark, "Name": f"Job {mark}", "Reference": f"R{mark}"}, fate)


def job(mark: str, **changes: str) -> dict[str, Any]:
    blank = dict.fromkeys(compare.COMPARED.values(), "")
    known = {"id": f"id-{mark}", "customer_reference": mark, "name": f"Job {mark}", "reference_back_office": f"R{mark}"}
    return blank | known | changes


CREATED = Line(2, "a", "created", "id-a")
REJECTED = Line(3, "b", "rejected", "id-b")
INVALID = Line(4, "c", "invalid", "")
GOOD = Ending(
    rows=(row("a"), row("b"), row("c", Fate.WRONG)),
    status=4,
    told={"rows": 3, "counts": {"created": 1, "rejected": 1, "invalid": 1, "unknown": 0}, "jobs": {"2": "id-a"}},
    lines=(CREATED, REJECTED, INVALID),
    journal={2: Outcome(2, Status.CREATED, "id-a"), 3: Outcome(3, Status.REJECTED, "id-b")},
    jobs=(job("a"),),
)


def found(ending: Ending) -> list[str]:
    """The invariants that an ending violates."""
    findings = [*compare.once_each([ending.rows], ending.jobs), *compare.of_an_ending(ending)]
    return sorted({finding.partition(":")[0] for finding in findings})


def lines(*spoilt: Line) -> Callable[[Ending], Ending]:
    return lambda ending: replace(ending, lines=spoilt)


def held(ending: Ending, status: int) -> Ending:
    """The second row waits for an answer."""
    told = {
        "counts": {"created": 1, "not sent": 1, "invalid": 1},
        "problems": [{"row": 3, "code": LIKE_PREVIOUS_ROW.number}],
    }
    kept = {**ending.journal, 3: Outcome(3, Status.NOT_SENT, "id-b")}
    lines = (CREATED, replace(REJECTED, status="not sent"), INVALID)
    return replace(ending, lines=lines, journal=kept, told={**ending.told, **told}, status=status)


SPOILT: dict[str, tuple[Callable[[Ending], Ending], list[str]]] = {
    "nothing": (lambda ending: ending, []),
    "a row with two jobs": (lambda e: replace(e, jobs=(job("a"), job("a", id="other"))), ["I1", "I5"]),
    "an id made twice": (lambda e: replace(e, jobs=(job("a"), job("a"))), ["I1", "I5"]),
    "a job of a wrong row": (lambda e: replace(e, jobs=(job("a"), job("c"))), ["I1", "I5"]),
    "a row missing": (lines(CREATED, REJECTED), ["I2", "I3"]),
    "a row twice": (lines(CREATED, CREATED, REJECTED, INVALID), ["I2", "I3", "I4"]),
    "rows changed over": (lines(replace(CREATED, row=3), replace(REJECTED, row=2), INVALID), ["I2", "I4"]),
    "no such status": (lines(CREATED, replace(REJECTED, status="failed"), INVALID), ["I2", "I3"]),
    "an id that is not the printed one": (lines(replace(CREATED, job_id="x"), REJECTED, INVALID), ["I2", "I4"]),
    "the journal says otherwise": (
        lambda e: replace(e, journal={**e.journal, 3: Outcome(3, Status.UNKNOWN, "id-b")}),
        ["I2"],
    ),
    "the journal does not know": (lambda e: replace(e, journal={2: e.journal[2]}), ["I2"]),
    "counts that do not add up": (lambda e: replace(e, told={**e.told, "rows": 4}), ["I3"]),
    "created, and not there": (lambda e: replace(e, jobs=()), ["I4"]),
    "created with other content": (lambda e: replace(e, jobs=(job("a", name="Another"),)), ["I4"]),
    "rejected, and there": (lambda e: replace(e, jobs=(job("a"), job("b"))), ["I5"]),
    "all well is not so": (lambda e: replace(e, status=0), ["I7"]),
    "stopped is not so": (lambda e: replace(e, status=5), ["I7"]),
    "a question is no stop": (lambda e: held(e, 5), ["I7"]),
    "a question": (lambda e: held(e, 4), []),
}


@pytest.mark.parametrize(("spoil", "invariants"), SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_found(spoil: Callable[[Ending], Ending], invariants: list[str]) -> None:
    assert found(spoil(GOOD)) == invariants


def test_identical_rows_may_have_a_job_each_and_no_more() -> None:
    alike = [(row("a"), row("a")), (row("a"),)]
    assert list(compare.once_each(alike, (job("a"), job("a", id="2")))) == []
    assert list(compare.once_each(alike, (job("a"), job("a", id="2"), job("a", id="3"))))


def test_unknown_may_be_there_or_not() -> None:
    unknown = replace(REJECTED, status="unknown")
    kept = {**GOOD.journal, 3: Outcome(3, Status.UNKNOWN, "id-b")}
    told = {**GOOD.told, "counts": {"created": 1, "unknown": 1, "invalid": 1}}
    ending = replace(GOOD, lines=(CREATED, unknown, INVALID), journal=kept, told=told, status=6)
    assert found(ending) == found(replace(ending, jobs=(job("a"), job("b")))) == []


def test_what_is_wrong_in_one_copy_may_be_there_as_another_has_it() -> None:
    there = replace(GOOD, jobs=(job("a"), job("c")), versions=[*GOOD.rows, row("c", Fate.EITHER)])
    assert found(replace(there, versions=GOOD.rows)) == ["I1", "I5"]
    assert list(compare.of_an_ending(there)) == []


def test_so_may_what_was_changed_here_and_not_corrected() -> None:
    still = replace(row("c", Fate.EITHER), cells={**row("c").cells, "Reference": "another"})
    rows = (*GOOD.rows[:2], still)
    there = replace(GOOD, rows=rows, jobs=(job("a"), job("c")))
    assert list(compare.refused_is_not_there(replace(there, versions=[*GOOD.rows, *rows, row("c", Fate.EITHER)]))) == []
    assert [found[:2] for found in compare.refused_is_not_there(replace(there, versions=[*GOOD.rows, *rows]))] == ["I5"]


def test_what_another_computer_cannot_see_may_be_there_where_it_says_that_it_cannot_look() -> None:
    not_sent = replace(REJECTED, status="not sent")
    there = replace(GOOD, lines=(CREATED, not_sent, INVALID), jobs=(job("a"), job("b")), on_another_computer=True)
    blind = {**GOOD.told, "problems": [{"row": None, "code": 606}]}
    assert [found[:2] for found in compare.refused_is_not_there(there)] == ["I5"]
    assert [found[:2] for found in compare.refused_is_not_there(replace(there, told=blind, on_another_computer=False))]
    assert list(compare.refused_is_not_there(replace(there, told=blind))) == []


def test_a_row_that_two_people_changed_may_be_another_job_under_its_reference() -> None:
    conflict = replace(GOOD, lines=(CREATED, replace(REJECTED, status="conflict"), INVALID), jobs=(job("a"), job("b")))
    assert [found[:2] for found in compare.refused_is_not_there(conflict)] == ["I5"]
    disputed = replace(conflict, disputed=frozenset("b"))
    assert list(compare.refused_is_not_there(disputed)) == []
    assert list(compare.nothing_lost(disputed, may_be_open=lambda _row: False)) == []


def test_it_has_a_job_of_each_only_where_nothing_tells_that_it_is_one() -> None:
    two = (job("a"), job("a", id="another"))
    assert [found[:2] for found in compare.refused_is_not_there(replace(GOOD, jobs=two))] == ["I5"]
    assert list(compare.refused_is_not_there(replace(GOOD, jobs=two, apart=frozenset("a")))) == []
    assert list(compare.once_each([GOOD.rows], two))
    assert list(compare.once_each([GOOD.rows], two, apart="a")) == []
    assert list(compare.once_each([GOOD.rows], (*two, job("a", id="third")), apart="a"))


def test_what_is_rejected_may_be_there_where_the_target_shows_it_too_late() -> None:
    there = replace(GOOD, jobs=(job("a"), job("b")))
    slow, slower = Traits(get_lag=PATIENCE_SECONDS), Traits(get_lag=OUTLASTING)
    assert [found[:2] for found in compare.refused_is_not_there(replace(there, traits=slow))] == ["I5"]
    assert list(compare.refused_is_not_there(replace(there, traits=slower))) == []
    unsent = replace(there, lines=(CREATED, replace(REJECTED, status="not sent"), INVALID), traits=slower)
    assert [found[:2] for found in compare.refused_is_not_there(unsent)] == ["I5"], "unknown is all that can be said"


def test_a_question_is_in_order_where_the_targets_ids_do_not_tell_whose_job_there_is() -> None:
    plain = Row({MARK: "b", "Name": "Job b"})
    asked = replace(held(GOOD, 4), rows=(GOOD.rows[0], plain, GOOD.rows[2]), jobs=(job("a"), job("b")))
    assert [found[:2] for found in compare.refused_is_not_there(asked)] == ["I5"]
    assert list(compare.refused_is_not_there(replace(asked, traits=Traits(ids="own")))) == []
    not_asked = replace(asked, traits=Traits(ids="own"), told={**asked.told, "problems": []})
    assert [found[:2] for found in compare.refused_is_not_there(not_asked)] == ["I5"]


def test_running_again_changes_nothing() -> None:
    assert list(compare.nothing_changes(GOOD, GOOD)) == []
    assert list(compare.nothing_changes(GOOD, replace(GOOD, jobs=(job("a", name="Changed"),))))
    assert list(compare.nothing_changes(GOOD, replace(GOOD, jobs=(job("a"), job("b")))))


def test_but_a_row_that_was_open_may_be_sent_once_it_is_proven_that_its_job_is_not_there() -> None:
    """A target that lags proves that only after a while."""
    before = replace(GOOD, lines=(CREATED, replace(REJECTED, status="unknown"), INVALID))
    assert list(compare.nothing_changes(before, replace(before, jobs=(job("a"), job("b"))))) == []
    assert list(compare.nothing_changes(before, replace(before, jobs=(job("a"), job("b"), job("b", id="another")))))
    there = replace(before, jobs=(job("a"), job("b")))
    assert list(compare.nothing_changes(there, replace(there, jobs=(*there.jobs, job("b", id="another")))))


def test_a_sound_row_without_its_job_is_lost() -> None:
    findings = list(compare.nothing_lost(GOOD, may_be_open=lambda _row: False))
    assert findings == ["lost: row 3 (b) is 'rejected' in the end"]


def test_what_belongs_to_a_row_that_nobody_can_know_may_stay_open() -> None:
    child = Row({**row("b").cells, "Parent job reference": "Ra"})
    grandchild = Row({**row("c").cells, "Parent job reference": "Rb"})
    statuses = {2: "unknown", 3: "blocked", 4: "blocked"}
    lines = tuple(Line(number, "abc"[number - 2], status, "") for number, status in statuses.items())
    ending = replace(GOOD, rows=(row("a"), child, grandchild), lines=lines)
    assert list(compare.nothing_lost(ending, may_be_open=lambda _row: True)) == []
    assert len(list(compare.nothing_lost(ending, may_be_open=lambda _row: False))) == 3
    alone = replace(ending, rows=(row("a"), row("b"), row("c")))
    assert len(list(compare.nothing_lost(alone, may_be_open=lambda _row: True))) == 2


def test_a_row_of_either_fate_that_a_fault_refused_may_be_made_on_a_target_that_works() -> None:
    assert not compare.may_be_made_yet(GOOD)
    either = replace(GOOD, rows=(GOOD.rows[0], row("b", Fate.EITHER), GOOD.rows[2]))
    assert compare.may_be_made_yet(either)
    made = (CREATED, replace(REJECTED, status="created"), INVALID)
    assert not compare.may_be_made_yet(replace(either, lines=made))
