"""Each attack of the list, S1 to S17, is tried by a module of this folder that names it and runs the real command."""

import ast
import re
from pathlib import Path

import pytest

from tests.source import parse_file, walk

COMMANDS = {"importer", "importer_afresh", "importer_measured", "environment", "Terminal", "Desk"}
NUMBERS = re.compile(r"\bS(\d+)\b")


def attacks(path: Path, *, by_command: bool) -> set[int]:
    """The attacks that the module names in its first words; none where `by_command` and it runs no real command."""
    module = parse_file(path)
    used = {node.id for node in walk(module) if isinstance(node, ast.Name)}  # an import alone is no use
    if by_command and not used & COMMANDS:
        return set()
    return set(map(int, NUMBERS.findall((ast.get_docstring(module) or "").partition(":")[0])))


@pytest.mark.parametrize("number", range(1, 18))
def test_a_module_names_it_and_runs_the_command(number: int) -> None:
    modules = Path(__file__).parent.glob("test_*.py")
    assert number in set().union(*(attacks(path, by_command=True) for path in modules))


def test_there_is_no_other_attack() -> None:
    named = set().union(*(attacks(path, by_command=False) for path in Path(__file__).parent.glob("test_*.py")))
    assert named == set(range(1, 18))
