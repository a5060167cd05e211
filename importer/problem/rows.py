"""5xx: rules across the cells of a row, and across rows."""

from importer.problem.record import Code, warning

NONE_GIVEN = Code(
    501,
    "One of several needed",
    "The row does not say which {what}.",
    "Fill one of: {options}.",
)
ADDRESS_INCOMPLETE = Code(
    502,
    "Address incomplete",
    "{because}, so {missing} {must} be filled.",
    "Fill {missing}.",
)
NO_PLANNING = warning(
    511,
    "Suggested without planning",
    "The status is Suggested, but there is no {missing}: no planning will be made.",
    "Fill {missing} if the job should appear in the planning.",
)
DUE_TOO_EARLY = warning(
    512,
    "Due before it can be planned",
    "Due on {value}, but not to be planned before {earliest}.",
    "Check both dates. The job is sent as it is.",
)
READ_ONLY_FILLED = warning(
    513,
    "Filled by the server",
    "This field is filled by the server, so what stands here is not sent.",
    "Nothing to do; the column can be left out.",
)
ID_AND_CODE = warning(
    514,
    "An id and a code for the same thing",
    "Both {used} and {unused} are given: {used} is used.",
    "Keep one of the two.",
)
CHANGES_MASTER_DATA = warning(
    515,
    "Changes master data",
    "This creates or changes the {what} itself in the target, not only this job.",
    "If that is not meant, keep only its code, in the column {code_heading}.",
)
DOUBLE_ID = Code(
    521,
    "Id used twice",
    '"{value}" is also the id of row {other}; one id can be created only once.',
    "Give each job an id of its own, or leave the column empty.",
)
TWIN_ROW = warning(
    522,
    "Row stands twice",
    "Everything in this row stands in row {other} too; both are sent.",
    "Delete one of them if the job should exist once.",
)
REPEATED_REFERENCE = Code(
    523,
    "Reference used twice",
    '"{value}" is also the reference of row {other}; the reference is how a job is known.',
    "Give each job a reference of its own.",
)
PARENTS_IN_A_CIRCLE = Code(
    524,
    "Parents in a circle",
    "The job belongs to itself: its parent in row {parent} leads back to it.",
    "Correct the parent in one of these rows.",
)
MISSING_PARENT = Code(
    525,
    "Parent not found",
    '"{value}" is neither a row of this sheet nor a job of the target.',
    "Correct it, or put the parent into the sheet.",
)
COPIED_JOB_ID = Code(
    527,
    "Job id copied with its row",
    "The row carries the same job id as row {others}, and it is not clear which of them the job was made of.",
    "Delete the text under 'Job id' in the row that is the copy, then run the same command again.",
)
CHANGED_AFTER_CREATED = warning(
    528,
    "Changed after its job was created",
    "The job of this row is in the target already, so nothing of it is sent again. What stands here now could not be "
    "sent either: {message}",
    "Change the job in the field-service system, or put the cell back as it was.",
)
