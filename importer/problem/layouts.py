"""16x to 18x: where the headings are, what below them is no job, and mapping files; 83x: templates, lists of codes."""

from importer.problem.problem import Code, declare_warning

HEADINGS_FOUND = declare_warning(
    160,
    "Headings not in the first row",
    "The headings are in row {found}, so the rows above them are not read as jobs: {above}.",
    "If another row holds the headings, add --header-row with its number to the command.",
)
HEADING_ROW_BLANK = Code(
    161,
    "Heading row is blank",
    "Row {wanted} of {path} is blank, so it holds no headings. The first rows with content: {found}.",
    "Set --header-row to the number of the row with the headings, or leave it out.",
)
TWO_ROW_HEADINGS = declare_warning(
    162,
    "Headings in two rows",
    "Rows {first} and {last} are read together as headings: {examples}.",
    "If only one of them holds the headings, add --header-row with its number to the command.",
)
TWO_ROWS_UNCLEAR = Code(
    163,
    "Two rows of headings",
    "Rows {first} and {last} both look like headings, and it is not clear which ones to use: {examples}.",
    "Write the headings in one row, or add --header-row {last} if row {last} alone holds them; nothing is "
    "sent until you do.",
)
UNITS_ROW = declare_warning(
    164,
    "Row of units",
    "Row {found} gives units or formats ({examples}), so it is not read as a job.",
    "Nothing to do; delete the row if you do not need it.",
)
TOTALS_ROW = Code(
    165,
    "Row of totals",
    "This row holds {what} ({found}), not a job, so it is not sent.",
    "Delete the row. If you get this export regularly, a mapping file can leave such rows out: leave_out under [rows].",
)
FOOTER_LEFT_OUT = declare_warning(
    189,
    "Totals and footers left out",
    "This row holds {what} ({found}), not a job, so it is left out.",
    "Nothing to do if that is right; if it is a job, fill in its other cells.",
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
    "Delete the row.",
)
HIDDEN_INCLUDED = declare_warning(
    168, "Hidden rows", "{count} that {why} {are} included ({which}).", "Add --skip-hidden to leave out what is hidden."
)
HIDDEN_LEFT_OUT = declare_warning(
    169,
    "Hidden rows left out",
    "{count} that {why} {are} left out because of --skip-hidden ({which}).",
    "Run the command without --skip-hidden to read them too.",
)
MERGED_CELL = declare_warning(
    170,
    "Cell covered by a merge",
    "The cell is empty because {area} is merged: its value applies to {first} only.",
    "If the value applies to all of {area}, choose 'Unmerge Cells' in Excel and fill in each cell.",
)
MERGED_MORE = declare_warning(
    171,
    "More merged cells",
    "More than {count} cells are blank because merged cells cover them; those from row {begins} on are not listed.",
    "Select the sheet in Excel, choose 'Unmerge Cells' and fill in the cells that need a value.",
)
MERGED_VALUE = declare_warning(
    194,
    "Value hidden by a merge",
    '"{found}" is read, although Excel does not show it: {area} is merged, and only {first} is visible.',
    "If the value is right, do nothing. To see it, choose 'Unmerge Cells' in Excel; clear it if it is not meant.",
)
GROUPS_NOT_READ = declare_warning(
    172,
    "Groups above the headings",
    "Row {found}, right above the headings, seems to name groups of columns: {groups}. It is not read; only "
    "row {headings} is used as headings.",
    "Nothing to do if the headings are clear on their own; otherwise write the group into each heading, as "
    "in 'Project code'.",
)
HEADING_MISFIT = declare_warning(
    173,
    "Heading and values do not fit",
    'The heading "{heading}" usually means {field}, but {reason}, so the column is not sent.',
    "If the heading is right, or means another field, say so with 'importer map' or a line such as "
    "{heading_line} in the mapping file.",
)
UNIT_UNCLEAR = Code(
    174,
    "Unit not clear",
    'The column "{heading}" does not say its unit ({cell} is "{value}"): {field} is in minutes, and these may be '
    "{unit}.",
    'For minutes, rename the heading to "Duration (minutes)", or map it with {heading_line} in the mapping '
    'file; otherwise give it unit = "hours" or "seconds" under [fields] there.',
)
MAPPING_UNREADABLE = Code(
    175,
    "Mapping file not readable",
    "The mapping file {path} cannot be read: {reason}.",
    "{fix}",
    cancels=("--map",),
)
MAPPING_WRONG = Code(
    176,
    "Errors in the mapping file",
    "The mapping file {path} has errors: {problems}",
    "Correct it, then run the same command again. 'importer fields' lists the fields.",
)
MAPPING_UNWRITABLE = Code(177, "Mapping file not written", "{path} cannot be written: {reason}.", "{fix}")
CONSTANT_AND_COLUMN = Code(
    178,
    "Constant and column for one field",
    "The mapping file sets one value of {found} for every row, but the sheet has columns for it: {columns}.",
    "Remove it from [constants] in the mapping file, or leave the columns out with {example} in [columns].",
)
MAPPED_HEADING_MISSING = declare_warning(
    179,
    "Mapped heading not in the sheet",
    'The mapping file has the heading "{found}", but the sheet does not.{nearest}',
    "Correct or delete its line in the mapping file.",
)
REMEMBERED_HEADINGS = declare_warning(
    180,
    "Headings remembered",
    "Your earlier choices for these headings are used again: {found}.",
    "Nothing to do if they are right; 'importer map' shows them, and a mapping file given with --map overrides them.",
)
HEADING_MISFIT_CODE = declare_warning(
    181,
    "Codes under a heading of ids",
    'The values under "{heading}" ("{value}") are not ids (GUIDs), so they are read as {instead}.',
    "Nothing to do if that is right; otherwise map the heading with 'importer map'.",
)
STRUCK_INCLUDED = declare_warning(
    182,
    "Rows struck through",
    "{count} struck through {are} included ({which}): in many sheets this means cancelled.",
    "Add --skip-struck to leave out what is struck through.",
)
STRUCK_LEFT_OUT = declare_warning(
    183,
    "Rows struck through left out",
    "{count} struck through {are} left out because of --skip-struck ({which}).",
    "Run the command without --skip-struck to read them too.",
)
FILL_APART = declare_warning(
    184,
    "Rows of another colour",
    "{count} {are} filled with a different colour from the other rows ({which}), and {are} included.",
    "If the colour means that a job should not be sent, delete the row.",
)
GROUP_LINE = Code(
    185,
    "Line above a group of rows",
    'This row is not a job but a line above a group, "{found}", so it is not sent.',
    'Describe such lines once in a mapping file: fill_down = "..." under [rows] names the heading whose '
    'values they are; take = "group line" under [fields] makes them the values of a field.',
)
STRUCK_BY_RULE = declare_warning(
    188,
    "Rows struck through by a rule",
    "Conditional formatting strikes through rows by a formula that importer cannot calculate: {rules}.",
    "Look at the rows in Excel: if struck through means cancelled, delete these rows.",
)
RULE_HEADING_MISSING = Code(
    186,
    "Column of a rule not in the sheet",
    'The mapping file needs the column "{found}" (in {rule}), but the sheet does not have it.{nearest}',
    "Correct the heading in the mapping file, or remove the rule.",
)
NOTHING_REMEMBERED = Code(
    187,
    "No saved decisions",
    'No decisions are saved for "{name}".{near}',
    "'importer map --remembered' lists the saved decisions.",
)
WEAKER_HEADING = declare_warning(
    190,
    "Another column fills the field",
    'The heading "{heading}" also means {field}, but column {column} ("{used}") already fills that field, so this '
    "column is not sent.",
    "If this column is the right one, say so with a line such as {heading_line} in the mapping file.",
)
NOT_IN_NEXT_GROUP = declare_warning(
    191,
    "Not filled down into another group",
    'A new group begins above {count} ({which}), so "{heading}" stays empty there and does not take the value of the '
    "previous group.",
    "Nothing to do if they have none; otherwise add the missing line above them.",
)
FILLED_ACROSS = declare_warning(
    192,
    "Filled down below a new value",
    '"{heading}" is empty in {count} ({which}) and takes the value from above, although {others} has a new value '
    "there.",
    "Nothing to do if the value is still the same; otherwise fill in the cell.",
)
FILE_UNWRITABLE = Code(830, "File not written", "{path} cannot be written: {reason}.", "{fix}")
NO_SUCH_COLUMN = Code(
    831,
    "Unknown column",
    '"{value}" in --columns is neither a field nor a set of fields.{nearest}',
    "Use minimal, usual, all, or fields separated by commas; 'importer fields' lists them.",
)
NO_LIST_SAVED = Code(
    832,
    "List not stored",
    "The {listing} list of {target} is not stored on this computer.",
    "Connect and type 'importer codes {word} --target {target}' to fetch it.",
)
LIST_NOT_SHOWN = Code(
    833,
    "List not readable",
    "{target} does not let you read its {listing} list (HTTP {status}).",
    "Ask for read access; until you have it, its codes are sent unchecked.",
)
