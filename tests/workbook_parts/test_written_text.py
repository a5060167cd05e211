from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from importer.catalogue import count_units
from importer.workbook_parts import LONGEST_TEXT, cut_text, is_cut, to_workbook_text
from tests.examples import examples
from tests.steps.report.finished_runs import HEADINGS, SOUND, finished_run, results_at

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=40) | st.from_regex(r"_x[0-9A-F]{4}_")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x01b", "a_x0001_b"),
        ("a\r\nb", "a_x000D_\nb"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x_", "_x_"),
        ("\ud800", "\ufffd"),
        ("\ufffe", "_xFFFE_"),
        ("tab\tand\nline", "tab\tand\nline"),
    ],
)
def test_what_xml_cannot_carry_is_escaped(text: str, written: str) -> None:
    assert to_workbook_text(text) == written


def test_a_full_cell_is_kept_whole() -> None:
    assert to_workbook_text("é" * LONGEST_TEXT) == "é" * LONGEST_TEXT


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_what_no_cell_can_hold_is_cut_and_shows_it(letter: str) -> None:
    shown = cut_text(letter * 40_000)
    assert shown.endswith("…")
    assert LONGEST_TEXT - 1 <= count_units(shown) <= LONGEST_TEXT
    assert is_cut(letter * 40_000)
    assert not is_cut(shown)


@pytest.mark.thorough
@settings(max_examples=examples(25), deadline=None)
@given(st.lists(ANYTHING, min_size=1, max_size=8))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("text")
    sound = [text.encode("utf-8", "replace").decode() for text in texts]  # what a sheet can hold at all
    rows = {row: [*SOUND, text] for row, text in enumerate(sound, start=2)}
    result = finished_run(folder, [*HEADINGS, "Colour"], rows)
    assert cells_of(results_at(folder / "results.xlsx", result)) == sound


def cells_of(path: Path) -> list[str]:
    workbook = openpyxl.load_workbook(path)
    cells = workbook["Jobs"]["E"][1:]
    workbook.close()
    assert all(cell.data_type == "s" or cell.value is None for cell in cells)
    return [unescape(cell.value or "").replace("_x005F_", "_") for cell in cells]
