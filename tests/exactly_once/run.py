"""A schedule from its first start to its last: started, ended by force, started again, judged whenever it ends."""

import json
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from importer.errors import ExitCode
from importer.practice.faults import Fault
from tests.exactly_once import compare, edits, sheet
from tests.exactly_once.edits import Edit
from tests.exactly_once.elsewhere import Elsewhere
from tests.exactly_once.lab import Lab, environment
from tests.exactly_once.launch import Order
from tests.exactly_once.over import Over
from tests.exactly_once.record import Ending, Job, Line, jobs_in, lines_in, outcomes_in
from tests.exactly_once.schedule import By, Schedule, Stop
from tests.exactly_once.sheet import Row

MOST_STARTS = 4  # with faults; then the target is calm
MOST_CALM_STARTS = 4
DONE = (ExitCode.ALL_WELL, ExitCode.SOME_FAILED)
SIGNALS = {By.TIME: signal.SIGKILL, By.INTERRUPT: signal.SIGINT, By.TERMINATE: signal.SIGTERM, By.TWICE: signal.SIGINT}


@dataclass
class Course:
    """What happened in a schedule: `findings` are the violations of invariants, each a sentence."""

    schedule: Schedule
    findings: list[str] = field(default_factory=list)
    starts: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    stops: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    jobs: int = 0

    @property
    def kills(self) -> int:
        return sum(count for by, count in self.stops.items() if by.startswith("kill"))


def course_of(schedule: Schedule, lab: Lab, folder: Path, *, sabotage: str = "") -> Course:
    """Run a schedule to its end in an empty folder, with a fault of the importer itself where one is named."""
    with Elsewhere() as elsewhere:
        run = _Run(schedule, lab, folder, elsewhere.url)
        run.sabotage = sabotage
        course = run.course()
        course.findings += elsewhere.findings()
    lab.close_server()
    return course


class _Run:
    sabotage = ""

    def __init__(self, schedule: Schedule, lab: Lab, folder: Path, elsewhere: str) -> None:
        self._schedule = schedule
        self._lab = lab
        self._folder = folder
        self._database = folder / "server.sqlite"
        self._sheet = sheet.written(schedule.rows, folder / f"jobs{schedule.kind}")
        self._results = folder / f"jobs.results{schedule.results}"
        self._state = folder / "state"
        self._rows: tuple[Row, ...] = schedule.rows
        self._sheets = [self._rows]
        self._edited: set[str] = set()  # the marks of rows that may be held, for nobody can tell whose job there is
        self._removed: Counter[str] = Counter()
        self._written: Path | None = None  # the latest results
        self._copy: Path | None = None  # another edit of the same
        self._retries: Path | None = None
        self._computer = 1
        self._lines: Sequence[Line] = ()  # of the latest start that told of its rows, and was not stopped
        self._hurry = True
        self._may_resume = False  # there is a run that can be resumed, for all we know
        self._course = Course(schedule)
        faults = tuple(_pointing(fault, elsewhere) for fault in schedule.faults)
        self._login = lab.open_server(self._database, faults, schedule.seed)

    def course(self) -> Course:
        ended = self._through_faults()
        self._course.faults.update(self._lab.calm())
        self._hurry, self._lines = False, ()
        if ended is not None and compare.may_be_made_yet(ended):
            ended = None
        again: Ending | None = None
        for _ in range(MOST_CALM_STARTS):
            if ended is not None and ended.status in DONE and not self._wanting(ended):
                break
            before, ended = ended, self._start(None)
            if before is not None and ended is not None and self._is_settled(ended):
                ended, again = before, ended
                break
        self._conclude(ended, again)
        if self._copy is not None:
            self._retries, self._rows = self._copy, self._schedule.copy.rows
            self._conclude(self._start(None))
        self._course.jobs = len(jobs_in(self._database))
        return self._course

    def _conclude(self, ended: Ending | None, again: Ending | None = None) -> None:
        """Judge how it ended on a target that works, and what running it `again` changed; where it has not been run
        again yet, it is now.
        """
        if ended is None:
            self._found("lost: the command does not come to an end on a target that works")
            return
        self._course.findings += self._wanting(ended)
        if again is None:
            again = self._start(None)
        if again is None:
            self._found("I6: running the sheet again does not come to an end")
            return
        self._course.findings += compare.nothing_changes(ended, again)
        self._course.findings += self._wanting(again)

    def _through_faults(self) -> Ending | None:
        """Start it again until it comes to its end, or the faults have had their time."""
        stops = iter(self._schedule.stops)
        for number in range(MOST_STARTS):
            self._before(number)
            stop = next(stops, None)
            twins = self._schedule.twins and number == 1
            ended = self._start(stop, at_once=2 if twins else 1)
            if ended is not None and stop is None and (ended.status in DONE or self._is_settled(ended)):
                return ended
        return None

    def _is_settled(self, ended: Ending) -> bool:
        """True where two runs in a row have told the same of each row, and nothing is to happen any more."""
        before, self._lines = self._lines, ended.lines
        changes = (self._schedule.edited_before, self._schedule.forgets_before)
        return before == ended.lines and self._course.starts > max(place or 0 for place in changes)

    def _before(self, number: int) -> None:
        if number == self._schedule.edited_before:
            self._edit(self._schedule.edit)
        without = self._schedule.by_results and self._retries is None  # nothing to take to the other computer
        if number == self._schedule.forgets_before and not without:
            self._computer += 1
            self._state = self._folder / f"state{self._computer}"

    def _edit(self, edit: Edit) -> None:
        """Somebody works on the sheet, or on the results where there are any and they are to be retried."""
        if self._schedule.by_results and self._written is not None:
            self._retries = edits.put_into(self._written, edit, self._folder / "edited")
            if self._schedule.copy.rows:
                self._copy = edits.put_into(self._written, self._schedule.copy, self._folder / "copied")
                self._note(self._schedule.copy)
        elif self._schedule.by_results:
            return
        else:
            sheet.written(edit.rows, self._sheet)
        self._note(edit)
        self._rows = edit.rows

    def _note(self, edit: Edit) -> None:
        self._course.edits[edit.kind] += 1
        self._sheets.append(edit.rows)
        before = dict(enumerate(self._schedule.rows))
        changed = [row for place, row in edit.lines if place is None or row != before[place]]
        self._edited |= {row.mark for row in changed}
        self._removed |= Counter(row.mark for row in before.values()) - Counter(row.mark for row in edit.rows)

    def _start(self, stop: Stop | None, *, at_once: int = 1) -> Ending | None:
        """Run the command; None where it was killed, or could not start. What it says of itself is judged."""
        course = self._course
        course.starts += at_once
        out = self._folder / f"start{course.starts}"
        before = jobs_in(self._database)
        statuses = self._lab.launch(self._order(stop, str(out), at_once))
        self._lab.quiet()
        jobs = jobs_in(self._database)
        course.ends.update(map(str, statuses))
        if stop is not None and (not stop.kills or -signal.SIGKILL in statuses):
            course.stops[stop.by] += 1
        self._may_resume = self._schedule.resumes and statuses[0] not in {*DONE, ExitCode.NOT_STARTED}
        course.findings += compare.once_each(self._sheets, jobs)
        if at_once > 1:
            return None
        printed = Path(f"{out}.0.out").read_text(encoding="utf-8")
        over = Over(statuses[0], stop, printed, made=len(jobs) - len(before))
        course.findings += [f"start {course.starts}: {text}" for text in over.findings()]
        if over.was_killed:
            self._readable()
        return self._judged(over, jobs) if over.tells else None

    def _judged(self, over: Over, jobs: Sequence[Job]) -> Ending:
        told = json.loads(over.printed)
        self._written = Path(told["results"])
        journal = outcomes_in(self._state / "journal.sqlite", told.get("run"))
        ending = Ending(
            *(self._rows, over.status, told, lines_in(self._written), journal, jobs),
            versions=[row for rows in self._sheets for row in rows],
            traits=self._schedule.traits,
            edited=frozenset(self._edited),
            removed=self._removed,
            on_another_computer=self._computer > 1,
        )
        self._course.findings += [f"start {self._course.starts}: {text}" for text in compare.of_an_ending(ending)]
        return ending

    def _readable(self) -> None:
        """Whatever moment it was killed at, results that are there are whole."""
        try:
            if self._results.exists():
                lines_in(self._results)
        except Exception as error:  # noqa: BLE001 - whatever a damaged workbook leads to
            self._found(f"I2: a kill leaves a results workbook that cannot be opened ({error!r})")

    def _order(self, stop: Stop | None, out: str, at_once: int) -> Order:
        sending = ("--json", "--yes", "--workers", str(self._schedule.workers))
        results = ("--results", str(self._results)) if self._results.suffix == ".csv" else ()
        words: tuple[str, ...] = ("run", str(self._sheet), *results, *sending)
        if self._may_resume:
            words = ("resume", "last", "--json")
        if self._retries is not None:
            words = ("retry", str(self._retries), *sending)
        given = environment(self._login, self._state, hurry=self._hurry)
        order = Order(words, given, out, at_once=at_once, sabotage=self.sabotage)
        if stop is None:
            return order
        if stop.by is By.POINT:
            return replace(order, point=int(stop.at), torn=stop.torn)
        times = (stop.at, stop.at + 0.1) if stop.by is By.TWICE else (stop.at,)
        return replace(order, signals=tuple((time, int(SIGNALS[stop.by])) for time in times))

    def _wanting(self, ended: Ending) -> list[str]:
        return list(compare.nothing_lost(ended, may_be_open=self._may_be_open))

    def _may_be_open(self, row: Row) -> bool:
        """Where the target assigns its own ids, a job without a reference that got lost on the way cannot be found; nor
        can one with a reference where the target ignores filters or changes references, or where the reference may have
        come later.
        """
        traits = self._schedule.traits
        is_blind = bool(traits.filters) or traits.hides or row.mark in self._edited
        return bool(traits.ids) and (not row.reference or is_blind)

    def _found(self, sentence: str) -> None:
        self._course.findings.append(sentence)


def _pointing(fault: Fault, elsewhere: str) -> Fault:
    return replace(fault, location=elsewhere) if fault.location else fault
