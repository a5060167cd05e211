"""Source texts as trees: each is parsed once, and walked once, for all the tests that look at it."""

import ast
from functools import cache
from pathlib import Path


@cache
def parse(text: str) -> ast.Module:
    """The tree of a source text."""
    return ast.parse(text)


@cache
def parse_file(path: Path) -> ast.Module:
    """The tree of a file."""
    return parse(path.read_text(encoding="utf-8"))


@cache
def walk(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Its nodes, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))
