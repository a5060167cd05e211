"""What a target may have made of a row, and whose job it is that is named."""

from collections.abc import Mapping

import pytest

from importer.records import PlannedJob
from importer.steps.submit import plan_jobs
from importer.steps.submit.altered_jobs import (
    JobOwner,
    NamedRows,
    SeenTexts,
    can_be_altered,
    can_be_made_of,
    judge_job,
    list_altered_names,
)
from importer.steps.submit.differences import Difference
from tests.builders import good, judged

OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"

CAN_BE = [
    ("name", "Ölkessel – Nord", "OLKESSEL - NORD"),
    ("name", "Ölkessel – Nord", "lkessel nord"),
    ("name", "Größe", "Groe"),
    ("name", "Kessel & Pumpe", "Kessel &amp; Pumpe"),
    ("name", "Kessel", "<b>Kessel</b>"),
    ("name", "Kessel", "Kessel [imported]"),
    ("name", "Kessel", "ACME: Kessel"),
    ("name", "Kessel der Nordseite", "KESSEL DER"),
    ("description", "Kessel", ""),
    ("reference_back_office", "wo-1", "WO-1"),
    ("reference_back_office", "wo-1", "ACME/wo-1"),
    ("reference_back_office", "wo-1", "w"),
    ("reference_back_office", "wo-1", ""),
    ("job_type_code", "maint", "MAINT"),
    ("due_date", "2026-01-31T10:20:30", "2026-01-31T10:20:00"),
    ("due_date", "2026-01-31T10:20:30", ""),
    ("job_status_code", "Open", "ToBePlanned"),
]
CANNOT_BE = [
    ("name", "Kessel", "Pumpe"),
    ("name", "Kessel", "Kesselhaus"),
    ("name", "Kessel", ""),
    ("name", "Kessel der Nordseite", "KESSEL"),
    ("name", "&", "Kessel"),
    ("description", "Kessel", "Pumpe"),
    ("reference_back_office", "wo-1", "wo-2"),
    ("reference_back_office", "wo-1", "wo-11"),
    ("project_reference_back_office", "P-1001", ""),
    ("project_reference_back_office", "P-1001", "P-1001 B"),
    ("due_date", "2026-01-31T10:20:30", "2026-01-31T10:21:00"),
    ("estimated_time", "12", "120"),
]


@pytest.mark.parametrize("values", CAN_BE)
def test_a_target_may_have_made_it_of_that(values: tuple[str, str, str]) -> None:
    assert can_be_altered(Difference(*values))


@pytest.mark.parametrize("values", CANNOT_BE)
def test_no_spelling_leads_from_that_to_it(values: tuple[str, str, str]) -> None:
    assert not can_be_altered(Difference(*values))


def planned(*rows: Mapping[str, str]) -> tuple[PlannedJob, ...]:
    return plan_jobs(judged(*(good(**row) for row in rows)), "odd")


def whose(theirs: Mapping[str, str], *rows: Mapping[str, str]) -> JobOwner:
    """Of a job like the first row, but for these values."""
    jobs = planned(*rows)
    return judge_job(jobs[0], {**jobs[0].payload, "id": OTHER, **theirs}, NamedRows(jobs))


BOILER, PUMP = {"Name": "Boiler of the north"}, {"Name": "Pump of the south"}
WORDED = {"Name": "Service", "Description": "Of the boiler"}
NAMED = {
    "the same": ({}, [BOILER, PUMP], JobOwner.OURS),
    "in capitals": ({"name": "BOILER OF THE NORTH"}, [BOILER, PUMP], JobOwner.OURS),
    "our reference, whatever else": ({"name": "Pump"}, [{**BOILER, "Reference": "R-1"}], JobOwner.OURS),
    "another reference": ({"reference_back_office": "R-2"}, [{**BOILER, "Reference": "R-1"}], JobOwner.UNSURE),
    "no reference": ({"reference_back_office": ""}, [{**BOILER, "Reference": "R-1"}], JobOwner.OURS),
    "another name": ({"name": "Valve"}, [BOILER, PUMP], JobOwner.UNSURE),
    "the name of another row": ({"name": PUMP["Name"]}, [BOILER, PUMP], JobOwner.ANOTHERS),
    "another project": ({"project_reference_back_office": "P-1002"}, [BOILER], JobOwner.UNSURE),
    "other words under one name": ({"description": "Of ours"}, [WORDED], JobOwner.OURS),
    "those of another row": (
        {"description": "Of the pump"},
        [WORDED, {**WORDED, "Description": "Of the pump"}],
        JobOwner.UNSURE,
    ),
    "more like those of another row": (
        {"description": "Of the pump [imported]"},
        [WORDED, {**WORDED, "Description": "Of the pump"}],
        JobOwner.UNSURE,
    ),
    "as like to one as to the other": (
        {"description": ""},
        [WORDED, {**WORDED, "Description": "Of the pump"}],
        JobOwner.OURS,
    ),
    "the name of a row that goes on": (
        {"name": "Boiler of the north wing"},
        [BOILER, {"Name": "Boiler of the north wing"}],
        JobOwner.UNSURE,
    ),
    "a beginning of both": ({"name": "Boiler of the n"}, [BOILER, {"Name": "Boiler of the n"}], JobOwner.UNSURE),
}


@pytest.mark.parametrize(("theirs", "rows", "expected"), NAMED.values(), ids=NAMED)
def test_whose_a_job_is_that_is_named(theirs: dict[str, str], rows: list[dict[str, str]], expected: JobOwner) -> None:
    assert whose(theirs, *rows) is expected


def test_rows_are_found_by_a_name_that_may_be_theirs() -> None:
    rows = NamedRows(planned({"Name": "Boiler"}, {"Name": "BOILER of the north"}, {"Name": "North"}, PUMP))
    assert sorted(job.row for job in rows.list_alike("<b>Boiler</b>")) == [2, 3]
    assert sorted(job.row for job in rows.list_alike("Boiler of the north")) == [2, 3, 4]
    assert not list(rows.list_alike("Valve"))
    assert not list(NamedRows().list_alike("Boiler"))


def test_names_are_asked_for_as_targets_write_them() -> None:
    names = list_altered_names("Öl  & Gas <süd>")
    for name in (
        "Öl & Gas <süd>",
        "ÖL  & GAS <SÜD>",
        "öl  & gas <süd>",
        "Öl  &amp; Gas &lt;süd&gt;",
        "Ol  & Gas <sud>",
    ):
        assert name in names
    assert "Öl  & Gas " in names
    assert "Öl & Gas <" in names
    assert not {"Öl  & Gas <süd>", "", "Öl  & Gas"} & set(names)
    assert len(names) == len(set(names))


def test_what_a_target_is_seen_to_do_counts_from_then_on() -> None:
    (job,) = planned({**WORDED, "Reference": "R-1"})
    texts = SeenTexts()
    assert (texts.references, texts.changes_names) == (None, False)
    texts.learn_from_earlier(job.payload, {**job.payload, "reference_back_office": "R-9"})
    assert texts.references is None
    texts.learn_from_earlier(job.payload, job.payload)
    assert texts.references is True
    other = {**job.payload, "description": "Quite another"}
    assert not can_be_made_of(job.payload, other, texts)
    texts.learn_from(job.payload, {**other, "name": "SERVICE"})
    assert (texts.references, texts.changes_names) == (True, False)
    assert can_be_made_of(job.payload, other, texts)
    texts.learn_from(job.payload, {**job.payload, "reference_back_office": "", "name": "Job 17"})
    assert (texts.references, texts.changes_names) == (False, True)
    texts.learn_from(job.payload, job.payload)
    texts.learn_from_earlier(job.payload, job.payload)
    assert (texts.references, texts.changes_names) == (False, True)
