"""The open decisions as the page shows them: those on columns on one screen, those on values and rows on another."""

from dataclasses import dataclass
from typing import Literal

from importer.catalogue import get_field, spell_count
from importer.decisions import Answer, Decision, Interview
from importer.languages import N_, _

DecisionStep = Literal["columns", "values"]
DECISIONS_SHOWN = 50
MAPPING_FILE = "mapping.toml"
_TYPED = {
    "field": N_("Another field"),
    "source": N_("Another heading, the letter of a column, or one value for every row"),
    "value": N_("Another value"),
}


@dataclass(frozen=True)
class ShownAnswer:
    """An answer as a button, with the key that presses it."""

    text: str
    why: str
    key: str
    can_be_remembered: bool


@dataclass(frozen=True)
class ShownDecision:
    """A decision as it is asked; `typed` labels what may be typed instead, of the codes of `field` if any."""

    key: str
    question: str
    waiting: str
    why: str
    answers: tuple[ShownAnswer, ...]
    typed: str
    samples: str
    field: str


def step_of(decision: Decision) -> DecisionStep:
    """The screen on which a decision is asked."""
    return "columns" if decision.about in {"field", "column", "groups"} else "values"


def show_decisions(interview: Interview, step: DecisionStep) -> tuple[ShownDecision, ...]:
    """The open decisions of one screen, in the order in which they are asked."""
    samples = {choice.heading: " | ".join(choice.samples) for choice in interview.analysis.choices}
    return tuple(_show_decision(one, samples.get(one.heading, "")) for one in interview.open if step_of(one) == step)


def _show_decision(decision: Decision, samples: str) -> ShownDecision:
    rows = spell_count(decision.rows, "row")
    return ShownDecision(
        key=decision.key,
        question=decision.question,
        waiting=_("{rows} cannot be sent without this one.").format(rows=rows) if decision.rows else "",
        why=decision.why,
        answers=tuple(_show_answer(number, answer) for number, answer in enumerate(decision.answers)),
        typed=_(_TYPED[decision.typed]) if decision.typed else "",
        samples=samples,
        field=decision.field,
    )


def _show_answer(number: int, answer: Answer) -> ShownAnswer:
    """`X` leaves something out; `Y` takes what is suggested, which never does."""
    leaves_out = "" in answer.mapping.columns.values() or bool(answer.mapping.rows.leave_out)
    suggests = number == 0 and bool(answer.lines) and not leaves_out
    key = "x" if leaves_out else "y" if suggests else ""
    return ShownAnswer(answer.text, answer.why, key, bool(answer.lines) and not leaves_out)


def list_offered_words(interview: Interview, step: DecisionStep) -> dict[str, tuple[str, ...]]:
    """The codes that the fields of the decisions on values can have, by field, for a picker."""
    fields = {one.field for one in interview.open if step_of(one) == step and one.typed == "value" and one.field}
    lists = interview.analysis.lists
    return {name: get_field(name).choices or (lists.codes_of(name) if lists else ()) for name in sorted(fields)}
