"""What a sheet at work gives besides: a workbook to fill in, rows sorted, files for others, answers that are kept."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from importer.mapping import list_remembered
from importer.page.server import PageServer
from importer.runs import check_sheet
from importer.workbench.open_sheet import FEW_ROWS
from tests.page.browser import NARROW, WIDE, barriers, needs_browser, opened
from tests.page.gate import csv_of
from tests.page.visitor import Visitor
from tests.workbench.bench import checked

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HEADINGS = "Reference,Name,Project code,Job type code,Status code,Working sequence\n"


def sheet(path: Path, *rows: str) -> Path:
    path.write_text(HEADINGS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def dropped(screen: "Page", path: Path) -> str:
    """Drop a file; gives the address of its sheet."""
    screen.locator("#pick").set_input_files(path)
    screen.wait_for_url("**/file")
    screen.get_by_role("button", name="Use this sheet").wait_for()
    return screen.url.removesuffix("/file")


def name_customer(screen: "Page") -> None:
    screen.get_by_label("Customer that your answers").fill("Brouwerij Zuid")
    with screen.expect_navigation():
        screen.get_by_role("button", name="Use this sheet").press("Enter")
    screen.locator('#customer[value="Brouwerij Zuid"]').wait_for()


@pytest.mark.thorough
@needs_browser
def test_a_workbook_to_fill_in_can_be_checked_as_it_is(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    with opened(browser, page) as screen:
        with screen.expect_download() as download:
            screen.get_by_role("button", name="Get the workbook").press("Enter")
        assert download.value.suggested_filename == "jobs.xlsx"
        download.value.save_as(tmp_path / "jobs.xlsx")
    book = load_workbook(tmp_path / "jobs.xlsx")
    jobs = book["Jobs"]
    headings = [str(cell.value).rstrip("*") for cell in jobs[1]]
    filled = {"Name": "Pump", "Project code": "P-1001", "Job type code": "MAINT", "Status code": "Open"}
    for heading, text in filled.items():
        jobs.cell(2, headings.index(heading) + 1, text)
    book.save(tmp_path / "filled.xlsx")
    result = check_sheet(tmp_path / "filled.xlsx", target="practice")
    assert len(result.batch.sound_rows) == 1


@needs_browser
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_rows_are_sorted_by_a_column_and_stay_so(
    browser: "Browser", page: PageServer, tmp_path: Path, size: tuple[int, int]
) -> None:
    rows = (f"R-{number},Pump,P-1001,MAINT,Open,{number}" for number in (10, 9, 100))
    with opened(browser, page, size) as screen:
        draft = dropped(screen, sheet(tmp_path / "jobs.csv", *rows, ",Valve,P-1001,MAINT,Open,"))
        screen.goto(f"{draft}/check?only=all")
        column = "tbody tr td:nth-of-type(1) .text"
        screen.get_by_role("link", name="Working sequence F").press("Enter")
        screen.wait_for_url("**order=F*")
        assert screen.locator(column).all_inner_texts() == ["R-9", "R-10", "R-100", ""]
        assert screen.locator("th[aria-sort=ascending]").inner_text().startswith("Working sequence")
        screen.get_by_role("link", name="Working sequence F").press("Enter")
        screen.wait_for_url("**order=-F*")
        assert screen.locator(column).all_inner_texts() == ["R-100", "R-10", "R-9", ""]
        assert barriers(screen) == []
        screen.locator("[data-cell=B4]").press("F2")
        screen.locator(":focus").fill("Valve")
        screen.locator(":focus").press("Enter")
        screen.locator("#message", has_text="Corrected: B4").wait_for()
        assert screen.locator(column).all_inner_texts() == ["R-100", "R-10", "R-9", ""]
        screen.get_by_role("link", name="Reference A").press("Enter")
        screen.wait_for_url("**order=A*")
        assert screen.locator(column).all_inner_texts() == ["R-10", "R-100", "R-9", ""]


@needs_browser
@pytest.mark.thorough
def test_wrong_rows_go_to_the_customer_and_corrections_into_a_copy(
    browser: "Browser", page: PageServer, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "jobs.csv", *(f"R-{n},Pump,{code},MAINT,Open,{n}" for n, code in enumerate(("P-x", "P-1001", "P-x")))
    )
    with opened(browser, page) as screen:
        draft = dropped(screen, path)
        screen.goto(f"{draft}/check")
        assert screen.get_by_role("link", name="Save a corrected copy").count() == 0
        with screen.expect_download() as download:
            screen.get_by_role("link", name="Save the file for the customer").press("Enter")
        assert download.value.suggested_filename == "jobs.to-correct.xlsx"
        download.value.save_as(tmp_path / "for.xlsx")
        screen.locator("[data-cell=C2]").press("F2")
        screen.locator(":focus").fill("P-1002")
        screen.locator(":focus").press("Enter")
        with screen.expect_download() as download:
            screen.get_by_role("link", name="Save a corrected copy").press("Enter")
        download.value.save_as(tmp_path / "corrected.xlsx")
    result = check_sheet(tmp_path / "for.xlsx", target="practice")
    assert result.rows == 2
    assert not result.batch.sound_rows
    copy = check_sheet(tmp_path / "corrected.xlsx", target="practice")
    assert copy.rows == 3
    assert len(copy.batch.sound_rows) == 2
    assert path.read_text(encoding="utf-8").count("P-1002") == 0


@pytest.mark.thorough
@needs_browser
def test_an_answer_is_kept_for_a_customer_and_offered_next_time(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path
) -> None:
    with opened(browser, page) as screen:
        draft = dropped(screen, sheet(tmp_path / "march.csv", "R-1,Pump,P-1001,QQ17,Open,1"))
        name_customer(screen)
        screen.goto(f"{draft}/values")
        card = screen.locator(".decide", has_text="QQ17")
        card.get_by_label("Another value").fill("MAINT")
        assert barriers(screen) == []
        card.get_by_role("button", name="Always use this for Brouwerij Zuid").last.press("Enter")
        screen.locator("#message", has_text="It is saved for Brouwerij Zuid").wait_for()
        (kept,) = list_remembered(state)
        assert kept.customer.name == "Brouwerij Zuid"
        assert kept.mapping.values["job_type_code"] == {"QQ17": "MAINT"}
        screen.get_by_role("link", name="Continue to the check").press("Enter")
        screen.get_by_role("heading", name="All rows can be sent: 1 row").wait_for()
        screen.goto(page.url)
        assert "1 row can be sent" in screen.locator("section", has_text="Your sheets").inner_text()
        draft = dropped(screen, sheet(tmp_path / "april.csv", "R-2,Pump,P-1001,QQ17,Open,1"))
        assert screen.locator("#customers option").count() == 1
        name_customer(screen)
        screen.get_by_role("button", name="Use this sheet").press("Enter")
        offered = screen.locator(".decide", has_text="march.csv")
        offered.locator("h2").press("y")
        offered.wait_for(state="hidden")
        screen.goto(f"{draft}/check")
        screen.get_by_role("heading", name="All rows can be sent: 1 row").wait_for()


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes are for Linux")
def test_a_file_whose_name_is_not_unicode_is_given(visitor: Visitor, tmp_path: Path) -> None:
    path = sheet(tmp_path / os.fsdecode(b"caf\xe9.csv"), "R-1,Pump,P-x,MAINT,Open,1", "R-2,Pump,P-1001,MAINT,Open,1")
    draft = checked(visitor.server.bench, path).draft
    assert visitor.get(f"/work/{draft.id}/for-the-customer").status == 200


def test_a_file_for_the_customer_has_what_the_whole_check_finds(visitor: Visitor, tmp_path: Path) -> None:
    draft = checked(visitor.server.bench, csv_of(tmp_path / "jobs.csv", FEW_ROWS + 1, wrong=1)).draft
    assert visitor.post(f"/work/{draft.id}/edit", {"cell": "A4", "text": "jobs-3"}).status == 200  # row 5 has it, too
    assert "data-checking" in visitor.get(f"/work/{draft.id}/check").text
    (tmp_path / "for.xlsx").write_bytes(visitor.get(f"/work/{draft.id}/for-the-customer").body)
    assert check_sheet(tmp_path / "for.xlsx", target="practice").rows == 3


@pytest.mark.parametrize("name", ["for-the-customer", "corrected"])
def test_a_file_of_nothing_is_not_made(visitor: Visitor, tmp_path: Path, name: str) -> None:
    draft = checked(visitor.server.bench, sheet(tmp_path / "jobs.csv", "R-1,Pump,P-1001,MAINT,Open,1")).draft
    assert visitor.get(f"/work/{draft.id}/{name}").status == 404


@pytest.mark.parametrize("target", ["nobody", "http%3A%2F%2F127.0.0.1%3A1", "..%2F.."])
def test_rule_7_a_workbook_is_made_for_a_known_target_alone(visitor: Visitor, target: str) -> None:
    assert visitor.get(f"/template?target={target}").status == 404


@pytest.mark.parametrize("order", ["AAAA", "<b>", "F%27", "ZZ", "--F"])
@pytest.mark.thorough(but=1)
def test_an_order_that_is_none_is_that_of_the_sheet(visitor: Visitor, tmp_path: Path, order: str) -> None:
    draft = checked(visitor.server.bench, sheet(tmp_path / "jobs.csv", "R-1,Pump,P-x,MAINT,Open,1")).draft
    answer = visitor.get(f"/work/{draft.id}/check?order={order}")
    assert answer.status == 200
    assert "<b>F" not in answer.text
