"""What a command loads, and what its start costs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.small_file import WHOLE_CHECK, least_cpu
from tests.benchmarks.start_up import LIMIT, compared
from tests.builders import good
from tests.command import environment
from tests.workbooks import workbook

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


NOT_FOR_A_CHECK = (
    *("requests", "urllib3", "tomlkit", "openpyxl", "keyring", "fastapi", "uvicorn", "rapidfuzz", "sqlite3"),
    *("ftfy", "charset_normalizer", "msoffcrypto", "python_calamine", "psutil", "importer.journal.journal"),
    *("importer.jobs_api", "importer.directory.lists", "importer.targets", "importer.practice"),
    *("importer.steps.submit", "importer.steps.report.write", "importer.steps.read.csv", "importer.mapping.read"),
)


def test_a_check_of_a_workbook_loads_only_what_it_needs(tmp_path: Path) -> None:
    path = workbook(tmp_path, good(Description="Pipe of ¾″, 5 m²"))  # nothing in it can be garbled
    out, loaded = loaded_by(["check", str(path)], tmp_path, NOT_FOR_A_CHECK)
    assert "No errors" in out
    assert loaded == []


def test_signs_of_sound_text_load_nothing_that_reads_garbled_text(tmp_path: Path) -> None:
    """Dashes, quotes, an apostrophe and a multiplication sign beside letters with accents and spaces of any kind."""
    texts = (
        "Größe – 5 m", "Größe –\xa05 m", "«\xa0Hôtel Noël\xa0»", "l’école d’été", "à l’Élysée…\xa0: 2 ×\xa0öö",
        "„Größe“ – Pößneck",
    )  # fmt: skip
    path = workbook(tmp_path, *(good(Reference=f"R-{at}", Description=text) for at, text in enumerate(texts)))
    out, loaded = loaded_by(["check", str(path)], tmp_path, ("ftfy",))
    assert "No errors" in out
    assert loaded == []


@pytest.mark.thorough
def test_a_check_of_25_rows_takes_little_more_than_its_libraries(tmp_path: Path) -> None:
    path = workbook(tmp_path, *(good(Reference=f"R-{number}") for number in range(25)))
    ours, libraries = least_cpu(path, tmp_path, runs=5)
    assert ours <= WHOLE_CHECK * libraries, "0.9 s where pandas and pandera take 0.4 s"


def loaded_by(words: list[str], folder: Path, heavy: tuple[str, ...] = HEAVY) -> tuple[str, list[str]]:
    """What the command prints, and which of the heavy modules are loaded in its process at its end."""
    code = f"""
import sys
sys.argv = ["importer", *{words!r}]
from importer.cli import main
try:
    main()
except SystemExit:
    sys.stderr.write("\\n" + " ".join(name for name in {heavy!r} if name in sys.modules))
"""
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=True, timeout=60)
    return said.stdout, said.stderr.rpartition("\n")[2].split()


@pytest.mark.thorough
def test_help_takes_little_more_than_typer_itself() -> None:
    _, cpu = compared(runs=5)
    assert cpu <= LIMIT, "of CPU: the clock on the wall also counts what else the machine does"
