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
    "The target has another job under this id. It differs in: {differences}.",
    "Nothing was overwritten. Use another reference or id if this should be a job of its own.",
)
OTHER_ID = warning(
    604,
    "The target gave another id",
    "The job was sent with the id {sent}, but the target made it with the id {given}.",
    "Nothing to do for this row: the id of the target is the one in the results.",
)
DIFFERS_THERE = warning(
    605,
    "Other values in the target",
    "The job is in the target, but with other values than this row: {differences}.",
    "Nothing was overwritten. Change the job in the target if this row is right.",
)
NOT_LOOKED_UP = warning(
    606,
    "Not asked beforehand",
    "The target does not say which jobs it has already ({reason}), so the rows were sent without asking.",
    "Nothing to do where the target keeps the ids that it is given. Else check that no job was made twice.",
)
CHANGED_SINCE = warning(
    607,
    "Changed since it was created",
    "The row was changed since its job was created, and your changes are not sent{differences}.",
    "Make the change in the field-service system itself, or give the row another reference if it is a new job.",
)
NO_ANSWER = Code(
    701,
    "Outcome not known",
    "The job was sent, but it is not known whether it was created: {reason}.",
    "Run the same command again: it looks the job up before anything is sent again.",
)
CUT_OFF = Code(
    702,
    "Cut off while it was sent",
    "The run was cut off while this row was being sent, so it is not known whether its job was created.",
    "'importer resume' looks the job up before anything is sent again.",
)
