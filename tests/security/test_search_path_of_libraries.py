"""S1: a PYTHONPATH with a part that is empty or relative names the folder of the sheet: no library is loaded there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import environment

SCRIPT = "import sys; from importer.cli import command; sys.argv = ['importer', *sys.argv[1:]]; command()"


@pytest.mark.parametrize("begin", [["-c", SCRIPT], ["-m", "importer"]], ids=["importer", "python -m importer"])
@pytest.mark.parametrize("parts", [("", "/opt/none"), (".", "/opt/none"), ("/opt/none", "beside/..")])
def test_no_library_beside_a_sheet_is_loaded(tmp_path: Path, begin: list[str], parts: tuple[str, ...]) -> None:
    (tmp_path / "beside").mkdir()
    for name in ("typer", "logging", "pandas", "platformdirs"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'a').write(__name__)", encoding="utf-8")
    given = environment(tmp_path / "state") | {"PYTHONPATH": os.pathsep.join(parts)}
    words = [
        sys.executable,
        *(["-P"] if begin[0] == "-c" else []),
        *begin,
        "doctor",
    ]  # as a script has no current folder
    ended = subprocess.run(words, cwd=tmp_path, env=given, capture_output=True, text=True, check=False)
    assert not (tmp_path / "mark").exists(), ended.stderr
    assert (
        f'PYTHONPATH has a part that is not a whole path ("{parts[0] if parts[0] != "/opt/none" else parts[1]}")'
        in (" ".join(ended.stdout.split()))
    )
