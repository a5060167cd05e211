"""What many schedules add up to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.exactly_once.run import Course

MOST_KINDS_TOLD = 200


@dataclass
class Figures:
    """The sums over all schedules. A finding counts as duplicate, lost or misreported by its invariant."""

    schedules: int = 0
    starts: int = 0
    rows: int = 0
    jobs: int = 0
    stops: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    traits: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    failing: dict[int, list[str]] = field(default_factory=dict)

    def add(self, course: Course) -> None:
        self.schedules += 1
        self.starts += course.starts
        self.rows += len(course.schedule.rows)
        self.jobs += course.jobs
        self.stops.update(course.stops)
        self.ends.update(course.ends)
        self.faults.update(course.faults)
        self.edits.update(course.edits)
        self.traits.update(course.schedule.traits.names)
        self.found.update(_sort(finding) for finding in course.findings)
        if course.findings:
            self.failing[course.schedule.seed] = course.findings

    def lines(self) -> Iterator[str]:
        """The figures, as they are printed."""
        kills = sum(count for by, count in self.stops.items() if by.startswith("kill"))
        yield f"schedules     {self.schedules:8,}"
        yield f"starts        {self.starts:8,}   by exit status: {_told(self.ends)}"
        yield f"kills         {kills:8,}   of all ends by force: {_told(self.stops)}"
        yield f"faults        {self.faults.total():8,}   of {len(self.faults)} kinds"
        yield from (f"    {count:8,}  {kind}" for kind, count in self.faults.most_common(MOST_KINDS_TOLD))
        yield f"edits         {self.edits.total():8,}   {_told(self.edits)}"
        yield f"targets       {self.traits.total():8,}   traits: {_told(self.traits)}"
        yield f"rows          {self.rows:8,}"
        yield f"jobs          {self.jobs:8,}"
        for sort in ("duplicates", "lost", "misreported"):
            yield f"{sort:14}{self.found[sort]:8,}"
        for seed, findings in sorted(self.failing.items()):
            yield f"seed {seed}: {len(findings)} findings"
            yield from (f"    {finding}" for finding in findings[:6])


def _sort(finding: str) -> str:
    if "I1:" in finding or "I6:" in finding:
        return "duplicates"
    return "lost" if finding.startswith("lost") else "misreported"


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
