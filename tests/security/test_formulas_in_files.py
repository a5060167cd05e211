"""S7: no cell of a file that we write is a formula, whatever separator a spreadsheet is set to; and nothing is lost."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.catalogue import guard_formula, remove_guard
from importer.steps.read import read_sheet
from importer.steps.report import write_results
from importer.steps.report.to_csv import guard_row
from tests.builders import good
from tests.command import importer
from tests.exactly_once.record import jobs_in
from tests.examples import examples
from tests.steps.report.finished_runs import BOUNDS, finished_run
from tests.workbooks import workbook

SIGNS = ",;\t|"
FORMULA = re.compile("[=+\\-@＝＋－＠﹦﹢﹣﹫]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
DROPPED = "".join(map(chr, range(32))) + '\x7f \xa0\u200b\ufeff"\x85\u2028\u2029\u3000\u2009\u2060\xad'
ATTACKS = (
    "x\n;=1+41;",
    "a\t=cmd|' /C calc'!A0",
    "a;=1+1",
    'a;"=1+1";',
    "a,\r-2+3+cmd|' /C calc'!A0",
    "a|@SUM(1)",
    "a; ＝1+1",
    "\u3000=1+1",
    "a;\u2060=1+1",
    "'=1+1",
    "''=1",
    "it's - fine; '-x",
    "Check:\n- the valve\n- the pump",
)
SHOWN = [text.removeprefix("'") if text[1:2] == "=" else text for text in ATTACKS]  # as a sheet of this CSV shows them
TEXTS = st.text(
    st.sampled_from("=+-@＝'\"\\,;\t|\r\n x1.\u3000\u2060") | st.characters(exclude_categories=["Cs"]), max_size=12
)


def cells_in_any_dialect(text: str) -> Iterator[str]:
    """Every cell that a spreadsheet could make of a CSV, with quotes heeded and not."""
    for sign in SIGNS:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            yield from row
        for line in re.split("[\r\n]", text):
            yield from line.split(sign)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def formulas_in(text: str) -> list[str]:
    bare = (cell.lstrip(DROPPED) for cell in cells_in_any_dialect(text.removeprefix("\ufeff")))
    return [cell for cell in bare if FORMULA.match(cell) and not NUMBER.fullmatch(cell.rstrip(DROPPED))]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_results_hold_no_formula_and_a_retry_sends_what_the_sheet_said(tmp_path: Path, ending: str) -> None:
    rows = [good(Name=f"Job {n}", Due_date="soon", Description=text) for n, text in enumerate(ATTACKS)]
    workbook(tmp_path, *rows, good(Name="-5", Due_date="soon", Description="=1+1", Reference="-5"))
    state, place = tmp_path / "state", tmp_path / f"out{ending}"
    importer("run", tmp_path / "jobs.xlsx", "--target", "practice", "--yes", "--results", place, state=state)
    if ending == ".csv":
        written = text_of(place)
        assert formulas_in(written) == []
        place.write_text(written.replace("soon", "2026-11-30"), encoding="utf-8", newline="")
    else:
        book = openpyxl.load_workbook(place)
        assert [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []
        for row in book["Jobs"].iter_rows():
            for cell in row:
                cell.value = "2026-11-30" if cell.value == "soon" else cell.value
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        book.save(place)
        book.close()
    said = importer("retry", place, "--target", "practice", "--yes", "--json", state=state)
    assert said.object["counts"].get("created") == len(ATTACKS) + 1, said.out
    sent = {str(job["name"]): job["description"] for job in jobs_in(state / "practice.sqlite")}
    assert sent["-5"] == "=1+1"
    for number, text in enumerate(ATTACKS):
        assert without_line_ends(sent[f"Job {number}"]) == without_line_ends(text)


def without_line_ends(text: object) -> str:
    return re.sub(r"\s+", " ", str(text))


def test_a_csv_of_the_sheet_keeps_its_separator_and_holds_no_formula(tmp_path: Path) -> None:
    rows = [good(Due_date="soon", Description=text) for text in ATTACKS]
    for sign, name in ((";", "a.csv"), ("\t", "b.csv")):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=sign).writerows([list(rows[0]), *(list(row.values()) for row in rows)])
        (tmp_path / name).write_text(text.getvalue(), encoding="utf-8", newline="")
        importer("check", tmp_path / name, "--results", tmp_path / f"out {name}", state=tmp_path / "state")
        written = text_of(tmp_path / f"out {name}")
        assert formulas_in(written) == []
        assert read_sheet(tmp_path / f"out {name}").cells.iloc[:, -1].tolist() == SHOWN


@pytest.mark.parametrize("heading", ["sep=:", "SEP= ", '"sep=:', "\u3000sep=:", "'sep=:"])
@pytest.mark.thorough(but=2)
def test_no_heading_says_to_a_spreadsheet_where_cells_begin(tmp_path: Path, heading: str) -> None:
    """Excel splits a file at the sign that its first line names so, at which no text is guarded."""
    row = {heading: "x:=1+1", **good(Due_date="soon")}
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(row), list(row.values())])
    (tmp_path / "jobs.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    importer("check", tmp_path / "jobs.csv", "--results", tmp_path / "out.csv", state=tmp_path / "state")
    written = text_of(tmp_path / "out.csv")
    assert not written.lstrip(DROPPED).casefold().startswith("sep=")
    assert read_sheet(tmp_path / "out.csv").headings[0] == heading


@pytest.mark.thorough
def test_exported_codes_hold_no_formula(tmp_path: Path) -> None:
    state = tmp_path / "state"
    importer("codes", "--target", "practice", state=state)
    with sqlite3.connect(state / "practice.sqlite") as store:
        for seq, body in store.execute("SELECT seq, body FROM entity WHERE list = 'Project'").fetchall():
            entry = json.loads(body) | {"name": ATTACKS[seq % len(ATTACKS)]}
            store.execute("UPDATE entity SET body = ? WHERE seq = ?", (json.dumps(entry), seq))
    store.close()
    for path in (tmp_path / "codes.csv", tmp_path / "codes.xlsx"):
        said = importer("codes", "--target", "practice", "--refresh", "--export", path, state=state)
        assert said.status == 0, said.err
    assert formulas_in(text_of(tmp_path / "codes.csv")) == []
    assert "=1+1" in text_of(tmp_path / "codes.csv")
    book = openpyxl.load_workbook(tmp_path / "codes.xlsx")
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}
    book.close()


@given(TEXTS)
def test_a_guard_is_taken_off_exactly(text: str) -> None:
    assert remove_guard(guard_formula(text)) == text


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=3), st.sampled_from(SIGNS))
def test_no_row_begins_a_formula_in_any_dialect(rows: list[list[str]], sign: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows(guard_row(row, sign) for row in rows)
    assert formulas_in(text.getvalue()) == []


@pytest.mark.thorough
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.sampled_from(SIGNS))
def test_results_read_back_are_the_cells_that_were_written(
    tmp_path: Path, texts: list[tuple[str, str]], sign: str
) -> None:
    headings = ["Project code", "Status code", "Name", "Description", "Job type code"]
    rows = {row: ["P-1", "Open", *pair, "MAINT"] for row, pair in enumerate(texts, 2)}
    path = tmp_path / "jobs.csv"
    path.write_text(sign.join(headings) + "\n", encoding="utf-8")
    result = finished_run(tmp_path, headings, rows, path=path, name="")
    place = tmp_path / "out.csv"
    place.unlink(missing_ok=True)
    write_results(result, place, bounds=BOUNDS)
    assert formulas_in(text_of(place)) == []
    read = read_sheet(place)
    assert read.headings == headings
    assert read.cells.to_numpy(dtype=object).tolist() == list(rows.values())
