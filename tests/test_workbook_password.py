"""A workbook with a password through the whole program; the password is nowhere afterwards."""

import shlex
import sys
import zipfile
from pathlib import Path

import pytest

from importer.problem import quote_word
from tests.builders import good
from tests.command import importer
from tests.steps.read.encrypted import agile
from tests.terminal import Terminal
from tests.workbooks import workbook

SECRET = "geheim-4711"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    return agile(workbook(tmp_path, good(), {**good(), "Project code": "P-0"}), SECRET)


@pytest.fixture
def command(tmp_path: Path) -> str:
    script = tmp_path / "password.py"
    script.write_text("import pathlib; print(pathlib.Path(__file__).with_name('secret.txt').read_text())")
    (tmp_path / "secret.txt").write_text(SECRET)
    return shlex.join([sys.executable, str(script)])


def test_it_is_checked_and_the_password_is_nowhere(tmp_path: Path, locked: Path, command: str) -> None:
    words = ("--workbook-password-command", command, "--log-file", tmp_path / "a.log", "--results", tmp_path / "a.xlsx")
    said = importer("check", locked, *words, "--json", state=tmp_path)
    assert any("not protected by it" in remark for remark in said.object["remarks"])
    assert "password.py" not in str(said)
    ensure_nowhere(tmp_path, said.out + said.err)


def test_the_next_command_for_the_workbook_says_it_again_on_the_screen_alone(
    tmp_path: Path, locked: Path, command: str
) -> None:
    words = ("--workbook-password-command", command)
    said = importer("check", locked, *words, "--target", "practice", state=tmp_path)
    following = said.out.strip().splitlines()[-1]
    assert f"{words[0]} {quote_word(command)}" in following
    said = importer("run", locked, *words, "--target", "practice", state=tmp_path)
    retry, run = said.out.strip().splitlines()[-1].split("Or correct")
    assert "password" not in retry
    assert f"{words[0]} {quote_word(command)}" in run
    for file in (one for one in tmp_path.rglob("*") if one.is_file() and one.name != "password.py"):
        assert b"workbook-password-command" not in read_whole(file), file


def read_whole(file: Path) -> bytes:
    """All that is in a file, unpacked where it is a workbook."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as parts:
        return b"".join(map(parts.read, parts.namelist()))


def ensure_nowhere(folder: Path, said: str) -> None:
    (folder / "secret.txt").unlink()
    for file in filter(Path.is_file, folder.rglob("*")):
        assert SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in said


@pytest.mark.thorough
def test_it_is_sent_and_its_results_are_run_again_without_the_password(
    tmp_path: Path, locked: Path, command: str
) -> None:
    words = ("--workbook-password-command", command, "--target", "practice", "--log-file", tmp_path / "a.log")
    said = importer("run", locked, *words, "--json", state=tmp_path)
    assert said.status == 4
    assert any("not protected" in remark for remark in said.object["remarks"])
    results = Path(said.object["results"])
    again = importer("retry", results, "--target", "practice", "--json", state=tmp_path)
    assert again.object["counts"]["already exists"] == 1
    ensure_nowhere(tmp_path, said.out + said.err + again.out)


@pytest.mark.thorough
def test_off_a_terminal_the_option_is_named(tmp_path: Path, locked: Path) -> None:
    said = importer("check", locked, state=tmp_path)
    assert said.status == 3
    assert "--workbook-password-command" in said.err


@pytest.mark.thorough
def test_a_command_of_the_current_folder_is_not_run(tmp_path: Path, locked: Path) -> None:
    (tmp_path / "only-here").write_text("#!/bin/sh\necho geheim-4711\n")
    (tmp_path / "only-here").chmod(0o755)
    said = importer("check", locked, "--workbook-password-command", "only-here", state=tmp_path, cwd=str(tmp_path))
    assert said.status == 3
    assert "no program only-here on PATH" in said.err


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a POSIX thing")
def test_on_a_terminal_it_is_asked_and_not_shown(tmp_path: Path, locked: Path) -> None:
    with Terminal("check", locked, state=tmp_path) as terminal:
        terminal.answer(b"Password of", SECRET)
        assert terminal.end() == 0
    assert b"not protected" in terminal.shown
    assert SECRET.encode() not in terminal.shown


@pytest.mark.thorough
def test_map_opens_it_too(tmp_path: Path, locked: Path, command: str) -> None:
    said = importer("map", locked, "--workbook-password-command", command, state=tmp_path)
    assert said.status == 0
    assert "Project code" in said.out
