"""What a kind of problem means to a person: its range, what it keeps from being sent, an example, and what to do."""

from dataclasses import dataclass

from importer.languages import N_, _
from importer.problem.examples import example_of
from importer.problem.problem import CODES, Code, Range, Severity

RANGES = {
    Range.FILE: N_("the file and its layout"),
    Range.CONNECTION: N_("connection and login"),
    Range.LOOKUP: N_("codes and lookups"),
    Range.CELL: N_("the value of a cell"),
    Range.ROW: N_("rules of a row, and across rows"),
    Range.ANSWER: N_("answers of the target"),
    Range.DELIVERY: N_("delivery to the target"),
    Range.RUN: N_("the run itself"),
}
_KEEPS = {
    Severity.ERROR: N_("error: its row, or the whole sheet, is not sent"),
    Severity.WARNING: N_("warning: the row is sent anyway"),
}


@dataclass(frozen=True)
class Explanation:
    """A kind of problem in the user's language; `keeps` says what it keeps from being sent."""

    number: int
    title: str
    range: str
    keeps: str
    example: str
    advice: str


def explain_code(code: Code) -> Explanation:
    """What this kind of problem means."""
    example, advice = example_of(code)
    words = _(code.title), _(RANGES[code.range]), _(_KEEPS[code.severity])
    return Explanation(code.number, *words, example, advice)


def list_explanations() -> tuple[Explanation, ...]:
    """What every kind of problem means, by its number."""
    return tuple(explain_code(code) for _number, code in sorted(CODES.items()))
