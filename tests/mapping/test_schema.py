"""The JSON schema that editors get: it is shipped as it is made, takes what the reader takes, and refuses slips."""

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings

from importer.guide import FOLDER
from importer.mapping import ColumnMapping, to_mapping_text
from tests.mapping.test_rules import mappings
from tests.mapping_schema import make_mapping_schema, to_schema_text

SCHEMA: Any = make_mapping_schema()
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "boolean": bool,
    "integer": int,
}


def takes(schema: Any, value: Any) -> bool:
    """Whether a value fits; of JSON schema only what ours uses."""
    if "$ref" in schema:
        return takes(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], value)
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    items, properties = schema.get("items"), schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    return (
        (not types or any(isinstance(value, TYPES[name]) for name in types))
        and ("enum" not in schema or value in schema["enum"])
        and ("const" not in schema or value is schema["const"])
        and ("anyOf" not in schema or any(takes(one, value) for one in schema["anyOf"]))
        and ("pattern" not in schema or re.search(schema["pattern"], value) is not None)
        and (not isinstance(value, str) or len(value) >= schema.get("minLength", 0))
        and (not isinstance(value, list) or len(value) >= schema.get("minItems", 0))
        and (not isinstance(value, list) or not items or all(takes(items, one) for one in value))
        and (not isinstance(value, dict) or len(value) >= schema.get("minProperties", 0))
        and (not isinstance(value, dict) or all(_takes(properties.get(key, others), value[key]) for key in value))
    )


def _takes(schema: Any, value: Any) -> bool:
    return schema if isinstance(schema, bool) else takes(schema, value)


def test_it_is_shipped_as_it_is_made() -> None:
    shipped = (FOLDER / "mapping.schema.json").read_text(encoding="utf-8")
    assert shipped == to_schema_text(), "run python -m tests.documents"


@settings(deadline=None, max_examples=30)
@given(mapping=mappings)
def test_it_takes_what_is_written(mapping: ColumnMapping) -> None:
    assert takes(SCHEMA, tomllib.loads(to_mapping_text(mapping)))


def test_it_takes_the_examples_of_the_guide() -> None:
    text = (FOLDER / "mapping.md").read_text(encoding="utf-8")
    for example in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        tree = tomllib.loads(re.sub(r"= (\d{4}-\d\d-\d\d)", r'= "\1"', example))
        assert takes(SCHEMA, tree), example


@pytest.mark.parametrize(
    "text",
    [
        'colums = { A = "name" }',
        "[rows]\nleave_ou = []",
        "[rows]\nleave_out = 3",
        '[rows]\nkeep = [{ A = { befor = "2026-01-01" } }]',
        '[fields]\nname = { from = "A", take = "dat" }',
        "[fields]\nname = 3",
        "[fields]\nname = { leave_out = false }",
        "[options]\nheading_row = 'four'",
    ],
)
def test_it_refuses_slips(text: str) -> None:
    assert not takes(SCHEMA, tomllib.loads(text))
