"""What can be wrong with a file, a column, a row or a cell: one entry a kind, with a number that never changes.

Sentences say what stands there, what is wrong, what would be right. They name no row and no column: every view
adds these itself. The ranges: 1xx file and layout, 2xx connection and login, 3xx codes and look-ups, 4xx values,
5xx row rules, 6xx answers of the API, 7xx transport, 8xx run control.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps its row from being sent; a warning is told and the row goes."""

    ERROR = "error"
    WARNING = "warning"


CODES: dict[int, "Code"] = {}


@dataclass(frozen=True)
class Code:
    """A kind of problem. `sentence` and `advice` are templates, filled with the user's own value and words."""

    number: int
    title: str
    sentence: str
    advice: str
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.number in CODES:
            raise ValueError(f"two kinds of problem have the number {self.number}")
        CODES[self.number] = self


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the user's sheet, ready to be shown.

    `row` is the row number as in Excel, or None where the whole column or sheet is meant; `column` is the letter of
    the sheet's column, or '' where the sheet has none for it. `fields` are all the fields concerned, the one to look
    at first; `heading` and `value` are the user's own, of that first field.
    """

    code: Code
    row: int | None
    message: str
    advice: str
    column: str = ""
    fields: tuple[str, ...] = ()
    heading: str = ""
    value: str = ""
    also: tuple[str, ...] = ()  # the letters of further columns concerned

    @property
    def severity(self) -> Severity:
        """Error or warning, as its code says."""
        return self.code.severity

    @property
    def is_error(self) -> bool:
        """True where the problem keeps its row from being sent."""
        return self.code.severity is Severity.ERROR

    @property
    def field(self) -> str:
        """The field to look at first, or ''."""
        return self.fields[0] if self.fields else ""

    @property
    def cell(self) -> str:
        """The address as in Excel ('D14'), the column alone ('D') or the row alone ('14') where that is all."""
        return f"{self.column}{self.row or ''}"


def _warning(number: int, title: str, sentence: str, advice: str) -> Code:
    return Code(number, title, sentence, advice, Severity.WARNING)


# 1xx: the file and its layout
NO_FILE = Code(101, "No such file", "There is no file {path}.", "Check the name and the folder.")
NOT_A_FILE = Code(102, "Not a file", "{path} is a folder, not a sheet.", "Name the workbook or CSV file inside it.")
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
    "No heading that we know",
    "No heading of {path} is one that we know. It has: {found}.",
    "The first row must hold the headings, such as {known}. 'importer fields' lists them all.",
)
DOUBLE_FIELD = Code(
    106,
    "Two columns for one field",
    "The columns {columns} both say {heading}.",
    "Keep one of them: rename or delete the other, then run the same command again.",
)
UNKNOWN_HEADING = _warning(
    107,
    "Heading not known",
    '"{value}" is no heading that we know, so its column is not sent.',
    "{nearest}'importer fields' lists the headings. If the column is only for you, leave it as it is.",
)
NO_SUCH_SHEET = Code(
    108,
    "No such sheet in the workbook",
    '{path} has no sheet called "{name}". It has: {found}.',
    "Give one of these names to --sheet.",
)
MISSING_COLUMN = Code(
    109,
    "Column missing",
    'The sheet has no column for "{heading}", which every job needs.',
    'Add a column headed "{heading}" and fill it for every row.',
)
NO_HEADING = _warning(
    110,
    "Column without a heading",
    "This column has values but no heading, so it is not sent.",
    "Give it a heading in the heading row if it should be sent.",
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
    "{path} is not {encoding} text: byte {position} (line {line}) does not decode.",
    "In Excel choose 'Save As', 'CSV UTF-8', and use that file.",
)
RAGGED_ROW = Code(
    113,
    "Row with too many cells",
    "This row has {found} cells, but there are {expected} headings.",
    "Put quotes around a cell that holds the separator itself, or remove the extra cells.",
)
EMPTY_SHEET = Code(
    114,
    "Empty sheet",
    "{which} of {path} is empty.",
    "Name the sheet that holds the jobs with --sheet; hidden ones can be named too.",
)
NO_SHEETS_IN_CSV = Code(
    115,
    "No sheets to choose from",
    "{path} is a CSV file, which has no sheets to choose from.",
    "Run the same command without --sheet.",
)
HEADINGS_FOUND = _warning(
    160,
    "Headings not in the first row",
    "The headings were found in row {found}; what stands above them is not read as jobs: {above}.",
    "If another row holds the headings, give its number to --header-row.",
)
HEADING_ROW_BLANK = Code(
    161,
    "Nothing in the heading row",
    "Row {wanted} of {path} is blank, so it holds no headings. The first rows with something in them: {found}.",
    "Give the number of the row with the headings to --header-row, or leave it out.",
)
TWO_ROW_HEADINGS = _warning(
    162,
    "Headings in two rows",
    "Rows {first} and {last} are read as headings together: {examples}.",
    "If only one of them holds the headings, give its number to --header-row.",
)
TWO_ROWS_UNCLEAR = Code(
    163,
    "Two rows of headings",
    "Rows {first} and {last} both look like headings, and it is not clear which are meant: {examples}.",
    "Write the headings in one row, or give --header-row {last} if row {last} alone holds them. "
    "Nothing is sent until then.",
)
UNITS_ROW = _warning(
    164,
    "Row of units",
    "Row {found} says how the columns are written ({examples}), so it is not read as a job.",
    "Nothing to do; delete the row if you do not need it.",
)
TOTALS_ROW = Code(
    165,
    "Row of totals",
    "This row holds totals ({found}), not a job.",
    "Delete the row, then run the same command again. It is not sent.",
)
SECOND_TABLE = Code(
    166,
    "Second table",
    "This row belongs to a second table, which begins in row {begins} with the headings {found}.",
    "Move the second table to a sheet of its own, or delete it. Its rows are not sent.",
)
REPEATED_HEADINGS = Code(
    167,
    "Headings repeated",
    "This row repeats the headings of row {found}.",
    "Delete the row, then run the same command again. It is not sent.",
)
HIDDEN_INCLUDED = _warning(
    168,
    "Hidden rows",
    "{count} that {why} {are} included ({which}).",
    "--skip-hidden leaves them out.",
)
HIDDEN_LEFT_OUT = _warning(
    169,
    "Hidden rows left out",
    "{count} that {why} {are} left out, because of --skip-hidden ({which}).",
    "Leave --skip-hidden out to have them read too.",
)
MERGED_CELL = _warning(
    170,
    "Cell covered by a merge",
    "Empty, because {area} is merged: what stands there counts for {first} only.",
    "If it is meant for every row or column of {area}, unmerge it and fill each cell.",
)
MERGED_MORE = _warning(
    171,
    "More merged cells",
    "More than {count} cells are blank because merged cells cover them; from row {begins} on they are not named.",
    "Select the sheet in Excel, choose 'Unmerge Cells', and fill the cells that are meant.",
)
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
MAPPED_HEADING_MISSING = _warning(
    179,
    "Mapped heading not in the sheet",
    'The mapping file has the heading "{found}", which the sheet does not have.{nearest}',
    "Correct or delete its line in the mapping file.",
)
UNSAFE_FILE = Code(
    121,
    "Unsafe file",
    "{path} is not opened: {reason}.",
    "If you know where it comes from, open it in Excel, save it under a new name and use that file.",
)
READER_ENDED = Code(
    122,
    "Workbook cannot be opened",
    "{path} cannot be read: {reason}.",
    "Open it in Excel, copy the rows with the jobs into a new workbook, save it and use that file.",
)
TOO_LARGE_TO_READ = Code(
    123,
    "Workbook too large",
    "{path} is too large to be read: {reason}.",
    "Delete what is not needed, or split it into several workbooks.",
)
DOUBLE_ROW_NUMBER = Code(
    124,
    "Row number used twice",
    "{path} cannot be read: it has two rows with the number {row}.",
    "Open it in Excel, check the rows there, save it under a new name and use that file.",
)
HIDDEN_SHEETS = _warning(
    125,
    "Hidden sheets not read",
    "The workbook has hidden sheets with headings that we know; they are not read: {found}.",
    "Give the name of a sheet to --sheet if its rows should be read.",
)
ERRORS_NOT_SEEN = _warning(
    126,
    "Excel errors look blank",
    "In this kind of workbook ({kind}) cells with an Excel error cannot be told from blank ones: {reason}.",
    "Open it in Excel and save it as 'Excel Workbook (.xlsx)' to be sure that none is missed.",
)
FORMATS_UNREADABLE = _warning(
    127,
    "Number formats damaged",
    "The formats of the workbook cannot be read, so dates stand as the numbers that Excel stores.",
    "Open it in Excel, save it under a new name and use that file.",
)
CSV_DETECTED = _warning(
    140,
    "How the CSV is read",
    "Read as {encoding} with {delimiter} between the cells{quotes}{decimal}; line {line} gives: {sample}.",
    "If that is not right, set --encoding, --delimiter or --decimal.",
)
CSV_DOUBTFUL = _warning(
    141,
    "Not sure how the CSV is to be read",
    "{doubt}; line {line} gives: {sample}.",
    "If the line is not as it should be, set {option}.",
)
UNKNOWN_ENCODING = Code(
    142,
    "Encoding not known",
    '"{value}" is no encoding that we know.',
    "Use one such as utf-8, windows-1252, utf-16 or cp850, or leave --encoding out.",
)
NUL_CHARACTER = Code(
    143,
    "NUL character",
    "The cell has {found} NUL in it, which no text has: the file is damaged there.",
    "Type the cell again.",
)
STRAY_QUOTE = Code(
    144,
    "Quote that does not belong",
    "A quote {sign} stands where none can be, so it is not sure where the cells of this row end.",
    "Put quotes around the whole cell and double those in it, or take the quote away.",
)
OPEN_QUOTE = Code(
    145,
    "Quote not closed",
    "The quote {sign} that opens on line {line} is never closed; the row is read to the end of that line.",
    "Put the closing quote where the cell ends.",
)
ROW_WRITTEN_DIFFERENTLY = Code(
    146,
    "Row written differently",
    "This row has {found}, the others have {expected}.",
    "Write it like the other rows.",
)
SHORT_ROW = Code(
    147,
    "Row with too few cells",
    "This row has {found} cells, the others have {expected}, so its cells may stand in the wrong columns.",
    "Put back the separator that is missing, or add empty cells at the end.",
)
TOO_MANY_COLUMNS = Code(
    148,
    "Too many columns",
    "Line {line} of {path} has {found} cells, and no sheet has more than {limit} columns.",
    "Check that it is the right file, and that its rows end in line breaks.",
)
BAD_DELIMITER = Code(
    149,
    "Delimiter not usable",
    '"{value}" cannot stand between cells.',
    "Give --delimiter one sign such as ; or , or |, or the word tab.",
)

# 2xx: connection and login
NO_TARGET = Code(
    201,
    "No target chosen",
    "It is not said where the jobs should go.",
    "Try '--target practice', or set IMPORTER_URL, IMPORTER_USER, IMPORTER_PASSWORD and IMPORTER_DOMAIN.",
)
BAD_SETTING = Code(202, "Setting not usable", "{setting} is {value!r}: {reason}.", "{fix}")
UNREACHABLE = Code(
    203,
    "Nobody answers",
    "No answer from {url}: {reason}.",
    "Check the address in IMPORTER_URL and your network, then run the same command again.",
)
LOGIN_REFUSED = Code(
    204,
    "Login refused",
    "{url} does not accept the login of {user} (HTTP {status}).",
    "Check IMPORTER_USER, IMPORTER_PASSWORD and IMPORTER_DOMAIN, then run the same command again.",
)
WRONG_ADDRESS = Code(
    205,
    "Not the work-order API",
    "{url} answers, but not as the work-order API does: {reason}.",
    "Check IMPORTER_URL: it usually ends in /api.",
)
NO_PRACTICE = Code(
    207,
    "Practice server does not start",
    "The practice server does not start: {reason}.",
    "If its file is damaged, delete {path} (its jobs are lost) and run the same command again.",
)
LIST_REFUSED = _warning(
    206,
    "List not open to you",
    "The target does not show its list of {listing} (HTTP {status}), so these codes are sent as they are.",
    "Nothing to do; ask for read rights if you want them checked before sending.",
)

# 3xx: codes and look-ups
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
CLOSED_PROJECT = _warning(
    304,
    "Project closed",
    '"{value}" is a closed project.',
    "Check that the job belongs there. It is sent as it is.",
)
STATUS_NOT_FOR_NEW = Code(
    305,
    "Status not for a new job",
    '"{value}" is a status that a new job cannot have.',
    "Use one of: {allowed}.",
)

# 4xx: values
REQUIRED = Code(401, "Missing value", "Empty, but every job needs it.", "Fill it, for example: {example}.")
NOT_A_GUID = Code(
    402,
    "Not an id",
    '"{value}" is not an id (a GUID of 32 digits and letters a-f).',
    "Write it like {example}, or use the column for the code instead.",
)
NOT_AN_INTEGER = Code(
    403, "Not a whole number", '"{value}" is not a whole number.', "Write digits only, for example {example}."
)
NOT_A_DECIMAL = Code(
    404,
    "Not a number",
    '"{value}" is not a number.',
    "Write it with a point and no other signs, for example {example}.",
)
NOT_A_DATE = Code(
    405,
    "Not a date",
    '"{value}" is not a date that we can read.',
    "Write it as 2026-12-31, or 2026-12-31 09:00 where the time matters.",
)
NOT_A_BOOLEAN = Code(406, "Not yes or no", '"{value}" is neither yes nor no.', "Write yes or no.")
TOO_LONG = Code(
    407,
    "Too long",
    "{length} characters, but at most {limit} are possible.",
    "Shorten it by {excess}.",
)
OUT_OF_RANGE = Code(
    408, "Out of range", '"{value}" is out of range: it must be {range}.', "Correct it, for example {example}."
)
NOT_AN_EMAIL = Code(409, "Not an e-mail address", '"{value}" is not an e-mail address.', "Write it like {example}.")
TOO_PRECISE = Code(
    410,
    "Too many digits",
    '"{value}" has more digits than can be sent without changing it.',
    "Shorten it to 15 digits.",
)
EXCEL_ERROR = Code(
    411, "Excel error", "The cell shows the Excel error {value}.", "Mend the formula, or type the value over it."
)
NEVER_CALCULATED = Code(
    412,
    "Formula never calculated",
    "The cell holds a formula whose result is not in the file.",
    "Open the workbook in Excel, let it calculate, save it, and run the same command again.",
)
NO_SUCH_DAY = Code(
    421,
    "No such day",
    "The cell is formatted as a date, but {value} is no day that Excel can show{why}.",
    "Type the date that is meant.",
)
DIGITS_LOST = Code(
    422,
    "Digits lost in Excel",
    'Excel keeps 15 digits of a number, so of "{value}" the last digits may not be what was typed.',
    "Format the column as text and type the value again, in all its digits.",
)
NOT_A_NUMBER_INSIDE = Code(
    423,
    "Damaged cell",
    'The file says that the cell holds a number, but it holds "{value}".',
    "Type the value again in Excel.",
)
AMBIGUOUS_DATES = Code(
    430,
    "Day and month not clear",
    "It is not clear which number is the day and which the month: {shown}.",
    "Say it for all dates of the sheet: {ways}. Nothing is sent until then.",
)
CONTRADICTING_DATES = Code(
    431,
    "Dates in two orders",
    "The dates are written in two orders: {shown}.",
    "Write them in one order, or say which is right with {ways}: the others are then told one by one.",
)
SHORT_YEARS = _warning(
    432,
    "Year of two digits",
    'Years of two digits are read as 1950 to 2049: "{shown}" is {reading}.',
    "Write the whole year where that is not right.",
)
EXCEL_SERIAL = Code(
    433,
    "Excel's number for a date",
    '"{value}" is not written as a date: it is the number by which Excel keeps {reading}.',
    "If that is the date, give the cell a date format in Excel, or write it as {reading}.",
)
WRONG_WEEKDAY = Code(
    434,
    "Weekday does not fit",
    '"{value}" names a weekday that this day is not.',
    "Correct the date, or leave the weekday out.",
)
SKIPPED_TIME = Code(
    435,
    "Time that does not exist",
    'There is no "{value}" in {zone}: {reason}.',
    "Correct the time, or write it with its zone behind it, like 2026-12-31T09:00+01:00.",
)
DOUBLE_TIME = Code(
    436,
    "Time that exists twice",
    '"{value}" occurs twice in {zone}, because the clocks are put back: {first} and {second}.',
    "Write the one that is meant in this form, with the zone behind it.",
)
AMBIGUOUS_NUMBERS = Code(
    440,
    "Decimal sign not clear",
    "It is not clear which sign is the decimal one: {shown}.",
    "Say it for all numbers of the sheet: {ways}. Nothing is sent until then.",
)
CONTRADICTING_NUMBERS = Code(
    441,
    "Numbers with two decimal signs",
    "The numbers are written with two decimal signs: {shown}.",
    "Write them in one way, or say which is right with {ways}: the others are then told one by one.",
)

# 5xx: rules across the cells of a row, and across rows
NONE_GIVEN = Code(
    501,
    "One of several needed",
    "The row does not say which {what}.",
    "Fill one of: {options}.",
)
ADDRESS_INCOMPLETE = Code(
    502,
    "Address incomplete",
    "{because}, so {missing} {must} be filled.",
    "Fill {missing}.",
)
NO_PLANNING = _warning(
    511,
    "Suggested without planning",
    "The status is Suggested, but there is no {missing}: no planning will be made.",
    "Fill {missing} if the job should appear in the planning.",
)
DUE_TOO_EARLY = _warning(
    512,
    "Due before it can be planned",
    "Due on {value}, but not to be planned before {earliest}.",
    "Check both dates. The job is sent as it is.",
)
READ_ONLY_FILLED = _warning(
    513,
    "Filled by the server",
    "This field is filled by the server, so what stands here is not sent.",
    "Nothing to do; the column can be left out.",
)
ID_AND_CODE = _warning(
    514,
    "An id and a code for the same thing",
    "Both {used} and {unused} are given: {used} is used.",
    "Keep one of the two.",
)
CHANGES_MASTER_DATA = _warning(
    515,
    "Changes master data",
    "This creates or changes the {what} itself in the target, not only this job.",
    "If that is not meant, keep only its code, in the column {code_heading}.",
)
DOUBLE_ID = Code(
    521,
    "Id used twice",
    '"{value}" is also the id of row {other}; one id can be created only once.',
    "Give each job an id of its own, or leave the column empty.",
)
TWIN_ROW = _warning(
    522,
    "Row stands twice",
    "Everything in this row stands in row {other} too; both are sent.",
    "Delete one of them if the job should exist once.",
)
REPEATED_REFERENCE = Code(
    523,
    "Reference used twice",
    '"{value}" is also the reference of row {other}; the reference is how a job is known.',
    "Give each job a reference of its own.",
)
PARENTS_IN_A_CIRCLE = Code(
    524,
    "Parents in a circle",
    "The job belongs to itself: its parent in row {parent} leads back to it.",
    "Correct the parent in one of these rows.",
)

# 6xx: answers of the API
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
OTHER_ID = _warning(
    604,
    "The target gave another id",
    "The job was sent with the id {sent}, but the target made it with the id {given}.",
    "Nothing to do for this row: the id of the target is the one in the results.",
)

# 7xx: transport
NO_ANSWER = Code(
    701,
    "Outcome not known",
    "The job was sent, but it is not known whether it was created: {reason}.",
    "Run the same command again: it looks the job up before anything is sent again.",
)

# 8xx: run control
NOT_SENT = Code(801, "Not sent", "Not sent: {reason}.", "Run the same command again to continue.")
PARENT_NOT_CREATED = Code(
    802,
    "Parent not created",
    "Not sent, because its parent in row {parent} was not created.",
    "Correct row {parent} and run the same command again.",
)
JOURNAL_UNUSABLE = Code(811, "Journal not usable", "The journal {path} cannot be used: {reason}.", "{fix}")
RESULTS_UNWRITABLE = Code(
    812,
    "Results cannot be written",
    "{path} cannot be written: {reason}.",
    "Close it in Excel, make room on the disk, or give another place with --results.",
)
RESULTS_OVER_INPUT = Code(
    813,
    "Results would overwrite the sheet",
    "The results would be written over your own sheet {path}.",
    "Give another place with --results.",
)
ROWS_DO_NOT_ADD_UP = Code(
    814,
    "Rows do not add up",
    "The sheet has {read} rows, but the results tell of {told}; rows that do not fit: {rows}.",
    "This is a fault of the importer: please report it. The journal has what became of each row.",
)
SHEET_TOO_LARGE = Code(
    815,
    "Too large for a results workbook",
    "{path} goes to row {row} and column {column}, and a worksheet ends at row {last_row} and column {last_column}.",
    "Split it into several sheets of at most a million rows, and leave the last four columns free.",
)
