"""A schedule from its first start to its last: started, ended by force, started again, judged whenever it ends."""

import json
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from importer.errors import ExitCode
from importer.practice.faults import Fault
from tests.exactly_once import compare, edits, sheet
from tests.exactly_once.edits import Edit
from tests.exactly_once.elsewhere import Elsewhere
from tests.exactly_once.lab import Lab, environment
from tests.exactly_once.launch import Order
from tests.exactly_once.orders import ended_by
from tests.exactly_once.over import Over
from tests.exactly_once.people import Desk
from tests.exactly_once.record import Ending, Job, Line, jobs_in, lines_in, outcomes_in
from tests.exactly_once.schedule import Schedule, Stop
from tests.exactly_once.sheet import Row
from tests.exactly_once.traits import OUTLASTING
from tests.exactly_once.versions import Versions

MOST_STARTS = 4  # with faults; then the target is calm
MOST_CALM_STARTS = 4
DONE = (ExitCode.ALL_WELL, ExitCode.SOME_FAILED)


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
        self._versions = Versions(self._rows)
        self._written: Path | None = None  # the latest results
        self._theirs: Path | None = None  # what the colleague works on
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
        for _ in range(MOST_CALM_STARTS * (2 if self._schedule.traits.outlasts else 1)):
            if ended is not None and ended.status in DONE and not self._wanting(ended):
                break
            before, ended = ended, self._start(None)
            if before is not None and ended is not None and self._is_settled(ended):
                ended, again = before, ended
                break
        self._conclude(ended, again)
        if self._theirs is not None:
            self._let_colleague_work(self._theirs)
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
            over = ended is not None and stop is None and (ended.status in DONE or self._is_settled(ended))
            if over and number >= self._schedule.last_change:
                return ended
        return None

    def _is_settled(self, ended: Ending) -> bool:
        """True where two runs in a row have told the same of each row, and nothing is to happen any more."""
        before, self._lines = self._lines, ended.lines
        return before == ended.lines

    def _before(self, number: int) -> None:
        if number == self._schedule.edited_before:
            self._edit(self._schedule.edit)
        without = self._schedule.by_results and self._retries is None  # nothing to take to the other computer
        if number == self._schedule.forgets_before and not without:
            self._go_elsewhere()

    def _go_elsewhere(self) -> None:
        self._computer += 1
        self._state = self._folder / f"state{self._computer}"

    def _edit(self, edit: Edit) -> None:
        """Somebody works on the sheet, or on the results where there are any and they are to be retried."""
        if self._schedule.by_results and self._written is None:
            return
        self._take_copy(self._schedule.colleague.desk)
        if self._schedule.by_results and self._written is not None:
            self._retries = edits.put_into(self._written, edit, self._folder / "edited")
        else:
            sheet.written(edit.rows, self._sheet)
        self._course.edits[edit.kind] += 1
        self._versions.note(edit)
        self._rows = edit.rows

    def _take_copy(self, desk: Desk) -> None:
        """The colleague begins with the same rows."""
        colleague = self._schedule.colleague
        if not colleague.edit.rows or (desk is Desk.RESULTS and self._written is None):
            return
        ids: set[str] = set()
        if desk is Desk.RESULTS and self._written is not None:
            self._theirs = edits.put_into(self._written, colleague.edit, self._folder / "copied")
            ids = {line.mark for line in lines_in(self._written) if line.job_id}
        else:
            self._theirs = self._sheet if desk is Desk.SHEET else self._folder / f"copied{self._sheet.suffix}"
        self._versions.note_colleague(self._schedule, with_ids=ids)

    def _let_colleague_work(self, theirs: Path) -> None:
        """When all else is done, they run what they have corrected."""
        colleague = self._schedule.colleague
        self._course.edits[colleague.words] += 1
        self._rows, self._may_resume = colleague.edit.rows, False
        if colleague.desk is Desk.RESULTS:
            self._retries = theirs
        else:
            self._retries, self._sheet = None, sheet.written(self._rows, theirs)
        if colleague.elsewhere:
            self._go_elsewhere()
        self._conclude(self._start(None))

    def _start(self, stop: Stop | None, *, at_once: int = 1) -> Ending | None:
        """Run the command; None where it was killed, or could not start. What it says of itself is judged."""
        course = self._course
        course.starts += at_once
        out = self._folder / f"start{course.starts}"
        before = jobs_in(self._database)
        if self._schedule.traits.outlasts and not self._hurry:
            time.sleep(OUTLASTING)  # until all is shown that was made
        statuses = self._lab.launch(self._order(stop, str(out), at_once))
        self._lab.quiet()
        jobs = jobs_in(self._database)
        course.ends.update(map(str, statuses))
        if stop is not None and (not stop.kills or -signal.SIGKILL in statuses):
            course.stops[stop.by] += 1
        self._may_resume = self._schedule.resumes and statuses[0] not in {*DONE, ExitCode.NOT_STARTED}
        course.findings += compare.once_each(self._versions.sheets, jobs, apart=self._versions.apart)
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
            versions=self._versions.all_rows,
            traits=self._schedule.traits,
            edited=frozenset(self._versions.edited),
            removed=self._versions.removed,
            disputed=frozenset(self._versions.disputed),
            apart=frozenset(self._versions.apart),
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
        return ended_by(order, stop)

    def _wanting(self, ended: Ending) -> list[str]:
        return list(compare.nothing_lost(ended, may_be_open=partial(compare.can_stay_open, ended)))

    def _found(self, sentence: str) -> None:
        self._course.findings.append(sentence)


def _pointing(fault: Fault, elsewhere: str) -> Fault:
    return replace(fault, location=elsewhere) if fault.location else fault
