"""Values of coded fields that are not valid: how often each occurs, and the valid ones that come nearest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from importer.catalogue import Field, find_status_meaning, fold_spelling
from importer.directory import SUGGESTIONS, Directory, find_code_meant
from importer.mapping.choices import select_job_cells
from importer.mapping.column_mapping import ColumnMapping
from importer.problem import LONGEST_COMPARED
from importer.records import Sheet

_LIKELY = 75  # of 100


@dataclass(frozen=True)
class InvalidValue:
    """A value of a coded field that is not valid, in `count` rows; `nearest` are likely valid ones, the best first."""

    field: str
    heading: str
    value: str
    count: int
    nearest: tuple[str, ...] = ()


def find_invalid_values(
    sheet: Sheet, mapping: ColumnMapping, directory: Directory | None = None
) -> tuple[InvalidValue, ...]:
    """The values that are not valid after the mapping has replaced its own, column by column, the most frequent first.

    Without a `directory` only the published statuses are known; with one every code is looked up in the target.
    References of parent jobs are no codes, and ids have nothing near them: both are left to the check.
    """
    cells = select_job_cells(sheet)
    columns = [
        (field, heading, _count_values(mapping.replace_values(field.name, cells.iloc[:, position])))
        for position, heading in enumerate(sheet.headings)
        if (field := mapping.field_of(heading)) and _is_coded(field) and (directory or field.choices)
    ]
    if directory:
        directory.fetch_names(field.name for field, _, _ in columns if field.name in mapping.by_name)
        directory.fetch({field.name: frozenset(map(str, counts.index)) for field, _, counts in columns})
    return tuple(
        invalid
        for field, heading, counts in columns
        for invalid in _find_invalid(field, heading, counts, directory, by_name=field.name in mapping.by_name)
    )


def _is_coded(field: Field) -> bool:
    return field.lookup is not None and field.lookup.key != "id" and field.lookup.listing != "Jobs"


def _count_values(column: pd.Series) -> pd.Series:
    bare = column.str.strip()
    return bare[bare != ""].value_counts()


def _find_invalid(
    field: Field, heading: str, counts: pd.Series, directory: Directory | None, *, by_name: bool
) -> Iterator[InvalidValue]:
    for value, count in counts.items():
        text = str(value)
        nearest = (
            _suggest_in_target(directory, field, text, by_name=by_name) if directory else _suggest_offline(field, text)
        )
        if nearest is not None:
            yield InvalidValue(field.name, heading, str(value), int(count), nearest)


def _suggest_offline(field: Field, value: str) -> tuple[str, ...] | None:
    if fold_spelling(value) in map(fold_spelling, field.choices):
        return None
    if meant := find_status_meaning(value):
        return meant.sent
    if len(value) > LONGEST_COMPARED:
        return ()
    near = process.extract(value, field.choices, processor=fold_spelling, limit=SUGGESTIONS, score_cutoff=_LIKELY)
    return tuple(choice for choice, _, _ in near)


def _suggest_in_target(directory: Directory, field: Field, value: str, *, by_name: bool) -> tuple[str, ...] | None:
    found = directory.find_by_name(field.name, value) if by_name else directory.find(field.name, value)
    if found.open or (found.entry is not None and found.usable):
        return None
    named = directory.find_by_name(field.name, value)  # as far as the list is known
    code = str(named.entry.get(field.lookup.key) or "") if named.entry and named.usable and field.lookup else ""
    if field.choices and not code:  # the target gives all that a new job can have, however unlike they are
        possible = {fold_spelling(choice): choice for choice in found.suggestions}
        likely = _suggest_offline(field, value) or ()
        return tuple(possible[fold_spelling(choice)] for choice in likely if fold_spelling(choice) in possible)
    if not field.lookup or not found.suggestions:  # the list is gone through for so many values only
        return (code,) if code else ()
    meant = find_code_meant(field.lookup, directory.list_seen(field.lookup.listing), value)
    alike = (other for other in found.suggestions if _is_likely(value, other))
    return tuple(dict.fromkeys(filter(None, (code, meant, *alike))))


def _is_likely(value: str, code: str) -> bool:
    """Whether a code may be another spelling of the value: P-1001 is not P-1002, however alike they are."""
    same_digits = re.findall(r"[0-9]+", value) == re.findall(r"[0-9]+", code)
    is_short = max(len(value), len(code)) <= LONGEST_COMPARED
    return is_short and same_digits and fuzz.WRatio(fold_spelling(value), fold_spelling(code)) >= _LIKELY
