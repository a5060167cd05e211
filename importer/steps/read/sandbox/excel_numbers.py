"""Numbers, and the days and times that Excel keeps as numbers, as text: a whole column of them at once."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.sandbox.number_formats import Digit, Pattern
from importer.steps.read.sandbox.xlsx.tags import TEXT
from importer.steps.read.to_text import LONGEST_WHOLE, SHOWN_DIGITS, spell_number

FloatArray = npt.NDArray[np.float64]
Which = npt.NDArray[np.bool_]

LAST_SERIAL = 2_958_466  # the first number that is no day any more: 10000-01-01
NO_DAY = 60  # 29 February 1900, which never was; the days before it are counted from one day later
_DAYS_1904 = 1_462
_MS_A_DAY = 86_400_000
_EPOCH = 25_569  # 1970-01-01 as Excel counts it


def to_plain(numbers: FloatArray) -> pa.Array:
    """The digits that Excel shows of a number, 15 at most, without an exponent: 9668.89, 42."""
    whole = (np.abs(numbers) < LONGEST_WHOLE) & (numbers == np.floor(numbers))
    if whole.all():
        return pa.array(numbers.astype(np.int64)).cast(TEXT)
    return merge(
        len(numbers),
        (whole, pa.array(numbers[whole].astype(np.int64)).cast(TEXT)),
        (~whole, _spell_with_fraction(numbers[~whole])),
    )


def _spell_with_fraction(numbers: FloatArray) -> pa.Array:
    texts = pa.array(numbers).cast(TEXT)
    others = pc.match_substring(texts, "e").to_numpy(zero_copy_only=False)
    others |= np.abs(numbers) >= LONGEST_WHOLE
    others |= pc.greater(pc.binary_length(texts), SHOWN_DIGITS + 1).to_numpy(zero_copy_only=False)
    if not others.any():
        return texts
    shown = pa.array(map(spell_number, numbers[others].tolist()), TEXT)
    return merge(len(numbers), (~others, texts.filter(pa.array(~others))), (others, shown))


def to_digits(numbers: FloatArray, pattern: Pattern) -> pa.Array:
    """Whole numbers from 0 on, in the digits that the pattern asks for: 00123, P-0007, 000-00-0000."""
    texts = pa.array(numbers.astype(np.int64)).cast(TEXT)
    places = [position for position, part in enumerate(pattern) if isinstance(part, Digit)]
    if len(places) == places[-1] - places[0] + 1 and (pattern.count(Digit.ALWAYS) or (numbers > 0).all()):
        padded = pc.utf8_lpad(texts, pattern.count(Digit.ALWAYS), "0")
        before, behind = (_join_literals(texts) for texts in (pattern[: places[0]], pattern[places[-1] + 1 :]))
        return surround_with_text(padded, before, behind)
    return pa.array([fill_pattern(text, pattern) for text in texts.to_pylist()], TEXT)


def surround_with_text(texts: pa.Array, before: str, behind: str) -> pa.Array:
    """Each text with the same text before it and behind it."""
    return pc.binary_join_element_wise(pa.scalar(before, TEXT), texts, pa.scalar(behind, TEXT), pa.scalar("", TEXT))


def _join_literals(parts: Pattern) -> str:
    return "".join(part for part in parts if isinstance(part, str))


def fill_pattern(text: str, pattern: Pattern) -> str:
    """The digits of a whole number as the pattern shows them, the last digit in the last place."""
    places = [part for part in pattern if isinstance(part, Digit)]
    left = list(text.lstrip("0"))
    shown: list[str] = []
    for part in reversed(pattern):
        if isinstance(part, str):
            shown.append(part)
            continue
        places.pop()
        if not places:  # digits beyond the pattern stand with its first
            shown.append("".join(left) or ("0" if part is Digit.ALWAYS else ""))
        else:
            shown.append(left.pop() if left else "0" if part is Digit.ALWAYS else "")
    return "".join(reversed(shown))


def are_shown_as_zero(numbers: FloatArray) -> Which:
    """Which numbers are zero where no decimals are shown."""
    near: Which = np.abs(numbers) < 0.5  # noqa: PLR2004 - half of one
    return near


def are_days(numbers: FloatArray, *, from_1904: bool) -> Which:
    """Which numbers are days: not 0 January or 29 February 1900, not before, not beyond the year 9999."""
    if from_1904:
        days: Which = (numbers >= 0) & (numbers < LAST_SERIAL - _DAYS_1904)
    else:
        days = (numbers >= 1) & (numbers < LAST_SERIAL) & (np.floor(numbers) != NO_DAY)
    return days


def _to_milliseconds(numbers: FloatArray, *, from_1904: bool) -> npt.NDArray[np.int64]:
    """Since 1970; days only, as `are_days` has them."""
    since = numbers + _DAYS_1904 if from_1904 else numbers + (numbers < NO_DAY)
    return np.rint((since - _EPOCH) * _MS_A_DAY).astype(np.int64)


def to_moments(numbers: FloatArray, *, from_1904: bool) -> pa.Array:
    """Days as 2026-12-31, also where a midnight is shown; with another time as 2026-12-31T09:00:00."""
    since = _to_milliseconds(numbers, from_1904=from_1904)
    timed = since % _MS_A_DAY != 0
    days = pa.array((since[~timed] // _MS_A_DAY).astype(np.int32), pa.int32()).cast(pa.date32()).cast(TEXT)
    if not timed.any():
        return days
    texts = pa.array(since[timed], pa.timestamp("ms")).cast(TEXT)
    return merge(len(numbers), (~timed, days), (timed, _remove_empty_fraction(pc.replace_substring(texts, " ", "T"))))


def to_clocks(numbers: FloatArray) -> pa.Array:
    """The time of the day, for numbers from 0 to 1: 09:30:00."""
    since = np.rint(numbers * _MS_A_DAY).astype(np.int64) % _MS_A_DAY
    return _remove_empty_fraction(
        pa.array(since, pa.int64()).cast(pa.timestamp("ms")).cast(TEXT), skip=len("1970-01-01 ")
    )


def _remove_empty_fraction(texts: pa.Array, *, skip: int = 0) -> pa.Array:
    """Times come from Arrow with three places behind the second: those that are 0 go."""
    texts = pc.utf8_slice_codeunits(texts, skip) if skip else texts
    exact = pc.ends_with(texts, ".000")
    if pc.all(exact).as_py():
        return pc.utf8_slice_codeunits(texts, 0, -4)
    return pc.utf8_rtrim(pc.utf8_rtrim(texts, "0"), ".") if not pc.any(exact).as_py() else _strip_each(texts)


def _strip_each(texts: pa.Array) -> pa.Array:
    return pa.array([text.rstrip("0") if not text.endswith(".000") else text[:-4] for text in texts.to_pylist()], TEXT)


def to_durations(numbers: FloatArray) -> pa.Array:
    """Hours, minutes and seconds, as many hours as there are: 30:05:00."""
    return pa.array([_spell_duration(round(number * _MS_A_DAY)) for number in numbers.tolist()], TEXT)


def _spell_duration(milliseconds: int) -> str:
    seconds, rest = divmod(abs(milliseconds), 1_000)
    minutes, second = divmod(seconds, 60)
    sign = "-" if milliseconds < 0 else ""
    fraction = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{second:02d}{fraction}"


def merge(size: int, *parts: tuple[Which, pa.Array]) -> pa.Array:
    """One array of texts, each part where its mask says; together the masks cover everything, and nothing twice."""
    there = [(where, texts) for where, texts in parts if len(texts)]
    if len(there) == 1:
        return there[0][1]
    order = np.empty(size, np.int64)
    begins = 0
    for where, texts in there:
        order[where] = np.arange(begins, begins + len(texts))
        begins += len(texts)
    return pa.concat_arrays([texts for _, texts in there]).take(pa.array(order)) if there else pa.array([], TEXT)


def parse_numbers(texts: pa.Array) -> tuple[FloatArray, Which]:
    """The numbers that cells of a workbook are written as, and which of them are none."""
    try:
        numbers: FloatArray = texts.cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        numbers = np.array([_to_number(text) for text in texts.to_pylist()], np.float64)
    return numbers, ~np.isfinite(numbers)


def _to_number(text: str) -> float:
    try:
        return float(text) if "_" not in text else np.nan
    except ValueError:
        return np.nan
