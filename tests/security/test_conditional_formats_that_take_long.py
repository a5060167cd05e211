"""S5: the formulas of conditional formats are asked of the rows in the program itself: their work is counted."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from importer.problem import STRUCK_BY_RULE, STRUCK_INCLUDED
from importer.steps.read import read_sheet
from importer.steps.read.layout import format_rules
from tests.builders import GOOD

LONG = "é" * 32_767  # letters, as many as Excel takes
ROWS = 100
WORDS = [f"Word {number}" for number in range(5 - len(GOOD))]  # so that the last column is F


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many letters each cell had that a formula has read."""
    letters: list[int] = []
    before = format_rules._FormulaRows._read_cell

    def read_cell(rows: format_rules._FormulaRows, row: int, column: int) -> str:
        text = before(rows, row, column)
        letters.append(len(text))
        assert sum(letters) < 50_000_000
        return text

    monkeypatch.setattr(format_rules._FormulaRows, "_read_cell", read_cell)
    return letters


def ruled(path: Path, *formulas: str, second: str = "m") -> Path:
    """A workbook whose rows are struck through where any of these formulas is met; this stands in F2."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*GOOD, *WORDS, "Memo"])
    for row in range(ROWS):
        sheet.append([*GOOD.values(), *WORDS, "m" if row else second])
    look = DifferentialStyle(font=Font(strike=True))
    for formula in formulas:
        sheet.conditional_formatting.add(f"A2:F{ROWS + 1}", Rule(type="expression", dxf=look, formula=[formula]))
    book.save(path)
    return path


def looked_at(path: Path) -> tuple[bool, int]:
    """Whether it is told that rules are not understood, and how many rows are struck through."""
    notes = {note.code: note.values for note in read_sheet(path).notes}
    return STRUCK_BY_RULE in notes, int(str(notes.get(STRUCK_INCLUDED, {}).get("rows", 0)))


@pytest.mark.parametrize(
    "formula",
    [
        'ISNUMBER(SEARCH("zz",$F2&' + "&".join(["$F$2"] * 85) + "))",
        "AND(" + ",".join(['SEARCH("z",$F$2&A2)>0'] * 16) + ")",
        "LEN(" + "UPPER(" * 17 + "$F$2&A2" + ")" * 17 + ")=1",
    ],
    ids=["joined", "searched", "changed"],
)
def test_the_letters_that_are_read_are_counted(tmp_path: Path, formula: str, read: list[int]) -> None:
    assert looked_at(ruled(tmp_path / "jobs.xlsx", *[f"AND({formula},1=1)"] * 30, second=LONG))[0]
    assert read


def test_no_text_is_longer_than_excel_has_it(tmp_path: Path, read: list[int]) -> None:
    """Which is an error there."""
    longer = "LEN($F$2&$F$2&A2)>0"
    path = ruled(tmp_path / "jobs.xlsx", f"ISERROR({longer})", second=LONG)
    assert looked_at(path) == (False, ROWS)
    assert sum(read)


def test_what_has_one_answer_for_all_cells_is_asked_once(tmp_path: Path, read: list[int]) -> None:
    path = ruled(tmp_path / "jobs.xlsx", *['$F$2="no"'] * 10, '$F$2="m"')
    assert looked_at(path) == (False, ROWS)
    assert len(read) <= 12


def test_formulas_that_read_nothing_are_counted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format_rules, "_WORK_OF_A_CELL", 10, raising=False)
    asked: list[int] = []
    before = format_rules._FormulaRows._is_met

    def is_met(rows: format_rules._FormulaRows, *given: object) -> bool:
        asked.append(1)
        return before(rows, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(format_rules._FormulaRows, "_is_met", is_met)
    assert looked_at(ruled(tmp_path / "jobs.xlsx", *["AND(A2=1," + ",".join(["1=1"] * 100) + ")"] * 20))[0]
    assert 0 < len(asked) < 3000


def test_a_usual_rule_of_many_rows_is_no_work(tmp_path: Path, read: list[int]) -> None:
    path = ruled(tmp_path / "jobs.xlsx", '$F2="m"', 'ISNUMBER(SEARCH("cancelled",$A2))', "$A2&$B2=1")
    assert looked_at(path) == (False, ROWS)
    assert read
