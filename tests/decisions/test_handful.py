"""Exports of other systems, understood by answering what is open: every row that should exist, in a handful of answers.

The first answer is taken unless another is named; so each test counts all that a person has to say.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from importer.decisions import Interview
from importer.mapping import read_mapping
from tests.command import ROOT
from tests.decisions.person import Answers, Person, person_with
from tests.test_legacy_exports import (
    GLPI,
    GLPI_LISTS,
    SAP,
    SAP_LISTS,
    TECHNICIANS,
    TECHNICIANS_LISTS,
    counts,
    workbook,
)

SAP_ANSWERS: Answers = {"blank:project_reference_back_office": "SITE"}
TECHNICIANS_ANSWERS: Answers = {
    "field:job_status_code": "Open",
    "blank:job_type_code": "OTRO",
    "blank:project_reference_back_office": "PLANTA",
    "columns:unknown": 2,  # one by one
    "column:T.Total": "estimated_time",
    "column:ACTIVIDAD CORRECTIVO": "description",
}
GLPI_ANSWERS: Answers = {"column:Tempo para solução + Progresso": "due_date"}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def jobs_of(person: Person, sheet: Path, answers: Answers, most: int) -> dict[str, int]:
    asked = person.interview(sheet, answers)
    assert asked.open == ()
    assert asked.answers <= most
    return counts(person.imported(sheet, asked.mapping))


def test_an_order_list_of_sap_and_its_second_month(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "orders.xlsx", [row.split("|") for row in SAP.split("\n")[1:-1]])
    more = SAP.replace("23000000", "24000000").replace("REL  ", "REL ").split("\n")[1:-1]
    second = workbook(tmp_path / "second.xlsx", [row.split("|") for row in more])
    with person_with(tmp_path, SAP_LISTS) as person:
        assert jobs_of(person, sheet, SAP_ANSWERS, 8) == {"created": 4, "left out": 2}
        asked = person.interview(second, {})
        assert asked_of(asked) == ["remembered"]


@pytest.mark.thorough
def test_a_day_report_of_technicians_and_its_second_month(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "report.xlsx", TECHNICIANS)
    new = [["LINEA 9" if cell == "LINEA 2" else cell for cell in row] for row in TECHNICIANS]
    second = workbook(tmp_path / "second.xlsx", new)
    with person_with(tmp_path, TECHNICIANS_LISTS, "Europe/Madrid") as person:
        assert jobs_of(person, sheet, TECHNICIANS_ANSWERS, 12) == {"created": 6}
        asked = person.interview(second, {"value:project_reference_back_office:LINEA 9": "L2"})
        assert asked_of(asked) == ["remembered", "value"]
        assert asked.open == ()


def test_tickets_of_glpi_and_their_second_month(tmp_path: Path) -> None:
    sheet, second = tmp_path / "glpi.csv", tmp_path / "second.csv"
    sheet.write_text(GLPI, encoding="utf-8")
    second.write_text(GLPI.replace('"Pendente"', '"Novo"').replace('"2 ', '"3 '), encoding="utf-8")
    with person_with(tmp_path, GLPI_LISTS, "Europe/Lisbon") as person:
        assert jobs_of(person, sheet, GLPI_ANSWERS, 9) == {"created": 2, "left out": 2}
        asked = person.interview(second, {})
        assert asked_of(asked) == ["remembered", "value"]
        assert counts(person.imported(second, asked.mapping)) == {"created": 2, "left out": 2}


@pytest.mark.thorough
def test_the_legacy_export_takes_six_answers_and_a_line(tmp_path: Path) -> None:
    """Once it took 24 lines. The line is the priority of all jobs, which nothing in the sheet asks for."""
    sheet = tmp_path / "legacy.xlsx"
    sheet.write_bytes((ROOT / "sample_sheets" / "legacy_export.xlsx").read_bytes())
    by_hand = read_mapping(ROOT / "sample_sheets" / "legacy_export.toml")
    with person_with(tmp_path, "") as person:
        asked = person.interview(sheet, {})
        assert asked.open == ()
        assert asked.answers == 6
        found = person.imported(sheet, replace(asked.mapping, constants={"job_priority_code": "NORMAL"}))
        before = person.imported(sheet, by_hand)
    assert counts(found) == {"created": 4}
    assert found.batch.values.sort_index(axis=1).equals(before.batch.values.sort_index(axis=1))


def asked_of(asked: Interview) -> list[str]:
    """The sorts of decisions that were answered, in their order."""
    found = []
    while asked.before is not None:
        asked = asked.before
        found.append(asked.open[0].key.partition(":")[0])
    return found[::-1]


def test_what_a_column_means_is_asked_before_what_its_values_mean(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "report.xlsx", TECHNICIANS)
    with person_with(tmp_path, TECHNICIANS_LISTS) as person:
        order = asked_of(person.interview(sheet, TECHNICIANS_ANSWERS))
    assert order == ["field"] * 3 + ["names"] + ["blank"] * 2 + ["moment", "column", "columns"] + ["column"] * 3
