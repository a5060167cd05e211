"""Who may know whom, read from the syntax tree: dependencies point one way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "importer"
MODULES = sorted(ROOT.rglob("*.py"))

# room: what it may import of ours ('' is the modules of the top level)
ALLOWED: dict[str, set[str]] = {
    "problem": {"problem"},
    "errors": {"problem"},
    "catalogue": {"problem", "errors", "catalogue"},
    "frames": {"problem", "errors", "catalogue", "frames"},
    "records": {"problem", "errors", "catalogue", "settings", "records", "workbook_parts"},
    "results_marks": set(),
    "settings": {"problem", "errors", "settings"},
    "jobs_api": {"problem", "errors", "catalogue", "records", "settings", "jobs_api"},
    "journal": {"problem", "errors", "catalogue", "records", "settings", "journal"},
    "directory": {"problem", "errors", "catalogue", "records", "settings", "targets", "jobs_api", "directory"},
    "mapping": {"problem", "errors", "catalogue", "records", "directory", "mapping"},
    "template": {"problem", "errors", "catalogue", "records", "results_marks", "jobs_api", "directory", "template"},
    "causes": {"problem", "records"},
    "workbook_parts": {"problem", "workbook_parts"},
    "as_json": {"problem", "records"},
    "steps": {
        *("problem", "errors", "catalogue", "frames", "records", "results_marks", "settings", "mapping"),
        *("jobs_api", "journal", "directory", "causes", "workbook_parts", "child_process"),
    },
    "practice": {"catalogue", "practice", "problem", "child_process"},
    "child_process": set(),
    "masking": set(),
    "versions": set(),
    "bundle": {
        *("problem", "errors", "catalogue", "records", "settings", "journal", "runs"),
        *("targets", "masking", "versions", "bundle"),
    },
    "doctor": {
        *("problem", "errors", "catalogue", "settings", "jobs_api", "journal"),
        *("targets", "versions", "doctor"),
    },
    "targets": {"problem", "errors", "settings", "practice", "masking", "targets"},
}
HOMES = {  # outside library: the only places that may import it
    "requests": {"jobs_api"},
    "urllib3": {"jobs_api"},
    "pandera": {"frames", "steps/validate"},
    "sqlite3": {"journal", "practice"},
    "typer": {"cli"},
    "rich": {"cli"},
    "keyring": {"targets/key_store"},
    "tomlkit": {"targets/own_file"},
    "fastapi": {"practice"},
    "uvicorn": {"practice"},
    "openpyxl": {"template", "directory/export"},
    "python_calamine": {"steps/read"},
}
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "manager", "handler", "data", "common", "misc"}


def place(path: Path) -> str:
    """'steps/read/table' for importer/steps/read/table.py; a package's __init__ is its folder."""
    return "/".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("/__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_imports_only_what_its_room_may_know(path: Path) -> None:
    room = place(path).partition("/")[0]
    for name in imports(path):
        first, _, rest = name.partition(".")
        if first == "importer" and room in ALLOWED and not _of_its_own_step(path, name):
            assert rest.partition(".")[0] in ALLOWED[room], f"{place(path)} imports {name}"
        if first in HOMES:
            assert any(place(path).startswith(home) for home in HOMES[first]), f"{place(path)} imports {name}"


def _of_its_own_step(path: Path, name: str) -> bool:
    """Whether a step is kept; that it is its own is the test below."""
    return place(path).startswith("steps/") and name.startswith("importer.steps.")


@pytest.mark.parametrize("path", [p for p in MODULES if place(p).startswith("steps/")], ids=place)
def test_steps_never_import_one_another(path: Path) -> None:
    step = place(path).split("/")[1]
    for name in imports(path):
        if name.startswith("importer.steps."):
            assert name.split(".")[2] == step, f"{place(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_has_one_job(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    declarations = {"catalogue/jobs", "catalogue/entities"}
    assert lines <= 260 or place(path) in declarations, f"{place(path)} has {lines} lines"
    assert not FORBIDDEN_NAMES & set(place(path).split("/"))


def test_only_the_command_line_prints() -> None:
    for path in MODULES:
        if place(path).startswith("cli"):
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        assert not any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls), place(path)
