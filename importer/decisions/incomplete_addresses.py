"""Addresses that are begun and not complete: what gives the missing part, or whether the address is left out."""

import re
from collections.abc import Iterator, Sequence
from functools import reduce

import pandas as pd

from importer.catalogue import ADDRESS_BLOCK, ADDRESS_NEEDED, find_sure_field, get_field, heading_of, join_words
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import list_free_columns
from importer.languages import _, quote_name
from importer.mapping import CellTest, Choice, ColumnMapping, RowCondition, RowRules, Source

_ZIP, _CITY = "db_address_zip", "db_address_city"
_PART = re.compile(r'"([^"]{1,60})"\s*:')
_TOGETHER = {_ZIP: "^([0-9]{4,6}) ", _CITY: "^[0-9]{4,6} +(.+)$"}  # of 47798 Krefeld
_ZIP_AND_CITY = re.compile(r"[0-9]{4,6} +[^\W\d].*")


def ask_about_addresses(analysis: SheetAnalysis) -> Iterator[Decision]:
    """What rows lack that have a part of an address: a part that nothing gives, then one that is blank in some."""
    columns = {name: _take_column(analysis, name) for name in ADDRESS_BLOCK if name in analysis.places}
    filled = {**columns, **{name: None for name in ADDRESS_BLOCK if name in analysis.mapping.constants}}
    if not columns:
        return
    begun = reduce(lambda one, other: one | other, (column != "" for column in columns.values()))
    suggested = {choice.field for choice in list_free_columns(analysis)}
    missing = [name for name in ADDRESS_NEEDED if name not in filled]
    open_ones = [name for name in missing if name not in suggested]
    if begun.any() and open_ones:
        yield from (_ask_about_part(analysis, name, open_ones, int(begun.sum())) for name in open_ones)
    elif not missing:
        lacking = begun & reduce(
            lambda one, other: one | other,
            (columns[name] == "" for name in ADDRESS_NEEDED if name in columns),
            pd.Series(False, index=begun.index),
        )
        if lacking.any():
            yield from _ask_about_blanks(analysis, columns, int(lacking.sum()))


def _take_column(analysis: SheetAnalysis, name: str) -> pd.Series:
    column = analysis.cells.iloc[:, analysis.places[name]]
    return analysis.decided.replace_values(name, column).str.strip()


def _ask_about_part(analysis: SheetAnalysis, name: str, missing: Sequence[str], rows: int) -> Decision:
    field = get_field(name)
    return Decision(
        key=f"address:{name}",
        about="field",
        question=_('What should fill the field "{field}"? Every address needs it.').format(field=heading_of(field)),
        rows=rows,
        answers=(*_find_sources(analysis, name, missing), *_leave_addresses_out(analysis)),
        typed="source",
        field=name,
    )


def _find_sources(analysis: SheetAnalysis, name: str, missing: Sequence[str]) -> Iterator[Answer]:
    """Columns that have the part in a text with others; what else is missing is taken from there too."""
    for choice in analysis.choices:
        values = analysis.take_sample(choice.heading) if _is_plain_column(analysis, choice) else []
        found = {part: source for part in missing if (source := _find_source(part, choice.heading, values))}
        if name in found:
            texts = [f"{heading_of(get_field(part))} = {source}" for part, source in found.items()]
            sources = {part: (source,) for part, source in found.items()}
            yield Answer(", ".join(texts), ColumnMapping(fields=sources), why=" | ".join(values[:3]))


def _is_plain_column(analysis: SheetAnalysis, choice: Choice) -> bool:
    return bool(choice.samples) and analysis.sheet.headings.count(choice.heading) == 1


def _find_source(name: str, heading: str, values: Sequence[str]) -> Source | None:
    if values and all(value.startswith("{") for value in values):
        parts = (part for part in _PART.findall(values[0]) if (field := find_sure_field(part)) and field.name == name)
        return next((Source(columns=(heading,), part=part) for part in parts), None)
    if name in _TOGETHER and values and all(map(_ZIP_AND_CITY.fullmatch, values)):
        return Source(columns=(heading,), match=_TOGETHER[name])
    return None


def _leave_addresses_out(analysis: SheetAnalysis) -> Iterator[Answer]:
    there = [name for name in ADDRESS_BLOCK if name in analysis.places]
    set_otherwise = {*analysis.mapping.constants, *analysis.mapping.made_fields}
    if not set_otherwise & {*ADDRESS_BLOCK}:
        headings = [analysis.heading_of(name) for name in there]
        text = _("leave the address out: {columns}").format(columns=join_words([*map(quote_name, headings)]))
        yield Answer(text, ColumnMapping(columns=dict.fromkeys(headings, "")))


def _ask_about_blanks(analysis: SheetAnalysis, columns: dict[str, pd.Series], rows: int) -> Iterator[Decision]:
    """What becomes of rows of which the address is not complete."""
    needed = {name: analysis.heading_of(name) for name in ADDRESS_NEEDED if name in columns}
    if not {*columns}.isdisjoint(analysis.mapping.made_fields):
        return
    whole = RowCondition({heading: CellTest(("*",)) for heading in needed.values()})
    headings = {name: analysis.heading_of(name) for name in columns}
    without = ColumnMapping(
        columns={heading: "" for heading in headings.values() if heading in analysis.mapping.columns},
        fields={name: (Source(columns=(heading,), where=whole),) for name, heading in headings.items()},
    )
    begun = [RowCondition({heading: CellTest(("",)), other: CellTest(("*",))})
             for heading in needed.values() for other in headings.values() if other != heading]  # fmt: skip
    yield Decision(
        key="address:blank",
        about="value",
        question=_(
            "Some rows have only a part of an address, and an address needs {parts}. What should happen to them?"
        ).format(parts=join_words([heading_of(get_field(name)) for name in ADDRESS_NEEDED])),
        rows=rows,
        answers=(
            Answer(_("send them without an address"), without),
            Answer(_("leave these rows out"), ColumnMapping(rows=RowRules(leave_out=tuple(begun)))),
            *_leave_addresses_out(analysis),
        ),
    )
