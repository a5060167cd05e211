"""A face that is loaded name by name says the same to the type checker as to Python."""

import ast
from importlib import import_module

import pytest

from tests.source import walk
from tests.structure import Module, modules_of

LAZY = [module for module in modules_of().values() if module.name and "make_lazy_getattr(" in module.text]
FACES = [module for module in LAZY if module.is_face]


def in_table(face: Module) -> dict[str, set[str]]:
    """The names by module, as they are loaded."""
    (call,) = [
        node for node in walk(face.tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "make_lazy_getattr"
    ]
    found: dict[str, str] = ast.literal_eval(call.args[1])
    return {module: set(names.split()) for module, names in found.items()}


def for_types(face: Module) -> dict[str, set[str]]:
    """The names by module, as the type checker sees them."""
    (block,) = [node for node in face.tree.body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {str(node.module).removeprefix(f"importer.{face.name}."): {a.name for a in node.names} for node in imports}


def test_there_are_such_faces() -> None:
    assert {"runs", "steps.report", "steps.submit"} < {face.name for face in FACES}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_both_say_the_same(face: Module) -> None:
    assert in_table(face) == for_types(face)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_every_name_loads_and_is_not_taken_for_a_module(face: Module) -> None:
    room = import_module(f"importer.{face.name}")
    names = set[str]().union(*in_table(face).values())
    modules = {module.name.rpartition(".")[2] for module in modules_of().values()}
    assert not names & modules, "Python puts a module under its name into its room, whatever the face says"
    for name in names:
        assert getattr(room, name) is not None


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_no_other_name_is_there(face: Module) -> None:
    room = import_module(f"importer.{face.name}")
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = room.no_such_name


def test_every_name_that_is_taken_from_such_a_room_is_there() -> None:
    """A room with a `__getattr__` has any name for the type checker."""
    rooms = {f"importer.{face.name}" for face in FACES}
    taken = {
        f"from {node.module} import {name.name}"
        for module in modules_of().values()
        for node in walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module in rooms
        for name in node.names
    }
    for line in taken:
        exec(line, {})  # noqa: S102 - just as the modules themselves do
