"""S2: results that somebody else wrote may carry any options: what is not sound is as if it were not there."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.packaging.custom import StringProperty

from importer.records.run_options import READING, read_options, to_properties
from tests.builders import good
from tests.command import importer
from tests.examples import examples
from tests.workbooks import workbook

FORGED: list[Any] = [
    {"reading": {"decimal": []}},
    {"reading": {"date_order": [1]}},
    {"reading": {"timezone": {}}},
    {"reading": {"empty": ["\ud800"]}},
    {"mapping": {"constants": {"description": "\ud800"}}},
    {"mapping": {"columns": {"\udfff": "name"}}},
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "reading": VALUES | st.dictionaries(st.sampled_from(READING), VALUES),
        "mapping": VALUES | st.dictionaries(st.sampled_from(["columns", "values", "constants"]), VALUES),
    },
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a check."""
    place = tmp_path_factory.mktemp("results")
    sheet = workbook(place, good(Reference="A"))
    importer("check", sheet, "--results", place / "jobs.results.xlsx", state=place / "state")
    return place / "jobs.results.xlsx"


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("forged", FORGED, ids=json.dumps)
def test_results_with_them_are_read(results: Path, tmp_path: Path, forged: Any) -> None:
    book = openpyxl.load_workbook(results)
    for name, value in {"importer.options": "1", "importer.options.1": json.dumps(forged)}.items():
        if name in book.custom_doc_props.names:  # type: ignore[attr-defined]  # its types do not know it
            del book.custom_doc_props[name]  # type: ignore[attr-defined]  # its types do not know it
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]  # its types do not know it
    book.save(tmp_path / "forged.results.xlsx")
    said = importer("check", tmp_path / "forged.results.xlsx", state=tmp_path / "state")
    assert said.status == 0, said.err


@given(OPTIONS)
@example(FORGED[0])
@settings(max_examples=examples(50), deadline=None)
def test_any_json_is_options_that_can_be_written_again_or_none(forged: Any) -> None:
    found = read_options({"importer.options": "1", "importer.options.1": json.dumps(forged)})
    if found is not None:
        assert json.dumps(found, ensure_ascii=False).encode()
        to_properties(found)
