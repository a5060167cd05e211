import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl.chart._chart import ChartBase
from openpyxl.workbook import Workbook

from importer.problem import NOT_SENT
from importer.records import Outcome, Status
from importer.steps.report.styles import ADDED_HEADING_FILL, COLOURS, LINK_COLOUR
from importer.steps.report.summary_sheet import BAR_COLOURS
from tests.steps.report.colours import READABLE, contrast
from tests.steps.report.finished_runs import HEADINGS, SOUND, Finished, Written

WRONG = ["P-1001", "MAINT", "Opn", ""]


@pytest.fixture
def in_brussels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Brussels")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def lines(workbook: Workbook) -> dict[object, list[object]]:
    """The lines of the summary by what stands in front of each."""
    return {row[0].value: [cell.value for cell in row[1:]] for row in workbook["Summary"].iter_rows() if row[0].value}


@pytest.mark.usefixtures("in_brussels")
def test_the_run_is_told(finished: Finished, written: Written) -> None:
    result = finished({2: SOUND})
    told = lines(written(result))
    folder = str(result.batch.sheet.path.parent)
    facts = {name: told[name][0] for name in ("File", "Folder", "Sheet", "Target", "Run")}
    assert facts == {"File": "jobs.xlsx", "Folder": folder, "Sheet": "Jobs", "Target": "practice", "Run": "14"}
    assert told["Started"][0] == "24 November 2026, 13:00 CET"
    assert told["Finished"][0] == "24 November 2026, 13:01 CET"


def test_the_counts_of_all_statuses_add_up(finished: Finished, written: Written) -> None:
    told = lines(written(finished({2: SOUND, 3: WRONG, 4: WRONG})))
    assert (told["created"][0], told["invalid"][0], told["rows read"][0]) == (1, 2, 3)
    shown = [str(status) for status in Status if str(status) in told]
    assert shown == ["created", "invalid"], "a status that no row has is not in the way"
    assert sum(int(str(told[status][0])) for status in shown) == 3


def test_one_status_needs_no_sum(finished: Finished, written: Written) -> None:
    told = lines(written(finished({2: SOUND, 3: SOUND})))
    assert told["created"][0] == 2
    assert "rows read" not in told


def test_problems_are_grouped_by_cause(finished: Finished, written: Written) -> None:
    told = lines(written(finished({row: [*SOUND[:3], ""] for row in range(2, 12)})))
    times, where, sentence, advice = told["Missing value - Name"]
    assert (times, where) == (10, "D2, D3, D4, D5, D6, D7 and 4 more")
    assert sentence == "The cell is empty, but every job needs this field."
    assert str(advice).startswith("Fill it in, for example: Yearly boiler service. To fill these cells all at once")


def test_the_next_step_names_the_command(finished: Finished, written: Written) -> None:
    result = finished({2: WRONG})
    assert f"importer run {result.batch.sheet.path}" in str(lines(written(result))["What to do"][0])


def test_a_check_is_called_a_check(finished: Finished, written: Written) -> None:
    result = replace(finished({2: SOUND}), outcomes=(Outcome(2, Status.NOT_SENT),), checked_only=True, run=None)
    told = lines(written(result))
    assert "Results of the check" in told
    assert "Run" not in told


def test_a_cell_that_had_to_be_cut_is_named(finished: Finished, written: Written) -> None:
    workbook = written(finished({7: [*SOUND, "x" * 40_000]}, [*HEADINGS, "Internal memo"]))
    assert any(str(cell.value).endswith("not in your own sheet: E7") for cell in workbook["Summary"]["B"])
    assert len(workbook["Jobs"]["E7"].value) == 32_767


def test_the_users_sheet_comes_first_and_summary_is_shown(finished: Finished, written: Written) -> None:
    workbook = written(finished({2: SOUND, 3: WRONG}))
    assert workbook.sheetnames == ["Jobs", "Problems", "Summary"]
    assert workbook.active is workbook["Summary"]
    assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == ["Summary"]


def test_the_first_lines_answer_what_is_there_what_is_not_and_what_to_do(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND, 3: WRONG, 4: WRONG}))["Summary"]
    first = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(1, 8)}
    assert (first["In the target"], first["Not in the target"]) == (1, 2)
    assert "importer run" in str(first["What to do"])
    where = 'the column "Status" of the sheet "Jobs", with Problem and What to do beside it'
    assert first["Status of each row"] == where


def test_the_column_of_statuses_is_named_by_its_heading(finished: Finished, written: Written) -> None:
    headings = ["Status" if heading == "Status code" else heading for heading in HEADINGS]
    sheet = written(finished({2: SOUND}, headings))["Summary"]
    assert any('"Status (importer)"' in str(cell.value) for cell in sheet["B"])


def test_what_is_not_known_is_counted_apart(finished: Finished, written: Written) -> None:
    result = finished({2: SOUND, 3: SOUND})
    told = lines(written(replace(result, outcomes=(result.outcomes[0], Outcome(3, Status.UNKNOWN)))))
    assert [told[name][0] for name in ("In the target", "Not in the target", "Not known yet")] == [1, 0, 1]


def charts(workbook: Workbook) -> list[ChartBase]:
    """The charts on Summary."""
    found: list[ChartBase] = workbook["Summary"]._charts  # type: ignore[attr-defined]  # openpyxl has no other way
    return found


def bars(chart: ChartBase, workbook: Workbook) -> dict[object, object]:
    """The bars of a chart as the cells of the workbook have them."""
    (series,) = chart.series
    names, values = (
        workbook["Summary"][area.rpartition("!")[2].replace("$", "")]
        for area in (series.cat.strRef.f, series.val.numRef.f)
    )
    cells = zip(names, values, strict=True)
    return {name.value: value.value for (name,), (value,) in cells}


def test_charts_show_the_outcomes_and_the_causes(finished: Finished, written: Written) -> None:
    workbook = written(finished({2: SOUND, 3: WRONG, 4: WRONG, 5: [*SOUND[:3], ""]}))
    outcomes, causes = charts(workbook)
    assert bars(outcomes, workbook) == {"created": 1, "invalid": 3}
    assert causes.x_axis.tickLblSkip == 1  # type: ignore[attr-defined]  # every cause has its name
    assert bars(causes, workbook) == {
        "Missing value - Name": 3,
        "Status not for a new job - Status code": 2,
        "Duplicate row - Project code": 1,
    }


def test_without_problems_there_is_one_chart_and_without_rows_none(finished: Finished, written: Written) -> None:
    assert len(charts(written(finished({2: SOUND})))) == 1
    assert not charts(written(finished({})))


def test_columns_that_are_not_sent_are_in_no_chart_of_rows(finished: Finished, written: Written) -> None:
    headings = [*HEADINGS, "Colour", "Shape", "Size"]
    rows = {2: [*SOUND, "red", "round", "1"], 3: [*WRONG, "red", "round", "1"]}
    workbook = written(finished(rows, headings))
    _, causes = charts(workbook)
    assert set(bars(causes, workbook)) == {"Missing value - Name", "Status not for a new job - Status code"}
    assert "Unknown heading" in lines(workbook)


def test_each_cause_leads_to_its_first_cell(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND, 3: WRONG, 4: WRONG}))["Summary"]
    by_title = {row[0].value: row[2] for row in sheet.iter_rows()}
    for title, place in (("Missing value - Name", "D3"), ("Status not for a new job - Status code", "C3")):
        link = by_title[title].hyperlink
        assert link is not None
        assert link.location == f"'Jobs'!{place}"


def test_a_column_that_is_not_there_has_no_link(finished: Finished, written: Written) -> None:
    workbook = written(finished({2: [*SOUND, "Gent"]}, [*HEADINGS, "City"]))
    told = {row[0].value: row[2] for row in workbook["Summary"].iter_rows()}
    assert told["Address incomplete - Street"].hyperlink is None
    (line,) = [row for row in workbook["Problems"].iter_rows() if row[4].value == "Street"]
    assert (line[2].value, line[3].value, line[3].hyperlink) == (2, None, None)


def test_our_colours_can_be_read() -> None:
    assert all(contrast(colours.letters, colours.fill) >= READABLE for colours in COLOURS.values() if colours.fill)
    assert all(contrast(colour, "FFFFFF") >= READABLE for colour in (*BAR_COLOURS.values(), LINK_COLOUR))
    assert contrast("000000", ADDED_HEADING_FILL) >= READABLE


def test_what_a_stop_kept_from_being_sent_is_one_of_the_rows_that_are_not_there(
    finished: Finished, written: Written
) -> None:
    result = finished({2: SOUND, 3: WRONG, 4: SOUND})
    unsent = result.batch.make_problem(NOT_SENT, 4, (), reason="the login is not accepted")
    outcomes = (*result.outcomes[:2], Outcome(4, Status.NOT_SENT, problems=(unsent,)))
    told = lines(written(replace(result, outcomes=outcomes)))
    there, missing, unsent_rows = (
        told[name][0] for name in ("In the target", "Not in the target", "of these, not sent yet")
    )
    assert (there, missing, unsent_rows) == (1, 2, 1)
    assert "2 rows are not in the target as far as is known; not sent yet: 1." in str(told["What to do"][0])
