"""S14: a mapping file of any size leaves the sheet readable: what a process is asked fits on its command line."""

import json
import subprocess
from pathlib import Path

import pytest

from importer.child_process import make_child_command
from importer.settings import Options
from importer.steps.read.workbook import _START, request_of
from tests.builders import good
from tests.command import importer_measured
from tests.workbooks import workbook

LONGEST = 32_767  # letters of a command on Windows
HEADINGS = {"many": [f"Heading {number} of the customer" for number in range(6_000)], "long": ["x" * 140_000]}


@pytest.mark.parametrize("kind", HEADINGS)
@pytest.mark.thorough(but=1)
def test_the_sheet_is_read(tmp_path: Path, kind: str) -> None:
    lines = [f'"{heading}" = "description"\n' for heading in HEADINGS[kind]]
    (tmp_path / "acme.toml").write_text("".join(["[columns]\n", *lines]), encoding="utf-8")
    sheet = workbook(tmp_path, good())
    said = importer_measured("check", sheet, "--map", tmp_path / "acme.toml", state=tmp_path / "state")
    assert said.status == 0, said.err


@pytest.mark.parametrize("sign", ['"', "\\", "é", "x"])
def test_the_command_is_no_longer_than_windows_takes(sign: str) -> None:
    headings = [f"{sign * 20} {number}" for number in range(6_000)]
    asked = json.dumps(request_of("zip", Options(), lambda _heading: None, headings))
    assert "5999" in asked
    assert "5999" in json.dumps(request_of("zip", Options(), lambda _heading: None, [*headings, "x" * 140_000]))
    assert len(subprocess.list2cmdline(make_child_command(_START, asked))) <= LONGEST
