"""V12: what a row is does not depend on how it was typed, on the computer, or on the version that sent it."""

import csv
import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import openpyxl
import pytest

from importer.journal.entries import run_seal_of
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from importer.settings import Target
from tests.command import Said, importer
from tests.practice.caller import Caller

OF_VERSION_3 = Path(__file__).parent / "of_version_3"  # made by the importer that wrote journals of version 3
HEADINGS = ("Reference", "Project code", "Job type code", "Status code", "Name", "Description", "Suggested start")
PLAIN = ("", "P-1001", "MAINT", "ToBePlanned", "Entretien de la chaudière", "First line\nsecond", "2026-12-31 09:00")
OTHER = ("", "P-1002", "REPAIR", "Open", "Pump", "Makes a noise", "")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path / "practice.sqlite") as running:
        yield running


def sheet(path: Path, *rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def run(path: Path, state: Path, server: PracticeServer, *words: str | Path, **settings: str) -> Said:
    login = {"user": server.user, "password": server.password, "domain": server.domain}
    return importer("run", path, *words, "--json", state=state, **{"url": server.url, **login, **settings})


def jobs(server: PracticeServer) -> int:
    with Caller(server) as caller:
        return len(caller.found("Jobs"))


SPELLINGS = {
    "line ends": {5: "First line\r\nsecond"},
    "a space behind": {5: "First line \nsecond "},
    "two spaces and no-break spaces": {4: "Entretien  de\u00a0la chaudière"},
    "letters in parts": {4: normalize("NFD", PLAIN[4])},
    "invisible signs": {4: "Entretien de la\u200b chaudière\ufeff"},
    "a placeholder": {0: "n/a"},
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("other_computer", [False, True], ids=["here", "on another computer"])
@pytest.mark.parametrize("changes", SPELLINGS.values(), ids=SPELLINGS)
def test_a_row_that_is_typed_otherwise_is_the_same(
    tmp_path: Path, server: PracticeServer, changes: dict[int, str], *, other_computer: bool
) -> None:
    path = sheet(tmp_path / "jobs.csv", PLAIN, OTHER)
    assert run(path, tmp_path / "one", server).object["counts"]["created"] == 2
    sheet(path, tuple(changes.get(place, text) for place, text in enumerate(PLAIN)), OTHER)
    again = run(path, tmp_path / ("two" if other_computer else "one"), server)
    assert again.object["counts"]["already exists"] == 2
    assert jobs(server) == 2


TIMES = {  # of one instant each, with the zone that the first two are read in
    "noughts": ("2026-12-31 09:00", "2026-12-31T09:00:00.000"),
    "seconds": ("2026-12-31 09:00", "2026-12-31 09:00:00"),
    "UTC": ("2026-12-31T08:00:00Z", "2026-12-31 08:00 UTC"),
    "another zone": ("2026-12-31T08:00:00Z", "2026-12-31T09:00:00+01:00"),
    "the day before": ("2026-12-31T01:00:00+05:00", "2026-12-30T20:00:00.0Z"),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("spellings", TIMES.values(), ids=TIMES)
def test_an_instant_is_the_same_however_it_is_spelled(
    tmp_path: Path, server: PracticeServer, spellings: tuple[str, str]
) -> None:
    for state, time, status in zip(("one", "two"), spellings, ("created", "already exists"), strict=True):
        path = sheet(tmp_path / "jobs.csv", (*PLAIN[:-1], time))
        done = run(path, tmp_path / state, server, "--timezone", "Europe/Brussels").object
        assert (done["counts"][status], jobs(server)) == (1, 1)


def test_times_of_two_zones_are_two_rows_in_any_order(tmp_path: Path, server: PracticeServer) -> None:
    rows = [(*PLAIN[:-1], time) for time in ("2026-12-31T09:00:00Z", "2026-12-31T09:00:00+05:00", "2026-12-31 09:00")]
    assert run(sheet(tmp_path / "jobs.csv", *rows), tmp_path / "one", server).object["counts"]["created"] == 3
    again = run(sheet(tmp_path / "jobs.csv", *reversed(rows)), tmp_path / "two", server).object
    told = {problem["row"]: problem["code"] for problem in again["problems"]}
    assert (again["counts"]["already exists"], told, jobs(server)) == (3, {2: 810, 4: 810, 6: 810}, 3)


@pytest.mark.thorough
def test_an_id_instead_of_its_code_is_the_same(tmp_path: Path, server: PracticeServer) -> None:
    with Caller(server) as caller:
        ids = {str(one["reference_back_office"]): str(one["id"]) for one in caller.found("Project")}
    path = sheet(tmp_path / "jobs.csv", PLAIN)
    run(path, tmp_path / "one", server)
    by_id = (HEADINGS[0], "Project id", *HEADINGS[2:])
    sheet(path, (PLAIN[0], ids[PLAIN[1]], *PLAIN[2:]), headings=by_id)
    assert run(path, tmp_path / "two", server).object["counts"]["already exists"] == 1
    assert jobs(server) == 1


LISTS = (Fault(on="GET /Project*", status=403), Fault(on="GET /Job[TS]*", status=403))


@pytest.mark.parametrize("refused", ["at first", "then"])
def test_codes_are_the_same_where_the_target_does_not_show_its_lists(tmp_path: Path, refused: str) -> None:
    path, port = sheet(tmp_path / "jobs.csv", PLAIN, OTHER), 0
    for state, status in (("one", "created"), ("two", "already exists")):
        faults = LISTS if (refused == "at first") == (state == "one") else ()
        with PracticeServer(tmp_path / "practice.sqlite", port=port, faults=FaultPlan(faults)) as server:
            port = int(server.url.rpartition(":")[2].partition("/")[0])
            done = run(path, tmp_path / state, server).object
            expected = [206] * 3 * bool(faults) + [810] * 2 * (state == "two")
            assert [problem["code"] for problem in done["problems"]] == expected
            assert (done["counts"][status], jobs(server)) == (2, 2)


@pytest.mark.thorough
def test_a_constant_of_the_mapping_makes_no_new_row(tmp_path: Path, server: PracticeServer) -> None:
    path = sheet(tmp_path / "jobs.csv", PLAIN)
    run(path, tmp_path / "one", server)
    mapping = tmp_path / "acme.toml"
    mapping.write_text('[constants]\njob_priority_code = "NORMAL"\n', encoding="utf-8")
    assert run(path, tmp_path / "two", server, "--map", mapping).object["counts"]["already exists"] == 1
    assert jobs(server) == 1


def test_a_constant_that_is_another_project_makes_other_rows(tmp_path: Path, server: PracticeServer) -> None:
    """The jobs of a template, for one project after the other; a column of the project is the same as its constant."""
    without = [heading for heading in HEADINGS if heading != "Project code"]
    cells = [text for text, heading in zip(PLAIN, HEADINGS, strict=True) if heading != "Project code"]
    path, mapping = sheet(tmp_path / "jobs.csv", tuple(cells), headings=tuple(without)), tmp_path / "acme.toml"
    for number, code in enumerate(("P-1001", "P-1002"), start=1):
        mapping.write_text(f'[constants]\nproject_reference_back_office = "{code}"\n', encoding="utf-8")
        asked = run(path, tmp_path / "one", server, "--map", mapping).object
        assert [problem["code"] for problem in asked["problems"]] == [804] * (number - 1)
        run(path, tmp_path / "one", server, "--map", mapping, "--new-rows")
        done = run(path, tmp_path / "one", server, "--map", mapping).object
        assert (done["counts"]["already exists"], done["problems"], jobs(server)) == (1, [], number)
    whole = sheet(tmp_path / "whole.csv", PLAIN)
    assert run(whole, tmp_path / "two", server).object["counts"]["already exists"] == 1


@pytest.mark.thorough
def test_the_zone_of_the_computer_makes_no_new_row(tmp_path: Path, server: PracticeServer) -> None:
    path = sheet(tmp_path / "jobs.csv", PLAIN)
    run(path, tmp_path / "one", server)
    assert run(path, tmp_path / "two", server, "--timezone", "Asia/Tokyo").object["counts"]["already exists"] == 1
    assert jobs(server) == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("change", ["{host}", "localhost:{port}/api/", "LOCALHOST:{port}/API"])
def test_the_target_is_the_same_however_its_address_is_typed(
    tmp_path: Path, server: PracticeServer, change: str
) -> None:
    address = server.url.removeprefix("http://")
    other = change.format(host=address, port=address.partition(":")[2].partition("/")[0])
    if "API" in other:
        other = other.replace("/API", "/api")
    path = sheet(tmp_path / "jobs.csv", PLAIN)
    run(path, tmp_path / "one", server)
    again = run(path, tmp_path / "two", server, url=f"http://{other}")
    assert (again.object["counts"]["already exists"], jobs(server)) == (1, 1)


@pytest.mark.thorough
def test_a_team_names_a_target_that_has_two_addresses(tmp_path: Path) -> None:
    """On another computer, by another address, the jobs are found that are there."""
    path, config = sheet(tmp_path / "jobs.csv", PLAIN), tmp_path / "config.toml"
    for state, expected in (("one", "created"), ("two", "already exists")):
        with PracticeServer(tmp_path / "practice.sqlite") as server:
            login = f'url = "{server.url}"\nuser = "{server.user}"\ndomain = "{server.domain}"\n'
            config.write_text(f'[targets.acme]\n{login}identity = "Acme-planning"\n')
            given = {"config": str(config), "password": server.password}
            said = importer("run", path, "--json", "--target", "acme", "--yes", state=tmp_path / state, **given)
            assert (said.object["counts"][expected], jobs(server)) == (1, 1)


@pytest.mark.parametrize(
    "url", ["https://acme.example/api", "HTTPS://Acme.Example.:443/api", "https://acme.example//api/"]
)
def test_a_target_has_one_identity_for_each_domain(url: str) -> None:
    target = Target("acme", url, "u", "p", domain="Acme.com")
    assert target.identity == "https://acme.example/api acme.com"
    assert target.is_known_as("https://acme.example:443/api")  # as earlier versions called it
    assert not Target("acme", url, "u", "p", domain="other.com").is_known_as(target.identity)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("instead", ["n/a", "-", "TBD", "?", "0", "000", "geen", "sans objet", "k. A.", "XXX", "#N/A"])
def test_f03_a_placeholder_is_no_reference(tmp_path: Path, server: PracticeServer, instead: str) -> None:
    path = sheet(tmp_path / "jobs.csv", (instead, *PLAIN[1:]), (instead, *OTHER[1:]))
    done = run(path, tmp_path / "state", server).object
    if instead != "#N/A":  # an error of Excel, which is told as that
        assert done["counts"]["created"] == 2
        assert 526 in [problem["code"] for problem in done["problems"]]
        with Caller(server) as caller:
            assert not any(job["reference_back_office"] for job in caller.found("Jobs"))


KINDS = {
    "English": "undefined, pending, void, no reference, no ref, NO-REF, not known, not yet known, to be advised, "
    "Later, unassigned, unspecified, not specified, not available, none yet, reference to follow, NOREF, T.B.D., "
    "Ref TBD, idem, ditto, see above",
    "signs": "xx/xxx, x-x, X/X, WO-?, WO-XXX, WO ???, WO-__, na na, #NB, (WO-XXX)",
    "Dutch": "volgt, niet bekend, Nog niet bekend, nihil, geen, geen referentie, zonder referentie, onbekend, n.v.t., "
    "nog te bepalen, ntb, nader te bepalen, in afwachting, referentie volgt, zie boven",
    "German": "ohne Referenz, keine Referenz, keine Angabe, keine Angaben, noch nicht bekannt, folgt, unbekannt, "
    "entfaellt, entfällt, wird nachgereicht, Referenz fehlt, siehe oben",
    "French": "sans référence, sans reference, pas de référence, inconnu, en attente, à venir, A VENIR, néant, aucune, "
    "non renseigné, à définir, pas encore connue",
    "Spanish": "sin referencia, no consta, por definir, pendiente, no disponible, en espera, todavía no conocido",
    "Portuguese": "sem referência, não disponível, a definir, pendente, nenhuma referência, por atribuir",
    "Italian": "senza riferimento, nessun riferimento, in attesa, da definire, non disponibile, sconosciuto",
}
REFERENCES = (
    "WO-10",
    "X1",
    "NA-77",
    "VOID-7",
    "Plant A",
    "NOORD",
    "J.B.",
    "LINE-A",
    "LINE-X",
    "R-0",
    "WO-000",
    "Offenbach",
    "NO-GO",
    "NV",
    "KANO",
)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", KINDS)
def test_f03_words_and_signs_for_no_reference_are_none_in_any_language(
    tmp_path: Path, server: PracticeServer, kind: str
) -> None:
    column = (*KINDS[kind].split(", "), *REFERENCES)
    rows = ((reference, *PLAIN[1:4], f"Job {n}", *PLAIN[5:]) for n, reference in enumerate(column))
    done = run(sheet(tmp_path / "jobs.csv", *rows), tmp_path / "state", server).object
    assert done["counts"]["created"] == len(column)
    with Caller(server) as caller:
        sent = {str(job["reference_back_office"] or "") for job in caller.found("Jobs")}
    assert sent - {""} == set(REFERENCES)


def ids_in(results: Path) -> list[str]:
    rows = openpyxl.load_workbook(results)["Jobs"].iter_rows(values_only=True)
    headings, *others = list(rows)
    return [str(row[headings.index("Job id")]) for row in others]


def test_ids_in_a_journal_of_version_3_are_found(tmp_path: Path) -> None:
    path, state = tmp_path / "jobs.xlsx", tmp_path / "state"
    state.mkdir()
    shutil.copy(OF_VERSION_3 / "jobs.xlsx", path)
    journal = state / "journal.sqlite"
    journal.write_bytes(gzip.decompress((OF_VERSION_3 / "journal.sqlite.gz").read_bytes()))
    _move_run_to(path, journal)
    assert importer("run", path, "--target", "practice", "--recreate", "--json", state=state).status == 0
    assert ids_in(tmp_path / "jobs.results.xlsx") == ids_in(OF_VERSION_3 / "results.xlsx")


_ASKED = "SELECT started, file, sheet, target, identity, options, file_hash FROM runs"


def _move_run_to(path: Path, journal: Path) -> None:
    """Let the journal's one run be of this file, as if it had been run where it lies now."""
    with sqlite3.connect(journal) as connection:
        ((started, _, *others),) = connection.execute(_ASKED).fetchall()
        seal = run_seal_of(started, str(path), *others)
        connection.execute("UPDATE runs SET file = ?, seal = ?", (str(path), seal))
    connection.close()


def test_results_of_an_earlier_version_are_retried(tmp_path: Path) -> None:
    results = tmp_path / "jobs.results.xlsx"
    shutil.copy(OF_VERSION_3 / "results.xlsx", results)
    words = ("--target", "practice", "--recreate", "--json", "--timezone", "Europe/Brussels")
    done = importer("retry", results, *words, state=tmp_path / "state")
    assert done.status == 0
    assert ids_in(tmp_path / "jobs.results.2.xlsx") == ids_in(results)
