"""What a user reads in each language, through the real command."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from importer.practice.server import PracticeServer
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


@pytest.mark.thorough(but=1)
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
    plain = check(tmp_path, "--json").object["problems"]
    told = [{**one, "advice": one["advice"].replace(" --language nl", "")} for one in said.object["problems"]]
    assert told == plain, "but for the option, which a command that is suggested says again"


def test_the_language_holds_for_a_command_that_is_not_understood_too(tmp_path: Path) -> None:
    said = importer("check", "jobs.csv", "--colour", "--language", "nl", state=tmp_path)
    assert said.status == 2
    assert "'importer check --help' toont de opties" in said.err


@pytest.mark.parametrize("place", ["before", "after"])
def test_an_unknown_language_is_one_sentence(tmp_path: Path, place: str) -> None:
    words = ["--language", "xx"]
    said = importer(*([*words, "fields"] if place == "before" else ["fields", *words]), state=tmp_path)
    assert said.status == 2
    assert '"xx" is not one of en, nl, fr, de' in said.err
    assert len(said.err.splitlines()) == 2


def test_a_template_is_in_the_language_of_the_system_unless_another_is_asked_for(tmp_path: Path) -> None:
    for words, language in (((), "fr"), (("--language", "de"), "de")):
        file = tmp_path / f"{language}.xlsx"
        said = importer("template", file, *words, "--json", state=tmp_path, LANGUAGE="fr")
        assert said.object["language"] == language


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("language", "last"), [("en", "1 row is not in the target."), ("nl", "1 rij staat niet in het doelsysteem.")]
)
def test_results_in_german_are_read_back_in_any_language(
    tmp_path: Path, practice: PracticeServer, language: str, last: str
) -> None:
    target = settings_of(practice)
    (tmp_path / "jobs.csv").write_text(f"{SHEET}P-1001,MAINT,Open,Leak,blue\n", encoding="utf-8")
    run = importer("run", tmp_path / "jobs.csv", "--yes", state=tmp_path, **target, LANGUAGE="de")
    assert "1 Zeile ist nicht im Zielsystem. Nächster Schritt:" in run.out
    results = tmp_path / "jobs.results.xlsx"
    book = load_workbook(results)
    assert {"Im Zielsystem", "Was mit den Zeilen geschah", "Was zu tun ist"} <= texts_of(book["Summary"])
    assert {"Status", "created", "invalid", NO_NAME["de"]} <= {text.split(": ")[-1] for text in texts_of(book["jobs"])}
    again = importer("retry", results, "--yes", state=tmp_path, **target, LANGUAGE=language)
    assert last in again.out
    assert "already exists" in again.out


def settings_of(practice: PracticeServer) -> dict[str, str]:
    """The variables that make the practice server the target."""
    return {"url": practice.url, "user": practice.user, "password": practice.password, "domain": practice.domain}


def texts_of(sheet: Any) -> set[str]:
    return {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}


def test_a_run_that_leaves_nothing_to_do_says_so_in_the_language(tmp_path: Path, practice: PracticeServer) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("Project code,Job type code,Status code,Name\nP-1001,MAINT,Open,Leak\n", encoding="utf-8")
    said = importer("run", sheet, "--yes", state=tmp_path, **settings_of(practice), LANGUAGE="fr")
    assert "Chaque ligne est dans le système cible. Il n'y a plus rien à faire." in said.out


def test_what_is_wrong_in_a_mapping_file_and_what_its_rules_say_is_in_the_language(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[columns]\n"Kopf" = "namee"\n[rows]\nkep = "x"\n', encoding="utf-8")
    said = check(tmp_path, "--map", str(tmp_path / "a.toml"), "--language", "de")
    assert '"namee" ist kein Feld. Meinten Sie „name“?' in said.err
    assert '"kep" ist hier nicht bekannt.' in said.err
    rules = '[rows]\nleave_out = [{ Colour = { not = ["blue", ""] } }]\n'
    (tmp_path / "a.toml").write_text(rules, encoding="utf-8")
    sheet = SHEET + "P-1001,MAINT,Open,Leak,blue\n"
    (tmp_path / "rules.csv").write_text(sheet, encoding="utf-8")
    said = check(tmp_path, "--map", str(tmp_path / "a.toml"), "--language", "de", sheet="rules.csv")
    assert "ist nicht „blue“ oder leer" in " ".join(said.out.split())


def test_each_fault_of_a_mapping_file_is_a_sentence_of_its_own_in_the_language(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[options]\ndecimal = ";"\n[rows]\nkep = "x"\n', encoding="utf-8")
    said = check(tmp_path, "--map", str(tmp_path / "a.toml"), "--language", "de")
    assert 'decimal ist ";", aber es muss eines von diesen sein: ".", ",". Zeile 4: "kep" ist hier' in said.err
    said = check(tmp_path, "--map", str(tmp_path / "a.toml"))
    assert 'line 2: decimal is ";", but it must be one of ".", ",". line 4: "kep" is not known here.' in said.err


def test_fields_that_are_set_twice_are_named_in_the_language(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[constants]\nproject_code = "P-1"\nname = "x"\n', encoding="utf-8")
    said = check(tmp_path, "--map", str(tmp_path / "a.toml"), "--language", "nl")
    assert 'A ("Project code") en D ("Name")' in said.err


def test_what_is_wrong_in_a_settings_file_is_in_the_language(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[targets.acme]\nurl = 3\nuserr = "x"\n', encoding="utf-8")
    said = importer("targets", state=tmp_path, LANGUAGE="nl")
    assert "url in [targets.acme] moet tekst tussen aanhalingstekens zijn." in said.err
    assert '"userr" in [targets.acme] is geen instelling. Bedoelde u "user"?' in said.err


@pytest.mark.parametrize(
    ("number", "words"), [(165, "enthält Summen"), (132, "Makros"), (701, "die Verbindung brach ab")]
)
def test_examples_of_problems_are_in_the_language(tmp_path: Path, number: int, words: str) -> None:
    assert words in " ".join(importer("explain", str(number), "--language", "de", state=tmp_path).out.split())
    assert 'name = "..."' in " ".join(importer("explain", "109", state=tmp_path, LANGUAGE="de").out.split())
