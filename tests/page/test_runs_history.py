"""Runs of before in the browser, those of commands too: what is left to do, correcting, going on, erasing."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from importer.journal import JournalRow
from importer.journal.entries import RowState
from importer.page.pictures import calendar_of, coverage_of, minutes_of
from importer.page.server import PageServer
from importer.records import LastResponse
from importer.runs import check_sheet, import_sheet, list_runs
from importer.settings import Options
from tests.command import ROOT
from tests.page.browser import NARROW, WIDE, barriers, needs_browser, opened
from tests.page.gate import csv_of, gated_target
from tests.page.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def until(is_so: Callable[[], object]) -> None:
    pause = threading.Event()
    while not is_so():
        pause.wait(0.05)


def started(path: Path, target: str) -> "subprocess.Popen[bytes]":
    """The real command, in a process of its own, with the environment of this test."""
    words = [sys.executable, "-m", "importer", "run", str(path), "--target", target, "--yes"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(words, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@needs_browser
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_run_of_a_command_is_corrected_here(
    browser: "Browser", page: PageServer, tmp_path: Path, size: tuple[int, int]
) -> None:
    import_sheet(csv_of(tmp_path / "march.csv", 4, wrong=1), target="practice")
    with opened(browser, page, size) as screen:
        screen.get_by_role("link", name="Runs", exact=True).press("Enter")
        line = screen.locator("tbody tr").first
        assert "3 created, 1 invalid" in line.inner_text()
        assert "1 row to correct" in line.inner_text()
        assert line.locator("svg rect").count() == 2
        assert barriers(screen) == []
        line.get_by_role("link", name="1", exact=True).press("Enter")
        screen.get_by_role("button", name="Correct 1 row").press("Enter")
        screen.get_by_role("heading", name="3 of 4 rows can be sent").wait_for()
        screen.locator("body").press("F8")
        screen.locator(":focus").press("F2")
        screen.locator(":focus").fill("P-1001")
        screen.locator(":focus").press("Enter")
        screen.get_by_role("link", name="Continue to send 4 rows").press("Enter")
        assert "2026-12" in (screen.locator(".calendar").text_content() or "")
        assert barriers(screen) == []
        screen.get_by_role("button", name="Send 4 rows to practice").press("Enter")
        screen.wait_for_url("**/runs/2")
        assert "1 created" in screen.locator(".counts").inner_text()
        assert "3 already exists" in screen.locator(".counts").inner_text()
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.thorough
@needs_browser
def test_results_are_written_again_and_a_run_is_erased(browser: "Browser", page: PageServer, tmp_path: Path) -> None:
    result = import_sheet(csv_of(tmp_path / "march.csv", 2), target="practice")
    assert result.results is not None
    result.results.unlink()
    with opened(browser, page) as screen:
        screen.goto(f"{page.url}/runs/1")
        screen.get_by_role("button", name="Write the results workbook again").press("Enter")
        screen.get_by_role("link", name="Open the results workbook").wait_for()
        assert result.results.exists()
        screen.locator("summary", has_text="Erase this run").press("Enter")
        assert barriers(screen) == []
        screen.get_by_role("button", name="Erase", exact=True).press("Enter")
        screen.locator("#message", has_text="Nothing was erased").wait_for()
        assert len(list_runs()) == 1
        screen.get_by_label("Erase run 1 for good").press("Space")
        screen.get_by_role("button", name="Erase", exact=True).press("Enter")
        screen.get_by_text("Nothing has been sent from this computer yet.").wait_for()
    assert list_runs() == ()


@pytest.mark.thorough
@needs_browser
def test_a_run_of_another_process_is_followed_to_its_end(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated_target(state, monkeypatch, lets_through=3) as (_server, gate), opened(browser, page) as screen:
        run = started(csv_of(tmp_path / "march.csv", 8), "acme")
        until(lambda: gate.held)
        screen.goto(f"{page.url}/runs")
        assert "it is running now" in screen.locator("tbody tr").first.inner_text()
        screen.get_by_role("link", name="1", exact=True).press("Enter")
        screen.locator(".live", has_text="3 created").wait_for()
        assert barriers(screen) == []
        assert screen.get_by_role("button", name="Erase").count() == 0
        screen.reload()
        screen.locator(".live", has_text="3 created").wait_for()
        gate.is_open = True
        screen.get_by_role("heading", name="Run 1: finished").wait_for()
        assert "8 created" in screen.locator(".counts").inner_text()
        assert run.wait(60) == 0


@needs_browser
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.thorough
def test_a_run_that_was_cut_off_goes_on_here(
    browser: "Browser", page: PageServer, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated_target(state, monkeypatch, lets_through=3) as (server, gate), opened(browser, page) as screen:
        run = started(csv_of(tmp_path / "march.csv", 8), "acme")
        until(lambda: gate.held)
        screen.goto(f"{page.url}/runs/1")
        screen.locator(".live", has_text="3 created").wait_for()
        run.send_signal(signal.SIGKILL)
        run.wait(60)
        gate.is_open = True
        screen.get_by_role("heading", name="Run 1: cut off").wait_for()
        assert "importer resume 1" in screen.locator(".next").inner_text()
        screen.get_by_role("button", name="Continue this run").press("Enter")
        screen.get_by_role("link", name="Continue to send 8 rows").press("Enter")
        screen.get_by_role("button", name="Send 8 rows to acme").press("Enter")
        screen.wait_for_url("**/runs/2")
        assert len(server.store.list_entries("Jobs")) == 8
        screen.goto(f"{page.url}/runs")
        assert "continued in run 2" in screen.locator("tbody tr").last.inner_text()


def test_a_run_with_options_that_the_page_does_not_have_is_not_opened(visitor: Visitor, tmp_path: Path) -> None:
    import_sheet(csv_of(tmp_path / "march.csv", 2, wrong=1), target="practice", options=Options(empty=("-",)))
    answer = visitor.post("/runs/1/correct")
    assert answer.status == 409
    assert "--empty -" in str(answer.object["message"])
    assert visitor.server.bench.store.list_drafts() == ()


def test_a_run_whose_file_is_gone_says_so(visitor: Visitor, tmp_path: Path) -> None:
    path = csv_of(tmp_path / "march.csv", 2, wrong=1)
    import_sheet(path, target="practice")
    path.unlink()
    answer = visitor.post("/runs/1/correct")
    assert answer.status == 409
    assert "march.csv" in str(answer.object["message"])


@pytest.mark.parametrize("address", ["/runs/7", "/runs/7/results", "/runs/7/events"])
def test_a_run_that_is_not_there_is_said_not_to_be(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status == 404


def test_the_pictures_count_every_row(state: Path, tmp_path: Path) -> None:
    assert not state.exists()
    batch = check_sheet(csv_of(tmp_path / "march.csv", 40)).batch
    calendar, coverage = calendar_of(batch, batch.sound_rows), coverage_of(batch, batch.sound_rows)
    assert calendar is not None
    assert [(month.label, month.total) for month in calendar.months] == [("2026-12", 40)]
    assert sum(count for _day, count, _strength in calendar.months[0].days) == 40
    assert {strength for _day, _count, strength in calendar.months[0].days} == {2, 4}
    assert coverage is not None
    assert [(project, [one.count for one in squares]) for project, squares in coverage.lines] == [("P-1001", [40])]
    assert coverage.others == 0


def test_rows_a_minute_add_up() -> None:
    begin = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    answered = [begin + timedelta(seconds=20 * place) for place in range(30) if place not in range(9, 15)]
    rows = [
        JournalRow(n, "", "", 0, RowState.SETTLED, LastResponse(), None, when, when) for n, when in enumerate(answered)
    ]
    picture = minutes_of(rows)
    assert picture is not None
    assert [bar.count for bar in picture.bars] == [3, 3, 3, 0, 0, 3, 3, 3, 3, 3]
    assert picture.bars[3].height == 0
    assert minutes_of(rows[:3]) is None
