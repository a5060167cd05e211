from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from importer.problem import REJECTED_VALUE
from importer.records import RESULTS_HEADINGS, Outcome, Status
from tests.steps.report.finished_runs import HEADINGS, SOUND, Finished, Written, job_id

BAD, NEUTRAL, GOOD = "FFFFC7CE", "FFFFEB9C", "FFC6EFCE"


def test_every_row_stands_where_it_stood(finished: Finished, written: Written) -> None:
    sheet = written(finished({3: SOUND, 7: SOUND}))["Jobs"]
    assert [cell.value for cell in sheet[3]][:4] == SOUND
    assert [cell.value for cell in sheet[7]][:4] == SOUND
    assert all(cell.value is None for row in (2, 4, 5, 6) for cell in sheet[row])
    assert sheet.max_row == 7


def test_headings_that_stand_lower_stay_there(finished: Finished, written: Written) -> None:
    sheet = written(finished({6: SOUND}, heading_row=4, columns=(2, 3, 5, 6)))["Jobs"]
    assert [sheet[address].value for address in ("B4", "C4", "E4", "F4")] == HEADINGS
    assert [sheet[address].value for address in ("B6", "C6", "E6", "F6")] == SOUND
    assert sheet["G4"].value == "Status"
    assert sheet.freeze_panes == "A5"


def test_our_columns_stand_behind_the_last_used_one(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND}))["Jobs"]
    assert [cell.value for cell in sheet[1]] == [*HEADINGS, *RESULTS_HEADINGS]
    assert [cell.value for cell in sheet[2]][4:] == ["created", job_id(2), None, None, None, 14]
    assert sheet.auto_filter.ref == "A1:J2"


def test_the_moment_of_sending_stands_beside_the_row(finished: Finished, written: Written) -> None:
    result = finished({2: SOUND})
    sent = replace(result.outcomes[0], sent_at=result.started)
    told = str(written(replace(result, outcomes=(sent,)))["Jobs"]["I2"].value)
    moment = told.replace("(UTC)", "(UTC+00:00)")  # as Summary names it, where the clock shows UTC
    assert datetime.strptime(moment, "%Y-%m-%d %H:%M:%S (UTC%z)") == result.started


DAY = datetime.fromisoformat("2026-12-31")
NINE = datetime.fromisoformat("2026-12-07 09:00")


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("heading", "text", "value", "shown"),
    [
        ("Duration", "90", 90, "0"),
        ("Duration", "0090", "0090", "@"),
        ("Internal number", "1234567890123456", "1234567890123456", "@"),
        ("Latitude", "51.0543", 51.0543, "General"),
        ("Latitude", "5.10543e1", "5.10543e1", "@"),
        ("Due date", "2026-12-31", DAY, "yyyy-mm-dd"),
        ("Suggested start", "2026-12-07T09:00:00", NINE, "yyyy-mm-dd hh:mm"),
        ("Suggested start", "2026-12-07T09:00:05", NINE.replace(second=5), "yyyy-mm-dd hh:mm:ss"),
        ("Suggested start", "2026-12-07T09:00:00Z", "2026-12-07T09:00:00Z", "@"),
        ("Due date", "1899-12-31", "1899-12-31", "@"),
        ("project.is_mobile_installation", "TRUE", True, "General"),
        ("Reference", "00123", "00123", "@"),
        ("Description", "NA", "NA", "@"),
        ("Colour", "12", "12", "@"),
    ],
)
def test_a_value_is_typed_where_nothing_is_lost(
    finished: Finished, written: Written, heading: str, text: str, value: object, shown: str
) -> None:
    cell = written(finished({2: [*SOUND, text]}, [*HEADINGS, heading]))["Jobs"]["E2"]
    assert (cell.value, cell.number_format) == (value, shown)
    assert type(cell.value) is type(value)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "#N/A", "1E5", "\t=1", " 5 "])
def test_text_is_never_a_formula_an_error_or_a_number(finished: Finished, written: Written, text: str) -> None:
    cell = written(finished({2: [*SOUND, text]}, [*HEADINGS, "Description"]))["Jobs"]["E2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_words_of_the_api_are_never_a_formula(finished: Finished, written: Written) -> None:
    result = finished({2: SOUND})
    refused = result.batch.make_problem(REJECTED_VALUE, 2, (), message="no", fix="Correct it.")
    refused = replace(refused, message='=HYPERLINK("http://x")', advice="=1")
    workbook = written(replace(result, outcomes=(Outcome(2, Status.REJECTED, problems=(refused,)),)))
    for sheet in workbook:
        assert not [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"]


def test_failing_cells_are_coloured_and_have_a_note(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND, 3: ["P-1001", "MAINT", "Opn", ""]}))["Jobs"]
    assert {cell.coordinate for row in sheet for cell in row if cell.fill.start_color.rgb == BAD} == {"C3", "D3", "E3"}
    assert sheet["E2"].fill.start_color.rgb == GOOD
    assert sheet["C3"].comment is not None
    assert '"Opn" is not a status for a new job.' in sheet["C3"].comment.text
    assert "Use one of" in sheet["C3"].comment.text
    assert {cell.coordinate for row in sheet for cell in row if cell.comment} == {"C3", "D3"}


def test_a_warning_is_neutral_and_its_row_good(finished: Finished, written: Written) -> None:
    cells = ["P-1001", "MAINT", "Open", "Service", "2026-12-01", "2026-12-24"]
    sheet = written(finished({2: cells}, [*HEADINGS, "Due date", "Not before"]))["Jobs"]
    assert [sheet[a].fill.start_color.rgb for a in ("E2", "F2", "G2")] == [NEUTRAL, NEUTRAL, GOOD]
    assert sheet["I2"].value.startswith("Warning: E2 Due date: ")


def test_a_heading_that_nobody_knows_is_marked(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: [*SOUND, "red"]}, [*HEADINGS, "Colour"]))["Jobs"]
    assert sheet["E1"].fill.start_color.rgb == NEUTRAL
    assert sheet["E1"].comment is not None


def test_all_problems_of_a_row_stand_on_lines_of_one_cell(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: ["P-1001", "MAINT", "Opn", ""]}))["Jobs"]
    assert [line.partition(":")[0] for line in sheet["G2"].value.split("\n")] == ["C2 Status code", "D2 Name"]
    assert [line.partition(":")[0] for line in sheet["H2"].value.split("\n")] == ["C2", "D2"]
    assert sheet.row_dimensions[2].height == 60  # points, of four lines: the first advice takes three


def test_a_row_that_only_the_sheet_makes_invalid_says_so(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: SOUND[:3]}, HEADINGS[:3]))["Jobs"]
    assert sheet["D2"].value == "invalid"
    assert 'no "Name" column' in sheet["F2"].value


def test_a_sound_row_of_a_check_is_not_coloured(finished: Finished, written: Written) -> None:
    result = finished({2: SOUND})
    checked = replace(result, outcomes=(Outcome(2, Status.NOT_SENT),), checked_only=True)
    assert written(checked)["Jobs"]["E2"].fill.fill_type is None


def test_a_sheet_with_headings_only_gives_headings_only(finished: Finished, written: Written) -> None:
    assert written(finished({}))["Jobs"].max_row == 1


def test_two_columns_of_one_heading_both_stay(finished: Finished, written: Written) -> None:
    sheet = written(finished({2: [*SOUND, "red", "blue"]}, [*HEADINGS, "Colour", "Colour"]))["Jobs"]
    assert [sheet["E2"].value, sheet["F2"].value] == ["red", "blue"]


def test_notes_are_capped_errors_first(finished: Finished, written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.steps.report.data_sheet.MOST_NOTES", 1)
    workbook = written(finished({2: [*SOUND, "red"], 3: [*SOUND[:3], "", "red"]}, [*HEADINGS, "Colour"]))
    assert [cell.coordinate for row in workbook["Jobs"] for cell in row if cell.comment] == ["D3"]
    said = [cell.value for row in workbook["Summary"] for cell in row if isinstance(cell.value, str)]
    assert any(text.startswith("1 of 2 coloured cells have a note") for text in said)


def test_a_csv_gives_a_sheet_with_the_name_of_its_file(finished: Finished, written: Written, tmp_path: Path) -> None:
    csv = tmp_path / "from [erp] of a very long name indeed.csv"
    assert written(finished({2: SOUND}, name="", path=csv)).sheetnames[0] == "from -erp- of a very long name "[:31]
