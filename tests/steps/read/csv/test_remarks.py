"""The sample of a doubtful CSV shows the letters that it is about (F20)."""

from pathlib import Path

import pytest

from importer.problem import CSV_DOUBTFUL
from importer.steps.read import read_sheet

HEADINGS = ["Reference", "Name", "Project code", "Job type code", "Status code", "Minutes", "Memo", "Remarks"]
PLAIN = ["R-1", "A", "P-1001", "MAINT", "ToBePlanned", "30", "m", "r"]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (7, "Замена насоса в подвале"),
        (6, "a long note about nothing at all, and then Замена насоса"),
        (1, "Ремонт лифта"),
        (5, "30 minutes of work in the cellar of the town hall of Charleroi, Гостиница Москва"),
    ],
)
def test_the_sample_shows_the_cell_with_the_odd_letter(tmp_path: Path, place: int, text: str) -> None:
    row = [*PLAIN]
    row[place] = text
    path = tmp_path / "jobs.csv"
    path.write_bytes("\r\n".join(";".join(cells) for cells in (HEADINGS, PLAIN, row)).encode("cp1251"))
    [sample] = [str(note.values["sample"]) for note in read_sheet(path).notes if note.code is CSV_DOUBTFUL]
    assert any(not letter.isascii() for letter in sample.replace("…", ""))
    assert len(sample) < 160
