"""A row that is not written as the rest of its file: with quotes that do not match, or in another dialect."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from importer.languages import N_, _
from importer.steps.read.csv.dialect import Dialect

_NO_CELL = 50  # what it costs to hold pieces together without any quote
_ONE_QUOTE_LACKS = 2
_MOST_STEPS = 20_000
_WORDS = {
    ",": N_("commas"),
    ";": N_("semicolons"),
    "\t": N_("tabs"),
    "|": N_("bars"),
    " ": N_("spaces"),
    ":": N_("colons"),
    '"': N_("double quotes"),
    "'": N_("single quotes"),
}
_OTHERS = (";", ",", "\t", "|")
_LEAST_CELLS = 3  # fewer could be chance


def repair_line(text: str, dialect: Dialect, width: int) -> list[str] | None:
    """Cut `text` into `width` cells so that the fewest quotes are wrong; None where it cannot be done."""
    pieces = text.split(dialect.delimiter)
    most = len(pieces) - width + 1  # pieces in one cell
    if most < 1 or len(pieces) * width * most > _MOST_STEPS:
        return None
    cuts = _find_cheapest_cuts(pieces, dialect, width)
    if cuts is None:
        return None
    return [_value_of(dialect.delimiter.join(pieces[start:end]), dialect) for start, end in pairwise(cuts)]


def _find_cheapest_cuts(pieces: list[str], dialect: Dialect, width: int) -> tuple[int, ...] | None:
    """Where to cut: the places of the first piece of each cell, and the end."""

    @cache
    def cost(start: int, end: int) -> int:
        return _cost_of(dialect.delimiter.join(pieces[start:end]), end - start, dialect)

    spare = len(pieces) - width
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, (0,))}
    for done in range(1, width + 1):
        coming: dict[int, tuple[int, tuple[int, ...]]] = {}
        for start, (paid, cuts) in best.items():
            for end in range(start + 1, done + spare + 1):
                offer = (paid + cost(start, end), (*cuts, end))
                if end not in coming or offer < coming[end]:
                    coming[end] = offer
        best = coming
    paid, cuts = best.get(len(pieces), (_NO_CELL, ()))
    return cuts if paid < _NO_CELL else None


def _cost_of(cell: str, pieces: int, dialect: Dialect) -> int:
    quote = dialect.quote
    if quote not in cell:
        return 0 if pieces == 1 else _NO_CELL
    cell = cell.strip(" ")
    starts, ends = cell.startswith(quote), cell.endswith(quote) and len(cell) > 1
    odd = cell[starts : len(cell) - ends].replace(quote * 2, "").count(quote)
    if starts and ends:
        return odd
    if pieces > 1:
        return odd + (_ONE_QUOTE_LACKS if starts or ends else _NO_CELL)
    return odd + 1


def _value_of(cell: str, dialect: Dialect) -> str:
    quote = dialect.quote
    if quote not in cell:
        return cell
    bare = cell.strip(" ")
    starts, ends = bare.startswith(quote), bare.endswith(quote) and len(bare) > 1
    return dialect.unquote(bare[starts : len(bare) - ends])


def word_of(sign: str) -> str:
    """What people call a sign: semicolons for ;."""
    return _(_WORDS.get(sign, "")) or (
        _("{sign} and spaces").format(sign=_(_WORDS.get(sign.strip(), sign.strip()))) if " " in sign else f'"{sign}"'
    )


def read_in_another_dialect(text: str, dialect: Dialect, width: int) -> tuple[list[str], dict[str, object]] | None:
    """The `width` cells of a line in another dialect, and the words that tell the two; None where none fits."""
    if width < _LEAST_CELLS:
        return None
    for other in _list_others(dialect):
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


def _list_others(dialect: Dialect) -> list[Dialect]:
    other_quote = "'" if dialect.quote == '"' else '"'
    delimiters = [replace(dialect, delimiter=sign) for sign in _OTHERS if sign != dialect.delimiter]
    return [replace(dialect, quote=other_quote), *delimiters]
