"""S5: a workbook of a few kB costs little more than its own size to copy, and what it costs is spent before sending."""

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from importer.practice.server import PracticeServer
from importer.steps.report.patched_copy import _is_part_name
from tests.builders import good
from tests.command import Said, importer, importer_measured
from tests.processor import allowed
from tests.steps.report.parts import parts
from tests.workbooks import workbook

SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 8.0  # of the processor, for a whole command and all that it starts
Parts = dict[str, bytes]


def merges_over_each_other(found: Parts) -> None:
    merges = b"".join(b'<mergeCell ref="Z%d:AS9999"/>' % row for row in range(5, 505))
    after_rows(found, b"<mergeCells>" + merges + b"</mergeCells>")


def ten_thousand_merges(found: Parts) -> None:
    merges = b"".join(b'<mergeCell ref="Z%d:AA%d"/>' % (row, row) for row in range(5, 10_005))
    after_rows(found, b"<mergeCells>" + merges + b"</mergeCells>")


def conditional_formats(found: Parts) -> None:
    one = b'<conditionalFormatting sqref="A2:A3"><cfRule type="cellIs" priority="1"><formula>1</formula></cfRule>'
    after_rows(found, (one + b"</conditionalFormatting>") * 15_000)


def sparklines(found: Parts) -> None:
    one = b"<s:sparklineGroup><s:sparkline><s:sqref>A1</s:sqref></s:sparkline></s:sparklineGroup>"
    after_rows(found, b'<extLst><ext xmlns:s="urn:s">' + one * 10_000 + b"</ext></extLst>")


def elements_in_each_other(found: Parts) -> None:
    after_rows(found, b"<extLst>" + b"<ext>" * 30_000 + b"</ext>" * 30_000 + b"</extLst>")


def lists_of_parts_of_many_names(found: Parts) -> None:
    list_more(found, 95_000)  # not yet more than any workbook has


def lists_of_parts_that_are_not_there(found: Parts) -> None:
    for name, tag in {
        "[Content_Types].xml": b'<Override PartName="/x" ContentType="y"/>',
        "xl/_rels/workbook.xml.rels": b'<Relationship Id="x" Type="u/image" Target="y"/>',
    }.items():
        begin = found[name].rindex(b"</")
        found[name] = found[name][:begin] + tag * 95_000 + found[name][begin:]


def list_more(found: Parts, many: int) -> None:
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        begin = found[name].rindex(b"</")
        found[name] = found[name][:begin] + b'<x xmlns="u">' * many + b"</x>" * many + found[name][begin:]


def attributes(found: Parts) -> None:
    many = b"".join(b' a%d="1"' % number for number in range(25_000))
    found[SHEET] = found[SHEET].replace(b"<sheetData>", b"<sheetData%s>" % many, 1)
    found[SHEET] = found[SHEET].replace(b"<worksheet ", b"<worksheet%s " % many, 1)
    found["xl/styles.xml"] = found["xl/styles.xml"].replace(b"<cellXfs ", b"<cellXfs%s " % many, 1)


def widths_of_columns(found: Parts) -> None:
    columns = b"<cols>%s</cols><sheetData>" % (b'<col min="20" max="21" width="9"/>' * 15_000)
    found[SHEET] = found[SHEET].replace(b"<sheetData>", columns, 1)


def styles_of_an_earlier_run(found: Parts) -> None:
    xfs = b"".join(b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="%d"/>' % n for n in range(1, 5_000))
    names = b"".join(b'<cellStyle name="importer %d" xfId="%d"/>' % (n, n) for n in range(1, 5_000))
    styles = found["xl/styles.xml"].replace(b"</cellXfs>", xfs + b"</cellXfs>", 1)
    base = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 5_000
    found["xl/styles.xml"] = styles.replace(b"</cellStyleXfs>", base + b"</cellStyleXfs>", 1).replace(
        b"</cellStyles>", names + b"</cellStyles>", 1
    )
    rows = b"".join(b'<row r="%d"><c r="Z%d" s="0"/></row>' % (n, n) for n in range(9, 10_000))
    found[SHEET] = found[SHEET].replace(b"</sheetData>", rows + b"</sheetData>", 1)


def a_note_of_line_ends(found: Parts) -> None:
    [name] = [name for name in found if "comment" in name and name.endswith(".xml")]
    found[name] = found[name].replace(b"A note", b"\n" * 100_000 + b"x\nimporter:\nof before", 1)


def boxes_without_an_end(found: Parts) -> None:
    [name] = [name for name in found if name.endswith(".vml")]
    found[name] = found[name].replace(b"</xml>", b"<v:shape <o:idmap " * 15_000 + b"</xml>", 1)
    [name] = [name for name in found if "comment" in name and name.endswith(".xml")]
    found[name] = found[name].replace(b"A note", b"importer:\nof before", 1)


def after_rows(found: Parts, xml: bytes) -> None:
    found[SHEET] = found[SHEET].replace(b"</sheetData>", b"</sheetData>" + xml, 1)


ATTACKS: Mapping[str, Callable[[Parts], None]] = {
    attack.__name__: attack
    for attack in (
        merges_over_each_other,
        ten_thousand_merges,
        conditional_formats,
        sparklines,
        elements_in_each_other,
        lists_of_parts_of_many_names,
        lists_of_parts_that_are_not_there,
        attributes,
        widths_of_columns,
        styles_of_an_earlier_run,
        a_note_of_line_ends,
        boxes_without_an_end,
    )
}


def attacked(path: Path, attack: Callable[[Parts], None]) -> Path:
    """A workbook of two rows, the second invalid, with a note, and what the attack does to its parts."""
    workbook(path.parent, good(Reference="A"), good(Reference="B", Due_date="soon"), name=path.name)
    book = openpyxl.load_workbook(path)
    book["Jobs"]["A2"].comment = Comment("A note", "Somebody")
    book.save(path)
    book.close()
    found = parts(path)
    attack(found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return path


def run(path: Path, practice: PracticeServer, *more: str) -> Said:
    login = {name: getattr(practice, name) for name in ("url", "user", "password", "domain")}
    return importer_measured("run", path, "--yes", *more, state=path.parent / "state", cwd=str(path.parent), **login)


def told(path: Path) -> tuple[list[str], str]:
    """The statuses of the results beside a sheet, and the text of their Summary, which is the last sheet of ours."""
    found = parts(path.with_name("jobs.results.xlsx"))
    sheets = {name: content.decode() for name, content in found.items() if name.startswith("xl/worksheets/")}
    [data] = [text for text in sheets.values() if ">Job id<" in text]
    [summary] = [text for text in sheets.values() if "What happened to the rows" in text]
    return re.findall(">(created|invalid|not sent)</", data), summary


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_its_results_cost_little(attack: Callable[[Parts], None], tmp_path: Path, practice: PracticeServer) -> None:
    path = attacked(tmp_path / "jobs.xlsx", attack)
    said = run(path, practice)
    assert 0 < said.seconds < allowed(SECONDS)
    assert said.status == 4, said.err
    assert told(path)[0] == ["created", "invalid"]


def test_lists_of_parts_without_an_end_are_refused_before_a_row_is_sent(
    tmp_path: Path, practice: PracticeServer
) -> None:
    said = run(attacked(tmp_path / "jobs.xlsx", lambda found: list_more(found, 110_000)), practice)
    assert said.status == 3, said.err
    assert "lists more than any workbook has" in said.err
    assert said.seconds < allowed(SECONDS)
    assert not practice.store.list_entries("Jobs")


def many_conditional_formats(found: Parts) -> None:
    one = b'<conditionalFormatting sqref="A2"><cfRule type="cellIs" priority="1"><formula>1</formula></cfRule>'
    after_rows(found, (one + b"</conditionalFormatting>") * 60_000)


@pytest.mark.thorough
def test_where_memory_ends_the_results_are_a_new_workbook_and_that_is_told(
    tmp_path: Path, practice: PracticeServer
) -> None:
    path = attacked(tmp_path / "jobs.xlsx", many_conditional_formats)
    said = run(path, practice, "--memory-limit", "64")
    assert said.status == 4, said.err
    reason = "it needs more than 64 MB of memory beyond its own size (allow more with --memory-limit)"
    assert f"not a copy of your own: {reason}" in said.out + said.err
    statuses, summary = told(path)
    assert statuses == ["created", "invalid"]
    assert reason in summary


def a_part_of_another_ending(found: Parts) -> None:
    """A sheet that is no .xml to look at, and unfolds a thousandfold."""
    rels = found["xl/_rels/workbook.xml.rels"]
    found["xl/_rels/workbook.xml.rels"] = rels.replace(b"sheet1.xml", b"sheet1.dat")
    types = found["[Content_Types].xml"]
    found["[Content_Types].xml"] = types.replace(b"sheets/sheet1.xml", b"sheets/sheet1.dat")
    found["xl/worksheets/sheet1.dat"] = found.pop(SHEET).replace(b"<sheetData>", b"<sheetData>" + b" " * (17 << 20), 1)


@pytest.mark.thorough
def test_a_sheet_of_any_ending_may_not_unfold_a_thousandfold(tmp_path: Path, practice: PracticeServer) -> None:
    said = run(attacked(tmp_path / "jobs.xlsx", a_part_of_another_ending), practice)
    assert said.status == 3
    assert "would take 17 MB when unpacked" in said.err


def test_a_worksheet_that_is_listed_a_thousand_times_is_not_read_as_often(tmp_path: Path) -> None:
    path = workbook(tmp_path, good())
    found = parts(path)
    listed = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 1_000))
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b"</sheets>", listed + b"</sheets>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    said = importer("check", path, state=tmp_path / "state")
    assert (said.status, "use the same part" in said.err) == (3, True), said.err


LEAD_OUT = (
    "../../evil.txt",
    "/evil.txt",
    "..\\evil.txt",
    "C:\\evil.txt",
    "xl/../../evil",
    "..",
    "xl//evil",
    "\\\\pc\\evil",
)


@pytest.mark.thorough(but=1)
def test_no_part_of_the_results_has_a_name_that_leads_out(tmp_path: Path, practice: PracticeServer) -> None:
    path = attacked(tmp_path / "jobs.xlsx", lambda found: found.update(dict.fromkeys(LEAD_OUT, b"x")))
    said = run(path, practice)
    assert said.status == 4, said.err
    assert "a name that points outside the workbook" in said.out
    assert told(path)[0] == ["created", "invalid"]
    names = parts(path.with_name("jobs.results.xlsx"))
    assert not [name for name in names if "evil" in name or ".." in name.split("/")]


def test_no_part_of_the_results_is_a_link(tmp_path: Path, practice: PracticeServer) -> None:
    path = attacked(tmp_path / "jobs.xlsx", lambda _: None)
    found = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("xl/media/image9.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    said = run(path, practice)
    assert said.status == 4, said.err
    with zipfile.ZipFile(path.with_name("jobs.results.xlsx")) as archive:
        assert "xl/media/image9.png" in archive.namelist()
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o600}


ODD_NAMES = (
    *("xl\\worksheets\\sheet9.xml", "xl/worksheets/sheet%39.xml", "xl/%2E%2E/evil.xml", "xl/a%5cb", "xl//media/a.png"),
    *("xl/media/a.png.", "xl/media/a.png::$DATA", "xl/CON", "xl/nul.xml", "xl/a\x1bb", "xl/a\u202egnp.xml"),
    *("xl/%252e%252e/evil.xml", "xl/CONIN$", "xl/conout$.txt", "xl/aux .xml", "xl/COM¹.xml"),
    *(
        "xl/．．/evil.xml",
        "xl/‥/evil.xml",
        "xl／media/a.png",
        "xl／a" + 201 * "\u0301",
        "xl∕a",
        "xl⁄a",
        "xl/a＼b",
        "xl/a∖b",
        "xl/a：b",
        "xl/％2e./b",
    ),
)  # a program that knows fewer letters takes the wide ones for what they look like


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_no_part_may_have_is_none_in_the_results(name: str) -> None:
    assert not _is_part_name(name)
    assert all(
        map(
            _is_part_name,
            ("xl/", "xl/media/image 1.png", "[Content_Types].xml", "_rels/.rels", "a/b%20c.png", "xl/média ½.png"),
        )
    )


@pytest.mark.thorough
def test_results_of_a_workbook_with_odd_names_are_a_new_one(tmp_path: Path, practice: PracticeServer) -> None:
    path = attacked(tmp_path / "jobs.xlsx", lambda found: found.update(dict.fromkeys(ODD_NAMES[1:], b"x")))  # twins
    said = run(path, practice)
    assert said.status == 4, said.err
    assert "a name that is not allowed in a workbook" in said.out
    assert not parts(path.with_name("jobs.results.xlsx")).keys() & set(ODD_NAMES)
