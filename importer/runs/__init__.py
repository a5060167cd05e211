"""One run from its request to its results, and earlier runs. The only room that knows the order of the steps."""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr

if TYPE_CHECKING:
    from importer.runs.check import bounds_of, check_each, check_sheet
    from importer.runs.checked_sheet import add_password_command, ensure_file, read_mapping_for, read_sheet_for
    from importer.runs.edited_rows import check_edited_rows
    from importer.runs.every_sheet import make_sheet_path
    from importer.runs.forget import ErasedRuns, forget_run, forget_runs_before
    from importer.runs.history import (
        UNDER_WAY,
        RunSummary,
        find_run_summary,
        list_runs,
        show_run,
        write_results_again,
    )
    from importer.runs.loaded_sheet import (
        CheckedSheet,
        ConnectedTarget,
        LoadedSheet,
        check_again,
        hold_target,
        load_sheet,
    )
    from importer.runs.pipeline import import_each, import_sheet, retry_results, run_import
    from importer.runs.recorded_run import open_journal
    from importer.runs.request import RunRequest, make_request, restore_request
    from importer.runs.resume import resume_run
    from importer.runs.settle_outcomes import SettledRows, settle_as_not_there, settle_as_there

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "loaded_sheet": "CheckedSheet LoadedSheet ConnectedTarget check_again load_sheet hold_target",
        "check": "bounds_of check_each check_sheet",
        "checked_sheet": "ensure_file read_mapping_for read_sheet_for add_password_command",
        "edited_rows": "check_edited_rows",
        "every_sheet": "make_sheet_path",
        "forget": "ErasedRuns forget_run forget_runs_before",
        "history": "UNDER_WAY RunSummary list_runs write_results_again find_run_summary show_run",
        "pipeline": "import_each import_sheet retry_results run_import",
        "recorded_run": "open_journal",
        "request": "RunRequest make_request restore_request",
        "resume": "resume_run",
        "settle_outcomes": "SettledRows settle_as_not_there settle_as_there",
    },
)
