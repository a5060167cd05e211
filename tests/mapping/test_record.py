import pandas as pd
import pytest

from importer.catalogue.fields_by_heading import find_field
from importer.catalogue.job_fields import JOBS
from importer.errors import SheetError
from importer.mapping import ColumnMapping, refuse_constants_with_columns
from importer.settings import Options
from tests.builders import good, sheet_of


def field_name(mapping: ColumnMapping, heading: str) -> str | None:
    field = mapping.field_of(heading)
    return field.name if field else None


def test_what_was_decided_goes_before_what_the_catalogue_knows() -> None:
    mapping = ColumnMapping(columns={"Status": "name", "Omschrijving": "description"})
    assert field_name(mapping, "Status") == "name"
    assert field_name(mapping, "omschrijving ") == "description"
    assert field_name(mapping, "Job type") == "job_type_code"
    assert field_name(mapping, "Qqqq") is None


def test_a_heading_that_is_left_out_means_no_field() -> None:
    mapping = ColumnMapping(columns={"Status": ""})
    assert (field_name(mapping, "Status"), mapping.find_decision("Status"), mapping.find_decision("Name")) == (
        None,
        "",
        None,
    )


def test_headings_that_differ_in_case_alone_are_taken_to_the_letter() -> None:
    mapping = ColumnMapping(columns={"merk": "job_type_code", "Merk": "name"})
    assert (field_name(mapping, "merk"), field_name(mapping, "Merk"), field_name(mapping, "MERK")) == (
        "job_type_code",
        "name",
        None,
    )


def test_every_field_that_a_column_can_fill_is_found_by_its_own_name() -> None:
    for field in JOBS:
        if field.spellings:
            assert find_field(field.name) is field


def test_legacy_values_are_replaced_whatever_their_case_accents_spaces_and_hyphens() -> None:
    mapping = ColumnMapping(values={"job_status_code": {"Nieuw": "ToBePlanned", "": "Open"}})
    column = pd.Series(["Nieuw", " Nieuw ", "nieuw", "", "Open", "NI-euw", "Nieuw-"], index=range(2, 9), dtype="str")
    replaced = mapping.replace_values("job_status_code", column)
    assert replaced.tolist() == [*["ToBePlanned"] * 3, "Open", "Open", "ToBePlanned", "Nieuw-"]
    assert replaced.index.equals(column.index)
    assert replaced.dtype == column.dtype
    assert mapping.replace_values("name", column) is column


def test_the_value_that_fits_best_replaces_patterns_come_last_and_a_star_alone_after_them() -> None:
    decided = {"REL*": "Open", "rel cnf": "Pooling", "REL CNF": "Waiting", "*": "ToBePlanned", "": "Suggested"}
    mapping = ColumnMapping(values={"job_status_code": decided})
    column = pd.Series(["REL CNF", "rel cnf", "Rel Cnf", "rel x", "CRTD", " "], dtype="str")
    replaced = mapping.replace_values("job_status_code", column)
    assert replaced.tolist() == ["Waiting", "Pooling", "Open", "Open", "ToBePlanned", "Suggested"]


def test_a_constant_is_a_column_of_its_own() -> None:
    columns = ColumnMapping(constants={"job_type_code": "MAINT"}).make_constant_columns(pd.Index([3, 5]))
    assert columns["job_type_code"].to_dict() == {3: "MAINT", 5: "MAINT"}


def test_a_constant_and_a_column_for_one_field_stop_the_run() -> None:
    mapping = ColumnMapping(constants={"job_type_code": "MAINT"})
    with pytest.raises(SheetError, match=r'sheet has columns for it: B \("Job type code"\)') as stopped:
        refuse_constants_with_columns(sheet_of(good()), mapping)
    assert '"Job type code" = ""' in stopped.value.advice
    left_out = ColumnMapping(columns={"Job type code": ""}, constants={"job_type_code": "MAINT"})
    refuse_constants_with_columns(sheet_of(good()), left_out)


def test_options_of_the_command_go_before_those_of_the_file() -> None:
    mapping = ColumnMapping(options=Options(date_order="dmy", decimal=",", heading_row=4))
    options = mapping.merge_options(Options(date_order="mdy", skip_hidden=True))
    assert options == Options(date_order="mdy", decimal=",", heading_row=4, skip_hidden=True)
