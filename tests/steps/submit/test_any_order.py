"""Runs, crashes, lost answers, resumes, edits in any order: nothing twice, nothing lost, nothing told falsely."""

import shutil
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from importer.jobs_api import JobsApi
from importer.journal import Journal, read_recorded_result
from importer.problem import CHANGED_SINCE
from importer.records import ImportResult, Observer, Outcome, Status
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests.builders import good, judged
from tests.examples import examples
from tests.odd_server import DROP, RESET, Asked, Fault, LittleApi, OddServer, Reply, does_and_says, reply, says

WORDS = ("alder", "birch", "cedar", "dogwood", "elm", "fir", "gingko", "hazel", "ivy", "juniper", "katsura", "larch")
THERE = (Status.CREATED, Status.EXISTS)
QUICK = SendPolicy(
    workers=1,
    connect_seconds=1,
    answer_seconds=0.5,
    attempts=3,
    backoff_seconds=0.001,
    longest_wait_seconds=0.01,
    outage_seconds=0.5,
)
MISHAPS: dict[str, Fault] = {
    "lost before it arrives": says(DROP),
    "lost after it is done": does_and_says(DROP),
    "reset after it is done": does_and_says(RESET),
    "error": says(reply(500, {})),
    "error after it is done": does_and_says(reply(502, text="<html>")),
    "busy": says(reply(503, {})),
    "refused": says(reply(400, text="No.")),
}
FOR_LOOKS = ("lost before it arrives", "error", "busy")


@dataclass(frozen=True)
class SheetRow:
    """A row as its user knows it: its word stays, whatever else is corrected."""

    word: str
    version: int = 0
    reference: str = ""

    @property
    def cells(self) -> dict[str, str]:
        name = f"Check the {self.word}, version {self.version}"
        return good(Name=name, Description=f"All about the {self.word}.", Reference=self.reference)


def word_of(job: dict[str, object]) -> str:
    return str(job["name"]).split()[2].rstrip(",")


class Submitting(RuleBasedStateMachine):
    """A sheet, a journal and a target; runs that end, and runs that are killed while the nth job is sent."""

    @initialize(referenced=st.lists(st.sampled_from([False, False, True]), min_size=2, max_size=5))
    def begin(self, referenced: list[bool]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "journal.sqlite"
        self.api = LittleApi()
        self.words = list(WORDS)
        self.rows = [self._new(one) for one in referenced]
        self.allowed = Counter(WORDS)  # how many jobs there may be of each word
        self.open: set[str] = set()  # the words whose outcome is open
        self.complete = True

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self._once_more()
            shutil.rmtree(self.folder)

    def _once_more(self) -> None:
        """When all is well again, one more run brings every row there, or asks about it."""
        self.api.posts, self.api.gets = [], []
        result = self._submitted()
        assert all(outcome.status in THERE or outcome.is_held for outcome in result.outcomes)
        self._judge(result)

    @rule(
        posts=st.lists(st.sampled_from([None, None, *MISHAPS]), max_size=8),
        gets=st.lists(st.sampled_from([None, None, *FOR_LOOKS]), max_size=8),
        looks_first=st.booleans(),
    )
    def run(self, posts: list[str | None], gets: list[str | None], *, looks_first: bool) -> None:
        self.api.posts = [MISHAPS[name] if name else None for name in posts]
        self.api.gets = [MISHAPS[name] if name else None for name in gets]
        self._judge(self._submitted(looks_first=looks_first))

    @rule(at=st.integers(0, 2), made=st.booleans(), looks_first=st.booleans())
    def crash(self, at: int, *, made: bool, looks_first: bool) -> None:
        """Kill -9 while a job is sent, before or after it is made: what the journal has not got by then is lost."""
        dead, kept = threading.Event(), self.folder / "kept.sqlite"

        def dies(api: LittleApi, asked: Asked) -> Reply:
            if made:
                api.create(asked)
            with closing(sqlite3.connect(self.path)) as journal, closing(sqlite3.connect(kept)) as copy:
                journal.backup(copy)
            dead.set()
            return DROP

        self.api.posts, self.api.gets = [*[None] * at, dies], []
        result = self._submitted(dead, looks_first=looks_first)
        if not dead.is_set():
            self._judge(result)
            return
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(f"{self.path.name}{ending}").unlink(missing_ok=True)
        kept.rename(self.path)
        self.open |= {row.word for row in self.rows}
        self.complete = False
        with Journal(self.path) as journal:
            (last,) = journal.previous_runs.list_runs()[-1:]
            self._true(read_recorded_result(journal.previous_runs, last.run).outcomes)

    @precondition(lambda self: self.words)
    @rule(place=st.integers(0, 5), referenced=st.booleans())
    def insert(self, place: int, *, referenced: bool) -> None:
        self.rows.insert(min(place, len(self.rows)), self._new(referenced))

    @precondition(lambda self: len(self.rows) > 1)
    @rule(place=st.integers(0, 9))
    def delete(self, place: int) -> None:
        del self.rows[place % len(self.rows)]

    @rule(place=st.integers(0, 9), to=st.integers(0, 9))
    def move(self, place: int, to: int) -> None:
        row = self.rows.pop(place % len(self.rows))
        self.rows.insert(to % (len(self.rows) + 1), row)

    @rule(places=st.sets(st.integers(0, 5), min_size=1))
    def correct(self, places: set[int]) -> None:
        """A row without a reference is another one once it has been told what became of it."""
        for place in {place % len(self.rows) for place in places}:
            row = self.rows[place]
            if not row.reference and self.complete and row.word not in self.open:
                self.allowed[row.word] += 1
            self.rows[place] = replace(row, version=row.version + 1)

    def _new(self, referenced: bool) -> SheetRow:
        word = self.words.pop()
        return SheetRow(word, reference=f"R-{word}" if referenced else "")

    def _submitted(self, dead: threading.Event | None = None, *, looks_first: bool = True) -> ImportResult:
        """A run with nothing in memory but what the journal has."""
        batch = judged(*(row.cells for row in self.rows))
        dead = dead or threading.Event()
        with (
            OddServer(lambda asked: DROP if dead.is_set() else self.api(asked)) as server,
            Journal(self.path) as journal,
            JobsApi(Target("odd", server.url, "u", "p", identity="odd"), QUICK) as api,
        ):
            jobs = plan_jobs(batch, "odd", journal.previous_runs)
            run = journal.begin_run(batch, api.target)
            policy, observer = replace(QUICK, look_first=looks_first), Observer(stop=dead)
            outcomes = list(submit_rows(batch, jobs, api, RunLog(journal, run), policy=policy, observer=observer))
            result = read_recorded_result(journal.previous_runs, run, of=batch)
            assert sorted(outcomes, key=lambda outcome: outcome.row) == list(result.outcomes)
            journal.end_run(run, exit_code=result.exit_code, counts=result.counts)
            assert read_recorded_result(journal.previous_runs, run).outcomes == result.outcomes
            self.complete = journal.previous_runs.find_run(run).is_complete
        return result

    def _judge(self, result: ImportResult) -> None:
        assert [outcome.row for outcome in result.outcomes] == list(range(2, len(self.rows) + 2))
        self._true(result.outcomes)
        for row, outcome in zip(self.rows, result.outcomes, strict=True):
            if outcome.is_held:
                continue
            self.open -= {row.word}
            if outcome.status is Status.UNKNOWN:
                self.open.add(row.word)
            if outcome.status in THERE:
                job = self.api.jobs[outcome.job_id]
                changed = job["name"] != row.cells["Name"]
                assert changed == (CHANGED_SINCE in {problem.code for problem in outcome.problems})
                assert word_of(job) == row.word

    def _true(self, outcomes: Iterable[Outcome]) -> None:
        """What is told is so, and no row has made two jobs."""
        for outcome in outcomes:
            if outcome.status in THERE:
                assert outcome.job_id in self.api.jobs
            elif outcome.status is not Status.UNKNOWN and not outcome.is_held:
                assert outcome.job_id not in self.api.jobs
        made = Counter(map(word_of, self.api.jobs.values()))
        assert not made - self.allowed


TestSubmitting = Submitting.TestCase
TestSubmitting.settings = settings(max_examples=examples(10), stateful_step_count=8, deadline=None)


def test_a_changed_row_is_told_as_such_where_the_run_that_found_its_job_was_killed() -> None:
    course = Submitting()
    course.begin(referenced=[False] * 5)
    course.crash(at=2, looks_first=False, made=True)
    course.correct(places={0})
    course.crash(at=0, looks_first=False, made=True)
    course.crash(at=1, looks_first=False, made=True)
    course.teardown()


def test_a_changed_row_is_told_as_such_in_each_run_also_where_the_first_was_killed() -> None:
    machine = Submitting()
    machine.begin(referenced=[False, False])
    machine.crash(at=1, looks_first=False, made=True)
    machine.correct(places={0})
    machine.crash(at=0, looks_first=False, made=False)
    machine.teardown()
