"""Which rows of a sheet become jobs, by the rules of the mapping file; each row left out is told with its rule."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from importer.catalogue import OR, join_words
from importer.languages import _, put_together, quote_name, quote_names
from importer.mapping import RowCondition, RowRules
from importer.problem import LEFT_OUT_BY_RULE, PART_OF_ANOTHER_JOB, Code
from importer.steps.map.conditions import Mask, RuleColumns
from importer.steps.map.filled_down import fill_down

LINE = "\n"  # between the texts of the rows that are one job


@dataclass(frozen=True)
class LeftOut:
    """Why a row is no job of its own: what is told, with the words for it, and the rule of the file or ''."""

    code: Code
    words: Mapping[str, object]
    rule: str


def find_left_out_rows(columns: RuleColumns, rules: RowRules, jobs: Mask) -> dict[int, LeftOut]:
    """The rows that conditions leave out, by their number; empty cells are filled down first, from rows of `jobs` and
    from the lines above groups, which are left out then.
    """
    found: dict[int, LeftOut] = {}
    for heading, lines in fill_down(columns, rules.fill_down, jobs).items():
        take_out_rows(found, sorted(lines), put_together(quote_name(heading), by="rows.fill_down: {}".format))
    for condition in rules.leave_out:
        take_out(found, columns, columns.find_meeting(condition), name_rule(condition))
    if rules.keep:
        conditions = put_together(join_words([*map(str, rules.keep)], OR), by=_("only where {}").format)
        take_out(
            found, columns, ~columns.find_meeting_any(rules.keep), put_together(conditions, by="rows.keep: {}".format)
        )
    return found


def name_rule(condition: RowCondition) -> str:
    """The rule that leaves out the rows that meet a condition, as it is told."""
    return put_together(str(condition), by="rows.leave_out: {}".format)


def take_out(left_out: dict[int, LeftOut], columns: RuleColumns, out: Mask, rule: str) -> None:
    """Leave these rows out by a rule, but for those that another has left out before."""
    take_out_rows(left_out, columns.sheet.cells.index[out], rule)


def take_out_rows(left_out: dict[int, LeftOut], rows: Iterable[int], rule: str) -> None:
    """The same for rows by their number."""
    outcome = LeftOut(LEFT_OUT_BY_RULE, {"rule": rule}, rule)
    for row in rows:
        left_out.setdefault(int(row), outcome)


def find_rows_of_one_job(columns: RuleColumns, rules: RowRules, jobs: Mask) -> dict[int, LeftOut]:
    """The rows that are part of the job of an earlier one; of the columns to join, that one has the texts of all."""
    if not rules.one_job_per:
        return {}
    keys = pd.DataFrame(
        {position: columns.cells_of(heading).str.strip() for position, heading in enumerate(rules.one_job_per)}
    )
    named = jobs & (keys != "").all(axis=1).to_numpy(dtype=bool)
    keys = keys[named]
    same = keys[keys.duplicated(keep=False)]
    if same.empty:
        return {}
    numbers = same.groupby(list(same.columns), sort=False).ngroup()
    first = pd.Series(numbers.index, index=numbers.index).groupby(numbers).transform("first")
    for heading in rules.join:
        columns.change(heading, _join_cells(columns.cells_of(heading), numbers))
    joined = {columns.position_of(heading) for heading in rules.join}
    lost = _find_differing(columns, numbers, joined)
    rule = put_together(quote_names(rules.one_job_per), by="rows.one_job_per: {}".format)
    return {
        int(row): LeftOut(
            PART_OF_ANOTHER_JOB, {"rule": rule, "other": int(other), "lost": lost.get(int(row), "")}, rule
        )
        for row, other in zip(first.index, first, strict=True)
        if row != other
    }


def _join_cells(cells: pd.Series, numbers: pd.Series) -> pd.Series:
    """The cells in which the first row of each group has the different texts of its rows, in their order."""
    texts = cells[numbers.index].str.strip()
    different = pd.DataFrame({"group": numbers, "text": texts})[texts != ""].drop_duplicates()
    whole = different.groupby("group")["text"].agg(LINE.join)
    firsts = numbers.drop_duplicates()
    changed = cells.copy()
    changed[firsts.index] = firsts.map(whole).fillna("").astype(cells.dtype)
    return changed


def _find_differing(columns: RuleColumns, numbers: pd.Series, joined: set[int]) -> dict[int, str]:
    """What is lost of each row: the headings of the columns in which it has another text than the first of its job."""
    sheet = columns.sheet
    lost: dict[int, list[str]] = {}
    for position, heading in enumerate(sheet.headings):
        if position in joined:
            continue
        texts = columns.get_cells_at(position)[numbers.index].str.strip()
        first = texts.groupby(numbers).transform("first")
        for row in texts.index[((texts != first) & (texts != "")).to_numpy(dtype=bool)]:
            lost.setdefault(int(row), []).append(quote_name(heading))
    sentence = _(" This row has other values under {headings}, which are not sent.")
    return {
        row: sentence.format(headings=put_together(*headings, by=lambda *each: ", ".join(each)))
        for row, headings in lost.items()
    }


def find_not_among(index: pd.Index, rows: Collection[int]) -> Mask:
    """Which rows are none of these."""
    return ~np.isin(index.to_numpy(), np.fromiter(rows, dtype="int64", count=len(rows)))
