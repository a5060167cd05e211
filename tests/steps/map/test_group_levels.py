"""Reports with groups within groups: what a line says ends where a larger group begins."""

from collections.abc import Callable, Iterator, Sequence

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from importer.mapping import GROUP, ColumnMapping, RowRules, Source
from importer.records import Batch
from importer.settings import Options
from importer.steps.map import map_columns
from tests.builders import told
from tests.examples import examples
from tests.steps.read.grids import grid_of, laid_out

JOB = ("MAINT", "ToBePlanned", "Service boiler", "30", "P-1001")
HEADINGS = ("Job type code", "Status code", "Name", "Estimated time", "Project code")
LEVELS = {"Region": "customer_reference", "Site": "internal_memo", "Hall": "prejob_information"}
Row = tuple[str, ...]
Path = dict[str, str]  # by the name of its level
Read = Callable[[Sequence[str | Row]], Batch]
Report = tuple[list[Row], list[tuple[int, Path]]]  # its rows, and the groups in which each job stands, by its row

FULL: list[str | Row] = ["Region: North", "Site: Ghent", JOB]
STALE: list[str | Row] = [*FULL, "Site: Bruges", JOB, "Region: South", JOB, "Site: Liege", JOB]


def of_column(rows: Sequence[str | Row], headings: Row = (*LEVELS, *HEADINGS)) -> Batch:
    """The report with columns for its groups, which are filled down."""
    blank = ("",) * (len(headings) - len(HEADINGS))
    cells = [(row,) if isinstance(row, str) else (*blank, *row) for row in rows]
    levels = {heading: LEVELS[heading] for heading in headings if heading in LEVELS}
    mapping = ColumnMapping(columns=levels, rows=RowRules(fill_down=tuple(levels)))
    return map_columns(laid_out(grid_of(headings, *cells)), Options(), mapping)


def of_lines(rows: Sequence[str | Row], levels: Sequence[str] = tuple(LEVELS)) -> Batch:
    """The report without such columns, of whose lines fields are made."""
    cells = [(row,) if isinstance(row, str) else row for row in rows]
    fields = {LEVELS[level]: (Source(take=GROUP, line=level),) for level in levels}
    return map_columns(laid_out(grid_of(HEADINGS, *cells)), Options(), ColumnMapping(fields=fields))


def values(batch: Batch, level: str) -> list[str]:
    return batch.values[LEVELS[level]].to_list()


@pytest.mark.parametrize("read", [of_column, of_lines])
def test_what_a_line_says_ends_where_a_larger_group_begins(read: Read) -> None:
    batch = read(STALE)
    assert values(batch, "Region") == ["North", "North", "South", "South"]
    assert values(batch, "Site") == ["Ghent", "Bruges", "", "Liege"]
    ended = [problem for problem in batch.problems if problem.code.number == 191]
    assert len(ended) == 1
    assert "8" in ended[0].message
    assert "Site" in ended[0].message


def test_without_its_name_a_field_is_made_of_the_smallest_groups() -> None:
    cells = [(row,) if isinstance(row, str) else row for row in STALE]
    mapping = ColumnMapping(fields={"internal_memo": (Source(take=GROUP),)})
    batch = map_columns(laid_out(grid_of(HEADINGS, *cells)), Options(), mapping)
    assert values(batch, "Site") == ["Ghent", "Bruges", "", "Liege"]


def test_where_nothing_shows_which_group_is_the_larger_one_each_ends_the_other() -> None:
    rows: list[str | Row] = ["Site: Ghent", JOB, "Region: South", JOB, "Site: Bruges", JOB, "Region: North", JOB]
    batch = of_lines(rows)
    assert values(batch, "Site") == ["Ghent", "", "Bruges", ""]
    assert values(batch, "Region") == ["", "South", "", "North"]
    assert sum(problem.code.number == 191 for problem in batch.problems) == 2


def test_the_column_of_lines_shows_it_too() -> None:
    lines = [("Region: North",), ("", *JOB), ("", "Site: Ghent"), ("", *JOB), ("Region: South",), ("", *JOB),
             ("", "Site: Liege"), ("", *JOB)]  # fmt: skip
    fields = {LEVELS[level]: (Source(take=GROUP, line=level),) for level in LEVELS}
    batch = map_columns(laid_out(grid_of(("", *HEADINGS), *lines)), Options(), ColumnMapping(fields=fields))
    assert values(batch, "Region") == ["North", "North", "South", "South"]
    assert values(batch, "Site") == ["", "Ghent", "", "Liege"]


def test_a_column_filled_in_the_first_row_of_a_group_ends_at_the_next_line() -> None:
    headings = ("Site", *HEADINGS)
    rows = [("Region: North",), ("Ghent", *JOB), ("", *JOB), ("Region: South",), ("", *JOB), ("Liege", *JOB)]
    mapping = ColumnMapping(columns={"Site": LEVELS["Site"]}, rows=RowRules(fill_down=("Site",)))
    batch = map_columns(laid_out(grid_of(headings, *rows)), Options(), mapping)
    assert batch.values[LEVELS["Site"]].loc[[3, 4, 6, 7]].to_list() == ["Ghent", "Ghent", "", "Liege"]


def test_a_cell_filled_down_over_a_new_value_to_its_left_is_told() -> None:
    """It may be meant (the same again), or the groups of the columns are one within the other: a person has to look."""
    headings = ("Region", "Site", *HEADINGS)
    rows = [("North", "Ghent", *JOB), ("", "", *JOB), ("South", "", *JOB), ("", "Liege", *JOB)]
    levels = ("Region", "Site")
    mapping = ColumnMapping(columns={level: LEVELS[level] for level in levels}, rows=RowRules(fill_down=levels))
    batch = map_columns(laid_out(grid_of(headings, *rows)), Options(), mapping)
    assert values(batch, "Site") == ["Ghent", "Ghent", "Ghent", "Liege"]
    across = [problem for problem in batch.problems if problem.code.number == 192]
    assert [problem.field for problem in across] == [LEVELS["Site"]]
    assert all(word in across[0].message for word in ("Site", "Region", "4"))


def test_a_report_of_one_level_has_nothing_to_tell() -> None:
    rows: list[str | Row] = ["Region: North", JOB, JOB, "Region: South", JOB]
    assert [number for row, _, number in told(of_lines(rows, ("Region",)).problems) if row is None] == []


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Two or three levels; a group may lack the line of a level below it, have jobs of its own, or no job at all."""
    depth = draw(st.integers(2, 3))
    rows: list[Row] = []
    jobs: list[tuple[int, Path]] = []
    for row, path in _draw_group(draw, list(LEVELS)[:depth], {}):
        rows.append(row)
        if row == JOB:
            jobs.append((len(rows) + 1, path))
    return rows, jobs


def _draw_group(draw: st.DrawFn, levels: Sequence[str], path: Path) -> Iterator[tuple[Row, Path]]:
    for _ in range(draw(st.integers(0 if path else 2, 2))):
        yield JOB, path
    if not levels:
        return
    for number in range(draw(st.integers(0 if path else 2, 3))):
        name = draw(st.sampled_from(["North", "South", "East"])) + str(number)
        yield (f"{levels[0]}: {name}",), path
        yield from _draw_group(draw, levels[1:], {**path, levels[0]: name})


def _begins_in_order(rows: Sequence[Row]) -> bool:
    """Whether each level begins for the first time right below the line of the level above it."""
    lines = ["" if row == JOB else row[0].split(":")[0] for row in rows]
    first = {level: lines.index(level) for level in LEVELS if level in lines}
    return all(
        lines[first[inner] - 1] == outer
        for outer, inner in zip(LEVELS, list(LEVELS)[1:], strict=False)
        if inner in first and outer in first
    )


@pytest.mark.parametrize("read", [of_column, of_lines])
@given(report=reports())
@settings(max_examples=examples(400, daily=40), deadline=None)
@pytest.mark.thorough(but=1)
def test_no_row_ever_has_what_a_line_of_another_group_says(read: Read, report: Report) -> None:
    rows, jobs = report
    batch = read([row if row == JOB else row[0] for row in rows])
    lines_told = {problem.row for problem in batch.problems if problem.code.number in {185, 529}}
    if lines_told != {number for number, row in enumerate(rows, 2) if row != JOB}:
        return  # a line that stands above nothing, or once only, is no line above a group
    for row, path in jobs:
        for level in LEVELS:
            value = batch.values[LEVELS[level]].get(row, "")
            assert value in {path.get(level, ""), ""}, (row, level)
            if _begins_in_order(rows):
                assert value == path.get(level, ""), (row, level)
