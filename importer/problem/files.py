"""1xx: the file, and whether it can be read at all; 14x: text with delimiters, and its rows written wrongly."""

from importer.problem.problem import Code, declare_warning

NO_FILE = Code(101, "No such file", "There is no file {path}.", "Check the name and the folder.")
NOT_A_FILE = Code(102, "Not a file", "{path} is a folder, not a sheet.", "Name the workbook or CSV file inside it.")
WEB_ADDRESS = Code(
    116,
    "A web address",
    "{path} is a web address, not a file on this computer.",
    "Download the sheet and name the file.",
)
EMPTY_FILE = Code(
    103, "Empty file", "{path} is empty.", "Save the sheet again in Excel and check that it is the right file."
)
NOT_A_SHEET = Code(
    104,
    "Not a workbook or CSV",
    "{path} cannot be read as a sheet: it is {found}.",
    "{fix}",
)
NO_KNOWN_HEADING = Code(
    105,
    "No heading recognised",
    "No heading of {path} is recognised. Its headings: {found}.",
    "{option}Put headings such as {known} in the first row ('importer fields' lists them all), or type "
    "{command} to say what yours mean.",
)
DOUBLE_FIELD = Code(
    106,
    "Two columns for one field",
    "Columns {columns} fill the same field: {heading}.",
    "Rename or delete all but one of them{leave_out}, then run the same command again.",
)
UNKNOWN_HEADING = declare_warning(
    107,
    "Unknown heading",
    '"{value}" is not a known heading, so its column is not sent.',
    "{nearest}Rename the heading or map it to a field with 'importer map'; leave it as it is if the column "
    "is only for you.",
)
NO_SUCH_SHEET = Code(
    108,
    "No such sheet in the workbook",
    '{path} has no sheet named "{name}". Its sheets: {found}.',
    "Choose one of these with --sheet.",
)
MISSING_COLUMN = Code(
    109,
    "Column missing",
    'The sheet has no "{heading}" column, which every job needs.',
    'Add a column with the heading "{heading}" and fill it in for every row. If all rows have the same value, write '
    '{name} = "..." under [constants] in a mapping file instead.',
)
NO_HEADING = declare_warning(
    110,
    "Column without a heading",
    "This column has values but no heading, so it is not sent.",
    "Add a heading in the heading row if the column should be sent.",
)
NOT_READABLE = Code(
    111,
    "Damaged file",
    "{path} cannot be read: {reason}.",
    "Open it in Excel, save it under a new name and use that file.",
)
CSV_NOT_TEXT = Code(
    112,
    "CSV in another encoding",
    "{path} is not valid {encoding} text: byte {position} (line {line}) cannot be decoded.",
    "Set its encoding with --encoding, or save it in Excel as 'CSV UTF-8' and use that file.",
)
RAGGED_ROW = Code(
    113,
    "Row with too many cells",
    "This row has more cells ({found}) than the sheet has headings ({expected}).",
    "Put quotes around a cell that contains the separator, or delete the extra cells.",
)
EMPTY_SHEET = Code(
    114,
    "Empty sheet",
    "{which} in {path} is empty.",
    "Name the sheet that holds the jobs with --sheet; a hidden sheet works too.",
)
NO_SHEETS_IN_CSV = Code(
    115,
    "No sheets to choose from",
    "{path} is a CSV file, which has no sheets to choose from.",
    "Run the same command without --sheet.",
)
UNSAFE_FILE = Code(
    121,
    "Unsafe file",
    "{path} was not opened: {reason}.",
    "If you trust its source, open it in Excel, save it under a new name and use that file.",
)
READER_ENDED = Code(
    122,
    "File cannot be opened",
    "{path} cannot be read: {reason}.",
    "Open it in Excel, copy the rows with the jobs into a new workbook, save it and use that file.",
)
TOO_LARGE_TO_READ = Code(
    123,
    "File too large",
    "{path} is too large to read: {reason}.",
    "Delete the sheets and rows that you do not need, or split it into several files.",
)
TOO_MANY_PROBLEMS = Code(
    193,
    "Too many problems to list",
    "The sheet has more than {limit} problems, among them: {causes}.",
    "Correct these columns first, or type {command} to say what they mean. Then check the sheet again.",
)
DOUBLE_ROW_NUMBER = Code(
    124,
    "Row number used twice",
    "{path} cannot be read: it has two rows with the number {row}.",
    "Open it in Excel, check the rows there, save it under a new name and use that file.",
)
WORKBOOK_LOCKED = Code(
    130,
    "Workbook with a password",
    "{path} is a workbook with a password.",
    "Type the command in a terminal, which asks for the password, or add --workbook-password-command with a command "
    "that prints it. Or remove the password in Excel (File > Info > Protect Workbook), save it and use that file.",
)
WRONG_WORKBOOK_PASSWORD = Code(
    131,
    "Wrong password of a workbook",
    "The password for {path} is wrong.",
    "Open it in Excel to check the password, then run the same command again.",
)
ACTIVE_CONTENT = declare_warning(
    132,
    "Active content",
    "The workbook contains {found}. importer does not run it; results that are a copy of the workbook contain it, too.",
    "If you do not know who made the workbook, do not choose 'Enable Content' in Excel.",
)
DAMAGED_SHEETS = declare_warning(
    133,
    "Damaged sheets not read",
    "The workbook has damaged sheets, which are not read: {found}.",
    "If jobs are in one of them, open the workbook in Excel, save it under a new name and use that file.",
)
HIDDEN_SHEETS = declare_warning(
    125,
    "Hidden sheets not read",
    "The workbook has hidden sheets with known headings, which are not read: {found}.",
    "Name one with --sheet if its rows should be read.",
)
SHEETS_WITHOUT_JOBS = declare_warning(
    134,
    "Other visible sheets",
    'Only the sheet "{read}" is read. Other visible sheets do not look like jobs: {found}.',
    "Name one with --sheet if its rows should be read.",
)
FORMATS_UNREADABLE = declare_warning(
    127,
    "Number formats damaged",
    "The number formats of the workbook cannot be read, so dates appear as the numbers that Excel stores.",
    "Open it in Excel, save it under a new name and use that file.",
)
BETWEEN_NAMES = "/"  # of sheets, in what is noted of them: no name can have it
OTHER_SHEETS = declare_warning(
    128,
    "Other sheets not read",
    'The sheet "{read}"{why} is read, but {sheets} {are} not: {found}.',
    "Choose another with --sheet, or add --sheet all to read them one after the other.",
)
NO_ROWS = Code(
    129,
    "No row under the headings",
    "There is no row under the headings {where}, so there is nothing to send.",
    "{fix}",
)


CSV_DOUBTFUL = declare_warning(
    141, "Not sure how to read the CSV", "{doubt}; line {line} is read as: {sample}.", "If that is wrong, set {option}."
)
UNKNOWN_ENCODING = Code(
    142,
    "Unknown encoding",
    '"{value}" is not a known encoding.',
    "Use one such as utf-8, windows-1252, utf-16 or cp850, or leave --encoding out.",
)
NUL_CHARACTER = Code(
    143,
    "NUL character",
    "The cell contains NUL characters ({found}), so the file is damaged there.",
    "Type the value again.",
)
STRAY_QUOTE = Code(
    144,
    "Stray quote",
    "A quote {sign} is in a place where quotes are not allowed, so it is not clear where the cells of this row end.",
    "Put quotes around the whole cell and double the quotes inside it, or remove the quote.",
)
OPEN_QUOTE = Code(
    145,
    "Quote not closed",
    "The quote {sign} that opens on line {line} is never closed; the row is read to the end of that line.",
    "Add the closing quote at the end of the cell.",
)
ROW_WRITTEN_DIFFERENTLY = Code(
    146,
    "Row written differently",
    "This row has {found}, but the other rows have {expected}.",
    "Write it like the other rows.",
)
SHORT_ROW = Code(
    147,
    "Row with too few cells",
    "This row has fewer cells ({found}) than the other rows ({expected}), so its cells may be in the wrong columns.",
    "Add the missing separator, or add empty cells at the end.",
)
TOO_MANY_COLUMNS = Code(
    148,
    "Too many columns",
    "Line {line} of {path} has {found} cells, but {limit}.",
    "Check that it is the right file and that its rows end in line breaks.",
)
BAD_DELIMITER = Code(
    149,
    "Invalid delimiter",
    '"{value}" does not separate the columns of this file.{other}',
    "Set --delimiter to the character between two cells, such as ; or , or |, or to the word tab; or leave it out.",
)
