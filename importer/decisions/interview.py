"""The open decisions of a sheet, asked one after another: answered, skipped, taken back. Nothing is shown here."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from importer.decisions.analysis import SheetAnalysis
from importer.decisions.decision import Answer, Decision
from importer.decisions.open_decisions import find_open_decisions
from importer.mapping import ColumnMapping, merge_mappings


@dataclass(frozen=True, eq=False)
class Interview:
    """Where the asking stands: how the sheet is understood so far, what was skipped, and the step before."""

    analysis: SheetAnalysis
    apart: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    before: "Interview | None" = field(default=None, repr=False)
    answers: int = 0

    @cached_property
    def open(self) -> tuple[Decision, ...]:
        """The decisions that are still to be asked."""
        return tuple(one for one in find_open_decisions(self.analysis, self.apart) if one.key not in self.skipped)

    @property
    def next(self) -> Decision | None:
        """The one to ask now; None where all are answered or skipped."""
        return self.open[0] if self.open else None

    @property
    def mapping(self) -> ColumnMapping:
        """What is decided so far."""
        return self.analysis.mapping

    def answer(self, decision: Decision, answer: Answer) -> "Interview":
        """After an answer; everything that follows from it is derived anew."""
        if answer.apart:
            return replace(self, apart=self.apart | {decision.key}, before=self)
        mapping = merge_mappings(self.mapping, answer.mapping)
        analysis = self.analysis.use_mapping(mapping)
        return replace(self, analysis=analysis, before=self, answers=self.answers + 1)

    def skip(self, decision: Decision) -> "Interview":
        """Leave a decision for another time."""
        return replace(self, skipped=self.skipped | {decision.key}, before=self)

    def go_back(self) -> "Interview":
        """The step before; the same where this is the first."""
        return self.before or self
