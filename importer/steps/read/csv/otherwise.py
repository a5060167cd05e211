"""A row that is written with other separators or quotes than the rest of its file."""

from collections.abc import Sequence
from dataclasses import replace

from importer.steps.read.csv.dialect import Dialect

_WORDS = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
    " ": "spaces",
    ":": "colons",
    '"': "double quotes",
    "'": "single quotes",
}
_OTHERS = (";", ",", "\t", "|")
_LEAST_CELLS = 3  # fewer could be chance


def word_of(sign: str) -> str:
    """What people call a sign: semicolons for ;."""
    return _WORDS.get(sign) or (f"{_WORDS.get(sign.strip(), sign.strip())} and spaces" if " " in sign else f'"{sign}"')


def otherwise(text: str, dialect: Dialect, width: int) -> tuple[list[str], dict[str, object]] | None:
    """The `width` cells of a line in another dialect, and the words that tell the two; None where none fits."""
    if width < _LEAST_CELLS:
        return None
    for other in _others(dialect):
        if text.count(other.quote if other.quote != dialect.quote else other.delimiter) < 2:  # noqa: PLR2004 - a pair
            continue
        cells = other.clean_cells(text)
        if cells is not None and len(cells) == width and any(map(str.strip, cells)):
            differs = "delimiter" if other.delimiter != dialect.delimiter else "quote"
            words: dict[str, object] = {
                "found": word_of(getattr(other, differs)),
                "expected": word_of(getattr(dialect, differs)),
            }
            return cells, words
    return None


def are_wrapped(cells: Sequence[str], sign: str) -> bool:
    """Whether every cell with something in it stands between two of the sign."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(len(cell) > 1 and cell[0] == cell[-1] == sign for cell in filled)


def _others(dialect: Dialect) -> list[Dialect]:
    other_quote = "'" if dialect.quote == '"' else '"'
    delimiters = [replace(dialect, delimiter=sign) for sign in _OTHERS if sign != dialect.delimiter]
    return [replace(dialect, quote=other_quote), *delimiters]
