from dataclasses import replace

import pandas as pd
import pandera
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import importer
from importer.catalogue.job_fields import JOBS
from importer.catalogue.kinds import ENTITY
from importer.problem import CODES, EXCEL_ERROR
from importer.records import CellNote
from importer.steps.map import map_columns
from importer.steps.validate import validate_rows
from tests.builders import good, judged, sheet_of, told
from tests.examples import examples

GUID = "7e60fd05-1c08-4886-b483-9f631f943287"


@pytest.mark.parametrize(
    ("earliest", "words"),
    [
        ("2026-12-01T08:00:00+01:00", "2026-12-01 08:00 (UTC+01:00)"),
        ("2026-12-01T08:00:30Z", "2026-12-01 08:00:30 (UTC)"),
        ("2026-12-01", "2026-12-01"),
    ],
)
def test_a_time_in_a_sentence_is_a_day_a_clock_and_a_zone(earliest: str, words: str) -> None:
    (problem,) = judged(good(**{"Due date": "2026-11-30", "Not before": earliest})).problems
    assert f"cannot be planned before {words}." in problem.message


def test_a_good_row_has_no_problem() -> None:
    assert judged(good()).problems == ()


@pytest.mark.parametrize(
    ("change", "field", "number"),
    [
        ({"Name": ""}, "name", 401),
        ({"Name": "  "}, "name", 401),
        ({"Id": "x"}, "id", 402),
        ({"Estimated time": "1.5"}, "estimated_time", 403),
        ({"Estimated time": str(2**63)}, "estimated_time", 403),
        ({"Due date": "31/13/2026"}, "due_date", 405),
        ({"project.is_mobile_installation": "perhaps"}, "project.is_mobile_installation", 406),
        ({"Name": "x" * 256}, "name", 407),
        ({"Name": "😀" * 128}, "name", 407),
        ({"Estimated time": "-1"}, "estimated_time", 408),
        ({"Status": "Done"}, "job_status_code", 305),
        ({"Status id": "10F456D2-000E-48EA-93D7-E016107B7A98"}, "job_status_id", 305),
        ({"Project code": ""}, "project_reference_back_office", 501),
        ({"Modified": "2026-01-01"}, "modified_dateutc", 513),
        ({"Project id": GUID}, "project_reference_back_office", 514),
        ({"project.name": "x"}, "project.name", 515),
        ({"Status": "Suggested", "Start": "2026-12-01 09:00"}, "suggested_user_code", 511),
        ({"Due date": "2026-01-01", "Not before": "2026-01-02"}, "due_date", 512),
        ({"Due date": "2026-01-02 08:00", "Not before": "2026-01-02 09:00"}, "due_date", 512),
    ],
)
@pytest.mark.thorough(but=2)
def test_one_fault_gives_one_problem(change: dict[str, str], field: str, number: int) -> None:
    row = {k: v for k, v in good().items() if not (k == "Status code" and "Status" in change)} | change
    errors = [t for t in told(judged(row).problems) if (t[2] == number or CODES[t[2]].severity == "error")]
    assert errors == [(2, field, number)]


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"Latitude": "north"}, 404),
        ({"Latitude": "91"}, 408),
        ({"Longitude": "-180.5"}, 408),
        ({"E-mail": "nobody"}, 409),
        ({"Latitude": "0.12345678901234567891"}, 410),
        ({"Phone": "1" * 51}, 407),
    ],
)
def test_faults_in_an_address(change: dict[str, str], number: int) -> None:
    address = {"Street": "Havenstraat", "City": "Gent", "Zip": "9000"}
    assert [t[2] for t in told(judged(good() | address | change).problems)] == [number]


def test_an_address_in_use_needs_street_city_and_zip_and_is_one_problem() -> None:
    [problem] = judged(good(Phone="1", City="Gent")).problems
    assert problem.message == "Part of an address is given, so Street and Zip must both be filled in."
    assert problem.fields == ("db_address_street", "db_address_zip")


def test_all_problems_of_a_row_are_kept_in_the_order_of_the_columns() -> None:
    batch = judged(good(), {"Project code": "", "Job type code": "", "Status code": "Nope", "Name": "", "Id": "x"})
    assert told(batch.problems) == [
        (3, "project_reference_back_office", 501),
        (3, "job_type_code", 501),
        (3, "job_status_code", 305),
        (3, "name", 401),
        (3, "id", 402),
    ]
    assert batch.sound_rows == [2]


def test_a_missing_column_is_told_once_for_the_sheet() -> None:
    row = {k: v for k, v in good().items() if k not in {"Name", "Status code"}}
    batch = judged(row, row | {"Project code": "P-1002"})
    assert told(batch.problems) == [(None, "name", 109), (None, "job_status_code", 109)]
    assert batch.sound_rows == []


def test_ids_and_references_used_twice_name_the_other_row() -> None:
    batch = judged(good(Id=GUID, Reference="A"), good(Id=GUID), good(Reference="B"), good(Reference="B"), good())
    assert told(batch.problems) == [
        (2, "id", 521),
        (3, "id", 521),
        (4, "reference_back_office", 523),
        (5, "reference_back_office", 523),
    ]
    assert "of rows 4 and 5" in batch.problems[2].message


def test_twin_rows_are_told_and_both_go() -> None:
    batch = judged(good(), good(Name="x"), good())
    assert told(batch.problems) == [(4, "project_reference_back_office", 522)]
    assert batch.sound_rows == [2, 3, 4]


def test_a_cell_that_reading_has_told_of_is_not_judged_once_more() -> None:
    sheet = sheet_of(good(Name="#N/A", Project_code="#REF!", Estimated_time="#N/A"))
    notes = tuple(CellNote(2, column, EXCEL_ERROR, {"value": "#N/A"}) for column in (1, 4, 5))
    batch = validate_rows(map_columns(replace(sheet, notes=notes)))
    assert told(batch.problems) == [
        (2, "project_reference_back_office", 411),
        (2, "name", 411),
        (2, "estimated_time", 411),
    ]


def test_a_project_given_as_an_object_is_a_project() -> None:
    row = {k: v for k, v in good().items() if k != "Project code"} | {"project.reference_back_office": "P-1"}
    assert told(judged(row).problems) == [(2, "project.reference_back_office", 515)]


@pytest.mark.thorough
@settings(deadline=None, max_examples=examples(50))
@given(st.dictionaries(st.sampled_from([f.heading for f in JOBS if f.kind is not ENTITY]), st.text(max_size=8)))
def test_every_problem_stands_in_its_row_and_no_cell_has_one_kind_twice(changes: dict[str, str]) -> None:
    batch = judged(good(), good() | changes, good(Name="last"))
    found = told(batch.problems)
    assert len(set(found)) == len(found)
    of_a_row = [p for p in batch.problems if p.is_error or p.row is not None]  # words are told once a column
    assert {problem.row for problem in of_a_row if problem.code.number != 522} <= {3}


def test_the_public_schema_judges_a_frame_of_numbers_and_dates() -> None:
    frame = pd.DataFrame(
        {
            "name": ["a", None],
            "project_id": [GUID, "zz"],
            "job_type_code": ["A", "B"],
            "job_status_code": ["to be planned", "Open"],
            "estimated_time": [1, -2],
            "due_date": [pd.Timestamp("2026-01-01"), "2026-02-30"],
        },
        index=[7, 9],
    )
    with pytest.raises(pandera.errors.SchemaErrors) as found:
        importer.schema().validate(frame, lazy=True)
    cases = found.value.failure_cases[["column", "check", "index"]].astype(str)
    assert set(cases.itertuples(index=False, name=None)) == {
        ("name", "401", "9"),
        ("project_id", "402", "9"),
        ("estimated_time", "408", "9"),
        ("due_date", "405", "9"),
    }
    judged_frame = importer.schema().validate(frame.loc[[7]], lazy=True)
    assert judged_frame.at[7, "job_status_code"] == "ToBePlanned"
