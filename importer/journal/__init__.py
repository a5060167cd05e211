"""The durable record of every run and row: what was meant to be sent, that it went, and what came of it.

tables.py           what stands in the file, version by version
file.py             opening it: private, whole, every commit on the disk
writer.py           the one thread that writes, and commits whatever waits together
entries.py          runs and rows, sealed
problems.py         problems as JSON
saved_sheet.py      the sheet as it was read
previous_runs.py    what earlier runs left
queries.py          what is asked of the journal, as SQL
recorded_result.py  a run as a result, from the journal alone
corrected_rows.py   rows that are wrong in it, and were corrected elsewhere
recreated_jobs.py   jobs that were created again, and the ids that they had
forgotten.py        runs that were erased, and what stays of them
run_lock.py         one run of a file at a time

Nothing secret is in it. The texts of the sheet are: it is the user's alone, as the sheet is.
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr

if TYPE_CHECKING:
    from importer.journal.corrected_rows import find_run_of_results, list_result_ids
    from importer.journal.entries import JournalRow, JournalRun, LastRun, PreviousRow, RunState, SheetTexts
    from importer.journal.forgotten import erase_runs
    from importer.journal.journal import Journal
    from importer.journal.previous_runs import PreviousRuns
    from importer.journal.recorded_result import read_recorded_result
    from importer.journal.run_lock import hash_of

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "corrected_rows": "find_run_of_results list_result_ids",
        "entries": "LastRun PreviousRow SheetTexts JournalRow JournalRun RunState",
        "forgotten": "erase_runs",
        "journal": "Journal",
        "previous_runs": "PreviousRuns",
        "recorded_result": "read_recorded_result",
        "run_lock": "hash_of",
    },
)
