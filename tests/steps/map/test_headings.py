import pytest

from importer.errors import SheetError
from importer.steps.map import map_columns
from tests.builders import good, sheet_of, told


def test_headings_are_known_by_name_heading_and_alias() -> None:
    batch = map_columns(sheet_of({"PROJECT*": "P-1", "job_type_code": "M", "Título": "x"}))
    assert [c.field for c in batch.columns] == ["project_reference_back_office", "job_type_code", "name"]


def test_an_unknown_heading_is_a_warning_with_the_nearest_known_one() -> None:
    batch = map_columns(sheet_of(good(Descripton="x")))
    [problem] = batch.problems
    assert (problem.row, problem.cell, problem.code.number, problem.is_error) == (1, "E1", 107, False)
    assert 'Did you mean "Description"?' in problem.advice


def test_a_heading_like_nothing_gets_no_suggestion() -> None:
    [problem] = map_columns(sheet_of(good(Qqqq="x"))).problems
    assert "Did you mean" not in problem.advice


def test_a_column_without_heading_is_told() -> None:
    assert told(map_columns(sheet_of({**good(), "": "x"})).problems) == [(1, "", 110)]


def test_two_columns_for_one_field_stop_the_run_and_all_are_named() -> None:
    with pytest.raises(SheetError) as stopped:
        map_columns(sheet_of({**good(), "Title": "x", "Job status": "y"}))
    assert stopped.value.message == (
        'Columns C ("Status code") and F ("Job status"); D ("Name") and E ("Title") fill the same field: '
        '"Status code"; "Name".'
    )


def test_no_known_heading_stops_the_run() -> None:
    with pytest.raises(SheetError, match=r'No heading of jobs.xlsx is recognised. Its headings: "a", "b"'):
        map_columns(sheet_of({"a": "1", "b": "2"}))


def test_values_get_their_canonical_spelling_and_bad_ones_stay() -> None:
    batch = map_columns(sheet_of(good(Status_code="to be planned", Estimated_time="+090", Project_code=" P-1 ")))
    row = batch.values.loc[2]
    assert (row["job_status_code"], row["estimated_time"]) == ("ToBePlanned", "90")
    assert row["project_reference_back_office"] == "P-1"
    assert map_columns(sheet_of(good(Estimated_time="x1 "))).values.at[2, "estimated_time"] == "x1 "


def test_dotted_headings_reach_into_embedded_entities() -> None:
    batch = map_columns(sheet_of({**good(), "Project.Equipment Family.CODE": "F"}))
    assert batch.columns[-1].field == "project.equipment_family.code"
