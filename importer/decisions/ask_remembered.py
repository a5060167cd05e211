"""What was decided for the same customer before: offered at once or one by one, with the sheet that it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from importer.catalogue import find_field, fold_spelling, get_field, heading_of, spell_count
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import ask_one_by_one, combine_mappings
from importer.languages import _
from importer.mapping import OPTIONS, ColumnMapping, Remembered, RowRules
from importer.settings import Options

ALL = "remembered:all"
_TOGETHER = {"one_job_per": ("one_job_per", "join")}  # rules that are one decision


@dataclass(frozen=True)
class _RememberedPart:
    key: str
    mapping: ColumnMapping
    about: str
    origin: str


def ask_about_remembered(analysis: SheetAnalysis, apart: frozenset[str]) -> Iterator[Decision]:
    """Whether what was decided before holds for this sheet too; what the mapping says already is not asked."""
    remembered = analysis.remembered
    parts = list(_list_parts(analysis, remembered)) if remembered else []
    if not remembered or not parts:
        return
    if len(parts) > 1 and ALL not in apart:
        mapping = combine_mappings(part.mapping for part in parts)
        question = _("{customer}: {found} from before ({origin}). Use them for this sheet, too?")
        found = spell_count(len(parts), "decision")
        yield Decision(
            key=ALL,
            about="column",
            question=question.format(customer=remembered.customer.label, found=found, origin=remembered.last),
            rows=0,
            answers=(Answer(_("yes, all"), mapping), ask_one_by_one()),
            why="; ".join(part.about for part in parts),
        )
        return
    for part in parts:
        question = _("{customer}: earlier decision: {about} ({origin}). Use it for this sheet, too?")
        yield Decision(
            key=part.key,
            about="column",
            question=question.format(customer=remembered.customer.label, about=part.about, origin=part.origin),
            rows=0,
            answers=(Answer(_("yes"), part.mapping),),
        )


def add_remembered(analysis: SheetAnalysis) -> ColumnMapping:
    """The mapping with all that was decided for the customer before and that it does not say itself."""
    remembered = analysis.remembered
    return (
        combine_mappings([analysis.mapping, *(part.mapping for part in _list_parts(analysis, remembered))])
        if remembered
        else analysis.mapping
    )


def _list_parts(analysis: SheetAnalysis, remembered: Remembered) -> Iterator[_RememberedPart]:
    yield from _list_columns(analysis, remembered)
    yield from _list_fields_and_rows(analysis, remembered)
    yield from _list_values(analysis, remembered)
    options = {name: getattr(remembered.mapping.options, name) for name in OPTIONS}
    new = {
        name: value for name, value in options.items() if value is not None and getattr(analysis.options, name) is None
    }
    for name, value in new.items():
        change: dict[str, Any] = {name: value}
        mapping = ColumnMapping(options=replace(Options(), **change))
        yield _make_part(remembered, f"options:{name}", mapping, f"{name} = {value}")


def _list_columns(analysis: SheetAnalysis, remembered: Remembered) -> Iterator[_RememberedPart]:
    taken = {*analysis.mapping.columns.values(), *analysis.mapping.made_fields, *analysis.mapping.constants}
    for heading in dict.fromkeys(analysis.sheet.headings):
        name = remembered.mapping.find_decision(heading) if heading.strip() else None
        if name is None or analysis.mapping.find_decision(heading) is not None or (name and name in taken):
            continue
        own = find_field(heading)
        if own is None or own.name != name:
            about = _('"{heading}" is {field}').format(
                heading=heading, field=heading_of(get_field(name)) if name else _("left out")
            )
            yield _make_part(remembered, f"columns:{heading}", ColumnMapping(columns={heading: name}), about)


def _list_fields_and_rows(analysis: SheetAnalysis, remembered: Remembered) -> Iterator[_RememberedPart]:
    there = {fold_spelling(heading) for heading in analysis.sheet.headings}
    by_columns = {remembered.mapping.find_decision(heading) for heading in analysis.sheet.headings}
    filled = {*analysis.mapping.columns.values(), *analysis.mapping.constants, *by_columns}
    for name, sources in remembered.mapping.fields.items():
        needed = {fold_spelling(heading) for source in sources for heading in source.headings}
        is_free = name not in filled or not any(source.makes for source in sources)
        if needed <= there and is_free and name not in analysis.mapping.fields:
            about = "; ".join(_describe_field(name, str(source) if source.makes else "") for source in sources)
            yield _make_part(remembered, f"fields:{name}", ColumnMapping(fields={name: sources}), about)
    for name, value in remembered.mapping.constants.items():
        if name not in filled and name not in analysis.places and name not in analysis.mapping.made_fields:
            yield _make_part(
                remembered, f"constants:{name}", ColumnMapping(constants={name: value}), _describe_field(name, value)
            )
    tree = remembered.mapping.rows.tree
    rules = remembered.mapping.rows
    headings = {fold_spelling(heading) for _rule, heading in rules.headings}
    if tree and not analysis.mapping.rows.tree and headings <= there:
        for rule in tree:
            if rule != _TOGETHER["one_job_per"][1]:
                arguments: dict[str, Any] = {name: getattr(rules, name) for name in _TOGETHER.get(rule, (rule,))}
                only = RowRules(**arguments)
                yield _make_part(remembered, f"rows:{rule}", ColumnMapping(rows=only), f"rows.{rule}")


def _list_values(analysis: SheetAnalysis, remembered: Remembered) -> Iterator[_RememberedPart]:
    """The values of a field are one decision: those that the mapping does not name."""
    for name, pairs in remembered.mapping.values.items():
        own = analysis.mapping.values.get(name, {})
        new = {old: value for old, value in pairs.items() if old not in own}
        if new:
            about = _describe_field(name, ", ".join(f'"{old}" = "{value}"' for old, value in new.items()))
            yield _make_part(remembered, f"values:{name}:{next(iter(new))}", ColumnMapping(values={name: new}), about)


def _describe_field(name: str, what: str) -> str:
    return f"{heading_of(get_field(name))}: {what}" if what else heading_of(get_field(name))


def _make_part(remembered: Remembered, key: str, mapping: ColumnMapping, about: str) -> _RememberedPart:
    return _RememberedPart(f"remembered:{key}", mapping, about, remembered.origins.get(key, remembered.last))
