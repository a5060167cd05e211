"""The guide and the kinds of problem in the browser: searched, linked from each problem, open to everybody."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importer.guide import NAMES, read_page, read_pages
from importer.page.help import html_of, search_help
from importer.page.server import PageServer
from importer.problem import CODES
from tests.page.browser import NARROW, WIDE, barriers, needs_browser, opened
from tests.page.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.thorough
@needs_browser
def test_a_problem_on_check_leads_to_its_explanation_and_back(
    browser: "Browser", page: PageServer, tmp_path: Path
) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Name,Project code,Job type code,Status code\nPump,P-1OO1,MAINT,Open\n", encoding="utf-8")
    with opened(browser, page) as screen:
        screen.locator("#pick").set_input_files(path)
        screen.wait_for_url("**/file")
        screen.goto(f"{screen.url.removesuffix('/file')}/check")
        link = screen.locator(".causes b a").first
        number = link.inner_text()
        link.press("Enter")
        screen.wait_for_url(f"**/help/problem/{number}")
        assert f"importer explain {number}" in screen.locator(".command").inner_text()
        assert barriers(screen) == []
        screen.go_back()
        screen.get_by_role("heading", name="0 of 1 row").wait_for()


@needs_browser
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_guide_is_searched_and_read_by_keys(browser: "Browser", page: PageServer, size: tuple[int, int]) -> None:
    with opened(browser, page, size) as screen:
        screen.get_by_role("link", name="Help").press("Enter")
        screen.wait_for_url("**/help")
        assert barriers(screen) == []
        screen.get_by_role("searchbox").fill("bracket colour zebra")
        screen.get_by_role("searchbox").press("Enter")
        screen.get_by_text("No page contains all these words.").wait_for()
        screen.get_by_role("searchbox").fill("mapping file")
        screen.get_by_role("searchbox").press("Enter")
        screen.locator("#found").wait_for()
        assert barriers(screen) == []
        screen.locator(".found a[href^='/help/mapping']").first.press("Enter")
        screen.locator("article h1").wait_for()
        for name in ("analyst", "results", "fields"):
            screen.goto(f"{page.url}/help/{name}")
            assert barriers(screen) == [], name
            assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_every_link_of_the_guide_leads_somewhere(visitor: Visitor) -> None:
    anchors = {name: set(_words(str(html_of(read_page(name))), ' id="')) for name in NAMES}
    for guide in read_pages():
        text = visitor.get(f"/help/{guide.name}").text
        for link in _words(text.partition("<article")[2].partition("</article")[0], 'href="'):
            if link.startswith("http"):
                continue
            name, _, anchor = link.removeprefix("/help/").partition("#")
            assert link.startswith(("/help/", "#")), f"{guide.name}: {link}"
            assert not anchor or anchor in anchors[name or guide.name], f"{guide.name}: {link}"
            assert not name or visitor.get(f"/help/{name}").status == 200, link
        for picture in _words(text, '<img src="/help'):
            assert visitor.get(f"/help{picture}").headers["content-type"] == "image/png"


def _words(text: str, before: str) -> list[str]:
    return [piece.partition('"')[0] for piece in text.split(before)[1:]]


@pytest.mark.thorough
def test_every_kind_of_problem_is_found_by_its_number_and_by_its_title(visitor: Visitor) -> None:
    for number, code in CODES.items():
        assert search_help(str(number))[0].address == f"/help/problem/{number}"
        assert f"/help/problem/{number}" in [one.address for one in search_help(code.title)]
    assert visitor.get("/help/problem/302").status == 200


@pytest.mark.parametrize("address", ["problem/1", "problem/x", "nothing", "picture/..%2fpage.md", "picture/page.md"])
def test_nothing_else_is_shown(visitor: Visitor, address: str) -> None:
    assert visitor.get(f"/help/{address}").status == 404


def test_rule_5_what_is_looked_for_is_text(visitor: Visitor) -> None:
    said = visitor.get("/help?search=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE").text
    assert "<script>alert" not in said
    assert "\\u202e" in said
