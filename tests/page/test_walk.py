"""Random clicks and keys find nothing wrong for a while, and what is wrong is found."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from tests.page.browser import needs_browser, opened
from tests.page.walk import Findings, Walk, compare, make_sheets

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_browser, pytest.mark.thorough]


def test_nothing_breaks_for_half_a_minute(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    with opened(browser, page, accept_downloads=True) as screen:
        walk = Walk(screen, make_sheets(tmp_path, 300), 1)
        walk.go(time.monotonic() + 30)
    assert walk.findings.wrong == []
    assert walk.findings.steps
    assert walk.findings.drops


def test_an_error_of_the_server_and_rows_that_no_sheet_has_are_found(
    browser: "Browser", page: PageServer, tmp_path: Path
) -> None:
    with opened(browser, page) as screen:
        walk = Walk(screen, dict.fromkeys(make_sheets(tmp_path, 3), 99), 1)
        screen.route("**/runs", lambda route: route.fulfill(body="<main>Traceback</main>", content_type="text/html"))
        screen.goto(f"{page.url}/runs")
        walk.check_screen()
        walk.check_response(500, "/runs")
        screen.unroute("**/runs")
        screen.goto(page.url)
        screen.locator("#pick").set_input_files(tmp_path / "clean.csv")
        screen.wait_for_url("**/file")
        screen.goto(screen.url.replace("/file", "/check"))
        screen.locator("h1", has_text="6").wait_for()
        walk.check_screen()
    found = [line.partition("): ")[2] for line in walk.findings.wrong]
    assert [line.split()[0] for line in found] == ["the", "HTTP", "6"]


@pytest.mark.usefixtures("state")
def test_two_jobs_of_one_row_are_found(tmp_path: Path) -> None:
    with PracticeServer(tmp_path / "practice.sqlite") as practice:
        findings = Findings()
        for entry_id in ("a", "b"):
            practice.store.add("Jobs", {"id": entry_id, "reference_back_office": "W-1"})
        compare(practice, findings)
    assert findings.wrong == ["2 jobs have the reference W-1"]
