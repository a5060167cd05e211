"""The real command, in a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
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


def environment(state: Path, **settings: str) -> dict[str, str]:
    """The environment of a command that keeps all it has in `state`, its settings and its key store too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IMPORTER_")}
    given = {name if name == "PYTHONPATH" else f"IMPORTER_{name.upper()}": value for name, value in settings.items()}
    ours = {
        "IMPORTER_STATE": str(state),
        "IMPORTER_CONFIG": str(state / "config.toml"),
        "TEST_KEYS": str(state / "keys.json"),
        "PYTHON_KEYRING_BACKEND": "tests.key_store.FileKeyStore",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
        "TZ": ZONE,
    }
    return {**kept, **ours, **given}


def importer(*words: str | Path, state: Path, typed: str = "", cwd: str = "", **settings: str) -> Said:
    """Run `importer` with these words and `typed` on its input; `settings` are variables without their IMPORTER_."""
    ended = subprocess.run(
        [sys.executable, "-m", "importer", *map(str, words)],
        env=environment(state, **settings),
        cwd=cwd or None,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    return Said(ended.returncode, ended.stdout, ended.stderr)
