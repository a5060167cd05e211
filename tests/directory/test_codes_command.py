"""The real command, against a practice server that can be taken away."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from importer.directory import CODE_LOOKUPS, Entry, list_usable_codes
from importer.directory.code_lists import ListedCodes
from importer.directory.code_rows import CodeRow, rows_of
from importer.directory.export import export_codes
from importer.practice.server import PracticeServer
from tests.command import Said, importer
from tests.workbooks import workbook


def told(said: Said) -> dict[str, Any]:
    assert said.status == 0, said.err
    return {each["list"]: each["codes"] for each in said.object["lists"]}


def login_of(practice: PracticeServer) -> dict[str, str]:
    return {"url": practice.url, "user": practice.user, "password": practice.password, "domain": practice.domain}


@pytest.mark.thorough
def test_lists_are_shown_searched_exported_kept_and_refreshed(tmp_path: Path) -> None:
    def said(*words: str | Path) -> Said:
        return importer("codes", *words, state=tmp_path, **login)

    with PracticeServer(tmp_path / "practice.sqlite") as practice:
        login = login_of(practice)
        all_lists = told(said("--json"))
        assert {name: len(rows) for name, rows in all_lists.items()} == {
            "project": 200, "job_type": 12, "priority": 4, "status": 11, "user": 10, "skill": 6,
        }  # fmt: skip
        exported = said("project", "--search", "hotel parc", "--export", tmp_path / "found.xlsx")
        assert "found.xlsx: 20 codes" in exported.err
    [row] = told(said("user", "--search", "lea dubios", "--json"))["user"]
    assert (row["code"], row["name"]) == ("LDUBOIS", "Léa Dubois")
    assert "as of" in said("skill").out
    refused = said("skill", "--refresh")
    assert refused.status == 3
    assert "No answer from" in refused.err
    _make_older(tmp_path, timedelta(days=3))
    old = said("skill")
    assert "This is the list stored on this computer." in old.err
    assert "(3 days ago)" in old.out
    assert said("skill", "--offline").err == ""


def _make_older(state: Path, by: timedelta) -> None:
    for file in (state / "cache").rglob("*.json"):
        kept = json.loads(file.read_text(encoding="utf-8"))
        kept["whole"] = (datetime.now(UTC) - by).isoformat()
        file.write_text(json.dumps(kept), encoding="utf-8")


@pytest.mark.thorough
def test_a_list_that_is_not_kept_is_missed(tmp_path: Path) -> None:
    refused = importer("codes", "skill", "--target", "practice", "--offline", state=tmp_path)
    assert refused.status == 3
    assert "The skill list of practice is not stored on this computer." in refused.err


def test_a_sheet_is_checked_without_a_connection(tmp_path: Path) -> None:
    row = {"Project code": "P-1001", "Job type code": "MAINT", "Status code": "Open", "Name": "Pump", "Skill": "GAS"}
    sheet = workbook(tmp_path, row, {**row, "Name": "Fan", "Job type code": "MAINTT", "Project code": "P-1002"})
    with PracticeServer(tmp_path / "practice.sqlite") as practice:
        login = login_of(practice)
        importer("codes", "job_type", state=tmp_path, **login)
        importer("codes", "status", state=tmp_path, **login)
    checked = importer("check", sheet, "--offline", "--json", state=tmp_path, **login)
    assert [(p["cell"], p["code"]) for p in checked.object["problems"]] == [("B3", 301)]
    aged, left = checked.object["remarks"]
    assert "job type and status just now" in aged or "minute" in aged
    assert left.startswith("3 codes are not checked")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_with_unseen_characters_can_be_exported(kind: str, tmp_path: Path) -> None:
    entries: list[Entry] = [{"id": "1", "code": "A\x0bB\ud800", "name": "\x00 bell\x07"}]
    rows = rows_of(CODE_LOOKUPS["skill"], entries)
    assert export_codes([ListedCodes("skill", rows, datetime.now(UTC))], tmp_path / f"codes.{kind}") == 1
    assert list_usable_codes(CODE_LOOKUPS["skill"], entries) == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_text_and_no_formulas(kind: str, tmp_path: Path) -> None:
    row = CodeRow("00123", "=cmd|' /c calc'!A1", "7e60fd05-1c08-4886-b483-9f631f943287", "archived")
    place = tmp_path / f"codes.{kind}"
    assert export_codes([ListedCodes("skill", (row,), datetime.now(UTC))], place) == 1
    if kind == "csv":
        with place.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        assert lines[1] == ["skill", "00123", "'=cmd|' /c calc'!A1", row.id, "archived"]
    else:
        cells = next(openpyxl.load_workbook(place)["Codes"].iter_rows(min_row=2))
        assert [(cell.value, cell.data_type) for cell in cells] == [
            ("skill", "s"), ("00123", "s"), (row.name, "s"), (row.id, "s"), ("archived", "s"),
        ]  # fmt: skip
