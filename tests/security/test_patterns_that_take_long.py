"""S5, X1: no pattern that sees the text of a file takes time that grows faster than the text."""

import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import process_time

import openpyxl
import pytest

import importer
from importer.catalogue import JOBS
from importer.errors import SheetError
from importer.steps.read import csv, read_sheet
from importer.steps.read.csv.dialect import Dialect
from tests.builders import good
from tests.command import importer_measured

ROOMS = ("catalogue", "steps.read", "steps.map", "mapping", "workbook_parts", "settings.address")
LONG = 12_000
SECONDS = 0.8  # of the processor; what grows with the square takes more
PIECES = (
    "0",
    "1",
    "a",
    " ",
    "\t",
    "\n",
    ".",
    "-",
    "/",
    "'",
    '"',
    '""',
    "1 ",
    "0. ",
    "a ",
    "1,",
    "T0",
    "€ ",
    "<a ",
    "[",
)
LINE = 1 << 20  # characters


def patterns() -> Iterator[tuple[str, "re.Pattern[str] | re.Pattern[bytes]"]]:
    for found in pkgutil.walk_packages(importer.__path__, "importer."):
        if not found.name.removeprefix("importer.").startswith(ROOMS):
            continue
        for name, held in vars(import_module(found.name)).items():
            many = held.values() if isinstance(held, dict) else held if isinstance(held, tuple | list) else (held,)
            yield from ((f"{found.name}.{name}", each) for each in many if isinstance(each, re.Pattern))
    for delimiter in (",", "\t", " ", ", "):
        for dialect in (Dialect(delimiter), Dialect(delimiter, "'", "\\")):
            for name in ("_clean_cell", "_clean_line", "opening", "behind", "bare", "quotes", "_escaped"):
                yield f"{dialect}.{name}", getattr(dialect, name)


def test_every_pattern_is_linear() -> None:
    for name, pattern in {(name, pattern) for name, pattern in patterns()}:
        for piece in PIECES:
            text = piece * (LONG // len(piece)) + "x@"
            given = text if isinstance(pattern.pattern, str) else text.encode()
            began = process_time()
            pattern.match(given)  # type: ignore[arg-type]
            pattern.fullmatch(given)  # type: ignore[arg-type]
            assert process_time() - began < SECONDS, f"{name} {pattern.pattern!r} {text[:5]!r}"


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("piece", ["a ", '="a"\t', '""', "é"])
def test_a_line_of_a_megabyte_is_read_in_little_time(
    piece: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "SMALL", 4 * LINE)  # in this process, so that it is measured
    path = tmp_path / "jobs.csv"
    path.write_text("Name;City\n" + piece * (LINE // len(piece)) + ";x\n", encoding="cp1252")
    began = process_time()
    with suppress(SheetError):
        read_sheet(path)
    assert process_time() - began < 40 * SECONDS


@pytest.mark.thorough
def test_long_texts_in_every_column_are_checked_in_little_time(tmp_path: Path) -> None:
    texts = ["0" * 30_000 + "x", "0" + " " * 30_000 + "x", "a@" + "." * 30_000 + "@", "T0" * 15_000]
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    headings = [*good(), *(field.heading for field in JOBS if field.heading not in good())]
    page.append([*headings, "(" + " " * 30_000 + "x"])
    for text in texts:
        page.append([text] * len(headings))
    book.save(tmp_path / "jobs.xlsx")
    said = importer_measured("check", tmp_path / "jobs.xlsx", "--json", state=tmp_path / "state")
    assert 0 < said.seconds < 140 * SECONDS
    assert said.status in {3, 4}, said.err
