"""An .ods is read from its own content, as LibreOffice reads it, however it was written (W1, X9)."""

from pathlib import Path

import pytest

from importer.errors import SheetError
from importer.problem import NEVER_CALCULATED, NOT_A_SHEET, TOO_LARGE_TO_READ
from importer.settings import Options
from importer.steps.read import read_sheet
from tests.processor import allowed, seconds_of
from tests.steps.read.in_process import grid_in, texts_in
from tests.steps.read.other_formats import CALC, OASIS, SPACES, text_cell
from tests.steps.read.raw_workbooks import packed

MORE = "".join(
    f' xmlns:{name}="{OASIS}{space}:1.0"'
    for name, space in {"style": "style", "number": "datastyle", "draw": "drawing"}.items()
)


def written(path: Path, rows: str, *, styles: str = "", spreadsheet: str = "", **parts: str) -> Path:
    """An .ods of nothing but its content."""
    tables = spreadsheet or f'<table:table table:name="Jobs">{rows}</table:table>'
    content = (
        f"<office:document-content{SPACES}{CALC}{MORE}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(path, {"content.xml": content, **parts})


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def number_cell(number: str, shown: str, style: str = "", inside: str = "") -> str:
    named = f' table:style-name="{style}"' if style else ""
    return (
        f'<table:table-cell{named} office:value-type="float" office:value="{number}">'
        f"{inside}<text:p>{shown}</text:p></table:table-cell>"
    )


def cells(path: Path, sheet: str | None = None) -> dict[str, str]:
    return texts_in(path, Options(sheet=sheet))


def test_line_breaks_and_indentation_between_elements_and_no_mimetype_do_not_matter(tmp_path: Path) -> None:
    rows = row(text_cell("Name"), text_cell("Sequence")) + row(text_cell("Boiler"), number_cell("42", "42"))
    indented = rows.replace("><", ">\r\n\t  <")
    assert cells(written(tmp_path / "a.ods", f"\n{indented}\n")) == {
        "A1": "Name",
        "B1": "Sequence",
        "A2": "Boiler",
        "B2": "42",
    }


@pytest.mark.parametrize("comment", ["9", "7 of 8", "WO-1"])
def test_a_comment_is_no_part_of_its_cell(tmp_path: Path, comment: str) -> None:
    note = f"<office:annotation><text:p>{comment}</text:p></office:annotation>"
    text = f"<table:table-cell office:value-type='string'><text:p>Pump{note}</text:p></table:table-cell>"
    rows = row(text_cell("Name"), text_cell("Code")) + row(text, number_cell("123", "00123", inside=note))
    assert cells(written(tmp_path / "a.ods", rows)) == {"A1": "Name", "B1": "Code", "A2": "Pump", "B2": "00123"}


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<text:p>a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p>", "a   b\tc\nd"),
        ("<text:p>one</text:p><text:p/><text:p>three</text:p>", "one\n\nthree"),
        ("<text:p><text:span>Bo</text:span><text:a>il</text:a>er</text:p>", "Boiler"),
        ("<text:p>\n   Boiler\n   of  1998\n </text:p>", "Boiler of 1998"),
        ("<text:p><text:s/>kept</text:p>", " kept"),
        ("<draw:frame><draw:text-box><text:p>picture</text:p></draw:text-box></draw:frame><text:p>x</text:p>", "x"),
        ("<text:p>x<text:note><text:note-body><text:p>foot</text:p></text:note-body></text:note></text:p>", "x"),
    ],
)
def test_the_text_of_a_cell_is_what_its_lines_show(tmp_path: Path, inside: str, text: str) -> None:
    cell = f"<table:table-cell office:value-type='string'>{inside}</table:table-cell>"
    assert cells(written(tmp_path / "a.ods", row(text_cell("Name")) + row(cell)))["A2"] == text


def test_repeated_rows_and_columns_stand_where_they_are_seen(tmp_path: Path) -> None:
    twice = ' table:number-columns-repeated="2"'
    rows = (
        row(text_cell("Name"), text_cell("Other", twice))
        + row(text_cell("same"), f"<table:table-cell{twice}/>", attributes=' table:number-rows-repeated="3"')
        + row("<table:table-cell/>", attributes=' table:number-rows-repeated="1048570"')
    )
    assert cells(written(tmp_path / "a.ods", rows)) == {
        "A1": "Name",
        "B1": "Other",
        "C1": "Other",
        **{f"A{number}": "same" for number in (2, 3, 4)},
    }


def test_groups_headings_spans_and_covered_cells_keep_the_places(tmp_path: Path) -> None:
    spanned = text_cell("Boiler", ' table:number-columns-spanned="2" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    rows = (
        f"<table:table-header-rows>{row(text_cell('Name'), text_cell('b'), text_cell('c'))}</table:table-header-rows>"
        f"<table:table-row-group>{row(spanned, covered, text_cell('x'))}{row(covered, covered, text_cell('y'))}"
        f"</table:table-row-group>{row(text_cell('z'))}"
    )
    grid = grid_in(written(tmp_path / "a.ods", rows))
    assert cells(tmp_path / "a.ods") | {"A1": ""} == {
        "A1": "",
        "B1": "b",
        "C1": "c",
        "A2": "Boiler",
        "C2": "x",
        "C3": "y",
        "A4": "z",
    }
    assert [(area.first_row, area.last_row, area.last_column) for area in grid.merged] == [(2, 3, 2)]


def test_a_format_decides_what_is_seen_of_a_number(tmp_path: Path) -> None:
    styles = (
        '<number:number-style style:name="N1"><number:text>WO-</number:text>'
        '<number:number number:min-integer-digits="1"/></number:number-style>'
        '<number:number-style style:name="N2"><number:text>(</number:text><number:number number:min-integer-digits="7">'
        '<number:embedded-text number:position="4">-</number:embedded-text>'
        '<number:embedded-text number:position="7">) </number:embedded-text></number:number></number:number-style>'
        '<number:currency-style style:name="N3"><number:currency-symbol>EUR</number:currency-symbol>'
        '<number:number number:min-integer-digits="1" number:decimal-places="2"/></number:currency-style>'
    ) + "".join(
        f'<style:style style:name="ce{number}" style:family="table-cell" style:data-style-name="N{number}"/>'
        for number in (1, 2, 3)
    )
    rows = row(*map(text_cell, ("Name", "b", "c"))) + row(
        number_cell("7", "WO-7", "ce1"),
        number_cell("5551234567", "(555) 123-4567", "ce2"),
        number_cell("9.5", "EUR9,50", "ce3"),
    )
    found = cells(written(tmp_path / "a.ods", rows, styles=styles))
    assert [found[place] for place in ("A2", "B2", "C2")] == ["WO-7", "(555) 123-4567", "EUR9.50"]


def test_hidden_tables_are_hidden_and_tables_of_changes_and_links_are_none(tmp_path: Path) -> None:
    hidden = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    heads = row(text_cell("Name"), text_cell("Status code")) + row(text_cell("Boiler"), text_cell("A"))
    deleted = (
        "<table:tracked-changes><table:deletion><table:cell-content-deletion>"
        f"{text_cell('gone')}</table:cell-content-deletion></table:deletion></table:tracked-changes>"
    )
    tables = (
        f'{deleted}<table:table table:name="Old" table:style-name="ta1">{heads}</table:table>'
        f'<table:table table:name="Notes">{row(text_cell("Hello"))}</table:table>'
        f'<table:table table:name="Jobs">{heads.replace("Boiler", "Lift")}</table:table>'
    )
    path = written(tmp_path / "a.ods", "", styles=hidden, spreadsheet=tables)
    assert (grid_in(path).name, cells(path)["A2"]) == ("Jobs", "Lift")
    assert (cells(path, "old")["A2"], cells(path, "Notes")) == ("Boiler", {"A1": "Hello"})


def test_a_formula_without_a_result_is_told_and_one_with_no_text_is_blank(tmp_path: Path) -> None:
    never = '<table:table-cell table:formula="of:=[.A1]&amp;1"/>'
    blank = '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
    grid = grid_in(written(tmp_path / "a.ods", row(*map(text_cell, ("a", "b"))) + row(never, blank)))
    assert cells(tmp_path / "a.ods")["A2"] == "=[.A1]&1"
    assert [(note.row, note.column, note.code) for note in grid.notes] == [(2, 1, NEVER_CALCULATED)]


@pytest.mark.parametrize(
    ("length", "shown"),
    [("PT90M", "01:30:00"), ("P1DT2H", "26:00:00"), ("PT09H30M00.500S", "09:30:00.5"), ("-PT1H", "-1:00:00")],
)
def test_a_length_of_time_is_read_in_any_spelling(tmp_path: Path, length: str, shown: str) -> None:
    cell = f'<table:table-cell office:value-type="time" office:time-value="{length}"><text:p>x</text:p>'
    path = written(tmp_path / "a.ods", row(text_cell("Name")) + row(f"{cell}</table:table-cell>"))
    assert cells(path)["A2"] == shown


def test_cells_repeated_beyond_all_bounds_are_refused(tmp_path: Path) -> None:
    many = ' table:number-rows-repeated="1000000"'
    rows = row(text_cell("x", ' table:number-columns-repeated="9999"'), attributes=many)
    with pytest.raises(SheetError) as caught:
        read_sheet(written(tmp_path / "a.ods", rows))
    assert caught.value.code is TOO_LARGE_TO_READ


def test_another_opendocument_without_its_mimetype_is_named(tmp_path: Path) -> None:
    body = "<office:body><office:text><text:p>Dear</text:p></office:text></office:body>"
    content = f"<office:document-content{SPACES}>{body}</office:document-content>"
    with pytest.raises(SheetError) as caught:
        grid_in(packed(tmp_path / "a.ods", {"content.xml": content}))
    assert caught.value.code is NOT_A_SHEET
    assert "an OpenDocument text" in caught.value.message


def test_a_number_of_5000_digits_in_its_styles_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    many = "9" * 5_000  # more than Python turns into a number
    styles = (
        f'<number:number-style style:name="N1"><number:number number:decimal-places="{many}" '
        f'number:min-integer-digits="{many}"/></number:number-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    path = written(tmp_path / "a.ods", row(number_cell("12", "12", "ce1")), styles=styles)
    assert cells(path) == {"A1": "12"}


def test_elements_within_elements_cost_no_more_than_the_same_behind_one_another(tmp_path: Path) -> None:
    many = 30_000
    styles = "<style:style>" * many + "</style:style>" * many
    path = written(tmp_path / "deep.ods", row(text_cell("Name")) + row(text_cell("Boiler")), styles=styles)
    assert seconds_of(lambda: texts_in(path)) < allowed(5)
    assert texts_in(path)["A2"] == "Boiler"


def test_a_length_of_time_of_thousands_of_digits_is_a_text(tmp_path: Path) -> None:
    hours = f'<table:table-cell office:value-type="time" office:time-value="PT{"9" * 5000}H"><text:p>long</text:p>'
    rows = row(text_cell("Name")) + row(f"{hours}</table:table-cell>")
    assert texts_in(written(tmp_path / "long.ods", rows))["A2"] == "long"
