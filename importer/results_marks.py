"""How a results workbook is known: what our columns are called, and the hidden names that point at what we added."""

ADDED_HEADINGS = ("Status", "Job id", "Problem", "What to do", "Sent at", "Run")
ADDED_MARK = "importer_added"  # the heading cells of our columns
TARGET_MARK = "importer_target"  # the identity of the target that the jobs are in
SHEET_MARKS = {"Problems": "importer_problems", "Summary": "importer_summary"}
