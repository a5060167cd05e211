"""The public names of the package are its promise: each loads and is explained, and nothing else is promised."""

import ast
import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

import importer
from importer.guide import FOLDER
from importer.runs.request import RunRequest


@pytest.mark.parametrize("name", importer.__all__)
def test_every_public_name_loads_and_says_what_it_is(name: str) -> None:
    assert getattr(importer, name).__doc__


@pytest.mark.parametrize(
    ("old", "new"), [("Patience", "SendPolicy"), ("Watcher", "Observer"), ("results_again", "write_results_again")]
)
def test_an_old_name_loads_with_a_warning(old: str, new: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"importer.{new}"):
        assert getattr(importer, old) is getattr(importer, new)


def test_the_guide_names_each_and_no_other() -> None:
    page = (FOLDER / "python.md").read_text(encoding="utf-8")
    named = set(re.findall(r"importer\.(\w+)", page)) - {"__all__"}
    assert named <= set(importer.__all__)
    assert set(importer.__all__) <= set(re.findall(r"\w+", page))


def test_a_star_import_gives_what_is_promised() -> None:
    names: dict[str, object] = {}
    exec("from importer import *", names)  # noqa: S102 - what a user may type
    assert set(names) - {"__builtins__"} == set(importer.__all__)


def test_the_package_says_that_it_has_types() -> None:
    assert (Path(importer.__file__).parent / "py.typed").is_file()


def test_a_type_checker_sees_no_way_to_make_up_names() -> None:
    """Beside a `__getattr__` that it sees, mypy takes `importer.chek_sheet` for one of our functions."""
    tree = ast.parse(Path(importer.__file__).read_text("utf-8"))
    assert "__getattr__" not in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    hidden = [one for one in tree.body if isinstance(one, ast.If) and ast.unparse(one.test) == "not TYPE_CHECKING"]
    assert [one.name for part in hidden for one in part.body if isinstance(one, ast.FunctionDef)] == ["__getattr__"]


def test_no_other_name_is_there() -> None:
    with pytest.raises(AttributeError, match="Patient"):
        _ = importer.Patient  # type: ignore[attr-defined]  # mypy sees it, too


def test_an_import_and_a_retry_take_the_same() -> None:
    assert inspect.signature(importer.retry_results) == inspect.signature(importer.import_sheet)


def test_what_is_asked_of_a_run_has_the_same_default_everywhere() -> None:
    request = {one.name: one.default for one in fields(RunRequest)}
    for function in (importer.import_sheet, importer.check_sheet, importer.resume_run):
        taken = {name: one.default for name, one in inspect.signature(function).parameters.items()}
        assert all(taken[name] == request[name] for name in taken.keys() & request.keys() - {"path"})
