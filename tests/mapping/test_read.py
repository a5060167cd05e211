from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.mapping import ColumnMapping, read_mapping
from importer.settings import Options

WHOLE = """\
# the export of Acme
[columns]
"Omschrijving" = "name"
"Klant" = ""
"Soort" = "Job type"
"Familie" = "project.equipment_family.code"

[values.job_status_code]
"Nieuw" = "ToBePlanned"

[constants]
estimated_time = 60
due_date = 2026-12-31

[options]
date_order = "dmy"
decimal = ","
heading_row = 4
timezone = "Europe/Brussels"
"""
READ = ColumnMapping(
    columns={
        "Omschrijving": "name",
        "Klant": "",
        "Soort": "job_type_code",
        "Familie": "project.equipment_family.code",
    },
    values={"job_status_code": {"Nieuw": "ToBePlanned"}},
    constants={"estimated_time": "60", "due_date": "2026-12-31"},
    options=Options(date_order="dmy", decimal=",", heading_row=4, timezone="Europe/Brussels"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "acme.toml"


def read(path: Path, text: str) -> ColumnMapping:
    path.write_text(text, encoding="utf-8", newline="")
    return read_mapping(path)


def refusal(path: Path, text: str) -> str:
    with pytest.raises(SettingsError) as stopped:
        read(path, text)
    return stopped.value.message


def test_a_whole_file_is_read(path: Path) -> None:
    assert read(path, WHOLE) == READ


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_of_windows_are_no_trouble(path: Path, mark: str) -> None:
    assert read(path, mark + WHOLE.replace("\n", "\r\n")) == READ


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[column]\n"a" = "name"', 'line 1: "column" does not belong in a mapping file. Did you mean "columns"?'),
        ('\n[columns]\n"a" = "descripton"', 'line 3: "descripton" is not a field. Did you mean "description"?'),
        ('[columns]\n"a" = 5', 'line 2: the field of "a" must be text in quotes.'),
        ("[constants]\n\nestimated_tme = 5", 'line 3: "estimated_tme" is not a field. Did you mean "estimated_time"?'),
        (
            '[constants]\nestimated_time = "soon"',
            'line 2: "soon" is not a whole number, which "estimated_time" needs: 90.',
        ),
        ("[options]\ndate_ordr = 'dmy'", 'line 2: "date_ordr" is not an option. Did you mean "date_order"?'),
        ('[options]\ndate_order = "ddmm"', 'line 2: date_order is "ddmm", but it must be one of "dmy", "mdy", "ymd".'),
        ('[options]\nheading_row = "4"', "line 2: heading_row must be a row number."),
        ("[options]\nheading_row = true", "line 2: heading_row must be a row number."),
        ("[options]\nheading_row = 0", 'line 2: heading_row is "0", but it must be 1 or more.'),
        ('[options]\ntimezone = "Europe"', 'line 2: timezone is "Europe", but that is not a known time zone'),
        ('[options]\ntimezone = "../x"', 'line 2: timezone is "../x", but that is not a known time zone'),
        ('[options]\nencoding = "cp12"', 'line 2: encoding is "cp12", but that is not a known encoding'),
        ('[options]\nencoding = "a\\u0000"', "but that is not a known encoding"),
        ('[options]\ndelimiter = ""', 'line 2: delimiter is "", but it must be a character, such as ";" or "tab".'),
        ('[options]\ndecimal = ";"', 'line 2: decimal is ";", but it must be one of ".", ",".'),
        ('[options]\nsheet = ""', 'line 2: sheet is "", but it must be the name of a worksheet.'),
        ('[values]\nname = "x"', 'line 2: "name" must be a table, headed [values.name].'),
        ('[values.nam]\na = "b"', 'line 1: "nam" is not a field. Did you mean "name"?'),
        (
            '[values.job_status_code]\n"Nieuw" = "ToBePland"',
            'line 2: "ToBePland" is not a valid value for "job_status_code". Did you mean "ToBePlanned"?',
        ),
        ('[values.job_status_code]\n"Nieuw" = "Zzz"', "Use one of: Canceled, ToBePlanned"),
        ('[values.project.equipment_family.code]\na = "b"', "A dotted field goes in quotes"),
        ("columns = 5", 'line 1: "columns" must be a table, headed [columns].'),
        ('[constants]\nname = "a"\n"Title" = "b"', 'line 3: "name" is set twice.'),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_would_be_right(path: Path, text: str, told: str) -> None:
    assert told in refusal(path, text)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(path: Path) -> None:
    message = refusal(path, '[options]\nx = 1\n[columns]\n"a" = "qqq"\n[constants]\nname = [1]')
    assert [message.index(f"line {line}:") for line in (2, 4, 6)] == sorted(
        message.index(f"line {line}:") for line in (2, 4, 6)
    )


def test_a_file_that_is_no_toml_is_told_with_the_line(path: Path) -> None:
    assert "line 2" in refusal(path, "[columns]\nNaam der klant = name\n")


def test_a_heading_that_stands_twice_is_told(path: Path) -> None:
    assert "line 3" in refusal(path, '[columns]\n"a" = "name"\n"a" = "description"\n')


@pytest.mark.parametrize("content", [None, b"\xff\xfe[\0"])
def test_a_file_that_is_missing_or_no_text_is_told(path: Path, content: bytes | None) -> None:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError) as stopped:
        read_mapping(path)
    assert stopped.value.code.number == 175
