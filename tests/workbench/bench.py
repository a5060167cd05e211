"""Waiting for a sheet that is read or sent in the background."""

import threading
from pathlib import Path

from importer.workbench import OpenDraft, Workbench


def until(opened: OpenDraft) -> OpenDraft:
    """The draft once it is neither read nor sent."""
    pause = threading.Event()
    while opened.is_busy:
        pause.wait(0.02)
    return opened


def checked(bench: Workbench, path: Path) -> OpenDraft:
    return until(bench.open(bench.begin(path).id))
