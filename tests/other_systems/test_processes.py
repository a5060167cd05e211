"""P6, P7, P21: processes that are started, as Windows has them: a group of their own, paths with spaces, UTF-8."""

import os
import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from importer.child_process import make_child_command
from importer.practice import process
from importer.practice.process import start_practice
from importer.targets import password
from importer.targets.password import find_program
from tests.practice.caller import Caller

NEW_GROUP = 0x200  # as Windows has it
PROGRAM = "C:\\Program Files\\Pass word\\pass.exe"


@pytest.mark.usefixtures("children_afresh")
@pytest.mark.skipif(os.name != "posix", reason="groups as POSIX has them")
def test_p6_ctrl_c_of_the_window_does_not_reach_the_practice_server(tmp_path: Path) -> None:
    with start_practice(tmp_path / "practice.sqlite") as running, Caller(running) as api:
        assert os.getpgid(running.process.pid) != os.getpgid(0)
        os.kill(running.process.pid, signal.SIGINT)  # and if it did
        api.created()


def test_p6_on_windows_it_is_a_process_group_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def start(_words: list[str], **given: object) -> object:
        asked.update(given)
        raise OSError

    windows = SimpleNamespace(**{**vars(subprocess), "CREATE_NEW_PROCESS_GROUP": NEW_GROUP, "Popen": start})
    monkeypatch.setattr(process, "subprocess", windows)
    with pytest.raises(OSError):  # noqa: PT011 - our own
        start_practice(tmp_path / "practice.sqlite")
    assert asked["creationflags"] == NEW_GROUP


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "os", SimpleNamespace(**{**vars(os), "name": "nt"}))


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (f'"{PROGRAM}" show acme', [PROGRAM, "show", "acme"]),
        (f'"{PROGRAM}" "my entry"', [PROGRAM, "my entry"]),
        ("C:\\tools\\pass.cmd acme", ["C:\\tools\\pass.cmd", "acme"]),
    ],
)
def test_p7_quotes_are_no_part_of_a_path_and_a_backslash_is(command: str, words: list[str]) -> None:
    assert password._words_of(command) == words


def test_p7_a_cmd_file_on_path_is_found_by_its_name(tmp_path: Path) -> None:
    script = tmp_path / "Program Files" / "secret.cmd"
    script.parent.mkdir()
    script.write_text("@echo hidden\n", encoding="utf-8")
    script.chmod(0o700)
    places = {"PATH": str(script.parent), "PATHEXT": ".COM;.EXE;.BAT;.CMD"}
    assert find_program("secret", places, windows=True) == script
    assert find_program("secret.cmd", places, windows=True) == script
    assert find_program(str(script), places, windows=True) == script
    assert find_program("secret", places, windows=False) is None


def test_p21_child_and_parent_speak_utf_8_whatever_the_code_page() -> None:
    """In the locale C alone, Python takes UTF-8 of itself."""
    script = "import sys; sys.stdout.write(sys.argv[1] + sys.stdout.encoding + str(sys.flags.utf8_mode))"
    plain = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    ended = subprocess.run(make_child_command(script, "Łódź"), env=plain, capture_output=True, check=True)
    assert ended.stdout.decode() == "Łódźutf-81"
