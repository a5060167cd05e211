"""S5, W4: a text with delimiters that is made slow or large to read is neither: its bounds are those of workbooks."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from importer.errors import SheetError
from importer.problem import READER_ENDED, TOO_LARGE_TO_READ
from importer.settings import Options
from importer.steps.read import csv, read_sheet
from importer.steps.read.csv.plain_text_check import is_plain
from tests.builders import good
from tests.command import importer_measured
from tests.examples import examples
from tests.processor import allowed, seconds_of

HEADINGS, ROW = ",".join(good()), ",".join(good().values())
SECONDS = 8.0  # of the processor
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


def test_a_long_line_of_plain_text_in_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    rows = [HEADINGS, ROW, ",".join(good(Name="a" * 150_000).values())]
    path.write_bytes("\n".join([*rows, "P-1001,MAINT,ToBePlanned,Café"]).encode("cp1252"))
    said = importer_measured("check", path, state=tmp_path / "state")
    assert 0 < said.seconds < allowed(SECONDS)
    assert said.status in {0, 4}
    assert "Windows-1252" in said.out


def slow_texts() -> Iterator[tuple[str, str]]:
    """Texts of less than 128 kB, of which plain ones are read in the command itself."""
    yield "quotes left open, in tabs", '\t"a\n' * 8_000
    yield "quotes left open, each by a cell", '"a,b\nx"y,z\n' * 4_000 + '"'
    yield "a quote that closes on the last line", "x,y\n" + '\t"a,b\n' * 8_000 + 'c",d\n'
    yield "formulas among tabs", "a\tb\n" + '="a"\t\t' * 400 + 'x"\n'
    yield "formulas among spaces", "a,b\n" + '="a"    ' * 15_000 + 'x"\n'
    yield "tabs before a formula", "a\tb\n" + "\t" * 5_000 + '="a"x\n'
    yield "a delimiter that is declared", "sep=" + "," * 120_000 + "x\n"
    yield "numbers", "a,b\n" + "1 1 1'1.1" * 13_000 + "x\n"
    yield "apostrophes", "a,b\n" + " 'a" * 40_000 + "\n"
    yield "zeros", "a,b\n" + "0" * 100_000 + "x,\n"
    yield "one quote on each line", "a,b,c\n" + 'x"y,z\n' * 4_000
    yield "quotes in one line", "a,b,c\n" + '"a" b;' * 20_000 + '"\n'
    yield "backslashes", "a,b,c\n" + '\\"' * 60_000 + '"\n'
    yield "spaces before quotes", "a,b\n" + '   "' * 30_000 + "\n"
    yield "pieces to put together", ",".join("abcdefgh") + "\n" + ('"' + "x" * 4_000 + ",") * 30 + "\n"
    yield "a line of many cells", "a,b\n" + "1," * 15_000 + "\n"
    yield "a line of many formulas", "a,b\n" + "=A1," * 15_000 + "\n"
    yield "white space", "a,b\n" + " \t" * 60_000 + "x\n"


LITTLE = 0.3  # seconds of the processor


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("text", dict(slow_texts()).values(), ids=dict(slow_texts()).keys())
def test_no_small_text_takes_long_in_the_command_itself(text: str, tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(text, encoding="utf-8")
    assert path.stat().st_size <= csv.SMALL

    def read() -> None:
        with path.open("rb") as file, suppress(SheetError):
            csv.read_csv_grid(file, path, Options())

    assert seconds_of(read) < allowed(LITTLE)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("text", dict(slow_texts()).values(), ids=dict(slow_texts()).keys())
def test_no_small_text_takes_long_in_a_process_of_its_own(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "is_plain", lambda _: True)  # so that it is measured
    assert cost(tmp_path / "jobs.csv", text.encode()) < allowed(SECONDS)


def test_a_small_text_is_stopped_at_the_deadline_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("a,b\n" + "=A1," * 15_000 + "\n", encoding="utf-8")
    slow = "import time; from importer.steps.read.csv import child; child.decode = lambda *_: time.sleep(60)\nmain()"
    monkeypatch.setattr(csv, "_START", csv._START.replace("main()", slow))
    with pytest.raises(SheetError) as caught:
        read_sheet(path, options=Options(deadline_seconds=1))
    assert caught.value.code is READER_ENDED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_ordinary_small_text_needs_no_process_of_its_own(encoding: str, delimiter: str) -> None:
    texts = list(good(Name='Pump "North", hall 3', Description="Line one\nline two; é", City="'s-Gravenhage").values())
    quoted = [f'"{text.replace(chr(34), chr(34) * 2)}"' for text in texts]
    lines = [delimiter.join(good()), *[delimiter.join(quoted)] * 200]
    content = "\r\n".join([*lines, ""]).encode(encoding)
    assert len(content) <= csv.SMALL
    assert is_plain(content)


SIGNS = (
    "a", "0", "1,5", " ", "  ", '"', '""', ",", ";", "\t", "|", "\n", "\r", "'", "\\", '="', '="a"', "=1",
    "sep=", "é", "\0", "-", "/", "2027-01-01", "31/12/2026", "NULL", "http://x", "<a>", "(", "[", "€",
    "\u00a0", "\u2028", "Name",
)  # fmt: skip
UNITS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map("".join)
PARTS = st.lists(st.tuples(UNITS, st.sampled_from((1, 2, 40, csv.SMALL))), min_size=1, max_size=4)


def filled(headings: str, parts: list[tuple[str, int]], size: int, encoding: str) -> bytes:
    """A text of these parts, each as often as it says but no more than its share, over and over up to a size."""
    line = "".join((unit * times)[: size // len(parts)] for unit, times in parts)
    return (headings + line * (size // max(1, len(line)) + 1)).encode(encoding, "replace")[:size]


def cost(path: Path, content: bytes) -> float:
    """The seconds of the processor that it takes to read a text in this process."""
    path.write_bytes(content)

    def read() -> None:
        with suppress(SheetError):
            read_sheet(path)

    return seconds_of(read)


@pytest.mark.thorough
@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(("", "Name,City\n", "Name;City\n", "a\tb\n", '"a","b"\n')), PARTS, st.sampled_from(ENCODINGS))
def test_what_a_small_text_costs_grows_with_its_size_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, headings: str, parts: list[tuple[str, int]], encoding: str
) -> None:
    """What grows with the square takes sixteen times as long for four times as much."""
    path = tmp_path / "jobs.csv"
    monkeypatch.setattr(csv, "is_plain", lambda _: True)  # so that it is measured
    quarter, whole = (filled(headings, parts, size, encoding) for size in (csv.SMALL // 4, csv.SMALL))
    assert cost(path, whole) < 2.0 or cost(path, whole) < 2.0 + 8 * cost(path, quarter)


LINES = st.tuples(PARTS, st.sampled_from((3, 10, 60, 1_000, 4_000)), st.sampled_from((1, 2, 20, 400)))


@pytest.mark.thorough
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, min_size=1, max_size=3), st.sampled_from(("utf-8", "cp1252", "cp1251")))
def test_a_text_that_is_written_plainly_costs_little(
    tmp_path: Path, blocks: list[tuple[list[tuple[str, int]], int, int]], encoding: str
) -> None:
    lines = [filled("", parts, size, "utf-8").decode("utf-8", "ignore") for parts, size, _ in blocks]
    lines = [line.replace("\n", "").replace('"', "").replace("\0", "") for line in lines]
    text = "".join(f"{line}\n" * times for line, (_, _, times) in zip(lines, blocks, strict=True))
    content = (text * (csv.SMALL // len(text) + 1)).encode(encoding, "replace")[: csv.SMALL]
    assume(is_plain(content))
    assert cost(tmp_path / "jobs.csv", content) < allowed(1.0)


ODD = (
    'P-1001,"MAINT,ToBePlanned',
    "P-1001;MAINT;ToBePlanned;x",
    '="00123",\'0042,NULL\0,x' + ",x" * 80,
    '"two\nlines",x,"y"',
    "Café",
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_file_is_read_alike_in_this_process_and_in_one_of_its_own(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jobs.csv"
    path.write_bytes("\n".join([HEADINGS, *[ROW] * 20, *ODD, ROW]).encode(encoding))
    monkeypatch.setattr(csv, "is_plain", lambda _: True)
    here = read_sheet(path)
    monkeypatch.setattr(csv, "SMALL", 0)
    there = read_sheet(path)
    assert here.cells.equals(there.cells)
    assert list(here.cells.dtypes) == list(there.cells.dtypes)
    assert (here.headings, here.notes, here.remarks) == (there.headings, there.notes, there.remarks)


@pytest.mark.parametrize("options", [Options(encoding="ascii"), Options(delimiter='"')])
def test_what_is_refused_is_refused_alike(options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"{HEADINGS}\n{ROW}\nCafé\n", encoding="utf-8")
    errors = []
    for most in (csv.SMALL, 0):
        monkeypatch.setattr(csv, "SMALL", most)
        with pytest.raises(SheetError) as caught:
            read_sheet(path, options=options)
        errors.append((caught.value.code, caught.value.message, caught.value.advice))
    assert errors[0] == errors[1]


def test_a_line_that_needs_more_memory_than_allowed_is_told_as_of_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"{HEADINGS}\n{ROW}\n" + "x" * (1 << 20), encoding="utf-8")
    greedy = "from importer.steps.read.csv import child; child.detect_format = lambda *_: b'x' * (1 << 28)\nmain()"
    monkeypatch.setattr(csv, "_START", csv._START.replace("main()", greedy))
    with pytest.raises(SheetError) as caught:
        read_sheet(path, options=Options(memory_mb=64))
    assert caught.value.code is TOO_LARGE_TO_READ
    assert (
        "it needs more than 64 MB of memory beyond its own size (allow more with --memory-limit" in caught.value.message
    )


def test_a_quote_that_never_closes_is_read_within_the_bounds(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f'{HEADINGS}\n{ROW}\n"' + f"{ROW}\n" * 2_000, encoding="utf-8")
    said = importer_measured("check", path, "--memory-limit", "64", state=tmp_path / "state")
    assert 0 < said.seconds < allowed(SECONDS)
    assert said.status == 4
    assert "line 3" in said.out


def test_a_text_that_takes_too_long_is_told_as_of_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(f"{HEADINGS}\n{ROW}\n", encoding="utf-8")
    monkeypatch.setattr(csv, "SMALL", 0)
    slow = "import time; from importer.steps.read.csv import child; child.decode = lambda *_: time.sleep(60)\nmain()"
    monkeypatch.setattr(csv, "_START", csv._START.replace("main()", slow))
    with pytest.raises(SheetError) as caught:
        read_sheet(path, options=Options(deadline_seconds=1))
    assert caught.value.code is READER_ENDED
    assert "longer than 1 s to open (allow more with --deadline)" in caught.value.message
