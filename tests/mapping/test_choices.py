from dataclasses import replace

from importer.mapping import (
    Choice,
    ColumnMapping,
    complete_mapping,
    find_open_notes,
    make_choices,
    note_missing_headings,
)
from importer.problem import EXCEL_ERROR, TOTALS_ROW
from importer.records import CellNote
from tests.builders import sheet_of


def hows(choices: tuple[Choice, ...]) -> list[tuple[str, str | None, str]]:
    return [(choice.heading, choice.field, choice.how) for choice in choices]


def test_how_a_heading_is_known_is_told() -> None:
    sheet = sheet_of(
        {"NAME*": "a", "job_type_code": "b", "Title": "c", "Klant": "d", "Soort": "e", "Qqqq": "f", "": "g"}
    )
    mapping = ColumnMapping(columns={"Title": "description", "Klant": ""})
    assert hows(make_choices(sheet, mapping, ColumnMapping(columns={"Soort": "skill_code"}))) == [
        ("NAME*", "name", "exact"),
        ("job_type_code", "job_type_code", "exact"),
        ("Title", "description", "mapped"),
        ("Klant", None, "left out"),
        ("Soort", "skill_code", "remembered"),
        ("Qqqq", None, "unknown"),
        ("", None, "unknown"),
    ]


def test_a_heading_that_only_resembles_one_is_a_suggestion_with_its_likeness() -> None:
    [choice, _] = make_choices(sheet_of({"Descripton": "x", "Title": "y"}), ColumnMapping())
    assert (choice.field, choice.how) == ("description", "suggested")
    assert 80 <= choice.score < 100


def test_a_field_is_suggested_once_and_only_where_it_is_free() -> None:
    sheet = sheet_of({"Descriptio": "x", "Descripton": "y", "Statuss": "z", "Status": "Open"})
    found = make_choices(sheet, ColumnMapping())
    assert [choice.field for choice in found].count("description") == 1
    assert found[2].field != "job_status_code"


def test_a_heading_that_means_a_field_which_another_column_fills_says_so() -> None:
    sheet = sheet_of({"Prioriteit": "Hoog", "Urgency": "High", "Qqqq": "x", "Severity": "2027-01-01"})
    found = make_choices(sheet, ColumnMapping())
    assert [(choice.how, choice.second, choice.reason) for choice in found] == [
        ("alias", "", ""),
        ("unknown", "job_priority_code", 'column A ("Prioriteit") fills Priority code'),
        ("unknown", "", ""),
        ("unknown", "", "not Priority code: the values do not fit"),
    ]
    accepted = complete_mapping(sheet, ColumnMapping(), accept_suggestions=True)
    assert {name for name in accepted.columns.values() if name} == set()


def test_r6_what_a_person_decided_is_remembered_of_headings_that_are_known_too() -> None:
    sheet = sheet_of({"Title": "a", "Soort": "b"})
    kept = ColumnMapping(columns={"Title": "description", "Soort": "name"})
    assert hows(make_choices(sheet, ColumnMapping(), kept)) == [
        ("Title", "description", "remembered"),
        ("Soort", "name", "remembered"),
    ]


def test_what_is_remembered_gives_way_where_another_column_has_the_field() -> None:
    sheet = sheet_of({"Description": "a", "Soort": "b"})
    kept = ColumnMapping(columns={"Soort": "description"})
    found = make_choices(sheet, ColumnMapping(), kept)
    assert [(found[0].field, found[0].how), found[1].how != "remembered"] == [("description", "exact"), True]


def test_columns_remembered_as_left_out_stay_out_all_of_them() -> None:
    kept = ColumnMapping(columns={"Klant": "", "Merk": ""})
    assert [c.how for c in make_choices(sheet_of({"Klant": "a", "Merk": "b"}), ColumnMapping(), kept)] == [
        "remembered"
    ] * 2


def test_samples_are_three_different_values_wherever_they_stand() -> None:
    rows = [{"Name": ""}] * 1_500 + [{"Name": text} for text in ("a", " ", "a", "b", "c", "d")]
    assert make_choices(sheet_of(*rows), ColumnMapping())[0].samples == ("a", "b", "c")


def test_a_long_sample_is_shortened() -> None:
    [sample] = make_choices(sheet_of({"Name": "x" * 100}), ColumnMapping())[0].samples
    assert len(sample) == 41


def test_a_suggestion_counts_only_when_it_is_accepted() -> None:
    sheet = sheet_of({"Descripton": "x"})
    assert complete_mapping(sheet, ColumnMapping()).field_of("Descripton") is None
    field = complete_mapping(sheet, ColumnMapping(), accept_suggestions=True).field_of("Descripton")
    assert field is not None
    assert field.name == "description"


def test_what_is_remembered_counts() -> None:
    sheet = sheet_of({"Soort": "x"})
    assert complete_mapping(sheet, ColumnMapping(), remembered=ColumnMapping(columns={"Soort": "name"})).columns == {
        "Soort": "name"
    }


def test_a_heading_of_the_mapping_that_the_sheet_lacks_is_told() -> None:
    sheet = sheet_of({"Omschrijving": "x"})
    [note] = note_missing_headings(sheet, ColumnMapping(columns={"Omschrijvng": "name", "OMSCHRIJVING": "name"}))
    assert (note.row, note.code.number) == (None, 179)
    assert 'Did you mean "Omschrijving"?' in note.code.sentence.format(**note.values)


def test_rows_that_are_no_jobs_give_no_samples() -> None:
    sheet = sheet_of({"Name": "a"}, {"Name": "Totaal"})
    told = replace(sheet, notes=(CellNote(3, 0, TOTALS_ROW, {"found": "Totaal"}), CellNote(None, 0, TOTALS_ROW)))
    assert make_choices(told, ColumnMapping())[0].samples == ("a",)


def test_an_excel_error_that_the_mapping_gives_a_value_for_is_settled() -> None:
    notes = tuple(CellNote(2, column, EXCEL_ERROR, {"value": "#N/A"}) for column in (1, 2))
    sheet = replace(sheet_of({"Skill": "#N/A", "Name": "#N/A"}), notes=notes)
    assert find_open_notes(sheet, ColumnMapping(values={"skill_code": {"#N/A": ""}})) == notes[1:]
    assert find_open_notes(sheet, ColumnMapping()) == notes
