from dataclasses import replace

import pytest

from importer.problem import NO_ANSWER
from importer.records import Outcome, Status
from tests.steps.report.finished_runs import HEADINGS, SOUND, Finished, Written

WRONG = ["P-1001", "MAINT", "Opn", ""]


def test_each_problem_is_one_line(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND, 5: WRONG}))["Problems"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0] == ["Severity", "Code", "Row", "Cell", "Heading", "Value", "Message", "What to do"]
    assert [line[:6] for line in lines[1:]] == [
        ["error", 305, 5, "C5", "Status code", "Opn"],
        ["error", 401, 5, "D5", "Name", None],
    ]
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("name", ["Jobs", "It's new", "Été 2026"])
@pytest.mark.thorough(but=1)
def test_each_line_links_to_its_cell(finished: Finished, written: Written, name: str) -> None:
    link = written(finished({5: WRONG}, name=name))["Problems"]["D2"].hyperlink
    assert (link.target, link.location) == (None, f"'{name.replace(chr(39), chr(39) * 2)}'!C5")


def test_a_problem_of_a_column_links_to_its_heading(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: [*SOUND, "red"]}, [*HEADINGS, "Colour"]))["Problems"]
    assert sheet["D2"].hyperlink.location == "'Jobs'!E1"


def test_a_problem_of_a_whole_row_links_to_its_status(finished: Finished, written: Written) -> None:
    result = finished({4: SOUND})
    open_end = result.batch.make_problem(NO_ANSWER, 4, (), reason="time-out")
    sheet = written(replace(result, outcomes=(Outcome(4, Status.UNKNOWN, problems=(open_end,)),)))["Problems"]
    assert [sheet["C2"].value, sheet["D2"].hyperlink.location] == [4, "'Jobs'!E4"]


def test_a_problem_of_the_whole_sheet_links_nowhere(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND[:3]}, HEADINGS[:3]))["Problems"]
    assert (sheet["C2"].value, sheet["D2"].value, sheet["D2"].hyperlink) == (None, None, None)


def test_a_run_without_problems_has_no_such_sheet(finished: Finished, written: Written) -> None:
    assert written(finished({2: SOUND})).sheetnames == ["Jobs", "Summary"]


def test_links_end_where_excel_ends(finished: Finished, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("problems_sheet", "summary_facts"):
        monkeypatch.setattr(f"importer.steps.report.{module}.MOST_LINKS", 1)
    workbook = written(finished({5: WRONG}))
    sheet = workbook["Problems"]
    assert sheet["D2"].hyperlink is not None
    assert (sheet["D3"].value, sheet["D3"].hyperlink) == ("D5", None)
    assert any("first 1 lines of Problems have links" in str(cell.value) for cell in workbook["Summary"]["B"])


def test_our_sheets_give_way_to_a_sheet_of_their_name(finished: Finished, written: Written) -> None:
    assert written(finished({5: WRONG}, name="problems")).sheetnames == ["problems", "Problems 2", "Summary"]


def test_errors_stand_before_warnings_of_many_columns(finished: Finished, written: Written) -> None:
    extra = [f"Colour {number}" for number in range(30)]
    sheet = written(finished({2: [*SOUND, *extra], 5: [*WRONG, *extra]}, [*HEADINGS, *extra]))["Problems"]
    found = [str(cell.value) for cell in sheet["A"][1:]]
    assert found == sorted(found)
    assert found[0] == "error"
    assert sheet["C2"].value == 5
