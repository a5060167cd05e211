"""14x: text with delimiters, and the rows in it that are written wrongly."""

from importer.problem.record import Code, warning

CSV_DOUBTFUL = warning(
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
    "Line {line} of {path} has {found} cells, and {limit}.",
    "Check that it is the right file, and that its rows end in line breaks.",
)
BAD_DELIMITER = Code(
    149,
    "Delimiter not usable",
    '"{value}" cannot stand between cells.',
    "Give --delimiter one sign such as ; or , or |, or the word tab.",
)
