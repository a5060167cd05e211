"""Makes the sample sheets, and beside each the outcome that it must have: `python -m tests.make_sample_sheets`.

The same rows give the same files, to the byte, with the same openpyxl and zlib.
"""

import csv
import io
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from importer.records import Status
from importer.workbook_parts import letter_of
from tests.sample_rows import SAMPLES, Cell, Fault, Sample

SAMPLE_SHEETS = Path(__file__).parent.parent / "sample_sheets"
LONG_AGO = datetime.fromisoformat("2026-01-01")
HEADING_FILL = PatternFill("solid", start_color="E7E6E6", end_color="E7E6E6")
NARROWEST, WIDEST = 10, 44


def make_sample_sheets(folder: Path) -> None:
    """Write all samples into the folder, over those that are there."""
    for sample in SAMPLES:
        content = csv_of(sample) if sample.file.endswith(".csv") else workbook_of(sample)
        (folder / sample.file).write_bytes(content)
        if sample.mapping:
            (folder / sample.file).with_suffix(".toml").write_text(sample.mapping, encoding="utf-8")
        kind = ".mapped.expected.json" if sample.mapping else ".expected.json"
        beside = (folder / sample.file).with_suffix(kind)
        beside.write_text(_one_a_line(expected(sample)), encoding="utf-8")


def expected(sample: Sample) -> dict[str, object]:
    """The outcome that a run on a fresh practice server must have."""
    found = Counter(row.status for row in sample.rows.values())
    problems: list[list[object]] = [[None, "", name, code] for name, code in sample.of_sheet]
    problems += [[None, *_problem(sample, 0, fault)[1:]] for fault in sample.of_columns]
    problems += [_problem(sample, sample.heading_row, fault) for fault in sample.of_headings]
    problems += [_problem(sample, number, fault) for number, row in sample.rows.items() for fault in row.faults]
    return {
        "exit_code": sample.exit_code,
        "rows": len(sample.rows),
        "counts": {status.value: found[status.value] for status in Status},
        "created": [number for number, row in sample.rows.items() if row.status == "created"],
        "problems": problems,
        "seen": {str(number): row.seen for number, row in sample.rows.items() if row.seen},
    }


def _problem(sample: Sample, row: int, fault: Fault) -> list[object]:
    heading, name, code = fault
    letter = letter_of(sample.headings.index(heading) + 1) if heading else ""
    return [row, f"{letter}{row or ''}", name, code]


def _one_a_line(told: dict[str, object]) -> str:
    """JSON with a line for each problem and for each row, so that a person can read it and a diff shows it."""
    flat = {name: json.dumps(value, ensure_ascii=False) for name, value in told.items()}
    problems, seen = told["problems"], told["seen"]
    if isinstance(problems, list) and problems:
        flat["problems"] = "[\n    " + ",\n    ".join(json.dumps(problem) for problem in problems) + "\n  ]"
    if isinstance(seen, dict) and seen:
        rows = (f'"{row}": {json.dumps(values, ensure_ascii=False)}' for row, values in seen.items())
        flat["seen"] = "{\n    " + ",\n    ".join(rows) + "\n  }"
    return "{\n" + ",\n".join(f'  "{name}": {value}' for name, value in flat.items()) + "\n}\n"


def csv_of(sample: Sample) -> bytes:
    """The sample as UTF-8 text with commas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sample.headings)
    writer.writerows([row.cells.get(heading, "") for heading in sample.headings] for row in sample.rows.values())
    return text.getvalue().encode()


def workbook_of(sample: Sample) -> bytes:
    """The sample as a workbook, dressed as people dress theirs."""
    workbook = Workbook()
    workbook.properties.creator = "importer"
    workbook.properties.created = workbook.properties.modified = LONG_AGO
    sheet = workbook.worksheets[0]
    sheet.title = "Jobs"
    for number, title in enumerate(sample.above, start=1):
        sheet.cell(number, 1, title or None)
    _dress(sheet, sample)
    for number, row in sample.rows.items():
        for heading, value in row.cells.items():
            _put(sheet, (number, sample.headings.index(heading) + 1), value, sample.formats.get((heading, number)))
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).save()
    workbook.close()
    return _without_clock(file)


def _dress(sheet: Worksheet, sample: Sample) -> None:
    top = sample.heading_row
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{letter_of(len(sample.headings))}{max(sample.rows)}"
    for number, heading in enumerate(sample.headings, start=1):
        cell = sheet.cell(top, number, heading)
        cell.font, cell.fill = Font(name="Calibri", size=11, bold=True), HEADING_FILL
        longest = max((len(_shown(row.cells.get(heading, ""))) for row in sample.rows.values()), default=0)
        width = max(len(heading) + 4, longest + 2, NARROWEST)
        sheet.column_dimensions[letter_of(number)].width = min(width, WIDEST)


def _shown(value: Cell) -> str:
    return max(str(value).split("\n"), key=len)


def _put(sheet: Worksheet, place: tuple[int, int], value: Cell, number_format: str | None) -> None:
    cell = sheet.cell(*place)
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if value == "#N/A" and number_format == "error":
        cell.data_type = "e"
    elif isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@" if len(value) < 256 else "General"  # as Excel
    elif isinstance(value, datetime):
        cell.number_format = number_format or "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = number_format or "yyyy-mm-dd"


def _without_clock(file: io.BytesIO) -> bytes:
    """The same workbook with every part dated alike, so that remaking it changes nothing."""
    steady = io.BytesIO()
    with ZipFile(file) as made, ZipFile(steady, "w") as archive:
        for name in made.namelist():
            part = ZipInfo(name, LONG_AGO.timetuple()[:6])
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(part, made.read(name))
    return steady.getvalue()


if __name__ == "__main__":
    make_sample_sheets(SAMPLE_SHEETS)
