"""17x: mapping files."""

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
