"""Planning beside what earlier runs know: CPU of our own process, of a plain plan and of one that compares rows.

    python -m tests.benchmarks.plan_rows [--rows 100000] [--profile]

The journal has so many jobs of a sheet; another sheet has as many rows without references, of which a few say nearly
what rows of that one say. At most MOST seconds more than the same plan beside an empty journal for 100,000 rows.
"""

import argparse
import cProfile
import pstats
import sqlite3
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random

from importer.journal import Journal
from importer.records import Batch
from importer.settings import Target
from importer.steps.submit import plan_jobs
from tests.builders import good, judged

MOST = 2.0
TARGET = Target("practice", "http://127.0.0.1/api", "u", "p", identity="practice")
STREETS = ("Main Street", "Church Road", "Park Lane", "Mill Hill", "High Street", "Station Road", "Green Lane")
WORKS = ("Boiler inspection", "Pump makes a noise", "Lift stands still", "Roof leaks", "Door does not close")
EVERY = 500  # so many rows apart one says nearly what a row of the journal says


def batch_of(rows: int, seed: int, like: Batch | None = None) -> Batch:
    chance = Random(seed)  # noqa: S311 - drawn again alike
    places = [f"{chance.choice(STREETS)} {chance.randrange(10 * rows)}" for _ in range(rows)]
    made = [
        good(Name=f"{chance.choice(WORKS)}, {place}", Description=f"Call the tenant of {place} first", Due_date=due)
        for place, due in zip(places, chance.choices(("2026-12-01", "2026-12-11", ""), k=rows), strict=True)
    ]
    if like is not None:
        names = like.values["name"].tolist()
        for place in range(0, rows, EVERY):
            made[place] = good(Name=f"{names[place]} again", Description=like.values["description"].iloc[place])
    return judged(*made)


def keep_as_created(journal: Journal, path: Path, batch: Batch) -> None:
    run = journal.begin_run(batch, TARGET)
    journal.record_planned(run, plan_jobs(batch, TARGET.identity))
    journal.end_run(run)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE rows SET state = 'settled', status = 'created', given_id = job_id, sent_at = ?, finished_at = ?",
            ("2026-11-01T10:00:00+00:00",) * 2,
        )


def seconds_to_plan(batch: Batch, journal: Journal) -> tuple[float, int]:
    """CPU seconds, and the rows that are asked about."""
    before = time.process_time()
    jobs = plan_jobs(batch, TARGET.identity, journal.previous_runs)
    return time.process_time() - before, sum(bool(job.new_id) for job in jobs)


def main() -> int:
    """Measure both, and say whether the difference is within its bound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument("--same-file", action="store_true", help="the other sheet has taken the place of that one")
    asked = parser.parse_args()
    march = batch_of(asked.rows, 1)
    april = batch_of(asked.rows, 2, like=march)
    if not asked.same_sheet:
        april = replace(april, sheet=replace(april.sheet, path=Path("april.csv")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        with Journal(path) as journal:
            plain, _ = seconds_to_plan(april, journal)
            keep_as_created(journal, path, march)
            profile = cProfile.Profile()
            if asked.profile:
                profile.enable()
            compared, alike = seconds_to_plan(april, journal)
            profile.disable()
    more = compared - plain
    print(f"{asked.rows} rows: a plain plan {plain:.2f} s, beside as many jobs {compared:.2f} s: {more:.2f} s more")
    print(f"rows like earlier ones: {alike}")
    if asked.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    return int(more > MOST * asked.rows / 100_000)


if __name__ == "__main__":
    sys.exit(main())
