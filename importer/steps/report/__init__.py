"""The sheet is given back: every row where it stood, what became of it beside it, and what to do.

`marks` and `added` say what there is to show, `page` how it stands on the sheet, `problems_sheet` and `summary_sheet`
our own sheets. `patch` puts all that into a copy of the user's workbook, `fresh` into a new one, `to_csv` into neither;
`write` chooses among them, `place` puts the file where it belongs, and `counted` looks whether every row is in it.
"""

from importer.steps.report.added import added_cells
from importer.steps.report.place import ensure_writable, results_path
from importer.steps.report.write import ensure_fits, write_results
