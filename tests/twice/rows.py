"""A practice server in this process, sheets of rows, and the real command on them."""

import csv
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from importer.practice.server import PracticeServer
from tests.command import Said, importer
from tests.practice.caller import Caller
from tests.terminal import Terminal

HEADINGS = ("Reference", "Project code", "Job type code", "Status code", "Name", "Description", "Due date")


def row(name: str, **changes: str) -> tuple[str, ...]:
    """A sound row without a reference."""
    cells = dict(zip(HEADINGS, ("", "P-1001", "MAINT", "ToBePlanned", name, f"About {name}", ""), strict=True))
    return tuple((cells | {heading.replace("_", " "): text for heading, text in changes.items()}).values())


def write(path: Path, *rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    """A sheet: a CSV, or a workbook where the name says so."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *rows])
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Jobs"
    for line in (headings, *rows):
        sheet.append(line)
    book.save(path)
    return path


@dataclass(frozen=True)
class Work:
    """A folder, and a server that jobs go to, whose lists are taken to lag so many seconds at most."""

    folder: Path
    server: PracticeServer
    lag: str = ""

    def run(self, path: Path, *words: str | Path, state: str = "state", verb: str = "run") -> Said:
        return self.show(verb, path, *words, "--json", state=state)

    def show(self, *words: str | Path, state: str = "state") -> Said:
        """What a person is told by this command."""
        login = {"user": self.server.user, "password": self.server.password, "domain": self.server.domain}
        lag = {"lag_seconds": self.lag} if self.lag else {}
        return importer(*words, state=self.folder / state, url=self.server.url, **login, **lag)

    def counts(self, path: Path, *words: str | Path, state: str = "state", verb: str = "run") -> dict[str, int]:
        counts: dict[str, int] = self.run(path, *words, state=state, verb=verb).object["counts"]
        return {status: count for status, count in counts.items() if count}

    def answer(self, path: Path, word: str, *, verb: str = "run") -> int:
        """Run it at a terminal, and answer so what rows are that resemble earlier ones; the exit status."""
        login = {"URL": self.server.url, "USER": self.server.user, "DOMAIN": self.server.domain}
        settings = {f"IMPORTER_{name}": value for name, value in {**login, "PASSWORD": self.server.password}.items()}
        with Terminal(verb, path, state=self.folder / "state", settings=settings) as terminal:
            terminal.answer(b"Send ", "y")
            terminal.answer(b"Are they the same", word)
            return terminal.end()

    def names(self) -> list[str]:
        """The names of the jobs that are there."""
        with Caller(self.server) as caller:
            return sorted(str(job["name"]) for job in caller.found("Jobs"))
