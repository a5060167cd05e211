"""A `$filter` or `$orderby` as SQL over the store: names checked against the list, every value a parameter."""

from collections.abc import Iterator

from importer.catalogue import Kind
from importer.practice.edm_types import STORED_TYPES
from importer.practice.entity_sets import EntitySet
from importer.practice.filter import BadQuery, Comparison, FilterNode, Negation, Operand, Operator, parse_filter
from importer.practice.store import EVERYTHING, Selection

_MOST_ORDERED = 32  # properties that a list is ordered by
_SIGNS: dict[Operator, str] = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


def make_selection(entity_set: EntitySet, *, where: str, order: str) -> Selection:
    """What `$filter` and `$orderby` choose from the list; '' for either leaves it open. Raises BadQuery."""
    if not where and not order:
        return EVERYTHING
    values: list[object] = []
    condition = _to_sql(parse_filter(where), entity_set, values) if where else "1"
    return Selection(condition, tuple(values), ", ".join(_make_order(order, entity_set)))


def find_property(name: str, entity_set: EntitySet) -> Kind:
    """The kind of the property `name`. Raises BadQuery where the list has none of that name."""
    kind = entity_set.properties.get(name)
    if kind is None:
        raise BadQuery(f"Could not find a property named '{name}' on type '{entity_set.name}'.")
    return kind


def _to_sql(condition: FilterNode, entity_set: EntitySet, values: list[object]) -> str:
    if isinstance(condition, Comparison):
        return _compare_in_sql(condition, entity_set, values)
    if isinstance(condition, Negation):
        return f"NOT ({_to_sql(condition.part, entity_set, values)})"
    joint = f" {condition.word.upper()} "
    return joint.join(f"({_to_sql(part, entity_set, values)})" for part in condition.parts)


def _compare_in_sql(comparison: Comparison, entity_set: EntitySet, values: list[object]) -> str:
    kind = find_property(comparison.property, entity_set)
    if comparison.value.kind == "null":
        return "1" if comparison.operator == "ne" else "0"  # there are no nulls
    if not STORED_TYPES[kind.edm].is_ordered and comparison.operator not in {"eq", "ne"}:
        raise BadQuery(f"'{comparison.operator}' cannot be used with the yes/no property '{comparison.property}'.")
    values.append(_to_parameter(comparison.value, kind, comparison.property))
    return f"{_name_column(comparison.property, kind, entity_set)} {_SIGNS[comparison.operator]} ?"


def _name_column(name: str, kind: Kind, entity_set: EntitySet) -> str:
    if name == "id":
        return "id"
    if name == entity_set.key:
        return "key"
    return STORED_TYPES[kind.edm].in_sql.format(f"json_extract(body, '$.\"{name}\"')")


def _to_parameter(value: Operand, kind: Kind, name: str) -> object:
    stored = STORED_TYPES[kind.edm]
    found = stored.operand(value.text) if value.kind in stored.literals else None
    if found is None:
        raise BadQuery(f"'{value.text}' cannot be compared with '{name}', which is {kind.noun}.")
    return found


def _make_order(text: str, entity_set: EntitySet) -> Iterator[str]:
    steps = text.split(",") if text else []
    if len(steps) > _MOST_ORDERED:
        raise BadQuery(f"$orderby has more than {_MOST_ORDERED} properties.")
    for step in steps:
        name, *way = step.split() or [""]
        if way not in ([], ["asc"], ["desc"]):
            raise BadQuery(f"Syntax error in $orderby: '{step.strip()}'. Write 'property' or 'property desc'.")
        column = _name_column(name, find_property(name, entity_set), entity_set)
        yield f"{column} DESC" if way == ["desc"] else column
