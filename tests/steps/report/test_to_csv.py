import csv
from dataclasses import replace
from pathlib import Path

import pytest

from importer.records import ImportResult
from importer.steps.report.to_csv import guard_row
from tests.steps.report.finished_runs import HEADINGS, SOUND, Finished, job_id, results_at


def lines(result: ImportResult, place: Path, delimiter: str = ",") -> list[list[str]]:
    written = results_at(place, result).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(written.decode("utf-8-sig").splitlines(keepends=True), delimiter=delimiter))


def test_csv_has_the_rows_and_what_became_of_them(finished: Finished, tmp_path: Path) -> None:
    told = lines(finished({2: SOUND, 3: ["P-1001", "MAINT", "Opn", "é;\n"]}), tmp_path / "results.csv")
    assert told[0] == [*HEADINGS, "Status", "Job id", "Problem", "What to do", "Sent at", "Run"]
    assert told[1] == [*SOUND, "created", job_id(2), "", "", "", "14"]
    assert told[2][3:5] == ["é;\n", "invalid"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1", "＠x", "－1+1"]
)
def test_nothing_in_it_is_a_formula(finished: Finished, tmp_path: Path, text: str) -> None:
    [_, told] = lines(finished({2: [*SOUND, text]}, [*HEADINGS, text]), tmp_path / "results.csv")
    assert told[4] == f"'{text}"


@pytest.mark.parametrize(("text", "written"), [("\t=1", "'\t'=1"), ("x\n;=1+41;", "x\n;'=1+41;")])
def test_nothing_in_it_is_a_formula_behind_a_separator(
    finished: Finished, tmp_path: Path, text: str, written: str
) -> None:
    [_, told] = lines(finished({2: [*SOUND, text]}, [*HEADINGS, "x"]), tmp_path / "results.csv")
    assert told[4] == written


@pytest.mark.parametrize("text", ["-5", "+32", "-5.25", "-5,25", "", "a=b", "5-3", "P-1001"])
def test_numbers_and_other_text_stay(text: str) -> None:
    assert guard_row(["x", text], ";") == ["x", text]


def test_a_number_with_a_sign_is_text_where_another_separator_would_make_it_the_start_of_a_formula() -> None:
    """-5,5+cmd|... is one cell to a spreadsheet that is set to semicolons."""
    assert guard_row(["-5", "5+cmd|'x'!A0"], ",") == ["'-5", "5+cmd|'x'!A0"]
    assert guard_row(["", "-5"], "\t") == ["", "'-5"]


@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_a_csv_keeps_the_sign_between_its_cells(finished: Finished, tmp_path: Path, sign: str) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(sign.join(HEADINGS) + "\n", encoding="utf-8")
    result = finished({2: SOUND}, name="", path=path)
    assert lines(result, tmp_path / "results.csv", sign)[1][:4] == SOUND


def test_half_a_character_costs_no_results(finished: Finished, tmp_path: Path) -> None:
    result = finished({2: SOUND})
    odd = replace(result.outcomes[0], job_id="\ud800")
    assert lines(replace(result, outcomes=(odd,)), tmp_path / "results.csv")[1][5] == "?"
