"""5xx: rules across the cells of a row, and across rows."""

from importer.problem.problem import Code, declare_warning

NONE_GIVEN = Code(501, "One of several fields needed", "The row does not name a {what}.", "Fill in {options}.")
ADDRESS_INCOMPLETE = Code(502, "Address incomplete", "{because}, so {missing} {must} be filled in.", "{fill}.")
NO_PLANNING = declare_warning(
    511,
    "Suggested without planning",
    "The status is Suggested, but the target creates no planning without {missing}.",
    "{fill} if the job should appear in the planning.",
)
DUE_TOO_EARLY = declare_warning(
    512,
    "Due before it can be planned",
    "The job is due on {value}, but cannot be planned before {earliest}.",
    "Check both dates; the job is sent as it is.",
)
READ_ONLY_FILLED = declare_warning(
    513,
    "Filled in by the server",
    "The server fills in this field, so the value here is not sent.",
    "Nothing to do; you can leave out the column.",
)
ID_AND_CODE = declare_warning(
    514,
    "Both an id and a code",
    "Both {used} and {unused} are filled in; {used} is used.",
    "Keep one of the two, or leave one out with {ignore_line} under [columns] in a mapping file.",
)
CHANGES_MASTER_DATA = declare_warning(
    515,
    "Changes master data",
    "This creates or changes the {what} itself in the target, not only this job.",
    "If you do not want that, keep only its code, in the column {code_heading}.",
)
DOUBLE_ID = Code(
    521,
    "Id used twice",
    '"{value}" is the id of rows {this} and {other}, but each job needs its own id.',
    "Give each job its own id, or leave the column empty.",
)
TWIN_ROW = declare_warning(
    522,
    "Duplicate row",
    "This row is the same as row {other} in every column that is sent; other columns are not compared.",
    "Delete one of them if the job should exist only once. Otherwise each of them becomes a separate job.",
)
REPEATED_REFERENCE = Code(
    523,
    "Reference used twice",
    '"{value}" is the reference of rows {this} and {other}, but a reference identifies one job.',
    "Give each job its own reference. If the column does not identify jobs, leave it out with "
    "{ignore_line} under [columns] in a mapping file.",
)
PARENTS_IN_A_CIRCLE = Code(
    524,
    "Parents form a loop",
    "The job belongs to itself: its parent in row {parent} leads back to it.",
    "Correct the parent in one of these rows.",
)
MISSING_PARENT = Code(
    525,
    "Parent not found",
    '"{value}" is neither a row of this sheet nor a job in {target}.',
    "Correct it, or add the parent to the sheet.",
)
PLACEHOLDER_REFERENCE = declare_warning(
    526,
    "Placeholder instead of a reference",
    "{count} in this column {hold} a placeholder, not a reference ({examples}): these rows are sent without one.",
    "Leave the cell empty where a job has no reference.",
)
COPIED_JOB_ID = Code(
    527,
    "Job id copied with its row",
    "This row has the same job id, {job_id}, as row {others}; it is not clear which row the job was created from.",
    "Clear the cell under 'Job id' in the copied row.",
)
LEFT_OUT_BY_RULE = declare_warning(
    529,
    "Left out by a rule",
    "The mapping file leaves this row out: {rule}.",
    "Nothing to do if that is right; otherwise change the rule.",
)
PART_OF_ANOTHER_JOB = declare_warning(
    530,
    "Part of another row's job",
    "The mapping file combines this row and row {other} into one job: {rule}.{lost}",
    "Nothing to do if that is right; join = [...] in the mapping file keeps the texts of all rows of a column.",
)
NOTHING_TO_TAKE = declare_warning(
    531,
    "Nothing to take from the cell",
    'The mapping file takes the {what} from this cell, but "{value}" has none, so the field stays empty.',
    "Correct the cell, or the mapping file.",
)
NOT_FOUND_LEFT_EMPTY = declare_warning(
    532,
    "Code not found, left empty",
    '{target} does not have the {what} "{value}", so the field is left empty, as the mapping file says.',
    "Nothing to do if that is right; otherwise correct the code.",
)
CHANGED_AFTER_CREATED = declare_warning(
    528,
    "Changed after its job was created",
    "The job of this row is already in the target, so the row is not sent again. Its new value could not be "
    "sent either: {message}",
    "Change the job in the field-service system, or restore the old value of the cell.",
)
ACROSS_ROWS = frozenset({DOUBLE_ID, TWIN_ROW, REPEATED_REFERENCE})  # which a row breaks with another
