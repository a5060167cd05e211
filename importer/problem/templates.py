"""83x: templates, and lists of codes."""

from importer.problem.record import Code

FILE_UNWRITABLE = Code(830, "File not written", "{path} cannot be written: {reason}.", "{fix}")
NO_SUCH_COLUMN = Code(
    831,
    "Column not known",
    '"{value}" in --columns is no field and no choice of fields.{nearest}',
    "Choose minimal, usual or all, or name fields with commas between them; 'importer fields' lists them.",
)
