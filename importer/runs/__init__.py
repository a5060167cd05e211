"""One run from its request to its results, and earlier runs. The only room that knows the order of the steps."""

from importer.runs.checked_sheet import ensure_file, read_sheet_for, with_password_command
from importer.runs.every_sheet import path_of_sheet
from importer.runs.forget import ErasedRuns, forget_run, forget_runs_before
from importer.runs.history import (
    list_runs,
    results_again,
    resume_run,
    show_run,
)
from importer.runs.pipeline import check_each, check_sheet, import_each, import_sheet, retry_results
from importer.runs.recorded_run import open_journal
from importer.runs.request import new_request
from importer.runs.summary import CUT_OFF, UNDER_WAY, RunSummary
