"""The filter against a second opinion: random conditions, written as text, must choose what plain Python chooses."""

import operator
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.practice.edm_types import to_instant
from importer.practice.entity_sets import ENTITY_SETS, StoredEntity
from importer.practice.filter import BadQuery, BooleanOperation, Comparison, FilterNode, Negation, Operand, parse_filter
from importer.practice.filter_sql import make_selection
from importer.practice.store import Store
from tests.examples import examples

JOBS = ENTITY_SETS["Jobs"]
NAMES = ["a", "A", "it's", "", "é", "a' or 'a' eq 'a", "(x)"]
NUMBERS = [0, -3, 2, 10, 2**53 + 1]
DECIMALS = [0, 1.5, -1.5, 51.0543]
DATES = ["1980-01-01T00:00:00Z", "2026-12-31", "2026-12-31T01:00:00+02:00", "2026-12-31 09:00"]
GUIDS = ["00000000-0000-0000-0000-000000000000", "e5409172-a26b-49e6-b960-b68c819dcdd4"]
PYTHON: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def job(number: int) -> StoredEntity:
    return JOBS.complete(
        {
            "id": f"00000000-0000-4000-8000-{number:012}",
            "name": NAMES[number % len(NAMES)],
            "reference_back_office": NAMES[number // 2 % len(NAMES)],
            "id2": NUMBERS[number % len(NUMBERS)],
            "db_address_latitude_decimal": DECIMALS[number % len(DECIMALS)],
            "due_date": DATES[number % len(DATES)],
            "contact_id": GUIDS[number % len(GUIDS)],
        }
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("filter") / "practice.sqlite") as made:
        with made.begin_writing():
            for number in range(60):
                made.add("Jobs", job(number))
        yield made


def quoted(text: str) -> Operand:
    return Operand("text", text)


COMPARISONS = st.one_of(
    *(
        st.builds(Comparison, st.just(name), st.sampled_from(sorted(PYTHON)), values)
        for name, values in {
            "name": st.sampled_from(NAMES).map(quoted),
            "reference_back_office": st.sampled_from(NAMES).map(quoted),
            "id2": st.sampled_from(NUMBERS).map(lambda number: Operand("number", str(number))),
            "db_address_latitude_decimal": st.sampled_from(DECIMALS).map(lambda number: Operand("number", str(number))),
            "due_date": st.sampled_from(DATES).map(quoted),
            "contact_id": st.builds(Operand, st.sampled_from(["text", "guid"]), st.sampled_from(GUIDS)),
        }.items()
    )
)
CONDITIONS: st.SearchStrategy[FilterNode] = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds(Negation, inner),
        st.builds(BooleanOperation, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)


def written(condition: FilterNode) -> str:
    if isinstance(condition, Comparison):
        value = condition.value
        text = "'" + value.text.replace("'", "''") + "'" if value.kind == "text" else value.text
        return f"{condition.property} {condition.operator} {text}"
    if isinstance(condition, Negation):
        return f"not ({written(condition.part)})"
    return f" {condition.word} ".join(f"({written(part)})" for part in condition.parts)


def holds(condition: FilterNode, entry: StoredEntity) -> bool:
    if isinstance(condition, Negation):
        return not holds(condition.part, entry)
    if isinstance(condition, BooleanOperation):
        return (all if condition.word == "and" else any)(holds(part, entry) for part in condition.parts)
    found, asked = entry[condition.property], condition.value.text
    if condition.property == "due_date":
        return PYTHON[condition.operator](to_instant(str(found)), to_instant(asked))
    if condition.value.kind == "number":
        return PYTHON[condition.operator](found, float(asked) if "." in asked else int(asked))
    return PYTHON[condition.operator](found, asked)


@settings(max_examples=examples(150), deadline=None)
@given(condition=CONDITIONS)
def test_a_filter_chooses_what_plain_python_chooses(store: Store, condition: FilterNode) -> None:
    chosen = make_selection(JOBS, where=written(condition), order="")
    expected = [entry["id"] for entry in store.list_entries("Jobs") if holds(condition, dict(entry))]
    assert [body.split('"')[3] for body in store.list_bodies("Jobs", chosen)] == expected
    assert store.count("Jobs", chosen) == len(expected)


@settings(max_examples=examples(150), deadline=None)
@given(condition=CONDITIONS)
def test_what_is_written_is_what_is_read(condition: FilterNode) -> None:
    assert parse_filter(written(condition)) == condition


@settings(max_examples=examples(300), deadline=None)
@given(text=st.one_of(st.text(), st.text("()' andorteqn1-.azA_", max_size=40)))
def test_any_text_is_a_filter_or_a_bad_query(store: Store, text: str) -> None:
    try:
        chosen = make_selection(JOBS, where=text, order="")
    except BadQuery:
        return
    assert 0 <= store.count("Jobs", chosen) <= 60


def test_and_binds_closer_than_or_and_not_closest() -> None:
    assert parse_filter("archived or not archived and archived") == parse_filter(
        "archived or ((not (archived)) and archived)"
    )


def test_a_property_alone_means_that_it_is_true() -> None:
    assert parse_filter("archived") == Comparison("archived", "eq", Operand("boolean", "true"))


def test_nothing_is_null(store: Store) -> None:
    assert store.count("Jobs", make_selection(JOBS, where="name eq null", order="")) == 0
    assert store.count("Jobs", make_selection(JOBS, where="name ne null", order="")) == 60


def test_a_syntax_error_names_its_position() -> None:
    with pytest.raises(BadQuery, match=r"position 6 of \$filter: 'EQ'"):
        parse_filter("name EQ 'x'")


def test_a_quote_in_a_value_never_leaves_it(tmp_path: Path) -> None:
    with Store(tmp_path / "practice.sqlite") as store:
        chosen = make_selection(ENTITY_SETS["User"], where="code eq 'x'') or (1=1) --'", order="")
        assert store.count("User", chosen) == 0
