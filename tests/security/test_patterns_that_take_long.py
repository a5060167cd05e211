"""S5, X1: no pattern that sees the text of a file takes time that grows faster than the text."""

import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

import importer
from importer.catalogue import JOBS
from importer.errors import SheetError
from importer.steps.read import csv, read_sheet
from importer.steps.read.csv.dialect import Dialect
from tests.builders import good
from tests.command import importer_measured
from tests.processor import allowed, seconds_of

ROOMS = ("catalogue", "steps.read", "steps.map", "mapping", "workbook_parts", "settings.address")
LONG = 24_000
LITTLE = 0.1  # seconds of the processor: what takes less is not looked at more closely
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
    """What grows with the square takes sixteen times as long for four times as much."""
    for name, pattern in {(name, pattern) for name, pattern in patterns()}:
        for piece in PIECES:
            whole = cost(pattern, piece, LONG)
            linear = whole < LITTLE or whole < 8 * cost(pattern, piece, LONG // 4)
            assert linear, f"{name} {pattern.pattern!r} {piece!r}"


def cost(pattern: "re.Pattern[str] | re.Pattern[bytes]", piece: str, size: int) -> float:
    """The seconds of the processor that it takes to look for a pattern in a piece again and again up to a size."""
    text = piece * (size // len(piece)) + "x@"
    given = text if isinstance(pattern.pattern, str) else text.encode()
    return seconds_of(lambda: (pattern.match(given), pattern.fullmatch(given)))  # type: ignore[arg-type]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("piece", ["a ", '="a"\t', '""', "é"])
def test_a_line_of_a_megabyte_is_read_in_little_time(
    piece: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "SMALL", 4 * LINE)  # in this process, so that it is measured
    monkeypatch.setattr(csv, "is_plain", lambda _: True)
    path = tmp_path / "jobs.csv"
    path.write_text("Name;City\n" + piece * (LINE // len(piece)) + ";x\n", encoding="cp1252")

    def read() -> None:
        with suppress(SheetError):
            read_sheet(path)

    assert seconds_of(read) < allowed(32)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("piece", ["\u00a0", "Ж\u200b", "\t", "Ã©", "1/2"])
def test_long_cells_of_one_line_are_checked_in_time_that_grows_with_its_size_alone(
    piece: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What grows with the square takes sixteen times as long for four times as much."""
    monkeypatch.setattr(csv, "SMALL", 4 * LINE)  # in this process, so that it is measured
    monkeypatch.setattr(csv, "is_plain", lambda _: True)
    path = tmp_path / "jobs.csv"
    headings = [*good(), "Urgent", "Description", "Due date", "City", "E-mail", "Estimated time"]

    def cost_of_a_cell(size: int) -> float:
        cells = [piece * (size // len(piece)) + "x"] * len(headings)
        path.write_text("\n".join(["|".join(headings), "|".join(cells)]), encoding="utf-8")
        return seconds_of(lambda: importer.check_sheet(path))

    whole = cost_of_a_cell(LINE // 2)
    assert whole < LITTLE or whole < 8 * cost_of_a_cell(LINE // 8)


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
    assert 0 < said.seconds < allowed(112)
    assert said.status in {3, 4}, said.err
