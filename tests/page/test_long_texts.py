"""A cell, a heading or a server may say a great deal: the buttons below it can be reached all the same."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importer.page.server import PageServer
from tests.odd_server import OddServer, reply
from tests.page.browser import NARROW, needs_browser, opened
from tests.page.test_from_drop_to_results import row, sheet
from tests.workbench.bench import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser
LONG = "W" * 20_000
WITHIN = 8_000  # pixels, of a narrow screen; such texts took sixty thousand


def place_of(screen: "Page", button: str) -> int:
    """How far below the top a button ends."""
    found = screen.get_by_role("button", name=button).first
    return int(found.evaluate("here => here.getBoundingClientRect().bottom + scrollY"))


@pytest.mark.thorough
def test_long_cells_leave_the_buttons_where_they_can_be_reached(
    browser: "Browser", page: PageServer, tmp_path: Path
) -> None:
    long = [(f"{letter}{LONG}", *row(1)[1:3], f"{letter}{LONG}", *row(1)[4:]) for letter in "AB"]
    draft = page.bench.begin(sheet(tmp_path / "jobs.xlsx", [*long, row(3)])).id
    until(page.bench.open(draft))
    with opened(browser, page, NARROW) as screen:
        for name, button in (("values", "Later"), ("send", "Send 1 row to practice")):
            screen.goto(f"{page.url}/work/{draft}/{name}")
            screen.get_by_role("button", name=button).first.wait_for()
            assert place_of(screen, button) < WITHIN, name
            assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_a_long_refusal_leaves_the_buttons_where_they_can_be_reached(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPORTER_PASSWORD", "let-me-in")
    with OddServer(lambda _asked: reply(400, {"Message": f"<img src=x onerror=alert(1)>{LONG * 50}"})) as server:
        state.mkdir(exist_ok=True)
        (state / "config.toml").write_text(f'[targets.acme]\nurl = "{server.url}"\nuser = "anna"\ndomain = "acme"\n')
        draft = page.bench.begin(sheet(tmp_path / "jobs.xlsx", [row(1)]), target="acme").id
        until(page.bench.open(draft))
        with opened(browser, page, NARROW) as screen:
            screen.goto(f"{page.url}/work/{draft}/send")
            screen.get_by_text("<img src=x onerror=alert(1)>").first.wait_for()
            assert place_of(screen, "Read it again") < WITHIN
            assert screen.locator("img[src=x]").count() == 0
