"""Decisions that are added to others: what was decided later holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from importer.mapping.column_mapping import OPTIONS, ColumnMapping
from importer.mapping.rules import CellTest, RowCondition, RowRules, Source


def merge_mappings(mapping: ColumnMapping, more: ColumnMapping) -> ColumnMapping:
    """The mapping that also says what `more` does; of a heading, value, field or option what `more` says."""
    values = {name: dict(pairs) for name, pairs in mapping.values.items()}
    for name, pairs in more.values.items():
        values.setdefault(name, {}).update(pairs)
    options: dict[str, Any] = {name: getattr(more.options, name) for name in OPTIONS}
    return replace(
        mapping,
        columns={**mapping.columns, **more.columns},
        values=values,
        constants=_keep_constants(mapping.constants, more) | dict(more.constants),
        options=replace(mapping.options, **{name: value for name, value in options.items() if value is not None}),
        rows=_merge_rows(mapping.rows, more.rows),
        fields=_merge_fields(mapping.fields, more.fields),
    )


def _keep_constants(constants: Mapping[str, str], more: ColumnMapping) -> dict[str, str]:
    """Those that hold still: a field that a column fills now has not one value in every row."""
    filled = {*more.columns.values(), *more.made_fields}
    return {name: value for name, value in constants.items() if name not in filled}


def _merge_fields(
    fields: Mapping[str, tuple[Source, ...]], more: Mapping[str, tuple[Source, ...]]
) -> dict[str, tuple[Source, ...]]:
    """A source that only says how codes are found is said of what the field is made of already."""
    found = dict(fields)
    for name, sources in more.items():
        only = sources[0] if len(sources) == 1 and not sources[0].makes else None
        if only is None or name not in found:
            found[name] = sources
        else:
            found[name] = tuple(
                replace(
                    one, by_name=one.by_name or only.by_name, may_be_missing=one.may_be_missing or only.may_be_missing
                )
                for one in found[name]
            )
    return found


def _merge_rows(rules: RowRules, more: RowRules) -> RowRules:
    return RowRules(
        leave_out=_merge_conditions(rules.leave_out, more.leave_out),
        keep=_merge_conditions(rules.keep, more.keep),
        fill_down=tuple(dict.fromkeys((*rules.fill_down, *more.fill_down))),
        one_job_per=more.one_job_per or rules.one_job_per,
        join=tuple(dict.fromkeys((*rules.join, *more.join))),
    )


def _merge_conditions(conditions: Sequence[RowCondition], more: Sequence[RowCondition]) -> tuple[RowCondition, ...]:
    """All of them; texts of one column alone are told in one condition."""
    found = list(conditions)
    for condition in more:
        heading = _find_only_heading(condition)
        same = next(
            (position for position, one in enumerate(found) if heading and _find_only_heading(one) == heading), None
        )
        if same is None:
            found.append(condition)
        else:
            patterns = (*found[same].tests[heading].patterns, *condition.tests[heading].patterns)
            found[same] = RowCondition({heading: CellTest(tuple(dict.fromkeys(patterns)))})
    return tuple(found)


def _find_only_heading(condition: RowCondition) -> str:
    """The heading of a condition on the texts of one column; '' for any other."""
    [(heading, test), *others] = condition.tests.items()
    return heading if not others and test.patterns and not test.negated else ""
