"""The README's first session: typed into a real shell word for word, by somebody who fills in the sheet in between.

    python -m tests.transcript          writes what the commands print into the README

Only what `pip` would fetch is at hand already: the libraries are those of the tests, put before the new environment.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import openpyxl

from tests.command import ROOT, ZONE
from tests.documents import README

SESSION = re.compile(r"<!-- first sheet -->\n(.*?)<!-- end of first sheet -->", re.DOTALL)
PART = re.compile(r"```console\n(?P<typed>.*?)```|<!-- rows -->\n(?P<rows>(?:\|[^\n]*\n)+)", re.DOTALL)
PROMPT = "$ "
_ENDED = "<<ended>>"


@dataclass(frozen=True)
class Exchange:
    """A command, what it printed, and how it ended."""

    command: str
    printed: str
    status: int = 0

    @property
    def text(self) -> str:
        return f"{PROMPT}{self.command}\n{self.printed}"


Rows = tuple[dict[str, str], ...]


def parts(readme: str) -> Iterator[tuple[Exchange, ...] | Rows]:
    """What is typed, as exchanges, and what is filled in, as rows by heading; in the order of the README."""
    session = SESSION.search(readme)
    assert session is not None
    for part in PART.finditer(session[1]):
        if part["rows"]:
            lines = part["rows"].splitlines()
            heads, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
            yield tuple(dict(zip(heads, row, strict=True)) for row in rows)
        else:
            typed = re.split(r"^\$ ", part["typed"], flags=re.MULTILINE)[1:]
            yield tuple(Exchange(*text.split("\n", 1)) for text in typed)


def fill_in(workbook: Path, rows: Rows) -> None:
    """Type rows under the headings of the first sheet, from the second row on, and save."""
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    columns = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet.cell(number, columns[heading], value)
    book.save(workbook)


class Shell:
    """A shell in a folder that has the source and nothing else, as of somebody who has just got it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, folder)
        shutil.copytree(ROOT / "importer", folder / "importer", ignore=shutil.ignore_patterns("__pycache__"))

    def __enter__(self) -> Self:
        self._shell = subprocess.Popen(
            ["bash", "--norc", "--noprofile"],
            cwd=self.folder,
            env=_environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shell.communicate()

    def type(self, command: str) -> Exchange:
        """Type a command and wait for what it prints."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f"{{ {command}\n}} </dev/null; echo '{_ENDED}'$?\n")
        self._shell.stdin.flush()
        printed = ""
        for line in self._shell.stdout:
            before, ended, status = line.rpartition(_ENDED)
            printed += before if ended else line
            if ended:
                _have_libraries(self.folder)
                return Exchange(command, printed, int(status))
        raise AssertionError(f"the shell ended at {command!r}: {printed}")


def _have_libraries(folder: Path) -> None:
    """Where there is a new environment, let it see the libraries of this one."""
    found = find_spec("typer")
    assert found is not None
    assert found.origin is not None
    for place in folder.glob(".venv/lib/python*/site-packages"):
        (place / "of_the_tests.pth").write_text(f"{Path(found.origin).parent.parent}\n")


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "TZ": ZONE,
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which is pip's way to say yes
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def replayed(readme: str, folder: Path) -> Iterator[tuple[Exchange, Exchange]]:
    """Each exchange of the README with what really happened."""
    with Shell(folder) as shell:
        for part in parts(readme):
            for item in part:
                if isinstance(item, Exchange):
                    yield item, shell.type(item.command)
            if isinstance(part[0], dict):
                fill_in(folder / "jobs.xlsx", tuple(row for row in part if isinstance(row, dict)))


def main() -> None:
    """Write what really happens into the README."""
    text, done = README.read_text(encoding="utf-8"), 0
    with tempfile.TemporaryDirectory() as place:
        for told, really in replayed(text, Path(place)):
            print(really.text, end="")
            at = text.index(told.text, done)
            text = text[:at] + really.text + text[at + len(told.text) :]
            done = at + len(really.text)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
