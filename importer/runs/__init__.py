"""One run from its request to its results, and earlier runs. The only room that knows the order of the steps."""

from importer.runs.forget import ErasedRuns, forget_run, forget_runs_before
from importer.runs.history import (
    list_runs,
    results_again,
    resume_run,
    show_run,
)
from importer.runs.pipeline import check_sheet, import_sheet, retry_results
from importer.runs.recorded_run import open_journal
from importer.runs.summary import CUT_OFF, UNDER_WAY, RunSummary
