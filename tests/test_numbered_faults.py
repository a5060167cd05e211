"""Each fault of the first hour (N1 to N22) and of Windows and macOS (P1 to P24) has a test that carries its number."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import on_this_system
from tests.source import parse_file, walk

ROOT = Path(__file__).parent
NUMBER = re.compile(r"(?<![A-Za-z0-9-])([NPnp][0-9]{1,2})(?![0-9])")
WANTED = [*(f"N{number}" for number in range(1, 23)), *(f"P{number}" for number in range(1, 25))]
WITHOUT: dict[str, str] = {}  # number: why it can have no test here


def numbers_of(path: Path) -> Iterator[str]:
    """The numbers in the names and docstrings of a module of tests; a range names what is between, too."""
    tree = parse_file(path)
    for node in walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef):
            text = f"{getattr(node, 'name', '')} {ast.get_docstring(node) or ''}"
            yield from (found.upper() for found in NUMBER.findall(text.replace("_", " ")))


@pytest.fixture(scope="module")
def named() -> frozenset[str]:
    files = (path for path in ROOT.rglob("test_*.py") if path != Path(__file__))
    return frozenset(number for path in files for number in numbers_of(path))


@pytest.mark.parametrize("number", WANTED)
def test_a_fault_has_its_test_or_a_reason(named: frozenset[str], number: str) -> None:
    assert (number in named) != (number in WITHOUT)


@pytest.mark.parametrize(("fault", "status"), [("", 0), ("it is slow", 1)])
def test_the_checks_of_another_system_end_with_1_where_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, status: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(on_this_system, "CHECKS", (lambda _: fault, lambda _: ""))
    with pytest.raises(SystemExit) as ended:
        on_this_system.main()
    assert ended.value.code == status


def test_the_page_from_another_system_names_faults_that_there_are() -> None:
    told = {found for check in on_this_system.CHECKS for found in NUMBER.findall(check.__doc__ or "")}
    assert told
    assert told <= set(WANTED)
