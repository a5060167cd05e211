import subprocess
import sys
from pathlib import Path

from tests.benchmarks.start_up import LIMIT, compared
from tests.command import environment

HEAVY = (
    "pandas",
    "numpy",
    "pandera",
    "pyarrow",
    "openpyxl",
    "requests",
    "fastapi",
    "keyring",
    "rich",
    "rapidfuzz",
    "sqlite3",
)


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = f"""
import sys
sys.argv = ["importer", "--help"]
from importer.cli import main
try:
    main()
except SystemExit:
    sys.stderr.write(" ".join(name for name in {HEAVY!r} if name in sys.modules))
"""
    words = [sys.executable, "-c", code]
    said = subprocess.run(words, env=environment(tmp_path), capture_output=True, text=True, check=True, timeout=60)
    assert "Every day" in said.stdout
    assert said.stderr == ""


def test_help_takes_little_more_than_typer_itself() -> None:
    _, cpu = compared(runs=5)
    assert cpu <= LIMIT, "of CPU: the clock on the wall also counts what else the machine does"
