"""Whole columns of values: as text, in the canonical spelling of their kind, and which cells are of that kind.

Every function takes and gives a Series with the same index; text is pandas' `str`, '' where empty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import Field, Kind, count_units, fold_spelling

BoolSeries = pd.Series  # of bool
BoolArray = npt.NDArray[np.bool_]

_SAMPLE = 1_000  # cells; where half of them repeat others, each distinct text of the column is asked once


def to_text_column(column: pd.Series) -> pd.Series:
    """A column of anything as text: missing as '', true dates as ISO, whole floats without .0, yes/no as true/false."""
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("") if column.hasnans else column
    return pd.Series([_to_text(cell) for cell in column], index=column.index, dtype="str")


def _to_text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, (float, np.floating)):
        return format(Decimal(repr(float(cell))).normalize(), "f")
    return str(cell)


def to_canonical_column(field: Field, column: pd.Series) -> pd.Series:
    """Each value in the canonical spelling of the field's kind; a value that is not of the kind as it stands."""
    kind = field.kind
    spelled = _map_cells(column, lambda text: text if (c := kind.to_canonical(text)) is None else c, kind.pattern)
    if not field.choices:
        return spelled
    choices = {fold_spelling(choice): choice for choice in field.choices}
    return _map_cells(spelled, lambda text: choices.get(fold_spelling(text), text))


def _map_cells(column: pd.Series, spelling: Callable[[str], str], pattern: str = "") -> pd.Series:
    open_cells = _find_unmatched(column, pattern)
    values = column[open_cells]
    if values.empty:
        return column
    known = {text: spelling(text) for text in list_distinct(values)}
    if all(text == spelled for text, spelled in known.items()):
        return column
    changed = column.copy()
    changed[open_cells] = values.map(known)
    return changed


def texts_of(column: pd.Series) -> pa.LargeStringArray:
    """The texts of a column as one Arrow array."""
    texts = pa.array(column.array)
    if not isinstance(texts, pa.ChunkedArray):
        return texts
    return texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()


def make_blank_column(index: pd.Index) -> pd.Series:
    """A column of empty cells."""
    return to_column(pa.repeat(pa.scalar("", pa.large_string()), len(index)), index)


def to_column(texts: pa.LargeStringArray, index: pd.Index) -> pd.Series:
    """A column of these texts."""
    cells = pd.StringDtype(na_value=np.nan).__from_arrow__(texts)  # type: ignore[attr-defined]
    return pd.Series(cells, index=index)


def ask_each_distinct(column: pd.Series, ask: Callable[[pa.LargeStringArray], BoolArray]) -> BoolArray:
    """The answer for each cell; `ask` takes whole arrays, and where texts repeat each of them once."""
    asked = _make_encoded_column(column)
    encoded = asked.encoded
    if encoded is None:
        return ask(asked.texts)
    found: BoolArray = ask(encoded.dictionary)[encoded.indices.to_numpy()]
    return found


@dataclass(frozen=True)
class _EncodedColumn:
    """A column that questions are asked of."""

    texts: pa.LargeStringArray
    matching: dict[str, BoolArray] = dataclass_field(default_factory=dict)

    @cached_property
    def encoded(self) -> pa.DictionaryArray | None:
        """The distinct texts and which each cell has; None where so many differ that nothing is won."""
        texts = self.texts
        if 2 * pc.count_distinct(texts.slice(0, _SAMPLE)).as_py() > min(len(texts), _SAMPLE):
            return None
        return texts.dictionary_encode()

    def is_of(self, texts: pa.LargeStringArray) -> bool:
        """Whether these are its texts, in the same place of memory."""
        return (
            self.texts.offset == texts.offset
            and len(self.texts) == len(texts)
            and [buffer and buffer.address for buffer in self.texts.buffers()]
            == [buffer and buffer.address for buffer in texts.buffers()]
        )


_last_asked = _EncodedColumn(pa.array([], pa.large_string()))  # several questions are asked of each column in turn


def _make_encoded_column(column: pd.Series) -> _EncodedColumn:
    global _last_asked  # noqa: PLW0603 - it saves what is known already
    texts, last = texts_of(column), _last_asked
    if not last.is_of(texts):
        last = _last_asked = _EncodedColumn(texts)
    return last


def match_cells(column: pd.Series, pattern: str) -> BoolArray:
    """Which cells are of a pattern (RE2) from their first letter to their last."""
    known = _make_encoded_column(column).matching
    if pattern not in known:
        known[pattern] = ask_each_distinct(column, partial(match_texts, pattern=pattern))
        known[pattern].flags.writeable = False
    return known[pattern]


def match_texts(texts: pa.LargeStringArray, pattern: str) -> BoolArray:
    """The same, of the texts themselves."""
    return to_bools(pc.match_substring_regex(texts, f"^({pattern})$"))


def to_bools(bools: pa.BooleanArray) -> BoolArray:
    """An array of Arrow as one of numpy."""
    array: BoolArray = bools.to_numpy(zero_copy_only=False)
    return array


def list_distinct(column: pd.Series) -> list[str]:
    """The distinct texts of a column. (Iterating over an arrow-backed column itself costs 2 microseconds a cell.)"""
    return list(column.drop_duplicates().to_numpy(dtype=object))


def _find_unmatched(column: pd.Series, pattern: str) -> BoolSeries:
    filled = column != ""
    return filled & ~match_cells(column, pattern) if pattern else filled


def find_passing(column: pd.Series, holds: Callable[[str], bool], pattern: str = "") -> BoolSeries:
    """Where `holds` says yes, once for each distinct text; empty cells and what `pattern` matches pass unasked."""
    asked = _find_unmatched(column, pattern)
    passed = pd.Series(data=True, index=column.index, dtype=bool)
    if asked.any():
        passed[asked] = ask_each_once(texts_of(column[asked]), holds)
    return passed


def ask_each_once(texts: pa.LargeStringArray, holds: Callable[[str], bool]) -> BoolArray:
    """What `holds` says of each text, asked once for each distinct one."""
    encoded = texts.dictionary_encode()
    answers: BoolArray = np.fromiter(map(holds, encoded.dictionary.to_pylist()), bool, len(encoded.dictionary))
    return np.asarray(answers[encoded.indices.to_numpy()], bool)


def find_cells_of_kind(kind: Kind, column: pd.Series) -> BoolSeries:
    """Where a cell is empty or of the kind, and the API can hold it."""
    return find_passing(column, kind.is_valid, kind.pattern)


def find_within_length(column: pd.Series, limit: int) -> BoolSeries:
    """Where the text has at most `limit` UTF-16 units."""
    if (pc.max(pc.binary_length(texts_of(column))).as_py() or 0) <= limit:  # no letter has fewer bytes than units
        return pd.Series(data=True, index=column.index, dtype=bool)
    lengths = column.str.len()
    close = (lengths <= limit) & (lengths * 2 > limit)
    fits = lengths <= limit
    fits[close] = column[close].map(lambda text: count_units(text) <= limit).astype(bool)
    return fits


def find_within_range(field: Field, column: pd.Series) -> BoolSeries:
    """Where a number lies between the field's minimum and maximum; silent on what is no number."""
    low = Decimal("-Infinity") if field.minimum is None else Decimal(field.minimum)
    high = Decimal("Infinity") if field.maximum is None else Decimal(field.maximum)

    def fits(text: str) -> bool:
        return not field.kind.is_valid(text) or text == "" or low <= Decimal(text) <= high

    def ask(texts: pa.LargeStringArray) -> BoolArray:
        plain = match_texts(texts, field.kind.pattern)
        fitting = np.empty(len(texts), bool)
        numbers = texts.filter(pa.array(plain)).cast(pa.float64()).to_numpy(zero_copy_only=False)
        fitting[plain] = (numbers >= float(low)) & (numbers <= float(high))
        fitting[~plain] = ask_each_once(texts.filter(pa.array(~plain)), fits)
        return fitting

    return pd.Series(ask_each_distinct(column, ask), index=column.index)


def find_exact(kind: Kind, column: pd.Series) -> BoolSeries:
    """Where a value keeps its digits as a JSON value; silent on what is not of the kind."""
    keeps = kind.keeps_digits
    return find_passing(column, lambda text: keeps is None or not kind.is_valid(text) or keeps(text), kind.pattern)
