"""What other programs leave in cells: error words, words for empty, shortened numbers, signs that nobody sees.

Every cell is looked at by its first and last bytes only; what may be meant is then judged once for each distinct text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import has_look_alikes, join_words, to_latin_letters
from importer.frames import ask_each_distinct, list_distinct
from importer.problem import (
    DIGITS_LOST,
    EMPTY_WORD,
    ERROR_WORD,
    EXCEL_CHANGED_CODE,
    EXCEL_CHANGED_TEXT,
    EXCEL_ERROR,
    INVISIBLE_SIGNS,
    LETTERS_LOST,
    LOOK_ALIKE_LETTERS,
    WRONG_ENCODING,
    Code,
)
from importer.records import CellNote
from importer.steps.map.column import RawColumn, cells_of
from importer.steps.map.program_words import (
    EMPTY_BEGINNINGS,
    ERROR_BEGINNINGS,
    LIKE_A_WORD,
    LONGEST,
    MONTHS_OF_EXCEL,
    is_empty_word,
    is_error_word,
    is_meant_or_reported,
)

_EXPONENT = re.compile(  # as Excel writes it, and Java, C and engineers: 1E+12, 1.2E12, 1.2e+9, 123.4E+09
    r"[+-]?(?:[0-9][eE][+-][0-9]{2,3}|[0-9]{1,3}[.,][0-9]{1,14}[eE][+-]?[0-9]{1,3})"
)
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}[-./ ]{1,2}([^\W\d_]{3,5})\.?|([^\W\d_]{3,5})\.?[-./ ][0-9]{2}")
_UNSEEN = re.compile(  # what is no letter and takes no place, beyond the format characters of Unicode
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
_TWO_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2}|[ÃÂ] |[\x80-\x9f]")
_LOST = "\ufffd"
_LONGEST_SHOWN = 60
_UNSEEN_BYTES = np.ones(256, bool)  # in a text of these and others: what is not ASCII, and what controls
_UNSEEN_BYTES[[*range(ord(" "), 0x7F), ord("\n"), ord("\r")]] = False
_LONGEST_NUMBER = 24  # -123.45678901234567E+123; the ids of a column of ids are longer


@dataclass(frozen=True)
class CleanColumn:
    """The cells of a column as they are understood, and what is to be told of them."""

    cells: pd.Series
    notes: tuple[CellNote, ...] = ()


def remove_words(cells: pd.Series, words: Sequence[str]) -> pd.Series:
    """The cells, blank where one of `words` is all that is in it; case and spaces around it are forgiven."""
    if not words:
        return cells
    blank = cells.str.strip().str.casefold().isin([word.strip().casefold() for word in words])
    return cells.where(~blank, "") if blank.any() else cells


def remove_artefacts(column: RawColumn) -> CleanColumn:
    """Take away what nobody sees, in all but free text, and tell what another program has left in a column."""
    places = _find_suspicious_rows(column.cells)
    if not len(places):
        return CleanColumn(column.cells)
    cells = column.cells.iloc[places]
    texts = list_distinct(cells)
    is_free = column.field.kind.is_free_text
    odd = () if is_free else (text for text in texts if not (text.isascii() and text.isprintable()))
    seen = {text: _keep_seen(text, column) for text in odd}
    changed = {text: clean for text, clean in seen.items() if clean != text}
    notes = (
        *_note_cells(column, cells, {text: code for text in texts if (code := _damage_of(text.strip(), column))}),
        *_note_column(column, cells, texts),
        *_note_look_alikes(column, cells, texts),
        *_note_invisible(column, cells, changed),
    )
    return CleanColumn(
        column.replace_unread(cells[cells.isin(list(changed))], changed) if changed else column.cells, notes
    )


def _damage_of(text: str, column: RawColumn) -> Code | None:
    """What is wrong with every cell of this text; None for nothing."""
    is_text = column.field.kind.is_wording
    if is_error_word(text) and not (is_text and column.sheet.name):  # in a workbook an error is no text
        return EXCEL_ERROR
    if not is_text:
        return None
    if _EXPONENT.fullmatch(text):
        return DIGITS_LOST
    if not column.sheet.name and _is_day_of_excel(text):  # in a workbook the cell itself says that it is a day
        return EXCEL_CHANGED_CODE if column.field.kind.is_code else EXCEL_CHANGED_TEXT
    return None


def _is_day_of_excel(text: str) -> bool:
    found = _DAY_AND_MONTH.fullmatch(text)
    month = (found[1] or found[2]) if found else ""
    return month.casefold() in MONTHS_OF_EXCEL and not month.isupper()


def _note_cells(column: RawColumn, cells: pd.Series, codes: dict[str, Code]) -> Iterator[CellNote]:
    for row, text in cells_of(cells, codes):
        shown = {"shown": text.strip(), "kind": "date", "held": text.strip()}
        yield column.note(codes[text], row, value=text.strip(), **shown)


def _note_column(column: RawColumn, cells: pd.Series, texts: list[str]) -> Iterator[CellNote]:
    """What is told once for a column, each with its first cell."""
    in_errors = {note.row for note in column.sheet.notes if note.column == column.number}
    cells = cells[~cells.index.isin(list(in_errors))] if in_errors else cells
    for word in dict.fromkeys(text.strip() for text in list_distinct(cells)):
        code = EMPTY_WORD if is_empty_word(word) else ERROR_WORD if column.sheet.name and is_error_word(word) else None
        if code and not is_meant_or_reported(column, word):
            same = [
                row for row, text in zip(cells.index, cells.to_numpy(dtype=object), strict=True) if text.strip() == word
            ]
            yield column.note(code, word=word, cells=column.describe_cells(same))
    if not column.field.kind.is_wording:
        return
    lost = next((text for text in texts if _LOST in text), None)
    if lost is not None:
        yield column.note(
            LETTERS_LOST, shown=_shorten(lost), cells=_describe_where(column, cells, lambda text: _LOST in text)
        )
    readings = {text: reading for text in texts if (reading := _find_right_reading(text))}
    if readings:
        text, reading = next(iter(readings.items()))
        found = _describe_where(column, cells, readings.__contains__)
        yield column.note(WRONG_ENCODING, shown=_shorten(text), reading=_shorten(reading), cells=found)


def _note_look_alikes(column: RawColumn, cells: pd.Series, texts: Sequence[str]) -> Iterator[CellNote]:
    """Codes in which a letter of another alphabet stands for a Latin one."""
    found = [text for text in texts if has_look_alikes(text)] if column.field.kind.is_code else []
    if found:
        shown = found[0].strip()
        signs = join_words([_name_of(sign) for sign in dict.fromkeys(shown) if not sign.isascii()])
        where, reading = _describe_where(column, cells, found.__contains__), _shorten(to_latin_letters(shown))
        yield column.note(LOOK_ALIKE_LETTERS, shown=_shorten(shown), reading=reading, signs=signs, cells=where)


def _note_invisible(column: RawColumn, cells: pd.Series, changed: dict[str, str]) -> Iterator[CellNote]:
    signs = dict.fromkeys(sign for text in changed for sign in text if sign not in changed[text])
    affected = dict.fromkeys(text for text in changed if changed[text].strip() != text.strip())
    if affected:
        names = join_words([_name_of(sign) for sign in signs])
        shown = next(iter(affected))
        yield column.note(
            INVISIBLE_SIGNS,
            signs=names,
            shown=_shorten(changed[shown]),
            cells=_describe_where(column, cells, affected.__contains__),
        )


def _describe_where(column: RawColumn, cells: pd.Series, holds: Callable[[str], bool]) -> str:
    """The first cell, and how many more there are."""
    rows = [row for row, text in zip(cells.index, cells.to_numpy(dtype=object), strict=True) if holds(text)]
    return column.describe_cells(rows)


def _keep_seen(text: str, column: RawColumn) -> str:
    """The text without the signs that nobody sees; in a code with a plain space for whatever looks like one."""
    seen = "".join(sign for sign in text if not _is_unseen(sign))
    return "".join(" " if _is_odd_space(sign) else sign for sign in seen) if column.field.kind.is_code else seen


def _is_unseen(sign: str) -> bool:
    if sign.isascii():
        return not sign.isprintable() and sign not in "\t\n\r\0"  # a NUL is told as damage
    return unicodedata.category(sign) == "Cf" or _UNSEEN.fullmatch(sign) is not None


def _is_odd_space(sign: str) -> bool:
    return sign == "\t" or (not sign.isascii() and unicodedata.category(sign) in {"Zs", "Zl", "Zp"})


def _name_of(sign: str) -> str:
    name = unicodedata.name(sign, "control character").lower()
    return f"{name} (U+{ord(sign):04X})"


def _find_right_reading(text: str) -> str:
    """What a text says that was read in the wrong encoding; '' for a sound one."""
    if not _TWO_BEYOND_ASCII.search(text):
        return ""
    from ftfy import fix_encoding  # noqa: PLC0415 - seldom needed
    from ftfy.fixes import fix_c1_controls  # noqa: PLC0415

    fixed = fix_c1_controls(fix_encoding(text))
    return "" if fixed == text else fixed


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_FIRST = np.zeros(256, bool)
_FIRST[[ord(letter) for letter in {*ERROR_BEGINNINGS, *EMPTY_BEGINNINGS} if letter.isascii()]] = True
_FIRST[[*b" \t"]] = True
_DIGIT, _LETTER, _GAP, _END = (np.zeros(256, bool) for _ in range(4))
_DIGIT[[*b"0123456789"]] = True
_LETTER[[*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1)]] = True
_GAP[[*b"-./ "]] = True
_END[:] = _LETTER
_END[ord(".")] = True
_LONGEST_WORD = LONGEST + 4  # bytes, white space around it too
_LONGEST_DAY = 10


def _find_suspicious_rows(column: pd.Series) -> np.ndarray:
    """The places of cells that are not ASCII, begin like a word of a program, or end like a shortened number or day."""
    return np.flatnonzero(ask_each_distinct(column, _are_suspicious))


def _are_suspicious(texts: pa.LargeStringArray) -> np.ndarray:
    if not len(texts):
        return np.zeros(0, bool)
    _, offsets_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    if offsets[-1] == offsets[0]:
        return np.zeros(len(texts), bool)
    data = np.frombuffer(data_buffer, np.uint8)
    lengths = np.diff(offsets)
    begins, ends = (
        data[np.minimum(offsets[:-1], len(data) - 1)],
        [data[np.maximum(offsets[1:] - n, 0)] for n in range(1, 6)],
    )
    found = _FIRST[begins] & (lengths > 0) & (lengths <= _LONGEST_WORD)
    words = np.flatnonzero(found)
    like_a_word = pc.match_substring_regex(texts.take(pa.array(words)), LIKE_A_WORD)
    found[words] = like_a_word.to_numpy(zero_copy_only=False)
    for back in (1, 2, 3, 4):  # E9, E+9 and E11, E+11 and E100, E+100
        signed = (ends[back - 1] == ord("+")) | (ends[back - 1] == ord("-")) | _DIGIT[ends[back - 1]]
        found |= (lengths > back) & (lengths <= _LONGEST_NUMBER) & signed & ((ends[back] | ord(" ")) == ord("e"))
    month_last = _DIGIT[begins] & _END[ends[0]]
    month_first = _LETTER[begins] & _DIGIT[ends[0]] & _DIGIT[ends[1]] & _GAP[ends[2]]
    found |= (month_last | month_first) & (lengths <= _LONGEST_DAY)
    beyond = np.flatnonzero(_UNSEEN_BYTES[data[offsets[0] : offsets[-1]]]) + offsets[0]
    found[np.searchsorted(offsets, beyond, side="right") - 1] = True
    return found
