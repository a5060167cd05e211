"""The journal's file: SQLite, private to the user, looked over before it is used, every commit on the disk."""

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

from importer.errors import JournalError
from importer.files import explain_failure, is_on_a_share
from importer.journal.tables import VERSION, bring_up_to_date, version_of
from importer.languages import N_, _
from importer.problem import JOURNAL_UNUSABLE

OTHER_WRITER_SECONDS = 10.0
SMALL, LARGE = 32 * 2**20, 256 * 2**20  # bytes: to check all of it, or all but its indexes, takes a third of a second

_MAKE_ROOM = N_(
    "Free up disk space, make the folder writable or name another one in IMPORTER_STATE, then run it again."
)
_MOVE_AWAY = N_(
    "Move that file to another folder and run the same command again: importer then looks up in the "
    "target what was sent."
)
_UPDATE = N_("Install the newest importer, then run the same command again.")


def open_journal_file(path: Path) -> sqlite3.Connection:
    """Open the journal, make it if need be.

    A last write that was cut off is as if it never was (SQLite's own promise); a file that is damaged elsewhere, is
    something else, or was written by a newer importer is refused with JournalError and left as it is.
    """
    try:
        ended_well = _make_private(path)
        connection = sqlite3.connect(path, timeout=OTHER_WRITER_SECONDS, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise make_unusable_error(path, error) from error
    try:
        _prepare(connection, path, ended_well=ended_well)
    except sqlite3.Error as error:
        connection.close()
        raise make_unusable_error(path, error) from error
    except UnicodeDecodeError as error:  # the text of a damaged table, or of the message about it
        connection.close()
        raise make_damage_error(path, _("a text in it cannot be read")) from error
    except JournalError:
        connection.close()
        raise
    return connection


def open_read_only(path: Path) -> sqlite3.Connection:
    """A second way into an opened journal, which waits for nobody who writes. Raises JournalError."""
    try:
        connection = sqlite3.connect(path, timeout=OTHER_WRITER_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA query_only = 1")
    except sqlite3.Error as error:
        raise make_unusable_error(path, error) from error
    return connection


def _make_private(path: Path) -> bool:
    """Make the file the user's alone. True where whoever had it last has closed it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if stat.S_IMODE(os.fstat(handle).st_mode) & 0o077 and os.name == "posix":
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
    return not path.with_name(f"{path.name}-wal").exists()


def _prepare(connection: sqlite3.Connection, path: Path, *, ended_well: bool) -> None:
    version = version_of(connection)
    if version > VERSION:
        reason = _("a newer version of importer wrote it (version {version}, this one knows {known})").format(
            version=version, known=VERSION
        )
        raise JournalError(JOURNAL_UNUSABLE, path=path, reason=reason, fix=_UPDATE)
    _write_ahead(connection, path)
    connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk, not on its way there
    connection.execute("PRAGMA fullfsync = ON")  # on macOS too, where it would be in the memory of the disk
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    size = path.stat().st_size
    if version and (size <= LARGE or not ended_well):
        check = "integrity_check" if size <= SMALL else "quick_check"
        (found,) = connection.execute(f"PRAGMA {check}(1)").fetchone()
        if found != "ok":
            raise make_damage_error(path, _("a part of it cannot be read"))
    if version < VERSION:
        bring_up_to_date(connection)


def _write_ahead(connection: sqlite3.Connection, path: Path) -> None:
    """Readers and a writer at once; not on a network share, where a log that several computers write damages it."""
    if is_on_a_share(path):
        with suppress(sqlite3.OperationalError):  # somebody has it open: it stays as it is this time
            connection.execute("PRAGMA journal_mode = DELETE")
    else:
        connection.execute("PRAGMA journal_mode = WAL")


def make_damage_error(path: Path, what: str) -> JournalError:
    """The error for a journal in which something is not as it was written."""
    reason = _("it is damaged ({what})").format(what=" ".join(what.split()))
    return JournalError(JOURNAL_UNUSABLE, path=path, reason=reason, fix=_MOVE_AWAY)


def make_unusable_error(path: Path, error: OSError | sqlite3.Error) -> JournalError:
    """The error for what SQLite or the system says of the journal's file."""
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return make_damage_error(path, explain_failure(error))
    return JournalError(JOURNAL_UNUSABLE, path=path, reason=explain_failure(error), fix=_MAKE_ROOM)
