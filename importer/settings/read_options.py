"""How a sheet is to be understood where it does not say so itself."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from importer.languages import _
from importer.settings.bounds import check_settings
from importer.settings.option import declare_option, options_of

NOT_STORED = "workbook_password_command"  # of Options
DateOrder = Literal["dmy", "mdy", "ymd"]
DecimalSign = Literal[".", ","]
DECIMAL_WORDS = {".": "point", ",": "comma"}  # no shell reads these as anything else


def decimal_sign_of(text: str) -> str:
    """The sign itself, for the sign or its name. Raises ValueError."""
    for sign, word in DECIMAL_WORDS.items():
        if text.strip().casefold() in {sign, word}:
            return sign
    raise ValueError(_('"{value}" is not a decimal sign; type comma or point').format(value=text))


@dataclass(frozen=True)
class Options:
    """What the user has decided; None or False leaves it to be found out, and told.

    `heading_row` is the row number as in Excel. `timezone` is an IANA name for times without a zone; None is the
    system's. `mapping` is a mapping file; `accept_suggestions` takes headings that only resemble a known one.
    `memory_mb` and `deadline_seconds` bound the process that reads a file. `workbook_password_command` is for the one
    command that it is given with: it may have the password in it, so that it is neither stored nor repeated. Raises
    SettingsError for a value that an option of the command line could not have.
    """

    sheet: str | None = declare_option(None, "--sheet", "The worksheet to read; all reads each one with jobs.")
    heading_row: int | None = declare_option(None, "--header-row", "The row that holds the headings.", minimum=1)
    skip_hidden: bool = declare_option(False, "--skip-hidden", "Leave out hidden and filtered rows.")
    skip_struck: bool = declare_option(False, "--skip-struck", "Leave out rows that are struck through.")
    encoding: str | None = declare_option(None, "--encoding", "The encoding of a CSV, such as windows-1252.")
    delimiter: str | None = declare_option(None, "--delimiter", "The separator of a CSV: ; or , or tab.")
    decimal: DecimalSign | None = declare_option(
        None, "--decimal", "The decimal sign of numbers in text: comma or point.", metavar="SIGN", parse=decimal_sign_of
    )
    date_order: DateOrder | None = declare_option(
        None, "--date-order", "How dates in text are written: dmy is 31-12-2026."
    )
    empty: tuple[str, ...] = declare_option(
        (), "--empty", "A word that stands for an empty cell, such as NULL; may be repeated.", metavar="WORD"
    )
    by_name: bool = declare_option(False, "--by-name", "Read names in place of codes: Calibration for CALIB.")
    timezone: str | None = declare_option(None, "--timezone", "The time zone, such as Europe/Brussels.")
    mapping: Path | None = declare_option(None, "--map", "A mapping file: what headings and values mean.")
    accept_suggestions: bool = declare_option(
        False, "--accept-suggestions", "Use headings that only resemble a known one."
    )
    memory_mb: int = declare_option(
        1024, "--memory-limit", "MB of memory to read a file, beyond its own size.", minimum=64
    )
    deadline_seconds: float = declare_option(120.0, "--deadline", "Seconds that reading a file may take.", minimum=1)
    workbook_password_command: str | None = declare_option(
        None,
        "--workbook-password-command",
        "A command that prints the password of a protected workbook.",
        metavar="COMMAND",
    )

    def __post_init__(self) -> None:
        """Refuse what cannot be right."""
        check_settings(self)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What is decided here as it is typed on the command line: ('--header-row', '4'); not what is not stored."""
        flags = options_of(Options)
        words = {one.name: getattr(self, one.name) for one in fields(self)} | {NOT_STORED: None}
        words["decimal"] = DECIMAL_WORDS[self.decimal] if self.decimal else None
        given = ((flags[one.name].flag, words[one.name], one.default) for one in fields(self))
        typed = (
            (flag, each)
            for flag, value, default in given
            if value != default
            for each in (value if isinstance(value, tuple) else (value,))
        )
        return tuple(word for flag, value in typed for word in ((flag,) if value is True else (flag, str(value))))
