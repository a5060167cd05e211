"""Random clicks and keys on the page in a real browser, for a time, with all that must hold looked at after each.

    python -m tests.page.walk [--minutes N] [--seed N] [--rows N]

The walk is drawn from its seed: it drops sheets, presses whatever button, link, field, cell or key is there, goes back,
reloads and types nonsense. After each step no answer is an error of the server, nothing on the screen or in its console
says that something broke, and the rows of a sheet add up; what was decided and corrected is still there after a reload.
In the end each job is on the practice server once, and the counts of every run add up.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from importer.records import Status
from importer.runs import list_runs, show_run
from tests.command import ROOT
from tests.page.browser import opened, running_browser
from tests.page.kills import BROKEN, HEADINGS, make_environment

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Page, Request

PRESSABLE = (
    "main button, main a[href], main summary, main select, main input:not([type=hidden]), main td[data-cell], nav a"
)
LEFT_ALONE = re.compile(r"^(mailto:|https?://(?!127\.|localhost|[0-9a-z.-]*localhost))")
KEYS = ("F8", "F2", "Escape", "Enter", "Tab", "y", "x", "s", "n", "1", "2", "Control+z", "ArrowDown", "ArrowRight")
WORDS = ("", "P-1001", "MAINT", "Open", "2026-12-31", "31/12/2026", "x" * 300, "<b>", "=1+1", "1e999", "Ünïcode", "0")
COUNTED = re.compile(
    r"(?P<sound>[0-9,]+) of (?P<total>[0-9,]+) rows? can be sent|All rows can be sent: (?P<all>[0-9,]+) row"
)
DECIDED = re.compile(r"Decisions made: ([0-9]+)")
FIRST_ERROR_OF_SERVER = 500
TARGET = "acme"


@dataclass
class Findings:
    """What a walk comes to."""

    steps: int = 0
    drops: int = 0
    slowest: float = 0.0
    pressed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """All in a line."""
        return (
            f"{self.steps} steps, {len(self.pressed)} different things pressed, {self.drops} sheets dropped, "
            f"slowest answer {self.slowest:.2f} s: {len(self.wrong)} findings"
        )


class Walk:
    """One person who presses anything, in one browser."""

    def __init__(self, screen: "Page", sheets: dict[Path, int], seed: int) -> None:
        from playwright.sync_api import Error  # noqa: PLC0415 - it may be missing

        self._screen, self._sheets, self._failure = screen, sheets, Error
        self._drawn = random.Random(seed)  # noqa: S311 - a walk is no secret
        self.findings = Findings()
        self._doing = ""
        screen.on("response", lambda answer: self.check_response(answer.status, answer.url))
        screen.on("dialog", lambda dialog: dialog.dismiss())
        screen.on("requestfinished", self._time)

    def go(self, until: float) -> None:
        """Walk until a moment of time.monotonic()."""
        while time.monotonic() < until:
            self._do_anything()
            self.findings.steps += 1
            self.check_screen()

    def _do_anything(self) -> None:
        ways = ((6, self._press), (2, self._type_key), (1, self._drop), (1, self._go_back), (1, self._reload))
        ((_, way),) = self._drawn.choices(ways, [weight for weight, _ in ways])
        self._doing = way.__name__
        with suppress(self._failure):  # what was there may be gone when it is pressed
            way()
        self._screen.wait_for_load_state()

    def _press(self) -> None:
        shown = [one for one in self._screen.query_selector_all(PRESSABLE) if one.is_visible()]
        if not shown:
            self._screen.goto(self._screen.url.split("/", 3)[0] + "//" + self._screen.url.split("/", 3)[2])
            return
        chosen = self._drawn.choice(shown)
        tag, words = chosen.evaluate("one => [one.tagName, one.type || '']")
        name = re.sub(r"[0-9]+", "#", (chosen.inner_text() or chosen.get_attribute("name") or tag).strip())[:40]
        if LEFT_ALONE.match(chosen.get_attribute("href") or ""):
            return
        self._doing = f"{tag} {name}"
        self.findings.pressed[self._doing] += 1
        self._use(chosen, tag, words)

    def _use(self, chosen: "ElementHandle", tag: str, kind: str) -> None:
        if tag == "SELECT":
            values = [one.get_attribute("value") or one.inner_text() for one in chosen.query_selector_all("option")]
            chosen.select_option(self._drawn.choice(values), timeout=1_000)
        elif tag == "TD":
            chosen.dblclick(timeout=1_000)
            self._screen.keyboard.type(self._drawn.choice(WORDS))
            self._screen.keyboard.press(self._drawn.choice(("Enter", "Escape", "Tab")))
        elif tag == "INPUT" and kind == "file":
            self._drop()
        elif tag == "INPUT" and kind not in {"checkbox", "radio"}:
            chosen.fill(self._drawn.choice(WORDS), timeout=1_000)
        else:
            chosen.click(timeout=1_000)

    def _type_key(self) -> None:
        self._screen.keyboard.press(self._drawn.choice(KEYS))

    def _drop(self) -> None:
        if self._screen.locator("#pick").count() == 0:
            self._screen.locator("a.brand").click(timeout=1_000)
            self._screen.locator("#pick").wait_for(state="attached", timeout=5_000)
        self.findings.drops += 1
        self._screen.locator("#pick").set_input_files(self._drawn.choice(list(self._sheets)))
        self._screen.wait_for_url("**/file", timeout=20_000)

    def _go_back(self) -> None:
        self._screen.go_back(timeout=5_000)

    def _reload(self) -> None:
        before = self._list_kept()
        self._screen.reload(timeout=20_000)
        after = self._list_kept()
        if before and after and before != after:
            self._find(f"after a reload {after} instead of {before}")

    def _list_kept(self) -> tuple[str, ...]:
        if self._screen.locator("[data-events], [data-checking]").count():
            return ()
        text = self._read()
        return (self._screen.url, *(found[0] for found in (DECIDED.search(text), COUNTED.search(text)) if found))

    def check_screen(self) -> None:
        text = self._read()
        if BROKEN.search(text) or "Traceback" in text or "Internal Server Error" in text:
            self._find(f"the screen says: {text[:300]!r}")
        if (found := COUNTED.search(text)) and "/check" in self._screen.url:
            total = int((found["total"] or found["all"]).replace(",", ""))
            if total not in self._sheets.values():
                self._find(f"{total} rows, which no sheet has")

    def _read(self) -> str:
        with suppress(self._failure):  # the next step looks again
            return self._screen.locator("body").inner_text(timeout=20_000)
        return ""

    def check_response(self, status: int, url: str) -> None:
        if status >= FIRST_ERROR_OF_SERVER:
            self._find(f"HTTP {status} of {url}")

    def _time(self, request: "Request") -> None:
        timing = request.timing
        self.findings.slowest = max(self.findings.slowest, (timing["responseStart"] - timing["requestStart"]) / 1_000)

    def _find(self, what: str) -> None:
        self.findings.wrong.append(f"step {self.findings.steps} ({self._doing}): {what}")
        sys.stderr.write(f"{self.findings.wrong[-1]}\n")


def make_sheets(folder: Path, rows: int) -> dict[Path, int]:
    """Sheets to drop, with how many rows each has: a clean one, one with mistakes, a long one, an export."""
    made = {}
    for name, count, wrong in (("clean", 6, 0), ("mistakes", 12, 3), ("long", rows, 50)):
        path = folder / f"{name}.csv"
        lines = [",".join(HEADINGS)]
        for number in range(count):
            project = "P-x" if wrong and number % wrong == 1 else "P-1001"
            lines.append(f"W-{name}-{number},Service {name} {number},{project},MAINT,Open")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        made[path] = count
    return {**made, ROOT / "sample_sheets" / "legacy_export.xlsx": 4}


def compare(practice: PracticeServer, findings: Findings) -> None:
    """What is on the server and what the runs tell of it."""
    there = Counter(str(entry["reference_back_office"]) for entry in practice.store.list_entries("Jobs"))
    findings.wrong += [f"{count} jobs have the reference {one}" for one, count in there.items() if one and count > 1]
    ids = {str(entry["id"]) for entry in practice.store.list_entries("Jobs")}
    for run in list_runs():
        summary, result, _rows = show_run(str(run.run.run))
        if summary.run.target != TARGET:
            continue  # the walk chose the practice server of this computer
        if sum(result.counts.values()) != len(result.outcomes):
            findings.wrong.append(f"run {summary.run.run}: the counts do not add up")
        created = [one.job_id for one in result.outcomes if one.status is Status.CREATED]
        findings.wrong += [f"run {summary.run.run}: {one} is not there" for one in created if one not in ids]


def walk(minutes: float, seed: int, rows: int) -> Findings:
    """One walk, on a page and a practice server of its own."""
    with tempfile.TemporaryDirectory(prefix="page-walk-") as name:
        folder = Path(name)
        sheets = make_sheets(folder, rows)
        with PracticeServer(folder / "practice.sqlite") as practice, running_browser() as browser:
            os.environ.update(make_environment(folder, practice))
            with PageServer(None, TARGET) as server, opened(browser, server, accept_downloads=True) as screen:
                one = Walk(screen, sheets, seed)
                one.go(time.monotonic() + minutes * 60)
            compare(practice, one.findings)
    return one.findings


def main() -> int:
    """Do what the words say; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=2_000, help="of the longest sheet")
    words = parser.parse_args()
    findings = walk(words.minutes, words.seed, words.rows)
    print(findings.line)
    print(*findings.wrong, sep="\n")
    return 1 if findings.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
