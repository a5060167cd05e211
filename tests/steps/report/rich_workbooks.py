"""Workbooks with everything in them that people put into workbooks, written by two libraries."""

import struct
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

HEADINGS = ["Project code", "Job type code", "Status code", "Name", "Due date"]
DAY = datetime(2026, 12, 31)  # noqa: DTZ001 - the times of Excel have no zone
ROWS = [["P-1001", "MAINT", "Open" if n % 3 else "Opn", f"Boiler <{n}> & more", DAY] for n in range(1, 9)]
LAST = len(ROWS) + 1


def picture() -> bytes:
    """A red dot."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def by_xlsxwriter(path: Path) -> Path:
    """Chart, picture, drop-down, conditional format, sparklines, rich text, notes, print settings, a hidden sheet."""
    with xlsxwriter.Workbook(path) as book:
        if path.suffix == ".xlsm":
            macros = path.with_suffix(".bin")
            macros.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528) + b"made up")
            book.add_vba_project(macros)
        jobs, lists, secret = (book.add_worksheet(name) for name in ("Jobs", "Lists", "Secret"))
        head = book.add_format({"bold": True, "bg_color": "#DDDDDD", "border": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy", "italic": True, "locked": False})
        jobs.write_row(0, 0, HEADINGS, head)
        for number, (*texts, due) in enumerate(ROWS, start=1):
            jobs.write_row(number, 0, texts)
            jobs.write_datetime(number, 4, due, day)
            jobs.write_formula(number, 5, f"=LEN(D{number + 1})", None, len(str(texts[3])))
            jobs.add_sparkline(number, 7, {"range": f"Lists!A1:A{number}"})
        jobs.write_rich_string(2, 3, "Boiler ", head, "bold", " end")
        jobs.write_comment("C4", "Mine: ask Jan.", {"author": "Jan"})
        jobs.write_comment("A2", "Mine too.", {"author": "Jan"})
        jobs.freeze_panes(1, 1)
        jobs.autofilter(0, 0, LAST - 1, 5)
        jobs.set_column("D:D", 30, book.add_format({"num_format": "@"}))
        jobs.set_row(3, 40)
        jobs.data_validation("C2:C9", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
        jobs.conditional_format("B2:B9", {"type": "text", "criteria": "containing", "value": "M", "format": head})
        jobs.insert_image("J2", "dot.png", {"image_data": BytesIO(picture()), "x_scale": 100, "y_scale": 60})
        jobs.merge_range("F2:F3", 19, head)
        jobs.set_landscape()
        jobs.repeat_rows(0)
        jobs.print_area(0, 0, 20, 5)
        jobs.set_header("&LJobs of &D")
        lists.write_column("A1", [1, 2, 3])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Lists!$A$1:$A$3"})
        lists.insert_chart("C2", chart)
        lists.add_table("G1:H4", {"columns": [{"header": "a"}, {"header": "b"}]})
        lists.write_comment("A1", "a list")
        book.define_name("Codes", "=Lists!$A$1:$A$3")
        secret.write("A1", "hidden")
        secret.hide()
    return path


def by_openpyxl(path: Path) -> Path:
    """A table over the data, a chart, a drop-down, protection, formats of every kind."""
    book = openpyxl.Workbook()
    jobs = book.worksheets[0]
    jobs.title = "Jobs"
    jobs.append(HEADINGS)
    for row in ROWS:
        jobs.append(row)
    for cells in jobs.iter_rows(min_row=2):
        cells[2].font = Font(name="Arial", italic=True, color="00FF0000")
        cells[2].border = Border(left=Side("thick"))
        cells[2].alignment = Alignment(horizontal="right")
        cells[2].protection = Protection(locked=False)
        cells[2].fill = PatternFill("solid", start_color="00FFFF00")
        cells[4].number_format = "dddd d mmmm yyyy"
    jobs.add_table(Table(displayName="Jobs_table", ref=f"A1:E{LAST}"))
    jobs["B3"].comment = Comment("Mine.", "Ann")
    jobs.freeze_panes = "B2"
    jobs.column_dimensions["D"].width = 33
    jobs.protection.sheet = True
    lists = book.create_sheet("Summary")
    for number in range(4):
        lists.append([number])
    chart = BarChart()
    chart.add_data(Reference(lists, min_col=1, min_row=1, max_row=4))
    lists.add_chart(chart, "C2")
    drop_down = DataValidation(type="list", formula1="Summary!$A$1:$A$4")
    drop_down.add("C2:C9")
    jobs.add_data_validation(drop_down)
    red = CellIsRule("lessThan", ["1"], fill=PatternFill(bgColor="00FF0000"))  # type: ignore[no-untyped-call]  # has none
    jobs.conditional_formatting.add("E2:E9", red)
    jobs.merge_cells("E8:E9")
    jobs.print_title_rows = "1:1"
    book.defined_names["Codes"] = DefinedName("Codes", attr_text="Summary!$A$1:$A$4")
    book.save(path)
    book.close()
    return path
