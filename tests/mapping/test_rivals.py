"""Two columns for one field are one question, not a stop; the plainer heading has the field."""

from pathlib import Path
from typing import Any

import pytest

from tests.command import importer

GOOD = {"Project code": "P-1001", "Job type code": "MAINT", "Status code": "ToBePlanned", "Name": "Service"}


def written(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "jobs.csv"
    path.write_text("\n".join(";".join(texts) for texts in (list(rows[0]), *(list(row.values()) for row in rows))))
    return path


def told(path: Path, *words: str) -> list[tuple[int, str]]:
    problems = importer("check", path, "--json", *words, state=path.parent / "state").object["problems"]
    return [(problem["code"], problem["message"]) for problem in problems]


def shown(path: Path) -> dict[str, dict[str, Any]]:
    found = importer("map", path, "--json", state=path.parent / "state").object["headings"]
    return {choice["heading"]: choice for choice in found}


def test_two_plain_headings_are_asked_and_all_else_is_told_too(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD | {"Title": "Pump", "Due date": "soon"})
    said, found = dict(told(path)), shown(path)
    assert said.keys() == {106, 405}
    assert said[106] == 'Columns D ("Name") and E ("Title") fill the same field: "Name".'
    assert (found["Name"]["how"], found["Title"]["field"]) == ("suggested", None)
    assert "Title" in found["Name"]["why"]


def test_a_person_settles_it(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD | {"Title": "Pump"})
    chosen = tmp_path / "map.toml"
    chosen.write_text('[columns]\n"Title" = "name"\n')
    assert [code for code, _ in told(path, "--map", str(chosen))] == [190]
    chosen.write_text('[columns]\n"Title" = "name"\n"Name" = ""\n')
    assert told(path, "--map", str(chosen)) == []


def test_our_own_heading_beats_a_word_of_another_system(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD | {"Auftragsart": "x", "Betreff": "y"})
    assert [code for code, _ in told(path)] == [190, 190]
    assert {how["how"] for name, how in shown(path).items() if name in GOOD} == {"exact"}
    assert "column D" in shown(path)["Betreff"]["why"]


@pytest.mark.parametrize(("first", "second"), [("Titel", "Betreff"), ("Assigned to", "Zugewiesen an")])
def test_words_that_are_as_plain_are_asked(tmp_path: Path, first: str, second: str) -> None:
    others = {name: text for name, text in GOOD.items() if name != "Name"}
    path = written(tmp_path, others | {first: "Anna", second: "Bert"})
    assert 106 in {code for code, _ in told(path)}


def test_a_blank_column_gives_way(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD | {"Due date": "", "SLA due": "2026-12-01"})
    assert (shown(path)["SLA due"]["field"], shown(path)["Due date"]["field"]) == ("due_date", None)


def test_the_same_heading_twice_cannot_be_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Name;Name;Status\na;b;Open\n")
    assert importer("check", path, state=tmp_path / "state").status == 3


def test_a_word_of_another_system_gives_way_to_a_value_for_every_row(tmp_path: Path) -> None:
    others = {name: text for name, text in GOOD.items() if name != "Job type code"}
    path = written(tmp_path, others | {"Auftragsart": "x"})
    chosen = tmp_path / "map.toml"
    chosen.write_text('[constants]\njob_type_code = "MAINT"\n')
    assert [code for code, _ in told(path, "--map", str(chosen))] == [107]


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Closed", ("true", "false")),
        ("Gesloten", ("ja", "nee")),
        ("Fecha de cierre", ("pendiente", "anulado")),
        ("Estado", ("NY", "CA")),
        ("Betreff", ("2026-01-02", "2026-01-03")),
        ("Correo electrónico", ("pump", "door")),
        ("Ticket", ("It leaks again", "No heat")),
        ("Auftrag", ("A-1", "A-1")),
    ],
)
@pytest.mark.thorough(but=2)
def test_a_heading_over_values_that_do_not_fit_is_not_taken(
    tmp_path: Path, heading: str, values: tuple[str, ...]
) -> None:
    rows = [GOOD | {"Due date": "", heading: value} for value in values]
    rows = [{k: v for k, v in row.items() if heading != "Betreff" or k != "Name"} for row in rows]
    path = written(tmp_path, *(row for row in rows))
    assert shown(path)[heading]["how"] in {"unknown", "suggested"}


def test_values_alone_say_what_a_column_is(tmp_path: Path) -> None:
    others = {name: text for name, text in GOOD.items() if name != "Status code"}
    others |= {"Street": "Markt 1"}
    path = written(
        tmp_path, others | {"qqq": "Open", "zzz": "a@example.com"}, others | {"qqq": "Waiting", "zzz": "b@c.be"}
    )
    found = shown(path)
    assert (found["qqq"]["field"], found["qqq"]["why"]) == ("job_status_code", "2 of 2 values are statuses")
    assert (found["zzz"]["field"], found["zzz"]["how"]) == ("db_address_email", "suggested")
