"""The catalogue against the published page itself, a copy of which lies beside this file."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from importer.catalogue.entities import ENTITIES
from importer.catalogue.field import fold_spelling
from importer.catalogue.fields_by_heading import find_field, get_field
from importer.catalogue.job_fields import JOBS
from importer.catalogue.kinds import ENTITY, KINDS

PAGE = (Path(__file__).parent / "published_page.txt").read_text(encoding="utf-8")
TYPES = {
    "globally unique identifier": "guid",
    "string": "text",
    "integer": "integer",
    "decimal number": "decimal",
    "date": "date",
}
ENTRY = re.compile(
    r"^(?P<name>\w+) \|\n(?P<text>.*) \|\n(?P<type>[\w ]+) \|(?: \|$|\n(?P<more>.*) \|$|$)", re.MULTILINE
)


def published() -> list[dict[str, str]]:
    table = PAGE[PAGE.index("---|---|---|---|") : PAGE.index("Request Formats")]
    return [{k: v or "" for k, v in found.groupdict().items()} for found in ENTRY.finditer(table)]


def sample() -> dict[str, Any]:
    body: dict[str, Any] = json.loads(PAGE[PAGE.index('{ "id"') : PAGE.index("Response Information")])
    return body


def test_the_58_fields_stand_in_the_order_of_the_page() -> None:
    assert [entry["name"] for entry in published()] == [field.name for field in JOBS]
    assert len(JOBS) == 58


def test_types_are_those_of_the_page() -> None:
    expected = {entry["name"]: TYPES.get(entry["type"], "entity") for entry in published()}
    assert expected == {field.name: field.kind.type for field in JOBS}


def test_lengths_are_those_of_the_page() -> None:
    lengths = {e["name"]: int(m[1]) for e in published() if (m := re.search(r"Max length: (\d+)", e["more"]))}
    assert lengths == {field.name: field.max_length for field in JOBS if field.max_length}


def test_required_fields_and_groups_are_those_of_the_page() -> None:
    required = [e["name"] for e in published() if re.match(r"Required", e["more"])]
    assert required == [field.name for field in JOBS if field.required]
    grouped = {e["name"]: e["more"] for e in published() if "must be provided" in e["more"]}
    assert list(grouped) == [field.name for field in JOBS if field.one_of]
    for name, text in grouped.items():
        same = [field.name for field in JOBS if field.one_of == get_field(name).one_of]
        assert text == f"Optionally required : {_listed(same)} must be provided"


def _listed(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]])


def test_what_the_server_fills_is_read_only() -> None:
    filled = [e["name"] for e in published() if re.search(r"filled automatically|Readonly", e["text"])]
    assert filled == [field.name for field in JOBS if field.read_only]


def test_every_example_is_itself_valid() -> None:
    for field in JOBS:
        if field.kind is not ENTITY:
            assert field.kind.to_canonical(field.example), field.name


def test_no_two_fields_share_a_spelling() -> None:
    spellings = Counter(s for field in JOBS for s in {fold_spelling(spelling) for spelling in field.spellings})
    assert [spelling for spelling, times in spellings.items() if times > 1] == []


def test_every_part_of_the_samples_entities_can_be_a_dotted_column() -> None:
    def walk(path: str, entity: dict[str, Any]) -> None:
        for name, value in entity.items():
            if isinstance(value, dict):
                walk(f"{path}{name}.", value)
            elif path and not isinstance(value, list):
                assert get_field(f"{path}{name}").kind.type == _type_of(value), f"{path}{name}"

    walk("", sample())


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    text = str(value)
    if re.match(r"\d{4}-\d\d-\d\dT", text):
        return "date"
    return "guid" if re.fullmatch(r"[0-9a-f-]{36}", text) else "text"


def test_a_parent_job_can_be_given_by_its_own_fields_to_any_depth() -> None:
    found = find_field("_parent_job.project.equipment_family.sales_organization.code")
    assert found is not None
    assert found.name == "_parent_job.project.equipment_family.sales_organization.code"
    assert find_field("project.equipment_family") is None, "an object does not fit into a cell"
    assert find_field("project.nonsense") is None


def test_a_heading_matches_without_case_spaces_underscores_accents_and_asterisk() -> None:
    for heading in ("project code", "PROJECT_CODE*", " Projéct  Code ", "projectcode", "Project\u00a0code *"):
        assert find_field(heading) == get_field("project_reference_back_office"), heading


def test_every_entity_and_kind_is_used() -> None:
    used = {part.entity for entity in ENTITIES.values() for part in entity.parts} | {f.entity for f in JOBS}
    assert set(ENTITIES) <= used
    kinds = {id(p.kind) for e in ENTITIES.values() for p in e.parts} | {id(f.kind) for f in JOBS}
    assert {id(kind) for kind in KINDS} == kinds
