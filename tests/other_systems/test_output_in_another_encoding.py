"""P3: a pipe or a file in cp1252, as Windows gives it. A letter outside it must not cost the last word of a run."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builders import GOOD
from tests.command import environment

NAME = "Łódź – naprawa ✓ 配管"


def sheet(folder: Path) -> Path:
    path = folder / "Łódź.csv"
    path.write_text(
        ",".join([*GOOD, "Prioriteit ł"]) + "\n" + ",".join([*GOOD.values(), NAME]) + "\n", encoding="utf-8"
    )
    return path


def run(folder: Path, *words: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "importer", *words],
        env={**environment(folder), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_a_run_says_its_last_word(tmp_path: Path, encoding: str) -> None:
    ended = run(tmp_path, "run", str(sheet(tmp_path)), "--target", "practice", encoding=encoding)
    text = ended.stdout.decode()
    assert ended.returncode == 0, ended.stderr.decode()
    assert "Prioriteit ł" in text
    assert "Every row is in the target" in text


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_json_is_utf_8(tmp_path: Path, encoding: str) -> None:
    ended = run(tmp_path, "check", str(sheet(tmp_path)), "--target", "practice", "--json", encoding=encoding)
    assert ended.returncode == 0, ended.stderr.decode()
    assert "Prioriteit ł" in json.dumps(json.loads(ended.stdout.decode()), ensure_ascii=False)


@pytest.mark.skipif(os.name == "nt", reason="a terminal of this kind is only there on POSIX")
def test_a_terminal_shows_what_it_lacks_as_numbers(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 - not there on Windows

    ours, theirs = pty.openpty()
    begun = subprocess.Popen(
        [sys.executable, "-m", "importer", "check", str(sheet(tmp_path))],
        env={**environment(tmp_path), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 1024):
            shown += piece
    os.close(ours)
    assert begun.wait() == 0, shown
    assert b"Prioriteit \\u0142" in shown


@pytest.mark.thorough
def test_an_error_is_told(tmp_path: Path) -> None:
    ended = run(tmp_path, "check", str(tmp_path / "nie ma Łodzi.csv"), encoding="cp1252")
    assert ended.returncode == 3
    assert "nie ma Łodzi.csv" in ended.stderr.decode()


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="a name that is no text exists only here")
def test_a_file_name_that_is_not_text_is_told(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.csv"
    ended = subprocess.run(
        [sys.executable, "-m", "importer", "check", path],
        env={**environment(tmp_path), "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 3
    assert b"Traceback" not in ended.stderr
