"""A JSON schema of mapping files, for editors that complete and check them; made of what the reader knows."""

import json
from collections.abc import Mapping, Sequence

from importer.catalogue import JOBS
from importer.mapping.column_mapping import OPTIONS
from importer.mapping.language import ROWS, SOURCE, TEST, KeyShape, MappingKey
from importer.settings import Options

Schema = dict[str, object]

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_TEXTS: Schema = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}]}
_NAMES: Schema = {"type": "string", "minLength": 1}
_CONDITION: Schema = {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/test"}}
_SHAPES: Mapping[KeyShape, Schema] = {
    "condition": {"$ref": "#/$defs/condition"},
    "conditions": {"anyOf": [{"$ref": "#/$defs/condition"}, {"type": "array", "items": {"$ref": "#/$defs/condition"}}]},
    "headings": {"anyOf": [_NAMES, {"type": "array", "items": _NAMES, "minItems": 1}]},
    "text": _SCALAR,
    "pattern": {"type": "string", "minLength": 1},
    "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"},
    "test": {"$ref": "#/$defs/test"},
    "true": {"const": True},
}


def to_schema_text() -> str:
    """The schema as a file."""
    return json.dumps(make_mapping_schema(), indent=2, ensure_ascii=False) + "\n"


def make_mapping_schema() -> Schema:
    """What a mapping file may hold."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A mapping file of importer",
        "type": "object",
        "additionalProperties": False,
        "properties": _describe_sections(),
        "$defs": {
            "condition": _CONDITION,
            "test": {"anyOf": [_TEXTS, {**_make_table(TEST), "minProperties": 1}]},
            "source": _make_table(SOURCE),
            "sources": {
                "anyOf": [
                    _NAMES,
                    {"$ref": "#/$defs/source"},
                    {"type": "array", "items": {"$ref": "#/$defs/source"}, "minItems": 1},
                ]
            },
        },
    }


def _describe_sections() -> dict[str, Schema]:
    fields = [field for field in JOBS if not field.kind.is_embedded]
    names: list[object] = ["", *(field.name for field in fields)]
    known = {field.name: {"description": field.description, "$ref": "#/$defs/sources"} for field in fields}
    one_value = {"type": "object", "additionalProperties": _SCALAR}
    return {
        "columns": {
            "description": "Heading = field; an empty field leaves the column out.",
            "type": "object",
            "additionalProperties": {"anyOf": [{"enum": names}, {"type": "string"}]},
        },
        "constants": {"description": "Field = its value in every row.", **one_value},
        "options": {
            "description": "How the file is read.",
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": _type_of_option(name)} for name in OPTIONS},
        },
        "values": {
            "description": "For each field: value in the sheet = value that is sent; * is any text.",
            "type": "object",
            "additionalProperties": one_value,
        },
        "rows": {"description": "Which rows become jobs.", **_make_table(ROWS)},
        "fields": {
            "description": "Field = what it is made of.",
            "type": "object",
            "properties": known,
            "additionalProperties": {"$ref": "#/$defs/sources"},
        },
    }


def _make_table(keys: Sequence[MappingKey]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": {key.name: _make_value(key) for key in keys}}


def _make_value(key: MappingKey) -> Schema:
    shape: Schema = {"enum": list(key.choices)} if key.choices else _SHAPES[key.shape]
    return {"description": key.about, **shape}


def _type_of_option(name: str) -> str:
    return "integer" if "int" in str(Options.__annotations__[name]) else "string"
