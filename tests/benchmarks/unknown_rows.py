"""Settling rows of unknown outcome: CPU of our own process, with and without references, all there, half, or none.

    python -m tests.benchmarks.unknown_rows [--rows 2000] [--workers 8]

A run was cut off when it was sending all of its rows; some of them have reached the practice server, which is a process
of its own. The next run looks them up, and sends those that are not there. At most MOST seconds for 2,000 rows that are
there, and as much again for as many that are sent.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.records import Batch, PlannedJob
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests.benchmarks.waiting import waiting_practice
from tests.builders import good, judged

MOST = 3.0


def batch_of(rows: int, *, named: bool) -> Batch:
    return judged(*[good(Name=f"Service {n}", Reference=f"WO-{n:06}" if named else "") for n in range(rows)])


def cut_off(journal: Journal, batch: Batch, jobs: tuple[PlannedJob, ...], target: Target) -> None:
    """The run before: all its rows were about to be sent."""
    run = journal.begin_run(batch, target)
    journal.record_planned(run, jobs)
    journal.mark_sending(run, [job.row for job in jobs])


def settled(batch: Batch, workers: int, there: float) -> tuple[float, float, Counter[str]]:
    """Seconds of our own CPU and on the clock, and what became of the rows, of which this share has its job there."""
    with (
        tempfile.TemporaryDirectory() as folder,
        waiting_practice(0) as target,
        Journal(Path(folder) / "journal.sqlite") as journal,
        JobsApi(target) as api,
    ):
        jobs = plan_jobs(batch, target.identity)
        cut_off(journal, batch, jobs, target)
        for job in jobs[: int(there * len(jobs))]:
            api.create(job.request)
        run, policy = journal.begin_run(batch, target), SendPolicy(workers=workers, lag_seconds=0.001)
        began, cpu = time.perf_counter(), time.process_time()
        found = Counter(
            outcome.status.value for outcome in submit_rows(batch, jobs, api, RunLog(journal, run), policy=policy)
        )
        return time.process_time() - cpu, time.perf_counter() - began, found


def main() -> int:
    """Measure each kind, and say whether it is within its bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=8)
    words = parser.parse_args()
    fine = True
    for named in (True, False):
        batch = batch_of(words.rows, named=named)
        for there in (1.0, 0.5, 0.0):
            cpu, clock, found = settled(batch, words.workers, there)
            most = MOST * words.rows / 2000 * (2 - there)
            fine &= cpu < most
            kind = f"{'with' if named else 'without'} reference, {there:4.0%} there"
            print(f"{kind:32} {cpu:6.2f} s CPU (at most {most:.1f}) {clock:6.1f} s  {dict(found)}", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
