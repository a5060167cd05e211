"""What stops a run, and the numbers that the command ends with.

ImporterError               could not start, nothing was sent (exit 3)
    SheetError              the file cannot be opened, is not a sheet, or has no usable headings
    SettingsError           no target, or a setting that cannot be right
    ApiError                the target cannot be used
        ApiUnreachable      nobody answers: address, name, network or certificate
        ApiDenied           the login is not accepted
        ApiMisplaced        something answers, but it is not the work-order API
    Interrupted             the user stopped it before the first row was sent (exit 130)
    JournalError            the journal of runs cannot be read or written
    RunUnderWay             another run of this file is not at its end
    NoSuchRun               the journal has no such run, or none to go on with
    ResultsError            the results cannot be written anywhere
    UsageError              the words of the command do not fit together (exit 2)
    NotInstalled            a library cannot be loaded (exit 1)

What is wrong with a cell or a row is never one of these: it is a `Problem`, stored and shown, not raised.
"""

from enum import IntEnum

from importer.problem import Code


class ExitCode(IntEnum):
    """How the command ends; `meaning` is what the guide says of it."""

    meaning: str

    def __new__(cls, number: int, meaning: str) -> "ExitCode":
        code = int.__new__(cls, number)
        code._value_ = number
        code.meaning = meaning
        return code

    ALL_WELL = 0, "every row is valid, created or already exists"
    INTERNAL = 1, "an error in this program: please report it; or importer is not installed completely"
    USAGE = 2, "the command was not understood"
    NOT_STARTED = 3, "could not start (file, headings, no rows, settings, login, network): nothing was sent"
    SOME_FAILED = 4, "finished, and some rows are invalid, rejected or blocked"
    STOPPED = 5, "stopped early; the same command continues the run"
    OPEN = 6, "some outcomes are unknown; the same command looks them up"
    INTERRUPTED = 130, "interrupted by you; the results are written, the same command continues"


class ImporterError(Exception):
    """Stops a run. `code` is its kind in the table of problems, `message` says what is wrong,
    `advice` is the next thing to do.
    """

    exit_code = ExitCode.NOT_STARTED

    def __init__(self, code: Code, **values: object) -> None:
        self.code = code
        self.message = code.fill_sentence(**values)
        self.advice = code.fill_advice(**values)
        super().__init__(self.message)


class SheetError(ImporterError):
    """The file cannot be opened, is not a sheet, or has no usable headings; of several sheets it is `sheet`."""

    sheet = ""


class SettingsError(ImporterError):
    """No target, or a setting that cannot be right."""


class ApiError(ImporterError):
    """The target cannot be used."""


class ApiUnreachable(ApiError):
    """Nobody answers: address, name, network or certificate."""


class ApiDenied(ApiError):
    """The login is not accepted."""


class ApiMisplaced(ApiError):
    """Something answers, but it is not the work-order API, which was `found` at another address, '' for nowhere."""

    found = ""


class Interrupted(ImporterError):
    """The user stopped it before the first row was sent."""

    exit_code = ExitCode.INTERRUPTED


class JournalError(ImporterError):
    """The journal of runs cannot be read or written."""


class RunUnderWay(ImporterError):
    """Another run of this file is not at its end."""


class NoSuchRun(ImporterError):
    """The journal has no such run, or none to go on with."""


class ResultsError(ImporterError):
    """The results cannot be written anywhere."""


class UsageError(ImporterError):
    """The words of the command do not fit together."""

    exit_code = ExitCode.USAGE


class NotInstalled(ImporterError):
    """A library cannot be loaded, at whatever moment it was needed."""

    exit_code = ExitCode.INTERNAL
