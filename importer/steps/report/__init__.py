"""The sheet is given back: every row where it stood, what became of it beside it, and what to do.

`marks` and `added` say what there is to show, knowing nothing of workbooks; `fresh` and the sheets beside it write
that into a new workbook; `write` puts the file in its place.
"""

from importer.steps.report.write import ensure_fits, ensure_writable, results_path, write_results

__all__ = ["ensure_fits", "ensure_writable", "results_path", "write_results"]
