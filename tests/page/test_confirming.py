"""Sending needs a confirmation of just this, used once, and the typed name of a production target."""

import re
import threading
from pathlib import Path

import pytest

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from importer.settings import to_canonical_url
from importer.workbench import OpenedWork
from tests.page.visitor import Visitor

CONFIRMATION = re.compile(r'name="confirmation" value="([^"]+)"')
CSV = "Reference,Name,Project code,Job type code,Status code\nWO-1,Pump,P-1001,MAINT,Open\n"


@pytest.fixture
def acme(page: PageServer, practice: PracticeServer, state: Path, monkeypatch: pytest.MonkeyPatch) -> OpenedWork:
    """A sheet for a production target, ready to be sent."""
    state.mkdir(exist_ok=True)
    words = f'url = "{practice.url}"\nuser = "{practice.user}"\ndomain = "{practice.domain}"\nproduction = true\n'
    (state / "config.toml").write_text(f"[targets.acme]\n{words}", encoding="utf-8")
    monkeypatch.setenv("IMPORTER_PASSWORD", practice.password)
    sheet = state / "jobs.csv"
    sheet.write_text(CSV, encoding="utf-8")
    return ready(page.bench.open(page.bench.begin(sheet, target="acme").id))


def ready(opened: OpenedWork) -> OpenedWork:
    pause = threading.Event()
    while opened.is_busy:
        pause.wait(0.02)
    return opened


def test_production_is_sent_to_once_and_only_by_its_name(
    visitor: Visitor, acme: OpenedWork, practice: PracticeServer
) -> None:
    address = f"/work/{acme.work.id}/send"
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


def test_a_confirmation_of_one_sheet_is_none_of_another(visitor: Visitor, acme: OpenedWork, state: Path) -> None:
    other = state / "other.csv"
    other.write_text(CSV.replace("WO-1", "WO-2"), encoding="utf-8")
    bench = visitor.server.bench
    opened = ready(bench.open(bench.begin(other, target="acme").id))
    found = CONFIRMATION.search(visitor.get(f"/work/{acme.work.id}/send").text)
    assert found
    sent = visitor.post(f"/work/{opened.work.id}/send", {"confirmation": found[1], "typed": "acme"})
    assert sent.status == 409
    assert opened.sending is None


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/api", "/etc/passwd", "nobody", "acme\nevil"])
def test_the_browser_names_no_address_and_no_file(visitor: Visitor, acme: OpenedWork, target: str) -> None:
    answer = visitor.post(f"/work/{acme.work.id}/file", {"target": target, "path": "/etc/passwd", "sheet": ""})
    assert answer.status == 200
    assert visitor.server.bench.store.get(acme.work.id) == acme.work
    assert acme.work.target == "acme"
