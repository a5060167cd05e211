import pandas as pd
import pytest

from importer.catalogue import ADDRESS_BLOCK
from importer.catalogue.field_groups import code_of, list_groups
from importer.catalogue.fields_by_heading import get_field
from importer.catalogue.job_fields import JOBS
from importer.catalogue.kinds import ENTITY
from importer.frames.cross_field_rules import choose_rules
from importer.problem import REPEATED_REFERENCE, TWIN_ROW, Code
from tests.builders import good, judged, told
from tests.processor import allowed, seconds_of

ALL = [f.name for f in JOBS if f.kind is not ENTITY] + [f"{f.name}.id" for f in JOBS if f.kind is ENTITY]


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in choose_rules(ALL)]
    assert len(set(names)) == len(names)


def test_a_row_without_a_project_is_told_although_other_rows_embed_one() -> None:
    batch = judged(good() | {"project.name": "x"}, good(Project_code=""))
    assert told(batch.problems) == [(2, "project.name", 515), (3, "project_reference_back_office", 501)]


def test_each_group_has_a_code_that_people_fill() -> None:
    assert [get_field(code_of(group)).heading for group in list_groups()] == [
        "Project code",
        "Job type code",
        "Status code",
    ]


def test_the_address_id_is_no_part_of_the_address_block() -> None:
    assert "db_address_id" not in ADDRESS_BLOCK
    assert len(ADDRESS_BLOCK) == 12


PAIRS = {"reference_back_office": [f"R-{number // 2}" for number in range(20_000)]}
TWINS = {"name": ["Leak"] * 20_000}
SECONDS = 1.0  # of CPU: many times what it takes, and a small part of what one row at a time would


@pytest.mark.parametrize(("code", "columns"), [(REPEATED_REFERENCE, PAIRS), (TWIN_ROW, TWINS)], ids=["pairs", "twins"])
def test_each_of_very_many_rows_that_are_alike_names_another_and_costs_little(
    code: Code, columns: dict[str, list[str]]
) -> None:
    frame = pd.DataFrame(columns, index=range(2, 20_002), dtype="str")
    (rule,) = (rule for rule in choose_rules(columns) if rule.code is code)
    assert seconds_of(lambda: rule.find_problems(frame)) < allowed(SECONDS)
    problems = rule.find_problems(frame)
    (name,) = columns
    assert problems[20_001] == f"{name}|{20_000 if code is REPEATED_REFERENCE else 2}"
    assert problems[2] == (f"{name}|3" if code is REPEATED_REFERENCE else "")


def test_the_first_of_three_rows_with_one_reference_names_the_second_and_the_others_the_first() -> None:
    columns = {"reference_back_office": ["A", "B", "A", "", "A", ""]}
    (rule,) = (rule for rule in choose_rules(columns) if rule.code is REPEATED_REFERENCE)
    problems = rule.find_problems(pd.DataFrame(columns, index=range(2, 8), dtype="str"))
    name = "reference_back_office"
    assert problems.tolist() == [f"{name}|4", "", f"{name}|2", "", f"{name}|2", ""]
