"""Which cells of a column may hold what another program has left, and what Excel has made of numbers and days.

Every cell is looked at by its first and last bytes only; what may be meant is then judged once for each distinct text.
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.frames import ask_each_distinct
from importer.steps.map.month_names import MONTHS
from importer.steps.map.program_words import EMPTY_BEGINNINGS, ERROR_BEGINNINGS, LIKE_A_WORD, LONGEST, MONTHS_OF_EXCEL

_EXPONENT = re.compile(  # as Excel writes it, and Java, C and engineers: 1E+12, 1.2E12, 1.2e+9, 123.4E+09
    r"[+-]?(?:[0-9][eE][+-][0-9]{2,3}|[0-9]{1,3}[.,][0-9]{1,14}[eE][+-]?[0-9]{1,3})"
)
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}[-./ ]{1,2}([^\W\d_]{3,5})\.?|([^\W\d_]{3,5})\.?[-./ ][0-9]{2}")
_NAMED_DAY = re.compile(  # 12-Mar-2026, Mar 12, 2026
    r"[0-9]{1,2}[-./ ]{1,2}([^\W\d_]{3,9})\.?[-./ ]{1,2}(?:[0-9]{4}|[0-9]{2})|([^\W\d_]{3,9})\.? [0-9]{1,2}, [0-9]{4}"
)
_TIME = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?")
_WHOLE_DAY = re.compile(  # in any order, its year in four digits
    rf"(?:([0-9]{{1,2}})([-./])([0-9]{{1,2}})\2[12][0-9]{{3}}|[12][0-9]{{3}}([-./])([0-9]{{1,2}})\4([0-9]{{1,2}}))"
    rf"(?:[ T]{_TIME.pattern})?"
)
_MONTHS, _DAYS = 12, 31
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
_LETTERS = r"A-Za-z\x{80}-\x{10FFFF}"  # Arrow takes a hundred times as long over \pL, in each column
_LIKE_A_MOMENT = (
    rf"^\s*(?:[0-9]{{1,4}}[-./: ]{{1,2}}[{_LETTERS}0-9]{{1,9}}\b"
    rf"|[{_LETTERS}]{{3,9}}\.? [0-9]{{1,2}}, [0-9]{{4}})"
)
_UNSEEN_BYTES = np.ones(256, bool)  # in a text of these and others: what is not ASCII, and what controls
_UNSEEN_BYTES[[*range(ord(" "), 0x7F), ord("\n"), ord("\r")]] = False
_LONGEST_NUMBER = 24  # -123.45678901234567E+123; the ids of a column of ids are longer


def find_suspicious_rows(column: pd.Series, *, with_days: bool = False) -> np.ndarray:
    """The places of cells that are not ASCII, begin like a word of a program, or end like a shortened number or day.

    Those that may be a whole day or a time are among them where they are asked for.
    """
    found = ask_each_distinct(column, _are_suspicious)
    return np.flatnonzero(found | ask_each_distinct(column, _are_like_moments) if with_days else found)


def _are_like_moments(texts: pa.LargeStringArray) -> np.ndarray:
    found: np.ndarray = pc.match_substring_regex(texts, _LIKE_A_MOMENT).to_numpy(zero_copy_only=False)
    return found


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
    found |= (begins == ord("=")) & (lengths > 0)
    for back in (1, 2, 3, 4):  # E9, E+9 and E11, E+11 and E100, E+100
        signed = (ends[back - 1] == ord("+")) | (ends[back - 1] == ord("-")) | _DIGIT[ends[back - 1]]
        found |= (lengths > back) & (lengths <= _LONGEST_NUMBER) & signed & ((ends[back] | ord(" ")) == ord("e"))
    month_last = _DIGIT[begins] & _END[ends[0]]
    month_first = _LETTER[begins] & _DIGIT[ends[0]] & _DIGIT[ends[1]] & _GAP[ends[2]]
    found |= (month_last | month_first) & (lengths <= _LONGEST_DAY)
    beyond = np.flatnonzero(_UNSEEN_BYTES[data[offsets[0] : offsets[-1]]]) + offsets[0]
    found[np.searchsorted(offsets, beyond, side="right") - 1] = True
    return found


def is_shortened_number(text: str) -> bool:
    """Whether a text is a number of few digits and a power of ten, as Excel and programs write one."""
    return _EXPONENT.fullmatch(text) is not None


def find_moment_of_excel(text: str) -> str:
    """Which a text is, as Excel shows what it took for one: a date (2-Jan) or a time (5:30); '' for neither."""
    if _TIME.fullmatch(text):
        return "time"
    if found := _WHOLE_DAY.fullmatch(text):
        numbers = sorted(int(found[at]) for at in ((1, 3) if found[1] else (5, 6)))
        return "date" if 1 <= numbers[0] <= _MONTHS and 1 <= numbers[1] <= _DAYS else ""
    found = _NAMED_DAY.fullmatch(text)
    if found and (found[1] or found[2]).casefold().rstrip(".") in {*MONTHS, *MONTHS_OF_EXCEL}:
        return "date"
    return "date" if is_day_and_month(text) else ""


def is_day_and_month(text: str) -> bool:
    """Whether a text is a day as Excel shows what it took for one: 2-Jan."""
    found = _DAY_AND_MONTH.fullmatch(text)
    month = (found[1] or found[2]) if found else ""
    return month.casefold() in MONTHS_OF_EXCEL and not month.isupper()
