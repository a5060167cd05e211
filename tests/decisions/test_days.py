"""Lengths of time in days: how long a day is, is asked; nothing is taken for granted."""

from pathlib import Path

import pytest

from importer.decisions import Interview
from tests.decisions.person import Answers, Person, person_with

SHEET = """Reference;Project code;Job type code;Status code;Name;Estimated time
R-1;P1;MAINT;Open;Pump;1 Tag
R-2;P1;MAINT;Open;Door;1½ h
R-3;P1;MAINT;Open;Lamp;2 days
R-4;P1;MAINT;Open;Lift;0,5 dag
"""
LISTS = "\nproject,P1,Hall\njob_type,MAINT,Maintenance"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def minutes_after(
    person: Person, folder: Path, answers: Answers, heading: str = "Estimated time"
) -> tuple[list[int | None], Interview]:
    sheet = folder / "export.csv"
    sheet.write_text(SHEET.replace("Estimated time", heading), encoding="utf-8")
    asked = person.interview(sheet, answers)
    found = person.imported(sheet, asked.mapping).batch.values["estimated_time"]
    return [int(text) if text else None for text in found], asked


@pytest.mark.parametrize(
    ("answer", "minutes"), [(1, [480, 90, 960, 240]), (2, [1440, 90, 2880, 720]), (3, [None, 90, None, None])]
)
def test_a_day_is_as_long_as_a_person_says(tmp_path: Path, answer: int, minutes: list[int | None]) -> None:
    with person_with(tmp_path, LISTS) as person:
        found, asked = minutes_after(person, tmp_path, {"days:estimated_time": answer})
    assert found == minutes
    assert asked.answers == 1
    assert_first(asked)


def test_a_column_headed_hours_has_the_same_minutes(tmp_path: Path) -> None:
    with person_with(tmp_path, LISTS) as person:
        found, _ = minutes_after(person, tmp_path, {"days:estimated_time": 1}, heading="Estimated hours")
    assert found == [480, 90, 960, 240]


def assert_first(asked: Interview) -> None:
    first = asked.before
    assert first is not None
    assert first.next is not None
    assert (first.next.key, first.next.rows) == ("days:estimated_time", 3)
