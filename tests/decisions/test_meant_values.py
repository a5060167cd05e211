"""Priorities with a number and a word, and codes of other systems: a suggestion means the same, or there is none."""

from pathlib import Path

import pytest

from tests.decisions.person import Person, person_with

JOBS = "\nproject,P1,Hall\njob_type,MAINT,Maintenance"
FALLING = f"{JOBS}\npriority,1,Very high\npriority,2,High\npriority,3,Medium\npriority,4,Low"  # 1 is the highest
RISING = f"{JOBS}\npriority,1,Low\npriority,2,Normal\npriority,3,High\npriority,4,Urgent"
SHORT = f"{JOBS}\npriority,H,High\npriority,N,Normal\npriority,L,Low"

SCALES = {
    "english": ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low"),
    "german": ("1 Sehr hoch", "2 Hoch", "3 Mittel", "4 Niedrig"),
    "dutch": ("1. Zeer hoog", "2. Hoog", "3. Gemiddeld", "4. Laag"),
    "french": ("1-Très haute", "2-Haute", "3-Moyenne", "4-Basse"),
    "spanish": ("1 Muy alta", "2 Alta", "3 Media", "4 Baja"),
    "portuguese": ("1 (Muito alta)", "2 (Alta)", "3 (Média)", "4 (Baixa)"),
    "italian": ("1: Molto alta", "2: Alta", "3: Media", "4: Bassa"),
}


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def suggested(person: Person, folder: Path, values: tuple[str, ...], name: str = "sheet") -> dict[str, str]:
    """What the values of a priority are suggested to stand for, by the first answer."""
    rows = [f'R-{place};P1;MAINT;Open;Job {place};"{value}"' for place, value in enumerate(values, 1)]
    sheet = folder / f"{name}.csv"
    headings = "Reference;Project code;Job type code;Status code;Name;Priority code"
    sheet.write_text("\n".join([headings, *rows]), encoding="utf-8")
    at = person.interview(sheet, {"values:job_priority_code": ""}, customer=name)
    while at.before is not None and (at.next is None or at.next.field != "job_priority_code"):
        at = at.before
    if at.next is None:
        return {}
    pairs = at.next.answers[0].mapping.values
    return dict(pairs.get("job_priority_code", {}))


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("language", SCALES)
def test_the_word_says_it_whichever_way_the_numbers_run(tmp_path: Path, language: str) -> None:
    values = SCALES[language]
    with person_with(tmp_path, FALLING) as person:
        assert suggested(person, tmp_path, values, "falling") == dict(zip(values, "1234", strict=True))
    with person_with(tmp_path, RISING) as person:
        assert suggested(person, tmp_path, values, "rising") == dict(zip(values, "4321", strict=True))
    with person_with(tmp_path, SHORT) as person:
        assert suggested(person, tmp_path, values, "short") == dict(zip(values[1:], "HNL", strict=True))


def test_a_number_alone_and_a_word_for_the_opposite_suggest_nothing(tmp_path: Path) -> None:
    with person_with(tmp_path, RISING) as person:
        assert suggested(person, tmp_path, ("P1", "P2", "Prio 3", "5 - Planning", "Not urgent"), "numbers") == {}


def test_a_slip_of_the_pen_is_still_seen(tmp_path: Path) -> None:
    lists = f"{JOBS}\npriority,HIGH,High\npriority,NORMAL,Normal"
    with person_with(tmp_path, lists) as person:
        assert suggested(person, tmp_path, ("HIHG", "NORMLA"), "slips") == {"HIHG": "HIGH", "NORMLA": "NORMAL"}
