"""Ten exports: the same jobs as a written pandas script makes, in fewer decisions, or as many."""

import ast
import inspect
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from importer.catalogue import Listing
from importer.records import Status
from tests.decisions.openrefine import OPERATIONS
from tests.decisions.person import Person
from tests.decisions.ten_sheets import EXPORTS, FIELDS, Export

_LISTS: dict[str, Listing] = {
    "project_id": "Project",
    "job_type_id": "JobType",
    "job_status_id": "JobStatus",
    "suggested_user_id": "User",
}


def decisions_of(script: Callable[[pd.DataFrame], pd.DataFrame]) -> int:
    """What a script says of its sheet: each pair of a dictionary, each text in a list, each other statement."""
    body = ast.parse(inspect.getsource(script)).body[0]
    assert isinstance(body, ast.FunctionDef)
    found = 0
    for statement in body.body:
        if isinstance(statement, ast.Return):
            continue
        pairs = sum(len(node.keys) for node in ast.walk(statement) if isinstance(node, ast.Dict))
        texts = sum(len(node.elts) for node in ast.walk(statement) if isinstance(node, ast.List | ast.Tuple))
        found += max(1, pairs + texts)
    return found


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_the_same_jobs_in_fewer_decisions(export: Export, person: Person, tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_text(export.text, encoding="utf-8")
    asked = person.interview(sheet, export.answers, customer=export.name)
    assert asked.open == ()
    wanted = export.script(pd.read_csv(io.StringIO(export.text), sep=";", dtype="str", keep_default_na=False))
    result = person.imported(sheet, asked.mapping)
    assert result.counts[Status.CREATED] == len(wanted), [problem.message for problem in result.problems]
    sent = result.batch.to_send
    for column in wanted.columns.intersection([*FIELDS, *result.batch.values.columns]):
        texts = wanted[column].tolist()
        field = FIELDS.get(column)
        found = (
            [person.code_of(_LISTS[field], text) for text in sent[field]]
            if field
            else result.batch.values[column].tolist()
        )
        assert found == texts, column
    assert asked.answers <= decisions_of(export.script)
    assert asked.answers <= len(OPERATIONS[export.name])


@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_the_operations_of_openrefine_are_about_the_columns_and_values_of_the_sheet(export: Export) -> None:
    sheet = pd.read_csv(io.StringIO(export.text), sep=";", dtype="str", keep_default_na=False)
    made = {"status"}
    for operation in OPERATIONS[export.name]:
        if operation["op"] == "core/row-removal":
            (facet,) = operation["engineConfig"]["facets"]
            assert {one["v"]["v"] for one in facet["selection"]} <= set(sheet[facet["columnName"]])
        elif operation["op"] == "core/mass-edit":
            edited = {text for edit in operation["edits"] for text in edit["from"] or [""]}
            assert edited <= set(sheet[operation["columnName"]])
        elif operation["op"] == "core/column-rename":
            assert operation["oldColumnName"] in sheet
            made.add(operation["newColumnName"])
        else:
            assert (operation.get("columnName") or operation["baseColumnName"]) in sheet
    assert made >= {"name", "project", "type", "status"}
