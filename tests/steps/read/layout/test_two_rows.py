import pytest

from importer.settings import Options
from tests.steps.read.grids import HEADINGS, JOB, grid_of, laid_out, noted, said


def test_groups_of_merged_cells_make_their_headings_known() -> None:
    grid = grid_of(
        ("Project", "", "Job", "", "Address", ""),
        ("Code", "Serial", "Name", "Status", "Name", "City"),
        ("P-1", "S", "Boiler", "ToBePlanned", "Depot", "Gent"),
        merged=("A1:B1", "C1:D1", "E1:F1"),
    )
    sheet = laid_out(grid)
    assert sheet.headings == ["Project Code", "Serial", "Job Name", "Job Status", "Address Name", "Address City"]
    assert (sheet.heading_row, list(sheet.cells.index), noted(sheet)) == (2, [3], [(2, 0, 162)])
    assert 'Rows 1 and 2 are read together as headings: "Project Code" instead of "Code"' in said(sheet.notes[0])


def test_headings_merged_over_both_rows_are_taken_from_the_upper_one() -> None:
    grid = grid_of(
        ("Project code", "Job type code", "Status code", "Name", "Address", ""),
        ("", "", "", "", "Street", "City"),
        (*JOB[:4], "Havenstraat", "Gent"),
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"),
    )
    sheet = laid_out(grid)
    assert sheet.headings == ["Project code", "Job type code", "Status code", "Name", "Address Street", "Address City"]
    assert (sheet.heading_row, list(sheet.cells.index)) == (2, [3])


def test_groups_without_merged_cells_are_joined_where_headings_repeat() -> None:
    grid = grid_of(("Project", "", "Customer", ""), ("Code", "Name", "Code", "Name"), ("P-1", "x", "C-1", "y"))
    assert laid_out(grid).headings == ["Project Code", "Project Name", "Customer Code", "Customer Name"]


def test_groups_without_merged_cells_are_asked_about_where_they_change_the_meaning() -> None:
    grid = grid_of(
        ("Project", "", "Address", ""), ("Project code", "Status", "Name", "City"), ("P-1", "Open", "Depot", "Gent")
    )
    sheet = laid_out(grid)
    assert noted(sheet) == [(None, 0, 163)]
    assert '"Name" or "Address Name"' in said(sheet.notes[-1])
    assert "add --header-row 2" in said(sheet.notes[-1])
    assert noted(laid_out(grid, Options(heading_row=2))) == []


def test_a_title_merged_over_the_whole_width_is_no_group() -> None:
    grid = grid_of(("Work orders", "", "", "", ""), HEADINGS, JOB, merged=("A1:E1",))
    sheet = laid_out(grid)
    assert (sheet.headings, noted(sheet)) == (list(HEADINGS), [(2, 0, 160)])


def test_names_for_people_and_for_the_program_are_read_together() -> None:
    names = ("project_reference_back_office", "job_type_code", "job_status_code", "name", "estimated_time")
    sheet = laid_out(grid_of(HEADINGS, names, JOB))
    assert (sheet.headings, sheet.heading_row, list(sheet.cells.index)) == (list(HEADINGS), 2, [3])
    assert noted(sheet) == [(2, 0, 162)]


def test_names_below_headings_that_nobody_knows_are_used() -> None:
    sheet = laid_out(grid_of(("Klant", "Werk", "Wat"), ("project_id", "job_type_code", "name"), ("a", "b", "c")))
    assert (sheet.headings, list(sheet.cells.index)) == (["project_id", "job_type_code", "name"], [3])


def test_two_rows_that_contradict_each_other_are_an_error_of_the_sheet() -> None:
    sheet = laid_out(
        grid_of(("Name", "Status", "Project"), ("Description", "Status code", "Project code"), ("a", "b", "c"))
    )
    assert noted(sheet) == [(None, 0, 163)]
    assert '"Name" or "Description"' in said(sheet.notes[0])
    assert sheet.notes[0].code.severity == "error"


def test_headings_of_the_upper_row_fill_the_blanks_of_the_lower_one() -> None:
    sheet = laid_out(grid_of(("Project", "Name", "", ""), ("", "", "Street", "City"), ("P-1", "x", "Kaai", "Gent")))
    assert sheet.headings == ["Project", "Name", "Street", "City"]
    assert 162 in [number for _, _, number in noted(sheet)]


WIDE = ("Project code", "Status code", "Name", "Street", "City")
WIDE_JOB = ("P-1", "Open", "Boiler", "Kaai", "Gent")


def test_a_single_group_word_above_the_headings_is_told_and_changes_nothing() -> None:
    plain, grouped = grid_of(WIDE, WIDE_JOB), grid_of(("", "", "", "Customer", ""), WIDE, WIDE_JOB)
    sheet = laid_out(grouped)
    assert (sheet.headings, sheet.cells.to_numpy().tolist()) == (list(WIDE), laid_out(plain).cells.to_numpy().tolist())
    assert noted(sheet) == [(2, 0, 160), (2, 0, 172)]
    assert 'groups of columns: "Customer" above D to E. It is not read; only row 2' in said(sheet.notes[1])


def test_so_are_a_few_merged_ones_that_change_no_heading() -> None:
    grid = grid_of(("Work", "", "", "Place", ""), WIDE, WIDE_JOB, merged=("A1:B1", "D1:E1"))
    sheet = laid_out(grid)
    assert (sheet.headings, noted(sheet)) == (list(WIDE), [(2, 0, 160), (2, 0, 172)])
    assert '"Work" above A to B, "Place" above D to E' in said(sheet.notes[1])


@pytest.mark.parametrize(
    "above",
    [
        ("Work orders", "", "", "", ""),
        ("Jobs", "", "", "", "12/2026"),
        ("Made by", "J. Doe", "", "", ""),
        ("", "", "All the jobs of last March", "", ""),
        ("", "", "", "", "", "Draft"),
    ],
)
def test_a_title_is_no_group(above: tuple[str, ...]) -> None:
    assert 172 not in [number for _, _, number in noted(laid_out(grid_of(above, WIDE, WIDE_JOB)))]


def test_a_heading_row_that_was_asked_for_is_taken_alone() -> None:
    grid = grid_of(("", "", "", "Customer", ""), WIDE, WIDE_JOB)
    assert noted(laid_out(grid, Options(heading_row=2))) == []


JOBS = (("R-1", "Service", "P-1001", "MAINT", "Open", "2027-01-12", "30"),) * 2
WHOLE = ["Reference", "Name", "Project code", "Job type code", "Status code", "Due date", "Estimated time"]


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        (("Reference", "Name", "Project", "Job type", "Status", "Due", "Estimated"),
         ("", "", "code", "code", "code", "date", "time"), WHOLE),
        (("", "", "Project", "Job type", "Status", "Due", "Estimated"),
         ("Reference", "Name", "code", "code", "code", "date", "time"), WHOLE),
        (("", "", "", "", "", "Due", ""),
         ("Reference", "Name", "Project code", "Job type code", "Status code", "date", "Estimated time"), WHOLE),
        (("Refe-", "Name", "Project", "Job type", "Status", "Due", "Esti-"),
         ("rence", "", "code", "code", "code", "date", "mated time"), WHOLE),
        (("Reference", "Name", "Project", "Job", "Status", "Due", "Estimated"),
         ("", "", "code", "type code", "code", "date", "time (min)"), [*WHOLE[:-1], "Estimated time (min)"]),
        (("Referentie", "Naam", "Project-", "Type", "Status", "Uiterste", "Geschatte"),
         ("", "", "code", "opdracht", "code", "datum", "tijd"),
         ["Referentie", "Naam", "Projectcode", "Type opdracht", "Status code", "Uiterste datum", "Geschatte tijd"]),
        (("", "", "Project", "Job type", "Status", "Due", "Colour"),
         ("Reference", "Name", "code", "code", "code", "date", "of box"), [*WHOLE[:-1], "Colour of box"]),
    ],
)  # fmt: skip
def test_headings_split_over_two_rows_word_by_word_are_read_together(
    upper: tuple[str, ...], lower: tuple[str, ...], whole: list[str]
) -> None:
    sheet = laid_out(grid_of(upper, lower, *JOBS))
    assert (sheet.headings, list(sheet.cells.index), noted(sheet)) == (whole, [3, 4], [(2, 0, 162)])


@pytest.mark.parametrize(
    "above", [("Due",), ("Project", "", "", "", "x"), ("Jobs", "of", "March"), ("Made by", "J. Doe")]
)
def test_a_title_above_headings_that_are_known_is_no_part_of_them(above: tuple[str, ...]) -> None:
    assert laid_out(grid_of(above, HEADINGS, JOB)).headings == list(HEADINGS)


def test_a_row_of_values_is_no_part_of_the_headings() -> None:
    rows = (("Reference", "Name", "Project", "Status"), ("date", "time", "code", "Open"), ("type", "b", "c", "Open"))
    assert list(laid_out(grid_of(*rows)).cells.index) == [2, 3]
