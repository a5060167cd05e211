"""Workbooks drawn by seed, read by us and shown by LibreOffice: what is sent of a text is what it shows.

LibreOffice writes each sheet as CSV with its cells as they are shown; ours are the values of fields for text and codes.
What differs is told with the cell, and with what Excel shows; told or not, it follows from what we read. Where a format
only rounds or groups a number, NUMBERS, the number itself is sent. The other differences are in our favour: those of
IN_OUR_FAVOUR, and moments. These are fractions of a day, so that 10:22 may be stored as 10:21:59.9999, which Excel and
we round, and LibreOffice cuts off.
"""

import csv
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import xlsxwriter

from importer.catalogue import find_field
from importer.settings import Options
from importer.steps.map import map_columns
from importer.steps.read.layout import make_sheet
from tests.libreoffice import converted, needs_libreoffice
from tests.steps.read.in_process import grid_in

AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
ROWS = 12
HEADINGS = (
    "Customer reference", "Street", "Street 2", "Street number", "City", "Description", "Internal memo", "Zip",
    "Information before the job", "Name",
)  # fmt: skip
FIELDS = [find_field(heading).name for heading in HEADINGS]  # type: ignore[union-attr]
NUMBERS = {"0.00", "#,##0", "#,##0.00"}  # which say no more than the number
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
IN_OUR_FAVOUR = {
    ("#NUM!", "Err:502"): "LibreOffice has its own word for this error of Excel",
    ("29%", "28%"): "0.285 is a little less in binary; Excel rounds the 15 digits that it shows",
    ("58%", "57%"): "so is 0.575",
}
ERRORS = {  # LibreOffice calculates what a formula gives
    "#N/A": "=NA()",
    "#REF!": "=#REF!+1",
    "#DIV/0!": "=1/0",
    "#VALUE!": '="a"+1',
    "#NAME?": "=nosuchname+1",
    "#NUM!": "=SQRT(-1)",
}
Draw = Callable[[random.Random], object]
DisplayKind = Callable[[str], str]


def rounded(text: str, places: int, *, grouped: bool = False) -> str:
    number = Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{number:,f}" if grouped else f"{number:f}"


def month(text: str, language: str) -> str:
    return MONTHS[language].split()[date.fromisoformat(text[:10]).month - 1]


def day(form: str) -> DisplayKind:
    return lambda text: f"{date.fromisoformat(text[:10]):{form}}"


def long_day(language: str) -> DisplayKind:
    return lambda text: f"{date.fromisoformat(text[:10]).day} {month(text, language)} {text[:4]}"


def scientific(text: str) -> str:
    exponent = len(text) - 1
    shown = rounded(str(Decimal(text).scaleb(-exponent)), 2)
    return f"1.00E+{exponent + 1:02}" if shown == "10.00" else f"{shown}E+{exponent:02}"


def fraction(text: str) -> str:
    number = Decimal(text)
    whole, quarters = divmod(int(number * 4), 4)
    part = {0: "", 1: "1/4", 2: "1/2", 3: "3/4"}[quarters]
    return " ".join(filter(None, (str(whole) if whole or not part else "", part)))


def number(drawn: random.Random) -> object:
    return round(drawn.uniform(-99_999, 99_999), drawn.choice([0, 1, 2, 4]))


def positive(drawn: random.Random) -> object:
    return drawn.randrange(1, 99_999)


def a_day(drawn: random.Random) -> object:
    return date(1900, 3, 1) + timedelta(days=drawn.randrange(70_000))


def serial(drawn: random.Random) -> object:
    return drawn.randrange(61, 70_000) + drawn.randrange(1, 1440) / 1440


def share(drawn: random.Random) -> object:
    return drawn.randrange(0, 1001) / 1000


def mixed(drawn: random.Random) -> object:
    return drawn.choice([0, 1, 7, 12, 123, 4567, 12345678, 1.5, 0.25, 99.95, -3, "ab", "12"])


def words(drawn: random.Random) -> object:
    return drawn.choice(
        ["Boiler", "007", "1E5", "12/3", "é ö", " spaced ", "TRUE", "#N/A text", "=no", "31-12-26", '"']
    )


def as_told(_: str) -> str:
    return ""


WITH_TEXT = (
    '"WO-"0.0', '"WO-"#,##0', '0.0" km"', '"P"0.00', '"N°"0', '0"/2026"', '"("0")"', '0000"-A"', '#,##0" st"',
    '"A"0;"B"0', ";;;", '"X"@', '@" kg"', '0" kg";;"none";@', "00.00", "+0;-0", '0"h"00', '"WO-"0-00', '"V"0.0.0',
    "$#,##0", '"€ "0', '0" - "0', '"n/a"', '000"."000', '"("General")"', '"#"#', '#" - "0.0#', '0.0,"k"',
)  # fmt: skip
KINDS: tuple[tuple[Draw, str, DisplayKind], ...] = (
    (words, "General", str),
    (words, "@", str),
    (lambda drawn: drawn.random() < 0.5, "General", str),
    (lambda drawn: drawn.choice(list(ERRORS)), "error", str),
    (positive, "General", str),
    (positive, "00000", str),
    (positive, '"WO-"0000', str),
    (positive, "000-000", str),
    (number, "0.00", lambda text: rounded(text, 2)),
    (number, "#,##0", lambda text: rounded(text, 0, grouped=True)),
    (number, "#,##0.00", lambda text: rounded(text, 2, grouped=True)),
    (number, "[$€-413] #,##0.00", lambda text: f"€ {rounded(text, 2, grouped=True)}".replace("€ -", "-€ ")),
    (number, '0.0" km"', lambda text: f"{rounded(text, 1)} km"),
    *((mixed, form, as_told) for form in WITH_TEXT),
    (positive, "0.00E+00", scientific),
    (lambda drawn: drawn.randrange(0, 400) / 4, "# ?/?", fraction),
    (share, "0%", lambda text: f"{rounded(str(Decimal(text) * 100), 0)}%"),
    (share, "0.0%", lambda text: f"{rounded(str(Decimal(text) * 100), 1)}%"),
    (a_day, "yyyy-mm-dd", day("%Y-%m-%d")),
    (a_day, "dd/mm/yyyy", day("%d/%m/%Y")),
    (a_day, "dd.mm.yy", day("%d.%m.%y")),
    (a_day, "[$-809]d mmmm yyyy", long_day("en")),
    (a_day, "[$-413]d mmmm yyyy", long_day("nl")),
    (a_day, "[$-40C]d mmmm yyyy", long_day("fr")),
    (a_day, "[$-407]d mmmm yyyy", long_day("de")),
    (serial, "yyyy-mm-dd hh:mm", lambda text: text.replace("T", " ")[:16]),
    (lambda drawn: drawn.randrange(1440) / 1440, "hh:mm", lambda text: text[:5]),
    (lambda drawn: drawn.randrange(9_000) / 1440, "[h]:mm", lambda text: text.rpartition(":")[0]),
    (lambda drawn: drawn.randrange(9_000) / 1440, "[hh]:mm:ss", lambda text: text.rjust(8, "0")),
)  # fmt: skip


def draw(path: Path, seed: int) -> list[tuple[str, DisplayKind]]:
    drawn = random.Random(seed)  # noqa: S311 - drawn to be drawn again
    kinds = [drawn.choice(KINDS) for _ in HEADINGS]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        for column, (value_of, form, _) in enumerate(kinds):
            sheet.write_string(0, column, HEADINGS[column])
            style = None if form in {"error", "General"} else book.add_format({"num_format": form})
            for row in range(1, ROWS):
                write(sheet, (row, column), value_of(drawn), style)
    return [(form, shown) for _, form, shown in kinds]


def write(sheet: "xlsxwriter.worksheet.Worksheet", place: tuple[int, int], value: object, style: object) -> None:
    if value in ERRORS:
        sheet.write_formula(*place, ERRORS[str(value)], style, value)
    elif isinstance(value, str):
        sheet.write_string(*place, value, style)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, style)
    else:
        sheet.write_number(*place, value, style)


def is_in_our_favour(expected: str, theirs: str) -> bool:
    if (expected, theirs) in IN_OUR_FAVOUR:
        return True
    try:
        return datetime.fromisoformat(expected) - datetime.fromisoformat(theirs) == timedelta(minutes=1)
    except ValueError:
        return False


def fits(ours: str, theirs: str, message: str, kind: tuple[str, DisplayKind]) -> bool:
    """Whether what we send is what LibreOffice shows, or what we say of it tells that."""
    form, shown = kind
    if ours.strip() == theirs.strip() or (message and f'"{theirs.strip()}"' in message):
        return True
    if not message and form not in NUMBERS:
        return False
    expected = shown(ours)
    return expected.strip() == theirs.strip() or is_in_our_favour(expected, theirs)


def differences(folder: Path, seeds: range, ending: str = "xlsx") -> Iterator[tuple[int, str, str, str, str]]:
    """Seed, cell, format, what we send, what LibreOffice shows, of each that does not fit; it saves an .ods itself."""
    kinds_of = {seed: draw(folder / f"w{seed}.xlsx", seed) for seed in seeds}
    files = [folder / f"w{seed}.xlsx" for seed in seeds]
    if ending != "xlsx":
        (folder / ending).mkdir()
        made = converted(files, ending, folder / ending)
        files = [made / f"w{seed}.{ending}" for seed in seeds]
    into = folder / "csv"
    into.mkdir()
    converted(files, AS_SHOWN, into)
    for path, (seed, kinds) in zip(files, kinds_of.items(), strict=True):
        batch = map_columns(make_sheet(grid_in(path), path, Options(), find_field=find_field))
        told = {each.cell: each.message for each in batch.problems}
        with (into / f"w{seed}-Jobs.csv").open(encoding="utf-8-sig", newline="") as file:
            for row, cells in enumerate(csv.reader(file), 1):
                for column, theirs in enumerate(cells if row > 1 else []):
                    cell = f"{chr(65 + column)}{row}"
                    ours = batch.values[FIELDS[column]].get(row, "")
                    if not fits(ours, theirs, told.get(cell, ""), kinds[column]):
                        yield seed, cell, kinds[column][0], ours, theirs


@needs_libreoffice
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("seeds", [range(5), range(5, 205)], ids=len)
def test_each_cell_is_what_libreoffice_shows_of_it(tmp_path: Path, seeds: range) -> None:
    assert list(differences(tmp_path, seeds)) == []


@needs_libreoffice
@pytest.mark.thorough
def test_so_it_is_in_an_ods(tmp_path: Path) -> None:
    """But for what an .ods does not say: hours of one digit (a length of time and a time of day are one kind of value
    there), the currency that is the country's own, and that a format hides texts.
    """
    found = [each for each in differences(tmp_path, range(205, 305), "ods") if each[2] not in {"$#,##0", ";;;"}]
    assert [each for each in found if not (each[3].startswith("0") and each[3][1:-3] == each[4])] == []
