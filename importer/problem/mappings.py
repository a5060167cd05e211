"""17x and 18x: mapping files. 83x: templates, and lists of codes."""

from importer.problem.record import Code, warning

MAPPING_UNREADABLE = Code(
    175,
    "Mapping file not readable",
    "The mapping file {path} cannot be read: {reason}.",
    "{fix}",
)
MAPPING_WRONG = Code(
    176,
    "Mapping file not right",
    "The mapping file {path} is not right: {faults}",
    "Correct it, then run the same command again. 'importer fields' lists the fields.",
)
MAPPING_UNWRITABLE = Code(177, "Mapping file not written", "{path} cannot be written: {reason}.", "{fix}")
CONSTANT_AND_COLUMN = Code(
    178,
    "A constant and a column for one field",
    "The mapping gives {found} the same value for every row, but the sheet has columns for them: {columns}.",
    "Take them out of [constants] in the mapping file, or leave the columns out with {example} in [columns].",
)
MAPPED_HEADING_MISSING = warning(
    179,
    "Mapped heading not in the sheet",
    'The mapping file has the heading "{found}", which the sheet does not have.{nearest}',
    "Correct or delete its line in the mapping file.",
)
REMEMBERED_HEADINGS = warning(
    180,
    "Headings remembered",
    "What was decided for these headings before is used again: {found}.",
    "Nothing to do if that is right; 'importer map' shows it, and a mapping file given with --map goes before it.",
)
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
