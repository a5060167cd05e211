import json
from pathlib import Path

import pytest

from importer.cli.mapping import MapRequest, map_sheet
from importer.errors import SettingsError
from importer.mapping import list_remembered, read_mapping, recall
from importer.settings import Options
from tests.command import importer

EXPORT = """\
Project,Type,Status,Kleur,Descripton,Klant
P-1001,MAINT,Nieuw,Ketel,Jaarlijks,Acme
P-1002,MAIN,Open,Pomp,,Acme
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "160")
    return tmp_path / "state"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def mapped(file: Path, options: Options = Options(), *, target: str | None = None, save: Path | None = None) -> None:
    map_sheet(MapRequest(file, options, target, save))


def test_headings_and_values_are_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapped(file)
    shown = capsys.readouterr().out
    for text in (
        "sure",
        "suggested",
        "unknown",
        "P-1001 | P-1002",
        "Nieuw",
        "Open, ToBePlanned",
        "--save mapping.toml",
    ):
        assert text in shown


def test_json_says_the_same(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    map_sheet(MapRequest(file, Options(), as_json=True))
    told = json.loads(capsys.readouterr().out)
    assert [(h["heading"], h["field"], h["how"]) for h in told["headings"]][3:] == [
        ("Kleur", None, "unknown"),
        ("Descripton", "description", "suggested"),
        ("Klant", None, "unknown"),
    ]
    assert told["values"] == [
        {
            "field": "job_status_code",
            "heading": "Status",
            "value": "Nieuw",
            "count": 1,
            "nearest": ["Open", "ToBePlanned"],
        }
    ]


def test_what_is_saved_is_certain_and_the_rest_waits_for_confirmation(file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "acme.toml"
    mapped(file, Options(decimal=","), save=saved)
    mapping = read_mapping(saved)
    assert dict(mapping.columns) == {
        "Project": "project_reference_back_office",
        "Type": "job_type_code",
        "Status": "job_status_code",
    }
    assert mapping.options == Options(decimal=",")
    assert '# "Descripton" = "description"' in saved.read_text(encoding="utf-8")
    assert '# "Nieuw" = "Open"  # 1 row' in saved.read_text(encoding="utf-8")
    assert "# sure; such as" in saved.read_text(encoding="utf-8"), "the word of the screen"


def test_accepted_suggestions_are_saved_and_not_remembered_as_decided(file: Path, tmp_path: Path, state: Path) -> None:
    saved = tmp_path / "acme.toml"
    mapped(file, Options(accept_suggestions=True), save=saved)
    assert read_mapping(saved).columns["Descripton"] == "description"
    kept = recall(file, EXPORT.splitlines()[0].split(","), state)
    assert kept is None or kept.find_decision("Descripton") is None
    assert not [one for one in list_remembered(state) if one.mapping.find_decision("Descripton")]
    importer("check", file, "--accept-suggestions", state=state)
    kept = recall(file, EXPORT.splitlines()[0].split(","), state)
    assert kept is None or kept.find_decision("Descripton") is None
    importer("check", file, "--map", saved, state=state)
    kept = recall(file, EXPORT.splitlines()[0].split(","), state)
    assert kept is not None, "the file is a decision"
    assert kept.find_decision("Descripton") == "description"


def test_what_is_remembered_is_offered_the_next_time(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapped(file, Options(accept_suggestions=True), save=tmp_path / "acme.toml")
    importer("check", file, "--map", tmp_path / "acme.toml", state=tmp_path / "state")
    capsys.readouterr()
    mapped(file)
    assert "remembered" in capsys.readouterr().out


def test_a_mapping_can_be_added_to(file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "acme.toml"
    saved.write_text('[columns]\n"Kleur" = "name"\n"Vroeger" = "description"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="it already exists"):
        mapped(file, save=saved)
    mapped(file, Options(mapping=saved), save=saved)
    assert {"Kleur", "Vroeger", "Project"} <= set(read_mapping(saved).columns)


def test_codes_are_looked_up_in_the_target(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    map_sheet(MapRequest(file, Options(), "practice", as_json=True))
    values = {value["value"]: value["nearest"] for value in json.loads(capsys.readouterr().out)["values"]}
    assert "MAINT" in values["MAIN"]
    assert "Nieuw" in values
    assert "P-1001" not in values
