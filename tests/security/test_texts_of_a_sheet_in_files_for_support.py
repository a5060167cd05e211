"""S8: what goes to support names nobody: the file of an internal error, the log, the bundle of a run."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.masking import traceback_of
from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import ROOT, importer
from tests.workbooks import workbook

NAME, REFERENCE, AMOUNT = "Verstappen", "R-7731-Kapelle", "48151623"
CODE = """
import importer.steps.validate as step
import importer.runs.checked_sheet as checked_sheet

def fail(batch, **_):
    try:
        raise ValueError(str(batch.sheet.cells.iloc[0].to_dict()))
    except ValueError as error:
        raise KeyError(batch.sheet.cells.iloc[0]["Name"]) from error

checked_sheet.validate_rows = fail
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    row = good(Name=f"Mevrouw {NAME}", Reference=REFERENCE, Description=AMOUNT, Due_date="2026-11-30T09:00:00")
    return workbook(tmp_path, row, name=f"week 7.{NAME}").rename(tmp_path / f"week 7.{NAME}")


def ensure_nobody_named(text: str) -> None:
    for word in (NAME, REFERENCE, "R-7731", AMOUNT, "Brussels"):
        assert word.casefold() not in text.casefold()


@pytest.mark.thorough
def test_the_file_of_an_internal_error_has_no_cell(sheet: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(CODE, encoding="utf-8")
    log = tmp_path / "run.log"
    path = os.pathsep.join([str(broken), str(ROOT)])
    said = importer("check", sheet, "--log-file", log, state=tmp_path / "state", PYTHONPATH=path)
    assert said.status == 1
    report = tmp_path / "state" / "last-error.txt"
    assert sys.platform == "win32" or report.stat().st_mode & 0o077 == 0
    told = report.read_text(encoding="utf-8")
    assert "KeyError: " in told
    assert "ValueError: " in told
    assert "importer/runs/checked_sheet.py, line " in told
    ensure_nobody_named(told)
    ensure_nobody_named(log.read_text(encoding="utf-8"))


@pytest.mark.thorough
def test_the_log_of_a_run_has_no_cell(sheet: Path, tmp_path: Path) -> None:
    log = tmp_path / "run.log"
    zone = ("--timezone", "Europe/Brussels", "--sheet=Jobs")
    words = ("run", sheet, "--target", "practice", "--yes", "--log-file", log, *zone)
    for _ in range(2):
        assert importer(*words, state=tmp_path / "state").status == 0
    told = log.read_text(encoding="utf-8")
    ensure_nobody_named(told)
    assert "importer run 4 letters" not in told
    assert "--timezone Aaaaaa/Aaaaaaaa --sheet=4 letters" in told
    assert "$filter=…" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_log_that_cannot_be_written_shows_nothing_of_what_it_would_hold(sheet: Path, tmp_path: Path) -> None:
    said = importer("check", sheet, "--log-file", "/dev/full", state=tmp_path / "state")
    assert said.status == 0, said.err
    assert said.err == "The log file can no longer be written: the disk is full.\n"


@pytest.mark.thorough
def test_the_bundle_of_a_run_has_no_cell_no_ending_and_no_zone(sheet: Path, tmp_path: Path) -> None:
    state, out = tmp_path / "state", tmp_path / "run.zip"
    words = ("run", sheet, "--target", "practice", "--yes", "--timezone", "Europe/Brussels")
    assert importer(*words, state=state).status == 0
    assert importer("runs", "bundle", "last", "--out", out, state=state).status == 0
    with zipfile.ZipFile(out) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    ensure_nobody_named("\n".join(texts.values()))
    assert json.loads(texts["run.json"])["options"]["sending"]["workers"] == 8


@pytest.mark.thorough
def test_an_answer_that_repeats_a_row_is_no_option_of_ours(sheet: Path, tmp_path: Path) -> None:
    """Its names may be those of options, which the bundle has as they are: an encoding, a number of workers."""

    def repeating(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            said = {"encoding": NAME, "errors": {"workers": [int(AMOUNT)], "delimiter": REFERENCE}}
            refusing = JSONResponse(said, 400) if scope.get("method") == "POST" else app
            await refusing(scope, receive, send)

        return answer

    out = tmp_path / "run.zip"
    with PracticeServer(tmp_path / "practice.sqlite", wrap=repeating) as server:
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        assert importer("run", sheet, "--yes", state=tmp_path / "state", **login).status == 4
    assert importer("runs", "bundle", "last", "--out", out, state=tmp_path / "state").status == 0
    with zipfile.ZipFile(out) as archive:
        rows = archive.read("rows.csv").decode()
    assert '""encoding""' in rows
    ensure_nobody_named(rows)


def test_a_traceback_has_the_way_and_no_value() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError(NAME)

    try:
        try:
            int(REFERENCE)
        except ValueError:
            raise Mute(NAME) from None
    except Mute as error:
        told = traceback_of(error)
    ensure_nobody_named(told)
    assert "Mute: \n" in told
    assert "in test_a_traceback_has_the_way_and_no_value" in told
