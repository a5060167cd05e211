"""A run whose rows are all rejected alike goes on only where somebody wants it to."""

import re

from importer.languages import _, ngettext
from importer.problem import REJECTED_JOB, REJECTED_VALUE
from importer.records import GoOn, Outcome, Status
from importer.settings import SendPolicy
from importer.steps.submit.throttle import StopSignal, Throttle

ALIKE = 20
_REFUSALS = frozenset({REJECTED_JOB, REJECTED_VALUE})  # a refused row may be there all the same

_OF_ONE_ROW = re.compile(r"\"[^\"]*\"|'[^']*'|\d+")  # a sentence about another row names other values

Complaint = frozenset[tuple[int, str, str]]


class Rejections:
    """Counts what the target rejects. Where the first rows all meet the same rejection, everybody waits and `go_on`
    is asked; a given number of rejected rows stops the run without a question.
    """

    def __init__(self, policy: SendPolicy, throttle: Throttle, go_on: GoOn) -> None:
        self._policy = policy
        self._throttle = throttle
        self._stop: StopSignal = throttle.stop
        self._go_on = go_on
        self._count = 0
        self._counted: set[int] = set()  # the rows
        self._complaint: Complaint | None = None
        self._watching = not policy.keep_going

    def record(self, outcome: Outcome) -> None:
        """Take note of an outcome of a row that was sent; of one that was refused, what is to be told unless it is
        there all the same, and what became of it.
        """
        is_refused = outcome.status is Status.REJECTED or any(p.code in _REFUSALS for p in outcome.problems)
        if outcome.row in self._counted:
            self._count -= not is_refused
        elif is_refused:
            self._counted.add(outcome.row)
            self._count_rejection(outcome)
        elif outcome.status is Status.CREATED:
            self._watching = False

    def _count_rejection(self, outcome: Outcome) -> None:
        self._count += 1
        if self._count == self._policy.stop_after:
            form = ngettext(
                "{count} row was rejected, which is the limit of --stop-after",
                "{count} rows were rejected, which is the limit of --stop-after",
                self._count,
            )
            self._stop.set(form.format(count=self._count), at_once=False)
        complaint = complaint_of(outcome)
        self._watching &= self._complaint in (None, complaint)
        self._complaint = complaint
        if self._watching and self._count == ALIKE and not self._stop.is_set:
            self._ask(outcome)

    def _ask(self, outcome: Outcome) -> None:
        self._watching = False
        self._throttle.pause()
        message = outcome.problems[0].message.rstrip(".")
        why = _("the target rejected the first {count} rows for the same reason: {message}").format(
            count=ALIKE, message=message
        )
        if not self._go_on(f"{why[0].upper()}{why[1:]}"):
            reason = _("{reason} ('importer resume --keep-going' sends the others)").format(reason=why)
            self._stop.set(reason, at_once=False)
        self._throttle.resume()


def complaint_of(outcome: Outcome) -> Complaint:
    """What a rejection says, without the values that are this row's own."""
    return frozenset(
        (problem.code.number, problem.field, _OF_ONE_ROW.sub("", problem.message))
        for problem in outcome.problems
        if problem.code in _REFUSALS
    )
