"""Whatever csv.writer writes comes back as it was, by the lines on which its rows begin, or the file is doubtful."""

import csv
import io
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from importer.records import Options
from importer.steps.read.csv import read_csv_grid

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(["\r\n", "a\rb", '"', ";,"])
ANY_ROWS = st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), max_size=8)


def rows_read(content: bytes) -> dict[int, list[str]]:
    grid = read_csv_grid(content, Path("any.csv"), Options())
    wide = max(grid.columns)
    places = [grid.columns.index(number) if number in grid.columns else None for number in range(1, wide + 1)]
    return {
        int(row): ["" if place is None else texts[place] for place in places]
        for row, texts in zip(grid.cells.index, grid.cells.to_numpy(dtype=object).tolist(), strict=True)
    }


@settings(max_examples=200, deadline=None)
@given(ANY_ROWS, st.sampled_from(",;\t"), st.booleans())
def test_whatever_csv_is_written_comes_back_with_its_lines(rows: list[list[str]], separator: str, mark: bool) -> None:
    written, expected = io.StringIO(), {}
    writer = csv.writer(written, delimiter=separator)
    for texts in [["x", "y", "z"], *rows]:
        line = len(re.findall(r"\r\n|\r|\n", written.getvalue())) + 1
        writer.writerow(texts)
        if "".join(texts).strip():
            expected[line] = texts
    assert rows_read(written.getvalue().encode("utf-8-sig" if mark else "utf-8")) == expected
