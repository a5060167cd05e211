"""What a kind of problem means to a person: its range, what it keeps from being sent, an example, and what to do."""

from dataclasses import dataclass

from importer.languages import N_, _
from importer.problem.examples import example_of
from importer.problem.record import CODES, Code, Severity

RANGES = {
    1: N_("the file and its layout"),
    2: N_("connection and login"),
    3: N_("codes and look-ups"),
    4: N_("the value of a cell"),
    5: N_("rules of a row, and across rows"),
    6: N_("answers of the target"),
    7: N_("delivery to the target"),
    8: N_("the run itself"),
}
_KEEPS = {
    Severity.ERROR: N_("error: its row, or the whole sheet, is not sent"),
    Severity.WARNING: N_("warning: the row is sent all the same"),
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
    words = _(code.title), _(RANGES[code.number // 100]), _(_KEEPS[code.severity])
    return Explanation(code.number, *words, example, advice)


def list_explanations() -> tuple[Explanation, ...]:
    """What every kind of problem means, by its number."""
    return tuple(explain_code(code) for _number, code in sorted(CODES.items()))
