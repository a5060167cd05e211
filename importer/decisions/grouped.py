"""What the lines above groups of rows mean, as reports have them."""

from collections.abc import Iterator, Sequence

from importer.catalogue import ADDRESS_BLOCK, ADDRESS_NEEDED, JOBS, Field, fold_spelling, get_field, heading_of
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.languages import _, append_more, quote_name
from importer.mapping import GROUP, CellTest, ColumnMapping, RowCondition, RowRules, Source, can_be
from importer.records import LARGER_GROUP
from importer.steps.map import GroupLine, group_lines_of

_SHOWN = 3  # lines in a question
_MOST_ANSWERS = 8
_MEMO = "internal_memo"
_CONDITIONS = ("rows.leave_out", "rows.keep")


def ask_about_group_lines(analysis: SheetAnalysis) -> Iterator[Decision]:
    """What the lines above groups say about the rows below them: those of one name or column together."""
    alike: dict[str, list[GroupLine]] = {}
    for line in group_lines_of(analysis.sheet):
        alike.setdefault(line.kind, []).append(line)
    for kind, lines in alike.items():
        if _is_answered(analysis, lines):
            continue
        texts = list(dict.fromkeys(line.text for line in lines))
        shown = append_more(", ".join(map(quote_name, texts[:_SHOWN])), len(texts) - _SHOWN)
        yield Decision(
            key=f"groups:{kind}",
            about="groups",
            question=_("Lines such as {lines} are above groups of rows. What do they mean for the rows below?").format(
                lines=shown
            ),
            rows=_count_waiting(analysis, lines),
            answers=(
                *list(_suggest_answers(analysis, lines))[:_MOST_ANSWERS],
                *_suggest_leaving_out(analysis, lines),
                *_suggest_memo(analysis, lines),
            ),
        )


def _count_waiting(analysis: SheetAnalysis, lines: Sequence[GroupLine]) -> int:
    """The jobs, where something that each of them needs may stand in the lines alone; else the lines themselves."""
    blank = (name for name in _find_unfilled(analysis) if get_field(name).required or get_field(name).one_of)
    needed = {*analysis.missing, *blank}
    filled = {name for answer in _suggest_answers(analysis, lines) for name in _find_filled(analysis, answer)}
    return len(analysis.cells) if needed & filled else len(lines)


def _find_filled(analysis: SheetAnalysis, answer: Answer) -> Iterator[str]:
    yield from answer.mapping.fields
    for heading in answer.mapping.rows.fill_down:
        field = analysis.decided.field_of(heading)
        yield field.name if field else next(iter(analysis.missing), "")


def _is_answered(analysis: SheetAnalysis, lines: Sequence[GroupLine]) -> bool:
    """Whether a rule says what these lines mean; of lines side by side in their rows it may say that of the others."""
    left_out = analysis.ruled.left_out
    if any(line.row not in left_out for line in lines):
        return False
    beside = {line.row for line in group_lines_of(analysis.sheet) if line.kind != lines[0].kind}
    if any(line.row not in beside for line in lines) or left_out[lines[0].row].rule.startswith(_CONDITIONS):
        return True
    stands = _find_heading_above(analysis, lines[0])
    sources = (source for made in analysis.mapping.made_fields.values() for source in made if source.of_group)
    return stands in analysis.mapping.rows.fill_down or any(one.line in {"", lines[0].kind} for one in sources)


def _find_heading_above(analysis: SheetAnalysis, line: GroupLine) -> str:
    """The heading of the column in which the line stands; '' where it has none of its own."""
    numbers = analysis.sheet.columns
    heading = analysis.sheet.headings[numbers.index(line.column)] if line.column in numbers else ""
    return heading if analysis.sheet.headings.count(heading) == 1 else ""


def _suggest_answers(analysis: SheetAnalysis, lines: Sequence[GroupLine]) -> Iterator[Answer]:
    """What they may say, the likeliest first: what they name, the column in which they stand alone, a field that is
    missing or of which the lists of the target say so.
    """
    heading, filled = _find_heading_filled(analysis, lines[0]) if lines[0].level != LARGER_GROUP else "", ""
    if heading:
        field = analysis.decided.field_of(heading)
        filled = field.name if field else ""
        text = _('"{heading}" of each row below').format(heading=heading)
        yield Answer(text, ColumnMapping(rows=RowRules(fill_down=(heading,))))
    values = list(dict.fromkeys(line.value for line in lines))
    for name in dict.fromkeys(
        (lines[0].field, *_find_likely(analysis, values), *analysis.missing, *_find_unfilled(analysis))
    ):
        field = get_field(name) if name and name != filled else None
        is_wording = field is not None and field.kind.is_wording and not field.kind.is_code  # each job has its own
        is_ruled_out = bool(lines[0].field) or is_wording or _is_unknown_there(analysis, name, values)
        is_possible = field is not None and can_be(field, values) and _can_be_used(analysis, field)
        if field and is_possible and (name == lines[0].field or not is_ruled_out):
            yield _make_answer(analysis, field, values, lines[0])


def _can_be_used(analysis: SheetAnalysis, field: Field) -> bool:
    """Whether it is no part of an address of which nothing gives the rest: each row would be invalid with it."""
    given = {*analysis.places, *analysis.mapping.constants, *analysis.mapping.made_fields, field.name}
    suggested = {choice.field for choice in analysis.choices}
    return field.name not in ADDRESS_BLOCK or given | suggested >= {*ADDRESS_NEEDED}


def _find_heading_filled(analysis: SheetAnalysis, line: GroupLine) -> str:
    """The heading of the column that is filled down from such lines; '' where there is none."""
    named = [heading for heading in analysis.sheet.headings if heading and _does_mean(analysis, heading, line)]
    stands = analysis.sheet.columns.index(line.column) if line.column in analysis.sheet.columns else -1
    if stands >= 0 and not line.field and _is_blank(analysis, stands):
        named.append(analysis.sheet.headings[stands])
    return next((heading for heading in named if analysis.sheet.headings.count(heading) == 1), "")


def _does_mean(analysis: SheetAnalysis, heading: str, line: GroupLine) -> bool:
    field = analysis.decided.field_of(heading)
    is_named = fold_spelling(heading) == fold_spelling(line.label) or (field is not None and field.name == line.field)
    return is_named and _is_blank(analysis, analysis.sheet.headings.index(heading))


def _is_blank(analysis: SheetAnalysis, position: int) -> bool:
    return bool((analysis.cells.iloc[:, position].str.strip() == "").all())


def _find_likely(analysis: SheetAnalysis, values: Sequence[str]) -> list[str]:
    """The fields in whose lists of the target the values are."""
    if analysis.lists is None:
        return []
    fields = [field.name for field in JOBS if field.lookup and field.lookup.listing != "Jobs"]
    shares = {name: analysis.lists.share(name, values) for name in fields if name not in analysis.mapping.made_fields}
    return sorted((name for name in fields if shares.get(name, 0) > 0), key=lambda name: -shares[name])


def _is_unknown_there(analysis: SheetAnalysis, name: str, values: Sequence[str]) -> bool:
    """Whether the list of the target that the field has, as far as it is known, has none of the values."""
    field = get_field(name) if name else None
    has_list = field is not None and field.lookup is not None and field.lookup.listing != "Jobs"
    return has_list and analysis.lists is not None and analysis.lists.share(name, values) == 0


def _find_unfilled(analysis: SheetAnalysis) -> Iterator[str]:
    """The fields of the sheet that no row fills."""
    for name, position in analysis.places.items():
        if name not in analysis.mapping.made_fields and _is_blank(analysis, position):
            yield name


def _make_answer(analysis: SheetAnalysis, field: Field, values: Sequence[str], line: GroupLine) -> Answer:
    """The field of each row below, by the name of its lines where there are lines of other levels too."""
    by_name = bool(analysis.lists and analysis.lists.are_names(field.name, values))
    others = any(other.kind != line.kind for other in group_lines_of(analysis.sheet))
    source = Source(take=GROUP, line=(line.label or line.place) if others else "", by_name=by_name)
    text = _('"{heading}" of each row below').format(heading=heading_of(field))
    return Answer(text, ColumnMapping(fields={field.name: (source,)}))


def _suggest_memo(analysis: SheetAnalysis, lines: Sequence[GroupLine]) -> Iterator[Answer]:
    """What they say is kept where people read it, if nothing else is there."""
    field, filled = get_field(_MEMO), {*analysis.places, *analysis.mapping.constants, *analysis.mapping.made_fields}
    if _MEMO not in filled and lines[0].field != _MEMO:
        yield _make_answer(analysis, field, [line.value for line in lines], lines[0])


def _suggest_leaving_out(analysis: SheetAnalysis, lines: Sequence[GroupLine]) -> Iterator[Answer]:
    """Nothing: they are left out, by a column in which they alone are empty."""
    rows = [line.row for line in lines]
    for position, heading in enumerate(analysis.sheet.headings):
        blank = analysis.sheet.cells.iloc[:, position].str.strip() == ""
        is_sign = blank[rows].all() and not (analysis.cells.iloc[:, position].str.strip() == "").any()
        if heading and is_sign and analysis.sheet.headings.count(heading) == 1:
            condition = RowCondition({**_make_test_of_kind(analysis, lines), heading: CellTest(("",))})
            mapping = ColumnMapping(rows=RowRules(leave_out=(condition,)))
            yield Answer(_("nothing: leave these lines out"), mapping)
            return


def _make_test_of_kind(analysis: SheetAnalysis, lines: Sequence[GroupLine]) -> dict[str, CellTest]:
    """What tells these lines from those of other levels; nothing where there are none, or the column has no heading."""
    stands = _find_heading_above(analysis, lines[0])
    if not stands or all(line.kind == lines[0].kind for line in group_lines_of(analysis.sheet)):
        return {}
    if lines[0].label:
        return {stands: CellTest((f"{_escape(lines[0].label)}*",))}
    texts = tuple(dict.fromkeys(_escape(line.text) for line in lines))
    return {stands: CellTest(texts if lines[0].level else ("*",))}


def _escape(text: str) -> str:
    return text.replace("*", r"\*")
