"""What is open of values: statuses of work that is done, and values that are not valid."""

from collections.abc import Iterator, Sequence

from importer.catalogue import Field, find_status_meaning, get_field, heading_of, spell_count
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.names_for_codes import find_fields_with_names
from importer.decisions.shared_answers import ask_one_by_one, leave_out
from importer.languages import _, append_more, group_thousands, quote_name
from importer.mapping import ColumnMapping, InvalidValue, Source

_STATUS = "job_status_code"
_SHOWN = 5  # values in a question
_FEW = 8  # codes of a list that are all offered
_NOWHERE = frozenset({"", "-", "n/a", "#n/a", "na", "none", "null", "?"})


def ask_about_done_statuses(analysis: SheetAnalysis) -> Iterator[Decision]:
    """Whether rows are left out whose status says that no work is left."""
    found = [one for one in analysis.invalid if one.field == _STATUS and _is_done(one.value)]
    heading = analysis.heading_of(_STATUS)
    if not found or heading not in analysis.sheet.headings:
        return
    patterns = tuple(dict.fromkeys(_pattern_of(one.value) for one in found))
    statuses = (("Canceled", _('send "{status}" for them')),)
    sent = tuple(
        Answer(text.format(status=status), ColumnMapping(values={_STATUS: dict.fromkeys(patterns, status)}))
        for status, text in statuses
    )
    yield Decision(
        key="rows:done",
        about="rows",
        question=_('Statuses in "{heading}" say that the work is done: {values}. Leave these rows out?').format(
            heading=heading, values=_spell_values(found)
        ),
        rows=sum(one.count for one in found),
        answers=(leave_out(heading, patterns), *sent),
        typed="value",
        field=_STATUS,
        heading=heading,
        value="\n".join(patterns),
    )


def ask_about_invalid_codes(analysis: SheetAnalysis, apart: frozenset[str]) -> Iterator[Decision]:
    """What the values of a column stand for that are not valid: all at once where that is likely, or one by one."""
    waiting = {name for name, _why, _rows in find_fields_with_names(analysis)}
    for name in dict.fromkeys(one.field for one in analysis.invalid):
        field = get_field(name)
        found = [one for one in analysis.invalid if one.field == name and not (name == _STATUS and _is_done(one.value))]
        if not found or name in waiting:
            continue
        likely = [one for one in found if one.nearest]
        key = f"values:{name}"
        if len(found) > 1 and key not in apart:
            yield _make_values_decision(analysis, field, found, likely)
        else:
            yield from (_make_value_decision(analysis, field, one) for one in found)


def _make_values_decision(
    analysis: SheetAnalysis, field: Field, invalid: Sequence[InvalidValue], likely: Sequence[InvalidValue]
) -> Decision:
    heading = analysis.heading_of(field.name)
    answers: list[Answer] = []
    if likely:
        pairs = {_pattern_of(one.value, field): one.nearest[0] for one in likely}
        shown = append_more(
            ", ".join(f'"{old}" = {new}' for old, new in list(pairs.items())[:_SHOWN]), len(pairs) - _SHOWN
        )
        answers.append(Answer(shown, ColumnMapping(values={field.name: pairs})))
    answers.append(ask_one_by_one())
    if not (field.required or field.one_of):
        answers.append(_leave_empty(field))
    answers += _suggest_leaving_out(analysis, heading, invalid)
    if heading in analysis.sheet.headings and field.name not in analysis.mapping.made_fields:
        text = _('column "{heading}" is not "{field}"').format(heading=heading, field=heading_of(field))
        answers.append(Answer(text, ColumnMapping(columns={heading: ""})))
    return Decision(
        key=f"values:{field.name}",
        about="value",
        question=_('{count} in "{heading}" are not valid for "{field}": {values}. What do they mean?').format(
            count=spell_count(len(invalid), "value"),
            heading=analysis.describe_source(field.name),
            field=heading_of(field),
            values=_spell_values(invalid),
        ),
        rows=sum(one.count for one in invalid),
        answers=tuple(answers),
        typed="value",
        field=field.name,
        heading=heading,
        value="*",
    )


def _make_value_decision(analysis: SheetAnalysis, field: Field, invalid: InvalidValue) -> Decision:
    heading = analysis.heading_of(field.name)
    others = field.choices or (analysis.lists.codes_of(field.name) if analysis.lists else ())
    codes = dict.fromkeys((*invalid.nearest, *(others if len(others) <= _FEW else ())))
    likely = tuple(
        Answer(f'"{code}"', ColumnMapping(values={field.name: {_pattern_of(invalid.value, field): code}}))
        for code in codes
    )
    empty = ColumnMapping(values={field.name: {invalid.value: ""}})
    none = () if field.required or field.one_of else (Answer(_("leave it empty"), empty),)
    first = none if invalid.value.casefold() in _NOWHERE else ()
    return Decision(
        key=f"value:{field.name}:{invalid.value}",
        about="value",
        question=_('What does "{value}" in "{heading}" mean?').format(
            value=invalid.value, heading=analysis.describe_source(field.name)
        ),
        rows=invalid.count,
        answers=(*first, *likely, *(none if not first else ()), *_suggest_leaving_out(analysis, heading, [invalid])),
        typed="value",
        field=field.name,
        heading=heading,
        value=invalid.value,
    )


def _suggest_leaving_out(analysis: SheetAnalysis, heading: str, invalid: Sequence[InvalidValue]) -> Iterator[Answer]:
    """Their rows are left out, where a column of the sheet has the values."""
    if heading in analysis.sheet.headings:
        yield leave_out(heading, tuple(_escape(one.value) for one in invalid))


def _leave_empty(field: Field) -> Answer:
    mapping = ColumnMapping(fields={field.name: (Source(may_be_missing=True),)})
    return Answer(_("leave it empty where the target has no such code"), mapping)


def _is_done(value: str) -> bool:
    meant = find_status_meaning(value)
    return meant is not None and meant.is_done


def _pattern_of(value: str, field: Field | None = None) -> str:
    """How a mapping file names the value: by the code at its start, where others follow it."""
    meant = find_status_meaning(value) if field is None or field.name == _STATUS else None
    return f"{meant.prefix}*" if meant and meant.prefix else _escape(value) if field is None else value


def _escape(value: str) -> str:
    return value.replace("*", r"\*")


def _spell_values(values: Sequence[InvalidValue]) -> str:
    shown = ", ".join(f"{quote_name(one.value)} ({group_thousands(one.count)})" for one in values[:_SHOWN])
    return append_more(shown, len(values) - _SHOWN)
