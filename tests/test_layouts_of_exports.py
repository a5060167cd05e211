"""Layouts of real exports: footers, quotes around lines, white space around quotes, values that look like headings."""

from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from importer.catalogue import find_field, find_known_part, find_sure_field, get_field
from importer.errors import SheetError
from importer.problem import NOT_A_SHEET, NOT_READABLE, TOTALS_ROW
from importer.steps.read import read_sheet
from tests.command import importer
from tests.steps.read.other_formats import ods, text_cell
from tests.steps.read.raw_workbooks import packed, parts_of, worksheet

HEADINGS = "Reference;Name;Project code;Job type code;Status code;Estimated time"
ROW = "R-1;Service;P-1001;MAINT;ToBePlanned;30"


def csv_of(folder: Path, *lines: str) -> Path:
    path = folder / "jobs.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    "line",
    ["Totaal P-1001;;;;;30", "Gesamtergebnis;;;;;60", "Subtotal;Count;89;;;", "Total;Aantal;3;;;",
     "Page 1 of 2;;;;;", "Seite 3 von 4;;;;;", "Pagina 2;;;;;", "Total general;;;;;60", "Zwischensumme;Anzahl;3;;;",
     "Count;;;;;2", ";;;Aantal;2;", "1 / 2;;;;;", "3 of 4;;;;;", "Résultat global;;;;;60", "Overall Result;;;;;60",
     "-----;-----;-----;-----;-----;-----", "_____;;;;;",
     '"Applied filters:\nStatus is Open";;;;;', "Toegepaste filters: Status is Open;;;;;", "* printed on 3 May;;;;;"],
)  # fmt: skip
def test_a_footer_is_told_once_and_nothing_else_of_it(tmp_path: Path, line: str) -> None:
    """F18, R3."""
    path = csv_of(tmp_path, HEADINGS, ROW, ROW.replace("R-1", "R-2"), line)
    found = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    assert [each["code"] for each in found if each["row"] == 4] == [165]


def test_a_number_below_a_total_is_a_footer(tmp_path: Path) -> None:
    sheet = read_sheet(csv_of(tmp_path, HEADINGS, ROW, "Totaal P-1001;;;;;30", ";;;;;30", "Page 1 of 2;;;;;"))
    assert {note.row for note in sheet.notes if note.code is TOTALS_ROW} == {3, 4, 5}


def test_what_stands_below_a_subtotal_is_told_as_totals_in_the_middle_too(tmp_path: Path) -> None:
    """R3. As some reports write it, a line each: Subtotal, Count, 89."""
    subtotal = ("Subtotal;;;;;", "Count;;;;;", "89;;;;;")
    path = csv_of(
        tmp_path, HEADINGS, ROW, *subtotal, ROW.replace("R-1", "R-2"), *subtotal, "Total;;;;;", "Count;;;;;", "89;;;;;"
    )
    found = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    assert [(each["code"], each["row"]) for each in found] == [(165, row) for row in (3, 4, 5, 7, 8, 9, 10, 11, 12)]


@pytest.mark.parametrize(
    "totals", [("", "=3"), ("Summary of March", ""), ("=3", ""), ("", "=3", "", "", "", "=90"), ("March", "April")]
)
@pytest.mark.thorough(but=2)
def test_the_totals_row_of_a_table_is_one_whatever_it_says(tmp_path: Path, totals: tuple[str, ...]) -> None:
    """F18, R3."""
    columns: list[dict[str, object]] = [{"header": heading} for heading in HEADINGS.split(";")]
    for column, text in zip(columns, totals, strict=False):
        is_sum = text.startswith("=")
        column.update({"total_function": "count", "total_value": text[1:]} if is_sum else {"total_string": text})
    with xlsxwriter.Workbook(tmp_path / "jobs.xlsx") as book:
        rows = [ROW.split(";")] * 3
        book.add_worksheet().add_table("A1:F5", {"columns": columns, "data": rows, "total_row": True})
    found = importer("check", tmp_path / "jobs.xlsx", "--json", state=tmp_path / "state").object["problems"]
    assert [each["code"] for each in found if each["row"] == 5] == [165]


@pytest.mark.parametrize(
    "line",
    [
        "R-3;;;;;",
        ";Repair pump;;;;",
        "R-3;Total service;P-1001;MAINT;Open;30",
        "R-3;;;;;30",
        "Count;Repair pump;;;;",
        "Result;Fix it;P-1001;MAINT;Open;30",
        "3;;P-1001;MAINT;Open;30",
    ],
)
def test_a_job_with_little_in_it_is_a_job(tmp_path: Path, line: str) -> None:
    sheet = read_sheet(csv_of(tmp_path, HEADINGS, ROW, ROW, line))
    assert not [note for note in sheet.notes if note.code is TOTALS_ROW]


@pytest.mark.parametrize("end", ["", " ", "\t", "  \t", ";;", ", "])
def test_a_line_in_quotes_as_a_whole_is_read_without_them_and_said(tmp_path: Path, end: str) -> None:
    """F19."""
    line = '"R-1,""B, C"",P-1001,MAINT,ToBePlanned"'
    path = csv_of(tmp_path, f'"Reference,Name,Project code,Job type code,Status code"{end}', f"{line}{end}")
    sheet = read_sheet(path)
    assert sheet.cells.to_numpy().tolist() == [["R-1", "B, C", "P-1001", "MAINT", "ToBePlanned"]]
    assert any("entirely in quotes" in remark for remark in sheet.remarks)


@pytest.mark.parametrize("before", ["", " ", "\t", "  "])
@pytest.mark.parametrize("behind", ["", " ", "\t", " \t"])
@pytest.mark.thorough(but=2)
def test_white_space_around_quotes_is_no_text(tmp_path: Path, before: str, behind: str) -> None:
    """R1."""
    lines = [f'Reference;{before}"Name"{behind};"City"{behind}', f'A-1;{before}"Lamp; broken"{behind};"Gent"{behind}']
    sheet = read_sheet(csv_of(tmp_path, *lines, lines[1].replace("A-1", "A-2")))
    assert sheet.headings == ["Reference", "Name", "City"]
    assert sheet.cells.iloc[0].tolist() == ["A-1", "Lamp; broken", "Gent"]
    assert sheet.notes == ()


@pytest.mark.parametrize("path", [r"\\\\srv\\share", r"\\srv", "a\\\\", r"C:\\\\new"])
def test_backslashes_stay_in_a_file_that_doubles_its_quotes(tmp_path: Path, path: str) -> None:
    """W5."""
    sheet = read_sheet(csv_of(tmp_path, "Name,Path of file,Due date", f'Pump,{path},"a ""b"""', f'Lamp,"{path}","c"'))
    assert sheet.cells.to_numpy().tolist() == [["Pump", path, 'a "b"'], ["Lamp", path, "c"]]


def test_two_columns_of_text_are_not_separated_by_their_spaces(tmp_path: Path) -> None:
    """W5, X13."""
    for sign in (",", ";", "\t"):
        rows = [f"one two three four{sign}five", f"some words that are long{sign}x", f"three words here{sign}y"]
        assert len(read_sheet(csv_of(tmp_path, *rows)).headings) == 2


@pytest.mark.parametrize("size", [1, 512, 4097, 100_000])
@pytest.mark.parametrize("name", ["jobs.csv", "jobs.xlsx", "jobs.xls"])
def test_a_file_of_zero_bytes_is_said_to_be_that(tmp_path: Path, size: int, name: str) -> None:
    """F24."""
    (tmp_path / name).write_bytes(bytes(size))
    with pytest.raises(SheetError, match="nothing but zero bytes") as found:
        read_sheet(tmp_path / name)
    assert found.value.code is NOT_A_SHEET


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_so_is_one_of_zero_bytes_behind_the_mark_of_an_encoding(tmp_path: Path, mark: bytes) -> None:
    """F24."""
    (tmp_path / "jobs.csv").write_bytes(mark + bytes(500))
    with pytest.raises(SheetError, match="nothing but zero bytes"):
        read_sheet(tmp_path / "jobs.csv")


@pytest.mark.parametrize("content", ["\xff" * 3_000, "UEsDBBQAAAAI" * 500, "-" * 40_000 + ",x\n1,2"])
def test_a_heading_without_end_is_not_shown_whole(tmp_path: Path, content: str) -> None:
    """F24."""
    (tmp_path / "jobs.csv").write_text(content, encoding="latin-1")
    said = importer("check", tmp_path / "jobs.csv", state=tmp_path / "state")
    assert (said.status, len(said.err) < 1_000, "…" in said.err) == (3, True, True)


def test_the_results_of_an_ods_are_a_new_workbook_because_of_its_form(tmp_path: Path) -> None:
    lines = ("".join(map(text_cell, line.split(";"))) for line in (HEADINGS, ROW))
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in lines)
    path = ods(tmp_path / "jobs.ods", rows=rows)
    said = importer("run", path, "--target", "practice", "--yes", "--json", state=tmp_path / "s")
    (told,) = [remark for remark in said.object["remarks"] if "not a copy" in remark]
    assert told.endswith("it is not saved as 'Excel Workbook (.xlsx)'.")


def test_zero_bytes_behind_the_rows_are_told_as_damage_alone(tmp_path: Path) -> None:
    """F24. A file whose end was not written: the row is damaged, and its NULs are no reference."""
    path = tmp_path / "jobs.csv"
    path.write_bytes(f"{HEADINGS}\n{ROW}\n".encode() + bytes(3_000))
    said = importer("check", path, "--json", state=tmp_path / "state")
    codes = [(each["code"], each["row"]) for each in said.object["problems"]]
    assert (codes[0], 526 in dict(codes)) == ((143, 3), False)


@pytest.mark.parametrize(
    "row",
    ["S-3;Done;Purchase order;2025-05-03;12.5;Priority", "City;Priority;3;4;5;6", "Name;City;Street;4;5,5;2025-01-01",
     "Open;Status;12;1,5;2025-01-01 09:00;Zip", "Description;Name;City;09:30;€ 12,50;3 %"],
)  # fmt: skip
def test_a_row_of_values_that_are_known_words_is_no_heading_row(tmp_path: Path, row: str) -> None:
    """R2."""
    rows = [f"S-{n};Done;Letter;2025-05-0{n};1{n}.5;" for n in (1, 2)]
    sheet = read_sheet(csv_of(tmp_path, "Serial;Phase;Kind of paper;Begin;Amount;Rank", *rows, row, *rows))
    assert sheet.heading_row == 1


@pytest.mark.parametrize(
    ("lines", "row"),
    [(("Deal;Serial;Phase;Kind;Signed;Rank", "A;S-1;x;y;2025-05-01;1", "B;S-3;Zip;Project;2025-05-03;Name"), 1),
     (("Nummer;Onderwerp;Fase;Soort;Datum;Bedrag", "Name;Status;Priority;Type;01-05-2025;10,5"), 1),
     (("Title;Owner;State;Kind;When;Cost", "Status;Reference;Project code;Name;2026-01-01;12", "Job;Zip;x;x;y;3"), 1),
     (("Report;;;;", "Run on;2026-01-01;;;", "Deal;Serial;Phase;Kind;Amount", "Reference;S-2;Status;Name;12.50"), 3),
     (("Deal;Phase;Kind;Note", "D 1;x;Letter;a", "Description;Status;Type;Priority"), 1),
     (("Deal;Owner;Kind;Note", "Name;Status;Letter;Lamp", "x;y;z;w"), 1),
     (("Deal;Owner;Kind;Note", "Name;Status;Type;Priority", "Reference;Status;z;Priority"), 1),
     (("Deal;Serial;Phase;;Signed", "Name;7;Status;Type;2025-01-01"), 1),
     (("Nr;Wat;Waar;Stand", "Name;Priority;Type;Status", "Lamp;HIGH;x;Open"), 2),
     (("Nr;a;b;Stand", "", "Name;Priority;x;Status", "Lamp;HIGH;x;Open"), 3),
     (("Plan;Plan;Plan;Money", "Name;Status;Due date;2026", "Lamp;Open;2026-01-01;9"), 2)],
)  # fmt: skip
def test_headings_stand_above_rows_of_values_that_are_known_words(
    tmp_path: Path, lines: tuple[str, ...], row: int
) -> None:
    """R2."""
    assert read_sheet(csv_of(tmp_path, *lines)).heading_row == row


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("inside", "text"),
    [("<v>1.0</v><is><t>1.</t></is>", "1."), ("<is><t>1.</t></is>", "1."), ("<v>9</v><is><r><t>a</t></r></is>", "a"),
     ("<v></v><is><t>x</t></is>", "x")],
)  # fmt: skip
def test_the_text_of_a_cell_counts_where_a_value_stands_beside_it(tmp_path: Path, inside: str, text: str) -> None:
    """W2, X6."""
    cells = f'<c r="A1" t="str"><v>Name</v></c></row><row r="2"><c r="A2" t="inlineStr">{inside}</c>'
    path = packed(tmp_path / "jobs.xlsx", parts_of(worksheet(f'<row r="1">{cells}</row>')))
    assert read_sheet(path).cells.iloc[0].tolist() == [text]


def test_another_sheet_without_its_part_does_not_matter(tmp_path: Path) -> None:
    """X12."""
    parts = parts_of(
        worksheet('<row r="1"><c r="A1" t="str"><v>Name</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>')
    )
    book = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = book.replace("<sheets>", '<sheets><sheet name="Module" sheetId="9" r:id="rId9"/>')
    path = packed(tmp_path / "jobs.xlsx", parts)
    assert read_sheet(path).name == "Jobs"
    with pytest.raises(SheetError, match='"Module" is listed, but missing'):
        read_sheet(path, sheet="Module")


def test_where_the_sheet_in_front_is_damaged_and_no_other_has_jobs_that_is_said(tmp_path: Path) -> None:
    """X12. Not that the headings of the other are not known."""
    with xlsxwriter.Workbook(tmp_path / "whole.xlsx") as book:
        book.add_worksheet("Jobs").write_row(0, 0, HEADINGS.split(";"))
        book.add_worksheet("Notes").write_row(0, 0, ["Our own list"])
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "jobs.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[:300] if name.endswith("sheet1.xml") else content)
    with pytest.raises(SheetError) as found:
        read_sheet(tmp_path / "jobs.xlsx")
    assert found.value.code is NOT_READABLE


@pytest.mark.parametrize(
    "lines",
    [(HEADINGS, ROW), (HEADINGS.replace(";", ","), ROW.replace(";", ",")), (HEADINGS.replace(";", "\t"), "R-1\tx")],
)
def test_lines_of_a_csv_in_the_cells_of_one_column_are_said_to_be_that(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """F19. As Excel opens a CSV whose separator is not that of the computer."""
    with xlsxwriter.Workbook(tmp_path / "jobs.xlsx") as book:
        book.add_worksheet().write_column(0, 0, lines)
    said = importer("check", tmp_path / "jobs.xlsx", state=tmp_path / "state")
    assert (said.status, "Text to Columns" in said.err) == (3, True)


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Name / Naam", "name"), ("Project code (mandatory)", "project_reference_back_office"), ("Status / Status", None),
     ("Omschrijving\nDescription", "description"), ("Due date (dd/mm/yyyy)", "due_date"), ("Plaats | City", None),
     ("Job type code * (required)", "job_type_code"), ("Estimated time (min)", "estimated_time"),
     ("Naam - Name", "name"), ("Name (Naam)", "name"), ("Name (NL: Naam)", "name"), ("EN: Name / NL: Naam", "name"),
     ("Job type code (e.g. MAINT)", "job_type_code"), ("Project code (z. B. P-1001)", "project_reference_back_office"),
     ("1. Name", "name"), ("2) Job type code", "job_type_code"), ("B) Name", "name"), ("(3) Name", "name"),
     ("1.2 Due date", "due_date"), ("Name: required", "name"), ("Name - verplicht veld", "name"),
     ("Name (required, max. 255)", "name"), ("Name; Naam", "name"), ("Name · Naam", "name"), ("[Name]", "name"),
     ("Name / Naam (mandatory)", "name")],
)  # fmt: skip
def test_a_heading_in_two_languages_or_with_a_remark_is_known(heading: str, field: str | None) -> None:
    """F17."""
    found = find_field(heading)
    assert found is not None
    assert field in {None, found.name}


def test_a_number_in_front_hides_neither_what_others_mean_nor_a_suggestion() -> None:
    """F17."""
    assert find_sure_field("Auftragsnummer") is not None
    assert find_sure_field("3. Auftragsnummer") == find_sure_field("Auftragsnummer")
    assert find_known_part("4. Job type (whatever)") == "Job type"


@pytest.mark.parametrize(
    "heading",
    ["City / Zip", "Name / Remarks of ours", "Street (old)", "Name (of the dog)", "/", "Start - End", "()", "1.", "[]",
     "Customer (Name)", "Duration (h)", "Name: old", "Name (e.g.)x", "2 Name", "Reference, City", "A. B. Name",
     "FR: x"],
)  # fmt: skip
def test_a_heading_of_parts_that_mean_different_things_is_not(heading: str) -> None:
    assert find_field(heading) is None


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "form",
    ["dd/mm/yyyy", "yyyy-mm-dd", "JJ/MM/AAAA", "TT.MM.JJJJ", "dd-mm-jjjj", "yyyymmdd", "DD/MM/YYYY hh:mm", "dd-mmm-yy"],
)  # fmt: skip
def test_how_a_date_is_written_may_stand_in_its_heading(tmp_path: Path, form: str) -> None:
    """F17. `check` and `map` say the same, of our own headings and of those that are common elsewhere."""
    path = tmp_path / "jobs.csv"
    path.write_text(
        f'Name,"Expected start\n({form})",Due date [{form}]\nPump,2026-12-30,2026-12-31\n', encoding="utf-8"
    )
    said = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    assert 107 not in {problem["code"] for problem in said}
    said = importer("map", path, "--json", state=tmp_path / "state").object["headings"]
    assert [one["field"] for one in said] == ["name", "suggested_date_start", "due_date"]
    assert "suggested" not in {one["how"] for one in said}


def test_a_form_in_a_heading_is_forgiven_only_where_it_says_how_and_not_what() -> None:
    assert find_field("Duration (hh:mm)") == find_field("Duration (uu:mm)") == find_field("Duration")
    assert find_field("Duration (0.00)") == find_field("Duration")
    headings = (
        "Due date (hh:mm)",
        "Duration (mm:ss)",
        "Name (m/s)",
        "Name (12)",
        "Start (dd)",
        "Due date (dd/mm/yyyy, old)",
    )
    assert [heading for heading in headings if find_field(heading)] == []


def test_lines_in_quotes_as_a_whole_are_read_beside_lines_that_are_not(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(
        'Reference,Name,Description\nR-1,Pump,plain\n"R-2,""Big, old pump"",ok"\n"Smith, J, K",,\n"R-3,Lamp,x"\n',
        encoding="utf-8",
    )
    sheet = read_sheet(path)
    assert sheet.cells.to_numpy().tolist() == [
        ["R-1", "Pump", "plain"], ["R-2", "Big, old pump", "ok"], ["Smith, J, K", "", ""], ["R-3", "Lamp", "x"],
    ]  # fmt: skip
    assert any("such as line 3" in remark for remark in sheet.remarks)


FOOTERS = (
    "End of report", "Fin du rapport", "Fine del report", "Generated on 2026-06-01 by X", "Erstellt am 01.06.2026",
    "Afgedrukt op 1-6-2026", "Imprimé le 3 mai 2026", "Generado el 3/5", "Stampato il 3/5", "12 rows", "2 Datensätze",
    "Selected 12 of 40 rows", "No filters applied", "Filtros aplicados", "Anzahl 3", "Record count 12", "Vertraulich",
)  # fmt: skip


def test_what_reports_write_below_their_rows_is_a_footer_in_seven_languages(tmp_path: Path) -> None:
    def told(last: str) -> list[object]:
        path = tmp_path / "jobs.csv"
        rows = ["Reference;Name;Project code;Job type code;Status code", "R-1;a;P;M;S", "R-2;b;P;M;S", last]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return [note.code for note in read_sheet(path).notes]

    assert [text for text in FOOTERS if told(text) != [TOTALS_ROW]] == []
    for text in ("R-99", "R-99;Pump", "Service boiler", "Records", "Ende 5;x", ";Filters vervangen"):
        assert told(text) == [], text


@pytest.mark.parametrize(
    ("heading", "nearest"),
    [
        ("Status code / Zustand XY", "Status code"), ("Werksoort XY\nJob type code", "Job type code"),
        ("Reference (Ref. XY)", "Reference"), ("Project code <wajib>", "Project code"),
    ],
)  # fmt: skip
@pytest.mark.thorough(but=1)
def test_a_heading_of_which_one_part_is_known_is_suggested(tmp_path: Path, heading: str, nearest: str) -> None:
    path = tmp_path / "jobs.csv"
    cell = "Open" if nearest == "Status code" else "A-17"  # the words below a heading count, too
    path.write_text(f'Name;"{heading}"\nPump;{cell}\n', encoding="utf-8")
    said = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    assert any(f'Did you mean "{nearest}"?' in problem["advice"] for problem in said)
    said = importer("map", path, "--json", state=tmp_path / "state").object["headings"]
    assert (said[1]["how"], get_field(said[1]["field"])) == ("suggested", find_field(nearest))


def test_a_colon_behind_a_heading_does_not_count() -> None:
    assert find_field("Status code:") == find_field(" Status code * :") == find_field("Status code")
