"""pandera judges every cell and every row; its failures become problems in the user's own words."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

import pandas as pd
from pandera.errors import SchemaErrors

from importer.catalogue import choose_words, columns_of, find_missing_fields, get_field, list_groups
from importer.frames import ProblemCount, to_schema
from importer.problem import CODES, MISSING_COLUMN, NONE_GIVEN, Code, Problem
from importer.records import MOST_PROBLEMS, Batch

Reported = frozenset[tuple[int | None, str]]


def validate_rows(batch: Batch, *, offline: bool = True) -> Batch:
    """Judge the batch: every problem of every cell and row, each once, with the sheet's own row numbers.

    `offline`: statuses are judged by the published codes; otherwise `resolve` judges them by the target's list.
    A cell or row of which reading has told an error already (#N/A, a row of totals) is not judged once more.
    """
    if batch.values.empty:
        return batch
    missing = find_missing_fields(batch.values.columns)  # told once for the sheet, not once a row
    found = [
        batch.make_problem(MISSING_COLUMN, None, (name,), **choose_words(MISSING_COLUMN, (name,), {}))
        for name in missing
    ]
    count = ProblemCount(MOST_PROBLEMS)
    schema = to_schema(batch.values.columns, offline=offline, warnings=True, problems=count)
    try:
        schema.validate(batch.values, lazy=True)
    except SchemaErrors as errors:
        if count.are_too_many:
            batch.refuse_too_many(count.found)
        return batch.add_problems(chain(found, _make_problems(batch, errors.failure_cases)))
    return batch.add_problems(found)


def _make_problems(batch: Batch, cases: pd.DataFrame) -> Iterator[Problem]:
    reported = frozenset((problem.row, problem.field) for problem in batch.problems if problem.is_error)
    rows = _index_rows(batch, cases)
    given = {group: columns_of(group, batch.values.columns) for group in list_groups()}
    columns = (cases[name].to_numpy(dtype=object) for name in ("column", "check", "failure_case", "index"))
    for column, check, failure, row in zip(*columns, strict=True):
        if check == "column_in_dataframe":
            continue  # told by its heading
        code = CODES[int(check)]
        concerned, _, other = (str(failure) if column.startswith("rule: ") else column).partition("|")
        names = _split_names(concerned)
        if not _is_reported(given, reported, code, (int(row), names[0])):
            words = choose_words(code, names, rows[row])
            yield batch.make_problem(code, int(row), names, **words, this=int(row), other=other)


@cache
def _split_names(concerned: str) -> tuple[str, ...]:
    """The names of fields between commas, as one tuple for all rows that they are wrong in."""
    return tuple(concerned.split(","))


def _index_rows(batch: Batch, cases: pd.DataFrame) -> Mapping[int, Mapping[str, str]]:
    frame = batch.values.loc[cases["index"].dropna().unique()]
    names = frame.columns.tolist()
    columns = (frame[name].to_numpy(dtype=object) for name in names)
    cells = zip(frame.index.tolist(), zip(*columns, strict=True), strict=True)
    return {row: dict(zip(names, texts, strict=True)) for row, texts in cells}


def _is_reported(
    given: Mapping[str, list[str]], reported: Reported, code: Code, row_and_column: tuple[int, str]
) -> bool:
    row, name = row_and_column
    if row_and_column in reported or (row, "") in reported:
        return True
    if code is NONE_GIVEN:
        candidates = given[get_field(name).one_of]
        return not candidates or any((row, candidate) in reported for candidate in candidates)
    return code is get_field(name).kind.problem_code and (None, name) in reported  # map has told of each such cell
