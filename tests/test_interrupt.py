"""Ctrl-C on the real command: what is under way is finished, the results are written, the next run goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import importer

ROWS = 1500


def sheet_with_many_rows(folder: Path) -> Path:
    path = folder / "many.csv"
    lines = [",".join([*GOOD, "Reference"])]
    lines += [",".join([*GOOD.values(), f"R-{number}"]) for number in range(ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.thorough
def test_an_interrupted_run_writes_its_results_and_the_next_one_goes_on(tmp_path: Path) -> None:
    path = sheet_with_many_rows(tmp_path)
    with PracticeServer(tmp_path / "practice.sqlite") as server:
        settings = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        environment = {f"IMPORTER_{name.upper()}": value for name, value in settings.items()}
        run = subprocess.Popen(
            [sys.executable, "-m", "importer", "run", str(path), "--json"],
            env={**os.environ, **environment, "IMPORTER_STATE": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        while server.store.count("Jobs") < 20:
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        out, _ = run.communicate(timeout=60)
        assert run.returncode == 130
        told = json.loads(out)
        assert sum(told["counts"].values()) == told["rows"] == ROWS
        assert 0 < told["counts"]["created"] == server.store.count("Jobs") < ROWS
        assert _statuses(Path(told["results"])) == {k: v for k, v in told["counts"].items() if v}

        again = importer("run", path, "--json", state=tmp_path, **settings)
        counts = again.object["counts"]
        assert again.status == 0
        assert counts["created"] == ROWS == server.store.count("Jobs"), "both runs are one import"


def _statuses(results: Path) -> dict[str, int]:
    book = openpyxl.load_workbook(results)
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    place = headings.index("Status", len(GOOD) + 1)
    return dict(Counter(str(row[place]) for row in rows))


@pytest.mark.thorough
def test_practice_tells_how_to_reach_it_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "importer", "practice", "--port", "0"],
        env={**os.environ, "IMPORTER_STATE": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    lines = [server.stdout.readline() for _ in range(6)]
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=30)
    assert server.returncode == 0
    assert "http://127.0.0.1:" in lines[0]
    assert "/docs" in lines[1]
    assert "user practice" in lines[2]
    assert str(tmp_path / "practice.sqlite") in lines[3]
    assert "--target practice" in lines[5]
