"""Every view of a result: the user's sheet with what became of each row, also as CSV or JSON, and the rows that failed.

`data_sheet` says what is shown on the user's sheet, `added_cells` what is added to each row; `problems_sheet` and
`summary_sheet` (of `summary_facts`) are our own sheets. `patched_copy` puts all that into a copy of the user's
workbook, in a bounded process (`patch_process`), `new_workbook` into a new one, `to_csv` into neither; `write` chooses
among them and makes sure that every row is in the file, `results_file` puts it where it belongs, `worksheet_limits`
says whether there is room. `causes` groups the problems (`one_decision` says which line settles many), and `next_step`
says what to do (`correcting` how to correct), for the screen and for Summary; `all_sheets` says it after several
sheets. `failed_only` is a template with the rows to correct.
"""

from typing import TYPE_CHECKING

from importer.lazy_imports import make_lazy_getattr
from importer.steps.report.correcting import command_of
from importer.steps.report.left_out import describe_corrected_rows
from importer.steps.report.next_step import describe_next_step, describe_what_is_there

if TYPE_CHECKING:
    from importer.steps.report.all_sheets import SheetEnd, describe_all_sheets, summarise_sheet
    from importer.steps.report.causes import Cause, causes_of, find_causes
    from importer.steps.report.failed_only import ensure_free, write_failed_only
    from importer.steps.report.results_file import ensure_writable, results_path_of
    from importer.steps.report.to_json import to_problem_object, to_result_object
    from importer.steps.report.worksheet_limits import ensure_fits
    from importer.steps.report.write import explain_no_copy, write_results

__getattr__ = make_lazy_getattr(
    __name__,
    {
        "all_sheets": "SheetEnd describe_all_sheets summarise_sheet",
        "causes": "Cause find_causes causes_of",
        "worksheet_limits": "ensure_fits",
        "failed_only": "ensure_free write_failed_only",
        "results_file": "ensure_writable results_path_of",
        "to_json": "to_problem_object to_result_object",
        "write": "explain_no_copy write_results",
    },
)
