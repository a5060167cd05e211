"""CSV and other text with delimiters: its cells as a grid, and what it was found to be.

child            text as rows, in this process or in one of its own
plain_text_check  whether a small text may be read in this process
encoding         the bytes as UTF-8, whatever they were written in
code_page        which code page a text is in that is not Unicode
find_dialect     which signs stand between and around the cells
dialect          these signs, and the patterns that follow from them
readers          rows to columns, by one of these two:
arrow_reader     a text without a problem in its quotes
tolerant_reader  any other text: a problem stays in its row
repair           a row whose quotes do not match, or in another dialect
text_columns     the cells by column
formula_texts    ="00123", which is only 00123
remarks          what was found out, in words
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from importer.child_process import code_of
from importer.records import RESULTS_HEADINGS
from importer.settings import Options
from importer.steps.read.child_answers import Answers, ask_process, grid_of
from importer.steps.read.csv.child import read
from importer.steps.read.csv.plain_text_check import is_plain
from importer.steps.read.grid import Grid
from importer.steps.read.sandbox.serve import Limits, answer

_ROOMS = ("child_process", "steps.read", "steps.read.csv", "catalogue", "workbook_parts")
_START = code_of("importer.steps.read.csv.child", *_ROOMS)
SMALL = 1 << 17  # bytes: to start a process would take longer than to read them, where they are written plainly


def read_csv_grid(file: IO[bytes], path: Path, options: Options) -> Grid:
    """Read text with delimiters: every row in which something is, by the physical line on which it begins.

    Encoding, delimiter, quotes and escapes are found out where `options` do not tell them: a remark says what was
    found, a note CSV_DOUBTFUL what is not sure. A row that is written wrongly is read as well as it can be and has a
    note. A file that is not small, or not written plainly, is read in a process of its own, as a workbook is. Raises
    SheetError for a byte that does not decode, an encoding or delimiter that is none, a file without anything in it,
    and one that takes more memory or time than `options` allow.
    """
    if not _is_cheap(file, options):
        return ask_process(_START, file, path, _make_request(options), options)
    out, answers = BytesIO(), Answers()
    answer(read, file, out, _make_request(options), Limits())
    out.seek(0)
    answers.read(out)
    return grid_of(answers, path)


def _is_cheap(file: IO[bytes], options: Options) -> bool:
    """Whether reading takes no time to speak of. Some encodings that can be asked for do, whatever the text."""
    if file.seek(0, 2) > SMALL or options.encoding is not None:
        return False
    file.seek(0)
    return is_plain(file.read())


def _make_request(options: Options) -> Mapping[str, Any]:
    """What is asked, as JSON takes it."""
    return {
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "decimal": options.decimal,
        "memory_mb": options.memory_mb,
        "our_headings": RESULTS_HEADINGS,
    }
