"""The guide's pages for a person: every command in them is typed, every cell is edited as they say.

    python -m tests.guide_sessions      writes what the commands print into the pages

A page says in remarks, which readers do not see, what happens between the commands:

    <!-- copy sample_sheets/jobs.xlsx jobs.xlsx -->          a file that the person has
    <!-- type jobs.xlsx Jobs C3 MAINT -->                    what the person types into a cell; nothing empties it
    <!-- save acme.toml -->                                  the block below it is the content of a file

In what a command prints, a line [...] stands for lines that are left out.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from importer.guide import FOLDER
from tests.command import ROOT, environment

PERSONS = ("analyst", "consultant", "support")
STEP = re.compile(
    r"<!-- copy (?P<source>\S+) (?P<copy>\S+) -->"
    r"|<!-- type (?P<book>\S+) (?P<sheet>\S+) (?P<cell>[A-Z]+\d+) (?P<value>.*?) -->"
    r"|<!-- save (?P<saved>\S+) -->\n```\w*\n(?P<content>.*?)```"
    r"|```console\n(?P<typed>.*?)```",
    re.DOTALL,
)
LEFT_OUT = "[...]"  # in place of lines that the page does not show
PROMPT = re.compile(r"^\$ ", re.MULTILINE)
HOME = "/home/you/import"  # the folder in which the person works, as the pages show it
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_PROCESS = re.compile(r"By: \S+, process \d+")


def replayed(page: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Each session of a page with what really happens, from the first command to the last."""
    text = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    for step in STEP.finditer(text):
        if step["source"]:
            shutil.copy(ROOT / step["source"], folder / step["copy"])
        elif step["book"]:
            book = openpyxl.load_workbook(folder / step["book"])
            book[step["sheet"]][step["cell"]] = step["value"] or None
            book.save(folder / step["book"])
        elif step["saved"]:
            (folder / step["saved"]).write_text(step["content"], encoding="utf-8")
        else:
            commands = [told.split("\n", 1)[0] for told in PROMPT.split(step["typed"])[1:]]
            told = [f"{each}\n".split("\n", 1)[1].splitlines() for each in PROMPT.split(step["typed"])[1:]]
            printed = (
                _shorten(_printed(command, folder), shown) for command, shown in zip(commands, told, strict=True)
            )
            yield (
                step["typed"],
                "".join(f"$ {command}\n{text}" for command, text in zip(commands, printed, strict=True)),
            )


def _shorten(printed: str, shown: list[str]) -> str:
    """What is printed, without what the page leaves out: as many lines before and after its [...] as it shows."""
    if LEFT_OUT not in shown:
        return printed
    before, after = shown.index(LEFT_OUT), len([line for line in shown[shown.index(LEFT_OUT) + 1 :] if line])
    lines = printed.splitlines()
    return "\n".join([*lines[:before], LEFT_OUT, *lines[len(lines) - after :]]) + "\n"


def _printed(command: str, folder: Path) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "importer", *shlex.split(command)[1:]],
        env=environment(folder / ".state", COLUMNS="80"),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    printed = _TIME.sub("2026-12-01 09:00:00", ended.stdout.replace(str(folder), HOME))
    return "\n".join(line.rstrip() for line in _PROCESS.sub("By: you, process 4711", printed).splitlines()) + "\n"


def main() -> None:
    """Write what really happens into the pages."""
    for page in PERSONS:
        path = FOLDER / f"{page}.md"
        with tempfile.TemporaryDirectory() as place:
            for told, really in replayed(page, Path(place).resolve()):
                path.write_text(path.read_text(encoding="utf-8").replace(told, really, 1), encoding="utf-8")


if __name__ == "__main__":
    main()
