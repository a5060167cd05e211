"""43x and 44x: how dates, times and numbers are written."""

from importer.problem.problem import Code, declare_warning

AMBIGUOUS_DATES = Code(
    430,
    "Day and month not clear",
    '"{value}" can be {readings}: it is not clear which number is the day and which is the month.{beside}',
    "Retype it as {retyped}, or add the order of all dates in the sheet to the command: {ways}.",
)
CONTRADICTING_DATES = declare_warning(
    431,
    "Dates in two orders",
    "The dates are written in two orders: {shown}. Dates that fit only one order are read in that order.",
    "Check these dates; {ways} reads all in one order, and the dates that do not fit it are then listed one by one.",
)
SHORT_YEARS = declare_warning(
    432,
    "Two-digit year",
    'Two-digit years are read as 1950 to 2049: "{shown}" is read as {reading}.',
    "If that is wrong, write the year with four digits.",
)
EXCEL_SERIAL = Code(
    433,
    "Number in place of a date",
    '"{value}" is a number, not a date; Excel stores {reading} as this number.',
    "If you mean that date, format the cell as a date in Excel, or write {reading}.",
)
WRONG_WEEKDAY = Code(
    434,
    "Wrong weekday",
    '"{value}" names a weekday that does not match its date.',
    "Correct the date, or leave out the weekday.",
)
NO_DATE = declare_warning(
    437,
    "Placeholder date",
    '"{shown}" ({cells}) is what many programs write for no date, but it is read as {reading}.',
    "Add --empty {reading} to read it as empty.",
)
FAR_YEAR = declare_warning(
    438,
    "Year far off",
    '"{shown}" ({cells}) is read as {reading}, a year far from now.',
    "Correct it if it is not the date that you mean.",
)
SKIPPED_TIME = Code(
    435,
    "Time that does not exist",
    'The time "{value}" does not exist in {zone}: {reason}.',
    "Correct the time, or add its UTC offset, as in 2026-12-31T09:00+01:00.",
)
DOUBLE_TIME = Code(
    436,
    "Time that exists twice",
    '"{value}" occurs twice in {zone} because the clocks go back: {first} and {second}.',
    "Write the one that you mean in this form, with its UTC offset.",
)
AMBIGUOUS_NUMBERS = Code(
    440,
    "Decimal separator not clear",
    "It is not clear which character is the decimal separator: {shown}.",
    "Set it for all numbers in the sheet: {ways}; nothing is sent until you do.",
)
CONTRADICTING_NUMBERS = Code(
    441,
    "Numbers with two decimal separators",
    "The numbers are written with two decimal separators: {shown}.",
    "Write them all with the same separator, or set the right one with {ways}; importer then lists the other "
    "numbers one by one.",
)
ZONE_NOT_KNOWN = Code(
    442,
    "Time zone of the results unknown",
    "This time does not include its time zone, and these results do not record the time zone of their run.",
    "Add the zone of that run to the command, such as --timezone Europe/Brussels, or write the time as in "
    "2026-12-31T09:00+01:00.",
)
