"""A little API, a journal, and runs from one to the other."""

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.records import Batch, Observer, Outcome, Status
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests.builders import good, judged
from tests.odd_server import Asked, LittleApi, OddServer

QUICK = SendPolicy(
    workers=1,
    connect_seconds=5,
    answer_seconds=5,
    attempts=3,
    backoff_seconds=0.01,
    longest_wait_seconds=0.05,
    longest_asked_seconds=5,
    outage_seconds=20,
    lag_seconds=0.1,
)


def send_anyway(_reason: str) -> bool:
    """The answer of who typed --yes."""
    return True


LETS_SEND = Observer(send_unlooked=send_anyway)


@dataclass
class Scene:
    """A little API, a journal, and a run of a batch from one to the other, with one worker and without looking first
    unless said otherwise.
    """

    journal: Journal
    api: LittleApi = field(default_factory=LittleApi)
    policy: SendPolicy = replace(QUICK, look_first=False)
    asked: list[Asked] = field(default_factory=list)
    run: int = 0

    def has(self, **changes: object) -> None:
        """Change the policy."""
        self.policy = replace(self.policy, **changes)  # type: ignore[arg-type]  # any of its fields

    def sent(self, *rows: dict[str, str], observer: Observer = LETS_SEND, end: bool = True) -> list[Outcome]:
        return self.submitted(judged(*rows or (good(),)), observer=observer, end=end)

    def submitted(
        self, batch: Batch, *, observer: Observer = LETS_SEND, end: bool = True, known: bool = False
    ) -> list[Outcome]:
        """Submit a batch; what earlier runs gave its rows is `known` where the journal is asked for it."""
        with OddServer(self.api) as server:
            target = Target("odd", server.url, "u", "p", identity="odd")
            with JobsApi(target, self.policy) as api:
                jobs = plan_jobs(batch, target.identity, self.journal.previous_runs if known else None)
                self.run = self.journal.begin_run(batch, target)
                coming = submit_rows(
                    batch, jobs, api, RunLog(self.journal, self.run), policy=self.policy, observer=observer
                )
                outcomes = list(coming)
                if end:
                    self.journal.end_run(self.run)
            self.asked += server.asked
        return sorted(outcomes, key=lambda outcome: outcome.row)

    def from_elsewhere(self, folder: Path, *rows: dict[str, str]) -> list[Outcome]:
        """The same, from a computer that has no journal yet."""
        with Journal(folder / "another computer.sqlite") as other:
            return Scene(other, self.api, self.policy, self.asked).sent(*rows)

    @property
    def posts(self) -> int:
        return len([asked for asked in self.asked if asked.method == "POST"])


def stopped_by(stop: threading.Event) -> Observer:
    return Observer(stop=stop)


def statuses(outcomes: list[Outcome]) -> list[Status]:
    return [outcome.status for outcome in outcomes]


def named(*names: object) -> list[dict[str, str]]:
    return [good(Name=str(name)) for name in names]
