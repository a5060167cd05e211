"""4xx: the value of a cell."""

from importer.problem.record import Code, warning

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
SHORT_YEARS = warning(
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
