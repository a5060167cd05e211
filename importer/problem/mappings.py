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
    "Errors in the mapping file",
    "The mapping file {path} has errors: {faults}",
    "Correct it, then run the same command again. 'importer fields' lists the fields.",
)
MAPPING_UNWRITABLE = Code(177, "Mapping file not written", "{path} cannot be written: {reason}.", "{fix}")
CONSTANT_AND_COLUMN = Code(
    178,
    "Constant and column for one field",
    "The mapping file sets one value of {found} for every row, but the sheet has columns for it: {columns}.",
    "Remove it from [constants] in the mapping file, or leave the columns out with {example} in [columns].",
)
MAPPED_HEADING_MISSING = warning(
    179,
    "Mapped heading not in the sheet",
    'The mapping file has the heading "{found}", but the sheet does not.{nearest}',
    "Correct or delete its line in the mapping file.",
)
REMEMBERED_HEADINGS = warning(
    180,
    "Headings remembered",
    "Your earlier choices for these headings are used again: {found}.",
    "Nothing to do if they are right; 'importer map' shows them, and a mapping file given with --map overrides them.",
)
FILE_UNWRITABLE = Code(830, "File not written", "{path} cannot be written: {reason}.", "{fix}")
NO_SUCH_COLUMN = Code(
    831,
    "Unknown column",
    '"{value}" in --columns is neither a field nor a set of fields.{nearest}',
    "Use minimal, usual, all, or fields separated by commas; 'importer fields' lists them.",
)
NO_LIST_KEPT = Code(
    832,
    "List not stored",
    "The {listing} list of {target} is not stored on this computer.",
    "Connect and type 'importer codes {word} --target {target}' to fetch it.",
)
LIST_NOT_SHOWN = Code(
    833,
    "List not readable",
    "{target} does not let you read its {listing} list (HTTP {status}).",
    "Ask for read access; until then its codes are sent unchecked.",
)
