"""Every cell as the user sees it, in whatever way its worksheet is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from importer.errors import SheetError
from importer.problem import (
    DIGITS_LOST,
    DOUBLE_ROW_NUMBER,
    EXCEL_ERROR,
    NEVER_CALCULATED,
    NO_SUCH_DAY,
    NOT_A_NUMBER_INSIDE,
    NOT_READABLE,
    Code,
)
from tests.steps.read.in_process import grid_in, texts_in
from tests.steps.read.raw_workbooks import WAYS, packed, parts_of, strings, styles, worksheet

Way = Callable[[str], str | bytes]
DAY, MOMENT, CLOCK, LENGTH, ZIP, CODE, SOCIAL, TEXT, EURO, PERCENT = range(1, 11)
STYLES = styles(
    "dd/mm/yyyy", "[$-813]d mmm yyyy hh:mm", "hh:mm:ss", "[h]:mm", "00000", '"P-"0000', "000-00-0000", "@",
    '"€" #,##0.00', "0.00%",
)  # fmt: skip
STRINGS = strings(
    "<t>plain</t>",
    '<t xml:space="preserve"> kept </t>',
    "<r><t>rich</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> text</t></r><rPh sb='0' eb='1'><t>no</t></rPh>",
    "<t>a_x000D_b_x005F_x0041_</t>",
    "<t>&lt;&amp;&#233;&#x1F600;&gt;</t>",
    "<t/>",
)  # fmt: skip
EMPTY_WAY = "as nearly all do"


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


def made(folder: Path, sheet: str, way: Way = WAYS[EMPTY_WAY], *, properties: str = "") -> Path:
    return packed(folder / "a.xlsx", parts_of(way(sheet), properties=properties, strings=STRINGS, styles=STYLES))


def cell(inside: str, attributes: str = "", place: str = "A1") -> str:
    return f'<row r="{place[1:]}"><c r="{place}"{attributes}>{inside}</c></row>'


@pytest.mark.thorough(but=16)
@pytest.mark.parametrize(
    ("inside", "attributes", "text"),
    [
        ("<v>42</v>", "", "42"),
        ("<v>42</v>", ' t="n"', "42"),
        ("<v>42.0</v>", "", "42"),
        ("<v>-0.5</v>", "", "-0.5"),
        ("<v>84.73999999999999</v>", "", "84.74"),
        ("<v>9668.8899999999994</v>", "", "9668.89"),
        ("<v>1E-7</v>", "", "0.0000001"),
        ("<v>1.5E+5</v>", "", "150000"),
        ("<v>0.30000000000000004</v>", "", "0.3"),
        ("<v>1</v>", ' t="b"', "TRUE"),
        ("<v>0</v>", ' t="b"', "FALSE"),
        ("<v>0</v>", ' t="s"', "plain"),
        ("<v>1</v>", ' t="s"', " kept "),
        ("<v>2</v>", ' t="s"', "rich text"),
        ("<v>3</v>", ' t="s"', "a\rb_x0041_"),
        ("<v>4</v>", ' t="s"', "<&é😀>"),
        ("<is><t>in &amp; line</t></is>", ' t="inlineStr"', "in & line"),
        ("<is><r><t>in </t></r><r><t>parts</t></r></is>", ' t="inlineStr"', "in parts"),
        ("<f>A2&amp;A3</f><v>joined</v>", ' t="str"', "joined"),
        ('<f t="shared" si="0"/><v>7</v>', "", "7"),
        ("<f>1&lt;2</f><v>1</v>", ' t="b"', "TRUE"),
        ("<v>007</v>", ' t="str"', "007"),
        ("<v> 42 </v>", "", "42"),
        ("<v> 0 </v>", ' t="s"', "plain"),
        ('<v>1</v><extLst><ext uri="x"><v>9</v></ext></extLst>', "", "1"),
        ("<v>2026-12-31T00:00:00Z</v>", f' s="{DAY}" t="d"', "2026-12-31"),
        ("<v>2026-12-31T09:30:00.000</v>", f' s="{MOMENT}" t="d"', "2026-12-31T09:30:00"),
    ],
)  # fmt: skip
def test_a_cell_is_the_text_that_is_seen(tmp_path: Path, way: Way, inside: str, attributes: str, text: str) -> None:
    path = made(tmp_path, worksheet(cell(inside, attributes)), way)
    assert texts_in(path) == {"A1": text}
    assert grid_in(path).notes == ()


@pytest.mark.thorough(but=11)
@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        ("46387", DAY, "2026-12-31"),
        ("46387.375", DAY, "2026-12-31T09:00:00"),
        ("46387.375", MOMENT, "2026-12-31T09:00:00"),
        ("46387", MOMENT, "2026-12-31"),
        ("46387.395833333336", MOMENT, "2026-12-31T09:30:00"),
        ("46387.3750028935", MOMENT, "2026-12-31T09:00:00.25"),
        ("1", DAY, "1900-01-01"),
        ("59", DAY, "1900-02-28"),
        ("61", DAY, "1900-03-01"),
        ("2958465", DAY, "9999-12-31"),
        ("0", CLOCK, "00:00:00"),
        ("0.395833333333333", CLOCK, "09:30:00"),
        ("0.5", MOMENT, "12:00:00"),
        ("1.5", LENGTH, "36:00:00"),
        ("0.0625", LENGTH, "1:30:00"),
        ("-0.125", LENGTH, "-3:00:00"),
        ("123", ZIP, "00123"),
        ("1234567", ZIP, "1234567"),
        ("1.5", ZIP, "1.5"),
        ("-5", ZIP, "-00005"),
        ("7", CODE, "P-0007"),
        ("123456789", SOCIAL, "123-45-6789"),
        ("123", TEXT, "123"),
        ("1234.5", EURO, "€ 1,234.50"),
        ("1234.567", EURO, "1234.567"),
        ("0.25", PERCENT, "0.25"),
        ("12", 99, "12"),
    ],
)
def test_a_number_is_shown_as_its_format_says(tmp_path: Path, number: str, style: int, text: str) -> None:
    path = made(tmp_path, worksheet(cell(f"<v>{number}</v>", f' s="{style}"')))
    assert texts_in(path) == {"A1": text}
    assert grid_in(path).notes == ()


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        ("0", DAY, "1904-01-01"),
        ("60", DAY, "1904-03-01"),
        ("44925", DAY, "2026-12-31"),
        ("0.5", MOMENT, "1904-01-01T12:00:00"),
        ("0.5", CLOCK, "12:00:00"),
    ],
)
def test_a_workbook_may_count_its_days_from_1904(tmp_path: Path, number: str, style: int, text: str) -> None:
    sheet = worksheet(cell(f"<v>{number}</v>", f' s="{style}"'))
    assert texts_in(made(tmp_path, sheet, properties='<workbookPr date1904="1"/>')) == {"A1": text}


@pytest.mark.thorough(but=20)
@pytest.mark.parametrize(
    ("inside", "attributes", "text", "code"),
    [
        ("<v>#N/A</v>", ' t="e"', "#N/A", EXCEL_ERROR),
        ("<f>B9</f><v>#REF!</v>", f' s="{DAY}" t="e"', "#REF!", EXCEL_ERROR),
        ("<f>A2+A3</f>", "", "=A2+A3", NEVER_CALCULATED),
        ("<f>A2&amp;A3</f><v></v>", "", "=A2&A3", NEVER_CALCULATED),
        ("<f>A2</f><v/>", "", "=A2", NEVER_CALCULATED),
        ('<f t="shared" si="0"/>', "", "=", NEVER_CALCULATED),
        ("<v>60</v>", f' s="{DAY}"', "60", NO_SUCH_DAY),
        ("<v>60.5</v>", f' s="{MOMENT}"', "60.5", NO_SUCH_DAY),
        ("<v>0</v>", f' s="{DAY}"', "0", NO_SUCH_DAY),
        ("<v>-1</v>", f' s="{DAY}"', "-1", NO_SUCH_DAY),
        ("<v>2958466</v>", f' s="{DAY}"', "2958466", NO_SUCH_DAY),
        ("<v>1234567890123450</v>", "", "1234567890123450", DIGITS_LOST),
        ("<v>1.23456789012346E+19</v>", "", "12345678901234600000", DIGITS_LOST),
        ("<v>None</v>", "", "None", NOT_A_NUMBER_INSIDE),
        ("<v>1e999</v>", "", "1e999", NOT_A_NUMBER_INSIDE),
    ],
)
def test_what_text_cannot_say_is_noted(
    tmp_path: Path, way: Way, inside: str, attributes: str, text: str, code: Code
) -> None:
    path = made(tmp_path, worksheet(cell(inside, attributes)), way)
    assert texts_in(path) == {"A1": text}
    (note,) = grid_in(path).notes
    assert (note.row, note.column, note.code, note.values["value"]) == (1, 1, code, text)
    assert "{" not in code.sentence.format(**note.values)


def test_only_the_day_that_never_was_is_explained_by_the_leap_year(tmp_path: Path) -> None:
    numbers = enumerate(("60", "0", "-1"), 1)
    rows = "".join(cell(f"<v>{number}</v>", f' s="{DAY}"', f"A{row}") for row, number in numbers)
    notes = grid_in(made(tmp_path, worksheet(rows))).notes
    assert [bool(note.values["why"]) for note in notes] == [True, False, False]


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", "<v />", '<v xml:space="preserve"></v>'])
def test_a_formula_that_gives_nothing_is_blank(tmp_path: Path, way: Way, value: str) -> None:
    """R4."""
    rows = cell("<v>1</v>") + cell(f'<f>""</f>{value}', ' t="str"', "A2")
    grid = grid_in(made(tmp_path, worksheet(rows), way))
    assert (list(grid.cells.index), grid.notes) == ([1], ())


def test_rows_out_of_order_are_sorted(tmp_path: Path, way: Way) -> None:
    rows = "".join(cell(f"<v>{n}</v>", place=f"A{n}") for n in (3, 1, 12, 2))
    assert texts_in(made(tmp_path, worksheet(rows), way)) == {f"A{n}": str(n) for n in (1, 2, 3, 12)}


def test_rows_and_cells_without_a_number_are_counted(tmp_path: Path, way: Way) -> None:
    rows = (
        '<row><c t="n"><v>1</v></c><c ><v>2</v></c></row>'
        '<row r="5"><c r="C5"><v>3</v></c><c ><v>4</v></c></row>'
        "<row><c ><v>5</v></c></row>"
    )
    assert texts_in(made(tmp_path, worksheet(rows), way)) == {"A1": "1", "B1": "2", "C5": "3", "D5": "4", "A6": "5"}


def test_rows_behind_the_rows_are_read_too(tmp_path: Path, way: Way) -> None:
    first, second = worksheet(cell("<v>1</v>")), worksheet(cell("<v>2</v>", place="A2"))
    body = second[second.index("<sheetData>") : second.index("</worksheet>")]
    sheet = first.replace("</worksheet>", f"{body}</worksheet>")
    assert texts_in(made(tmp_path, sheet, way)) == {"A1": "1", "A2": "2"}


def test_two_rows_with_one_number_are_refused(tmp_path: Path, way: Way) -> None:
    rows = cell("<v>1</v>") + cell("<v>2</v>", place="A2") + cell("<v>3</v>", place="B1")
    with pytest.raises(SheetError) as caught:
        grid_in(made(tmp_path, worksheet(rows), way))
    assert caught.value.code is DOUBLE_ROW_NUMBER


@pytest.mark.thorough(but=48)
@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>6</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="A1" t="odd"><v>x</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row></c>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1" t="str"><v>&unknown;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#0;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a<b</v></c></row>',
    ],
)
def test_damage_among_the_cells_refuses_the_file(tmp_path: Path, way: Way, rows: str) -> None:
    with pytest.raises(SheetError) as caught:
        grid_in(made(tmp_path, worksheet(rows), way))
    assert caught.value.code is NOT_READABLE


def test_what_the_sheet_says_of_its_size_is_not_believed(tmp_path: Path, way: Way) -> None:
    sheet = worksheet(cell("<v>1</v>", place="B7"), head='<dimension ref="A1:A1"/>')
    assert texts_in(made(tmp_path, sheet, way)) == {"B7": "1"}


def test_the_last_cell_of_excel_is_one_cell(tmp_path: Path, way: Way) -> None:
    path = made(tmp_path, worksheet(cell("<v>1</v>") + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'), way)
    assert texts_in(path) == {"A1": "1", "XFD1048576": "2"}


def test_hidden_rows_are_named(tmp_path: Path, way: Way) -> None:
    rows = "".join(
        f'<row r="{n}" spans="1:1"{attributes}><c r="A{n}"><v>{n}</v></c></row>'
        for n, attributes in enumerate(("", ' hidden="1"', ' ht="0" customHeight="1"', ' ht="0.5"', ' hidden="0"'), 1)
    )
    grid = grid_in(made(tmp_path, worksheet(rows + '<row r="9" hidden="1"/>'), way))
    assert (grid.hidden_rows, grid.filtered) == (frozenset({2, 3}), False)


@pytest.mark.parametrize(
    ("head", "tail"),
    [('<sheetPr filterMode="1"/>', ""), ("", '<autoFilter ref="A1:A2"><filterColumn colId="0"/></autoFilter>')],
)
def test_a_filter_at_work_is_told(tmp_path: Path, way: Way, head: str, tail: str) -> None:
    assert grid_in(made(tmp_path, worksheet(cell("<v>1</v>"), head=head, tail=tail), way)).filtered


def test_merged_ranges_are_told(tmp_path: Path, way: Way) -> None:
    tail = '<mergeCells count="2"><mergeCell ref="A1:B3"/><mergeCell ref="C1"/></mergeCells>'
    first, second = grid_in(made(tmp_path, worksheet(cell("<v>1</v>"), tail=tail), way)).merged
    assert (first.first_row, first.first_column, first.last_row, first.last_column) == (1, 1, 3, 2)
    assert (second.last_row, second.last_column) == (1, 3)


@pytest.mark.parametrize("area", ["", "A", "A1:", "A0:B1", "A1:B2:C3", "a b"])
def test_a_merged_range_that_is_none_does_not_stop_the_reading(tmp_path: Path, area: str) -> None:
    tail = f'<mergeCells><mergeCell ref="{area}"/><mergeCell ref="B3:A2"/></mergeCells>'
    merged = grid_in(made(tmp_path, worksheet(cell("<v>1</v>"), tail=tail))).merged
    assert (merged[-1].first_row, merged[-1].first_column, merged[-1].last_row, merged[-1].last_column) == (2, 1, 3, 2)


def test_columns_of_nothing_but_white_space_are_left_out(tmp_path: Path) -> None:
    blank, one = ('<c r="{}" t="str"><v> </v></c>', '<c r="B1"><v>1</v></c>')
    rows = f'<row r="1">{blank.format("A1")}{one}</row><row r="2">{blank.format("C2")}</row>'
    grid = grid_in(made(tmp_path, worksheet(rows)))
    assert (grid.columns, list(grid.cells.index)) == ((2,), [1])


def test_a_long_sheet_is_the_same_in_pieces(tmp_path: Path) -> None:
    count = 60_000  # several pieces
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c>'
        f'<c r="{"B" if n % 2 else "D"}{n}" t="inlineStr"><is><t>no. {n}</t></is></c></row>'
        for n in range(1, count + 1)
    )
    cells = grid_in(made(tmp_path, worksheet(rows))).cells
    assert list(cells[0]) == [str(n) for n in range(1, count + 1)]
    assert list(cells[1]) == [f"no. {n}" if n % 2 else "" for n in range(1, count + 1)]
    assert set(map(str, cells.dtypes)) == {"str"}


def test_a_comment_where_a_long_sheet_is_cut_is_no_row(tmp_path: Path) -> None:
    def row(number: int) -> str:
        return f'<row r="{number}"><c r="A{number}" t="str"><v>{"x" * 200}</v></c></row>'

    hidden = "".join(map(row, range(2, 20_000)))
    grid = grid_in(made(tmp_path, worksheet(f"{row(1)}<!-- {hidden} -->{row(20_000)}")))
    assert list(grid.cells.index) == [1, 20_000]


@pytest.mark.parametrize("more", ['vm="1"', 'cm="2" vm="7"', 's="1" vm="3"'])
def test_a_linked_data_type_or_picture_in_a_cell_is_named(tmp_path: Path, more: str) -> None:
    """F23."""
    cells = f'<c r="A1" t="str"><v>Name</v></c><c r="B1" t="e" {more}><v>#VALUE!</v></c><c r="C1" t="e"><v>#N/A</v></c>'
    grid = grid_in(made(tmp_path, worksheet(f'<row r="1">{cells}</row>')))
    linked, plain = (str(note.values["value"]) for note in grid.notes)
    assert linked.startswith("#VALUE!, which stands for a linked data type")
    assert plain == "#N/A"
    assert list(grid.cells.iloc[0]) == ["Name", "#VALUE!", "#N/A"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t=""><v>12</v></c></row>',
        '<row r=""><c r="A1"><v>12</v></c></row>',
        '<row r="1"><c r="a1"><v>12</v></c></row>',
        '<row r="1"><c r="$A$1" t="n"><v>12</v></c></row>',
        '<row r="1"><c r=""><v>12</v></c></row>',
    ],
)
def test_what_libreoffice_reads_is_read(tmp_path: Path, rows: str) -> None:
    path = packed(tmp_path / "jobs.xlsx", parts_of(worksheet(rows)))
    assert texts_in(path) == {"A1": "12"}
