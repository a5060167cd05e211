"""14x: text with delimiters, and the rows in it that are written wrongly."""

from importer.problem.record import Code, warning

CSV_DOUBTFUL = warning(
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
    "A quote {sign} is in a place where no quote can be, so it is not clear where the cells of this row end.",
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
    "This row has {found} cells, but the other rows have {expected}, so its cells may be in the wrong columns.",
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
    '"{value}" cannot separate cells.',
    "Set --delimiter to one character such as ; or , or |, or to the word tab.",
)
