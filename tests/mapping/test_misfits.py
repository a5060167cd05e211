"""A heading alone does not say what its column holds: the values below must fit (F29, R9, R12)."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from importer import check_sheet
from importer.catalogue import get_field
from importer.mapping import can_be
from importer.settings import Options
from tests.command import importer as command

JOB = "Name,Project code,Job type code,Status code"
CELLS = "Pump,P-1001,MAINT,ToBePlanned"


def found(path: Path, headings: str, *rows: str, mapping: str = "") -> tuple[set[int], dict[str, str]]:
    """The numbers of all problems, and the fields that are sent of the first row."""
    sheet = path / "jobs.csv"
    sheet.write_text("\n".join([headings, *rows]))
    given = Options()
    if mapping:
        (path / "map.toml").write_text(f"[columns]\n{mapping}\n")
        given = Options(mapping=path / "map.toml")
    result = check_sheet(sheet, options=given)
    values = result.batch.values.iloc[0]
    return {problem.code.number for problem in result.problems}, {name: str(values[name]) for name in values.index}


@pytest.mark.parametrize("number", ["WO0012345", "INC0001", "2026-0001-17", "1000234567"])
def test_a_number_that_is_no_house_number_is_no_part_of_the_address(tmp_path: Path, number: str) -> None:
    codes, fields = found(tmp_path, f"Number,{JOB},Street,City,Zip", f"{number},{CELLS},Kerkstraat,Gent,9000")
    assert codes == {173}
    assert "db_address_street_number" not in fields


@pytest.mark.parametrize("number", ["12", "12B", "12/3", "14 bis", "7-9"])
def test_a_house_number_beside_a_street_is_one(tmp_path: Path, number: str) -> None:
    codes, fields = found(tmp_path, f"Number,{JOB},Street,City,Zip", f"{number},{CELLS},Kerkstraat,Gent,9000")
    assert (codes, fields["db_address_street_number"]) == (set(), number)


@pytest.mark.parametrize("heading", ["Number", "House no", "Place", "Site name"])
def test_a_part_of_an_address_needs_an_address(tmp_path: Path, heading: str) -> None:
    codes, fields = found(tmp_path, f"{heading},{JOB}", f"12,{CELLS}")
    assert codes == {173}
    assert not any(name.startswith("db_address") for name in fields)


@pytest.mark.parametrize("values", [("2", "8"), ("1.5",), ("0.25", "4"), ("12",)])
def test_small_durations_without_a_unit_are_asked(tmp_path: Path, values: tuple[str, ...]) -> None:
    assert 174 in found(tmp_path, f"Duration,{JOB}", *(f"{value},{CELLS}" for value in values))[0]


@pytest.mark.parametrize(("values", "codes"), [(("3600", "5400"), {174}), (("600", "615"), set()), (("480",), set())])
def test_whole_minutes_in_seconds_are_asked(tmp_path: Path, values: tuple[str, ...], codes: set[int]) -> None:
    assert found(tmp_path, f"Duration,{JOB}", *(f"{value},{CELLS}" for value in values))[0] == codes


@pytest.mark.parametrize(("value", "code"), [("20701", 173), ("20700", 174), ("10081", 173)])
def test_durations_of_more_than_a_week_are_no_minutes(value: str, code: int, tmp_path: Path) -> None:
    """ServiceNow and GLPI count in seconds; what may be whole minutes in seconds is asked."""
    codes, fields = found(tmp_path, f"Duration,{JOB}", f"{value},{CELLS}")
    assert codes == {code}
    assert ("estimated_time" in fields) == (code == 174)


@pytest.mark.parametrize(
    ("heading", "values"),
    [("Duration", ("2", "90")), ("Duration (minutes)", ("20700",)), ("Estimated time", ("5",)), ("Minutes", ("8",))],
)
def test_minutes_are_taken_as_they_are(tmp_path: Path, heading: str, values: tuple[str, ...]) -> None:
    codes, fields = found(tmp_path, f"{heading},{JOB}", *(f"{value},{CELLS}" for value in values))
    assert (codes, fields["estimated_time"]) == (set(), values[0])


@pytest.mark.parametrize(
    ("heading", "value", "minutes"),
    [("Geschatte uren", "2", "120"), ("Ore previste", "1.5", "90"), ("Durée estimée (h)", "1", "60"),
     ("Tiempo estimado", "1h30", "90"), ("Geplante Dauer", "01:15", "75")],
)  # fmt: skip
def test_planned_hours_of_other_systems_are_minutes(tmp_path: Path, heading: str, value: str, minutes: str) -> None:
    codes, fields = found(tmp_path, f"{heading},{JOB}", f"{value},{CELLS}")
    assert (codes, fields["estimated_time"]) == (set(), minutes)


CLOCK = ("08:00", "13:15", "10:30", "15:45")
SLOTS = ("08:00-10:00", "10:00-12:00", "13:00-15:00")
HOURS = ("8u - 10u", "10u - 12u")


@pytest.mark.parametrize(
    "heading",
    ["Heure RDV", "Hora cita", "Time slot", "Afspraak tijd", "Termin Uhrzeit", "Appointment time", "Ora appuntamento",
     "Planned time", "Visit time", "Geplande tijd", "Hora programada", "Heure pr\u00e9vue", "Geplante Zeit",
     "Uur afspraak", "Geschatte aankomsttijd", "Gesch\u00e4tzte Uhrzeit", "Est. time"],
)  # fmt: skip
@pytest.mark.parametrize("values", [CLOCK, SLOTS, HOURS])
@pytest.mark.thorough(but=5)
def test_times_of_the_day_are_no_lengths_of_time(tmp_path: Path, heading: str, values: tuple[str, ...]) -> None:
    assert "estimated_time" not in found(tmp_path, f"{heading},{JOB}", *(f"{value},{CELLS}" for value in values))[1]


@pytest.mark.parametrize(
    ("heading", "values"),
    [("Dur\u00e9e pr\u00e9vue", ("08:00", "07:30")), ("Geplande duur", ("08:00", "16:00")),
     ("Est. time", ("01:30", "08:00")), ("Planned time (min)", ("90", "480")), ("Tempo previsto", ("08:00", "10:30"))],
)  # fmt: skip
def test_what_is_said_to_be_a_length_of_time_is_one(tmp_path: Path, heading: str, values: tuple[str, ...]) -> None:
    assert "estimated_time" in found(tmp_path, f"{heading},{JOB}", *(f"{value},{CELLS}" for value in values))[1]


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("State", "TX", "NV"),
        ("Status", "2026-01-31", "2026-02-15"),
        ("Status", "true", "false"),
        ("Status code", "12.5", "13.7"),
        ("Priority", "2026-01-31", "2026-02-15"),
        ("Type", "12.5", "13.7"),
        ("Phone", "Ann", "Bo"),
        ("Zip", "Gent", "Brugge"),
        ("City", "9000", "8000"),
        ("Street", "51.05", "3.7"),
        ("Due date", "5", "30"),
        ("Estimated time", "08:00", "13:15"),
        ("Via", "mail", "phone"),
    ],
)
def test_cells_that_plainly_are_something_else_are_not_what_their_heading_means(
    tmp_path: Path, heading: str, first: str, second: str
) -> None:
    others = {"Name": "Pump", "Street": "Kerkstraat", "City": "Gent", "Zip": "9000"}
    others.pop(heading, None)
    if heading == "Via":
        others = {"Name": "Pump"}
    rows = [",".join([value, *others.values()]) for value in (first, second)]
    (tmp_path / "jobs.csv").write_text("\n".join([",".join([heading, *others]), *rows]))
    column = command("map", tmp_path / "jobs.csv", "--json", state=tmp_path).object["headings"][0]
    assert column["how"] in {"unknown", "suggested"}
    assert column["field"] in {None, "date_update", "due_date"}


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [("Status", "OP", "CL"), ("State", "Open", "New"), ("Due date", "soon", "later"), ("Due date", "5", "5"),
     ("Project code", "10.20", "10.30"), ("Reference", "24-1-0034", "24-1-0035"), ("Via", "Via Roma 1", "Via Dante 2"),
     ("Zip", "9000", "8000 Brugge")],
)  # fmt: skip
def test_what_may_be_meant_stays_what_its_heading_means(tmp_path: Path, heading: str, first: str, second: str) -> None:
    (tmp_path / "jobs.csv").write_text(f"{heading},Name,City\n{first},Pump,Gent\n{second},Fan,Gent\n")
    column = command("map", tmp_path / "jobs.csv", "--json", state=tmp_path).object["headings"][0]
    assert column["how"] in {"exact", "alias"}


def test_headings_of_a_template_are_right_whatever_is_below_them(tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.xlsx"
    assert command("template", sheet, state=tmp_path).status == 0
    book = load_workbook(sheet)
    page = book.worksheets[0]
    column = next(cell.column for cell in page[1] if cell.value == "Due date")
    for row, text in ((2, "5"), (3, "30")):
        page.cell(row, column, text)
    book.save(sheet)
    columns = command("map", sheet, "--json", state=tmp_path).object["headings"]
    assert next(one["how"] for one in columns if one["heading"] == "Due date") == "exact"


def test_a_decision_settles_what_a_heading_means(tmp_path: Path) -> None:
    headings, row = f"Number,Duration,{JOB},Street,City,Zip", f"WO-1,2,{CELLS},Kerkstraat,Gent,9000"
    decided = '"Number" = "reference_back_office"\n"Duration" = "estimated_time"'
    codes, fields = found(tmp_path, headings, row, mapping=decided)
    assert (codes, fields["reference_back_office"], fields["estimated_time"]) == (set(), "WO-1", "2")


@pytest.mark.parametrize("number", ["9205", "1", "00042"])
def test_a_number_is_no_id(tmp_path: Path, number: str) -> None:
    codes, fields = found(tmp_path, f"id,{JOB}", f"{number},{CELLS}")
    assert codes == {173}
    assert "id" not in fields


@pytest.mark.parametrize("heading", ["Equipment ID", "Installation ID", "Projekt-ID", "Project ID", "project_id"])
@pytest.mark.parametrize("code", ["P-1001", "0042", "EQ 17/B"])
@pytest.mark.thorough(but=2)
def test_codes_under_a_heading_of_ids_are_codes(tmp_path: Path, heading: str, code: str) -> None:
    headings = f"{heading},Name,Job type code,Status code"
    codes, fields = found(tmp_path, headings, f"{code},Pump,MAINT,ToBePlanned")
    assert (codes, fields["project_reference_back_office"]) == ({181}, code)


@pytest.mark.parametrize(("heading", "value"), [("Project ID", "P-1001"), ("Project id", "17"), ("Job type id", "3")])
def test_no_id_beside_its_code_is_told_once_and_not_sent(tmp_path: Path, heading: str, value: str) -> None:
    """F29."""
    codes, fields = found(tmp_path, f"{heading},{JOB}", f"{value},{CELLS}", f"18,{CELLS}")
    assert codes - {522} == {173}
    assert not {"project_id", "job_type_id"} & fields.keys()


@pytest.mark.parametrize(
    ("headings", "cells"),
    [("City", "Gent"), ("E-mail", "Ann"), ("Phone", "1"), ("Country code", "BE"), ("Latitude", "Gent"), ("Zip", "9000"),
     ("City,Country", "Gent,BE"), ("E-mail,Phone,House number", "a@b.be,1,2")],
)  # fmt: skip
def test_parts_of_an_address_without_the_others_are_told_once_and_not_sent(
    tmp_path: Path, headings: str, cells: str
) -> None:
    """F29."""
    codes, fields = found(tmp_path, f"{headings},{JOB}", f"{cells},{CELLS}")
    assert codes == {173}
    assert not any(name.startswith("db_address") for name in fields)


@pytest.mark.parametrize(("headings", "cells"), [("Street", "K"), ("City,Zip", "Gent,9000"), ("Street,Phone", "K,1")])
def test_an_address_that_lacks_a_part_is_an_error(tmp_path: Path, headings: str, cells: str) -> None:
    assert 502 in found(tmp_path, f"{headings},{JOB}", f"{cells},{CELLS}")[0]


@pytest.mark.parametrize(
    ("headings", "cells", "reason"),
    [("Number", "12", "an address needs Street, City and Zip too"), ("City", "Gent", "an address needs Street and Zip"),
     ("Reference,Ordre de travail", "R-1,45", 'column A ("Reference") already fills that field'),
     ("Sequence", "WO-1", 'what is below it does not fit (A2 is "WO-1")')],
)  # fmt: skip
def test_it_is_said_why_a_column_is_not_sent(tmp_path: Path, headings: str, cells: str, reason: str) -> None:
    """F29."""
    (tmp_path / "jobs.csv").write_text(f"{headings},{JOB}\n{cells},{CELLS}\n{cells.replace('R-1', 'R-2')},{CELLS}\n")
    told = [one.message for one in check_sheet(tmp_path / "jobs.csv").problems if one.code.number == 173]
    assert [reason in message for message in told] == [True]


def test_an_id_with_a_slip_stays_an_error_at_its_cell(tmp_path: Path) -> None:
    codes, _ = found(tmp_path, f"id,{JOB}", f"7e60fd05-1c08-4886-b483-42da30b9d0b,{CELLS}")
    assert codes == {402}


def test_the_french_word_for_a_work_order_is_no_sequence(tmp_path: Path) -> None:
    codes, fields = found(tmp_path, f"Ordre de travail,{JOB}", f"110,{CELLS}")
    assert codes == set()
    assert "working_sequence" not in fields
    assert fields["reference_back_office"] == "110"


@pytest.mark.parametrize(
    ("field", "values", "may"),
    [
        ("date_update", ["00114151", "MIGRATION"], False),
        ("date_update", ["Jan Peeters", "A. Dubois"], False),
        ("date_closed", ["TRUE", "FALSE"], False),
        ("date_update", ["3/4/2026", "12 mars 2026", "2026-01-31T08:00"], True),
        ("date_update", ["46000", "20260131"], True),
        ("estimated_time", ["2 h", "90 min", "1,5"], True),
        ("estimated_time", ["high", "low"], False),
        ("db_address_street_number", ["TKT-0001", "WO0012345"], False),
        ("db_address_street_number", ["12", "12A", "7 bus 3"], True),
        ("name", ["anything"], True),
        ("date_update", [], True),
    ],
)
def test_a_field_is_suggested_only_where_the_values_may_be_of_its_kind(
    field: str, values: list[str], may: bool
) -> None:
    assert can_be(get_field(field), values) is may
