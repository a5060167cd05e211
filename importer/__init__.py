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
    from importer.frames.schema import schema
    from importer.problem import Problem, Severity
    from importer.records import ImportResult, Observer, Options, Outcome, Sheet, Status
    from importer.runs import check_sheet, import_sheet, list_runs, results_again, resume_run, retry_results
    from importer.settings import SendPolicy, Target
    from importer.steps.read import read_rows, read_sheet
    from importer.steps.report import write_failed_only

_HOMES = {
    "ExitCode": "importer.errors",
    "ImportResult": "importer.records",
    "ImporterError": "importer.errors",
    "Options": "importer.records",
    "Outcome": "importer.records",
    "SendPolicy": "importer.settings",
    "Problem": "importer.problem",
    "Severity": "importer.problem",
    "Sheet": "importer.records",
    "Status": "importer.records",
    "Target": "importer.settings",
    "Observer": "importer.records",
    "check_sheet": "importer.runs",
    "import_sheet": "importer.runs",
    "list_runs": "importer.runs",
    "read_rows": "importer.steps.read",
    "read_sheet": "importer.steps.read",
    "results_again": "importer.runs",
    "retry_results": "importer.runs",
    "resume_run": "importer.runs",
    "write_failed_only": "importer.steps.report",
    "schema": "importer.frames.schema",
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
    "results_again",
    "resume_run",
    "retry_results",
    "schema",
    "write_failed_only",
]


_RENAMED = {"Patience": "SendPolicy", "Watcher": "Observer"}  # since 0.2: the old names go in the next release


def __getattr__(name: str) -> object:
    if name in _RENAMED:
        import warnings  # noqa: PLC0415 - it would be loaded for nothing

        warnings.warn(f"importer.{name} is now importer.{_RENAMED[name]}", DeprecationWarning, stacklevel=2)
        name = _RENAMED[name]
    if name not in _HOMES:
        raise AttributeError(f"module 'importer' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
