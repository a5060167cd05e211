"""Sends the work orders of an Excel or CSV sheet to a field-service API.

    import importer

    result = importer.check_sheet("jobs.xlsx")                       # everything that is wrong, nothing sent
    result = importer.import_sheet("jobs.xlsx", target="practice")   # sends the sound rows, writes the results
    result = importer.resume_run("last")                             # goes on with a run that was cut off
    sheet = importer.read_sheet("jobs.xlsx")                         # the cells as text, index = Excel row
    rows = importer.read_rows("export.csv")                          # plain lists of text, headings first
    schema = importer.schema()                                       # a pandera schema for frames of your own

Names are loaded when first used, so that `importer --help` does not wait for pandas.
"""

from importlib import import_module

TYPE_CHECKING = False  # typing is not loaded yet, and 'python -m importer' would take a typing.py beside the sheet
if TYPE_CHECKING:
    from importer.errors import ExitCode, ImporterError
    from importer.frames import schema
    from importer.problem import Problem, Severity
    from importer.records import ImportResult, Observer, Outcome, Sheet, Status
    from importer.runs import check_sheet, import_sheet, list_runs, resume_run, retry_results, write_results_again
    from importer.settings import Options, SendPolicy, Target
    from importer.steps.read import read_rows, read_sheet
    from importer.steps.report import write_failed_only

_HOMES = {
    "importer.errors": ("ExitCode", "ImporterError"),
    "importer.frames": ("schema",),
    "importer.problem": ("Problem", "Severity"),
    "importer.records": ("ImportResult", "Observer", "Outcome", "Sheet", "Status"),
    "importer.runs": ("check_sheet", "import_sheet", "list_runs", "write_results_again", "resume_run", "retry_results"),
    "importer.settings": ("Options", "SendPolicy", "Target"),
    "importer.steps.read": ("read_rows", "read_sheet"),
    "importer.steps.report": ("write_failed_only",),
}

__all__ = [
    "ExitCode",
    "ImportResult",
    "ImporterError",
    "Observer",
    "Options",
    "Outcome",
    "Problem",
    "SendPolicy",
    "Severity",
    "Sheet",
    "Status",
    "Target",
    "check_sheet",
    "import_sheet",
    "list_runs",
    "read_rows",
    "read_sheet",
    "resume_run",
    "retry_results",
    "schema",
    "write_failed_only",
    "write_results_again",
]


_RENAMED = {  # since 0.2: the old names go in the next release
    "Patience": "SendPolicy",
    "Watcher": "Observer",
    "results_again": "write_results_again",
}


if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name in _RENAMED:
            import warnings  # noqa: PLC0415 - it would be loaded for nothing

            warnings.warn(f"importer.{name} is now importer.{_RENAMED[name]}", DeprecationWarning, stacklevel=2)
            name = _RENAMED[name]
        for room, names in _HOMES.items():
            if name in names:
                return getattr(import_module(room), name)
        raise AttributeError(f"module 'importer' has no attribute {name!r}")
