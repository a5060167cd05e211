"""`importer runs bundle`: a supporter sees what happened; secrets and names are planted, and looked for in it."""

import base64
import csv
import io
import json
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import Said, importer
from tests.planted import PLANTED, PLANTED_DOMAIN, PLANTED_USER, found_in, takes_the_planted_login
from tests.workbooks import workbook

NAMES = (
    *("Janssens", "Verhaegen", "Kerkstraat", "peeters", "planted", "klantenlijst", "WO-2026-0117", "P-1001", "zolder"),
    *("Opmerking", "vandamme"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody whose name is in its path."""
    place = tmp_path_factory.mktemp("home") / "anna.peeters"
    place.mkdir()
    return place


@pytest.fixture(scope="module")
def ran(place: Path) -> Path:
    """The bundle of a run in which something was wrong, to a target that refuses one of its rows."""
    sheet = workbook(
        place,
        good(Reference="WO-2026-0117", Name="Ketel bij Janssens", Opmerking="sleutel bij Verhaegen"),
        good(Reference="WO-2026-0118", Due_date="na Kerkstraat 12", Project_code="P-vandamme"),
        good(Reference="WO-2026-0119", Name="Ketel op zolder", Project_code="P-1001"),
    ).rename(place / "klantenlijst Janssens.xlsx")
    with PracticeServer(place / "practice.sqlite", wrap=takes_the_planted_login) as server:
        words = ("--url", server.url, "--user", PLANTED_USER, "--domain", PLANTED_DOMAIN)
        login = type_in(place, "login", "janssens", *words, "--password-stdin", typed=PLANTED)
        assert login.status == 0, login.err
        sent = type_in(place, "run", sheet, "--target", "janssens", "--timezone", "Europe/Brussels")
    assert sent.status == 4, sent.out + sent.err
    said = type_in(place, "runs", "bundle", "last", "--out", str(place / "for-support.zip"))
    assert said.status == 0, said.err
    return place / "for-support.zip"


def type_in(place: Path, *words: str | Path, typed: str = "") -> Said:
    return importer(*words, state=place / "state", cwd=str(place), typed=typed, password="")


def parts(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.thorough
def test_no_secret_no_name_and_no_path_of_a_person_is_in_it(ran: Path, place: Path) -> None:
    texts = "\n".join(f"{name}\n{text}" for name, text in parts(ran).items())
    for name in (*NAMES, str(place), "janssens"):
        for spelling in (name, quote(name), base64.b64encode(name.encode()).decode().rstrip("=")):
            assert spelling.casefold() not in texts.casefold(), name
    assert list(found_in(ran.read_bytes(), PLANTED, "the bundle")) == []


def test_what_happened_can_be_seen_in_it(ran: Path) -> None:
    found = parts(ran)
    assert json.loads(found["versions.json"])["pandas"]
    run = json.loads(found["run.json"])
    assert (run["rows"], run["exit_code"], run["file"]) == (3, 4, "20 letters.xlsx")
    assert sum(run["counts"].values()) == 3
    assert run["options"]["reading"]["timezone"] == "Aaaaaa/Aaaaaaaa"
    assert "--target" in run["options"]["said"]
    settings = json.loads(found["settings.json"])
    assert settings["password"] == "*** (key store)"
    assert settings["url"].startswith("http://999.9.9.9:")
    rows = lines(found["rows.csv"])
    assert [row["row"] for row in rows] == ["2", "3", "4"]
    assert {row["status"] for row in rows} >= {"created", "invalid"}
    assert [row["HTTP"] for row in rows if row["status"] == "created"][:1] == ["201"]
    problems = lines(found["problems.csv"])
    assert {(problem["number"], problem["row"], problem["value"]) for problem in problems} >= {
        ("405", "3", "aa Aaaaaaaaaa 99")
    }
    cells = lines(found["cells.csv"])
    assert [cell["Reference"] for cell in cells] == ["AA-9999-9999"] * 3
    assert cells[0]["Name"] == "16 letters"
    assert cells[1]["Project code"] == "9 letters"


def test_one_that_is_there_is_not_written_over_and_a_run_that_is_not_is_told(ran: Path, place: Path) -> None:
    before = ran.read_bytes()
    again = type_in(place, "runs", "bundle", "last", "--out", str(ran))
    assert (again.status, "it already exists" in again.err) == (3, True)
    assert ran.read_bytes() == before
    assert type_in(place, "runs", "bundle", "99").status == 3
    assert type_in(place, "runs", "bundle", "1").status == 0
    assert (place / "importer-run-1.zip").exists()
