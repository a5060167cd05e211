"""Rows that lack what every job needs, and parents that are nowhere."""

from collections.abc import Iterator, Sequence

from importer.catalogue import PARENT_REFERENCE, REFERENCE, Field, get_field, heading_of, spell_count
from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.shared_answers import leave_out
from importer.languages import _, append_more, ngettext, quote_name
from importer.mapping import CellTest, ColumnMapping, RowCondition, RowRules, Source

_SHOWN = 5  # values in a question
_HALF = 0.5


def ask_about_blank_codes(analysis: SheetAnalysis) -> Iterator[Decision]:
    """What rows have that are blank where every job needs something."""
    for name in analysis.places:
        field = get_field(name)
        if not (field.required or (field.one_of and field.lookup and field.lookup.by_code)):
            continue
        blank = analysis.count_values(name).get("", 0)
        heading = analysis.heading_of(name)
        if not blank or heading not in analysis.sheet.headings or "" in analysis.mapping.values.get(name, {}):
            continue
        yield Decision(
            key=f"blank:{name}",
            about="value",
            question=ngettext(
                '"{heading}" is empty in {rows}, and every job needs "{field}". What should happen to that row?',
                '"{heading}" is empty in {rows}, and every job needs "{field}". What should happen to these rows?',
                blank,
            ).format(heading=heading, rows=spell_count(blank, "row"), field=heading_of(field)),
            rows=blank,
            answers=(
                *_suggest_filled(analysis, name, heading),
                *_suggest_constants(analysis, field),
                leave_out(heading, ("",)),
            ),
            typed="value",
            field=name,
            heading=heading,
            value="",
        )


def _suggest_filled(analysis: SheetAnalysis, name: str, heading: str) -> Iterator[Answer]:
    """The value above, where the first row has one and most others are blank, as in a grouped report."""
    if name in analysis.mapping.made_fields or heading in analysis.mapping.rows.fill_down:
        return
    column = analysis.cells.iloc[:, analysis.places[name]].str.strip()
    if len(column) and column.iloc[0] and (column == "").sum() >= _HALF * len(column):
        rules = RowRules(fill_down=(heading,))
        yield Answer(_("the value of the row above"), ColumnMapping(rows=rules), _("the rows are in groups"))


def _suggest_constants(analysis: SheetAnalysis, field: Field) -> Iterator[Answer]:
    if field.choices:
        for code in ("ToBePlanned", "Open"):
            yield Answer(f'"{code}"', ColumnMapping(values={field.name: {"": code}}))
    if field.required:
        others = [choice for choice in analysis.choices if choice.field == "description" and choice.how != "suggested"]
        first = analysis.heading_of(field.name)
        for choice in others if field.name not in analysis.mapping.made_fields else []:
            sources = (
                Source(columns=(first,), where=RowCondition({first: CellTest(("*",))})),
                Source(columns=(choice.heading,), take="first line"),
            )
            text = _('the first line of "{heading}"').format(heading=choice.heading)
            columns = {first: ""} if first in analysis.mapping.columns else {}
            yield Answer(text, ColumnMapping(columns=columns, fields={field.name: sources}))


def ask_about_missing_parents(analysis: SheetAnalysis) -> Iterator[Decision]:
    """What becomes of parents that are neither a row of the sheet nor a job in the target."""
    if (
        PARENT_REFERENCE not in analysis.places
        or analysis.directory is None
        or PARENT_REFERENCE in analysis.mapping.may_be_missing
    ):
        return
    if REFERENCE not in analysis.places and any(one.field == REFERENCE for one in analysis.choices):
        return  # which rows are here is known once the column of their numbers is
    here = analysis.count_values(REFERENCE) if REFERENCE in analysis.places else {}
    texts = {
        text: count for text, count in analysis.count_values(PARENT_REFERENCE).items() if text and text not in here
    }
    analysis.directory.fetch({PARENT_REFERENCE: frozenset(texts)})
    found = {text: analysis.directory.find(PARENT_REFERENCE, text) for text in texts}
    nowhere = [text for text, hit in found.items() if not (hit.open or hit.entry or hit.archived or hit.candidates)]
    if not nowhere:
        return
    rows = sum(texts[text] for text in nowhere)
    shown = append_more(", ".join(map(quote_name, nowhere[:_SHOWN])), len(nowhere) - _SHOWN)
    empty = ColumnMapping(fields={PARENT_REFERENCE: (Source(may_be_missing=True),)})
    question = _('Parents in "{heading}" are in no row that is sent, nor in the target: {values}. What should happen?')
    yield Decision(
        key=f"parents:{PARENT_REFERENCE}",
        about="value",
        question=question.format(heading=analysis.heading_of(PARENT_REFERENCE), values=shown),
        rows=rows,
        answers=(Answer(_("send the jobs without a parent"), empty),),
        why=_explain_left_out(analysis, nowhere),
    )


def _explain_left_out(analysis: SheetAnalysis, parents: Sequence[str]) -> str:
    """Which of the parents are rows of the sheet that are left out, in a few words."""
    heading = analysis.heading_of(REFERENCE)
    if heading not in analysis.sheet.headings:
        return ""
    rows = analysis.sheet.cells.loc[sorted(analysis.ruled.left_out), heading]
    there = {str(text).strip() for text in rows.to_numpy().ravel()}
    found = [parent for parent in parents if parent in there]
    left_out = append_more(", ".join(map(quote_name, found[:_SHOWN])), len(found) - _SHOWN)
    return _("left out by a rule: {values}").format(values=left_out) if found else ""
