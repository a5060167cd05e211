"""The rules across the cells of a row, and across rows.

A rule looks at whole columns of canonical text and gives, for each row, '' where all is well, else the names of the
fields concerned, the one to look at first in front; behind a '|' the other row where there is one. That text is
put in one helper column and judged there, because pandera writes one failure for each column of a frame that breaks
a frame-wide check.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from importer.catalogue import (
    ADDRESS_BLOCK,
    ADDRESS_NEEDED,
    JOBS,
    PROJECT_CODE,
    REFERENCE,
    SUGGESTED_ID,
    code_of,
    columns_of,
    list_groups,
    parts_of,
)
from importer.frames.columns import make_blank_column
from importer.problem import (
    ADDRESS_INCOMPLETE,
    CHANGES_MASTER_DATA,
    DOUBLE_ID,
    DUE_TOO_EARLY,
    ID_AND_CODE,
    NO_PLANNING,
    NONE_GIVEN,
    REPEATED_REFERENCE,
    TWIN_ROW,
    Code,
)

FindProblems = Callable[[pd.DataFrame], pd.Series]
_DAY = len("2026-12-31")
SUGGESTED_USER = ("suggested_user_code", "suggested_user_id")


@dataclass(frozen=True)
class RowRule:
    """One rule: its name (also that of its helper column), its code, and how the rows that break it are found."""

    name: str
    code: Code
    find_problems: FindProblems


def choose_rules(names: Iterable[str]) -> tuple[RowRule, ...]:
    """The rules that a frame with these fields can break, in the order in which they are reported."""
    there = frozenset(names)
    rules = [RowRule(f"rule: {group}", NONE_GIVEN, partial(_find_none_given, group)) for group in list_groups()]
    if there & {*ADDRESS_BLOCK, "project.is_mobile_installation"}:
        rules.append(RowRule("rule: address", ADDRESS_INCOMPLETE, _find_address_problems))
    if there & {"job_status_code", "job_status_id"}:
        rules.append(RowRule("rule: planning", NO_PLANNING, _find_planning_problems))
    if {"due_date", "earliest_date_plannable"} <= there:
        rules.append(RowRule("rule: dates", DUE_TOO_EARLY, _find_due_problems))
    rules += [
        RowRule(f"rule: id and {code}", ID_AND_CODE, partial(_find_both, code, id_name))
        for code, id_name in _list_pairs()
        if {code, id_name} <= there
    ]
    rules += [
        RowRule(f"rule: embedded {f.name}", CHANGES_MASTER_DATA, partial(_find_embedded_problems, f.name))
        for f in JOBS
        if f.kind.is_embedded and parts_of(there, f.name)
    ]
    if "id" in there:
        rules.append(RowRule("rule: ids", DOUBLE_ID, _find_double_ids))
    if REFERENCE in there:
        rules.append(RowRule("rule: references", REPEATED_REFERENCE, _find_repeated_references))
    rules.append(RowRule("rule: twins", TWIN_ROW, _find_twins))
    return tuple(rules)


def _list_pairs() -> list[tuple[str, str]]:
    return [(f.name, f.lookup.id_field) for f in JOBS if f.lookup and f.name != f.lookup.id_field]


def _find_filled(frame: pd.DataFrame, names: Iterable[str]) -> np.ndarray:
    anything = np.zeros(len(frame), dtype=bool)
    for name in names:
        if name in frame:
            anything |= (frame[name] != "").to_numpy(dtype=bool)
    return anything


def _make_problem_column(frame: pd.DataFrame, broken: np.ndarray, text: str | np.ndarray) -> pd.Series:
    if not broken.any():
        return make_blank_column(frame.index)
    return pd.Series(np.where(broken, text, ""), index=frame.index, dtype="str")


def _find_none_given(group: str, frame: pd.DataFrame) -> pd.Series:
    return _make_problem_column(frame, ~_find_filled(frame, columns_of(group, frame.columns)), code_of(group))


def _find_address_problems(frame: pd.DataFrame) -> pd.Series:
    used = _find_filled(frame, ADDRESS_BLOCK)
    if "project.is_mobile_installation" in frame:
        embedded = (frame["project.is_mobile_installation"] == "true").to_numpy(dtype=bool)
        used |= embedded & ~_find_filled(frame, ["project_id", PROJECT_CODE])  # these go before it
    return find_missing_address(frame, used)


def find_missing_address(frame: pd.DataFrame, needed: np.ndarray) -> pd.Series:
    """Where an address is `needed`, the names of its parts that are empty."""
    lacking = {name: needed & ~_find_filled(frame, [name]) for name in ADDRESS_NEEDED}
    if not any(lacks.any() for lacks in lacking.values()):
        return make_blank_column(frame.index)
    missing = np.full(len(frame), "", dtype=object)
    for name, lacks in lacking.items():
        missing[lacks] = [f"{names},{name}" if names else name for names in missing[lacks]]
    return pd.Series(missing, index=frame.index, dtype="str")


def _find_planning_problems(frame: pd.DataFrame) -> pd.Series:
    suggested = np.zeros(len(frame), dtype=bool)
    for name, value in (("job_status_code", "Suggested"), ("job_status_id", SUGGESTED_ID)):
        if name in frame:
            suggested |= (frame[name] == value).to_numpy(dtype=bool)
    no_user = suggested & ~_find_filled(frame, [*SUGGESTED_USER, *parts_of(frame.columns, "suggested_user")])
    no_start = suggested & ~_find_filled(frame, ["suggested_date_start"])
    if not (no_user | no_start).any():
        return make_blank_column(frame.index)
    user, start = "suggested_user_code", "suggested_date_start"
    text = np.where(no_user & no_start, f"{user},{start}", np.where(no_user, user, start))
    return _make_problem_column(frame, no_user | no_start, text)


def _find_due_problems(frame: pd.DataFrame) -> pd.Series:
    names = ["due_date", "earliest_date_plannable"]
    if not set(names) <= set(frame.columns):
        return _make_problem_column(frame, np.zeros(len(frame), dtype=bool), "")
    due, earliest = (frame[name] for name in names)
    not_later = (due != earliest) & (due.str.slice(0, _DAY) <= earliest.str.slice(0, _DAY))
    early = _find_filled(frame, names[:1]) & _find_filled(frame, names[1:]) & not_later.to_numpy(dtype=bool)
    pairs = (column[early].to_numpy(dtype=object) for column in (due, earliest))
    early[early] = [_is_before(*pair) for pair in zip(*pairs, strict=True)]
    return _make_problem_column(frame, early, ",".join(names))


def _is_before(due: str, earliest: str) -> bool:
    """Only what is certain: whole days, or times of one day that carry the same zone, or both none."""
    if not (due[:4].isdecimal() and earliest[:4].isdecimal()):
        return False  # no date: reported elsewhere
    if due[:_DAY] != earliest[:_DAY]:
        return due[:_DAY] < earliest[:_DAY]
    seconds = len("2026-12-31T09:00:00")
    return len(due) == len(earliest) >= seconds and due[seconds:] == earliest[seconds:] and due < earliest


def _find_both(code: str, id_name: str, frame: pd.DataFrame) -> pd.Series:
    return _make_problem_column(
        frame, _find_filled(frame, [code]) & _find_filled(frame, [id_name]), f"{code},{id_name}"
    )


def _find_embedded_problems(entity: str, frame: pd.DataFrame) -> pd.Series:
    names = parts_of(frame.columns, entity)
    if not _find_filled(frame, names).any():
        return _make_problem_column(frame, np.zeros(len(frame), dtype=bool), "")
    cells = frame[names].to_numpy()
    problems = [",".join(name for name, cell in zip(names, row, strict=True) if cell) for row in cells]
    return pd.Series(problems, index=frame.index, dtype="str")


def _find_double_ids(frame: pd.DataFrame) -> pd.Series:
    return _find_same(frame, "id", _find_filled(frame, ["id"]))


def _find_repeated_references(frame: pd.DataFrame) -> pd.Series:
    """A row with an id of its own is known by that, so only rows without one must differ in their reference."""
    name = REFERENCE
    return _find_same(frame, name, _find_filled(frame, [name]) & ~_find_filled(frame, ["id"]))


def _find_same(frame: pd.DataFrame, name: str, asked: np.ndarray) -> pd.Series:
    if not asked.any():
        return make_blank_column(frame.index)
    values = frame.loc[asked, name]
    repeated = values[values.duplicated(keep=False)]
    first: dict[str, int] = {}
    other: dict[int, int] = {}
    for row, text in zip(repeated.index.tolist(), repeated.to_numpy(dtype=object), strict=True):
        before = first.setdefault(text, row)
        if before != row:
            other[row] = before
            other.setdefault(before, row)
    return _add_other_rows(frame, name, other)


def _add_other_rows(frame: pd.DataFrame, name: str, other_rows: Mapping[int, int]) -> pd.Series:
    """The field concerned and the other row, for each row that has one."""
    if not other_rows:
        return make_blank_column(frame.index)
    rows = frame.index.tolist()
    return pd.Series(
        [f"{name}|{other_rows[row]}" if row in other_rows else "" for row in rows], index=frame.index, dtype="str"
    )


def _find_twins(frame: pd.DataFrame) -> pd.Series:
    """Rows that are known by an id or reference are no twins; nor are any where one column tells all rows apart."""
    fields = [name for name in frame.columns if not name.startswith("rule: ")]
    if any(frame[name].is_unique for name in ("id", REFERENCE, "name") if name in frame):
        return make_blank_column(frame.index)
    known = _find_filled(frame, ["id", REFERENCE])
    rows = frame.loc[~known, fields]
    first: dict[tuple[object, ...], int] = {}
    twin: dict[int, int] = {}
    for row, *cells in rows[rows.duplicated(keep=False)].itertuples(name=None):
        other = first.setdefault(tuple(cells), row)
        if other != row:
            twin[row] = other
    return _add_other_rows(frame, fields[0], twin)
