"""3xx: codes and lookups; 4xx: the value of a cell, but for dates and numbers."""

from importer.problem.problem import Code, declare_warning

_ALL_AT_ONCE = " To change it in all rows at once, write {value_line} under {values_table} in a mapping file."

UNKNOWN_CODE = Code(
    301,
    "Unknown code",
    '"{value}" is not a {what} in {target}.{suggestions}',
    "Correct the code{listed}, or create the {what} in {target} first." + _ALL_AT_ONCE,
)
ARCHIVED_CODE = Code(
    302,
    "Code archived",
    '"{value}" is an archived {what}, which a new job cannot use.{suggestions}',
    "Choose one that is in use, or have it restored in the field-service system." + _ALL_AT_ONCE,
)
AMBIGUOUS_CODE = Code(
    303,
    "Code not unique",
    '"{value}" is the code of {count} entries in the {what} list: {found}.',
    "Put the id of the one that you mean in a column with the heading {id_heading}.",
)
STATUS_NOT_FOR_NEW = Code(
    305,
    "Status not for a new job",
    '"{value}" is not a status for a new job.{nearest}',
    "Use one of: {allowed}." + _ALL_AT_ONCE,
)
READ_AS_CODE = declare_warning(
    306,
    "Read as a code",
    "Some values of this column do not look like codes of the target: {found}.",
    "Nothing to do if that is right; otherwise write the codes that you mean.",
)
NAME_FOR_CODE = Code(
    307,
    "Name instead of a code",
    '"{value}" is the name of the {what} "{meant}", not its code.',
    "Add --by-name to look up names as well as codes in every column of codes, or write {meant}.",
)
MAPPED_TO_NO_CODE = Code(
    308,
    "Wrong code in the mapping file",
    'The mapping file reads "{value}" as "{sent}", but a new job cannot have the {what} "{sent}".{suggestions}',
    'Correct the line of "{value}" under {values_table} in the mapping file.',
)


REQUIRED = Code(
    401, "Missing value", "The cell is empty, but every job needs this field.", "Fill it in, for example: {example}."
)
NOT_A_GUID = Code(
    402,
    "Not an id",
    '"{value}" is not an id (a GUID: 32 digits and letters a-f).',
    "Write it like {example}, or use the column for the code instead.",
)
NOT_AN_INTEGER = Code(
    403, "Not a whole number", '"{value}" is not a whole number.', "Write digits only, for example {example}."
)
NOT_A_DECIMAL = Code(
    404,
    "Not a number",
    '"{value}" is not a number.',
    "Write it with a decimal point and no other symbols, for example {example}.",
)
NOT_A_DATE = Code(
    405,
    "Not a date",
    '"{value}" cannot be read as a date.',
    "Write it as 2026-12-31, or as 2026-12-31 09:00 if the time matters.",
)
NOT_A_BOOLEAN = Code(406, "Not yes or no", '"{value}" is neither yes nor no.', "Write yes or no." + _ALL_AT_ONCE)
TOO_LONG = Code(
    407, "Too long", "The text has {length} characters, but at most {limit} are allowed.", "Shorten it by {excess}."
)
OUT_OF_RANGE = Code(
    408,
    "Out of range",
    '"{value}" is out of range: it must be {range}.',
    "Enter a value in this range, for example {example}.",
)
NOT_AN_EMAIL = Code(409, "Not an e-mail address", '"{value}" is not an e-mail address.', "Write it like {example}.")
TOO_PRECISE = Code(
    410, "Too many digits", '"{value}" has more digits than can be sent exactly.', "Shorten it to 15 digits."
)
EXCEL_ERROR = Code(
    411,
    "Excel error",
    "The cell shows the Excel error {value}.",
    'Fix the formula, or type the value over it. --empty "{typed}" reads every such cell as empty.',
)
NEVER_CALCULATED = Code(
    412,
    "Formula never calculated",
    "The cell holds a formula, but the file does not contain its result.",
    "Open the file in Excel so that it calculates, and save it.",
)
EXCEL_CHANGED_CODE = Code(
    413,
    "Changed by Excel",
    'Excel changed the typed value to a {kind}: it shows "{shown}" and stores {held}, so this is not the code.',
    "Format the column as Text and type the code again.",
)
EXCEL_CHANGED_TEXT = declare_warning(
    414,
    "Changed by Excel",
    'Excel changed the typed value to a {kind}: it shows "{shown}" and stores {held}. importer sends "{value}".',
    "If that is not the text that you mean, format the column as Text and type it again.",
)
HIDDEN_VALUE = declare_warning(
    427,
    "Value hidden by its number format",
    "Excel shows nothing in {cells}, though there is a value: its number format hides it. importer reads it as empty.",
    "If you mean the value, choose the number format General for its cell.",
)
EMPTY_WORD = declare_warning(
    415,
    "Word for an empty cell",
    '"{word}" ({cells}) is what many programs write for an empty cell, but it is read as text.',
    'Add --empty "{word}" to read it as empty.',
)
INVISIBLE_SIGNS = declare_warning(
    416,
    "Invisible characters removed",
    'Invisible characters ({signs}) in {cells} are left out, as in "{shown}".',
    "Nothing to do if the values are right without them.",
)
WRONG_ENCODING = declare_warning(
    417,
    "Text read in the wrong encoding",
    '"{shown}" ({cells}) looks like text that a program read in the wrong encoding; it probably means "{reading}".',
    "Correct it, or export the sheet again as UTF-8; importer sends it unchanged.",
)
LETTERS_LOST = declare_warning(
    418,
    "Lost letters",
    '"{shown}" ({cells}) contains \ufffd, the character that stands for a letter that was lost.',
    "Correct it, or export the sheet again as UTF-8; importer sends it unchanged.",
)
LOOK_ALIKE_LETTERS = declare_warning(
    426,
    "Letters that look like others",
    '"{shown}" ({cells}) has letters that only look like Latin letters: {signs}.',
    'Did you mean "{reading}"? If so, type it again; importer sends it unchanged.',
)
ERROR_WORD = declare_warning(
    424,
    "Text like an Excel error",
    '"{word}" ({cells}) is text, but looks like an Excel error; importer sends it unchanged.',
    'Type the intended value, or add --empty "{word}" to read it as empty.',
)
FORMULA_FOR_TEXT = declare_warning(
    419,
    "Text protected from Excel",
    "Programs write {written} ({cells}) so that Excel does not change a text; it is read as {read}.",
    "Nothing to do.",
)
NO_SUCH_DAY = Code(
    421,
    "No such day",
    "The cell is formatted as a date, but {value} is not a day that Excel can show{why}.",
    "Type the date that you mean.",
)
DIGITS_LOST = Code(
    422,
    "Digits lost in Excel",
    'Excel keeps only 15 digits of a number and shows fewer, so digits of "{value}" may differ from what was typed.',
    "Format the column as Text and type the value again in full.",
)
NOT_A_NUMBER_INSIDE = Code(
    423,
    "Damaged cell",
    'The file marks the cell as a number, but it contains "{value}".',
    "Type the value again in Excel.",
)
CUT_TEXT = Code(
    425,
    "Text cut off",
    "The text ends after the 32,767 characters that an Excel cell can hold, and this computer does not have the rest.",
    "Run your original sheet again, which has the whole text, or shorten the text here.",
)
