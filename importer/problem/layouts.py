"""16x and 17x: where the headings are, and what below them is no job."""

from importer.problem.record import Code, warning

HEADINGS_FOUND = warning(
    160,
    "Headings not in the first row",
    "The headings are in row {found}, so the rows above them are not read as jobs: {above}.",
    "If another row holds the headings, set --header-row to its number.",
)
HEADING_ROW_BLANK = Code(
    161,
    "Heading row is blank",
    "Row {wanted} of {path} is blank, so it holds no headings. The first rows with content: {found}.",
    "Set --header-row to the number of the row with the headings, or leave it out.",
)
TWO_ROW_HEADINGS = warning(
    162,
    "Headings in two rows",
    "Rows {first} and {last} are read together as headings: {examples}.",
    "If only one of them holds the headings, set --header-row to its number.",
)
TWO_ROWS_UNCLEAR = Code(
    163,
    "Two rows of headings",
    "Rows {first} and {last} both look like headings, and it is not clear which ones to use: {examples}.",
    "Write the headings in one row, or set --header-row {last} if row {last} alone holds them; nothing is "
    "sent until then.",
)
UNITS_ROW = warning(
    164,
    "Row of units",
    "Row {found} gives units or formats ({examples}), so it is not read as a job.",
    "Nothing to do; delete the row if you do not need it.",
)
TOTALS_ROW = Code(
    165,
    "Row of totals",
    "This row holds totals ({found}), not a job, so it is not sent.",
    "Delete the row, then run the same command again.",
)
SECOND_TABLE = Code(
    166,
    "Second table",
    "This row belongs to a second table, which begins in row {begins} with the headings {found}, so it is not sent.",
    "Move the second table to a sheet of its own, or delete it.",
)
REPEATED_HEADINGS = Code(
    167,
    "Headings repeated",
    "This row repeats the headings of row {found}, so it is not sent.",
    "Delete the row, then run the same command again.",
)
HIDDEN_INCLUDED = warning(
    168, "Hidden rows", "{count} that {why} {are} included ({which}).", "Add --skip-hidden to leave them out."
)
HIDDEN_LEFT_OUT = warning(
    169,
    "Hidden rows left out",
    "{count} that {why} {are} left out because of --skip-hidden ({which}).",
    "Run the command without --skip-hidden to read them too.",
)
MERGED_CELL = warning(
    170,
    "Cell covered by a merge",
    "The cell is empty because {area} is merged: its value counts for {first} only.",
    "If the value applies to all of {area}, choose 'Unmerge Cells' in Excel and fill in each cell.",
)
MERGED_MORE = warning(
    171,
    "More merged cells",
    "More than {count} cells are blank because merged cells cover them; those from row {begins} on are not listed.",
    "Select the sheet in Excel, choose 'Unmerge Cells' and fill in the cells that need a value.",
)
GROUPS_NOT_READ = warning(
    172,
    "Groups above the headings",
    "Row {found}, right above the headings, seems to name groups of columns: {groups}. It is not read; only "
    "row {headings} is used as headings.",
    "Nothing to do if the headings are clear on their own; otherwise write the group into each heading, as "
    "in 'Project code'.",
)
