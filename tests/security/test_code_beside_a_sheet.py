"""S1: a folder that came with a sheet may hold anything: nothing in it is taken for a part of the program."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from importer.practice.process import start_practice
from importer.practice.server import PracticeServer
from importer.targets.password import run_password_command
from tests.builders import good
from tests.command import environment, importer_afresh
from tests.practice.caller import Caller
from tests.workbooks import workbook

INSTALLED = (
    *("calamine", "certifi", "charset_normalizer", "click", "fastapi", "httptools", "importlib_metadata", "keyring"),
    *("numpy", "openpyxl", "pandas", "pandera", "platformdirs", "pyarrow", "pydantic", "python_calamine", "rapidfuzz"),
    *(
        "requests",
        "rich",
        "shellingham",
        "starlette",
        "tomlkit",
        "typer",
        "tzdata",
        "tzlocal",
        "urllib3",
        "uvicorn",
        "uvloop",
    ),
    *("sitecustomize", "usercustomize", "xlrd", "numexpr", "bottleneck", "defusedxml", "lxml"),
)


@cache
def names() -> list[str]:
    """Whatever a program may import, but for what `python -m` itself has imported before the program is asked."""
    words = [sys.executable, "-I", "-S", "-c", "import runpy, sys; print(*sys.modules)"]
    first = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return sorted({*sys.stdlib_module_names, *INSTALLED}.difference(first))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a sheet, and beside it a module of each name that leaves a mark when it is imported."""
    place = tmp_path / "from a customer"
    place.mkdir()
    workbook(place, good(Reference="A-1"))
    headings, row = ",".join(good()), ",".join(good().values())
    (place / "jobs.csv").write_text(f"{headings}\n{row}\n", encoding="utf-8")
    (place / "large.csv").write_text("\n".join([headings, *[row] * 3_000]), encoding="utf-8")
    mark = f"open({str(tmp_path / 'mark')!r}, 'a').write(__name__ + ' ')\nraise ImportError(__name__)\n"
    for name in names():
        (place / f"{name}.py").write_text(mark, encoding="utf-8")
    return place


def imported(folder: Path) -> str:
    """The modules of the folder that were imported."""
    mark = folder.parent / "mark"
    return mark.read_text(encoding="utf-8") if mark.exists() else ""


SEVERAL = """
import sys
commands = sys.argv[1:]
import importer.__main__
from importer.cli import main
for command in commands:
    sys.argv = ["importer", *command.split()]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            sys.exit(f"{command}: {ended.code}")
"""


def type_in(folder: Path, practice: PracticeServer, *commands: str) -> None:
    """Run commands one after the other in one process, which is started as `python -m importer` is."""
    login = {name: getattr(practice, name) for name in ("url", "user", "password", "domain")}
    words = [sys.executable, "-c", SEVERAL, *commands]
    given = environment(folder.parent / "state", **login)
    ended = subprocess.run(words, cwd=folder, env=given, capture_output=True, text=True, check=False)
    assert (ended.returncode, imported(folder)) == (0, ""), ended.stderr


@pytest.mark.thorough
def test_a_check_takes_nothing(folder: Path) -> None:
    state = folder.parent / "state"
    assert importer_afresh("check", "jobs.xlsx", state=state, cwd=str(folder)).status == 0
    assert imported(folder) == ""


def test_a_run_its_retry_and_its_results_take_nothing(folder: Path, practice: PracticeServer) -> None:
    commands = ("run jobs.xlsx --yes", "retry jobs.results.xlsx --yes", "runs", "runs results last")
    type_in(folder, practice, *commands)


@pytest.mark.thorough
def test_other_commands_take_nothing(folder: Path, practice: PracticeServer) -> None:
    commands = ("check jobs.csv", "check large.csv", "codes", "doctor", "template new.xlsx", "map jobs.csv", "fields")
    type_in(folder, practice, *commands, "targets", "guide safety", "explain 111")


def test_the_practice_server_takes_nothing_and_knows_no_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("IMPORTER_PASSWORD", "of another target")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    with start_practice(folder.parent / "practice.sqlite") as running:
        if sys.platform == "linux":
            begun_with = Path(f"/proc/{running.process.pid}/environ").read_bytes()
            assert b"IMPORTER_PASSWORD" not in begun_with
            assert b"of another target" not in begun_with
        with Caller(running) as api:
            api.created()
    assert imported(folder) == ""


@pytest.mark.thorough
def test_a_program_of_somebody_that_uses_ours_takes_nothing_either(folder: Path) -> None:
    program = folder.parent / "theirs.py"
    program.write_text("import importer; print(importer.check_sheet('jobs.xlsx').exit_code)", encoding="utf-8")
    words = [sys.executable, str(program)]
    given = environment(folder.parent / "state")
    ended = subprocess.run(words, cwd=folder, env=given, capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), imported(folder)) == ("0", "")


def test_a_command_that_prints_a_password_takes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    python = Path(sys.executable).as_posix()
    assert run_password_command(f'"{python}" -m platform').strip()
    assert imported(folder) == ""
