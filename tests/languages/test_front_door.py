"""What a user reads in each language, through the real command."""

from pathlib import Path

import pytest

from tests.command import Said, importer

SHEET = "Project code,Job type code,Status code,Name,Colour\nP-1001,MAINT,Open,,red\n"
NO_NAME = {
    "en": "The cell is empty, but every job needs this field.",
    "nl": "De cel is leeg, maar elke opdracht heeft dit veld nodig.",
    "fr": "La cellule est vide, mais chaque intervention a besoin de ce champ.",
    "de": "Die Zelle ist leer, aber jeder Auftrag braucht dieses Feld.",
}
each_language = pytest.mark.parametrize("language", NO_NAME)


def check(folder: Path, *words: str, sheet: str = "jobs.csv", **system: str) -> Said:
    """What `check` says of a sheet without a name, where the system speaks `system`."""
    (folder / "jobs.csv").write_text(SHEET, encoding="utf-8")
    return importer("check", folder / sheet, *words, state=folder, **system)


@pytest.mark.thorough(but=2)
@each_language
def test_language_chooses_the_language(tmp_path: Path, language: str) -> None:
    assert NO_NAME[language] in check(tmp_path, "--language", language).out


def test_the_system_chooses_where_nobody_asks(tmp_path: Path) -> None:
    assert NO_NAME["nl"] in check(tmp_path, LANGUAGE="", LANG="nl_BE.UTF-8").out


def test_what_is_asked_for_wins_over_the_system(tmp_path: Path) -> None:
    assert NO_NAME["de"] in check(tmp_path, "--language=de", LANGUAGE="nl").out
    assert NO_NAME["en"] in check(tmp_path, "--language", "en", LANGUAGE="nl").out


def test_the_template_wins_over_the_system(tmp_path: Path) -> None:
    made = importer("template", tmp_path / "leeg.xlsx", "--language", "nl", state=tmp_path)
    assert made.status == 0
    said = importer("check", tmp_path / "leeg.xlsx", state=tmp_path, LANGUAGE="fr")
    assert "Er is geen rij onder de koppen" in said.err
    said = importer("check", tmp_path / "leeg.xlsx", "--language", "fr", state=tmp_path, LANGUAGE="de")
    assert "Il n'y a aucune ligne sous les en-têtes" in said.err


def test_json_is_english_whatever_is_asked(tmp_path: Path) -> None:
    said = check(tmp_path, "--json", "--language", "nl", LANGUAGE="nl")
    assert NO_NAME["en"] in said.out
    assert said.object["problems"] == check(tmp_path, "--json").object["problems"]


def test_the_language_holds_for_a_command_that_is_not_understood_too(tmp_path: Path) -> None:
    said = importer("check", "jobs.csv", "--colour", "--language", "nl", state=tmp_path)
    assert said.status == 2
    assert "Typ 'importer check --help'" in said.err


@pytest.mark.parametrize("place", ["before", "after"])
def test_an_unknown_language_is_one_sentence(tmp_path: Path, place: str) -> None:
    words = ["--language", "xx"]
    said = importer(*([*words, "fields"] if place == "before" else ["fields", *words]), state=tmp_path)
    assert said.status == 2
    assert "'xx' is not one of 'en', 'nl', 'fr', 'de'" in said.err
    assert len(said.err.splitlines()) == 2


def test_a_template_is_in_the_language_of_the_system_unless_another_is_asked_for(tmp_path: Path) -> None:
    for words, language in (((), "fr"), (("--language", "de"), "de")):
        file = tmp_path / f"{language}.xlsx"
        said = importer("template", file, *words, "--json", state=tmp_path, LANGUAGE="fr")
        assert said.object["language"] == language
