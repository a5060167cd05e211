"""A file that somebody named, or that lies where others may write: it answers at once, and raises nothing unforeseen.

A pipe or a device may never end, a name may be too long, a link may lead round in a circle, a folder may be closed.
"""

import errno
import os
import re
import stat
import tomllib
from collections.abc import Callable
from io import BufferedRandom, BufferedReader
from pathlib import Path
from typing import Any

from importer.errors import SettingsError
from importer.languages import N_, _
from importer.problem import OPEN_TO_OTHERS, quote_word

_ADMINISTRATOR = 0
_OTHERS_WRITE = N_("others on this computer can change it")
_MOST_PARTS = 32  # of a dotted key
_PLACE = re.compile(r"\(at line (\d+), column \d+\)$")  # as tomllib says it
_AT_END = "(at end of document)"
_MOST_SHOWN = 60
_STRINGS = re.compile(  # and comments; one that does not end goes on to the end of the line or of the text
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
_BETWEEN_KEYS = re.compile(r"[=,{}\[\]\n]+")
_NOT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotToml(ValueError):
    """A text is no TOML, or more than its parser takes; the text of the error says why."""


def open_regular_file(path: Path) -> BufferedReader:
    """Open a file on a disk to be read. Raises OSError, also for a pipe or a device."""
    handle = os.open(path, _NOT_WAITING)
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.EINVAL, _("it is a pipe or a device, not a file"), str(path))


def read_file_content(path: Path, *, largest: int, own: bool = False) -> bytes:
    """What is in a file on a disk. Raises OSError, also where that is more than `largest` bytes.

    Where it must be the user's `own`, it raises SettingsError for one that others can change.
    """
    with open_regular_file(path) as file:
        if own:
            ensure_own(path, os.fstat(file.fileno()))
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, _("it is larger than {size} kB").format(size=largest // 1024), str(path))
    return content


def ensure_own(path: Path, found: os.stat_result) -> None:
    """Raise SettingsError where others can change the file or folder, with the command that ends that.

    As with ssh, it is the user's own or the administrator's, and nobody else may write to it; a group of the owner
    alone is nobody else. On Windows it has the rights of its folder, and nothing is looked at. `found` is what is known
    of it once it is open: its name may come to mean another.
    """
    if os.name != "posix":
        return
    if found.st_uid not in {_ADMINISTRATOR, os.geteuid()}:
        reason = _("it belongs to another account ({name})").format(name=_name_account(found.st_uid))
        raise _make_error(path, reason, f"sudo chown {_name_account(os.geteuid())}")
    if found.st_mode & stat.S_IWOTH or (found.st_mode & stat.S_IWGRP and not _is_of_one(found.st_gid, found.st_uid)):
        raise _make_error(path, _(_OTHERS_WRITE), "chmod go-w" if stat.S_ISDIR(found.st_mode) else "chmod 600")


def ensure_own_folder(path: Path) -> None:
    """Raise SettingsError where others can put another file in the place of this one, or of what it is a link to.

    That may be a file of the user's own, such as one that a stranger has sent. Raises OSError too.
    """
    for one in {path, resolve_links(path)}:
        if not is_folder(one.parent):
            continue
        found = one.parent.stat()
        is_for_all = found.st_uid == _ADMINISTRATOR and found.st_mode & stat.S_ISVTX  # each has files of his own there
        if one.is_symlink() or not is_for_all:
            ensure_own(one.parent, found)


def _make_error(path: Path, reason: str, command: str) -> SettingsError:
    return SettingsError(OPEN_TO_OTHERS, path=path, reason=reason, command=f"'{command} {quote_word(path)}'")


def _name_account(number: int) -> str:
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _is_of_one(group: int, owner: int) -> bool:
    """Whether nobody but the owner is in a group, as systems make one for each account."""
    import grp  # noqa: PLC0415 - not there on Windows
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        account, found = pwd.getpwuid(owner), grp.getgrgid(group)
    except KeyError:
        return False
    return account.pw_gid == group and found.gr_name == account.pw_name and set(found.gr_mem) <= {account.pw_name}


def toml_of(text: str, *, parse_float: Callable[[str], object] = float) -> dict[str, Any]:
    """What a text in TOML says, its decimal numbers as `parse_float` makes them. Raises NotToml.

    Of a key of very many parts tomllib keeps each beginning: 50 kB of `a.a.a...` take gigabytes.
    """
    if any(part.count(".") >= _MOST_PARTS for part in _BETWEEN_KEYS.split(_STRINGS.sub("", text))):
        raise NotToml(_("one of its keys has more than {most} parts").format(most=_MOST_PARTS))
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except RecursionError as error:
        raise NotToml(_("its values are nested too deeply")) from error
    except ValueError as error:  # a number of 5,000 digits is no TOMLDecodeError
        raise NotToml(_find_where_not_toml(text, str(error))) from error


def _find_where_not_toml(text: str, reason: str) -> str:
    """The line at which it is no TOML any more, and the key there; no value, which may be a password."""
    if found := _PLACE.search(reason):
        line = int(found[1])
        key, equals, _value = text.split("\n")[line - 1].strip()[:_MOST_SHOWN].partition("=")
        shown = f"{key.rstrip()} = ..." if equals else key if key.startswith("[") else ""
        if shown:
            return _("line {line} is not valid TOML: {text}").format(line=line, text=shown)
        return _("line {line} is not valid TOML").format(line=line)
    return _("it ends in the middle of a line or a text") if reason.endswith(_AT_END) else reason


def is_there(path: Path) -> bool:
    """Whether there is anything of this name, as far as can be seen."""
    try:
        return path.exists()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether it is a folder, as far as can be seen."""
    try:
        return path.is_dir()
    except OSError:
        return False


def resolve_links(path: Path) -> Path:
    """The path without links, as far as they can be followed."""
    return Path(os.path.realpath(path))


def identity_of(handle: int) -> tuple[int, int]:
    """What an open file is, whatever its name comes to mean."""
    found = os.fstat(handle)
    return found.st_dev, found.st_ino


def open_same_file(path: Path, identity: tuple[int, int]) -> BufferedRandom:
    """Open a file of ours to be written, by its name. Raises OSError where that is now the name of another."""
    file = path.open("r+b")
    if identity_of(file.fileno()) != identity:
        file.close()
        raise OSError(errno.EBUSY, _("somebody replaced it with another file"), str(path))
    return file
