"""`importer doctor`: every part of it fine on the practice server, and each fault told with what to do."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from importer.doctor import Finding, FindingState, examine
from importer.practice.server import PracticeServer
from tests import certificate
from tests.builders import good
from tests.command import importer
from tests.odd_server import Asked, OddServer, Reply, reply
from tests.workbooks import workbook

PAGE = {"value": [], "@odata.count": 0}
NOW = "Wed, 25 Nov 2026 10:00:00 GMT"


@pytest.fixture(autouse=True)
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("IMPORTER_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.key_store.FileKeyStore")


def found(folder: Path, target: str | None = None) -> dict[str, Finding]:
    return {finding.what: finding for finding in examine(target, folder)}


def at(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"URL": url, "USER": "anna", "PASSWORD": "pw"}.items():
        monkeypatch.setenv(f"IMPORTER_{name}", value)


def test_all_is_well_on_the_practice_server_and_nothing_is_created(practice: PracticeServer, tmp_path: Path) -> None:
    words = ("--url", practice.url, "--user", practice.user, "--domain", practice.domain)
    importer("login", "acme", *words, "--password-stdin", state=tmp_path, typed=practice.password)
    importer("run", workbook(tmp_path, good()), "--target", "acme", state=tmp_path)
    before = len(practice.store.list_entries("Jobs"))
    said = importer("doctor", "--target", "acme", "--json", state=tmp_path)
    assert said.status == 0, said.out
    told = {finding["what"]: finding for finding in said.object["findings"]}
    assert said.object["fine"] is True
    assert {finding["state"] for finding in told.values()} == {"fine"}
    assert list(told) == [
        *("importer", "Python", "libraries", "settings", "environment", "key store", "state folder", "journal"),
        *("output folder", "target", "name", "TLS", "login", "lists", "rights", "clock"),
    ]
    assert "none was created" in told["rights"]["found"]
    assert "1 run," in told["journal"]["found"]
    assert len(practice.store.list_entries("Jobs")) == before == 1
    with sqlite3.connect(tmp_path / "journal.sqlite") as journal:
        journal.execute("UPDATE rows SET last_answer = 'no json'")
    journal.close()
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "journal.sqlite").rename(tmp_path / "state" / "journal.sqlite")
    assert found(tmp_path)["journal"].state is FindingState.WRONG, "a row that was changed by hand"


def test_each_thing_is_one_line_and_a_fault_ends_with_status_3(tmp_path: Path) -> None:
    said = importer("doctor", "--target", "practise", state=tmp_path, pasword="x")
    assert said.status == 3
    lines = said.out.splitlines()
    wrong = [line for line in lines if line.startswith("wrong")]
    assert len(wrong) == 2
    assert 'Did you mean "IMPORTER_PASSWORD"?' in wrong[0]
    assert 'Did you mean "practice"?' in wrong[1]
    assert all(" -> " in line for line in wrong)
    assert lines[-1].startswith("2 problems. Follow the arrows")


def test_every_variable_that_is_read_is_a_known_setting(tmp_path: Path) -> None:
    said = importer("doctor", "--json", state=tmp_path, lag_seconds="5", attempts="3", outage_seconds="9")
    told = {finding["what"]: finding for finding in said.object["findings"]}
    assert told["environment"]["state"] == "fine", told["environment"]
    assert "IMPORTER_LAG_SECONDS" in told["environment"]["found"]


def test_without_a_target_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    told = found(tmp_path)
    assert told["target"].state is FindingState.UNKNOWN
    assert told["output folder"].state is FindingState.FINE
    assert not [finding for finding in told.values() if finding.state is FindingState.WRONG]


def test_a_damaged_journal_settings_file_and_folder(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "journal.sqlite").write_bytes(b"no database" * 1000)
    (tmp_path / "config.toml").write_text("[targets")
    told = found(tmp_path / "none")
    assert told["journal"].state is FindingState.WRONG
    assert told["settings"].state is FindingState.WRONG
    assert told["output folder"].state is FindingState.WRONG
    assert all(finding.advice for finding in told.values() if finding.state is FindingState.WRONG)


def test_settings_that_others_may_change(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("")
    (tmp_path / "config.toml").chmod(0o666)
    assert "chmod 600" in found(tmp_path)["settings"].advice


@pytest.mark.parametrize(
    ("url", "what", "reason"),
    [
        ("https://no-such-host.invalid/api", "name", "not known"),
        ("https://127.0.0.1:9/api", "TLS", "no connection"),
        ("http://127.0.0.1:9/api", "login", "No answer"),
    ],
)
def test_a_target_that_is_not_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, what: str, reason: str
) -> None:
    at(url, monkeypatch)
    told = found(tmp_path)
    assert told[what].state is FindingState.WRONG
    assert reason in told[what].found


def answers(**odd: Reply) -> Callable[[Asked], Reply]:
    """A target that does all as it should but for the listing, or the verb, that is named."""

    def answer(asked: Asked) -> Reply:
        if asked.method in odd:
            return odd[asked.method]
        if "(" in asked.path:
            return odd.get("one", reply(404, {}, Date=NOW))
        listing = asked.path.removeprefix("/api/").partition("?")[0]
        return odd.get(listing, reply(200, PAGE)) if asked.method == "GET" else reply(400, {"Message": "no"})

    return answer


@pytest.mark.parametrize(
    ("odd", "what", "told"),
    [
        ({"Jobs": reply(401), "JobStatus": reply(401)}, "login", "refused the login of anna"),
        ({"Project": reply(403), "Skill": reply(404)}, "lists", "Project (HTTP 403), Skill (HTTP 404)"),
        ({"POST": reply(403)}, "rights", "may not create jobs"),
        ({"POST": reply(201, {"id": "x"})}, "rights", "it created a job without any field, which it must refuse"),
        ({"one": reply(200, {"id": "x"})}, "rights", "it created a job without any field, which it must refuse"),
        ({"POST": reply(500)}, "rights", "which answers 400"),
        ({"one": reply(404, {}, Date="Wed, 25 Nov 2020 10:00:00 GMT")}, "clock", "behind this computer"),
        ({"one": reply(404, {}, Date="Wed, 25 Nov 2099 10:00:00 GMT")}, "clock", "ahead of this computer"),
        ({"POST": Reply(then="close")}, "rights", "no answer"),
    ],
)
def test_what_a_target_does_not_do_as_it_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: dict[str, Reply], what: str, told: str
) -> None:
    with OddServer(answers(**odd)) as server:
        at(server.url, monkeypatch)
        finding = found(tmp_path)[what]
    assert finding.state is FindingState.WRONG
    assert told in finding.found + finding.advice
    assert finding.advice


@pytest.mark.parametrize(
    "headers",
    [{}, {"Date": f"Mon, 1 Jan {'9' * 20} 00:00:00 GMT"}, {"Date": f"Mon, 1 Jan 2026 00:00:00 +{'9' * 17}"}],
    ids=["none", "a year of 20 digits", "a zone of 17 digits"],
)
def test_a_target_that_does_not_tell_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    with OddServer(answers(one=reply(404, {}, **headers))) as server:
        at(server.url, monkeypatch)
        assert found(tmp_path)["clock"].state is FindingState.UNKNOWN


def test_a_certificate_is_refused_in_the_users_language(tmp_path: Path) -> None:
    """OpenSSL says "self-signed certificate" in every language."""
    with OddServer(lambda _: reply(200, {}), certificate.made(tmp_path).context) as server:
        (tmp_path / "config.toml").write_text(f'[targets.acme]\nurl = "{server.url}"\nuser = "u"\n')
        said = importer("doctor", "--target", "acme", "--language", "nl", state=tmp_path, password="x")
        told = importer("check", workbook(tmp_path, good()), "--target", "acme", state=tmp_path, password="x")
        typed = ("login", "other", "--url", server.url, "--user", "u", "--password-stdin")
        login = importer(*typed, state=tmp_path, typed="x\n").err
    line = next(line for line in said.out.splitlines() if " TLS " in line)
    assert "het certificaat wordt niet aanvaard: het is zelfondertekend" in line
    assert "'importer login acme --ca-bundle bundle.pem --language nl'" in line
    assert "'importer doctor --target acme'" in told.err
    assert "it is self-signed" in login
    assert "password" not in login
    assert f"'importer login other --url {server.url} --user u'" in login
