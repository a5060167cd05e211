"""The description of the practice API for people: OpenAPI, derived from the catalogue, shown in /docs."""

from importer.catalogue import ENTITIES, JOBS, Field
from importer.practice.checks import PROPERTIES
from importer.practice.edm_types import STORED_TYPES

Schema = dict[str, object]
_LIMITS = {"max_length": "maxLength", "minimum": "minimum", "maximum": "maximum"}
JOB = {"$ref": "#/components/schemas/job"}
BODY: Schema = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": JOB}}},
}
PREFER: Schema = {
    "name": "Prefer",
    "in": "header",
    "schema": {"type": "string", "enum": ["return=minimal"]},
    "description": "Answer with the id alone.",
}
OPTIONS: Schema = {
    "parameters": [
        {"name": name, "in": "query", "schema": {"type": kind}, "description": meaning}
        for name, kind, meaning in (
            ("$filter", "string", "For example: code eq 'MAINT' or code eq 'REPAIR'"),
            ("$select", "string", "The properties to return, separated by commas."),
            ("$orderby", "string", "For example: due_date desc"),
            ("$top", "integer", "The most entries to return; a page never has more than 20."),
            ("$skip", "integer", "How many entries to skip at the beginning."),
            ("$count", "boolean", "Return how many there are in all."),
        )
    ]
}


def with_models(description: dict[str, object]) -> dict[str, object]:
    """The OpenAPI `description` with the job, its embedded entities and the login added."""
    components = description.setdefault("components", {})
    assert isinstance(components, dict)  # noqa: S101 - OpenAPI says so
    components.setdefault("schemas", {}).update(_models())
    components["securitySchemes"] = {"basic": {"type": "http", "scheme": "basic"}}
    description["security"] = [{"basic": []}]
    return description


def _models() -> dict[str, Schema]:
    models = {entity: _model(entity) for entity in PROPERTIES}
    models["job"]["required"] = [field.name for field in JOBS if field.required]
    return models


def _model(entity: str) -> Schema:
    title = "job" if entity == "job" else ENTITIES[entity].noun
    properties = {name: _schema(rule) for name, rule in PROPERTIES[entity].items()}
    return {"type": "object", "title": title, "properties": properties}


def _schema(rule: Field) -> Schema:
    if rule.entity:
        return {"$ref": f"#/components/schemas/{rule.entity}"}
    limits = {word: getattr(rule, name) for name, word in _LIMITS.items() if getattr(rule, name) is not None}
    text: Schema = {"description": rule.description} if rule.description else {}
    email: Schema = {"format": "email"} if rule.email else {}
    fixed: Schema = {"readOnly": True} if rule.read_only else {}
    return {**STORED_TYPES[rule.kind.edm].schema, **limits, **text, **email, **fixed}
