"""3xx: codes and look-ups."""

from importer.problem.record import Code, warning

UNKNOWN_CODE = Code(
    301,
    "Code not known",
    '"{value}" is no {what} of the target.{suggestions}',
    "Correct the code, or create the {what} in the field-service system first.",
)
ARCHIVED_CODE = Code(
    302,
    "Code archived",
    '"{value}" is an archived {what}; a new job cannot use it.{suggestions}',
    "Use one that is in use, or have it restored in the field-service system.",
)
AMBIGUOUS_CODE = Code(
    303,
    "Code not unique",
    '"{value}" stands for {count} entries of the list of {what}: {found}.',
    "Give the id of the one that you mean, in a column headed {id_heading}.",
)
CLOSED_PROJECT = warning(
    304,
    "Project closed",
    '"{value}" is a closed project.',
    "Check that the job belongs there. It is sent as it is.",
)
STATUS_NOT_FOR_NEW = Code(
    305,
    "Status not for a new job",
    '"{value}" is no status that a new job can have.',
    "Use one of: {allowed}.",
)
