"""Exports of other systems, understood by answering what is open: every row that should exist, in a handful of answers.

The first answer is taken unless another is named; so each test counts all that a person has to say.
"""

from pathlib import Path

import pytest

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


def understood(person: Person, sheet: Path, answers: Answers, most: int) -> dict[str, int]:
    asked = person.interview(sheet, answers)
    assert asked.open == ()
    assert asked.answers <= most
    return counts(person.imported(sheet, asked.mapping))


def test_an_order_list_of_sap(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "orders.xlsx", [row.split("|") for row in SAP.split("\n")[1:-1]])
    with person_with(tmp_path, SAP_LISTS) as person:
        assert understood(person, sheet, SAP_ANSWERS, 8) == {"created": 4, "left out": 2}


def test_a_day_report_of_technicians(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "report.xlsx", TECHNICIANS)
    with person_with(tmp_path, TECHNICIANS_LISTS, "Europe/Madrid") as person:
        assert understood(person, sheet, TECHNICIANS_ANSWERS, 12) == {"created": 6}


def test_tickets_of_glpi(tmp_path: Path) -> None:
    sheet = tmp_path / "glpi.csv"
    sheet.write_text(GLPI, encoding="utf-8")
    with person_with(tmp_path, GLPI_LISTS, "Europe/Lisbon") as person:
        assert understood(person, sheet, GLPI_ANSWERS, 9) == {"created": 2, "left out": 2}


def test_what_a_column_means_is_asked_before_what_its_values_mean(tmp_path: Path) -> None:
    sheet = workbook(tmp_path / "report.xlsx", TECHNICIANS)
    with person_with(tmp_path, TECHNICIANS_LISTS) as person:
        asked: list[str] = []
        at = person.interview(sheet, TECHNICIANS_ANSWERS)
        while at.before is not None:
            at = at.before
            asked.append(at.open[0].key)
    order = [key.partition(":")[0] for key in reversed(asked)]
    assert order == ["field"] * 3 + ["names"] + ["blank"] * 2 + ["moment", "columns"] + ["column"] * 4
