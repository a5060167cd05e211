"""Sending rows to the practice server: rows a second and CPU a row, beside plain requests threads and beside wrk.

    python -m tests.benchmarks.send_rows [--rows 5000] [--workers 16] [--delay-ms 0] [--times 5]

Each contender has a fresh practice server in a process of its own, which waits `--delay-ms` before each job; only our
own process's CPU is counted. They take turns, so many `--times`; the least and the median of each are told, and the
median of the ratios to plain requests of the same turn: at most MOST. The ideal rate is that of workers that do nothing
but wait. wrk (Debian's package of
that name) posts as many jobs as it can in some seconds; where it is not installed its line says so.
"""

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import requests

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.records import Batch, PlannedJob, Status
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests.benchmarks.waiting import waiting_practice
from tests.benchmarks.wrk import wrk_rate
from tests.builders import good, judged

MOST = 0.6  # of the CPU of plain requests


def batch_of(rows: int) -> Batch:
    return judged(
        *[
            good(
                Name=f"Yearly service {number}",
                Project_code=f"P-{1001 + number % 180}",
                Reference=f"WO-{number:06}",
                Description="Service the boiler and test the valve.",
                Estimated_time="90",
                Due_date="2026-12-31",
                Priority="NORMAL",
                Customer_reference=f"PO {number}",
            )
            for number in range(rows)
        ]
    )


Contender = Callable[[Batch, Sequence[PlannedJob], Target, int], None]


def looking_first(batch: Batch, jobs: Sequence[PlannedJob], target: Target, workers: int) -> None:
    ours(batch, jobs, target, workers, look_first=True)


def ours(batch: Batch, jobs: Sequence[PlannedJob], target: Target, workers: int, *, look_first: bool = False) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Journal(Path(folder) / "journal.sqlite") as journal,
        JobsApi(target) as api,
    ):
        run = journal.begin_run(batch, target)
        policy = SendPolicy(workers=workers, look_first=look_first)
        found = Counter(one.status for one in submit_rows(batch, jobs, api, RunLog(journal, run), policy=policy))
        assert found == {Status.CREATED: len(jobs)}, found


def plain(batch: Batch, jobs: Sequence[PlannedJob], target: Target, workers: int) -> None:
    del batch
    headers = {"Content-Type": "application/json", "Prefer": "return=minimal"}

    def post(some: Sequence[PlannedJob]) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.auth = target.login
            for job in some:
                answer = session.post(f"{target.url}/Jobs", json=job.request, headers=headers, timeout=60)
                assert answer.json()["id"] == job.job_id

    threads = [threading.Thread(target=post, args=(jobs[first::workers],)) for first in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measured(contender: Contender, batch: Batch, workers: int, delay: float) -> tuple[float, float]:
    """Seconds on the clock and of our own CPU."""
    with waiting_practice(delay) as target:
        with JobsApi(target) as api:
            api.check_connection()
        jobs = plan_jobs(batch, target.identity)
        begun, cpu = time.perf_counter(), time.process_time()
        contender(batch, jobs, target, workers)
        seconds = time.perf_counter() - begun, time.process_time() - cpu
        with JobsApi(target) as api:
            created = api.list_entries("Jobs", pages=1).total
        assert created == len(jobs), created
    return seconds


CONTENDERS: Mapping[str, Contender] = {
    "plain requests": plain,
    "importer, with journal": ours,
    "and looking first": looking_first,
}


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=5000)
    words.add_argument("--workers", type=int, default=16)
    words.add_argument("--delay-ms", type=int, default=0)
    words.add_argument("--times", type=int, default=5)
    chosen = words.parse_args()
    batch, workers, delay = batch_of(chosen.rows), chosen.workers, chosen.delay_ms / 1000
    ideal = f", ideal rate {workers / delay:.0f} rows/s" if delay else ""
    print(f"{chosen.rows} rows, {workers} workers, {chosen.delay_ms} ms of delay{ideal}, {chosen.times} times")
    print(f"{'':24}{'rows/s':>8}{'CPU ms/row: least':>20}{'median':>8}{'of plain requests':>20}")
    turns = [
        {name: measured(contender, batch, workers, delay) for name, contender in CONTENDERS.items()}
        for _turn in range(chosen.times)
    ]
    worst = 0.0
    for name in CONTENDERS:
        rate = chosen.rows / median(turn[name][0] for turn in turns)
        cpu = [1000 * turn[name][1] / chosen.rows for turn in turns]
        ratio = median(turn[name][1] / turn["plain requests"][1] for turn in turns)
        worst = max(worst, ratio) if name != "plain requests" else worst
        print(f"{name:24}{rate:>8.0f}{min(cpu):>20.3f}{median(cpu):>8.3f}{ratio:>20.2f}", flush=True)
    with waiting_practice(delay) as target:
        rate = wrk_rate(target, workers) or 0
    print(f"{'wrk':24}" + (f"{rate:>8.0f}" if rate else "not installed: apt-get install wrk"))
    return 0 if worst <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
