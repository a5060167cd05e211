"""A sheet from drop to created jobs, by clicks and keys alone, in a real browser."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from importer.page.server import PageServer
from tests.command import ROOT
from tests.page.browser import NARROW, WIDE, barriers, needs_browser, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser
HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code", "Due date")


def sheet(path: Path, rows: list[tuple[str, ...]]) -> Path:
    book = Workbook()
    march = book.create_sheet("March", 0)
    for row in (HEADINGS, *rows):
        march.append(row)
    book.save(path)
    return path


def row(number: int, project: str = "P-1001", name: str = "Service of the boiler") -> tuple[str, ...]:
    return (f"WO-{number}", name, project, "MAINT", "Open", "2026-12-31")


def drop(page: "Page", path: Path) -> None:
    page.locator("#pick").set_input_files(path)
    page.wait_for_url("**/file")
    page.get_by_role("button", name="Use this sheet").wait_for()


def test_a_sheet_becomes_jobs_by_clicks_alone(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = sheet(tmp_path / "March jobs.xlsx", [row(1), row(2), row(3, project="P-1OO1"), row(4)])
    with opened(browser, page) as screen:
        assert screen.get_by_text("Nothing has been sent from this computer yet.").is_visible()
        drop(screen, path)
        assert screen.get_by_role("heading", level=1).inner_text() == '4 rows in the sheet "March", headings in row 1'
        screen.get_by_role("button", name="Use this sheet").click()
        screen.wait_for_url("**/values")  # the project could be a slip, which is decided here or in the file
        screen.get_by_role("button", name="Later").click()
        screen.get_by_text("Nothing left to decide here.").wait_for()
        screen.get_by_role("link", name="Continue to the check").click()
        screen.wait_for_url("**/check")
        assert screen.get_by_role("heading", level=1).inner_text() == "3 of 4 rows can be sent"
        assert screen.get_by_text("When this is fixed, 1 row can be sent.").is_visible()
        screen.locator("body").press("F8")
        assert "P-1OO1" in screen.locator(":focus").inner_text()
        screen.get_by_role("link", name="Continue to send 3 rows").click()
        assert screen.get_by_text("on this computer").first.is_visible()
        screen.get_by_role("button", name="Send 3 rows to practice").click()
        screen.wait_for_url("**/runs/1")
        assert "3 created" in screen.locator(".counts").inner_text()
        assert "1 invalid" in screen.locator(".counts").inner_text()
        with screen.expect_download() as download:
            screen.get_by_role("link", name="Open the results workbook").click()
        results = tmp_path / download.value.suggested_filename
        download.value.save_as(results)
        screen.get_by_role("button", name="Correct 1 row").click()
        screen.wait_for_url("**/check")
        screen.go_back()
        screen.wait_for_url("**/runs/1")
    book = load_workbook(results)
    statuses = [cell.value for cell in next(c for c in book["March"].columns if c[0].value == "Status")]
    assert statuses == ["Status", "created", "created", "invalid", "created"]


def test_the_legacy_sample_is_decided_by_keys_and_sent_whole(browser: "Browser", page: PageServer) -> None:
    """What is suggested is taken, what fills no field is left out; not more answers than with the command."""
    with opened(browser, page) as screen:
        drop(screen, ROOT / "sample_sheets" / "legacy_export.xlsx")
        screen.get_by_role("button", name="Use this sheet").press("Enter")
        screen.locator(".decide h2").first.wait_for()
        answers = answer_all(screen)
        screen.get_by_role("link", name="Continue to the values").press("Enter")
        screen.wait_for_url("**/values")
        answers += answer_all(screen)
        assert answers <= 8
        screen.reload()  # what was decided is kept
        screen.locator("summary", has_text=f"Decisions made: {answers}").wait_for()
        with screen.expect_download() as download:
            screen.get_by_role("link", name="Save mapping.toml").click()
        assert '"Srt werk" = "job_type' in download.value.path().read_text(encoding="utf-8")
        screen.get_by_role("link", name="Continue to the check").press("Enter")
        screen.get_by_role("heading", name="All rows can be sent: 4 rows").wait_for()
        screen.get_by_role("link", name="Continue to send 4 rows").press("Enter")
        screen.get_by_role("button", name="Send 4 rows to practice").press("Enter")
        screen.wait_for_url("**/runs/1")
        assert "4 created" in screen.locator(".counts").inner_text()


def answer_all(screen: "Page") -> int:
    """Answer what is asked on this screen by the key of the first answer; gives how many answers that took."""
    answers = 0
    while screen.locator(".decide").count():
        first = screen.locator(".decide").first
        asked = first.locator("h2").inner_text()
        first.locator("h2").press("y" if first.locator("[data-key=y]").count() else "x")
        screen.locator(".decide h2").get_by_text(asked, exact=True).wait_for(state="hidden")
        answers += 1
    return answers


@pytest.mark.thorough
def test_an_answer_in_ones_own_words_is_taken_back_and_given_again(
    browser: "Browser", page: PageServer, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "jobs.xlsx", [(*row(1)[:3], "QQ17", *row(1)[4:]), row(2)])
    with opened(browser, page) as screen:
        drop(screen, path)
        screen.goto(f"{screen.url.removesuffix('/file')}/values")
        card = screen.locator(".decide", has_text="QQ17")
        assert screen.locator(".decide h2").first.evaluate("here => here === document.activeElement")
        for word in ("nothing of the kind", "MAINT"):
            card.locator("h2").press("/")
            assert screen.locator("datalist option").count() > 5
            card.locator("[name=typed]").fill(word)
            card.locator("[name=typed]").press("Enter")
            if word != "MAINT":
                screen.locator("#message", has_text=f'no "{word}"').wait_for()
        card.wait_for(state="hidden")
        screen.locator(":focus").press("Control+z")
        screen.locator("#message", has_text="Undone").wait_for()
        card.wait_for()
        card.locator("[name=typed]").press("y")  # a letter there is a letter
        assert card.locator("[name=typed]").input_value() == "y"
        card.locator("[name=typed]").fill("MAINT")
        card.locator("[name=typed]").press("Enter")
        screen.get_by_text("Nothing left to decide here.").wait_for()


def test_cells_are_corrected_where_they_stand(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", [row(1, "zz"), row(2), row(3, "zz"), row(4, "zz")])
    with opened(browser, page) as screen:
        drop(screen, path)
        screen.goto(f"{screen.url.removesuffix('/file')}/check")
        screen.get_by_role("heading", name="1 of 4 rows can be sent").wait_for()
        screen.locator("body").press("F8")
        screen.locator(":focus").press("F2")
        screen.locator(":focus").fill("never")
        screen.locator(":focus").press("Escape")
        assert screen.locator(":focus").get_attribute("data-cell") == "C2"
        assert screen.locator(":focus .text").inner_text() == "zz"
        screen.get_by_role("button", name="Edit the cell").click()
        screen.locator(":focus").fill("P-1002")
        screen.locator(":focus").press("Enter")
        screen.get_by_role("heading", name="2 of 4 rows can be sent").wait_for()
        assert barriers(screen) == []
        screen.get_by_role("button", name="Fill 2 cells with the same value").press("Enter")
        screen.get_by_role("heading", name="All rows can be sent: 4 rows").wait_for()
        screen.locator("h1").press("Control+z")
        screen.get_by_role("heading", name="2 of 4 rows can be sent").wait_for()
        screen.get_by_role("link", name="Continue to send 2 rows").click()
        screen.get_by_role("button", name="Send 2 rows to practice").click()
        screen.wait_for_url("**/runs/1")
        assert "2 created" in screen.locator(".counts").inner_text()


@pytest.mark.thorough(but=0)
def test_rule_8_a_second_send_of_the_same_confirmation_sends_nothing(
    browser: "Browser", page: PageServer, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "jobs.xlsx", [row(1)])
    with opened(browser, page) as screen:
        drop(screen, path)
        draft = screen.url.removesuffix("/file")
        screen.goto(f"{draft}/send")
        screen.get_by_role("button", name="Send 1 row to practice").wait_for()
        with screen.context.expect_page() as another:
            screen.evaluate("window.open(location.href)")
        second = another.value
        second.get_by_role("button", name="Send 1 row to practice").wait_for()
        screen.get_by_role("button", name="Send 1 row to practice").click()
        screen.wait_for_url("**/runs/1")
        screen.go_back()
        screen.goto(f"{draft}/send")
        token = screen.locator("[name=confirmation]").get_attribute("value")
        assert token
        answers = screen.evaluate(
            """async ([address, token]) => {
                const send = () => fetch(address, {method: 'POST', headers: {'X-Importer': 'page'},
                    body: JSON.stringify({confirmation: token})}).then((answer) => answer.status);
                return [await send(), await send()];
            }""",
            [f"{draft}/send", token],
        )
        assert answers == [200, 409]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_nothing_keeps_anybody_out(browser: "Browser", page: PageServer, tmp_path: Path, size: tuple[int, int]) -> None:
    odd = "Pump \u202eevil\u202c <script>alert(1)</script> {{ 7 * 7 }}\x85 " + "x" * 80
    path = sheet(tmp_path / "jobs.xlsx", [row(1, name=odd), row(2, project="P-x")])
    with opened(browser, page, size) as screen:
        seen: dict[str, list[str]] = {"start": barriers(screen)}
        drop(screen, path)
        draft = screen.url.removesuffix("/file")
        for name in ("file", "columns", "values", "check?only=all", "send"):
            screen.goto(f"{draft}/{name}")
            screen.locator("h1").wait_for()
            seen[name] = barriers(screen)
            assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            if "file" in name or "check" in name:
                text = screen.locator("table").inner_text()
                assert "Pump \\u202eevil\\u202c <script>alert(1)</script> {{ 7 * 7 }}" in text
        screen.get_by_role("button", name="Send 1 row to practice").click()
        screen.wait_for_url("**/runs/1")
        seen["run"] = barriers(screen)
        for name in ("/", "/runs", "/nothing"):
            screen.goto(f"{page.url}{name}")
            seen[name] = barriers(screen)
    assert {name: found for name, found in seen.items() if found} == {}
