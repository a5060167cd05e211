from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.records import PlannedJob
from importer.steps.submit import plan_jobs, reject_circles
from tests.builders import good, judged, told
from tests.examples import examples

GIVEN = "7e60fd05-1c08-4886-b483-9f631f943287"


def planned(*rows: dict[str, str], identity: str = "acme") -> dict[int, PlannedJob]:
    return {job.row: job for job in plan_jobs(judged(*rows), identity)}


def ids(*rows: dict[str, str], identity: str = "acme") -> list[str]:
    jobs = planned(*rows, identity=identity)
    return [jobs[row].job_id for row in sorted(jobs)]


def test_the_sheets_own_id_is_the_jobs_id() -> None:
    assert ids(good(Id="{" + GIVEN.upper() + "}")) == [GIVEN]


def test_a_row_with_a_reference_is_known_by_it_whatever_else_it_says() -> None:
    assert ids(good(Reference="WO-1")) == ids(good(Reference="WO-1", Name="Corrected"))
    assert ids(good(Reference="WO-1")) != ids(good(Reference="WO-2"))


def test_a_row_without_a_reference_is_known_by_what_it_says() -> None:
    assert ids(good(Name="A")) == ids(good(Name="A"))
    assert ids(good(Name="A")) != ids(good(Name="B"))


def test_the_same_row_is_another_job_in_another_target() -> None:
    assert ids(good(Reference="WO-1")) != ids(good(Reference="WO-1"), identity="other")
    assert ids(good()) != ids(good(), identity="other")


def test_identical_rows_are_jobs_of_their_own_the_same_in_every_run() -> None:
    twice = ids(good(), good())
    assert len(set(twice)) == 2
    assert ids(good(), good()) == twice


def test_the_order_of_columns_does_not_matter() -> None:
    row = good()
    assert ids(row) == ids(dict(reversed(row.items())))


def test_an_empty_column_does_not_matter() -> None:
    assert ids(good()) == ids(good(Description=""))


def test_a_copy_of_a_row_that_carries_its_id_is_a_job_of_its_own() -> None:
    (first,) = ids(good())
    assert len(set(ids(good(Id=first), good()))) == 2


def test_two_rows_that_would_have_one_id_are_not_both_sent() -> None:
    (first,) = ids(good(Reference="WO-1"))
    jobs = planned(good(Reference="WO-1", Id=first), good(Reference="WO-1"))
    assert jobs[2].obstacle is None
    obstacle = jobs[3].obstacle
    assert obstacle
    assert told((obstacle,)) == [(3, "reference_back_office", 523)]


def test_only_sound_rows_are_planned() -> None:
    assert list(planned(good(), good(Name=""), good(Name="Other"))) == [2, 4]


def test_the_request_is_the_job_with_its_id() -> None:
    (job,) = planned(good(Estimated_time="90", Id=GIVEN)).values()
    assert job.request == {
        "id": GIVEN,
        "project_reference_back_office": "P-1001",
        "job_type_code": "MAINT",
        "job_status_code": "ToBePlanned",
        "name": "Yearly boiler service",
        "estimated_time": 90,
    }


ROWS = st.lists(
    st.builds(
        good,
        Name=st.sampled_from("AB"),
        Description=st.sampled_from(["", "x"]),
        Id=st.sampled_from(["", *[str(UUID(int=number, version=4)) for number in range(1, 4)]]),
    ),
    max_size=8,
    unique_by=lambda row: row["Id"] or id(row),
)


@pytest.mark.thorough
@settings(max_examples=examples(25), deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_shuffled_rows_have_the_same_ids(rows: list[dict[str, str]], random: object) -> None:
    rows = [good(Name="First"), *rows]
    before = ids(*rows)
    assert len(set(before)) == len(rows)
    shuffled = rows.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # random.Random, or Hypothesis' own
    assert sorted(ids(*shuffled)) == sorted(before)


def levels(*rows: dict[str, str]) -> dict[int, tuple[int, int | None]]:
    return {row: (job.level, job.parent) for row, job in planned(*rows).items()}


def test_a_child_goes_after_its_parent_wherever_it_stands() -> None:
    rows = (good(Name="Child", Parent="WO-1"), good(Reference="WO-1"), good(Name="Alone"))
    assert levels(*rows) == {2: (1, 3), 3: (0, None), 4: (0, None)}
    assert list(planned(*rows)) == [3, 4, 2]


def test_a_parent_may_be_named_by_its_id() -> None:
    assert levels(good(Name="Child", Parent_job_id=GIVEN), good(Id=GIVEN))[2] == (1, 3)


def test_a_parent_may_be_named_by_the_id_that_its_row_is_given() -> None:
    (parent,) = ids(good(Reference="WO-1"))
    assert levels(good(Reference="WO-1"), good(Name="Child", Parent_job_id=parent))[3] == (1, 2)


def test_a_parent_that_is_no_row_of_the_sheet_is_the_targets() -> None:
    assert levels(good(Parent="WO-elsewhere")) == {2: (0, None)}


def test_generations_follow_one_another_at_any_depth() -> None:
    depth = 1500
    rows = [good(Reference="1"), *[good(Reference=str(n), Parent=str(n - 1)) for n in range(2, depth + 1)]]
    assert [job.level for job in plan_jobs(judged(*reversed(rows)), "acme")] == list(range(depth))


def test_siblings_go_in_their_working_sequence() -> None:
    rows = (
        good(Reference="WO-1"),
        good(Name="last", Parent="WO-1", Working_sequence="10"),
        good(Name="first", Parent="WO-1", Working_sequence="9"),
    )
    assert list(planned(*rows)) == [2, 4, 3]


def obstacles(*rows: dict[str, str]) -> list[tuple[int | None, str, int]]:
    return told(tuple(job.obstacle for job in planned(*rows).values() if job.obstacle))


def test_rows_that_are_each_others_parents_are_not_sent() -> None:
    rows = (
        good(Reference="A", Parent="B"),
        good(Reference="B", Parent="C"),
        good(Reference="C", Parent="A"),
        good(Reference="D"),
    )
    field = "_parent_jobs_reference_back_office"
    assert sorted(obstacles(*rows), key=str) == [(2, field, 524), (3, field, 524), (4, field, 524)]


def test_a_row_that_is_its_own_parent_is_not_sent() -> None:
    assert [number for _, _, number in obstacles(good(Reference="A", Parent="A"))] == [524]


def test_a_child_of_a_row_that_is_not_sound_is_not_sent() -> None:
    assert obstacles(good(Reference="A", Name=""), good(Name="Child", Parent="A")) == [
        (3, "_parent_jobs_reference_back_office", 802)
    ]


def test_the_check_tells_each_row_of_a_circle_and_no_other() -> None:
    rows = (
        good(Reference="A", Parent="B"),
        good(Reference="B", Parent="A"),
        good(Name="Child", Parent="A"),
        good(Name="Child of the target's", Parent="elsewhere"),
        good(Id=GIVEN, Parent_job_id=GIVEN),
    )
    found = reject_circles(judged(*rows))
    field = "_parent_jobs_reference_back_office"
    assert told(found.problems) == [(2, field, 524), (3, field, 524), (6, "_parent_id", 524)]


def test_a_sheet_without_parents_has_no_circle() -> None:
    batch = judged(good())
    assert reject_circles(batch) is batch
