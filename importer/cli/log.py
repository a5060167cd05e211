"""What --verbose shows and --log-file keeps: what the program did, step by step, with every secret masked."""

import logging
import os
import re
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TextIO

from importer.errors import SettingsError
from importer.files import explain_failure
from importer.languages import _
from importer.masking import MASK, mask_secrets, shape_of, traceback_of
from importer.problem import BAD_SETTING
from importer.versions import read_versions
from importer.visible import escape_invisible

LOGGER = logging.getLogger("importer")
_ENTRY = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8},[0-9]{3} [A-Z]+ ")  # as each entry begins
_SECRET_WORDS = ("--password-command", "--workbook-password-command")


class MaskingFormatter(logging.Formatter):
    """Takes secrets out of a whole record, and values out of its traceback; no sign in it can steer a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines, of a record."""
        return escape_invisible(mask_secrets(super().format(record)))

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name of logging
        """The traceback, without a value."""
        error = ei[1] if isinstance(ei, tuple) else None
        return traceback_of(error) if isinstance(error, BaseException) else ""


class _ScreenHandler(logging.StreamHandler[TextIO]):
    """Writes to stderr as it is at that moment: a progress bar puts itself in its place while it is shown."""

    def __init__(self) -> None:
        logging.Handler.__init__(self, logging.INFO)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # an attribute there
        """Where to write."""
        return sys.stderr


class _FileHandler(logging.StreamHandler[TextIO]):
    """Writes to a file, and says once where that is no longer possible: the command goes on without it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's own
        """Say why, and write nothing more."""
        error = sys.exc_info()[1]
        reason = explain_failure(error) if isinstance(error, OSError) else _("output error")
        LOGGER.removeHandler(self)
        sys.stderr.write(_("The log file can no longer be written: {reason}.").format(reason=reason) + "\n")


def begin_log(*, screen: bool, file: Path | None, commands: Collection[str]) -> None:
    """Log what is done to the screen, all of it to a file; of the words typed, `commands` are shown as they are.

    Raises SettingsError where that is not possible.
    """
    LOGGER.setLevel(logging.DEBUG)
    if screen and not any(isinstance(handler, _ScreenHandler) for handler in LOGGER.handlers):
        _add(_ScreenHandler(), "%(message)s")
    if file is not None:
        _add(_FileHandler(_open_log(file)), "%(asctime)s %(levelname)s %(threadName)s %(message)s")
    LOGGER.debug("%s", ", ".join(f"{name} {number}" for name, number in read_versions().items()))
    LOGGER.info("importer %s", " ".join(_remove_secrets(sys.argv[1:], commands)))


def _add(handler: logging.Handler, form: str) -> None:
    handler.setFormatter(MaskingFormatter(form))
    LOGGER.addHandler(handler)


def _open_log(file: Path) -> TextIO:
    if _is_of_others(file):
        raise SettingsError(
            BAD_SETTING,
            setting="--log-file",
            value=str(file),
            reason=_("this file has other content, so importer does not write to it"),
            fix=_("Choose another file with --log-file."),
        )
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o600)
        if os.name == "posix":
            os.set_blocking(handle, True)  # only a pipe that nobody reads is not waited for
        return os.fdopen(handle, "a", encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            BAD_SETTING,
            setting="--log-file",
            value=str(file),
            reason=_("it cannot be written ({reason})").format(reason=explain_failure(error)),
            fix=_("Choose another file with --log-file."),
        ) from error


def _is_of_others(file: Path) -> bool:
    """True for a file with something in it that is no log of ours, such as the sheet itself."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as content:
            begin = content.read(40)
    except OSError:
        return False  # it is told when it is opened
    return bool(begin) and not _ENTRY.match(begin)


def _remove_secrets(words: Sequence[str], commands: Collection[str]) -> list[str]:
    """The words of the command: what was asked for, each other word as its shape, a command for a password as none."""
    shown = []
    for before, word in zip(("", *words), words, strict=False):
        option, sign, value = word.partition("=")
        if before in _SECRET_WORDS:
            shown.append(MASK)
        elif word.startswith("-"):
            shown.append(f"{option}={MASK if option in _SECRET_WORDS else shape_of(value)}" if sign else option)
        else:
            shown.append(word if word in commands else shape_of(word))
    return shown
