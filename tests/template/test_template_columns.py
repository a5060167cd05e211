import pytest

from importer.errors import UsageError
from importer.template.template_columns import PRESETS, choose_fields


def names(words: str) -> list[str]:
    return [field.name for field in choose_fields(words)]


def test_presets_contain_one_another() -> None:
    assert set(names("minimal")) < set(names("usual")) < set(names("all"))
    assert names("Usual") == list(PRESETS["usual"])


def test_fields_are_chosen_by_any_heading_and_what_every_job_needs_is_there() -> None:
    assert names("Deadline, Straße,name") == [
        *("project_reference_back_office", "job_type_code", "job_status_code"),
        *("due_date", "db_address_street", "name"),
    ]


def test_another_field_of_a_group_stands_for_its_code() -> None:
    assert names("name,project_id,job_type_code,status code") == [
        *("name", "project_id", "job_type_code", "job_status_code"),
    ]


def test_a_part_of_an_embedded_entity_can_be_a_column() -> None:
    assert names("minimal,project.name")[-1] == "project.name"


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("due dat", ' Did you mean "due_date"?'), ("minimale", ' Did you mean "minimal"?'), ("company_id", ""), ("§", "")],
)
def test_a_word_that_is_no_field_gets_a_suggestion(word: str, nearest: str) -> None:
    with pytest.raises(UsageError) as told:
        choose_fields(f"minimal,{word}")
    assert told.value.message.startswith(f'"{word}" in --columns is neither a field')
    assert nearest in told.value.message
