"""What was found out about a CSV, shown with one of its own rows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from importer.languages import _
from importer.problem import CSV_DOUBTFUL, Code
from importer.steps.read.csv.encoding import DecodedText
from importer.steps.read.csv.find_dialect import CsvFormat
from importer.steps.read.csv.repair import word_of
from importer.steps.read.csv.text_columns import Columns

_COMMA_NUMBER = re.compile(r"-?(?!\d{1,3},\d{3}$)\d+(?:\.\d{3})*,\d+")  # 1,234 could be either
_POINT_NUMBER = re.compile(r"-?(?!\d{1,3}\.\d{3}$)\d+(?:,\d{3})*\.\d+")
_MONEY = " \xa0€$£"
_FIRST_ROWS = 200  # rows
_CELLS_SHOWN = 6
_LETTERS_SHOWN = 20


@dataclass(frozen=True)
class TextNote:
    """What the text of a cell cannot say: by line (0 for the whole file) and column (0 for the whole row)."""

    row: int
    column: int
    code: Code
    values: Mapping[str, object]


def describe_format(text: DecodedText, written: CsvFormat, columns: Columns, decimal: str | None) -> str:
    """Say in a sentence which encoding and signs were found, with a row read that way."""
    delimiter, quote = written.dialect.delimiter, written.dialect.quote
    sign = decimal or find_decimal_sign(cell for row in columns.first[:_FIRST_ROWS] for cell in row)
    between = (
        _("{delimiter} between the cells").format(delimiter=word_of(delimiter))
        if columns.width > 1
        else _("one column")
    )
    around = "" if quote == '"' else _(", {quote} around them").format(quote=word_of(quote))
    decimals = {",": _(", decimal commas"), ".": _(", decimal points")}.get(sign or "", "")
    position = _find_full_row(columns)
    line, sample = columns.lines[position], _show_cells(columns.first[position])
    found = _("CSV read as {encoding}, {between}{around}{decimals}; line {line}: {sample}.").format(
        encoding=text.encoding, between=between, around=around, decimals=decimals, line=line, sample=sample
    )
    return _("{found} If that is wrong, add --encoding, --delimiter or --decimal to the command.").format(found=found)


def note_doubts(text: DecodedText, written: CsvFormat, columns: Columns) -> Iterator[TextNote]:
    """Give a note of the whole file for each thing that could be otherwise."""
    if not text.sure:
        position = next((at for at, row in enumerate(columns.first) if not "".join(row).isascii()), 0)
        doubt = {
            "doubt": _("The file does not say its encoding; it is read as {encoding}").format(encoding=text.encoding),
            "option": "--encoding",
        }
        yield TextNote(
            0, 0, CSV_DOUBTFUL, {**doubt, **_take_sample(columns, position, _find_first_odd(columns.first[position]))}
        )
    if not written.sure:
        words = word_of(written.dialect.delimiter)
        doubt = {
            "doubt": _("It is not certain that {words} separate the cells").format(words=words),
            "option": "--delimiter",
        }
        if columns.width == 1:
            doubt["doubt"] = _("Only one column was found")
        yield TextNote(0, 0, CSV_DOUBTFUL, {**doubt, **_take_sample(columns, _find_full_row(columns))})


def find_decimal_sign(cells: Iterable[str]) -> str | None:
    """The sign that numbers have before their decimals; None where there are none, or both."""
    commas = points = 0
    for typed in cells:
        cell = typed.strip(_MONEY)
        commas += _COMMA_NUMBER.fullmatch(cell) is not None
        points += _POINT_NUMBER.fullmatch(cell) is not None
    if commas == points:
        return None
    return "," if commas > points else "."


def _find_full_row(columns: Columns) -> int:
    """The second row of the usual width: the first mostly holds the headings."""
    full = [at for at, row in enumerate(columns.first) if len(row) == columns.width][:2]
    return full[-1] if full else 0


def _find_first_odd(cells: Sequence[str]) -> int:
    """The place of the first cell with a letter that encodings write differently; 0 where there is none."""
    return next((position for position, cell in enumerate(cells) if not cell.isascii()), 0)


def _take_sample(columns: Columns, position: int, cell: int = 0) -> dict[str, object]:
    """The row at a place as it was read, with a certain cell in any case."""
    return {"line": columns.lines[position], "sample": _show_cells(columns.first[position], cell)}


def _show_cells(cells: Sequence[str], wanted: int = 0) -> str:
    """Some cells, in one of which the letters that encodings write differently are seen."""
    first = max(0, wanted - _CELLS_SHOWN + 1)
    short = " | ".join(map(_cut_cell, cells[first : first + _CELLS_SHOWN]))
    return ("… | " if first else "") + short + (" | …" if len(cells) > first + _CELLS_SHOWN else "")


def _cut_cell(cell: str) -> str:
    odd = next((position for position, letter in enumerate(cell) if not letter.isascii()), 0)
    begins = max(0, odd - _LETTERS_SHOWN // 2) if odd >= _LETTERS_SHOWN else 0
    text = " ".join(cell[begins : begins + 2 * _LETTERS_SHOWN].replace("\0", "").split())
    rest = text if len(text) <= _LETTERS_SHOWN else f"{text[:_LETTERS_SHOWN]}…"
    return f"…{rest}" if begins else rest
