import subprocess
import sys
from pathlib import Path

import pytest

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
    out, loaded = loaded_by(["--help"], tmp_path)
    assert "Every day" in out
    assert loaded == []


@pytest.mark.thorough
def test_a_run_loads_openpyxl_only_where_it_writes_a_template(tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("Project code,Job type code,Status code,Name\nP-1001,MAINT,Open,Leak\n", encoding="utf-8")
    run = ["run", str(sheet), "--target", "practice", "--yes"]
    out, loaded = loaded_by(run, tmp_path)
    assert "created" in out
    assert "pandas" in loaded
    assert "openpyxl" not in loaded
    _, loaded = loaded_by([*run, "--failed-only", str(tmp_path / "failed.xlsx")], tmp_path)
    assert "openpyxl" in loaded


def loaded_by(words: list[str], folder: Path) -> tuple[str, list[str]]:
    """What the command prints, and which heavy libraries are loaded in its process at its end."""
    code = f"""
import sys
sys.argv = ["importer", *{words!r}]
from importer.cli import main
try:
    main()
except SystemExit:
    sys.stderr.write("\\n" + " ".join(name for name in {HEAVY!r} if name in sys.modules))
"""
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=True, timeout=60)
    return said.stdout, said.stderr.rpartition("\n")[2].split()


def test_help_takes_little_more_than_typer_itself() -> None:
    _, cpu = compared(runs=5)
    assert cpu <= LIMIT, "of CPU: the clock on the wall also counts what else the machine does"
