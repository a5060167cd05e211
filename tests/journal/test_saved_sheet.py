"""A sheet comes out of the journal as it went in, whatever stands in it."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from importer.journal import Journal
from importer.journal.saved_sheet import ROWS_A_PART, saved_sheet_of, sheet_of
from importer.problem import EXCEL_ERROR
from importer.records import RESULTS_HEADINGS, CellNote, PreviousResults, Sheet
from importer.settings import Target
from tests.builders import good, judged
from tests.builders import sheet_of as made_of
from tests.examples import examples

Texts = st.text(st.characters(codec="utf-8"), max_size=12)


def again(sheet: Sheet) -> Sheet:
    kept = saved_sheet_of(sheet)
    return sheet_of(sheet.path, kept.described, list(kept.parts))


@settings(max_examples=examples(30), deadline=None)
@given(
    headings=st.lists(Texts, min_size=1, max_size=4),
    rows=st.dictionaries(st.integers(2, 1_048_576), st.lists(Texts, min_size=4, max_size=4), max_size=6),
)
def test_whatever_stands_in_it(headings: list[str], rows: dict[int, list[str]]) -> None:
    texts = [row[: len(headings)] for row in rows.values()]
    cells = pd.DataFrame(texts, columns=headings, index=list(rows) or range(0), dtype="str")
    sheet = Sheet(Path("jobs.xlsx"), "Jobs", 1, headings, tuple(range(1, len(headings) + 1)), cells)
    found = again(sheet)
    assert_frame_equal(found.cells, cells)
    assert replace(found, cells=cells) == replace(sheet, cells=cells)


def test_what_is_known_beside_the_cells() -> None:
    sheet = made_of(*(good(Name=str(number)) for number in range(ROWS_A_PART + 3)))
    carried = pd.DataFrame("x", index=sheet.cells.index, columns=list(RESULTS_HEADINGS), dtype="str")
    notes = (CellNote(2, 1, EXCEL_ERROR, {"error": "#N/A"}), CellNote(None, 0, EXCEL_ERROR))
    found = again(
        replace(sheet, previous_results=PreviousResults(carried, "acme"), notes=notes, remarks=("Read as UTF-8.",))
    )
    assert found.previous_results is not None
    assert_frame_equal(found.previous_results.cells, carried)
    assert found.previous_results.target == "acme"
    assert (found.notes, found.remarks) == (notes, ("Read as UTF-8.",))
    assert_frame_equal(found.cells, sheet.cells)


def test_it_is_kept_once_however_often_it_is_run(tmp_path: Path) -> None:
    batch, target = judged(good(), good(Name="")), Target("Acme", "https://acme.example/api", "u", "p")
    with Journal(tmp_path / "journal.sqlite") as journal:
        runs = [journal.previous_runs.find_run(journal.begin_run(batch, target)) for _ in range(3)]
        for run in runs:
            assert_frame_equal(journal.previous_runs.read_sheet(run).cells, batch.sheet.cells)
        assert journal._writer.ask("SELECT count(*) FROM sheets") == [(1,)]
        assert journal.previous_runs.read_problems(runs[0].run) == batch.problems
        assert journal.previous_runs.read_columns_and_remarks(runs[0].run) == (batch.columns, batch.remarks)
