"""P24: Windows on ARM has no pyarrow. What needs it says what to install; what does not, and the guide, work."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import GOOD
from tests.command import ROOT, Said, environment


def without(library: str, *words: str | Path, state: Path) -> Said:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.other_systems.without_a_library", library, *map(str, words)],
        cwd=ROOT,
        env=environment(state),
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize("library", ["pyarrow", "pandera", "python_calamine", "requests"])
@pytest.mark.thorough(but=1)
def test_p24_what_cannot_be_loaded_is_named_with_what_to_install(tmp_path: Path, library: str) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    if library == "python_calamine":
        sheet = ROOT / "sample_sheets" / "jobs.xlsx"
    said = without(library, "run", sheet, "--target", "practice", "--results", tmp_path / "r.xlsx", state=tmp_path)
    assert said.status == 1
    assert f"the library {library} cannot be loaded" in said.err
    assert "ARM processor, use the Python for x64" in " ".join(said.err.split())
    assert "Traceback" not in said.err
    assert "report it" not in said.err


def test_p24_what_the_message_names_works_without_the_library(tmp_path: Path) -> None:
    page = without("pyarrow", "guide", "analyst", state=tmp_path)
    assert page.status == 0
    assert "installer for x64" in " ".join(page.out.split())
    found = without("pyarrow", "doctor", state=tmp_path)
    assert found.status != 0
    assert "cannot be loaded: pyarrow" in found.out
