"""What other programs leave in cells: error words, words for empty, shortened numbers, signs that nobody sees."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from importer.catalogue import REFERENCE, has_look_alikes, join_words, to_latin_letters
from importer.frames import list_distinct
from importer.languages import N_, _
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
    is_empty_word,
    is_error_word,
    is_long_text,
    is_meant_or_reported,
)
from importer.steps.map.suspicious_cells import (
    find_moment_of_excel,
    find_suspicious_rows,
    is_day_and_month,
    is_shortened_number,
)

_UNSEEN = re.compile(  # what is no letter and takes no place, beyond the format characters of Unicode
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
_JOINS = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]")  # letters of some scripts, and pictures
_JOINS_LATIN = re.compile(rf"(?:(?<=[\x00-\u02ff])|^){_JOINS.pattern}+")
_TWO_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2}|[ÃÂ] |[\x80-\x9f]")
_CODE_PAGES = ("latin_1", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "iso8859_2", "mac_roman", "cp437")
_OF_SOUND_TEXT = "–—’…\xa0"  # which stand beside letters with accents
_LOST = "\ufffd"
_NEVER = "(?!)"
_PICTURE = re.compile(r"=\s*(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)  # how WPS Office keeps one in a cell
_PICTURE_SHOWN = N_("=DISPIMG, which stands for a picture in the cell (WPS Office)")
_LONGEST_SHOWN = 60


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
    """Take away what nobody sees, in all but long text, and tell what another program has left in a column."""
    kind = column.field.kind
    # in a workbook the cell itself says that it is a day; in a sentence it is meant
    with_days = kind.is_wording and not column.sheet.name and not is_long_text(column.field)
    places = find_suspicious_rows(column.cells, with_days=with_days)
    if not len(places):
        return CleanColumn(column.cells)
    cells = column.cells.iloc[places]
    texts = list_distinct(cells)
    odd = () if is_long_text(column.field) else (text for text in texts if not (text.isascii() and text.isprintable()))
    seen = {text: _keep_seen(text, column) for text in odd}
    changed = {text: clean for text, clean in seen.items() if clean != text}
    damaged = {text: code for text in texts if (code := _damage_of(text.strip(), column))}
    notes = (
        *_note_cells(column, cells, damaged | (_find_moments(column, cells, texts) if with_days else {})),
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
    if _PICTURE.match(text):
        return EXCEL_ERROR
    is_sent = is_text and column.sheet.name and column.field.name != REFERENCE  # in a workbook an error is no text
    if is_error_word(text) and not is_sent:
        return EXCEL_ERROR
    if not is_text:
        return None
    if is_shortened_number(text):
        return DIGITS_LOST
    if not column.sheet.name and is_day_and_month(text):  # in a workbook the cell itself says that it is a day
        return EXCEL_CHANGED_CODE if column.field.kind.is_code else EXCEL_CHANGED_TEXT
    return None


def _find_moments(column: RawColumn, cells: pd.Series, texts: Sequence[str]) -> dict[str, Code]:
    """The whole days and times among codes and short texts; where most cells are some, they may be meant."""
    found = [text for text in texts if find_moment_of_excel(text.strip()) and not is_day_and_month(text.strip())]
    if not found:
        return {}
    are_meant = 2 * int(cells.isin(found).sum()) > int((column.cells != "").sum())
    is_code = column.field.kind.is_code and not are_meant
    return dict.fromkeys(found, EXCEL_CHANGED_CODE if is_code else EXCEL_CHANGED_TEXT)


def _note_cells(column: RawColumn, cells: pd.Series, codes: dict[str, Code]) -> Iterator[CellNote]:
    for row, text in cells_of(cells, codes):
        kind = find_moment_of_excel(text.strip()) or "date"
        shown = {"shown": text.strip(), "kind": kind, "held": text.strip()}
        value = _(_PICTURE_SHOWN) if _PICTURE.match(text.strip()) else text.strip()
        yield column.note(codes[text], row, value=value, typed=text.strip(), **shown)


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
    readings = {text: reading for text in texts if (reading := find_right_reading(text))}
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
    signs = dict.fromkeys(sign for text, clean in changed.items() for sign in _list_missing(text, clean))
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
    signs = set(text)
    is_code = column.field.kind.is_code
    instead = {ord(sign): "" for sign in signs if _is_unseen(sign) and (is_code or not _JOINS.match(sign))}
    if is_code:
        instead |= {ord(sign): " " for sign in signs if _is_odd_space(sign)}
    seen = text.translate(instead) if instead else text
    return seen if is_code else _JOINS_LATIN.sub("", seen)


def _list_missing(text: str, clean: str) -> list[str]:
    """The signs of a text that are nowhere in what is left of it."""
    left = frozenset(clean)
    return [sign for sign in dict.fromkeys(text) if sign not in left]


def _name_of(sign: str) -> str:
    name = unicodedata.name(sign, "control character").lower()
    return f"{name} (U+{ord(sign):04X})"


def _is_unseen(sign: str) -> bool:
    if sign.isascii():
        return not sign.isprintable() and sign not in "\t\n\r\0"  # a NUL is told as damage
    return unicodedata.category(sign) == "Cf" or _UNSEEN.fullmatch(sign) is not None


def _is_odd_space(sign: str) -> bool:
    return sign == "\t" or (not sign.isascii() and unicodedata.category(sign) in {"Zs", "Zl", "Zp"})


def find_right_reading(text: str) -> str:
    """What a text says that was read in the wrong encoding; '' for a sound one."""
    if not _TWO_BEYOND_ASCII.search(text) or not _make_pattern_of_utf8().search(text):
        return ""
    from ftfy import fix_encoding  # noqa: PLC0415 - seldom needed
    from ftfy.fixes import fix_c1_controls  # noqa: PLC0415

    fixed = fix_c1_controls(fix_encoding(text))
    return "" if fixed == text else fixed


@cache
def _make_pattern_of_utf8() -> re.Pattern[str]:
    """The first two bytes of a sign in UTF-8, in a code page that ftfy knows; of the signs of sound text, two pairs."""
    pairs = (pattern for page in _CODE_PAGES for pattern in _list_pairs(page))
    return re.compile("|".join((*pairs, r"[\x80-\x9f]")))


def _list_pairs(code_page: str) -> Iterator[str]:
    """A letter that begins two bytes, or three, and what may follow: a space, too, as a byte A0 is shown; and signs."""
    first, long = (bytes(range(*some)).decode(code_page, "ignore") for some in ((0xC0, 0xE0), (0xE0, 0xF8)))
    second = re.escape(bytes(range(0x80, 0xC0)).decode(code_page, "ignore").replace("\xa0", "")) + _LOST
    spaces = "\xa0 " if bytes([0xA0]).decode(code_page) == "\xa0" else ""
    letters, long_letters = ("".join(filter(str.isalpha, some)) for some in (first, long))
    signs = "".join(sign for sign in first + long if not sign.isalpha() and sign not in _OF_SOUND_TEXT)
    yield f"[{letters}][{second}{spaces}]" if letters else _NEVER
    yield f"[{long_letters}](?:[{second}{spaces}]{{2}}|{_LOST})" if long_letters else _NEVER
    yield f"[{re.escape(signs)}][{second}]" if signs else _NEVER
    yield f"(?:[{_OF_SOUND_TEXT}][{second}]){{2}}"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
