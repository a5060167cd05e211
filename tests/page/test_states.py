"""Each state that a screen can be in, in a real browser: it says what is, nothing is lost, and nobody is kept out."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from tests.page.browser import barriers, needs_browser, opened
from tests.page.gate import csv_of, gated_target
from tests.page.test_runs_history import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser
HEADINGS = "Reference,Name,Project code,Job type code,Status code\n"
OPEN = ("unknown", "not sent")


def dropped(screen: "Page", path: Path) -> str:
    """Drop a file; gives the address of its sheet."""
    screen.locator("#pick").set_input_files(path)
    screen.wait_for_url("**/file")
    screen.get_by_role("button", name="Use this sheet").wait_for()
    return screen.url.removesuffix("/file")


def heading(screen: "Page", name: str) -> None:
    screen.get_by_role("heading", level=1, name=name).wait_for()


@pytest.mark.thorough
def test_nothing_to_decide(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    with opened(browser, page) as screen:
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 2))
        screen.get_by_role("button", name="Use this sheet").press("Enter")
        heading(screen, "All rows can be sent: 2 rows")
        assert screen.get_by_text("No row has an error.").is_visible()
        for step in ("columns", "values"):
            screen.goto(f"{draft}/{step}")
            screen.get_by_text("Nothing left to decide here.").wait_for()
            assert barriers(screen) == []


@pytest.mark.thorough
def test_one_decision(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"{HEADINGS}R-1,Pump,P-1001,QQ17,Open\n", encoding="utf-8")
    with opened(browser, page) as screen:
        draft = dropped(screen, path)
        screen.goto(f"{draft}/values")
        heading(screen, "Values and rows: 1 decision is open")
        assert "1" in screen.locator(".steps a[aria-current]").inner_text()
        assert barriers(screen) == []
        assert screen.locator(".decide .first").count() == 0  # to leave rows out is nobody's first answer
        screen.locator(".decide h2").press("x")
        screen.get_by_text("Nothing left to decide here.").wait_for()


@pytest.mark.thorough
def test_thousands_of_values_are_asked_some_at_a_time(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    kinds = ("P-1001,{},Open", "{},MAINT,Open", "P-1001,MAINT,{}")
    rows = (f"R-{n},Pump,{kinds[n % 3].format(f'{chr(65 + n % 26)}Q{n:05}')}\n" for n in range(2400))
    path.write_text(HEADINGS + "".join(rows), encoding="utf-8")
    with opened(browser, page) as screen:
        screen.set_default_timeout(60_000)
        draft = dropped(screen, path)
        screen.goto(f"{draft}/values")
        screen.locator(".decide").first.wait_for()
        assert screen.locator(".decide").count() <= 50
        assert barriers(screen) == []
        screen.goto(f"{draft}/check?only=all")
        heading(screen, "0 of 2,400 rows can be sent")
        assert screen.locator("tbody tr").count() == 100
        screen.wait_for_function("() => !document.querySelector('[data-events]')")
        screen.get_by_role("link", name="Next page").press("Enter")
        screen.get_by_text("Page 2 of 24").wait_for()
        assert barriers(screen) == []


class Locked:
    """A target that lets the login in until it is shut."""

    def __init__(self) -> None:
        self.shut = False

    def around(self, app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            closed = self.shut and scope["type"] == "http"
            await (JSONResponse({}, status_code=401) if closed else app)(scope, receive, send)

        return answer


@pytest.mark.thorough
def test_a_login_that_is_refused_when_it_comes_to_sending(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Locked()
    state.mkdir(mode=0o700)
    with PracticeServer(tmp_path / "practice.sqlite", wrap=door.around) as server, opened(browser, page) as screen:
        words = f'url = "{server.url}"\nuser = "{server.user}"\ndomain = "{server.domain}"\n'
        (state / "config.toml").write_text(f'target = "acme"\n[targets.acme]\n{words}', encoding="utf-8")
        monkeypatch.setenv("IMPORTER_PASSWORD", server.password)
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 2))
        screen.goto(f"{draft}/send")
        screen.get_by_role("button", name="Send 2 rows to acme").wait_for()
        door.shut = True
        screen.get_by_role("button", name="Send 2 rows to acme").press("Enter")
        screen.locator(".notice").wait_for()
        assert barriers(screen) == []
        door.shut = False
        screen.get_by_role("button", name="Send 2 rows to acme").press("Enter")
        screen.wait_for_url("**/runs/1")
        assert "2 created" in screen.locator(".counts").inner_text()


@pytest.mark.thorough
def test_importer_is_gone_in_the_middle(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    with opened(browser, page, may_be_gone=True) as screen:
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 2))
        screen.goto(f"{draft}/check?only=all")
        heading(screen, "All rows can be sent: 2 rows")
        page.__exit__()
        screen.locator("[data-cell=B2]").press("F2")
        screen.locator(":focus").fill("Valve")
        screen.locator(":focus").press("Enter")
        screen.locator("#message", has_text="importer is no longer running").wait_for()
        assert screen.locator("[data-cell=B2] input").input_value() == "Valve"  # what was typed stays
        assert barriers(screen) == []


def test_the_target_is_gone_in_the_middle_of_a_run(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated_target(state, monkeypatch, lets_through=3) as (server, gate), opened(browser, page) as screen:
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 8))
        use_acme(screen)
        screen.goto(f"{draft}/send")
        screen.get_by_role("button", name="Send 8 rows to acme").press("Enter")
        until(lambda: gate.held)
        port = urlsplit(server.url).port or 0
        server.__exit__()
        screen.get_by_role("button", name="Stop after the rows in progress").press("Enter")
        screen.wait_for_url("**/runs/1", timeout=60_000)
        told = screen.locator(".counts").inner_text()
        counts = [int(found[1]) if (found := re.search(rf"([0-9]+) {word}", told)) else 0 for word in OPEN]
        assert counts[0] >= 1, "sent, and nobody answered"
        assert sum(counts) == 5, "a row that waited for its turn is not sent"
        assert barriers(screen) == []
        with PracticeServer(server.file, port=port) as again:
            screen.get_by_role("button", name="Continue this run").press("Enter")
            screen.get_by_role("link", name="Continue to send 8 rows").press("Enter")
            screen.get_by_role("button", name="Send 8 rows to acme").press("Enter")
            screen.wait_for_url("**/runs/2")
            assert len(again.store.list_entries("Jobs")) == 8


def use_acme(screen: "Page") -> None:
    screen.get_by_label("Target", exact=True).select_option("acme")
    with screen.expect_navigation():
        screen.get_by_role("button", name="Use this sheet").press("Enter")
    screen.locator(".target", has_text="acme").wait_for()
    screen.get_by_role("button", name="Use this sheet").wait_for()


@pytest.mark.thorough
def test_the_file_has_changed_meanwhile(browser: "Browser", page: PageServer, state: Path, tmp_path: Path) -> None:
    path = csv_of(tmp_path / "jobs.csv", 2)
    draft = f"{page.url}/work/{page.bench.begin(path, target='practice').id}"
    assert state.exists()
    with opened(browser, page) as screen:
        screen.goto(f"{draft}/send")
        screen.get_by_role("button", name="Send 2 rows to practice").wait_for()
        path.write_text(path.read_text(encoding="utf-8").replace("Pump", "Valve"), encoding="utf-8")
        screen.get_by_role("button", name="Send 2 rows to practice").press("Enter")
        screen.locator(".notice", has_text="Nothing was sent").wait_for()
        assert barriers(screen) == []
        screen.goto(f"{draft}/check?only=all")
        screen.get_by_role("button", name="Read the file again").press("Enter")
        screen.get_by_role("button", name="Use this sheet").wait_for()
        assert "Valve" in screen.locator("table").inner_text()
        screen.goto(f"{draft}/send")
        screen.get_by_role("button", name="Send 2 rows to practice").press("Enter")
        screen.wait_for_url("**/runs/1")
        assert "2 created" in screen.locator(".counts").inner_text()


@pytest.mark.thorough
def test_the_file_is_gone_meanwhile(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = csv_of(tmp_path / "jobs.csv", 2)
    draft = f"{page.url}/work/{page.bench.begin(path, target='practice').id}"
    with opened(browser, page) as screen:
        screen.goto(f"{draft}/check?only=all")
        heading(screen, "All rows can be sent: 2 rows")
        path.unlink()
        screen.get_by_role("button", name="Read the file again").press("Enter")
        heading(screen, "This sheet cannot be used yet")
        assert "jobs.csv" in screen.locator(".notice").inner_text()
        assert barriers(screen) == []


@pytest.mark.thorough
def test_two_tabs_show_the_same(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"{HEADINGS}R-1,Pump,P-1001,QQ17,Open\nR-2,Pump,P-1001,MAINT,Open\n", encoding="utf-8")
    with opened(browser, page) as screen:
        draft = dropped(screen, path)
        screen.goto(f"{draft}/values")
        second = screen.context.new_page()
        second.goto(f"{draft}/values")
        for tab in (screen, second):
            tab.locator(".decide", has_text="QQ17").wait_for()
        screen.locator(".decide h2").press("x")
        screen.get_by_text("Nothing left to decide here.").wait_for()
        second.locator(".decide h2").press("x")
        second.locator("#message", has_text="already decided").wait_for()
        second.reload()
        second.locator("summary", has_text="Decisions made: 1").wait_for()
        second.get_by_role("button", name="Undo").press("Enter")
        second.locator(".decide", has_text="QQ17").wait_for()
        screen.reload()
        screen.locator(".decide", has_text="QQ17").wait_for()


def test_a_closed_tab_loses_nothing_and_the_run_goes_on(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated_target(state, monkeypatch, lets_through=3) as (server, gate):
        with opened(browser, page) as screen:
            draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 8))
            use_acme(screen)
            screen.goto(f"{draft}/send")
            screen.get_by_role("button", name="Send 8 rows to acme").press("Enter")
            screen.locator(".live", has_text="3 created").wait_for()
        with opened(browser, page) as screen:
            assert "it is running now" in screen.locator("section", has_text="Recent runs").inner_text()
            screen.goto(f"{draft}/send")
            screen.locator(".live", has_text="3 created").wait_for()
            assert barriers(screen) == []
            gate.is_open = True
            screen.wait_for_url("**/runs/1")
            assert "8 created" in screen.locator(".counts").inner_text()
        assert len(server.store.list_entries("Jobs")) == 8


@pytest.mark.thorough
def test_a_reload_at_each_moment_changes_nothing(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated_target(state, monkeypatch, lets_through=3) as (server, gate), opened(browser, page) as screen:
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 8, wrong=1))
        reloaded(screen)
        use_acme(screen)
        for step in ("columns", "values", "check", "send"):
            screen.goto(f"{draft}/{step}")
            reloaded(screen)
        screen.goto(f"{draft}/check")
        screen.locator("[data-cell=C2]").press("F2")
        screen.locator(":focus").fill("P-1001")
        screen.locator(":focus").press("Enter")
        heading(screen, "All rows can be sent: 8 rows")
        reloaded(screen)
        screen.goto(f"{draft}/send")
        screen.get_by_role("button", name="Send 8 rows to acme").press("Enter")
        for _time in range(3):
            screen.locator(".live", has_text="3 created").wait_for()
            screen.reload()
        gate.is_open = True
        screen.wait_for_url("**/runs/1")
        reloaded(screen)
        assert "8 created" in screen.locator(".counts").inner_text()
        assert len(server.store.list_entries("Jobs")) == 8
        assert gate.held <= 5


def reloaded(screen: "Page") -> None:
    screen.wait_for_function("() => !document.querySelector('[data-events]')")
    before = screen.locator("h1").inner_text(), screen.locator(".steps").all_inner_texts()
    screen.reload()
    assert (screen.locator("h1").inner_text(), screen.locator(".steps").all_inner_texts()) == before
