"""What is open of columns: what gives the fields that every job needs, several that mean one, suggestions, the rest."""

import re
from collections.abc import Iterator, Sequence

from importer.catalogue import Field, field_named, heading_of, status_meaning
from importer.decisions.decision import Answer, Decision
from importer.decisions.understanding import Understanding
from importer.languages import _, and_more
from importer.mapping import Choice, ColumnMapping, Source, could_be, merged, unit_of
from importer.records import letter_of

_MOMENTS = ("suggested_date_start", "due_date", "earliest_date_plannable")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}")
_CLOCK = re.compile(r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?")
_NAME, _TEXT = "name", "description"
_CANDIDATES, _MOST_ANSWERS = 5, 9
_LONGEST_CODE = 60  # letters of a code or name
_NO_CODE = re.compile(r"-?[0-9]+[.,][0-9]+|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*|[0-9]{1,2}:[0-9]{2}.*", re.DOTALL)
_NAMED = 6  # headings in a question
_MOST_CONSTANTS = 3  # entries of a list that are offered for all rows
_FOR_ALL = ("ToBePlanned", "Open")  # statuses that are offered for all rows


def needed_fields(known: Understanding) -> Iterator[Decision]:
    """What gives a field that every job needs."""
    for name in known.missing:
        field = field_named(name)
        likely, others = _columns_for(known, field)
        answers = (*likely, *_constants_for(known, field), *others)[:_MOST_ANSWERS]
        yield Decision(
            key=f"field:{name}",
            about="field",
            question=_('What gives the field "{field}"? Every job needs it.').format(field=heading_of(field)),
            rows=len(known.cells),
            answers=answers,
            typed="source",
            field=name,
        )


def as_column(known: Understanding, field: Field, choice: Choice) -> Answer:
    """A column is taken for a field; its values are names where the lists of the target say so."""
    text = _('column {letter} "{heading}": {samples}').format(
        letter=choice.letter, heading=choice.heading, samples=samples_of(choice)
    )
    if known.lists and known.lists.are_names(field.name, known.sample(choice.heading)):
        says = ColumnMapping(fields={field.name: (Source(columns=(choice.heading,), by_name=True),)})
    else:
        says = ColumnMapping(columns={choice.heading: field.name})
    return Answer(text, says, choice.reason if choice.field == field.name else "")


def _columns_for(known: Understanding, field: Field) -> tuple[list[Answer], list[Answer]]:
    """The columns that may give a field: those of which something says so, and others."""
    free = [choice for choice in _free(known) if could_be(field, known.sample(choice.heading))]
    likely = [choice for choice in free if choice.field == field.name]
    if field.name == _NAME:
        likely += [choice for choice in known.choices if choice.field == _TEXT and choice.how != "suggested"]
    others = [
        choice for choice in free if choice.field is None and (field.lookup is None or _like_codes(known, choice))
    ]
    if field.choices:
        likely += [choice for choice in others if _are_statuses(known.sample(choice.heading))]
        others = []
    elif known.lists and field.lookup:
        likely += [choice for choice in others if known.lists.share(field.name, known.sample(choice.heading))]
    others = [choice for choice in others if choice not in likely]
    others.sort(key=lambda choice: known.distinct(choice.heading) * (1 if field.lookup else -1))
    return [as_column(known, field, choice) for choice in likely], [
        as_column(known, field, choice) for choice in others[:_CANDIDATES]
    ]


def _are_statuses(values: Sequence[str]) -> bool:
    """Whether half of the values say what statuses say."""
    return 2 * sum(status_meaning(value) is not None for value in values) >= len(values)


def _like_codes(known: Understanding, choice: Choice) -> bool:
    """Whether the values may be codes or names of a list: short, and no dates or numbers with decimals."""
    values = known.sample(choice.heading)
    numbers = sum(_NO_CODE.fullmatch(value) is not None for value in values)
    return bool(values) and max(map(len, values)) <= _LONGEST_CODE and numbers < len(values) / 2


def _constants_for(known: Understanding, field: Field) -> Iterator[Answer]:
    codes: Sequence[str] = _FOR_ALL if field.choices else known.lists.codes_of(field.name) if known.lists else ()
    for code in codes if len(codes) <= _MOST_CONSTANTS else ():
        yield Answer(_('"{value}" in every row').format(value=code), ColumnMapping(constants={field.name: code}))


def samples_of(choice: Choice) -> str:
    """A few values of a column, on one line."""
    return " | ".join(" ".join(sample.split()) for sample in choice.samples)


def rival_columns(known: Understanding) -> Iterator[Decision]:
    """Which of several columns fills the field that they all mean."""
    for one in known.judged.rivals:
        if not one.is_open:
            continue
        letters = {heading: letter_of(number) for number, heading in one.columns}
        samples = {choice.heading: samples_of(choice) for choice in known.choices}
        answers = tuple(
            Answer(
                _('column {letter} "{heading}": {samples}').format(
                    letter=letter, heading=heading, samples=samples.get(heading, "")
                ),
                ColumnMapping(columns={**dict.fromkeys(letters, ""), heading: one.field.name}),
            )
            for heading, letter in letters.items()
        )
        question = _('Several columns mean the field "{field}". Which one fills it?')
        yield Decision(
            key=f"rivals:{one.field.name}",
            about="column",
            question=question.format(field=heading_of(one.field)),
            rows=len(known.cells),
            answers=answers,
        )


def unclear_units(known: Understanding) -> Iterator[Decision]:
    """What lengths of time are in where neither the heading nor the values say it."""
    for heading in known.judged.unclear:
        field = known.decided.field_of(heading)
        if field is None or unit_of(heading):
            continue
        units = (("hours", _("hours")), ("minutes", _("minutes")))
        yield Decision(
            key=f"unit:{heading}",
            about="reading",
            question=_('Is "{heading}" in hours or in minutes?').format(heading=heading),
            rows=len(known.cells),
            answers=tuple(
                Answer(
                    word,
                    ColumnMapping(
                        columns={heading: field.name} if unit == "minutes" else {},
                        fields={field.name: (Source(columns=(heading,), unit="hours"),)} if unit == "hours" else {},
                    ),
                )
                for unit, word in units
            ),
            why=_("its values are small: {samples}").format(samples=" | ".join(known.sample(heading)[:3])),
        )


def suggested_columns(known: Understanding, apart: frozenset[str]) -> Iterator[Decision]:
    """Whether columns mean what they seem to: all at once, or one by one."""
    missing = set(known.missing)
    found = [choice for choice in _free(known) if choice.field and choice.field not in missing]
    key = "columns:suggested"
    if len(found) > 1 and key not in apart:
        single = [as_column(known, field_named(choice.field or ""), choice) for choice in found]
        pairs = [f'"{choice.heading}" = {heading_of(field_named(choice.field or ""))}' for choice in found]
        yield Decision(
            key=key,
            about="column",
            question=_("Do these columns mean this? {pairs}").format(pairs=", ".join(pairs)),
            rows=0,
            answers=(Answer(_("yes, all"), together(answer.says for answer in single)), _one_by_one()),
            why="; ".join(f'"{choice.heading}": {choice.reason}' for choice in found if choice.reason),
        )
        return
    for choice in found:
        field = field_named(choice.field or "")
        yield _column_decision(choice, (as_column(known, field, choice), _left_out([choice.heading])))


def dates_and_times(known: Understanding) -> Iterator[Decision]:
    """Whether a column of days and one of times are one moment."""
    free = _free(known)
    days = [choice for choice in free if _all(known, choice, _DAY)]
    times = [choice for choice in free if _all(known, choice, _CLOCK)]
    if not days or not times or _MOMENTS[0] in known.places or _MOMENTS[0] in known.missing:
        return
    day, time = days[0], times[0]
    columns = (day.heading, time.heading)
    yield Decision(
        key=f"moment:{day.heading}",
        about="column",
        question=_('"{day}" has days and "{time}" has times. Are they one moment, and which?').format(
            day=day.heading, time=time.heading
        ),
        rows=0,
        answers=tuple(
            Answer(heading_of(field_named(name)), ColumnMapping(fields={name: (Source(columns=columns),)}))
            for name in _MOMENTS
            if name not in known.places
        ),
        why=f"{samples_of(day)}; {samples_of(time)}",
    )


def _all(known: Understanding, choice: Choice, pattern: re.Pattern[str]) -> bool:
    return all(pattern.fullmatch(value) for value in known.sample(choice.heading))


def other_columns(known: Understanding, apart: frozenset[str]) -> Iterator[Decision]:
    """What becomes of the columns of which nothing is known, once every job has what it needs: all at once, or one by
    one.
    """
    found = [] if known.missing else [choice for choice in _free(known) if choice.field is None]
    key = "columns:unknown"
    if len(found) > 1 and key not in apart:
        names = and_more(", ".join(f'"{choice.heading}"' for choice in found[:_NAMED]), len(found) - _NAMED)
        yield Decision(
            key=key,
            about="column",
            question=_("These columns fill no field. Are they left out? {names}").format(names=names),
            rows=0,
            answers=(_left_out([choice.heading for choice in found]), _one_by_one()),
        )
        return
    for choice in found:
        yield _column_decision(choice, (_left_out([choice.heading]),))


def together(parts: Iterator[ColumnMapping] | Sequence[ColumnMapping]) -> ColumnMapping:
    """Several small mappings as one."""
    whole = ColumnMapping()
    for part in parts:
        whole = merged(whole, part)
    return whole


def _column_decision(choice: Choice, answers: tuple[Answer, ...]) -> Decision:
    question = _('What is column {letter} "{heading}"? {samples}')
    return Decision(
        key=f"column:{choice.heading}",
        about="column",
        question=question.format(letter=choice.letter, heading=choice.heading, samples=samples_of(choice)).strip(),
        rows=0,
        answers=answers,
        why=choice.reason,
        typed="field",
        heading=choice.heading,
    )


def _left_out(headings: Sequence[str]) -> Answer:
    text = _("it is left out") if len(headings) == 1 else _("all are left out")
    return Answer(text, ColumnMapping(columns=dict.fromkeys(headings, "")))


def _one_by_one() -> Answer:
    return Answer(_("asked one by one"), apart=True)


def _free(known: Understanding) -> list[Choice]:
    """The columns of the sheet that nobody has decided on, with something in them and a heading of their own."""
    asked = {heading for one in known.judged.rivals if one.is_open for _number, heading in one.columns}
    headings = known.sheet.headings
    return [
        choice
        for choice in known.choices
        if choice.how in {"suggested", "unknown"}
        and choice.samples
        and choice.heading.strip()
        and headings.count(choice.heading) == 1
        and choice.heading not in asked
    ]
