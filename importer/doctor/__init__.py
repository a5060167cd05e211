"""Looks whether everything is there that a run needs, from this computer to the rights on the target.

computer.py  versions, settings, key store, journal, folders
target.py    the way to a target, the login, and what it may do
finding.py   how each of these is
"""

from collections.abc import Iterator
from pathlib import Path

from importer.doctor.computer import examine_computer
from importer.doctor.finding import Finding, FindingState
from importer.doctor.target import examine_target


def examine(target: str | None, folder: Path) -> Iterator[Finding]:
    """Look at one thing after another; nothing is raised, and nothing is created on the target.

    `target` is the name of a target, None for the one that would be taken; `folder` is where results would be
    written, and where an importer.toml may lie.
    """
    yield from examine_computer(folder)
    yield from examine_target(target, folder)
