"""Names, or other spellings, where codes are expected: looked up by name, once a person said so."""

from collections.abc import Iterator, Sequence

import pandas as pd

from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import ask_one_by_one, combine_mappings
from importer.languages import _, group_thousands, quote_name
from importer.mapping import ColumnMapping, Source

_HALF = 0.5


def ask_about_names_for_codes(analysis: SheetAnalysis, apart: frozenset[str] = frozenset()) -> Iterator[Decision]:
    """Whether columns have names, or other spellings, of what the target has, in place of codes: all at once, or one
    by one.
    """
    found = list(find_fields_with_names(analysis))
    key = "names:all"
    if len(found) > 1 and key not in apart:
        headings = ", ".join(quote_name(analysis.describe_source(name)) for name, _why, _rows in found)
        yield Decision(
            key=key,
            about="column",
            question=_("Columns have names instead of codes: {headings}. Look up the codes by name?").format(
                headings=headings
            ),
            rows=_count_rows(analysis, [name for name, _why, _rows in found]),
            answers=(
                Answer(_("yes, by name"), combine_mappings([_find_by_name(name) for name, _why, _rows in found])),
                ask_one_by_one(),
            ),
            why="; ".join(f"{quote_name(analysis.describe_source(name))}: {why}" for name, why, _rows in found),
        )
        return
    for name, why, rows in found:
        yield Decision(
            key=f"names:{name}",
            about="column",
            question=_('"{heading}" has names instead of codes. Look up the codes by name?').format(
                heading=analysis.describe_source(name)
            ),
            rows=rows,
            answers=(Answer(_("yes, by name"), _find_by_name(name), why),),
            why=why,
        )


def _count_rows(analysis: SheetAnalysis, fields: Sequence[str]) -> int:
    """How many rows have a name in one of these fields."""
    waiting = pd.Series(False, index=analysis.cells.index)
    for name in fields:
        column = analysis.cells.iloc[:, analysis.places[name]]
        waiting |= analysis.decided.replace_values(name, column).str.strip().isin(_list_names(analysis, name).keys())
    return int(waiting.sum())


def _list_names(analysis: SheetAnalysis, name: str) -> dict[str, int]:
    """The values of a field that are names or other spellings, with the number of their rows."""
    invalid = [one for one in analysis.invalid if one.field == name]
    return {one.value: one.count for one in invalid if analysis.lists and analysis.lists.is_name(name, one.value)}


def _find_by_name(name: str) -> ColumnMapping:
    return ColumnMapping(fields={name: (Source(by_name=True),)})


def find_fields_with_names(analysis: SheetAnalysis) -> Iterator[tuple[str, str, int]]:
    """The fields with names in place of codes, with what says so, and the rows that have them."""
    for field in analysis.list_coded():
        if field.name in analysis.mapping.by_name or field.choices:
            continue
        all_ = [text for text in analysis.count_values(field.name) if text]
        named = _list_names(analysis, field.name)
        if named and len(named) >= _HALF * len(all_):
            evidence = _("{count} of {all} values are names or other spellings of the target's list")
            why = evidence.format(count=group_thousands(len(named)), all=group_thousands(len(all_)))
            yield field.name, why, sum(named.values())
