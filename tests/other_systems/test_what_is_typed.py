"""P9 to P12, P14: what people type on Windows, in the pages and suggestions; tests there."""

import ast
import re
from pathlib import Path

import pytest

from importer.cli import practice as practice_command
from importer.guide import FOLDER
from importer.problem import set_variable, spell_command
from importer.settings import Options
from tests.command import importer
from tests.documents import README
from tests.source import parse_file

ROOT = Path(__file__).parents[1]
PAGES = (README, FOLDER / "analyst.md")
OF_POSIX = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
NOT_IN_POWERSHELL = re.compile(r"&&|\bpython3\b|\.venv/bin|^export |^\w+=\S+ ", re.MULTILINE)
COMMANDS = re.compile(r"```(?:\w*)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_p9_each_page_that_installs_has_lines_for_powershell(page: Path) -> None:
    blocks = COMMANDS.findall(page.read_text(encoding="utf-8"))
    of_windows = [block for block in blocks if ".venv\\Scripts" in block]
    assert any("py -m venv .venv" in block and "pip install" in block for block in of_windows)
    assert not any(NOT_IN_POWERSHELL.search(block) for block in of_windows)


def test_p10_no_module_of_the_tests_needs_posix_to_be_collected() -> None:
    for path in (*ROOT.rglob("test_*.py"), *ROOT.glob("*.py")):
        for node in parse_file(path).body:
            names = {name.name for name in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
            assert not names & OF_POSIX, f"{path.relative_to(ROOT)}: pytest.importorskip, or inside a function"


@pytest.mark.parametrize(
    ("words", "windows", "posix"),
    [
        (("run", "my jobs.xlsx"), 'importer run "my jobs.xlsx"', 'importer run "my jobs.xlsx"'),
        (("run", "a&b.xlsx"), 'importer run "a&b.xlsx"', 'importer run "a&b.xlsx"'),
        (("run", "$x.xlsx"), "importer run '$x.xlsx'", "importer run '$x.xlsx'"),
        (("run", "50%.xlsx"), "importer run FILE", "importer run 50%.xlsx"),  # cmd takes %...% even in quotes
        (("run", "C:\\jobs\\a.xlsx"), "importer run C:\\jobs\\a.xlsx", None),
    ],
)
def test_p11_a_suggested_command_is_quoted_for_the_shell_of_the_system(
    words: tuple[str, ...], windows: str, posix: str | None
) -> None:
    assert spell_command(*words, windows=True).strip("'") == windows.strip("'")
    if posix:
        assert spell_command(*words, windows=False).strip("'") == posix.strip("'")


def test_p11_a_decimal_sign_is_suggested_by_its_name() -> None:
    """`--decimal ,` is an array in PowerShell."""
    assert Options(decimal=",").arguments == ("--decimal", "comma")


def test_p12_a_variable_is_set_as_the_shell_of_the_system_sets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_variable("IMPORTER_PASSWORD", "a b", windows=True) == '$env:IMPORTER_PASSWORD = "a b"'
    assert set_variable("IMPORTER_PASSWORD", "a b", windows=False) == 'export IMPORTER_PASSWORD="a b"'

    def in_powershell(name: str, value: str) -> str:
        return set_variable(name, value, windows=True)

    class EndedAtOnce:
        def wait(self, _seconds: float) -> bool:
            return True

    monkeypatch.setattr(practice_command, "set_variable", in_powershell)
    monkeypatch.setattr(practice_command, "Event", EndedAtOnce)
    monkeypatch.setattr(practice_command.signal, "signal", lambda *_: None)
    practice_command.serve_practice(0, tmp_path / "own.sqlite", None, None)
    shown = capsys.readouterr().out
    assert "$env:IMPORTER_URL = " in shown
    assert "export" not in shown


def test_p14_a_path_of_windows_in_double_quotes_is_told_with_what_would_be_right(tmp_path: Path) -> None:
    r"""In TOML `"C:\temp\new.pem"` has a tab and a new line."""
    config = tmp_path / "config.toml"
    config.write_text('[targets.acme]\nurl = "https://x.example/api"\nca-bundle = "C:\\temp\\new.pem"\n', "utf-8")
    said = importer("targets", state=tmp_path / "state", config=str(config))
    assert said.status == 3
    assert "ca-bundle in [targets.acme] has a control character" in said.err
    assert "write a path in single quotes" in said.err
