"""The description of the practice API for people: OpenAPI, derived from the catalogue, shown in /docs."""

from html import escape
from typing import Any

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

PAGE_HEADERS = {  # the page is text and tables: no script, and nothing from another server
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
}
_STYLE = "body{font:1em sans-serif;margin:2em;max-width:70em}td,th{text-align:left;vertical-align:top;padding:.2em 1em}"


def add_models(description: dict[str, object]) -> dict[str, object]:
    """The OpenAPI `description` with the job, its embedded entities and the login added."""
    components = description.setdefault("components", {})
    assert isinstance(components, dict)  # noqa: S101 - OpenAPI says so
    components.setdefault("schemas", {}).update(_make_models())
    components["securitySchemes"] = {"basic": {"type": "http", "scheme": "basic"}}
    description["security"] = [{"basic": []}]
    return description


def _make_models() -> dict[str, Schema]:
    models = {entity: _make_model(entity) for entity in PROPERTIES}
    models["job"]["required"] = [field.name for field in JOBS if field.required]
    return models


def _make_model(entity: str) -> Schema:
    title = "job" if entity == "job" else ENTITIES[entity].noun
    properties = {name: _make_schema(rule) for name, rule in PROPERTIES[entity].items()}
    return {"type": "object", "title": title, "properties": properties}


def _make_schema(rule: Field) -> Schema:
    if rule.entity:
        return {"$ref": f"#/components/schemas/{rule.entity}"}
    limits = {word: getattr(rule, name) for name, word in _LIMITS.items() if getattr(rule, name) is not None}
    text: Schema = {"description": rule.description} if rule.description else {}
    email: Schema = {"format": "email"} if rule.email else {}
    fixed: Schema = {"readOnly": True} if rule.read_only else {}
    return {**STORED_TYPES[rule.kind.edm].schema, **limits, **text, **email, **fixed}


def page_of(description: dict[str, Any]) -> str:
    """The description as a web page that stands by itself."""
    title = escape(str(description["info"]["title"]))
    calls = [
        (f"{method.upper()} {path}", call.get("summary", ""))
        for path, calls in description["paths"].items()
        for method, call in calls.items()
    ]
    models = description["components"]["schemas"]
    options = [(option["name"], option["description"]) for option in (*OPTIONS["parameters"], PREFER)]  # type: ignore[misc]
    parts = [_render_table("Addresses", calls), _render_table("Options of a list", options)]
    parts += [
        _render_table(str(model["title"]), _list_properties(model)) for model in models.values() if "title" in model
    ]
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    more = "<p>'importer practice' prints the login. For programs: <a href=/openapi.json>openapi.json</a>."
    return f"{head}<h1>{title}</h1>{more}{''.join(parts)}"


def _list_properties(model: dict[str, Any]) -> list[tuple[str, str]]:
    required = model.get("required", ())
    rows = []
    for name, schema in model["properties"].items():
        limits = [f"{word} {schema[word]}" for word in ("maxLength", "minimum", "maximum") if word in schema]
        kind = schema.get("$ref", "").rpartition("/")[2] or schema.get("format") or schema.get("type", "")
        facts = [kind, *limits, *(["required"] if name in required else []), schema.get("description", "")]
        rows.append((name, ", ".join(fact for fact in facts if fact)))
    return rows


def _render_table(title: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><th scope=row>{escape(name)}<td>{escape(text)}" for name, text in rows)
    return f"<h2>{escape(title)}</h2><table>{lines}</table>"
