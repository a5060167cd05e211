"""The command in sys.argv, from its words to its exit status; no logic.

Nothing heavy is loaded before a command needs it.
"""

from importer.search_path import drop_relative_paths

drop_relative_paths()  # before any library is loaded

import atexit
import errno
import gc
import io
import logging
import os
import sys
import threading
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

from typer.exceptions import Abort, TyperException

from importer.cli.app import app
from importer.cli.typed_options import TypedOptions
from importer.cli.usage_errors import make_usage_error
from importer.errors import ExitCode, ImporterError, NotInstalled, SettingsError, UsageError
from importer.files import explain_failure
from importer.languages import _, use_language
from importer.problem import FOLDER_GONE, LIBRARY_MISSING, NOT_UNDERSTOOD, keep_options

_OBJECTS = 100_000  # that are new before the collector looks at them: loading makes some hundred thousand
_LOG = logging.getLogger(__name__)
_READER_GONE = frozenset({errno.EPIPE, *([errno.EINVAL] if os.name == "nt" else [])})
_OUTPUT_FAILED = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF})


def command() -> None:
    """Do what `main` does in a process that is there for nothing else, and lose no time over what it has loaded.

    Looking through all of that for what is no longer used, and taking it apart at the end, takes longer than checking
    a small sheet.
    """
    gc.set_threshold(_OBJECTS, 20, 100)
    try:
        main()
    except SystemExit as ended:
        _leave(ended)


def _leave(ended: SystemExit) -> None:
    """End the process at once where nothing is left to be done: what was to run at its end has, and all is written."""
    if threading.active_count() == 1 and isinstance(ended.code, int):
        atexit._run_exitfuncs()  # noqa: SLF001 - there is no other name for it
        with suppress(OSError, ValueError):  # nobody reads on, or it is closed: the usual end knows what to do then
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code)
    raise ended


def main() -> None:
    """Run the command in sys.argv and end with its exit status; no traceback ever reaches the user."""
    _open_what_is_closed()
    _take_any_letter()
    _stay_without_reader()
    _drop_relative_paths()
    sys.unraisablehook = _log_unraisable
    use_language(_find_language_asked(sys.argv[1:]), english_sentences="--json" in sys.argv)
    sys.exit(_run_for_status())


def _open_what_is_closed() -> None:
    """Have an input that is at its end and an output that takes everything where the shell has closed them.

    Else the next file that is opened is taken for them.
    """
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            stream = os.fdopen(number, mode, encoding="utf-8", closefd=False)  # another stream takes its place
            setattr(sys, name, stream)


def _log_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """What fails while something is put away, as a file on a full disk: it was told before, and has no traceback."""
    _LOG.debug("Not put away: %s", type(unraisable.exc_value).__name__)


def _take_any_letter() -> None:
    r"""Have stdout and stderr take every letter: a pipe or a file is UTF-8, a terminal shows what it lacks as `\u0142`.

    Without this, Windows writes cp1252 into a pipe, and a letter outside it would end a run after its jobs were sent.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


class _OutlivesItsReader(io.FileIO):
    """An output whose reader may leave early, as `head` does: the command goes on to its own end and exit status."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever has bytes in it
        try:
            return super().write(data) or 0
        except OSError as error:
            if error.errno not in _READER_GONE:
                raise
            return len(memoryview(data).cast("B"))


def _stay_without_reader() -> None:
    for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr)):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            raw = _OutlivesItsReader(stream.fileno(), "wb", closefd=False)
            lines = io.TextIOWrapper(
                io.BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=stream.line_buffering
            )
            setattr(sys, name, lines)


def _drop_relative_paths() -> None:
    """Have PATH name whole places alone: a browser is looked for there, and the current folder may be a stranger's."""
    if path := os.environ.get("PATH"):
        os.environ["PATH"] = os.pathsep.join(folder for folder in path.split(os.pathsep) if Path(folder).is_absolute())
    if os.name == "nt":
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"  # it is looked through without being named


def _find_language_asked(words: list[str]) -> str | None:
    """What --language says, which holds for a command that is not understood too; Typer refuses what is none."""
    for word, following in zip_longest(words, words[1:]):
        option, joined, value = word.partition("=")
        if option == "--language":
            return value if joined else following
    return None


def _ensure_folder() -> None:
    """Raise SettingsError where the folder in which the command is typed is no longer there."""
    try:
        os.getcwd()  # noqa: PTH109 - as Python itself asks
    except OSError as error:
        raise SettingsError(FOLDER_GONE) from error


def _refuse_empty_name(typed: TypedOptions) -> None:
    """Raise UsageError for a name that is empty: as a path it would be the folder at hand."""
    if typed.has_empty_name:
        reason = _('A name is empty (""); in a script, the variable for it may not be set.')
        raise UsageError(NOT_UNDERSTOOD, reason=reason, command=f"importer {typed.verb}".strip())


def _is_text(sheet: Path | None) -> bool:
    from importer.steps.read import Content, content_of

    try:
        return sheet is not None and content_of(sheet) is Content.TEXT
    except (ImporterError, OSError):  # which the command itself tells
        return False


def _run_for_status() -> int:
    try:
        _ensure_folder()
        commands = app.group
        typed = TypedOptions(sys.argv[1:], commands.commands)
        is_text = typed.says_how_csv_is_read and _is_text(typed.sheet)
        keep_options(typed.select_for, typed.sheet, typed.target, on_screen=typed.shown_alone, is_text=is_text)
        _refuse_empty_name(typed)
        ended = commands(
            args=_to_options(sys.argv[1:]),
            prog_name="importer",
            standalone_mode=False,
            windows_expand_args=False,  # `jobs[1].xlsx` is the name of a file, and `$PW` belongs to a password command
        )
        sys.stdout.flush()
    except TyperException as error:
        _show_error(make_usage_error(error))
        return ExitCode.USAGE
    except ImporterError as error:
        _show_error(error)
        return error.exit_code
    except (KeyboardInterrupt, Abort):
        sys.stderr.write(f"\n{_('Interrupted.')}\n")
        return ExitCode.INTERRUPTED
    except OSError as error:
        if error.filename is not None or error.errno not in _OUTPUT_FAILED:
            return _report_internal(error)
        return _end_without_output(error)
    except ImportError as error:
        return _show_missing_library(error)
    except Exception as error:  # noqa: BLE001 - the one place that must catch everything: the user gets a sentence
        return _report_internal(error)
    return ended if isinstance(ended, int) else ExitCode.ALL_WELL


def _report_internal(error: BaseException) -> ExitCode:
    from importer.cli.show import show_internal_error

    show_internal_error(error)
    return ExitCode.INTERNAL


def _show_missing_library(error: ImportError) -> ExitCode:
    library = (error.name or "").partition(".")[0]
    if not library or library == __package__.partition(".")[0]:
        return _report_internal(error)
    missing = NotInstalled(LIBRARY_MISSING, name=library)
    _show_error(missing)
    return missing.exit_code


def _end_without_output(error: OSError) -> ExitCode:
    """Say that what was to be printed cannot be; nothing more is tried, at the end of the program neither."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    stopped = _("Error: the output cannot be written ({reason}).").format(reason=explain_failure(error))
    sends = not {"run", "retry", "resume"}.isdisjoint(sys.argv[1:])
    elsewhere = (
        _("Write it to another file. 'importer runs show last' shows how the last run ended.")
        if sends
        else _("Write it to another file, then run the same command again.")
    )
    sys.stderr.write(f"{stopped}\n{elsewhere}\n")
    return ExitCode.STOPPED


def _to_options(words: list[str]) -> list[str]:
    """`importer help run` is `importer run --help`, as in other programs."""
    return [*words[1:], "--help"] if words[:1] == ["help"] else words


def _show_error(error: ImporterError) -> None:
    from importer.cli.show import show_error

    show_error(error, as_json="--json" in sys.argv)
