import pytest

from tests.steps.read.grids import HEADINGS, JOB, grid_of, laid_out, noted, said

NUMBERED = tuple((f"P-{n}", "MAINT", "ToBePlanned", f"Service {n}", str(n)) for n in range(1, 6))


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTAAL:", "Grand total", "Somme", "Gesamtsumme", "Sub-total", "Eindtotaal", "Total général", "Summe ="],
)
def test_a_row_of_totals_is_told_and_stays(label: str) -> None:
    sheet = laid_out(grid_of(HEADINGS, *NUMBERED, (label, "", "", "", "15")))
    assert (noted(sheet), list(sheet.cells.index)[-1]) == ([(7, 0, 189)], 7)
    assert f"This row holds totals ({label.strip()})" in said(sheet.notes[0])


@pytest.mark.parametrize(
    "row", [("P-1", "MAINT", "ToBePlanned", "Total revision", "5"), ("Total", "MAINT", "ToBePlanned", "Tank", "5")]
)
def test_a_job_with_a_word_for_totals_is_a_job(row: tuple[str, ...]) -> None:
    assert laid_out(grid_of(HEADINGS, *NUMBERED, row)).notes == ()


def test_subtotals_between_the_jobs_are_told_too() -> None:
    subtotal = ("", "", "", "Subtotal", "€ 1.234,50")
    assert noted(laid_out(grid_of(HEADINGS, JOB, subtotal, JOB, subtotal))) == [(3, 0, 189), (5, 0, 189)]


def test_sums_without_a_word_in_the_last_row_are_totals() -> None:
    assert noted(laid_out(grid_of(HEADINGS, *NUMBERED, ("", "", "", "", "15")))) == [(7, 0, 165)]


def test_a_last_row_that_is_no_sum_is_a_row() -> None:
    assert laid_out(grid_of(HEADINGS, *NUMBERED, ("", "", "", "", "16"))).notes == ()


def test_headings_repeated_on_each_page_are_told_and_the_rows_below_are_jobs() -> None:
    assert noted(laid_out(grid_of(HEADINGS, JOB, (), HEADINGS, JOB))) == [(4, 0, 167)]


def test_every_row_of_a_second_table_is_told() -> None:
    sheet = laid_out(
        grid_of(HEADINGS, *NUMBERED, (), ("Status", "Description"), ("Open", "is open"), (), ("Pooling", ""))
    )
    assert noted(sheet) == [(8, 0, 166), (9, 0, 166), (11, 0, 166)]
    assert 'which begins in row 8 with the headings "Status", "Description"' in said(sheet.notes[0])


def test_a_second_table_may_have_a_title_of_its_own() -> None:
    sheet = laid_out(grid_of(HEADINGS, *NUMBERED, (), ("Legend",), ("Status", "Description"), ("Open", "is open")))
    assert noted(sheet)[0] == (8, 0, 166)


def test_a_second_table_with_unknown_headings_is_known_by_words_where_numbers_stood() -> None:
    sheet = laid_out(grid_of(HEADINGS, *NUMBERED, (), ("Firma", "", "", "", "Prijs"), ("Acme", "", "", "", "12")))
    assert noted(sheet) == [(8, 0, 166), (9, 0, 166)]


def test_blank_rows_inside_the_table_change_nothing() -> None:
    rows = [row for job in NUMBERED for row in (job, (), ("P-x", "MAINT", "Open", "Look at it", "soon"), ())]
    assert laid_out(grid_of(HEADINGS, *rows)).notes == ()
