"""S17: a program that lies beside a sheet is not run for a password, as the search of Windows would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.targets.password import find_program, run_password_command

SOURCE = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with programs in it that may be meant."""
    for name in ("pass", "pass.exe", "pass.cmd"):
        (tmp_path / name).write_text("#!/bin/sh\necho stolen\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("windows", [False, True])
@pytest.mark.parametrize("path", ["", ".", os.pathsep, f".{os.pathsep}/nowhere", "..", "bin"])
def test_no_place_on_path_is_the_current_folder(folder: Path, path: str, windows: bool) -> None:
    (folder / "bin").mkdir()
    (folder / "pass").rename(folder / "bin" / "pass")
    assert find_program("pass", {"PATH": path}, windows=windows) is None


@pytest.mark.parametrize("name", ["./pass", "bin/../pass"])
def test_a_path_that_is_not_whole_starts_at_home(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_program(name, {"PATH": str(folder)}, windows=False) is None
    monkeypatch.setenv("HOME", str(folder))
    assert find_program("./pass", {}, windows=False) == folder / "pass"


def test_windows_knows_a_program_by_its_ending(folder: Path) -> None:
    given = {"PATH": str(folder), "PATHEXT": ".EXE;.CMD"}
    assert find_program("pass", given, windows=True) == folder / "pass.exe"
    assert find_program("pass.cmd", given, windows=True) == folder / "pass.cmd"
    assert find_program(str(folder / "pass"), given, windows=True) == folder / "pass.exe"


@pytest.mark.skipif(os.name != "posix", reason="the programs are scripts of a shell")
def test_it_is_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "/usr/bin", "/bin")))
    (folder / "only-here").write_text("#!/bin/sh\necho stolen\n")
    (folder / "only-here").chmod(0o755)
    with pytest.raises(SettingsError, match="no program only-here on PATH"):
        run_password_command("only-here")


def test_it_is_started_by_the_path_that_was_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name alone, Windows would start the one in the current folder."""
    started: list[str] = []

    def run(words: list[str], **_: object) -> "subprocess.CompletedProcess[bytes]":
        started.extend(words)
        return subprocess.CompletedProcess(words, 0, b"secret\n")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert run_password_command(f"{Path(sys.executable).name} -V") == "secret"
    assert started == [sys.executable, "-V"]
    assert folder == Path.cwd()


@pytest.mark.skipif(os.name != "posix", reason="the program is a script of a shell")
def test_none_is_run_to_tell_the_versions(folder: Path) -> None:
    """platform.platform() runs `uname`."""
    (folder / "uname").write_text("#!/bin/sh\ntouch taken\n")
    (folder / "uname").chmod(0o755)
    code = "from importer.versions import read_versions; print(read_versions()['system'])"
    words = [sys.executable, "-c", code]
    path = {"PATH": os.pathsep.join((".", "/usr/bin", "/bin")), "PYTHONPATH": str(SOURCE)}
    said = subprocess.run(words, env=path, capture_output=True, text=True, check=True).stdout
    assert said.startswith(os.uname().sysname)
    assert not (folder / "taken").exists()


@pytest.mark.skipif(os.name != "posix", reason="the command is one of a shell")
def test_what_runs_sees_no_password_and_no_place_of_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_PASSWORD", "of another target")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("PATH", os.pathsep.join((".", str(Path(sys.executable).parent), "/usr/bin", "/bin")))
    code = (
        "import os; print(sorted(n for n in os.environ if n.startswith(('IMPORTER_', 'PYTHON'))), os.environ['PATH'])"
    )
    found = run_password_command(f'"{sys.executable}" -c "{code}"')
    assert found == f"['PYTHONSAFEPATH'] {Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
