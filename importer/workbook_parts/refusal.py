"""Why a workbook is not read: raised in the process that opens it, and a SheetError in the one that asked."""

from collections.abc import Hashable, Iterable

from importer.languages import N_
from importer.problem import NOT_A_SHEET, NOT_READABLE, UNSAFE_FILE, WORKBOOK_LOCKED, Code


class Refusal(Exception):
    """The file is refused as `code`, whose sentence `values` fill (all but the path, which only the asker knows)."""

    def __init__(self, code: Code, **values: str | int) -> None:
        self.code = code
        self.values = values
        super().__init__(code.title)


def make_damage_refusal(reason: str) -> Refusal:
    """A part that is needed is not what its format asks for."""
    return Refusal(NOT_READABLE, reason=reason)


def make_locked_refusal() -> Refusal:
    """What is inside is encrypted, and a password opens it."""
    return Refusal(WORKBOOK_LOCKED)


def make_otherwise_locked_refusal(found: str) -> Refusal:
    """What is inside is encrypted so that only the program that wrote it opens it."""
    fix = N_("Open it in the program that made it, remove the password or protection, save it and use that file.")
    return Refusal(NOT_A_SHEET, found=found, fix=fix)


def make_unsafe_refusal(reason: str) -> Refusal:
    """Nothing that a spreadsheet program writes looks like this."""
    return Refusal(UNSAFE_FILE, reason=reason)


def refuse_same_sheets(worksheets: Iterable[Hashable]) -> None:
    """Raise a Refusal where one is listed twice: a few bytes each, and each costs as much to read as a whole one."""
    found = list(worksheets)
    if len(set(found)) < len(found):
        raise make_damage_refusal(N_("two of its worksheets use the same part"))


class NotPatchable(Exception):
    """The workbook cannot be changed without a risk to what is in it; `reason` ends a sentence that begins with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
