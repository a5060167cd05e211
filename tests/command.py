"""The real command, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS = ("IMPORTER_URL", "IMPORTER_USER", "IMPORTER_PASSWORD", "IMPORTER_DOMAIN", "IMPORTER_STATE")
ZONE = "Europe/Brussels"  # of every command in the tests, wherever they run


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def object(self) -> Any:
        """What --json printed."""
        return json.loads(self.out)


def importer(*words: str | Path, state: Path, **settings: str) -> Said:
    """Run `importer` with these words; `settings` are environment variables without their IMPORTER_."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    given = {f"IMPORTER_{name.upper()}": value for name, value in settings.items()}
    ended = subprocess.run(
        [sys.executable, "-m", "importer", *map(str, words)],
        env={**kept, "IMPORTER_STATE": str(state), "COLUMNS": "200", "TZ": ZONE, **given},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    return Said(ended.returncode, ended.stdout, ended.stderr)
