"""An address that is begun and not complete is a decision: no row stays invalid for it with nothing left to ask."""

from pathlib import Path

import pytest

from importer.records import Status
from tests.command import importer
from tests.decisions.person import Person


def written(folder: Path, headings: str, *rows: str) -> Path:
    path = folder / "export.csv"
    head = f"Reference;Name;Project code;Job type code;Status code;{headings}"
    lines = [f"{folder.name}-{at};Task {at};P1;MAINT;Open;{row}" for at, row in enumerate(rows)]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def values_of(person: Person, sheet: Path, answers: dict[str, int | str], asked: int, created: int) -> list[str]:
    """Street, city and zip of each job."""
    done = person.interview(sheet, answers, customer=sheet.parent.name)
    assert (done.open, done.answers) == ((), asked)
    result = person.imported(sheet, done.mapping)
    assert result.counts[Status.CREATED] == created, [problem.message for problem in result.problems]
    values = result.batch.values
    names = ["db_address_street", "db_address_city", "db_address_zip"]
    return ["|".join(row) for row in values[[name for name in names if name in values]].to_numpy().tolist()]


def test_a_street_alone_is_left_out_or_completed(person: Person, tmp_path: Path) -> None:
    sheet = written(tmp_path, "Street", "Markt 1", "Markt 2")
    done = person.interview(sheet, {}, customer=tmp_path.name)
    assert (done.mapping.columns, done.open) == ({"Street": ""}, ())


def test_what_is_typed_is_the_part_in_every_row(person: Person, tmp_path: Path) -> None:
    sheet = written(tmp_path, "Street", "Markt 1", "Markt 2")
    typed: dict[str, int | str] = {"address:db_address_city": "Gent", "address:db_address_zip": "9000"}
    assert values_of(person, sheet, typed, 2, 2) == ["Markt 1|Gent|9000", "Markt 2|Gent|9000"]


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [("PLZ Ort", "47798 Krefeld", "47799 Bad Ems"),
     ("Site", '"{""city"": ""Krefeld"", ""zip"": ""47798""}"', '"{""city"": ""Bad Ems"", ""zip"": ""47799""}"')],
)  # fmt: skip
def test_missing_parts_are_taken_from_a_text_that_has_them(
    person: Person, tmp_path: Path, heading: str, first: str, second: str
) -> None:
    sheet = written(tmp_path, f"Street;{heading}", f"Markt 1;{first}", f"Markt 2;{second}")
    assert values_of(person, sheet, {}, 1, 2) == ["Markt 1|Krefeld|47798", "Markt 2|Bad Ems|47799"]


@pytest.mark.parametrize(("answer", "left"), [(1, ["Markt 1|Gent|9000", "||", "||"]), (2, ["Markt 1|Gent|9000", "||"])])
def test_rows_with_a_part_only_are_asked(person: Person, tmp_path: Path, answer: int, left: list[str]) -> None:
    sheet = written(tmp_path, "Street;City;Zip", "Markt 1;Gent;9000", "Markt 2;;", ";;")
    assert values_of(person, sheet, {"address:blank": answer}, 1, len(left)) == left


def test_a_means_of_contact_is_not_suggested_where_there_is_no_address(tmp_path: Path) -> None:
    sheet = written(tmp_path, "Requester email;Telefoon melder", "a@b.be;030-2100002", "c@d.be;030-2100003")
    columns = importer("map", sheet, "--json", state=tmp_path).object["headings"]
    assert [one["field"] for one in columns[-2:]] == [None, None]
