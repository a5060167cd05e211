"""Each fault that was found in files of others has a test that names it, in its name, its docstring or its module's.

The numbers are those of the list in which the faults were collected: F and R of exports of other systems, W and X of
thousands of unseen workbooks and CSV files, V of targets as they are, which make a job twice or lose it. The tests of V
are of the real command.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.source import parse_file

DONE_AND_NOT = ("F01", "F02", "F03", "F14", "F25", "F26", "F27", "F28", "R8")
WRONG_VALUES = ("F05", "F06", "F07", "F08", "F09", "F10", "F12", "F15", "F21", "F29")
MISLEADING = (
    *("F04", "F11", "F13", "F16", "F17", "F18", "F19", "F20", "F22", "F23", "F24"),
    *("R1", "R2", "R3", "R4", "R6", "R7", "R9", "R12", "R15", "R16", "R17"),
    *("W1", "W2", "W3", "W4", "W5", "W6", "W7"),
)
READER = tuple(f"X{number}" for number in range(1, 14))
TWICE = tuple(f"V{number}" for number in range(1, 15))
NUMBER = re.compile(r"(?:\b|_)([FRVWX][0-9]{1,2})(?=\b|_)", re.IGNORECASE)
REAL_COMMAND = Path(__file__).parent / "twice"


@cache
def named(folder: Path = Path(__file__).parent) -> frozenset[str]:
    return frozenset(number for path in folder.rglob("test_*.py") for number in _named_in(path))


def _named_in(path: Path) -> Iterator[str]:
    tree = parse_file(path)
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    if path == Path(__file__) or not tests:
        return
    texts = [ast.get_docstring(tree), *(text for node in tests for text in (node.name, ast.get_docstring(node)))]
    for text in filter(None, texts):
        yield from (number.upper() for number in NUMBER.findall(text))


@pytest.mark.parametrize("number", [*DONE_AND_NOT, *WRONG_VALUES, *MISLEADING, *READER])
def test_it_is_named_by_a_test(number: str) -> None:
    assert number in named()


@pytest.mark.parametrize("number", TWICE)
def test_it_is_named_by_a_test_of_the_real_command(number: str) -> None:
    assert number in named(REAL_COMMAND)
