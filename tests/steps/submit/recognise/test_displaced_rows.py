"""However the rows of results are sorted without the added columns: no job twice, and each row has its own again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.errors import SheetError
from importer.records import IN_TARGET, RESULTS_HEADINGS, Batch, PreviousResults, Status
from importer.steps.submit import plan_jobs, put_results_back
from tests.builders import good, judged

Row = dict[str, str]
STATUSES = [Status.CREATED, Status.EXISTS, Status.UNKNOWN, Status.REJECTED, Status.NOT_SENT, Status.INVALID]
ROWS = st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["", "R"]), st.sampled_from(STATUSES))


def row(name: str, reference: str, status: Status) -> Row:
    """Rows that say the same have the same letter; an invalid one has no project."""
    project = "" if status is Status.INVALID else "P-1001"
    return good(Name=f"Service {name}", Reference=reference and f"{reference}-{name}", Project_code=project)


def results_of(rows: Sequence[Row], beside: Sequence[tuple[Status, str]]) -> Batch:
    batch = judged(*rows)
    cells = pd.DataFrame("", index=batch.sheet.cells.index, columns=list(RESULTS_HEADINGS), dtype="str")
    cells["Status"], cells["Job id"] = [status for status, _ in beside], [job_id for _, job_id in beside]
    return replace(batch, sheet=replace(batch.sheet, previous_results=PreviousResults(cells)))


def results_beside(rows: Sequence[Row], statuses: Sequence[Status]) -> list[tuple[Status, str]]:
    made = {job.row: job.job_id for job in plan_jobs(judged(*rows), "odd")}
    return [(status, made.get(number) or str(uuid4())) for number, status in enumerate(statuses, start=2)]


def put_back(batch: Batch) -> dict[int, tuple[Status, str]]:
    previous = put_results_back(batch, ["odd"], dict).sheet.previous_results
    assert previous is not None
    return dict(previous.jobs)


@given(st.data(), st.lists(ROWS, min_size=1, max_size=8))
def test_every_row_that_was_sent_has_its_own_again(data: st.DataObject, drawn: list[tuple[str, str, Status]]) -> None:
    seen = Counter[str]()
    rows, statuses = list[Row](), list[Status]()
    for name, reference, status in drawn:
        one = row(name, reference, status)
        seen[one["Reference"]] += 1
        if not one["Reference"] or seen[one["Reference"]] == 1:
            rows.append(one)
            statuses.append(status)
    beside = results_beside(rows, statuses)
    order = data.draw(st.permutations(range(len(rows))))
    found = put_back(results_of([rows[place] for place in order], beside))
    theirs = [(rows[place], statuses[place], found.get(number)) for number, place in enumerate(order, start=2)]
    then = Counter((str(one), *each) for one, each in zip(rows, beside, strict=True) if each[0] is not Status.INVALID)
    now = Counter((str(one), *each) for one, status, each in theirs if each and status is not Status.INVALID)
    assert now == then  # rows that say the same may have changed places
    assert not any(each and each[0] in IN_TARGET for _, status, each in theirs if status is Status.INVALID)


@given(st.data(), st.lists(st.sampled_from(STATUSES), min_size=2, max_size=7))
def test_a_row_that_was_changed_as_well_gets_no_other_row_s(data: st.DataObject, statuses: list[Status]) -> None:
    rows = [row("ABCDEFG"[number], "", status) for number, status in enumerate(statuses)]
    beside = results_beside(rows, statuses)
    order = data.draw(st.permutations(range(len(rows))))
    changed = data.draw(st.sets(st.sampled_from(range(len(rows)))))
    now = [rows[place] | ({"Name": f"Changed {place}"} if place in changed else {}) for place in order]
    unchanged = {place for place in order if place not in changed and statuses[place] is not Status.INVALID}
    is_seen = any(order[number] != number and order[number] in unchanged for number in range(len(order)))
    try:
        found = put_back(results_of(now, beside))
    except SheetError:
        assert is_seen
        return
    for number, place in enumerate(order, start=2):
        if is_seen and number in found:
            assert found[number] == beside[place]
        elif is_seen:
            assert statuses[place] not in {*IN_TARGET, Status.UNKNOWN}
        else:
            assert found[number] == beside[number - 2]


def test_one_of_rows_that_say_the_same_was_deleted_before_the_sort() -> None:
    rows = [row(name, "", Status.CREATED) for name in "AABA"]
    beside = results_beside(rows, [Status.CREATED] * 4)
    found = put_back(results_of([rows[2], rows[1], rows[0]], [beside[1], beside[2], beside[3]]))
    assert found[2] == beside[2]
    assert {found[3], found[4]} == {beside[1], beside[3]}


def test_an_id_of_the_sheet_itself_is_its_row_s() -> None:
    ids = [str(uuid4()), str(uuid4())]
    rows = [good(Name=name, Id=job_id) for name, job_id in zip("AB", ids, strict=True)]
    found = put_back(results_of(rows, [(Status.REJECTED, ids[1]), (Status.CREATED, ids[0])]))
    assert found == {2: (Status.CREATED, ids[0]), 3: (Status.REJECTED, ids[1])}


@pytest.mark.parametrize("status", [Status.CREATED, Status.REJECTED])
def test_a_row_beside_which_nothing_stands_says_what_a_changed_one_said(status: Status) -> None:
    rows = [row("A", "", status), row("B", "", Status.CREATED)]
    beside = [*results_beside(rows, [status, Status.CREATED])]
    batch = judged(good(Name="Changed"), rows[1], rows[0])
    cells = pd.DataFrame("", index=batch.sheet.cells.index, columns=list(RESULTS_HEADINGS), dtype="str")
    cells["Status"], cells["Job id"] = [*(each[0] for each in beside), ""], [*(each[1] for each in beside), ""]
    batch = replace(batch, sheet=replace(batch.sheet, previous_results=PreviousResults(cells)))
    if status is Status.CREATED:
        with pytest.raises(SheetError, match="beside row 2, but row 4 has"):
            put_back(batch)
    else:
        assert put_back(batch) == {3: beside[1], 4: beside[0]}
