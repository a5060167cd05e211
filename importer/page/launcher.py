"""What people double-click to open the page: a desktop entry on Linux, a .bat on Windows, a .command on macOS.

It has the line MARK, by which it is known again: a file of that name without it is somebody else's, and stays.
"""

import os
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from importer.errors import SettingsError
from importer.files import advise_on_writing, explain_failure, is_folder, is_there, write_whole_file
from importer.languages import _
from importer.problem import FILE_UNWRITABLE

MARK = "Written by 'importer open --install'; 'importer open --uninstall' removes it."
_ICON = Path(__file__).parent / "static" / "icon.svg"
_RUNNABLE = 0o755
_SPECIAL = re.compile(r"[\"`$\\]")  # in the quotation of a desktop entry
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Launcher:
    """A file to double-click: where it goes and what stands in it."""

    path: Path
    text: str

    @property
    def is_ours(self) -> bool:
        """Whether what is there now was written by this program."""
        try:
            return MARK in self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False


def find_own_command() -> tuple[str, ...]:
    """What starts this program again, wherever it is typed: a file of its own, or a module of the Python that runs."""
    if getattr(sys, "frozen", False):
        return sys.executable, "open"
    return sys.executable, "-P", "-m", "importer", "open"  # -P: nothing that lies on the desktop is a part of it


def make_launchers(system: str, command: Sequence[str], desktop: Path, applications: Path) -> tuple[Launcher, ...]:
    """The launchers of a system ('win32', 'darwin' or another, as sys.platform has it) for this command."""
    if any(_CONTROL.search(word) for word in command):
        folder = Path(command[0]).parent
        fix = _("Move importer to a folder with a simpler name.")
        raise SettingsError(FILE_UNWRITABLE, path=folder, reason=_("its name has a line break"), fix=fix)
    if system == "win32":
        return (Launcher(desktop / "importer.bat", make_batch_file(command)),)
    if system == "darwin":
        return (Launcher(desktop / "importer.command", f"#!/bin/sh\n# {MARK}\nexec {shlex.join(command)}\n"),)
    text = make_desktop_entry(command)
    places = [applications, *([desktop] if is_folder(desktop) else [])]
    return tuple(Launcher(path / "importer.desktop", text) for path in places)


def make_batch_file(command: Sequence[str]) -> str:
    """A batch file of Windows, which stays open where something is wrong."""
    words = " ".join(f'"{word.replace("%", "%%")}"' for word in command)
    lines = ("@echo off", f"rem {MARK}", "chcp 65001 >nul", words, "if errorlevel 1 pause")
    return "".join(f"{line}\r\n" for line in lines)


def make_desktop_entry(command: Sequence[str]) -> str:
    """A desktop entry, as freedesktop.org specifies it: quoted for its command line, then as a text of the file."""
    escaped = (_SPECIAL.sub(r"\\\g<0>", word) for word in command)
    quoted = " ".join(f'"{word}"' for word in escaped)
    facts = {
        "Type": "Application",
        "Name": "importer",
        "Comment": _("Send the work orders of a sheet"),
        "Exec": quoted.replace("%", "%%").replace("\\", "\\\\"),
        "Icon": str(_ICON),
        "Terminal": "false",
        "Categories": "Office;",
    }
    lines = [f"# {MARK}", "[Desktop Entry]", *(f"{name}={value}" for name, value in facts.items())]
    return "".join(f"{line}\n" for line in lines)


def find_launchers() -> tuple[Launcher, ...]:
    """The launchers of this user on this computer. Raises SettingsError where there can be none."""
    desktop, applications = platformdirs.user_desktop_path(), platformdirs.user_applications_path()
    return make_launchers(sys.platform, find_own_command(), desktop, applications)


def install_launchers(launchers: Iterable[Launcher]) -> tuple[Path, ...]:
    """Write the launchers, in place of those of before; give where they are.

    Raises SettingsError where somebody else's file is in the way, or one cannot be written.
    """
    launchers = tuple(launchers)
    for launcher in launchers:
        if is_there(launcher.path) and not launcher.is_ours:
            fix = _("Rename or move that file, then run the same command again.")
            reason = _("another file has this name")
            raise SettingsError(FILE_UNWRITABLE, path=launcher.path, reason=reason, fix=fix)
    for launcher in launchers:
        content = launcher.text.encode()
        try:
            launcher.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole_file(launcher.path, lambda file, content=content: file.write(content), replace=True)  # type: ignore[misc]  # content is bound now
            if os.name == "posix":
                launcher.path.chmod(_RUNNABLE)
        except OSError as error:
            reason, fix = explain_failure(error), advise_on_writing(error, launcher.path)
            raise SettingsError(FILE_UNWRITABLE, path=launcher.path, reason=reason, fix=fix) from error
    return tuple(launcher.path for launcher in launchers)


def uninstall_launchers(launchers: Iterable[Launcher]) -> tuple[Path, ...]:
    """Remove the launchers that this program has written; give which. Raises SettingsError."""
    found = [launcher.path for launcher in launchers if launcher.is_ours]
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            reason, fix = explain_failure(error), advise_on_writing(error, path)
            raise SettingsError(FILE_UNWRITABLE, path=path, reason=reason, fix=fix) from error
    return tuple(found)
