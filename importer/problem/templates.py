"""83x: templates, and lists of codes."""

from importer.problem.record import Code

FILE_UNWRITABLE = Code(830, "File not written", "{path} cannot be written: {reason}.", "{fix}")
NO_SUCH_COLUMN = Code(
    831,
    "Column not known",
    '"{value}" in --columns is no field and no choice of fields.{nearest}',
    "Choose minimal, usual or all, or name fields with commas between them; 'importer fields' lists them.",
)
NO_LIST_KEPT = Code(
    832,
    "List not kept",
    "The list of {listing} of {target} is not kept on this computer.",
    "With a connection, 'importer codes {word} --target {target}' fetches and keeps it.",
)
LIST_NOT_SHOWN = Code(
    833,
    "List not shown",
    "The target does not show its list of {listing} to you (HTTP {status}).",
    "Ask for the right to read it; until then its codes are sent as they are, and the target judges them.",
)
