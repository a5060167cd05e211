"""Only the command line prints: no other room writes where a person reads, by whichever name."""

import ast
from collections.abc import Iterator

import pytest

from tests.source import walk
from tests.structure import modules_of

STREAMS = frozenset({"stdout", "stderr", "__stdout__", "__stderr__"})
PRINTING = frozenset({"print", "pprint", "pp", "print_exc", "print_exception", "print_stack", "print_last"})
OF_LIBRARIES = frozenset({"builtins", "pprint", "traceback"})  # whose such functions are meant, not those of others
ECHOING = {"click": frozenset({"echo", "secho"}), "logging": frozenset({"StreamHandler", "basicConfig", "lastResort"})}
ANSWERS = {  # the process that started them reads what they write
    "practice.child": {"stdout"},
    "steps.read.sandbox.serve": {"stdout"},
    "steps.report.patch_process": {"stdout"},
}
MODULES = [module for name, module in modules_of().items() if name and module.room != "cli"]


def find_printing(tree: ast.AST) -> Iterator[str]:
    """What of a module prints, called or under another name."""
    imported = {
        alias.asname or alias.name: alias.name
        for node in walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    for node in walk(tree):
        if isinstance(node, ast.Name) and node.id in {"print", "__builtins__"}:
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from _find_in(imported.get(node.value.id, ""), {node.attr})
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            yield from _find_in(node.module or "", names)
            yield from names & {"write", "fdopen"} if node.module == "os" else ()
        elif isinstance(node, ast.Call):
            yield from _find_in_call(node, imported)


def _find_in(library: str, names: set[str]) -> Iterator[str]:
    yield from names & STREAMS if library == "sys" else ()
    yield from names & PRINTING if library in OF_LIBRARIES else ()
    yield from names & ECHOING.get(library, frozenset())


def _find_in_call(call: ast.Call, imported: dict[str, str]) -> Iterator[str]:
    """getattr(sys, "stdout"), and writing into a stream by its number."""
    words = [word.value for word in call.args if isinstance(word, ast.Constant)]
    called = ast.unparse(call.func)
    if called == "getattr" and isinstance(call.args[0], ast.Name):
        yield from _find_in(imported.get(call.args[0].id, ""), {word for word in words if isinstance(word, str)})
    elif called in {"os.write", "os.fdopen", "open"} and words and type(words[0]) is int and words[0] in {1, 2}:
        yield called


def test_only_the_command_line_prints() -> None:
    printing = {module.name: set(find_printing(module.tree)) for module in MODULES}
    assert {name: found for name, found in printing.items() if found} == ANSWERS


@pytest.mark.parametrize(
    "line",
    [
        "print('Done.')",
        "say = print",
        "import builtins\nbuiltins.print('Done.')",
        "from builtins import print as say",
        "import sys\nsys.stdout.write('Done.')",
        "import sys\nsys.stderr.write('Done.')",
        "import sys as system\nsystem.__stdout__.write('Done.')",
        "import sys\nout = sys.stdout\nout.write('Done.')",
        "import sys\nsys.stdout.buffer.write(b'Done.')",
        "from sys import stderr as out\nout.write('Done.')",
        "import sys\ngetattr(sys, 'stdout').write('Done.')",
        "import os\nos.write(2, b'Done.')",
        "open(1, 'w').write('Done.')",
        "from pprint import pprint as show\nshow(1)",
        "import traceback\ntraceback.print_exc()",
        "import click\nclick.echo('Done.')",
        "from os import write\nwrite(1, b'Done.')",
        "import logging\nlogging.getLogger().addHandler(logging.StreamHandler())",
    ],
)
def test_printing_is_found_by_whichever_name(line: str) -> None:
    assert list(find_printing(ast.parse(line)))
