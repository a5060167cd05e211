from pathlib import Path

from importer.mapping import ColumnMapping, recall, remember
from importer.settings import Options

SHEET = Path("acme", "export.csv")
HEADINGS = ["Omschrijving", "Soort", ""]


def test_what_was_decided_is_known_for_the_same_headings_in_any_order_and_case(tmp_path: Path) -> None:
    mapping = ColumnMapping(columns={"Omschrijving": "name", "Soort": "", "Elders": "description"})
    assert remember(SHEET, HEADINGS, mapping, tmp_path)
    assert recall(SHEET, ["SOORT", "omschrijving "], tmp_path) == ColumnMapping(
        columns={"Omschrijving": "name", "Soort": ""}
    )
    assert recall(SHEET, ["Soort"], tmp_path) is None
    assert recall(SHEET, [*HEADINGS, "Nog een"], tmp_path) is None


def test_only_the_choice_of_fields_is_kept(tmp_path: Path) -> None:
    mapping = ColumnMapping({"Soort": "name"}, {"name": {"a": "b"}}, {"description": "x"}, Options(date_order="dmy"))
    remember(SHEET, HEADINGS, mapping, tmp_path)
    assert recall(SHEET, HEADINGS, tmp_path) == ColumnMapping(columns={"Soort": "name"})


def test_the_last_decision_counts(tmp_path: Path) -> None:
    remember(SHEET, HEADINGS, ColumnMapping(columns={"Soort": "name"}), tmp_path)
    remember(SHEET, HEADINGS, ColumnMapping(columns={"Soort": "description"}), tmp_path)
    assert recall(SHEET, HEADINGS, tmp_path) == ColumnMapping(columns={"Soort": "description"})


def test_a_damaged_memory_is_no_memory(tmp_path: Path) -> None:
    remember(SHEET, HEADINGS, ColumnMapping(columns={"Soort": "name"}), tmp_path)
    [file] = (tmp_path / "mappings").iterdir()
    file.write_text("[columns", encoding="utf-8")
    assert recall(SHEET, HEADINGS, tmp_path) is None


def test_a_place_that_cannot_be_written_does_not_stop_anything(tmp_path: Path) -> None:
    (tmp_path / "mappings").write_text("in the way", encoding="utf-8")
    assert not remember(SHEET, HEADINGS, ColumnMapping(columns={"Soort": "name"}), tmp_path)
    assert recall(SHEET, HEADINGS, tmp_path) is None


def test_another_folder_is_another_customer(tmp_path: Path) -> None:
    remember(SHEET, HEADINGS, ColumnMapping(columns={"Soort": "name"}), tmp_path)
    assert recall(Path("acme", "next.csv"), HEADINGS, tmp_path) is not None
    assert recall(Path("bosch", "export.csv"), HEADINGS, tmp_path) is None
