"""Whole columns of values: as text, in the canonical spelling of their kind, and which cells are of that kind.

Every function takes and gives a Series with the same index; text is pandas' `str`, '' where empty.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd

from importer.catalogue import Field, Kind, folded, units

Mask = pd.Series  # of bool


def as_text(column: pd.Series) -> pd.Series:
    """A column of anything as text: missing as '', true dates as ISO, whole floats without .0, yes/no as true/false."""
    if isinstance(column.dtype, pd.StringDtype):
        return column.fillna("") if column.hasnans else column
    return pd.Series([_text(cell) for cell in column], index=column.index, dtype="str")


def _text(cell: object) -> str:
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


def canonical_column(field: Field, column: pd.Series) -> pd.Series:
    """Each value in the canonical spelling of the field's kind; a value that is not of the kind as it stands."""
    kind = field.kind
    spelled = _mapped(column, lambda text: text if (c := kind.canonical(text)) is None else c, kind.already)
    if not field.choices:
        return spelled
    choices = {folded(choice): choice for choice in field.choices}
    return _mapped(spelled, lambda text: choices.get(folded(text), text))


def _mapped(column: pd.Series, spelling: Callable[[str], str], already: str = "") -> pd.Series:
    open_cells = _not_already(column, already)
    values = column[open_cells]
    if values.empty:
        return column
    known = {text: spelling(text) for text in distinct(values)}
    if all(text == spelled for text, spelled in known.items()):
        return column
    changed = column.copy()
    changed[open_cells] = values.map(known)
    return changed


def distinct(column: pd.Series) -> list[str]:
    """The distinct texts of a column. (Iterating over an arrow-backed column itself costs 2 microseconds a cell.)"""
    return list(column.drop_duplicates().to_numpy(dtype=object))


def _not_already(column: pd.Series, already: str) -> Mask:
    filled = column != ""
    return filled & ~column.str.fullmatch(already) if already else filled


def passing(column: pd.Series, holds: Callable[[str], bool], already: str = "") -> Mask:
    """Where `holds` says yes, asked once for each distinct text; empty cells and `already` matches pass unasked."""
    asked = _not_already(column, already)
    values = column[asked]
    passed = pd.Series(data=True, index=column.index, dtype=bool)
    if values.empty:
        return passed
    known = {text: holds(text) for text in distinct(values)}
    if not all(known.values()):
        passed[asked] = values.map(known).astype(bool)
    return passed


def of_kind(kind: Kind, column: pd.Series) -> Mask:
    """Where a cell is empty or of the kind, and the API can hold it."""
    return passing(column, kind.accepts, kind.already)


def within_length(column: pd.Series, limit: int) -> Mask:
    """Where the text has at most `limit` UTF-16 units."""
    lengths = column.str.len()
    if (lengths * 2 <= limit).all():
        return lengths <= limit
    close = (lengths <= limit) & (lengths * 2 > limit)
    fits = lengths <= limit
    fits[close] = column[close].map(lambda text: units(text) <= limit).astype(bool)
    return fits


def within_range(field: Field, column: pd.Series) -> Mask:
    """Where a number lies between the field's minimum and maximum; silent on what is no number."""
    low = Decimal("-Infinity") if field.minimum is None else Decimal(field.minimum)
    high = Decimal("Infinity") if field.maximum is None else Decimal(field.maximum)
    plain = column.str.fullmatch(field.kind.already)
    passed = passing(
        column.where(~plain, ""), lambda text: not field.kind.accepts(text) or low <= Decimal(text) <= high
    )
    passed[plain] = column[plain].astype("float64").between(float(low), float(high))
    return passed


def exact(kind: Kind, column: pd.Series) -> Mask:
    """Where a value keeps its digits as a JSON value; silent on what is not of the kind."""
    keeps = kind.keeps_digits
    return passing(column, lambda text: keeps is None or not kind.accepts(text) or keeps(text), kind.already)
