"""What is open of values: statuses of work that is done, names in place of codes, values that are not valid, blanks."""

from collections.abc import Iterator, Sequence

from importer.catalogue import Field, counted, field_named, heading_of, status_meaning
from importer.decisions.columns import together
from importer.decisions.decision import Answer, Decision
from importer.decisions.understanding import Understanding
from importer.languages import _, and_more, grouped
from importer.mapping import CellTest, ColumnMapping, Condition, InvalidValue, RowRules, Source

_STATUS = "job_status_code"
_PARENT, _REFERENCE = "_parent_jobs_reference_back_office", "reference_back_office"
_SHOWN = 5  # values in a question
_HALF = 0.5
_FEW = 8  # codes of a list that are all offered
_NOWHERE = frozenset({"", "-", "n/a", "#n/a", "na", "none", "null", "?"})


def done_statuses(known: Understanding) -> Iterator[Decision]:
    """Whether rows are left out whose status says that no work is left."""
    found = [one for one in known.invalid if one.field == _STATUS and _is_done(one.value)]
    heading = known.heading_of(_STATUS)
    if not found or heading not in known.sheet.headings:
        return
    patterns = tuple(dict.fromkeys(_pattern_of(one.value) for one in found))
    statuses = (("Canceled", _('"{status}" is sent for them')),)
    sent = tuple(
        Answer(text.format(status=status), ColumnMapping(values={_STATUS: dict.fromkeys(patterns, status)}))
        for status, text in statuses
    )
    yield Decision(
        key="rows:done",
        about="rows",
        question=_('Statuses in "{heading}" say that the work is done: {values}. Are these rows left out?').format(
            heading=heading, values=_values(found)
        ),
        rows=sum(one.count for one in found),
        answers=(_leave_out(heading, patterns), *sent),
        typed="value",
        field=_STATUS,
        heading=heading,
        value="\n".join(patterns),
    )


def names_for_codes(known: Understanding, apart: frozenset[str] = frozenset()) -> Iterator[Decision]:
    """Whether columns have names, or other spellings, of what the target has, in place of codes: all at once, or one
    by one.
    """
    found = list(_named(known))
    key = "names:all"
    if len(found) > 1 and key not in apart:
        headings = ", ".join(f'"{known.heading_of(name)}"' for name, _why, _rows in found)
        yield Decision(
            key=key,
            about="column",
            question=_("Columns have names in place of codes: {headings}. Are codes looked up by name?").format(
                headings=headings
            ),
            rows=max(rows for _name, _why, rows in found),
            answers=(
                Answer(_("yes, by name"), together([_by_name(name) for name, _why, _rows in found])),
                Answer(_("asked one by one"), apart=True),
            ),
            why="; ".join(f'"{known.heading_of(name)}": {why}' for name, why, _rows in found),
        )
        return
    for name, why, rows in found:
        yield Decision(
            key=f"names:{name}",
            about="column",
            question=_('"{heading}" has names in place of codes. Are codes looked up by name?').format(
                heading=known.heading_of(name)
            ),
            rows=rows,
            answers=(Answer(_("yes, by name"), _by_name(name), why),),
            why=why,
        )


def _by_name(name: str) -> ColumnMapping:
    return ColumnMapping(fields={name: (Source(by_name=True),)})


def _named(known: Understanding) -> Iterator[tuple[str, str, int]]:
    """The fields with names in place of codes, with what says so, and the rows that have them."""
    for field in known.coded():
        values = [one for one in known.invalid if one.field == field.name]
        if known.lists is None or field.name in known.mapping.by_name or not values or field.choices:
            continue
        all_ = [text for text in known.counts(field.name) if text]
        named = [one for one in values if known.lists.is_name(field.name, one.value)]
        if named and len(named) >= _HALF * len(all_):
            evidence = _("{count} of {all} values are names or other spellings of the target's list")
            why = evidence.format(count=grouped(len(named)), all=grouped(len(all_)))
            yield field.name, why, sum(one.count for one in named)


def invalid_codes(known: Understanding, apart: frozenset[str]) -> Iterator[Decision]:
    """What the values of a column stand for that are not valid: all at once where that is likely, or one by one."""
    waiting = {name for name, _why, _rows in _named(known)}
    for name in dict.fromkeys(one.field for one in known.invalid):
        field = field_named(name)
        found = [one for one in known.invalid if one.field == name and not (name == _STATUS and _is_done(one.value))]
        if not found or name in waiting:
            continue
        likely = [one for one in found if one.nearest]
        key = f"values:{name}"
        if len(found) > 1 and key not in apart:
            yield _values_decision(known, field, found, likely)
        else:
            yield from (_value_decision(known, field, one) for one in found)


def _values_decision(
    known: Understanding, field: Field, found: Sequence[InvalidValue], likely: Sequence[InvalidValue]
) -> Decision:
    heading = known.heading_of(field.name)
    answers: list[Answer] = []
    if likely:
        pairs = {_pattern_of(one.value, field): one.nearest[0] for one in likely}
        shown = and_more(
            ", ".join(f'"{old}" = {new}' for old, new in list(pairs.items())[:_SHOWN]), len(pairs) - _SHOWN
        )
        answers.append(Answer(shown, ColumnMapping(values={field.name: pairs})))
    answers.append(Answer(_("asked one by one"), apart=True))
    if not (field.required or field.one_of):
        answers.append(_left_empty(field))
    answers.append(_leave_out(heading, tuple(_escaped(one.value) for one in found)))
    return Decision(
        key=f"values:{field.name}",
        about="value",
        question=_('{count} in "{heading}" are not valid for "{field}": {values}. What do they stand for?').format(
            count=counted(len(found), "value"), heading=heading, field=heading_of(field), values=_values(found)
        ),
        rows=sum(one.count for one in found),
        answers=tuple(answers),
        typed="value",
        field=field.name,
        heading=heading,
        value="*",
    )


def _value_decision(known: Understanding, field: Field, one: InvalidValue) -> Decision:
    heading = known.heading_of(field.name)
    others = field.choices or (known.lists.codes_of(field.name) if known.lists else ())
    codes = dict.fromkeys((*one.nearest, *(others if len(others) <= _FEW else ())))
    likely = tuple(
        Answer(f'"{code}"', ColumnMapping(values={field.name: {_pattern_of(one.value, field): code}})) for code in codes
    )
    empty = ColumnMapping(values={field.name: {one.value: ""}})
    none = () if field.required or field.one_of else (Answer(_("it stands for nothing: left empty"), empty),)
    first = none if one.value.casefold() in _NOWHERE else ()
    return Decision(
        key=f"value:{field.name}:{one.value}",
        about="value",
        question=_('What does "{value}" in "{heading}" stand for?').format(value=one.value, heading=heading),
        rows=one.count,
        answers=(*first, *likely, *(none if not first else ()), _leave_out(heading, (_escaped(one.value),))),
        typed="value",
        field=field.name,
        heading=heading,
        value=one.value,
    )


def _left_empty(field: Field) -> Answer:
    says = ColumnMapping(fields={field.name: (Source(may_be_missing=True),)})
    return Answer(_("left empty where the target has no such code"), says)


def _leave_out(heading: str, patterns: Sequence[str]) -> Answer:
    says = ColumnMapping(rows=RowRules(leave_out=(Condition({heading: CellTest(tuple(patterns))}),)))
    return Answer(_("these rows are left out"), says)


def parents_nowhere(known: Understanding) -> Iterator[Decision]:
    """What becomes of parents that are neither a row of the sheet nor a job in the target."""
    if _PARENT not in known.places or known.directory is None or _PARENT in known.mapping.may_be_missing:
        return
    here = known.counts(_REFERENCE) if _REFERENCE in known.places else {}
    texts = {text: count for text, count in known.counts(_PARENT).items() if text and text not in here}
    known.directory.fetch({_PARENT: frozenset(texts)})
    found = {text: known.directory.find(_PARENT, text) for text in texts}
    nowhere = [text for text, hit in found.items() if not (hit.open or hit.entry or hit.archived or hit.candidates)]
    if not nowhere:
        return
    rows = sum(texts[text] for text in nowhere)
    shown = and_more(", ".join(f'"{text}"' for text in nowhere[:_SHOWN]), len(nowhere) - _SHOWN)
    empty = ColumnMapping(fields={_PARENT: (Source(may_be_missing=True),)})
    question = _('Parents in "{heading}" are neither in this sheet nor in the target: {values}. What becomes of them?')
    yield Decision(
        key=f"parents:{_PARENT}",
        about="value",
        question=question.format(heading=known.heading_of(_PARENT), values=shown),
        rows=rows,
        answers=(Answer(_("the jobs are sent without a parent"), empty),),
    )


def blank_codes(known: Understanding) -> Iterator[Decision]:
    """What rows have that are blank where every job needs something."""
    for name in known.places:
        field = field_named(name)
        if not (field.required or (field.one_of and field.lookup and field.lookup.by_code)):
            continue
        blank = known.counts(name).get("", 0)
        heading = known.heading_of(name)
        if not blank or heading not in known.sheet.headings or "" in known.mapping.values.get(name, {}):
            continue
        yield Decision(
            key=f"blank:{name}",
            about="value",
            question=_('"{heading}" is empty in {rows}, and every job needs "{field}". What becomes of them?').format(
                heading=heading, rows=counted(blank, "row"), field=heading_of(field)
            ),
            rows=blank,
            answers=(*_filled(known, name, heading), *_for_blanks(known, field), _leave_out(heading, ("",))),
            typed="value",
            field=name,
            heading=heading,
            value="",
        )


def _filled(known: Understanding, name: str, heading: str) -> Iterator[Answer]:
    """The value above, where the first row has one and most others are blank, as in a grouped report."""
    if name in known.mapping.made or heading in known.mapping.rows.fill_down:
        return
    column = known.cells.iloc[:, known.places[name]].str.strip()
    if len(column) and column.iloc[0] and (column == "").sum() >= _HALF * len(column):
        rules = RowRules(fill_down=(heading,))
        yield Answer(_("the value of the row above"), ColumnMapping(rows=rules), _("the rows are in groups"))


def _for_blanks(known: Understanding, field: Field) -> Iterator[Answer]:
    if field.choices:
        for code in ("ToBePlanned", "Open"):
            yield Answer(f'"{code}"', ColumnMapping(values={field.name: {"": code}}))
    if field.required:
        others = [choice for choice in known.choices if choice.field == "description" and choice.how != "suggested"]
        first = known.heading_of(field.name)
        for choice in others if field.name not in known.mapping.made else []:
            sources = (
                Source(columns=(first,), where=Condition({first: CellTest(("*",))})),
                Source(columns=(choice.heading,), take="first line"),
            )
            text = _('the first line of "{heading}"').format(heading=choice.heading)
            columns = {first: ""} if first in known.mapping.columns else {}
            yield Answer(text, together([ColumnMapping(columns=columns, fields={field.name: sources})]))


def _is_done(value: str) -> bool:
    meant = status_meaning(value)
    return meant is not None and meant.is_done


def _pattern_of(value: str, field: Field | None = None) -> str:
    """How a mapping file names the value: by the code at its start, where others follow it."""
    meant = status_meaning(value) if field is None or field.name == _STATUS else None
    return f"{meant.prefix}*" if meant and meant.prefix else _escaped(value) if field is None else value


def _escaped(value: str) -> str:
    return value.replace("*", r"\*")


def _values(found: Sequence[InvalidValue]) -> str:
    shown = ", ".join(f'"{one.value}" ({grouped(one.count)})' for one in found[:_SHOWN])
    return and_more(shown, len(found) - _SHOWN)
