"""mypy and ruff are part of the suite."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.begins_first
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("folders", [["importer"], ["importer", "tests"]], ids=["importer", "tests"])
def test_mypy_strict_has_nothing_to_say(folders: list[str]) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "mypy", *folders], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_ruff_has_nothing_to_say() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout
