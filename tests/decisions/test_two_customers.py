"""What is decided of one customer's export is no decision about another's, though both have the same headings."""

from pathlib import Path

from tests.command import importer

EXPORT = "Bon;Regio;Soort;Status;Titel\n1;P-1001;MAINT;Open;Pump\n2;P-1002;MAINT;Open;Door\n"
DECIDED = '[columns]\n"Bon" = "reference_back_office"\n"Regio" = "project_reference_back_office"\n"Titel" = "name"\n'


def sheet_of(customer: str, folder: Path) -> Path:
    (folder / customer).mkdir(exist_ok=True)
    path = folder / customer / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def field_of(heading: str, *words: str | Path, state: Path) -> object:
    told = importer("map", *words, "--json", state=state).object["headings"]
    return next((one["field"], one["how"]) for one in told if one["heading"] == heading)


def test_what_a_file_decided_for_one_is_not_used_for_the_other(tmp_path: Path) -> None:
    first, second, state = sheet_of("acme", tmp_path), sheet_of("bosch", tmp_path), tmp_path / "state"
    (tmp_path / "acme.toml").write_text(DECIDED, encoding="utf-8")
    importer("check", first, "--map", tmp_path / "acme.toml", state=state)
    assert field_of("Regio", first, state=state) == ("project_reference_back_office", "remembered")
    assert field_of("Regio", second, state=state)[1] != "remembered"  # type: ignore[index]
    problems = importer("check", second, "--json", state=state).object["problems"]
    assert not [one for one in problems if one["code"] == 180]


def test_nor_where_both_lie_in_one_folder_and_are_told_apart_by_name(tmp_path: Path) -> None:
    sheet, state = sheet_of("exports", tmp_path), tmp_path / "state"
    (tmp_path / "acme.toml").write_text(DECIDED, encoding="utf-8")
    words = ("map", sheet, "--map", tmp_path / "acme.toml", "--save", tmp_path / "copy.toml", "--customer", "acme")
    importer(*words, state=state)
    assert field_of("Regio", sheet, "--customer", "bosch", state=state)[1] != "remembered"  # type: ignore[index]
    assert field_of("Regio", sheet, state=state)[1] != "remembered"  # type: ignore[index]
    asked = importer("map", sheet, "--customer", "acme", "--json", state=state).object["decisions"]
    assert asked[0]["key"].startswith("remembered:")
    asked = importer("map", sheet, "--customer", "bosch", "--json", state=state).object["decisions"]
    assert not [one for one in asked if one["key"].startswith("remembered:")]
