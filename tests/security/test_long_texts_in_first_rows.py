"""S5: a text that is far longer than a heading costs nothing where headings are looked for, however it came in."""

from pathlib import Path

import pytest

from importer.catalogue import find_field, find_known_part, find_sure_field
from importer.catalogue.field import LONGEST_HEADING
from importer.catalogue.vocabulary import is_understood, likely_meanings_of, meanings_of
from tests.command import importer, importer_measured
from tests.processor import allowed
from tests.steps.read.in_process import texts_in
from tests.steps.read.other_formats import text_cell
from tests.steps.read.test_ods import row, written

SECONDS = 8.0  # of the processor, for a whole command and all that it starts
HEADINGS = row(*map(text_cell, ("Name", "Description", "Project", "Job type", "Status", "Due date")))


def spaced(*counts: int, sign: str = "s") -> str:
    """A cell with an "a" and behind it so many spaces, in one element for each of the numbers."""
    spaces = "".join(f'<text:{sign} text:c="{count}"/>' for count in counts)
    return f'<table:table-cell office:value-type="string"><text:p>a{spaces}</text:p></table:table-cell>'


@pytest.mark.parametrize("counts", [[1_000_000] * 2_000, [1_000_000] * 3, [16_000] * 3], ids=["2,000", "3", "fewer"])
def test_spaces_repeated_without_end_are_refused_at_once(tmp_path: Path, counts: list[int]) -> None:
    path = written(tmp_path / "jobs.ods", HEADINGS + row(spaced(*counts)))
    said = importer_measured("check", path, state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status == 3, said.err
    assert "is too large to read: it repeats spaces in a cell more than 32,767 times" in said.err
    assert said.seconds < allowed(SECONDS)


def test_what_one_cell_holds_does_not_count_for_the_next(tmp_path: Path) -> None:
    path = written(tmp_path / "jobs.ods", HEADINGS + row(spaced(16_000, 16_000), spaced(16_000, 16_000)))
    assert texts_in(path)["B2"] == "a" + " " * 32_000
    assert importer("check", path, state=tmp_path / "state").status == 4


LONG = "x" * LONGEST_HEADING


@pytest.mark.parametrize(
    "heading",
    [f"Name (e.g. {LONG})", f"{' ' * LONGEST_HEADING}Name", f"Name{' ' * 5_000_000}x", "Name / " * 500_000],
    ids=["a remark", "spaces in front", "spaces", "parts"],
)
def test_what_is_longer_than_a_heading_means_no_field(heading: str) -> None:
    assert find_field(heading) is None
    assert find_sure_field(heading) is None
    assert find_known_part(heading) == ""
    assert (meanings_of(heading), likely_meanings_of(heading), is_understood(heading)) == ((), (), False)


def test_a_long_heading_means_what_it_says() -> None:
    heading = f"Name (e.g. {LONG})".replace("x" * len("Name (e.g. )"), "", 1)
    assert len(heading) == LONGEST_HEADING
    assert (found := find_field(heading))
    assert found.name == "name"
