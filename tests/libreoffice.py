"""LibreOffice, as somebody who has it opens and saves a file; it comes with `apt-get install libreoffice-calc`."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc"
)


def converted(files: Sequence[Path], to: str, into: Path) -> Path:
    """The folder `into` with the files as LibreOffice saves them in the format `to`; its profile stands beside it."""
    profile = f"-env:UserInstallation=file://{into.parent}/profile"
    words = [str(OFFICE), profile, "--headless", "--convert-to", to, "--outdir", str(into), *map(str, files)]
    subprocess.run(words, check=True, capture_output=True, timeout=240)
    assert len(list(into.iterdir())) == len(files)
    return into


def saved_by_libreoffice(path: Path, into: Path) -> Path:
    """The workbook as LibreOffice saves it, in the folder `into`."""
    return converted([path], "xlsx", into) / path.name
