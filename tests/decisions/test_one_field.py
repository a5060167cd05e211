"""A field that several columns may fill, or one value: whatever is answered, the file is one that `check` takes."""

from pathlib import Path

import pytest

from importer.mapping import ColumnMapping, merge_mappings
from importer.records import Status
from tests.command import importer as command
from tests.decisions.person import Person


def written(folder: Path, first: str, second: str) -> Path:
    path = folder / "export.csv"
    rows = [f"{folder.name}-{at};Task {at};P1;MAINT;{first};{second}" for at in range(3)]
    path.write_text("\n".join(["Reference;Name;Project code;Job type code;Status;State", *rows]) + "\n")
    return path


@pytest.mark.parametrize(("answer", "status"), [(1, "Open"), (2, "Waiting")])
def test_which_of_two_columns_is_one_question(person: Person, tmp_path: Path, answer: int, status: str) -> None:
    sheet = written(tmp_path, "Open", "Waiting")
    asked = person.interview(sheet, {"rivals:job_status_code": answer}, customer=f"{tmp_path.name}{answer}")
    assert asked.answers == 1
    result = person.imported(sheet, asked.mapping)
    assert result.counts[Status.CREATED] == 3, [problem.message for problem in result.problems]
    assert set(result.batch.values["job_status_code"]) == {status}


def test_one_value_in_every_row_leaves_out_a_column_that_only_seems_to_be_it(person: Person, tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    head = "Reference;Name;Project code;Job type code;City;State"
    rows = [f"{tmp_path.name}-{state};Task;P1;MAINT;;{state}" for state in ("TX", "NV")]
    sheet.write_text("\n".join([head, *rows]) + "\n")
    asked = person.interview(sheet, {"field:job_status_code": "Open"}, customer=tmp_path.name)
    assert asked.mapping.constants == {"job_status_code": "Open"}
    result = person.imported(sheet, asked.mapping)
    assert result.counts[Status.CREATED] == 2, [problem.message for problem in result.problems]


def test_a_column_takes_the_place_of_one_value() -> None:
    one_value = ColumnMapping(constants={"job_status_code": "Open", "name": "x"})
    assert merge_mappings(one_value, ColumnMapping(columns={"Status": "job_status_code"})).constants == {"name": "x"}


def test_an_answer_names_the_field_that_it_fills(tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    rows = [f"Task {at};P-1001;MAINT;Open;2027-0{at}-01" for at in range(1, 4)]
    sheet.write_text("\n".join(["Name;Project code;Job type code;Status code;Gewenste datum", *rows]) + "\n")
    decision = command("map", sheet, "--json", state=tmp_path).object["decisions"][0]
    assert (decision["key"], decision["answers"][0]["text"]) == ("column:Gewenste datum", "Due date")
    assert "not " not in decision["why"]
