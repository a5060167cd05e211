# ruff: noqa: DTZ001 - the times of Excel have no zone
"""What a number format shows, through the real command: in text and codes as Excel shows it, in numbers the number."""

from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from importer.steps.map import map_columns
from importer.steps.read import read_sheet
from tests.command import importer
from tests.test_foreign_values import GOOD, HEADINGS, Told, told


def workbook(folder: Path, heading: str, *cells: tuple[object, str]) -> Path:
    path = folder / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, [*HEADINGS, heading])
        for row, (value, code) in enumerate(cells, 1):
            sheet.write_row(row, 0, ["", f"Job {row}", *GOOD[2:]])
            form = book.add_format({"num_format": code})
            write = sheet.write_datetime if isinstance(value, datetime | time) else sheet.write
            write(row, 5, value, form)
    return path


def arriving(path: Path) -> list[str]:
    """The values of the last column, once it is sure that nothing is to be told of them."""
    batch = map_columns(read_sheet(path))
    assert batch.problems == ()
    return list(batch.values.iloc[:, -1])


def problems(path: Path) -> Told:
    batch = map_columns(read_sheet(path))
    return {(each.cell, each.code.number): each.message for each in batch.problems}


def test_what_excel_changed_is_told_by_the_command(tmp_path: Path) -> None:
    path = workbook(tmp_path, "Customer reference", (datetime(2026, 3, 12), "d-mmm"), ("x", "@"), (17, '"WO-"0'))
    assert set(told(path)) == {("F2", 413)}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (datetime(2026, 3, 12), "d-mmm", "12-Mar"),
        (datetime(2026, 1, 2), "dd/mm/yyyy", "02/01/2026"),
        (datetime(2026, 1, 2), "mmm-yy", "Jan-26"),
        (datetime(2026, 1, 2), "m/d/yyyy", "1/2/2026"),
        (time(8, 10), "h:mm", "8:10"),
        (datetime(2026, 1, 2, 14, 5), "d/m/yy h:mm AM/PM", "2/1/26 2:05 PM"),
        (100e10, "0.00E+00", "1.00E+12"),
        (12e13, "General", "1.2E+14"),
        (0.3, "##0.0E+0", "300.0E-3"),
        (12345678, "##0.0E+0", "12.3E+6"),
        (999960, "##0.0E+0", "1.0E+6"),
        (0.25, "0E-0", "3E-1"),
        (0.25, f"{'0' * 90}.{'0' * 90}E+0", f"250000000000000000000000000000.{'0' * 30}E-30"),
        (123.4, "00.0E+0", "1.2E+2"),
        (3e-8, "General", None),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0 %", "50 %"),
        (9.99, '0%" done"', "999% done"),
        (12.5, "#,##0%", "1,250%"),
        (0.05, "[<0.1]0.0%;0%", "5.0%"),
        (0.5, "[<0.1]0.0%;0%", "50%"),
        (0.05, "[>=0.5]0%;0.00%", "5.00%"),
        (-0.25, '[=0]"nil";[<0.1]0.0%;0%', "25.0%"),
        (0.5, '[<1]"low "0%;"high "0%', "low 50%"),
        (12.345, "[<1]0.00E+00;0.0%", "1234.5%"),
        (0.5, "[>1]# ?/?;0%", "50%"),
        (0.05, "[>5]0%;General", None),
        (12.5, "# ?/?", "12 1/2"),
        (0.75, "?/?", "3/4"),
        (3, "# ??/??", None),
        (2.375, "# ?/8", "2 3/8"),
        (-0.5, "# ?/?", "-1/2"),
    ],
)
def test_a_code_that_excel_took_for_something_else_is_held_and_a_text_is_told(
    tmp_path: Path, value: object, code: str, shown: str | None
) -> None:
    """F05."""
    found = problems(workbook(tmp_path, "Customer reference", (value, code), ("x", "@")))
    assert set(found) == ({("F2", 413)} if shown else set())
    assert not shown or f'"{shown}"' in found[("F2", 413)]
    in_text = problems(workbook(tmp_path, "Description", (value, code)))
    assert set(in_text) == ({("F2", 414)} if shown else set())


def test_a_format_that_excel_has_built_in_is_one_too(tmp_path: Path) -> None:
    """F05. Excel and openpyxl write the number of such a format alone."""
    path = tmp_path / "jobs.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ([*HEADINGS, "Customer reference"], [*GOOD, 0.5], ["R-2", *GOOD[1:], 12.5]):
        sheet.append(row)
    for cell, code in (("F2", "0%"), ("F3", "# ?/?")):
        sheet[cell].number_format = code
    book.save(path)
    found = problems(path)
    assert set(found) == {("F2", 413), ("F3", 413)}
    assert '"12 1/2"' in found[("F3", 413)]


def test_dates_in_columns_of_dates_and_long_codes_are_not_told(tmp_path: Path) -> None:
    assert problems(workbook(tmp_path, "Due date", (datetime(2026, 3, 12), "d-mmm"))) == {}
    assert problems(workbook(tmp_path, "Customer reference", (4006381333931, "General"), (12345678901, "0"))) == {}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (17, '"WO-"0', "WO-17"), (17, '"WO-"#', "WO-17"), (17, '"P-"General', "P-17"), (17, '"P-"@', "17"),
        ("a17", '"P-"@', "P-a17"), (5551234567, "(###) ###-####", "(555) 123-4567"), (17, '"2026-"000', "2026-017"),
        (1, '"WAAR";"WAAR";"ONWAAR"', "WAAR"), (0, '"WAAR";"WAAR";"ONWAAR"', "ONWAAR"), (17, r"\W\O0", "WO17"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"), (17, '"K"00;"L"00', "K17"),
        (-17, '"K"00;"L"00', "L17"), (17.5, '"A"General', "A17.5"), (7, '00"-A"', "07-A"),
        (7, '0"/2026"', "7/2026"), (7, 'General" st."', "7 st."), (7, '@" kg"', "7"),
        (7, '#" pcs";-#" pcs"', "7 pcs"),
        (20261231, "0000-00-00", "2026-12-31"), (930, '00":"00":"00', "00:09:30"),
        (1234, '"WO-"#,##0', "WO-1,234"), (3, '"WO-"0.0', "WO-3.0"), (7, '"P"0.00', "P7.00"), (1, '"("0")"', "(1)"),
        (1234567, '#,##0" st"', "1,234,567 st"), (1.5, '0.0" km"', "1.5 km"), (12, '"V"0.0.0', "V12.0.0"),
        (-3, '"WO-"0', "-WO-3"), (12.5, '"#"0.###', "#12.5"), (4000, '0.0,"k"', "4.0k"), (5, "+0;-0", "+5"),
        (12, "[$€-413] #,##0.00", "€ 12.00"), (12, '_-* #,##0.00\\ "€"_-', "12.00 €"), (7, "00.0", "07.0"),
        (-1234.5, '0;"min "#,##0.0', "min 1,234.5"), (0, '0.0;-0.0;"zero"', "zero"), (5, "@", "5"),
        (5, '0;"neg";0;"X"@', "5"), (-3, '"("General")"', "-(3)"),
    ],
)  # fmt: skip
def test_the_text_of_a_format_belongs_to_a_code(tmp_path: Path, value: object, code: str, shown: str) -> None:
    """X4."""
    path = workbook(tmp_path, "Customer reference", (value, code))
    assert read_sheet(path).cells.iloc[0, 5] == shown
    assert arriving(path) == [shown]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1.5, '"WO-"0', "WO-2"), (99.95, '0000"-A"', "0100-A"), (0.25, '"WO-"0.0', "WO-0.3"), (4567, '0.0,"k"', "4.6k"),
        (12.345, '0.00" kg"', "12.35 kg"), (1234.5, '#,##0" st"', "1,235 st"), (7.5, "000", "008"),
        (0, '0;-0;"-"', "-"), (-1.5, '"P"0;"N"0', "N2"), (2.25, "[h]:mm", "54:00"),
    ],
)  # fmt: skip
def test_a_text_that_says_less_than_its_number_is_told_with_what_excel_shows(
    tmp_path: Path, value: object, code: str, shown: str
) -> None:
    """X4."""
    told_of_code = problems(workbook(tmp_path, "Customer reference", (value, code), ("x", "@")))
    assert f'"{shown}"' in told_of_code[("F2", 413)]
    assert f'"{shown}"' in problems(workbook(tmp_path, "Street number", (value, code)))[("F2", 414)]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("value", "code", "number"),
    [
        (90.25, '0.0" min"', "90.25"), (1234, '#,##0" min"', "1234"), (1234.5, '#,##0.00" min"', "1234.5"),
        (-5, '"T"0;"T-"0', "-5"), (-5, '"P"General;"N"General', "-5"), (123, r"00\-00", "123"),
        (4000, '0.0,"k"', "4000"), (-3, '"("General")"', "-3"), (1234.5, '_-* #,##0.00\\ "€"_-', "1234.5"),
        (-1234.5, "[$€-413] #,##0.00;[$€-413] -#,##0.00", "-1234.5"),
    ],
)  # fmt: skip
def test_no_digit_of_a_number_is_lost_by_its_format(tmp_path: Path, value: object, code: str, number: str) -> None:
    assert arriving(workbook(tmp_path, "X coordinate", (value, code))) == [number]


@pytest.mark.thorough(but=9)
@pytest.mark.parametrize("heading", ["Customer reference", "Street number", "Due date", "Estimated time (minutes)"])
@pytest.mark.parametrize("empty", ["0;-0;", ";;;", '[=0]"";0', "0;;;@", "#", "#,###", '0;-0;" "'])
def test_a_value_of_which_nothing_is_seen_is_blank_and_told(tmp_path: Path, heading: str, empty: str) -> None:
    """X10."""
    path = workbook(tmp_path, heading, (0, empty), (0, empty), (None, empty))
    assert set(problems(path)) == {("F", 427)}
    assert "F2 and 1 more" in problems(path)[("F", 427)]
    assert list(map_columns(read_sheet(path)).values.iloc[:, -1]) == ["", "", ""]


@pytest.mark.parametrize("value", [5, "x", datetime(2026, 3, 12)])
def test_so_is_whatever_is_hidden(tmp_path: Path, value: object) -> None:
    path = workbook(tmp_path, "Customer reference", (value, ";;;"), ("seen", "@"))
    assert set(problems(path)) == {("F", 427)}
    assert list(map_columns(read_sheet(path)).values.iloc[:, -1]) == ["", "seen"]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "code",
    ['"Nr. "0', '0 "min"', '"€" 0', "0;-0;;@", '#,##0;-#,##0;"-"', "000", '"Nr."General', "0.0", '0"e van 12"', "0%",
     '"2 x "0" st"', 'General" st"', "# ?/?"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["Estimated time (minutes)", "Working sequence"])
def test_a_number_in_a_column_of_numbers_is_the_number(tmp_path: Path, heading: str, code: str) -> None:
    assert arriving(workbook(tmp_path, heading, (45, code))) == ["45"]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "code", ['[=0]"";dd/mm/yyyy', "dd/mm/yyyy;@", '[>1]d/m/yy;"none"', "yyyy-mm-dd;;", "[$-409]d-mmm;@"]
)
def test_the_section_that_is_for_a_number_decides(tmp_path: Path, code: str) -> None:
    """X10."""
    assert arriving(workbook(tmp_path, "Due date", (46096, code))) == ["2026-03-15"]


def test_a_zero_that_its_section_hides_is_blank(tmp_path: Path) -> None:
    path = workbook(tmp_path, "Due date", (0, '[=0]"";dd/mm/yyyy'), (46096, '[=0]"";dd/mm/yyyy'))
    assert set(problems(path)) == {("F", 427)}
    assert list(read_sheet(path).cells["Due date"]) == ["", "2026-03-15"]


def test_what_a_mapping_replaces_is_not_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, "Customer reference", (datetime(2026, 1, 2), "d-mmm"))
    mapping = tmp_path / "map.toml"
    mapping.write_text('[values.customer_reference]\n"2026-01-02" = "1-2"\n', encoding="utf-8")
    said = importer("check", path, "--json", "--map", mapping, state=tmp_path / "state")
    assert said.object["problems"] == []
