from importer.catalogue.find import field_named
from importer.catalogue.groups import code_of, groups
from importer.catalogue.jobs import JOBS
from importer.catalogue.kinds import ENTITY
from importer.frames.rules import ADDRESS_BLOCK, rules_for
from tests.builders import good, judged, told

ALL = [f.name for f in JOBS if f.kind is not ENTITY] + [f"{f.name}.id" for f in JOBS if f.kind is ENTITY]


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in rules_for(ALL)]
    assert len(set(names)) == len(names)


def test_a_row_without_a_project_is_told_although_other_rows_embed_one() -> None:
    batch = judged(good() | {"project.name": "x"}, good(Project_code=""))
    assert told(batch.problems) == [(2, "project.name", 515), (3, "project_reference_back_office", 501)]


def test_each_group_has_a_code_that_people_fill() -> None:
    assert [field_named(code_of(group)).heading for group in groups()] == [
        "Project code",
        "Job type code",
        "Status code",
    ]


def test_the_address_id_is_no_part_of_the_address_block() -> None:
    assert "db_address_id" not in ADDRESS_BLOCK
    assert len(ADDRESS_BLOCK) == 12
