"""6xx: what the API answers; 7xx: what the way to it does."""

from importer.problem.record import Code, warning

REJECTED_VALUE = Code(
    601,
    "Refused by the target",
    "The target refused the job: {message}",
    "Correct the cell and run the same command again.",
)
REJECTED_JOB = Code(
    602,
    "Job refused by the target",
    "The target refused the job (HTTP {status}): {message}",
    "Correct the row and run the same command again.",
)
DIFFERENT_JOB = Code(
    603,
    "Another job has this id",
    "Another job in the target has this id. It differs in: {differences}.",
    "Use another reference or id if this is a separate job; nothing was overwritten.",
)
OTHER_ID = warning(
    604,
    "The target gave another id",
    "The job was sent with the id {sent}, but the target created it with the id {given}.",
    "Nothing to do for this row: the results show the id of the target.",
)
DIFFERS_THERE = warning(
    605,
    "Different values in the target",
    "The job in the target has other values than this row: {differences}.",
    "Change the job in the target if this row is right; nothing was overwritten.",
)
NOT_LOOKED_UP = warning(
    606,
    "Not looked up first",
    "The target does not say which jobs it already has ({reason}), so the rows were sent without looking them up.",
    "Check that no job was created twice, unless the target keeps the ids that it is given.",
)
CHANGED_SINCE = warning(
    607,
    "Changed since it was created",
    "The row has changed since its job was created, and the changes are not sent{differences}.",
    "Make the change in the field-service system, or give the row another reference if it is a new job.",
)
NO_ANSWER = Code(
    701,
    "Outcome unknown",
    "The job was sent, but it is not known whether it was created: {reason}.",
    "Run the same command again: it looks the job up before it sends anything.",
)
CUT_OFF = Code(
    702,
    "Cut off while sending",
    "The run was cut off while it was sending this row, so it is not known whether its job was created.",
    "Type 'importer resume': it looks the job up before it sends anything.",
)
