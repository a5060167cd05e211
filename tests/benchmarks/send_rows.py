"""Sending rows to the practice server: rows a second and CPU a row, beside plain requests threads and beside wrk.

    python -m tests.benchmarks.send_rows [--rows 5000] [--workers 16] [--delay-ms 0]

Each contender has a fresh practice server in a process of its own, which waits `--delay-ms` before each job; only our
own process's CPU is counted. The ideal rate is that of workers that do nothing but wait. wrk (Debian's package of
that name) posts as many jobs as it can in some seconds; where it is not installed its line says so.
"""

import argparse
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import requests

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.records import Batch, PlannedJob, Status
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests.benchmarks.waiting import waiting_practice
from tests.benchmarks.wrk import wrk_rate
from tests.builders import good, judged


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


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=5000)
    words.add_argument("--workers", type=int, default=16)
    words.add_argument("--delay-ms", type=int, default=0)
    chosen = words.parse_args()
    batch, workers, delay = batch_of(chosen.rows), chosen.workers, chosen.delay_ms / 1000
    ideal = f", ideal rate {workers / delay:.0f} rows/s" if delay else ""
    print(f"{chosen.rows} rows, {workers} workers, {chosen.delay_ms} ms of delay{ideal}")
    print(f"{'':24}{'rows/s':>10}{'CPU ms/row':>12}")
    contenders = {"importer, with journal": ours, "and looking first": looking_first, "plain requests": plain}
    for name, contender in contenders.items():
        seconds, cpu = measured(contender, batch, workers, delay)
        print(f"{name:24}{chosen.rows / seconds:>10.0f}{1000 * cpu / chosen.rows:>12.2f}")
    with waiting_practice(delay) as target:
        rate = wrk_rate(target, workers)
    print(f"{'wrk':24}" + (f"{rate:>10.0f}" if rate else "not installed: apt-get install wrk"))


if __name__ == "__main__":
    main()
