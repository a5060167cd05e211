"""16x and 17x: where the headings are, and what below them is no job."""

from importer.problem.record import Code, warning

HEADINGS_FOUND = warning(
    160,
    "Headings not in the first row",
    "The headings were found in row {found}; what stands above them is not read as jobs: {above}.",
    "If another row holds the headings, give its number to --header-row.",
)
HEADING_ROW_BLANK = Code(
    161,
    "Nothing in the heading row",
    "Row {wanted} of {path} is blank, so it holds no headings. The first rows with something in them: {found}.",
    "Give the number of the row with the headings to --header-row, or leave it out.",
)
TWO_ROW_HEADINGS = warning(
    162,
    "Headings in two rows",
    "Rows {first} and {last} are read as headings together: {examples}.",
    "If only one of them holds the headings, give its number to --header-row.",
)
TWO_ROWS_UNCLEAR = Code(
    163,
    "Two rows of headings",
    "Rows {first} and {last} both look like headings, and it is not clear which are meant: {examples}.",
    "Write the headings in one row, or give --header-row {last} if row {last} alone holds them. "
    "Nothing is sent until then.",
)
UNITS_ROW = warning(
    164,
    "Row of units",
    "Row {found} says how the columns are written ({examples}), so it is not read as a job.",
    "Nothing to do; delete the row if you do not need it.",
)
TOTALS_ROW = Code(
    165,
    "Row of totals",
    "This row holds totals ({found}), not a job.",
    "Delete the row, then run the same command again. It is not sent.",
)
SECOND_TABLE = Code(
    166,
    "Second table",
    "This row belongs to a second table, which begins in row {begins} with the headings {found}.",
    "Move the second table to a sheet of its own, or delete it. Its rows are not sent.",
)
REPEATED_HEADINGS = Code(
    167,
    "Headings repeated",
    "This row repeats the headings of row {found}.",
    "Delete the row, then run the same command again. It is not sent.",
)
HIDDEN_INCLUDED = warning(
    168,
    "Hidden rows",
    "{count} that {why} {are} included ({which}).",
    "--skip-hidden leaves them out.",
)
HIDDEN_LEFT_OUT = warning(
    169,
    "Hidden rows left out",
    "{count} that {why} {are} left out, because of --skip-hidden ({which}).",
    "Leave --skip-hidden out to have them read too.",
)
MERGED_CELL = warning(
    170,
    "Cell covered by a merge",
    "Empty, because {area} is merged: what stands there counts for {first} only.",
    "If it is meant for every row or column of {area}, unmerge it and fill each cell.",
)
MERGED_MORE = warning(
    171,
    "More merged cells",
    "More than {count} cells are blank because merged cells cover them; from row {begins} on they are not named.",
    "Select the sheet in Excel, choose 'Unmerge Cells', and fill the cells that are meant.",
)
GROUPS_NOT_READ = warning(
    172,
    "Groups above the headings",
    "Row {found} stands right above the headings and seems to name groups of them: {groups}. It is not read; "
    "only row {headings} is used as headings.",
    "Nothing to do where the headings say enough; else write the group into each of them, as in 'Project code'.",
)
