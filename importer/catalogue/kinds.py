"""The kinds of value. What a kind means anywhere in the program stands here: no other room asks which kind it is.

A kind is total: text that is not of the kind stays as it is and is never an exception, so that one bad cell hides
nothing. Blank text (also white space alone) is an empty cell for every kind.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from importer.catalogue import excel
from importer.catalogue.excel import ExcelColumn, ExcelValue
from importer.catalogue.spellings import (
    is_64_bit,
    is_exact,
    is_same_guid,
    is_same_moment,
    is_same_number,
    is_same_text,
    spell_boolean,
    spell_date,
    spell_decimal,
    spell_guid,
    spell_integer,
)
from importer.problem import NOT_A_BOOLEAN, NOT_A_DATE, NOT_A_DECIMAL, NOT_A_GUID, NOT_AN_INTEGER, Code

PLAIN_EMAIL = r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+"  # certainly one, in any dialect of patterns
EMAIL = re.compile(r"[^@\s]++@(?=[^@\s]+?\.[^@\s])[^@\s]++")

EdmType = Literal["Guid", "String", "Int64", "Decimal", "DateTimeOffset", "Boolean", ""]  # as OData names them
Reading = Literal["plain", "numbers", "dates"]


def accept_any(_text: str) -> bool:
    """True."""
    return True


def is_true(text: str) -> bool:
    """The JSON value of a canonical yes or no."""
    return text == "true"


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    `type` is its word for users and in `importer fields --json`. `spelling` gives the one spelling of text
    that is not blank, or None where it is not of this kind. `pattern` is a pattern (RE2) of text that certainly is
    canonical, so that whole columns can be passed without looking at each cell. `to_json` takes canonical text; the
    API can hold it where `fits`, digit by digit where `keeps_digits` (None: always). `same` compares two JSON values.
    `reading` is how a column of text is understood, `edm` the type in OData. `to_excel` gives the value of a
    cell, `column` how a template prepares one, `time_column` where a time of day belongs to it.
    """

    type: str
    edm: EdmType = "String"
    noun: str = "text"
    problem_code: Code | None = None
    spelling: Callable[[str], str | None] = str
    pattern: str = ""
    to_json: Callable[[str], object] = str
    fits: Callable[[str], bool] = accept_any
    keeps_digits: Callable[[str], bool] | None = None
    same: Callable[[object, object], bool] = is_same_text
    reading: Reading = "plain"
    to_excel: Callable[[str], ExcelValue] = str
    column: ExcelColumn = excel.TEXT_COLUMN
    time_column: ExcelColumn | None = None

    @property
    def is_embedded(self) -> bool:
        """True for an object with parts of its own, which has no cell."""
        return not self.edm

    @property
    def is_id(self) -> bool:
        """True for the id of something in the target."""
        return self.edm == "Guid"

    @property
    def is_code(self) -> bool:
        """True for text that names something: a code, a reference."""
        return self.is_wording and self.spelling is str.strip

    @property
    def is_wording(self) -> bool:
        """True for text that people write and read, and for codes."""
        return self.edm == "String"

    @property
    def is_free_text(self) -> bool:
        """True for text that people write, and not for a code."""
        return self.is_wording and not self.is_code

    @property
    def is_date(self) -> bool:
        """True for a day or a moment."""
        return self.reading == "dates"

    @property
    def is_number(self) -> bool:
        """True for whole numbers and others."""
        return self.reading == "numbers"

    @property
    def has_convention(self) -> bool:
        """True where a column is written in a convention, such as the order of day and month."""
        return self.reading != "plain"

    @property
    def stays_text(self) -> bool:
        """True where every cell of the kind is text."""
        return self.to_excel is str

    def to_canonical(self, text: str) -> str | None:
        """The one spelling of a value, '' for blank text, None where the text is not of this kind."""
        return self.spelling(text) if text.strip() else ""

    def is_valid(self, text: str) -> bool:
        """True where the text is blank or of the kind, and can be one for the API."""
        spelled = self.to_canonical(text)
        return spelled is not None and (spelled == "" or self.fits(spelled))

    def to_payload(self, text: str) -> object:
        """The JSON value of `text`; text that is not of this kind goes as the text that it is."""
        spelled = self.to_canonical(text)
        return text if spelled is None else self.to_json(spelled)


_DAY = "[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_TIME = "(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"

GUID = Kind(
    "guid",
    "Guid",
    "an id",
    NOT_A_GUID,
    spell_guid,
    "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{11}[1-9a-f]",
    same=is_same_guid,
    column=excel.ID_COLUMN,
)
TEXT = Kind("text", pattern="(?s).*[!-~].*")
CODE = Kind("text", noun="a code", spelling=str.strip, pattern="[!-~]([ -~]*[!-~])?", column=excel.CODE_COLUMN)
INTEGER = Kind(
    "integer",
    "Int64",
    "a whole number",
    NOT_AN_INTEGER,
    spell_integer,
    "-?[1-9][0-9]{0,17}|0",
    int,
    fits=is_64_bit,
    same=is_same_number,
    reading="numbers",
    to_excel=excel.to_excel_integer,
    column=excel.WHOLE_COLUMN,
)
DECIMAL = Kind(
    "decimal",
    "Decimal",
    "a number",
    NOT_A_DECIMAL,
    spell_decimal,
    r"0|-?[1-9][0-9]{0,7}(\.[0-9]{0,5}[1-9])?|-?0\.[0-9]{0,5}[1-9]",
    float,
    keeps_digits=is_exact,
    same=is_same_number,
    reading="numbers",
    to_excel=excel.to_excel_decimal,
    column=excel.NUMBER_COLUMN,
)
DATE = Kind(
    "date",
    "DateTimeOffset",
    "a date",
    NOT_A_DATE,
    spell_date,
    f"{_DAY}(?:T{_TIME})?",
    same=is_same_moment,
    reading="dates",
    to_excel=excel.to_excel_date,
    column=excel.DAY_COLUMN,
    time_column=excel.TIME_COLUMN,
)
BOOLEAN = Kind(
    "boolean",
    "Boolean",
    "yes or no",
    NOT_A_BOOLEAN,
    spell_boolean,
    "true|false",
    is_true,
    to_excel=excel.to_excel_boolean,
    column=ExcelColumn(),
)
ENTITY = Kind("entity", "", "an embedded object")
KINDS = (GUID, TEXT, CODE, INTEGER, DECIMAL, DATE, BOOLEAN, ENTITY)
