"""Worksheets that are right and not written as Excel writes them; and what is not changed but written anew."""

import os
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

import importer
from importer.practice.server import PracticeServer
from importer.records import Observer
from importer.settings import Target
from tests.steps.report.parts import cells, parts, rewritten, tree
from tests.steps.report.rich_workbooks import by_xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
ROW = ["P-1001", "MAINT", "Open", "Yearly service"]
STATUSES = ["Status", "not sent", "not sent", "invalid"]


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Three rows, the last without a name."""
    path = tmp_path / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, ["Project code", "Job type code", "Status code", "Name"])
        for number in (1, 2):
            sheet.write_row(number, 0, ROW)
        sheet.write_row(3, 0, ROW[:3])
    return path


def results(path: Path) -> Worksheet:
    """The data sheet of the results, which must be a patched copy."""
    place = importer.check_sheet(path, results=path.with_name("results.xlsx")).results
    assert place is not None
    assert "xl/worksheets/importer1.xml" in parts(place)
    told = [str(cell.value) for cell in openpyxl.load_workbook(place)["Summary"]["B"]]
    assert not [text for text in told if "This is a new workbook" in text]
    list(cells(tree(place, SHEET)))
    return openpyxl.load_workbook(place)["Jobs"]


def refused(path: Path, place: str = "results.xlsx") -> str:
    """Why the results are a new workbook."""
    written = importer.check_sheet(path, results=path.with_name(place)).results
    workbook = openpyxl.load_workbook(str(written))
    assert [cell.value for cell in workbook["Jobs"]["E"]] == STATUSES
    return next(str(cell.value) for cell in workbook["Summary"]["B"] if "This is a new" in str(cell.value))


def without_addresses(text: str) -> str:
    return re.sub(r'<c r="\w+"', "<c", text)


def without_row_numbers(text: str) -> str:
    return re.sub(r'<row r="\d+"', "<row", without_addresses(text))


def prefixed(text: str) -> str:
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text)
    return text.replace("<x:worksheet xmlns=", "<x:worksheet xmlns:x=")


def single_quoted(text: str) -> str:
    return re.sub(r"(<(?:c|row)\b)([^>]*)", lambda found: found[1] + found[2].replace('"', "'"), text)


def with_shut_rows(text: str) -> str:
    return text.replace("<sheetData>", "<sheetData>\n").replace(
        "</sheetData>", '\n<row r="6" ht="20"/><row r="8"/></sheetData>'
    )


def with_line_breaks(text: str) -> str:
    return text.replace("<c r=", "<c\n r=").replace("</row>", "\n</row>\n")


def without_dimension(text: str) -> str:
    return re.sub(r"<dimension[^>]*/>", "", text)


def with_lying_dimension(text: str) -> str:
    return re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', text)


def with_heights(text: str) -> str:
    return text.replace('<row r="4"', '<row r="4" ht="15" x14ac:dyDescent="0.25"').replace(
        "<worksheet ", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    )


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "change",
    [without_addresses, without_row_numbers, prefixed, single_quoted, with_shut_rows, with_line_breaks,
     without_dimension, with_lying_dimension, with_heights],
)  # fmt: skip
def test_a_worksheet_may_be_written_differently(plain: Path, change: Callable[[str], str]) -> None:
    sheet = results(rewritten(plain, SHEET, change))
    assert [cell.value for cell in sheet["E"]][:4] == STATUSES
    assert [[cell.value for cell in row][:4] for row in sheet.iter_rows(min_row=2, max_row=4)] == [
        ROW,
        ROW,
        [*ROW[:3], None],
    ]
    assert sheet["D4"].fill.start_color.rgb == "FFFFC7CE"
    assert sheet["D4"].comment is not None


def test_cells_right_of_the_headings_are_stepped_over(plain: Path) -> None:
    def change(text: str) -> str:
        return (
            text.replace("</row>", '<c r="H2"><v>5</v></c><c r="K2" s="0"/></row>', 2)
            .replace("H2", "H1", 1)
            .replace("K2", "K1", 1)
        )

    sheet = results(rewritten(plain, SHEET, change))
    assert [cell.value for cell in sheet["I"]][:4] == STATUSES
    assert sheet["H2"].value == 5


def test_blank_cells_right_of_all_give_way(plain: Path) -> None:
    sheet = results(
        rewritten(
            plain,
            SHEET,
            lambda text: text.replace("</row>", '<c r="F2" s="0"/><c r="AB2" s="0"/></row>', 2).replace(
                'F2" s="0"/><c r="AB2', 'F1" s="0"/><c r="AB1', 1
            ),
        )
    )
    assert [cell.value for cell in sheet["E"]][:4] == STATUSES


def test_new_cells_look_like_their_column(tmp_path: Path) -> None:
    path = tmp_path / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.set_column("D:XFD", 40, book.add_format({"num_format": "@", "bold": True}))
        sheet.write_row(0, 0, ["Project code", "Job type code", "Status code", "Name"])
        sheet.write_row(3, 0, ROW[:3])
    shown = results(path)
    assert (shown["D4"].number_format, shown["D4"].font.bold) == ("@", True)
    assert shown.column_dimensions["D"].width == pytest.approx(40, abs=1)
    assert shown.column_dimensions["F"].width == 38
    assert shown.column_dimensions["K"].width == pytest.approx(40, abs=1)


def test_what_is_said_goes_over_several_lines(plain: Path) -> None:
    sheet = results(
        rewritten(plain, SHEET, lambda text: text.replace('<row r="3"', '<row r="3" ht="77" customHeight="1"'))
    )
    assert sheet.row_dimensions[3].height == 77
    assert sheet.row_dimensions[4].height is None, "one line is enough"


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("part", "change", "why"),
    [
        ("xl/workbook.xml", ("<sheets>", '<workbookProtection lockStructure="1"/><sheets>'), "structure is protected"),
        (SHEET, ("<sheetData>", "<sheetData><!-- by hand -->"), "unknown content between its rows"),
        (SHEET, ("</row>", '<extLst><ext uri="x"/></extLst></row>'), "has unknown content"),
        ("[Content_Types].xml", (".sheet.main+xml", ".template.main+xml"), "it is not saved as"),
        ("xl/styles.xml", ("<fills", "<x>&nope;</x><fills"), "is damaged"),
    ],
)
def test_what_cannot_be_changed_safely_is_written_anew(
    plain: Path, part: str, change: tuple[str, str], why: str
) -> None:
    assert why in refused(rewritten(plain, part, lambda text: text.replace(*change, 1)))


def test_macros_need_their_ending(tmp_path: Path, plain: Path) -> None:
    path = by_xlsxwriter(tmp_path / "macros.xlsm")
    written = importer.check_sheet(path, results=tmp_path / "results.xlsx").results
    assert "must end in .xlsm" in str([cell.value for cell in openpyxl.load_workbook(str(written))["Summary"]["B"]])
    assert "must end in .xlsx" in refused(plain, "results.xlsm")
    assert b"macroEnabled.main" in parts(tmp_path / "results.xlsm")["[Content_Types].xml"]


def test_a_file_that_was_changed_meanwhile_is_not_patched(plain: Path) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).timestamp()
    os.utime(plain, (later, later))
    assert "changed during the run" in refused(plain)


def test_a_file_that_was_put_in_its_place_meanwhile_is_not_patched(
    plain: Path, tmp_path: Path, practice: PracticeServer
) -> None:
    """By somebody who goes back to a copy of last week."""
    os.utime(plain, (2_000_000_000 - 10**9,) * 2)
    older = plain.with_name("older.xlsx")
    older.write_bytes(plain.read_bytes())
    os.utime(older, (10**9 - 1,) * 2)
    target = Target("t", practice.url, practice.user, practice.password, practice.domain)
    observer = Observer(confirm=lambda _batch, _target: older.replace(plain).exists())
    written = importer.import_sheet(plain, target=target, results=tmp_path / "results.xlsx", observer=observer).results
    assert "changed during the run" in str([c.value for c in openpyxl.load_workbook(str(written))["Summary"]["B"]])


def test_a_signature_is_taken_off_and_told(plain: Path) -> None:
    content = parts(plain)
    with zipfile.ZipFile(plain, "w") as archive:
        for name, part in content.items():
            new = part.replace(
                b"</Relationships>",
                b'<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
                b'digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>',
            )
            archive.writestr(name, new if name == "_rels/.rels" else part)
        archive.writestr("_xmlsignatures/origin.sigs", b"")
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    assert results(plain)["E2"].value == "not sent"
    written = parts(plain.with_name("results.xlsx"))
    assert not [name for name in written if "signatures" in name]
    assert b"digital-signature" not in written["_rels/.rels"]
    told = openpyxl.load_workbook(plain.with_name("results.xlsx"))["Summary"]["B"]
    assert any("digital signature" in str(cell.value) for cell in told)


def test_reading_only_is_no_longer_recommended(plain: Path) -> None:
    results(
        rewritten(
            plain,
            "xl/workbook.xml",
            lambda text: text.replace("<workbookPr", '<fileSharing readOnlyRecommended="1"/><workbookPr'),
        )
    )
    assert b"readOnlyRecommended" not in parts(plain.with_name("results.xlsx"))["xl/workbook.xml"]


def test_styles_without_a_font(plain: Path) -> None:
    rewritten(plain, "xl/styles.xml", lambda text: re.sub(r"(?s)<fonts.*</fonts>", "<fonts><x/></fonts>", text))
    assert "its styles have no font" in refused(plain)


def test_text_before_the_first_cell_of_a_row_is_ignored(plain: Path) -> None:
    rewritten(plain, SHEET, lambda text: re.sub(r'(<row r="1"[^>]*>)', r"\1<t>stray</t>", text))
    checked = importer.check_sheet(plain)
    assert checked.rows == 3
    assert checked.batch.sheet.headings[0] == "Project code"


@pytest.mark.parametrize("odd", ["", "-1", "two", "9" * 5_000])
@pytest.mark.parametrize("element", ["<xdr:col>2</xdr:col>", "<xdr:ext cx='2' cy='2'/>"])
@pytest.mark.thorough(but=1)
def test_a_picture_whose_place_is_no_number_lies_over_no_column(tmp_path: Path, element: str, odd: str) -> None:
    path = tmp_path / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, ["Project code", "Job type code", "Status code", "Name"])
        sheet.write_row(1, 0, ROW)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Jobs!$A$2:$A$4"})
        sheet.insert_chart("C5", chart)

    def change(drawing: str) -> str:
        of_size = re.sub("<xdr:to>.*</xdr:to>", "<xdr:ext cx='2' cy='2'/>", drawing).replace("twoCell", "oneCell")
        assert element in of_size
        return of_size.replace(element, element.replace("2", odd, 1), 1)

    place = importer.check_sheet(
        rewritten(path, "xl/drawings/drawing1.xml", change), results=path.with_name("results.xlsx")
    ).results
    assert place is not None
    assert not [name for name, part in parts(place).items() if b"This is a new workbook" in part]
