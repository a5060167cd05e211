"""Decisions about how values are read: dates inside texts, units of lengths of time, yes and no."""

from pathlib import Path

import pytest

from importer.catalogue.spellings import spell_boolean
from importer.records import Status
from tests.decisions.person import Person


def written(folder: Path, heading: str, *cells: str) -> Path:
    path = folder / "export.csv"
    head = f"Reference;Name;Project code;Job type code;Status code;{heading}"
    rows = [f"{folder.name}-{at};Task {at};P1;MAINT;Open;{cell}" for at, cell in enumerate(cells)]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


TEXTS = ("Phoned on 13/04/2027 by the porter", "14/05/2027: by mail", "said it on 15/06/2027 at the door")


def test_a_date_inside_every_text_of_a_column_is_one_decision(person: Person, tmp_path: Path) -> None:
    sheet = written(tmp_path, "Xyz", *TEXTS)
    asked = person.interview(sheet, {"date:Xyz": 3}, customer=tmp_path.name)
    assert (asked.answers, asked.open) == (1, ())
    result = person.imported(sheet, asked.mapping)
    assert result.counts[Status.CREATED] == 3, [problem.message for problem in result.problems]
    days = [text[:10] for text in result.batch.values["suggested_date_start"]]
    assert days == ["2027-04-13", "2027-05-14", "2027-06-15"]


def test_where_one_text_has_none_it_is_no_date(person: Person, tmp_path: Path) -> None:
    asked = person.interview(written(tmp_path, "Xyz", *TEXTS[:2], "at the door"), {}, customer=tmp_path.name)
    assert not any(source.take for sources in asked.mapping.fields.values() for source in sources)
    assert asked.mapping.columns == {"Xyz": ""}


@pytest.mark.parametrize(("answer", "minutes"), [(1, ["90", "60", "120"]), (2, ["1.5", "1", "2"])])
def test_the_unit_of_lengths_of_time_is_asked_once_a_column(
    person: Person, tmp_path: Path, answer: int, minutes: list[str]
) -> None:
    sheet = written(tmp_path, "Estimated duration", "1.5", "1", "2")
    asked = person.interview(sheet, {"unit:Estimated duration": answer}, customer=tmp_path.name)
    assert (asked.answers, asked.open) == (1, ())
    mapping = asked.mapping
    assert [one.unit for one in mapping.fields.get("estimated_time", ())] == (["hours"] if answer == 1 else [])
    if answer == 1:
        assert person.imported(sheet, mapping).batch.values["estimated_time"].tolist() == minutes
    else:
        assert mapping.columns["Estimated duration"] == "estimated_time"


@pytest.mark.parametrize("heading", ["Planned duration", "Original Estimate"])  # one is sure, one only suggested
@pytest.mark.parametrize(("answer", "minutes"), [(1, ["60", "90", "120"]), (2, ["3600", "5400", "7200"])])
def test_whole_minutes_in_seconds_are_asked(
    person: Person, tmp_path: Path, heading: str, answer: int, minutes: list[str]
) -> None:
    sheet = written(tmp_path, heading, "3600", "5400", "7200")
    asked = person.interview(sheet, {f"unit:{heading}": answer}, customer=f"{tmp_path.name}{answer}")
    assert (asked.answers, asked.open) == (1, ())
    result = person.imported(sheet, asked.mapping)
    assert result.batch.values["estimated_time"].tolist() == minutes
    assert result.counts[Status.CREATED] == 3, [problem.message for problem in result.problems]


@pytest.mark.parametrize(("answer", "start"), [(1, "2027-04-13T08:00:00+02:00"), (2, "2027-04-13")])
def test_times_beside_the_days_of_a_start_are_asked(person: Person, tmp_path: Path, answer: int, start: str) -> None:
    sheet = written(tmp_path, "Afspraakdatum;Afspraak tijd", "2027-04-13;08:00", "2027-04-14;13:15")
    asked = person.interview(sheet, {"moment:Afspraakdatum": answer}, customer=f"{tmp_path.name}{answer}")
    assert (asked.answers, asked.open) == (1, ())
    values = person.imported(sheet, asked.mapping).batch.values
    assert values["suggested_date_start"].iloc[0] == start
    assert "estimated_time" not in values.columns


@pytest.mark.parametrize(
    ("headings", "cells", "field", "moment"),
    [
        (
            "Datum gemeld;Tijd gemeld",
            "03-11-2026;09:15",
            "date_reported_by_company",
            "2026-11-03T09:15:00+01:00",
        ),
        (
            "Data inizio;Ora inizio",
            "14/12/2026;8.30",
            "suggested_date_start",
            "2026-12-14T08:30:00+01:00",
        ),
    ],
)
def test_times_belong_to_the_days_whose_heading_has_a_word_of_theirs(
    person: Person, tmp_path: Path, headings: str, cells: str, field: str, moment: str
) -> None:
    sheet = written(tmp_path, headings, cells)
    asked = person.interview(sheet, {f"moment:{headings.partition(';')[0]}": 1}, customer=tmp_path.name)
    assert asked.open == ()
    result = person.imported(sheet, asked.mapping)
    assert result.batch.values[field].tolist() == [moment]
    assert result.counts[Status.CREATED] == 1


def test_amounts_are_no_times(person: Person, tmp_path: Path) -> None:
    sheet = written(tmp_path, "Data inizio;Prezzo inizio", "14/12/2026;8.30")
    asked = person.interview(sheet, {}, customer=tmp_path.name)
    assert not asked.mapping.fields


def test_a_number_among_lengths_of_time_with_a_unit_is_asked(person: Person, tmp_path: Path) -> None:
    sheet = written(tmp_path, "Geschatte duur", "1u30", "45 min", "3")
    asked = person.interview(sheet, {"unit:Geschatte duur": 1}, customer=tmp_path.name)
    assert (asked.answers, asked.open) == (1, ())
    assert person.imported(sheet, asked.mapping).batch.values["estimated_time"].tolist() == ["90", "45", "180"]


@pytest.mark.parametrize(("answer", "sign", "read"), [(1, ",", "1250"), (2, ".", "1.25")])
def test_the_decimal_separator_is_asked_where_numbers_can_be_two(
    person: Person, tmp_path: Path, answer: int, sign: str, read: str
) -> None:
    sheet = written(tmp_path, "Duration (min)", "60", "1.250")
    asked = person.interview(sheet, {"reading:decimal": answer}, customer=f"{tmp_path.name}{answer}")
    assert asked.mapping.options.decimal == sign
    assert asked.open == ()
    first = asked.before
    while first is not None and first.next is not None and first.next.key != "reading:decimal":
        first = first.before
    assert first is not None
    assert first.next is not None
    assert read in first.next.answers[answer - 1].text
    if answer == 1:
        assert person.imported(sheet, asked.mapping).batch.values["estimated_time"].tolist() == ["60", "1250"]


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Yes", "No"),
        ("Ja", "Nee"),
        ("Oui", "Non"),
        ("Ja", "Nein"),
        ("S\u00ed", "No"),
        ("Sim", "N\u00e3o"),
        ("S\u00ec", "No"),
        ("wahr", "falsch"),
        ("vrai", "faux"),
        ("verdadeiro", "falso"),
        ("vero", "falso"),
        ("waar", "onwaar"),
    ],
)
def test_yes_and_no_are_understood_in_seven_languages(yes: str, no: str) -> None:
    for word, wanted in ((yes, "true"), (no, "false")):
        assert {spell_boolean(text) for text in (word, word.upper(), f" {word} ")} == {wanted}
