"""References that no row was meant to have: headings again, what Excel spoiled, and what stands for none."""

from pathlib import Path

import pytest
import xlsxwriter

from importer.problem import EXCEL_ERROR, PLACEHOLDER_REFERENCE, REPEATED_HEADINGS
from tests.command import importer
from tests.test_foreign_values import GOOD, HEADINGS

KINDS = ("jobs.xlsx", "jobs.csv")


def told(path: Path, *references: str) -> list[tuple[int, str, str]]:
    """Number, cell and sentence of each problem of a sheet with these references; headings stand again for ''."""
    rows = [[*([text, f"Job {at}"] if text else HEADINGS[:2]), *(GOOD if text else HEADINGS)[2:]]
            for at, text in enumerate(references)]  # fmt: skip
    if path.suffix == ".csv":
        path.write_text("\n".join(";".join(row) for row in (HEADINGS, *rows)), encoding="utf-8")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Jobs")
            for at, row in enumerate((HEADINGS, *rows)):
                for column, text in enumerate(row):
                    sheet.write_string(at, column, text)
    said = importer("check", path, "--json", state=path.parent / "state")
    return [(each["code"], each["cell"], each["message"]) for each in said.object["problems"]]


@pytest.mark.parametrize("name", KINDS)
def test_headings_that_stand_again_are_no_placeholders(tmp_path: Path, name: str) -> None:
    """Neither counted nor shown: their row is not sent at all."""
    ((number, _, said), (again, _, _)) = told(tmp_path / name, "R-1", "n/a", "", "TBD")
    assert (number, again) == (PLACEHOLDER_REFERENCE.number, REPEATED_HEADINGS.number)
    assert said.startswith('2 cells in this column hold a placeholder, not a reference ("n/a", "TBD")')


@pytest.mark.parametrize("name", KINDS)
def test_where_nothing_else_is_like_a_placeholder_none_is_told(tmp_path: Path, name: str) -> None:
    assert [number for number, *_ in told(tmp_path / name, "R-1", "", "R-2", "")] == [REPEATED_HEADINGS.number] * 2


@pytest.mark.parametrize("word", ["########", "#REF!", "#NV", "Loading..."])
@pytest.mark.parametrize("name", KINDS)
def test_a_spoiled_reference_holds_its_row_and_is_no_placeholder(tmp_path: Path, name: str, word: str) -> None:
    """Sent without its reference, the job could not be found again."""
    problems = told(tmp_path / name, "R-1", word, "n/a")
    assert sorted((number, cell) for number, cell, _ in problems) == [
        (EXCEL_ERROR.number, "A3"),
        (PLACEHOLDER_REFERENCE.number, "A"),
    ]
    (said,) = (said for number, _, said in problems if number == PLACEHOLDER_REFERENCE.number)
    assert said.startswith('1 cell in this column holds a placeholder, not a reference ("n/a")')
