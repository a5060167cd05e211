"""Cases 32 and 33 through the front door: any text, in and out to the letter, and nothing in it evaluated."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

import importer
from importer.catalogue import guard_formula
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from importer.steps.read import read_sheet
from importer.targets import make_practice_target
from tests.builders import GOOD
from tests.cases.sheets import TEXT_ROW, column, of_jobs, written
from tests.command import importer as command
from tests.steps.read.raw_workbooks import packed, parts_of, worksheet

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "＋1+1", "－1+1", "＠x", "=cmd|' /C calc'!A0")
FORMULAS_OF_TEXT = (*FORMULAS, "\r=1", "\n=1")  # what XlsxWriter writes otherwise
ODD = (
    *("+1", "-1", "a\x0bb", "_x000D_", "_x005F_", "\u202eright to left\u202c", "\u200b", "\ufeffx", "👩‍👩‍👧", "z͑͗͒"),
    *("NA", "null", "None", "nan", "N/A", "TRUE", "1E5", "007", "'quoted", '"', "<b>&amp;</b>", "\\", "%s%n", "../etc"),
    *("' OR 1=1 --", "${jndi:ldap://x}", "{{7*7}}", "undefined", "𝕿𝖍𝖊", "ﷺ", " x ", "\xa0x\xa0", "a\nb", "\u0085"),
)
CONTROLS = ("a\x01b", "\x7f", "a\rb", "a\r\nb", "\x1b[31m", "\ufffe")
FULL, FULLER = "x" * 32_767, "x" * 32_768
HEADINGS = [*GOOD, "Reference", "Description"]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def text_file(path: Path, *texts: str) -> Path:
    """A CSV of sound jobs, each with one of these texts as its description."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows([*GOOD.values(), f"R-{number}", text] for number, text in enumerate(texts))
    return path


def sent(path: Path, to: PracticeServer, results: Path) -> dict[str, int]:
    """Send the sheet; how many rows became what."""
    done = importer.import_sheet(path, target=make_practice_target(to.url, to.password), results=results)
    return {str(status.value): count for status, count in done.counts.items() if count}


def test_cases_32_33_36_any_text_comes_back_to_the_letter(tmp_path: Path) -> None:
    """Formula text, control signs, naughty strings, codes: nothing is evaluated, cut, trimmed or taken for missing."""
    texts = (*FORMULAS, *ODD, FULL)
    assert column(written(tmp_path / "a.xlsx", *texts), "Name") == [text for text in texts if text.strip()]


def test_case_32_formula_text_is_text_in_the_results_workbook(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", *FORMULAS_OF_TEXT)
    command("check", path, "--results", tmp_path / "b.xlsx", state=tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    cells = [row[len(HEADINGS) - 1] for row in sheet.iter_rows()]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert list(read_sheet(tmp_path / "b.xlsx").cells["Description"]) == list(FORMULAS_OF_TEXT)


def test_case_32_formula_text_has_a_quote_before_it_in_the_results_csv(tmp_path: Path) -> None:
    command("check", text_file(tmp_path / "a.csv", *FORMULAS), "--results", tmp_path / "b.csv", state=tmp_path)
    with (tmp_path / "b.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert [row[len(HEADINGS) - 1] for row in rows] == [guard_formula(text) for text in FORMULAS]
    assert {row[len(HEADINGS) - 1][0] for row in rows} == {"'"}


def test_case_32_what_the_server_says_is_no_formula_either(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", *(f"text {number}." for number in range(len(FORMULAS))))
    faults = tuple(
        Fault(on="POST /Jobs*", holding=f"text {number}.", status=400, text=json.dumps({"Message": text}))
        for number, text in enumerate(FORMULAS)
    )
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan(faults)) as server:
        assert sent(path, server, tmp_path / "b.xlsx") == {"rejected": len(FORMULAS)}
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "b.xlsx") for row in sheet.iter_rows() for cell in row]
    assert all(any(text.strip() in str(cell.value) for cell in cells) for text in FORMULAS)
    assert "f" not in {cell.data_type for cell in cells}


def test_case_33_odd_text_is_sent_and_comes_back_in_the_results(tmp_path: Path, practice: PracticeServer) -> None:
    texts = (*FORMULAS, *ODD, *CONTROLS)
    assert sent(text_file(tmp_path / "a.csv", *texts), practice, tmp_path / "b.xlsx") == {"created": len(texts)}
    jobs = {str(job["reference_back_office"]): job for job in practice.store.list_entries("Jobs")}
    there = [str(jobs[f"R-{number}"].get("description") or "") for number in range(len(texts))]
    assert [text.strip() for text in there] == [text.strip() for text in texts]
    assert list(read_sheet(tmp_path / "b.xlsx").cells["Description"]) == list(texts)


def test_case_33_what_no_cell_of_excel_can_hold_is_cut_to_be_seen(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", FULL, FULLER)
    for results in ("b.xlsx", "b.csv"):
        said = command("check", path, "--results", tmp_path / results, state=tmp_path)
        assert said.status == 4, "a description has 4,000 characters at most"
    assert list(read_sheet(tmp_path / "b.csv").cells["Description"]) == [FULL, FULLER]
    assert list(read_sheet(tmp_path / "b.xlsx").cells["Description"]) == [FULL, FULL[:-1] + "…"]


def test_case_33_odd_text_in_a_workbook_gets_through_to_the_results(tmp_path: Path) -> None:
    texts = (*FORMULAS, *ODD)
    path = of_jobs(tmp_path / "a.xlsx", *({"Name": text} for text in texts))
    said = command("check", path, "--results", tmp_path / "b.xlsx", "--json", state=tmp_path)
    assert said.object["rows"] == len(texts)
    assert list(read_sheet(tmp_path / "b.xlsx").cells["Name"]) == list(texts)


def test_case_33_a_lone_half_of_a_character_stays_as_it_is_written(tmp_path: Path) -> None:
    rows = TEXT_ROW.format(1, "Name") + TEXT_ROW.format(2, "a_xD800_b")
    assert column(packed(tmp_path / "a.xlsx", parts_of(worksheet(rows))), "Name") == ["a_xD800_b"]
