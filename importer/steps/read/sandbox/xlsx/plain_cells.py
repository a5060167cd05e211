"""The cells of a piece of a worksheet, where it is written as nearly all programs write it: no Python loop over cells.

Everything that is taken for granted is checked for every cell; where one does not fit, the answer is None and the
piece is read by `ExactSheet`.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.sandbox.cells import KINDS, CellKind, Cells, Piece
from importer.steps.read.sandbox.excel_numbers import merge
from importer.steps.read.sandbox.xlsx.tags import TEXT, Grammar, PositionArray, Tags, WordArray, mask_of, tags_of
from importer.workbook_parts.addresses import LAST_COLUMN, LAST_ROW

_ROW, _ROW_END, _ROW_SHUT, _CELL, _CELL_END, _CELL_SHUT = range(1, 7)
_VALUE, _VALUE_END, _VALUE_SHUT, _FORMULA, _FORMULA_END, _FORMULA_SHUT = range(7, 13)
_INLINE, _INLINE_END, _TEXT, _TEXT_END, _TEXT_SHUT = range(13, 18)
_NEXT_CELL = (_CELL, _CELL_SHUT, _ROW_END)
_NEXT_ROW = (_ROW, _ROW_SHUT)

GRAMMAR = Grammar.of(
    {
        b"ro": _ROW, b"/r": _ROW_END, b"c ": _CELL, b"/c": _CELL_END, b"v>": _VALUE, b"/v": _VALUE_END,
        b"v/": _VALUE, b"f>": _FORMULA, b"f ": _FORMULA, b"f/": _FORMULA, b"/f": _FORMULA_END, b"is": _INLINE,
        b"/i": _INLINE_END, b"t>": _TEXT, b"t ": _TEXT, b"t/": _TEXT, b"/t": _TEXT_END,
    },
    self_closed={_ROW: _ROW_SHUT, _CELL: _CELL_SHUT, _VALUE: _VALUE_SHUT, _FORMULA: _FORMULA_SHUT, _TEXT: _TEXT_SHUT},
    follows={
        _ROW: _NEXT_CELL, _ROW_END: _NEXT_ROW, _ROW_SHUT: _NEXT_ROW,
        _CELL: (_VALUE, _VALUE_SHUT, _FORMULA, _FORMULA_SHUT, _INLINE, _CELL_END),
        _CELL_END: _NEXT_CELL, _CELL_SHUT: _NEXT_CELL,
        _VALUE: (_VALUE_END,), _VALUE_END: (_CELL_END,), _VALUE_SHUT: (_CELL_END,),
        _FORMULA: (_FORMULA_END,),
        _FORMULA_END: (_VALUE, _VALUE_SHUT, _CELL_END), _FORMULA_SHUT: (_VALUE, _VALUE_SHUT, _CELL_END),
        _INLINE: (_TEXT, _TEXT_SHUT), _TEXT: (_TEXT_END,),
        _TEXT_END: (_INLINE_END,), _TEXT_SHUT: (_INLINE_END,), _INLINE_END: (_CELL_END,),
    },
    lengths={_CELL_END: 4, _VALUE: 3, _VALUE_END: 4, _VALUE_SHUT: 4, _FORMULA_END: 4, _TEXT_END: 4, _INLINE: 4,
             _INLINE_END: 5, _ROW_END: 6},
    with_text=(_VALUE, _FORMULA, _TEXT),
)  # fmt: skip
_REST = re.compile(r'(?: s="(?P<style>\d{1,5})")?(?: t="(?P<kind>\w+)")?(?: cm="\d+")?(?: ph="\w+")?')
_ATTRIBUTES = re.compile(rb'(?:<\w+(?: [A-Za-z][\w:]*="[^"<>&]*")*/?)*')
_TEXT_TAGS = frozenset({b"<t/>", b'<t xml:space="preserve">', b'<t xml:space="preserve"/>'})
_HIDDEN = re.compile(rb' hidden="(?:1|true)"| ht="0(?:\.0*)?"')
_MASKS = np.array([mask_of(count) for count in range(9)])
_MOST_FIGURES = 7
_WORD = 8
_LONGEST_REST = 24  # bytes: three words
_PLACE = len('<c r="')


@dataclass(frozen=True)
class _RowSpans:
    """The rows of a piece: their numbers, how many figures each number has, these as they stand in memory (the first
    in the lowest byte), and the numbers of those that are hidden.
    """

    numbers: npt.NDArray[np.int32]
    figures: npt.NDArray[np.int64]
    digits: WordArray
    hidden: npt.NDArray[np.int32]


@dataclass(frozen=True)
class _CellContents:
    """Which cells have something in them, what that is, and whether it is a value (else it is a formula)."""

    used: PositionArray
    values: pa.Array
    valued: npt.NDArray[np.bool_]


def read_plain_piece(piece: bytes) -> Piece | None:
    """Read whole rows, from the first `<row` to the last `</row>`."""
    tags = tags_of(piece, GRAMMAR)
    if tags is None or not _has_right_ends(tags) or len(tags.numbers_of(_VALUE_SHUT)):  # <v/> may be a result of ""
        return None
    rows = _rows_of(tags)
    cells = None if rows is None else _cells_of(tags, rows)
    return None if rows is None or cells is None else Piece(cells, rows.numbers, rows.hidden)


def _has_right_ends(tags: Tags) -> bool:
    first_last = tags.kinds[0] in _NEXT_ROW and tags.kinds[-1] in (_ROW_END, _ROW_SHUT)
    return bool(
        first_last
        and tags.are_all(tags.numbers_of(_ROW_END), b"</row>")
        and tags.are_all(tags.numbers_of(_INLINE), b"<is>")
        and tags.are_all(tags.numbers_of(_INLINE_END), b"</is>")
        and tags.list_spellings(tags.numbers_of(_TEXT, _TEXT_SHUT)) <= _TEXT_TAGS
        and _ATTRIBUTES.fullmatch(b"".join(tags.list_as_written(tags.numbers_of(_FORMULA, _FORMULA_SHUT))))
    )


def _rows_of(tags: Tags) -> _RowSpans | None:
    numbers = tags.numbers_of(_ROW, _ROW_SHUT)
    if not tags.are_all(numbers, b'<row r="'):
        return None
    starts = tags.opens[numbers] + len('<row r="')
    following = tags.words[starts]
    rows, figures = np.zeros(len(numbers), np.int32), np.zeros(len(numbers), np.int64)
    still = np.ones(len(numbers), bool)
    for position in range(_MOST_FIGURES + 1):
        figure = ((following >> np.uint64(8 * position)) & np.uint64(0xFF)).astype(np.int32) - ord("0")
        still &= (figure >= 0) & (figure <= 9)  # noqa: PLR2004 - the figures
        rows, figures = np.where(still, rows * 10 + figure, rows), figures + still
    unlike = (figures > _MOST_FIGURES) | (rows > LAST_ROW) | (tags.signs[starts] == ord("0"))
    if (unlike | (figures == 0) | (tags.signs[starts + figures] != ord('"'))).any():
        return None
    hidden = _find_hidden(tags, numbers, rows)
    return None if hidden is None else _RowSpans(rows, figures, following & _MASKS[figures], hidden)


def _find_hidden(tags: Tags, numbers: PositionArray, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int32] | None:
    """Give the numbers of hidden rows; None where a row is not written as XML."""
    written = tags.list_as_written(numbers)
    together = b"".join(written)
    if _ATTRIBUTES.fullmatch(together) is None:
        return None
    if b' hidden="' not in together and b' ht="0' not in together:
        return np.zeros(0, np.int32)
    return rows[[_HIDDEN.search(row) is not None for row in written]]


def _cells_of(tags: Tags, every: _RowSpans) -> Cells | None:
    numbers = tags.numbers_of(_CELL, _CELL_SHUT)
    is_row = (tags.kinds == _ROW) | (tags.kinds == _ROW_SHUT)
    row_of = np.cumsum(is_row, dtype=np.int32)[numbers] - 1
    if not tags.are_all(numbers, b'<c r="'):
        return None
    placed = _columns_of(tags, numbers, every.figures[row_of], every.digits[row_of])
    if placed is None:
        return None
    columns, ends = placed
    attributes = _read_attributes(tags, numbers, ends)
    if attributes is None:
        return None
    kinds, styles = attributes
    found = _read_contents(tags, numbers, kinds)
    used = found.used
    return Cells(every.numbers[row_of[used]], columns[used], kinds[used], styles[used], found.values, found.valued)


def _columns_of(
    tags: Tags, numbers: PositionArray, figures: npt.NDArray[np.int64], digits: WordArray
) -> tuple[npt.NDArray[np.int32], PositionArray] | None:
    """Give the column of each cell, and where its address ends, once it is certain that it is the one of its row."""
    starts = tags.opens[numbers] + _PLACE
    letters = [tags.signs[starts + n].astype(np.int32) - ord("A") for n in range(3)]
    are = [(letter >= 0) & (letter < 26) for letter in letters]  # noqa: PLR2004 - the letters A to Z
    are[2] &= are[1]
    columns = letters[0] + 1
    for letter, is_one in zip(letters[1:], are[1:], strict=True):
        columns = np.where(is_one, columns * 26 + letter + 1, columns)
    ends = starts + 1 + are[1] + are[2] + figures
    unlike = ~are[0] | (columns > LAST_COLUMN) | (tags.signs[ends] != ord('"')) | (ends >= tags.closes[numbers])
    typed = tags.words[ends - 8] >> (8 * (8 - figures)).astype(np.uint64)
    unlike |= typed != digits
    return None if unlike.any() else (columns, ends)


def _read_attributes(
    tags: Tags, numbers: PositionArray, ends: PositionArray
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]] | None:
    """CellKind and style of each cell, from what stands behind its address; few different texts stand there."""
    sizes = tags.closes[numbers] - ends - 1 - (tags.kinds[numbers] == _CELL_SHUT)
    longest = int(sizes.max(initial=0))
    if longest > _LONGEST_REST:
        return None
    starts = ends + 1
    which, rests = np.zeros(len(numbers), np.int64), [b""]
    for begin in range(0, longest, _WORD):
        words = tags.words[starts + begin] & _MASKS[np.clip(sizes - begin, 0, _WORD)]
        which, rests = _append_words(which, rests, words)
    meanings = [_read_meaning(rest.rstrip(b"\0").decode()) for rest in rests]
    if None in meanings:
        return None
    table = np.array(meanings, np.int32).reshape(-1, 2)
    return table[which, 0].astype(np.uint8), table[which, 1]


def _append_words(which: PositionArray, texts: list[bytes], words: WordArray) -> tuple[PositionArray, list[bytes]]:
    """Put a word behind the text of each cell: which of the new texts it has, and these."""
    encoded = pa.array(words).dictionary_encode()
    more = [word.to_bytes(_WORD, "little") for word in encoded.dictionary.to_pylist()]
    both = pa.array(which * len(more) + encoded.indices.to_numpy()).dictionary_encode()
    pairs = [divmod(pair, len(more)) for pair in both.dictionary.to_pylist()]
    return both.indices.cast(pa.int64()).to_numpy(), [texts[first] + more[second] for first, second in pairs]


def _read_meaning(rest: str) -> tuple[int, int] | None:
    found = _REST.fullmatch(rest.removesuffix(" "))
    kind = KINDS.get((found["kind"] or "n") if found else "")
    return None if found is None or kind is None else (int(kind), int(found["style"] or 0))


def _read_contents(tags: Tags, numbers: PositionArray, kinds: npt.NDArray[np.uint8]) -> _CellContents:
    of_cell = np.cumsum((tags.kinds == _CELL) | (tags.kinds == _CELL_SHUT), dtype=np.int32) - 1
    value_tags, formula_tags = tags.numbers_of(_VALUE, _TEXT), tags.numbers_of(_FORMULA, _FORMULA_SHUT)
    has_value, has_formula = np.zeros(len(numbers), bool), np.zeros(len(numbers), bool)
    has_value[of_cell[value_tags]] = True
    has_formula[of_cell[formula_tags]] = True
    texts = tags.read_texts_after(value_tags)
    if not has_formula.any() and not pc.any(pc.equal(pc.binary_length(texts), 0)).as_py():
        return _CellContents(np.flatnonzero(has_value), texts, np.ones(len(texts), bool))
    empty = np.zeros(len(numbers), bool)
    empty[of_cell[value_tags]] = pc.equal(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)
    never = has_formula & ~(has_value & (~empty | (kinds == CellKind.TEXT)))
    shown = has_value & ~never & ~(empty & (kinds != CellKind.TEXT))
    values = texts.filter(pa.array(shown[of_cell[value_tags]]))
    formulas = _read_formulas(tags, formula_tags[never[of_cell[formula_tags]]])
    used = shown | never
    return _CellContents(
        np.flatnonzero(used),
        merge(int(used.sum()), (shown[used], values), (never[used], formulas)),
        shown[used],
    )


def _read_formulas(tags: Tags, numbers: PositionArray) -> pa.Array:
    texts = tags.read_texts_after(numbers)
    shut = pa.array(tags.kinds[numbers] == _FORMULA_SHUT)
    return pc.binary_join_element_wise(
        pa.scalar("=", TEXT), pc.if_else(shut, pa.scalar("", TEXT), texts), pa.scalar("", TEXT)
    )
