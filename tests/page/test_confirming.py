"""Rule 8: sending needs a confirmation of just this, used once, and the typed name of a production target."""

import re
import threading
from pathlib import Path

import pytest

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from importer.settings import to_canonical_url
from importer.workbench import OpenDraft
from tests.page.visitor import Visitor
from tests.security.test_decisions_in_results_of_others import results_of_others
from tests.workbench.bench import until

CONFIRMATION = re.compile(r'name="confirmation" value="([^"]+)"')
CSV = "Reference,Name,Project code,Job type code,Status code\nWO-1,Pump,P-1001,MAINT,Open\n"


@pytest.fixture
def acme(page: PageServer, practice: PracticeServer, state: Path, monkeypatch: pytest.MonkeyPatch) -> OpenDraft:
    """A sheet for a production target, ready to be sent."""
    state.mkdir(exist_ok=True)
    set_acme(state, practice, production=True)
    monkeypatch.setenv("IMPORTER_PASSWORD", practice.password)
    sheet = state / "jobs.csv"
    sheet.write_text(CSV, encoding="utf-8")
    return ready(page.bench.open(page.bench.begin(sheet, target="acme").id))


def set_acme(state: Path, practice: PracticeServer, *, production: bool, url: str = "") -> None:
    """The target in the user's own settings file, as `importer login` writes it."""
    words = f'url = "{url or practice.url}"\nuser = "{practice.user}"\ndomain = "{practice.domain}"\n'
    more = f"production = {str(production).lower()}\n"
    (state / "config.toml").write_text(f"[targets.acme]\n{words}{more}", encoding="utf-8")


def confirmation_of(visitor: Visitor, opened: OpenDraft) -> tuple[str, str]:
    """The Send screen once the sheet is read, and the confirmation on it."""
    address = f"/work/{opened.draft.id}/send"
    while not (found := CONFIRMATION.search(screen := visitor.get(address).text)):
        assert "data-events" in screen, screen
        ready(opened)
    return screen, found[1]


def ready(opened: OpenDraft) -> OpenDraft:
    pause = threading.Event()
    while opened.is_busy:
        pause.wait(0.02)
    return opened


def test_rule_8_production_is_sent_to_once_and_only_by_its_name(
    visitor: Visitor, acme: OpenDraft, practice: PracticeServer
) -> None:
    address = f"/work/{acme.draft.id}/send"
    screen = visitor.get(address).text
    assert "production" in screen
    assert to_canonical_url(practice.url) in screen
    assert practice.password not in screen
    found = CONFIRMATION.search(screen)
    assert found
    for wrong in ({}, {"typed": "acme"}, {"confirmation": "x", "typed": "acme"}):
        assert visitor.post(address, wrong).status == 409
    for typed in ("", "Acme", "acme ", "practice"):
        assert visitor.post(address, {"confirmation": found[1], "typed": typed}).status == 422
    ready(acme)
    assert not practice.store.list_entries("Jobs")
    assert visitor.post(address, {"confirmation": found[1], "typed": "acme"}).status == 200
    assert visitor.post(address, {"confirmation": found[1], "typed": "acme"}).status == 409
    ready(acme)
    assert len(practice.store.list_entries("Jobs")) == 1


def test_rule_8_a_confirmation_of_one_sheet_is_none_of_another(visitor: Visitor, acme: OpenDraft, state: Path) -> None:
    other = state / "other.csv"
    other.write_text(CSV.replace("WO-1", "WO-2"), encoding="utf-8")
    bench = visitor.server.bench
    opened = ready(bench.open(bench.begin(other, target="acme").id))
    found = CONFIRMATION.search(visitor.get(f"/work/{acme.draft.id}/send").text)
    assert found
    sent = visitor.post(f"/work/{opened.draft.id}/send", {"confirmation": found[1], "typed": "acme"})
    assert sent.status == 409
    assert opened.sending is None


def test_rule_8_a_target_that_became_production_meanwhile_is_sent_to_by_its_name_only(
    visitor: Visitor, acme: OpenDraft, practice: PracticeServer, state: Path
) -> None:
    address = f"/work/{acme.draft.id}/send"
    set_acme(state, practice, production=False)
    screen, before = confirmation_of(visitor, acme)
    assert 'name="typed"' not in screen
    set_acme(state, practice, production=True)
    for given in ({"confirmation": before}, {"confirmation": before, "typed": "acme"}):
        assert visitor.post(address, given).status == 409, "what was confirmed was no production target"
    visitor.get(f"/work/{acme.draft.id}/file")
    ready(acme)
    assert 'class="target production">' in visitor.get(f"/work/{acme.draft.id}/file").text
    screen, now = confirmation_of(visitor, acme)
    assert 'name="typed"' in screen
    assert "<b>(production)</b>" in screen
    assert visitor.post(address, {"confirmation": now}).status == 422
    ready(acme)
    assert not practice.store.list_entries("Jobs")
    assert visitor.post(address, {"confirmation": now, "typed": "acme"}).status == 200
    ready(acme)
    assert len(practice.store.list_entries("Jobs")) == 1


def test_rule_8_a_target_that_has_another_address_by_now_is_read_and_confirmed_anew(
    visitor: Visitor, acme: OpenDraft, practice: PracticeServer, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PracticeServer(state / "other.sqlite") as other:
        monkeypatch.setenv("IMPORTER_PASSWORD", other.password)
        address = f"/work/{acme.draft.id}/send"
        _screen, before = confirmation_of(visitor, acme)
        set_acme(state, practice, production=True, url=other.url)
        refused = visitor.post(address, {"confirmation": before, "typed": "acme"})
        assert (refused.status, "have changed" in refused.text) == (409, True)
        screen, _now = confirmation_of(visitor, acme)
        assert to_canonical_url(other.url) in screen
        assert to_canonical_url(practice.url) not in screen
        assert not practice.store.list_entries("Jobs") + other.store.list_entries("Jobs")


@pytest.mark.parametrize("settings", ["", "[targets.acme\n", "[targets.acme]\nurl = 1\n"])
def test_rule_8_a_target_that_is_not_there_any_more_is_not_sent_to(
    visitor: Visitor, acme: OpenDraft, practice: PracticeServer, state: Path, settings: str
) -> None:
    address = f"/work/{acme.draft.id}/send"
    _screen, before = confirmation_of(visitor, acme)
    (state / "config.toml").write_text(settings, encoding="utf-8")
    assert visitor.post(address, {"confirmation": before, "typed": "acme"}).status == 409
    visitor.get(address)
    ready(acme)
    for _time in range(2):
        assert "Read it again" in visitor.get(address).text
    assert not practice.store.list_entries("Jobs")


def test_rule_8_the_run_itself_sends_to_what_was_confirmed_only(
    visitor: Visitor, acme: OpenDraft, practice: PracticeServer, state: Path
) -> None:
    """Between the click and the run, the settings may change once more."""
    assert acme.checked is not None
    assert acme.target is not None
    bench = visitor.server.bench
    confirmation = bench.make_confirmation(acme, acme.checked)
    set_acme(state, practice, production=False)
    bench.send(acme, confirmation)
    ready(acme)
    assert acme.sending is not None
    assert acme.sending.declined
    assert not practice.store.list_entries("Jobs")


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/api", "/etc/passwd", "nobody", "acme\nevil"])
def test_rule_7_the_browser_names_no_address_and_no_file(visitor: Visitor, acme: OpenDraft, target: str) -> None:
    answer = visitor.post(f"/work/{acme.draft.id}/file", {"target": target, "path": "/etc/passwd", "sheet": ""})
    assert answer.status == 200
    assert visitor.server.bench.store.get(acme.draft.id) == acme.draft
    assert acme.draft.target == "acme"


def test_how_results_of_others_are_read_is_told_where_sending_is_confirmed(visitor: Visitor, tmp_path: Path) -> None:
    bench = visitor.server.bench
    opened = until(bench.open(bench.begin(results_of_others(tmp_path, tmp_path / "theirs")).id))
    shown = visitor.get(f"/work/{opened.draft.id}/send").text
    assert "Send 1 row to practice" in shown
    assert "--timezone Asia/Tokyo and 1 decided heading" in shown.partition("confirmation")[0]
