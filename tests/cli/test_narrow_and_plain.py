"""Small things that people see: a list in a narrow window, one verdict of a login, a hint that works as it stands."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import environment, importer


@pytest.mark.thorough
def test_runs_fit_a_narrow_window_with_dates_and_names_whole(tmp_path: Path) -> None:
    name = "work-orders-of-march.csv"
    (tmp_path / name).write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    importer("run", name, "--target", "practice", state=tmp_path / "state", cwd=str(tmp_path))
    given = {**environment(tmp_path / "state"), "COLUMNS": "60"}
    shown = subprocess.run(
        [sys.executable, "-m", "importer", "runs"],
        env=given,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", shown)
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= 60
    lines = [line.split("│")[3].strip() for line in shown.splitlines() if line.count("│") > 3]
    assert name in "".join(lines)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("language", ["de", "en", "fr", "nl"])
def test_all_problems_fit_a_narrow_window_with_nothing_cut(tmp_path: Path, language: str) -> None:
    shown = importer("explain", "--language", language, state=tmp_path, COLUMNS="60").out
    table = [line for line in shown.splitlines() if line[:1] in "│┃┏┡├└"]
    assert len(table) > 100
    assert "…" not in shown
    assert max(map(len, table)) <= 60


@pytest.mark.thorough
def test_n20_what_a_second_retry_foretells_is_what_happens(tmp_path: Path, practice: PracticeServer) -> None:
    rows = (GOOD, GOOD | {"Name": "Pump", "Project code": "P-9999"})
    lines = [",".join(GOOD), *(",".join(row.values()) for row in rows)]
    (tmp_path / "jobs.csv").write_text("\n".join(lines), encoding="utf-8")
    given = {"url": practice.url, "user": practice.user, "password": practice.password, "domain": practice.domain}
    results = tmp_path / "jobs.results.csv"
    importer("run", "jobs.csv", "--results", results, state=tmp_path / "state", cwd=str(tmp_path), **given)
    results.write_text(results.read_text(encoding="utf-8-sig").replace("P-9999", "P-1002"), encoding="utf-8")
    remarks = []
    for _ in range(2):
        said = importer("retry", results, "--json", state=tmp_path / "state", cwd=str(tmp_path), **given)
        remarks.append(" ".join(said.object["remarks"]))
        assert said.status == 0
    assert "1 row has no job in these results; it is sent now" in remarks[0]
    assert "1 row has its job from a later run, and is not sent again. No rows are ready to send." in remarks[1]


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of this kind is only there on POSIX")
@pytest.mark.parametrize(("words", "status"), [(("runs",), 0), (("check", "jobs.csv", "--json"), 4)])
def test_a_reader_that_leaves_early_changes_no_exit_status(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    rows = [",".join(GOOD), *(",".join((GOOD | {"Name": ""}).values()) for _ in range(200))]
    (tmp_path / "jobs.csv").write_text("\n".join(rows), encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [sys.executable, "-m", "importer", *words],
        env=environment(tmp_path / "state"),
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (status, b"")
