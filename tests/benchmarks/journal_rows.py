"""What durability costs: rows a second and CPU a row of the journal, beside a plain SQLite commit for each write.

    python -m tests.benchmarks.journal_rows [--rows 4000] [--in-flight 8 16 32]

A row is meant, then noted as being sent, then settled; all three are on the disk when the call says so. The journal
has so many rows in flight at once, as a run with so many workers has. The plain contender writes the same rows into the
same tables, each write a commit of its own, from one thread.
"""

import argparse
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from importer.journal import Journal
from importer.journal.file import open_journal_file
from importer.records import IdFrom, LastResponse, Outcome, PlannedJob, Status
from importer.settings import Target
from tests.builders import good, judged
from tests.journal.settled import settle

TARGET = Target("bench", "http://127.0.0.1/api", "u", "p")
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Job(PlannedJob):
    payload: Mapping[str, object] = field(default_factory=dict, hash=False)
    content: str = "c0ffee" * 5
    id_from: IdFrom = IdFrom.REFERENCE


def ours(path: Path, jobs: list[Job], in_flight: int) -> None:
    with Journal(path) as journal:
        run = journal.begin_run(judged(good()), TARGET)
        journal.record_planned(run, jobs)

        def work(first: int) -> None:
            for job in jobs[first::in_flight]:
                journal.mark_sending(run, [job.row])
                outcome = Outcome(job.row, Status.CREATED, job.job_id, (), NOW)
                settle(journal, run, outcome, LastResponse(201, "", 1))

        threads = [threading.Thread(target=work, args=(first,)) for first in range(in_flight)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def plain(path: Path, jobs: list[Job], _in_flight: int) -> None:
    connection = open_journal_file(path)
    moment = NOW.isoformat()
    connection.execute(
        "INSERT INTO runs (run, started, file, sheet, target, identity, state, options) "
        "VALUES (1, '', '', '', '', '', '', '')"
    )
    for job in jobs:
        values = (job.row, job.job_id, job.content, job.level)
        connection.execute("INSERT INTO rows (run, row, job_id, content, level) VALUES (1, ?, ?, ?, ?)", values)
    for job in jobs:
        connection.execute(
            "UPDATE rows SET state = 'sending', sent_at = ? WHERE run = 1 AND row = ?", (moment, job.row)
        )
        connection.execute(
            "UPDATE rows SET state = 'settled', status = 'created', given_id = ?, finished_at = ? "
            "WHERE run = 1 AND row = ?",
            (job.job_id, moment, job.row),
        )
    connection.close()


def measured(contender: Callable[[Path, list[Job], int], None], jobs: list[Job], in_flight: int) -> tuple[float, float]:
    """Seconds on the clock and of our own CPU; the rows are counted afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        begun, cpu = time.perf_counter(), time.process_time()
        contender(path, jobs, in_flight)
        seconds = time.perf_counter() - begun, time.process_time() - cpu
        with sqlite3.connect(path) as connection:
            ((settled,),) = connection.execute("SELECT count(*) FROM rows WHERE state = 'settled'").fetchall()
        connection.close()
        assert settled == len(jobs)
    return seconds


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=4000)
    words.add_argument("--in-flight", type=int, nargs="+", default=[8, 16, 32])
    chosen = words.parse_args()
    jobs = [Job(row, str(uuid4())) for row in range(2, chosen.rows + 2)]
    print(f"{chosen.rows} rows\n{'':32}{'rows/s':>10}{'CPU ms/row':>12}")
    contenders = [(f"journal, {count} in flight", ours, count) for count in chosen.in_flight]
    for name, contender, count in [*contenders, ("a plain commit for each write", plain, 1)]:
        seconds, cpu = measured(contender, jobs, count)
        print(f"{name:32}{chosen.rows / seconds:>10.0f}{1000 * cpu / chosen.rows:>12.3f}")


if __name__ == "__main__":
    main()
