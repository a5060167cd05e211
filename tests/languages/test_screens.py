"""No sentence that a command prints is written for English alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import parse_file, walk
from tests.translations import PACKAGE

MARKING = frozenset({"_", "N_", "ngettext", "spell_count"})
HELP = frozenset({"app", "command_options", "commands", "options"})  # English, as are the names of commands
HELP_WORDS = frozenset({"help", "metavar", "style", "overflow", "justify"})
NOT_PRINTED = frozenset({"compile", "removeprefix", "debug", "info", "TypeVar", "declare_option"})
WORDS = frozenset(
    {"key store", "state folder", "output folder", "Python", "not checked"}  # of doctor --json; _LABELS is translated
    | {"Reading", "Checking", "Sending", "left out", "the command", "Run", "Started"}  # only compared with others
)
MARKUP = re.compile(r"\[/?[a-z ]+\]")
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:]? [a-zA-Z]{2,}|^[A-Z][a-z]+[.:]?$")
COMMAND = re.compile(r"\W*(?:\\1 \(`)?(?:importer|export) ")
OF_FILES = tuple(
    PACKAGE / name
    for name in (
        *("mapping/read.py", "mapping/read_rules.py", "targets/settings_file.py"),
        *("settings/read_options.py", "settings/send_policy.py", "targets/password.py"),
        "practice/faults/fault_file.py",
    )
)
SCREENS = sorted(
    path for path in (*PACKAGE.glob("cli/*.py"), *PACKAGE.glob("doctor/*.py"), *OF_FILES) if path.stem not in HELP
)


def unmarked(node: ast.AST) -> Iterator[str]:
    """The texts in a piece of a module that read as a sentence, and that no catalogue has."""
    if _name_of(node) in MARKING | NOT_PRINTED or isinstance(node, ast.Compare):
        return
    if isinstance(node, ast.keyword) and node.arg in HELP_WORDS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sentence(node.value):
        yield node.value
    for name, inside in ast.iter_fields(node):
        if name not in {"annotation", "returns"}:
            for each in inside if isinstance(inside, list) else [inside]:
                if isinstance(each, ast.AST):
                    yield from unmarked(each)


def _is_sentence(text: str) -> bool:
    return bool(SENTENCE.search(MARKUP.sub("", text))) and not COMMAND.match(text) and text not in WORDS


def _name_of(node: ast.AST) -> str:
    """The name of the function that is called, or made."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    called = node.func if isinstance(node, ast.Call) else None
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.stem)
def test_every_sentence_that_a_command_prints_has_its_translations(path: Path) -> None:
    assert not list(unmarked(parse_file(path)))


def test_reasons_and_fixes_have_their_translations_wherever_they_stand() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if "sandbox" not in path.parts  # the process that reads a workbook fills in its few numbers in English
        for node in walk(parse_file(path))
        if isinstance(node, ast.keyword) and node.arg in {"reason", "fix"}
        for text in unmarked(node.value)
    ]
    assert not found


def test_the_search_finds_what_it_is_for() -> None:
    module = ast.parse(
        'print(_("No problems found."), f"{x} is gone", Table("Rows"), "[bold]x[/bold]", "importer run x")'
    )
    assert list(unmarked(module)) == [" is gone", "Rows"]
