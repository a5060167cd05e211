"""3xx: codes and look-ups."""

from importer.problem.record import Code, warning

UNKNOWN_CODE = Code(
    301,
    "Unknown code",
    '"{value}" is not a {what} in {target}.{suggestions}',
    "Correct the code, or create the {what} in {target} first.",
)
ARCHIVED_CODE = Code(
    302,
    "Code archived",
    '"{value}" is an archived {what}, which a new job cannot use.{suggestions}',
    "Choose one that is in use, or have it restored in the field-service system.",
)
AMBIGUOUS_CODE = Code(
    303,
    "Code not unique",
    '"{value}" is the code of {count} entries in the {what} list: {found}.',
    "Put the id of the one that you mean in a column with the heading {id_heading}.",
)
CLOSED_PROJECT = warning(
    304,
    "Project closed",
    '"{value}" is a closed project.',
    "Check that the job belongs to this project; it is sent as it is.",
)
STATUS_NOT_FOR_NEW = Code(
    305, "Status not for a new job", '"{value}" is not a status for a new job.', "Use one of: {allowed}."
)
