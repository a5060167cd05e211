"""The pictures that README.md shows, made anew: what a check says, and what the results look like.

python -m tests.pictures          writes importer/guide/*.png; needs LibreOffice (apt-get install libreoffice-calc)
                                  and two packages (pip install pillow pypdfium2), which nothing else here needs

No test compares them: every system draws letters in its own way.
"""

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from textwrap import wrap
from typing import Any

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties

from importer.guide import FOLDER
from tests.command import importer
from tests.libreoffice import OFFICE, converted

HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code", "Estimated time")
NAMES = ("Yearly service of the boiler", "Pump makes a noise", "Replace the filter", "Door does not close")
WRONG = {3: ("Status code", "Opn"), 6: ("Name", ""), 7: ("Status code", "Opn"), 9: ("Estimated time", "soon")}
COLOURS = 96
WIDEST = 1400  # pixels
LINE, LETTER, MARGIN = 24, 17, 16  # pixels
LETTERS = 90  # in a line of the terminal
SCALE = 3.0
PAPER, INK, RED, YELLOW = "#ffffff", "#1f2328", "#a40e26", "#7d4e00"


def main() -> None:
    """Make all of them."""
    if OFFICE is None:
        sys.exit("LibreOffice is not installed: apt-get install libreoffice-calc")
    with tempfile.TemporaryDirectory() as name:
        state, folder = Path(name), Path(name, "work")
        folder.mkdir()
        sheet = jobs(folder / "jobs.xlsx")
        words = (sheet.name, "--target", "practice")
        said = importer("check", *words, state=state, cwd=str(folder), COLUMNS=str(LETTERS))
        save(drawn_terminal(f"$ importer {' '.join(('check', *words))}\n{said.out}{said.err}"), "check")
        importer("run", *words, "--yes", state=state, cwd=str(folder))
        pages = pictures_of(converted([folder / "jobs.results.xlsx"], "pdf", folder / "pdf") / "jobs.results.pdf")
        save(part_of(pages[-1], height=0.66), "summary")
        save(part_of(pages[0], width=0.685), "rows")


def jobs(path: Path) -> Path:
    """A sheet of ten jobs, four of which have something wrong, that prints on one page."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Jobs"
    sheet.append(HEADINGS)
    for number in range(10):
        row = [f"WO-{number + 1}", NAMES[number % len(NAMES)], f"P-{1001 + number % 3}", "MAINT", "Open", 60]
        if number in WRONG:
            heading, value = WRONG[number]
            row[HEADINGS.index(heading)] = value
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.fill = (
            Font(name="Calibri", bold=True, color="FFFFFFFF"),
            PatternFill("solid", start_color="FF1F4E78"),
        )
    for letter, width in zip("ABCDEF", (11, 30, 13, 14, 12, 15), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.gridLines = True
    book.save(path)
    return path


def pictures_of(pdf: Path) -> list[Any]:
    """The pages of a document without their margins."""
    document = import_module("pypdfium2").PdfDocument(pdf)
    pages = [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    ops = import_module("PIL.ImageOps")
    return [ops.expand(page.crop(ops.invert(page).getbbox()), MARGIN, PAPER) for page in pages]


def part_of(page: Any, *, width: float = 1.0, height: float = 1.0) -> Any:
    """The upper left part of a page."""
    return page.crop((0, 0, int(page.width * width), int(page.height * height)))


def drawn_terminal(text: str) -> Any:
    """The lines as a terminal shows them."""
    lines = [part for line in text.rstrip().split("\n") for part in wrap(line, LETTERS, drop_whitespace=False) or [""]]
    image, draw, font = (import_module(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    mono = font.truetype("DejaVuSansMono.ttf", LETTER)
    width = int(max(mono.getlength(line) for line in lines)) + 2 * MARGIN
    picture = image.new("RGB", (width, LINE * len(lines) + 2 * MARGIN), PAPER)
    pen = draw.Draw(picture)
    for place, line in enumerate(lines):
        colour = RED if line.startswith("error") else YELLOW if line.startswith("warning") else INK
        pen.text((MARGIN, MARGIN + place * LINE), line, colour, font=mono)
    return picture


def save(picture: Any, name: str) -> None:
    """Save a picture in few colours, which is small."""
    picture.thumbnail((WIDEST, WIDEST))
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
