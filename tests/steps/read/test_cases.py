"""Cases 24 to 37 of those that the tool must pass, through the front door: what is not refused is read as it is seen.

24 bombs, 25 document types, 27 lying containers, 28 passwords, 30 damage: test_hostile_workbooks, test_other_formats.
26 far-away cells, 31 rows out of order: there, in test_cells, and here.
29 names, 32 and 33 odd text, 34 errors, 35 dates, 36 codes, 37 what people do to sheets: here.
"""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import importer
from importer.errors import SheetError
from importer.problem import NOT_A_SHEET, NOT_READABLE
from importer.steps.read import read_sheet
from tests.builders import GOOD, told
from tests.command import importer as command
from tests.steps.read.raw_workbooks import packed, parts_of, strings, worksheet

HEADINGS = [*GOOD, "Due date", "Reference", "Estimated time"]
NOON = datetime(2026, 12, 31, 12, 30)  # noqa: DTZ001 - the times of Excel have no zone
TEXT_ROW = '<row r="{0}"><c r="A{0}" t="str"><v>{1}</v></c></row>'


def made(path: Path, fill: Callable[[Any, Any], object], **options: object) -> Path:
    """A workbook of XlsxWriter; `fill` gets the book and its sheet, whose first row holds the headings."""
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, HEADINGS)
        fill(book, sheet)
    return path


def column(path: Path, heading: str) -> list[str]:
    return list(read_sheet(path).cells[heading])


def written(path: Path, *texts: str) -> Path:
    return made(path, lambda _, sheet: [sheet.write_string(row, 3, text) for row, text in enumerate(texts, 1)])


@pytest.mark.parametrize(("letters", "status"), [("A", 4), ("XFD", 3)])
def test_case_26_a_cell_at_the_end_of_excel_is_read_or_refused(tmp_path: Path, letters: str, status: int) -> None:
    """Where no column is left for the results, the command says so; the reader itself reads the cell."""
    rows = TEXT_ROW.format(1, "Name") + f'<row r="1048576"><c r="{letters}1048576"><v>7</v></c></row>'
    said = command("check", packed(tmp_path / "a.xlsx", parts_of(worksheet(rows))), "--json", state=tmp_path)
    assert said.status == status


def test_case_26_a_row_beyond_excel_is_one_clear_error(tmp_path: Path) -> None:
    rows = TEXT_ROW.format(1, "Name") + TEXT_ROW.format(99_999_999, "x")
    said = command("check", packed(tmp_path / "a.xlsx", parts_of(worksheet(rows))), state=tmp_path)
    assert said.status == 3
    assert "row 99999999" in said.err


def test_case_27_a_looping_old_file_is_one_clear_error_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "jobs.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(508) + b"\1" * 2048)
    said = command("check", tmp_path / "jobs.xls", state=tmp_path)
    assert said.status == 3
    assert "jobs.xls cannot be read" in said.err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"<html><table><tr><td>Name</td></tr></table></html>", "a web page"),
        (b"Name;City\nBoiler;Gent\n", "text, not a workbook"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"", "empty"),
        (b"PK\x05\x06" + bytes(18), "a zip archive, not a workbook"),
    ],
    ids=["HTML", "CSV", "XML 2003", "PDF", "nothing", "empty zip"],
)
def test_case_29_what_is_only_called_xlsx_is_called_by_its_kind(tmp_path: Path, content: bytes, named: str) -> None:
    (tmp_path / "jobs.xlsx").write_bytes(content)
    with pytest.raises(SheetError) as caught:
        read_sheet(tmp_path / "jobs.xlsx")
    assert named in caught.value.message
    assert caught.value.advice


@pytest.mark.parametrize("name", ["jobs.xls", "jobs.csv", "jobs.ods", "jobs"])
def test_case_29_a_workbook_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    written(tmp_path / "jobs.xlsx", "Boiler").rename(tmp_path / name)
    assert column(tmp_path / name, "Name") == ["Boiler"]


def test_case_30_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = written(tmp_path / "a.xlsx", "Boiler").read_bytes()
    for size in (30, len(content) // 2, len(content) - 1):
        (tmp_path / "b.xlsx").write_bytes(content[:size])
        with pytest.raises(SheetError) as caught:
            read_sheet(tmp_path / "b.xlsx")
        assert caught.value.code is NOT_READABLE


def test_case_31_rows_out_of_order_are_read_in_order_and_twice_the_same_is_refused(tmp_path: Path) -> None:
    rows = [TEXT_ROW.format(number, text) for number, text in ((3, "b"), (1, "Name"), (2, "a"))]
    assert column(packed(tmp_path / "a.xlsx", parts_of(worksheet("".join(rows)))), "Name") == ["a", "b"]
    with pytest.raises(SheetError, match="two rows with the number 2"):
        read_sheet(packed(tmp_path / "a.xlsx", parts_of(worksheet("".join((*rows, rows[2]))))))


def test_case_31_a_cell_that_points_to_a_text_that_is_not_there_refuses_the_file(tmp_path: Path) -> None:
    sheet = worksheet(TEXT_ROW.format(1, "Name") + '<row r="2"><c r="A2" t="s"><v>1</v></c></row>')
    with pytest.raises(SheetError, match="refers to a text that is not there"):
        read_sheet(packed(tmp_path / "a.xlsx", parts_of(sheet, strings=strings("<t>only one</t>"))))


ODD = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＠x", "=cmd|' /C calc'!A0"),
    *("a\x0bb", "_x000D_", "_x005F_", "x" * 32_767, "\u202eright to left\u202c", "\u200b", "\ufeffx", "👩‍👩‍👧", "z͑͗͒"),
    *("NA", "null", "None", "nan", "N/A", "TRUE", "1E5", "007", "'quoted", '"', "<b>&amp;</b>", "\\", "%s%n", "../etc"),
    *("' OR 1=1 --", "${jndi:ldap://x}", "{{7*7}}", "undefined", "𝕿𝖍𝖊", "ﷺ", " x ", "\xa0x\xa0", "a\nb", "\u0085"),
)


def test_cases_32_33_36_any_text_comes_back_to_the_letter(tmp_path: Path) -> None:
    """Formula text, control signs, naughty strings, codes: nothing is evaluated, cut, trimmed or taken for missing."""
    assert column(written(tmp_path / "a.xlsx", *ODD), "Name") == [text for text in ODD if text.strip()]


def test_case_33_odd_text_gets_through_to_the_results(tmp_path: Path) -> None:
    path = of_jobs(tmp_path / "a.xlsx", *({"Name": text} for text in ODD))
    said = command("check", path, "--results", tmp_path / "b.xlsx", "--json", state=tmp_path)
    assert said.object["rows"] == len(ODD)
    assert len(read_sheet(tmp_path / "b.xlsx").cells) >= len(ODD)


def test_case_33_a_lone_half_of_a_character_stays_as_it_is_written(tmp_path: Path) -> None:
    rows = TEXT_ROW.format(1, "Name") + TEXT_ROW.format(2, "a_xD800_b")
    assert column(packed(tmp_path / "a.xlsx", parts_of(worksheet(rows))), "Name") == ["a_xD800_b"]


def _job(sheet: Any, row: int, **values: object) -> None:
    """A good row, changed; a value that is a triple is written with that method of XlsxWriter and these arguments."""
    given = {**GOOD, **{name.replace("_", " "): value for name, value in values.items()}}
    for place, heading in enumerate(HEADINGS):
        value = given.get(heading, "")
        if isinstance(value, tuple):
            getattr(sheet, value[0])(row, place, *value[1:])
        elif isinstance(value, str):
            sheet.write_string(row, place, value)
        else:
            sheet.write(row, place, value)


def of_jobs(path: Path, *jobs: dict[str, Any]) -> Path:
    def fill(_: Any, sheet: Any) -> None:
        for row, job in enumerate(jobs, 1):
            _job(sheet, row, **job)

    return made(path, fill)


def checked(path: Path, *jobs: dict[str, Any]) -> list[tuple[int | None, str, int]]:
    return told(importer.check_sheet(of_jobs(path, *jobs)).problems)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NUM!", "#VALUE!", "#NULL!"])
def test_case_34_an_error_holds_its_row_with_its_name_also_where_nothing_is_needed(tmp_path: Path, error: str) -> None:
    cell = ("write_formula", "=B9", None, error)
    assert checked(tmp_path / "a.xlsx", {"Due_date": cell}, {"Name": cell}) == [(2, "due_date", 411), (3, "name", 411)]


def test_case_34_the_command_gives_the_name_of_the_error_and_its_cell(tmp_path: Path) -> None:
    path = of_jobs(tmp_path / "a.xlsx", {"Due_date": ("write_formula", "=B9", None, "#REF!")})
    said = command("check", path, state=tmp_path)
    assert said.status == 4
    assert "#REF!" in said.out + said.err
    assert "E2" in said.out + said.err


def test_case_34_a_formula_without_a_result_holds_its_row(tmp_path: Path) -> None:
    never = ("write_formula", "=TODAY()", None, "")
    assert checked(tmp_path / "a.xlsx", {"Due_date": never}, {"Name": never}) == [
        (2, "due_date", 412),
        (3, "name", 412),
    ]


@pytest.mark.parametrize("from_1904", [False, True])
def test_case_35_dates_by_the_system_of_the_workbook(tmp_path: Path, from_1904: bool) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, (value, form) in enumerate(
            ((NOON, "d mmm yy hh:mm"), (NOON, "dd/mm/yyyy"), (time(9, 30), "hh:mm")), 1
        ):
            sheet.write_datetime(row, 4, value, book.add_format({"num_format": form}))

    path = made(tmp_path / "a.xlsx", fill, date_1904=from_1904)
    assert column(path, "Due date") == ["2026-12-31T12:30:00", "2026-12-31T12:30:00", "09:30:00"]


def test_case_35_a_day_that_never_was_and_a_date_among_numbers_hold_their_rows(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        _job(sheet, 1, Due_date=("write_number", 60, day))
        _job(sheet, 2, Estimated_time=("write_number", 46_387, day))
        _job(sheet, 3, Due_date=("write_number", 0.5, book.add_format({"num_format": "hh:mm"})))
        _job(sheet, 4, Due_date="04/03/2026")

    problems = told(importer.check_sheet(made(tmp_path / "a.xlsx", fill)).problems)
    assert problems[0][2] == 430, "day or month is asked for, never guessed"
    assert problems[1:] == [(2, "due_date", 421), (3, "estimated_time", 403), (4, "due_date", 405)]


def test_case_36_codes_are_as_they_are_shown_and_lost_digits_hold_the_row(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        _job(sheet, 1, Reference=("write_number", 123, book.add_format({"num_format": "00000"})))
        for row, text in enumerate(("00123", "1E5", "NA", "TRUE", "1234567890123456"), 2):
            _job(sheet, row, Reference=text)
        _job(sheet, 7, Reference=("write_number", 1_234_567_890_123_456))
        _job(sheet, 8, Reference=True)

    path = made(tmp_path / "a.xlsx", fill)
    codes = ["00123", "00123", "1E5", "NA", "TRUE", "1234567890123456", "1234567890123456", "TRUE"]
    assert column(path, "Reference") == codes
    assert (8, "reference_back_office", 422) in told(importer.check_sheet(path).problems)


def test_case_37_what_people_do_to_sheets_is_told(tmp_path: Path) -> None:
    """Titles, hidden sheets and rows, blank rows, merged cells, totals: read or told, in the rows of Excel."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        notes, sheet, old = (book.add_worksheet(name) for name in ("Notes", "Jobs", "Old"))
        notes.write(0, 0, "Some words")
        sheet.merge_range("A1:D1", "Jobs of March")
        for worksheet_, row in ((sheet, 2), (old, 0)):
            worksheet_.write_row(row, 0, HEADINGS)
            _job(worksheet_, row + 1)
        old.hide()
        _job(sheet, 6, Name="after blank rows")
        sheet.set_row(6, None, None, {"hidden": True})
        _job(sheet, 7)
        sheet.merge_range("D8:D9", "for two", None)
        _job(sheet, 8, Name="")
        sheet.write(9, 0, "Total")
        sheet.write(9, 6, 120)
    result = importer.check_sheet(tmp_path / "a.xlsx")
    assert (result.batch.sheet.name, list(result.batch.sheet.cells.index)) == ("Jobs", [4, 7, 8, 9, 10])
    assert {number for _, _, number in told(result.problems)} >= {125, 160, 165, 168, 170}


def test_case_37_a_filter_is_told_as_what_hides_rows(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        _job(sheet, 1)
        _job(sheet, 2)
        sheet.autofilter(0, 0, 2, len(HEADINGS) - 1)
        sheet.filter_column("A", "x == P-1001")
        sheet.set_row(2, None, None, {"hidden": True})

    (note,) = read_sheet(made(tmp_path / "a.xlsx", fill)).notes
    assert "a filter hides" in note.code.sentence.format(**note.values)


def test_a_refused_file_is_named_with_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.4")
    with pytest.raises(SheetError) as caught:
        read_sheet(tmp_path / "a.xlsx")
    assert caught.value.code is NOT_A_SHEET
