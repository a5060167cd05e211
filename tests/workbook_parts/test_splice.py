"""Rows pass through with what is added to them, however they are written."""

import io
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from importer.workbook_parts.addresses import letter_of
from importer.workbook_parts.cell_text import render_number_cell
from importer.workbook_parts.new_workbook import STYLES_PART, make_blank_workbook
from importer.workbook_parts.row_text import RowTags, find_cells, find_rows
from importer.workbook_parts.splice import Changes, Splice, extent_of
from importer.workbook_parts.styles import Colours, Styles
from importer.workbook_parts.worksheet import Worksheet
from tests.examples import examples

Rows = Mapping[int, Mapping[int, str]]
RED = Colours("FFC7CE", "9C0006")
FIRST = 9  # of our columns
PREFIXES = st.sampled_from(["", "x:"])
ROWS = st.dictionaries(
    st.integers(1, 30), st.dictionaries(st.integers(1, 8), st.sampled_from(["", "7", "a>b"]), max_size=5), max_size=8
)


def worksheet(rows: Rows, prefix: str, *, addressed: bool, styled: bool) -> Worksheet:
    p = prefix
    text = f'<?xml version="1.0"?>\n<{p}worksheet><{p}sheetData>'
    for number in sorted(rows):
        cells = ""
        last = max(rows[number], default=0)
        for column in range(1, last + 1):
            if column not in rows[number] and addressed:
                continue
            value = rows[number].get(column, "")
            place = f' r="{letter_of(column)}{number}"' if addressed else ""
            style = ' s="0"' if styled else ""
            inner = f"><{p}v>{value}</{p}v></{p}c>" if value else "/>"
            cells += f"<{p}c{place}{style}{inner}"
        text += f'<{p}row r="{number}">{cells}</{p}row>' if cells else f'<{p}row r="{number}" ht="9"/>'
    text += f"</{p}sheetData></{p}worksheet>"
    return Worksheet(lambda: io.BytesIO(text.encode()))


def found(text: bytes, prefix: str) -> dict[int, dict[int, tuple[str, int]]]:
    """The cells by row and column: their text, tags left out, and their style."""
    tags = RowTags(prefix)
    rows: dict[int, dict[int, tuple[str, int]]] = {}
    for row in find_rows(text, tags):
        assert row.number not in rows
        rows[row.number] = {}
        for cell in find_cells(row, tags):
            assert cell.column > max(rows[row.number], default=0), "cells in order"
            value = cell.text.decode().partition(f"<{prefix}v>")[2].partition("<")[0]
            rows[row.number][cell.column] = value, cell.style
    assert list(rows) == sorted(rows)
    return rows


@settings(max_examples=examples(150), deadline=None)
@given(
    ROWS,
    PREFIXES,
    st.booleans(),
    st.booleans(),
    st.sets(st.integers(1, 30)),
    st.dictionaries(st.integers(1, 30), st.integers(1, 8)),
)
def test_every_cell_stays_and_every_addition_comes(
    rows: Rows,
    prefix: str,
    addressed: bool,
    styled: bool,
    told: set[int],
    marked: Mapping[int, int],
) -> None:
    sheet = worksheet(rows, prefix, addressed=addressed, styled=styled)
    extent = extent_of(sheet)
    assert extent.last_filled == max((c for row in rows.values() for c, value in row.items() if value), default=0)
    styles = Styles(make_blank_workbook(with_macros=False).read(STYLES_PART))
    changes = Changes(
        rows=sorted(told | marked.keys()),
        added=lambda row: render_number_cell(f"{letter_of(FIRST)}{row}", 0, row, prefix),
        first=FIRST,
        width=2,
        fills={row: {column: RED} for row, column in marked.items()},
        is_plain=extent.is_plain,
    )
    after = found(b"".join(Splice(sheet, changes, styles).render_pieces()), prefix)
    red = styles.fill_style(0, RED)
    expected = {
        row: {
            c: (rows[row].get(c, ""), 0) for c in (rows[row] if addressed else range(1, max(rows[row], default=0) + 1))
        }
        for row in rows
    }
    for row in changes.rows:
        expected.setdefault(row, {})[FIRST] = str(row), 0
    for row, column in marked.items():
        expected[row][column] = expected[row].get(column, ("", 0))[0], red
    assert after == {row: dict(sorted(cells.items())) for row, cells in expected.items()}
