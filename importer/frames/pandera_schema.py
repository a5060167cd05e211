"""The catalogue -> a pandera schema that tells every problem of every cell in one pass.

The schema follows what pandera does (0.35): it never coerces, because one bad cell would hide the others of its
column; its checks are total and silent on values of the wrong kind, because a check that raises loses its row;
columns have no declared type, because a whole column would fail for it. Its index is the caller's own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pandas as pd
import pandera.pandas as pa

from importer.catalogue import EMAIL, JOBS, PLAIN_EMAIL, Field, find_field
from importer.frames.columns import (
    find_cells_of_kind,
    find_exact,
    find_passing,
    find_within_length,
    find_within_range,
    to_canonical_column,
    to_text_column,
)
from importer.frames.cross_field_rules import RowRule, choose_rules
from importer.problem import (
    NOT_AN_EMAIL,
    OUT_OF_RANGE,
    READ_ONLY_FILLED,
    REQUIRED,
    STATUS_NOT_FOR_NEW,
    TOO_LONG,
    TOO_PRECISE,
    Code,
    Severity,
)

Holds = Callable[[pd.Series], pd.Series]


class ProblemCount:
    """Counts the problems that checks find, each of a kind in a column; beyond the `most`, no check finds any."""

    def __init__(self, most: int) -> None:
        self.found: Counter[tuple[Code, str]] = Counter()
        self._left = most

    @property
    def are_too_many(self) -> bool:
        """True where there are more than the most."""
        return self._left < 0

    def limit(self, code: Code, holds: Holds) -> Holds:
        """The same check, whose problems are counted."""

        def hold_within(column: pd.Series) -> pd.Series:
            passing = holds(column) | self.are_too_many
            count = int((~passing).sum())
            self.found[code, str(column.name)] += count
            self._left -= count
            return passing

        return hold_within


def to_schema(
    names: Iterable[str], *, offline: bool = True, warnings: bool = False, problems: ProblemCount | None = None
) -> pa.DataFrameSchema:
    """The schema for a frame of canonical text with the fields `names` (dotted ones too).

    `offline`: judge statuses by the published codes; otherwise the target's own list decides, elsewhere.
    `warnings`: tell warnings too. A check's name is the number of its problem; a rule across cells is a helper
    column 'rule: …' whose text names the fields concerned. `problems` counts what is found, and bounds it.
    """
    fields = [field for name in names if (field := find_field(name)) is not None]
    columns = {field.name: _make_column(field, problems, offline=offline, warnings=warnings) for field in fields}
    for field in JOBS:
        if field.required and field.name not in columns:
            columns[field.name] = _make_column(field, problems, offline=offline, warnings=warnings)
    rules = [rule for rule in choose_rules(columns) if warnings or rule.code.severity is Severity.ERROR]
    columns |= {rule.name: _make_rule_column(rule, problems) for rule in rules}
    return pa.DataFrameSchema(columns, parsers=pa.Parser(partial(_add_rules, rules)))


def schema(dotted: Iterable[str] = ()) -> pa.DataFrameSchema:
    """A schema for frames of your own: one column a field of the catalogue, named as the API names it.

    Cells may be text, numbers, dates or missing; `dotted` names further columns, parts of embedded entities.
    `schema().validate(frame, lazy=True)` raises pandera.errors.SchemaErrors with every problem of every cell (its
    `check` is the number of the problem), or gives the frame as canonical text together with a helper column for
    each rule across cells. Codes are not looked up; statuses are judged by the published codes.
    """
    names = [*(field.name for field in JOBS if not field.kind.is_embedded), *dotted]
    columns = to_schema(names).columns
    rules = [rule for rule in choose_rules(names) if rule.name in columns]
    return pa.DataFrameSchema(columns, parsers=[pa.Parser(_prepare), pa.Parser(partial(_add_rules, rules))])


def _prepare(frame: pd.DataFrame) -> pd.DataFrame:
    known = {name: field for name in frame.columns if (field := find_field(str(name))) is not None}
    return frame.assign(
        **{name: to_canonical_column(field, to_text_column(frame[name])) for name, field in known.items()}
    )


def _add_rules(rules: list[RowRule], frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{rule.name: rule.find_problems(frame) for rule in rules})


def _make_rule_column(rule: RowRule, problems: ProblemCount | None) -> pa.Column:
    return pa.Column(checks=_make_check(rule.code, lambda text: text == "", problems))


def _make_column(field: Field, problems: ProblemCount | None, *, offline: bool, warnings: bool) -> pa.Column:
    checks = [
        _make_check(code, holds, problems)
        for code, holds in _make_checks(field, offline=offline)
        if warnings or code.severity is Severity.ERROR
    ]
    return pa.Column(checks=checks, required=field.required, nullable=True)


def _make_check(code: Code, holds: Holds, problems: ProblemCount | None) -> pa.Check:
    return pa.Check(problems.limit(code, holds) if problems else holds, name=str(code.number), ignore_na=False)


def _make_checks(field: Field, *, offline: bool) -> Iterator[tuple[Code, Holds]]:
    if field.read_only:
        yield READ_ONLY_FILLED, lambda column: column == ""
        return
    if field.required:
        yield REQUIRED, lambda column: column != ""
    if field.kind.problem_code:
        yield field.kind.problem_code, partial(find_cells_of_kind, field.kind)
    if field.kind.keeps_digits:
        yield TOO_PRECISE, partial(find_exact, field.kind)
    if field.max_length:
        yield TOO_LONG, partial(find_within_length, limit=field.max_length)
    if field.minimum is not None or field.maximum is not None:
        yield OUT_OF_RANGE, partial(find_within_range, field)
    if field.email:
        yield (
            NOT_AN_EMAIL,
            partial(find_passing, holds=lambda text: EMAIL.fullmatch(text) is not None, pattern=PLAIN_EMAIL),
        )
    if offline and field.choices:
        yield STATUS_NOT_FOR_NEW, lambda column: column.isin(["", *field.choices])
    if offline and field.refused:
        yield STATUS_NOT_FOR_NEW, lambda column: ~column.isin(field.refused)
