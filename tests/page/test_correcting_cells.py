"""Cells corrected in their place, in a real browser: what nobody has changed stays, and a key or click counts once."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importer.page.server import PageServer
from importer.workbench.open_sheet import FEW_ROWS
from tests.page.browser import barriers, needs_browser, opened
from tests.page.gate import csv_of
from tests.page.test_states import dropped

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = needs_browser
HEADINGS = "Reference,Name,Project code,Job type code,Status code\n"


def count_posts(screen: "Page") -> list[str]:
    posts: list[str] = []
    screen.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    return posts


@pytest.mark.thorough
def test_lines_and_unseen_signs_of_a_cell_stay(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f'{HEADINGS}R-1,"Pump\nroom\u200b 2",P-1001,MAINT,Open\n', encoding="utf-8")
    with opened(browser, page) as screen:
        draft = dropped(screen, path)
        screen.goto(f"{draft}/check?only=all")
        posts = count_posts(screen)
        screen.locator("[data-cell=B2]").press("F2")
        assert screen.locator(":focus").input_value() == "Pump\nroom\\u200b 2"
        assert barriers(screen) == []
        screen.locator(":focus").dblclick()  # marks a word
        screen.locator(":focus").press("F2")
        screen.locator(":focus").press("Enter")
        screen.locator("[data-cell=B2]:focus").wait_for()
        assert posts == []
        screen.locator(":focus").press("F2")
        screen.locator(":focus").press("End")
        screen.locator(":focus").press("3")
        screen.locator(":focus").press("Enter")
        screen.locator("#message", has_text="Corrected: B2").wait_for()
    (work_kept,) = page.bench.store.list_drafts()
    assert [edit.text for edit in work_kept.edits] == ["Pump\nroom\u200b 23"]


def test_a_key_or_a_click_counts_once(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    with opened(browser, page) as screen:
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", 4, wrong=3))
        screen.goto(f"{draft}/check")
        posts = count_posts(screen)
        screen.locator("[data-cell=C2]").press("F2")
        screen.locator(":focus").fill("P-1001")
        screen.locator(":focus").evaluate(
            "field => { for (let i = 0; i < 2; i++) "
            "field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true})); }"
        )
        fill = screen.get_by_role("button", name="Fill 2 cells with the same value")
        fill.wait_for()
        assert len(posts) == 1
        fill.evaluate("button => { button.click(); button.click(); }")
        screen.get_by_role("heading", name="All rows can be sent: 4 rows").wait_for()
        assert len(posts) == 2


@pytest.mark.thorough
def test_importer_is_gone_while_other_rows_are_checked(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    with opened(browser, page, may_be_gone=True) as screen:
        draft = dropped(screen, csv_of(tmp_path / "jobs.csv", FEW_ROWS + 1, wrong=1))
        screen.goto(f"{draft}/check")
        fetched: list[str] = []

        def answer(route: "Route") -> None:
            """Only the first time, which is the screen with the first answer."""
            fetched.append(route.request.url)
            (route.continue_ if len(fetched) == 1 else partial(route.abort, "connectionrefused"))()

        screen.locator("[data-cell=C2]").wait_for()
        screen.route("**/check", answer)
        screen.locator("[data-cell=C2]").press("F2")
        screen.locator(":focus").fill("P-1001")
        screen.locator(":focus").press("Enter")
        screen.locator("[data-checking]").wait_for()
        screen.locator("#message", has_text="importer is no longer running").wait_for()
        screen.unroute("**/check")
        screen.locator("[data-checking]").wait_for(state="detached")
        screen.get_by_role("heading", name="All rows can be sent").wait_for()
