"""The structure of the program in figures, measured from the syntax tree.

    python -m tests.structure                  prints the figures of this checkout
    python -m tests.structure FOLDER           prints those of another checkout of the package
    python -m tests.structure --past-a-face    also lists the imports that reach past a face
    python -m tests.structure --words          also lists the uses of words that were given up in names

A room is a folder below importer/, or a module at its top. Its face is its `__init__`. An import reaches past a face
where a module of one room takes something from a module inside another room. Layers are the longest chain of imports
after each cycle is folded into one.
"""

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import TypeGuard

from tests.source import parse, walk

ROOT = Path(__file__).parent.parent / "importer"
SMALL = 70  # lines
_IMPORTING = frozenset({"import_module", "__import__"})
STEPS = "steps"  # each step is a room of its own
RETIRED = frozenset(  # words of names that did not say what they name
    [
        "told",
        "kept",
        "said",
        "judged",
        "looks",
        "crew",
        "trip",
        "lookout",
        "standing",
        "lineage",
        "tailor",
        "manner",
        "wish",
        "patience",
        "watcher",
    ]
)


@dataclass(frozen=True)
class Import:
    """One import statement of ours: who imports which module, and the line it stands in."""

    importer: str
    module: str
    line: int
    for_types_only: bool = False


@dataclass(frozen=True)
class Module:
    """One module of the package, by its dotted name below it: 'steps.read.grid'; a package is named by its folder."""

    name: str
    path: Path
    text: str

    @property
    def tree(self) -> ast.Module:
        """Parsed where it is first asked for, not while tests are collected."""
        return parse(self.text)

    @property
    def lines(self) -> int:
        """How many it has."""
        return len(self.text.splitlines())

    @property
    def room(self) -> str:
        """The room it stands in: 'journal', 'steps.read', 'errors'."""
        return room_of(self.name)

    @property
    def is_face(self) -> bool:
        """True for the `__init__` of a folder."""
        return self.path.name == "__init__.py"


def room_of(name: str) -> str:
    """The room of a module by its dotted name below the package."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == STEPS and len(parts) > 1 else parts[0]


@cache
def modules_of(root: Path = ROOT) -> dict[str, Module]:
    """Every module of the package by its dotted name below it; the package itself is ''."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, path.read_text(encoding="utf-8"))
    return found


def imports_of(module: Module, known: dict[str, Module]) -> Iterable[Import]:
    """What the module imports of the package, however it is written: `from importer.room import submodule` and
    `from . import submodule` count as the submodule, and so does `import_module("importer.room.submodule")`.
    """
    return _imports_in_package(module) if known is modules_of() else _find_imports(module, known)


@cache
def _imports_in_package(module: Module) -> tuple[Import, ...]:
    return tuple(_find_imports(module, modules_of()))


def _find_imports(module: Module, known: dict[str, Module]) -> Iterator[Import]:
    typing = {id(node) for block in _type_blocks(module.tree) for node in ast.walk(block)}
    for node in walk(module.tree):
        for name in names_imported(node, module, known):
            if name == "importer" or name.startswith("importer."):
                yield Import(module.name, name.partition(".")[2], getattr(node, "lineno", 0), id(node) in typing)


def names_imported(node: ast.AST, module: Module, known: dict[str, Module]) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom):
        taken_from = _to_absolute("." * node.level + (node.module or ""), module)
        return dict.fromkeys(_module_of(taken_from, name.name, known) for name in node.names)
    if is_import_call(node):
        return [_to_absolute(str(word.value), module) for word in node.args[:1] if isinstance(word, ast.Constant)]
    return []


def is_import_call(node: ast.AST) -> TypeGuard[ast.Call]:
    """True for import_module(...) and __import__(...), by whichever way they are reached."""
    called = node.func if isinstance(node, ast.Call) else None
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in _IMPORTING


def _to_absolute(name: str, module: Module) -> str:
    """A name with dots in front, as it is from the top: '.grid' in importer/steps/read/sheet.py is
    'importer.steps.read.grid'.
    """
    bare = name.lstrip(".")
    level = len(name) - len(bare)
    if not level:
        return bare
    package = ["importer", *(part for part in module.name.split(".") if part)]
    up = level - module.is_face
    return ".".join([*package[: len(package) - up], *([bare] if bare else [])])


def _type_blocks(tree: ast.Module) -> Iterator[ast.If]:
    for node in walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield node


def _module_of(module: str, name: str, known: dict[str, Module]) -> str:
    """The module that `from module import name` takes: the inner one, unless the outer one offers that name itself."""
    inner = f"{module}.{name}".partition(".")[2]
    outer = known.get(module.partition(".")[2])
    offered = outer is not None and any(
        isinstance(node, ast.ImportFrom) and any((found.asname or found.name) == name for found in node.names)
        for node in outer.tree.body
    )
    return f"{module}.{name}" if inner in known and not offered and module.startswith("importer") else module


def past_a_face(known: dict[str, Module]) -> list[Import]:
    """The imports that take something from inside another room instead of from its face."""
    return [
        found
        for module in known.values()
        for found in imports_of(module, known)
        if room_of(found.module) != module.room and found.module != room_of(found.module)
    ]


def room_arrows(known: dict[str, Module]) -> set[tuple[str, str]]:
    """Which room imports which other."""
    return {
        (module.room, room_of(found.module))
        for module in known.values()
        for found in imports_of(module, known)
        if module.room != room_of(found.module)
    }


def cycles(known: dict[str, Module]) -> list[list[str]]:
    """Modules that import one another in a circle, those for types included; a folder's `__init__` too."""
    return [sorted(group) for group in _components(_graph(known)) if len(group) > 1]


def layers(known: dict[str, Module]) -> int:
    """The longest chain of imports, each cycle counted as one."""
    graph = _graph(known)
    group_of = {name: number for number, group in enumerate(_components(graph)) for name in group}
    above: dict[int, set[int]] = defaultdict(set)
    for name, targets in graph.items():
        above[group_of[name]] |= {group_of[target] for target in targets} - {group_of[name]}

    @cache
    def height(group: int) -> int:
        return 1 + max((height(below) for below in above[group]), default=0)

    return max(height(group) for group in set(group_of.values()))


def _graph(known: dict[str, Module]) -> dict[str, set[str]]:
    return {
        name: {found.module for found in imports_of(module, known) if found.module in known and found.module != name}
        for name, module in known.items()
    }


def _components(graph: dict[str, set[str]]) -> list[set[str]]:
    """Strongly connected components, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in graph[name]:
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            group = set(stack[stack.index(name) :])
            del stack[stack.index(name) :]
            found.append(group)

    for name in graph:
        if name not in index:
            visit(name)
    return found


def small_with_one_importer(known: dict[str, Module]) -> list[str]:
    """Modules under 70 lines that only one other module imports: crumbs, most likely."""
    importers: dict[str, set[str]] = defaultdict(set)
    for name, targets in _graph(known).items():
        for target in targets:
            importers[target].add(name)
    return [
        name
        for name, module in known.items()
        if not module.is_face and module.lines < SMALL and len(importers[name]) == 1
    ]


def names_used_twice(known: dict[str, Module]) -> list[str]:
    """File names that stand in more than one folder."""
    counts = Counter(module.path.name for module in known.values() if not module.path.name.startswith("__"))
    return sorted(name for name, count in counts.items() if count > 1)


def classes_used_twice(known: dict[str, Module]) -> list[str]:
    """Names of classes and of types that are defined in more than one module, private ones too."""
    names = (name for module in known.values() for name in set(_list_types(module.tree)))
    return sorted(name for name, count in Counter(names).items() if count > 1)


def _list_types(tree: ast.Module) -> Iterator[str]:
    for node in walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", name):
                yield name.lstrip("_")


def retired_words(known: dict[str, Module]) -> list[str]:
    """Each use of a name with a word in it that was given up: 'steps.map.dates:91 told'."""
    uses = {(module.name, *use) for module in known.values() for use in _list_names(module.tree)}
    return [f"{module}:{line} {name}" for module, line, name in sorted(uses) if RETIRED & set(name.lower().split("_"))]


def _list_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name


def function_lengths(known: dict[str, Module]) -> list[int]:
    """Lines of each function, signature included, docstring left out."""
    return sorted(
        _length(node)
        for module in known.values()
        for node in walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def figures(root: Path = ROOT) -> dict[str, str]:
    """What is measured, in the order in which it is printed."""
    known = modules_of(root)
    lines = [module.lines for module in known.values()]
    functions = function_lengths(known)
    return {
        "modules": f"{len(known):,}",
        "lines": f"{sum(lines):,}",
        "lines of a module, median / longest": f"{median(lines):.0f} / {max(lines)}",
        "rooms": str(len({module.room for module in known.values() if module.name})),
        "imports from room to room": str(len(room_arrows(known))),
        "layers": str(layers(known)),
        "cycles, of types too": str(len(cycles(known))),
        "imports past a face": str(len(past_a_face(known))),
        "modules under 70 lines with one importer": str(len(small_with_one_importer(known))),
        "file names used more than once": str(len(names_used_twice(known))),
        "class names used more than once": str(len(classes_used_twice(known))),
        "uses of retired words in names": str(len(retired_words(known))),
        "lines of a function, median / 90 % / longest": (
            f"{median(functions):.0f} / {quantiles(functions, n=10)[-1]:.0f} / {functions[-1]}"
        ),
    }


def main(words: list[str]) -> None:
    """Print the figures, and on request what stands behind them."""
    folders = [Path(word) for word in words if not word.startswith("-")]
    root = (folders[0] / "importer").resolve() if folders else ROOT
    for name, figure in figures(root).items():
        print(f"{name:<46} {figure}")
    known = modules_of(root)
    if "--past-a-face" in words:
        for found in past_a_face(known):
            print(f"{found.importer}:{found.line} imports {found.module}")
    if "--small" in words:
        print(*small_with_one_importer(known), sep="\n")
        print(*names_used_twice(known), sep="\n")
        print(*classes_used_twice(known), sep="\n")
        print(*cycles(known), sep="\n")
    if "--words" in words:
        print(*retired_words(known), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
