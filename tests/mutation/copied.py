"""A copy of the project in which every function of some modules is there in all its mutants, one of which is chosen
when it is called.
"""

import difflib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import libcst
from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents

PROJECT = Path(__file__).parents[2]
_SENDING = (
    *("lookup", "context", "outage", "delivery", "sender", "job_search", "response_meaning", "throttle", "workers"),
    *("stop_on_rejections", "job_match", "differences", "altered_jobs", "existing_jobs", "recognise/row_pairing"),
)
MODULES = (
    *sorted(place.relative_to(PROJECT).as_posix() for place in PROJECT.glob("importer/journal/*.py")),
    *(f"importer/steps/submit/{name}.py" for name in _SENDING),
    *(f"importer/jobs_api/{name}.py" for name in ("client", "backoff", "response")),
    "importer/settings/send_policy.py",
)
_UNWRAPPED = {"property", "contextmanager"}


@dataclass(frozen=True)
class Mutant:
    """One small change: its `name` chooses it, `function` is what it changes, as the trampoline calls it."""

    name: str
    function: str
    module: str
    change: str


def copied(folder: Path) -> list[Mutant]:
    """Copy what tests need into the folder, mutated; give the mutants."""
    for name in ("importer", "tests"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(PROJECT / name, folder)
    return [mutant for module in MODULES for mutant in _mutated(folder, module)]


def _mutated(folder: Path, module: str) -> Iterator[Mutant]:
    place = folder / module
    plain = libcst.parse_module(place.read_text(encoding="utf-8")).visit(_Plain()).code
    made = mutate_file_contents(module, plain)
    place.write_text(made.code, encoding="utf-8")
    dotted = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for name in made.mutant_names:
        function = name.partition("__mutmut_")[0]
        yield Mutant(f"{dotted}.{name}", f"{dotted}.{function}", module, _change(made, name, function))


def _change(made: MutatedFile, name: str, function: str) -> str:
    lines, spans = made.code.splitlines(), made.line_span_by_function_name
    before, after = (_body(lines, spans, one) for one in (f"{function}__mutmut_orig", name))
    changed = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[0] in "+-"]
    return "\n".join(line for line in changed[2:] if "__mutmut_" not in line)


def _body(lines: Sequence[str], spans: Mapping[str, object], name: str) -> list[str]:
    span = spans[name]
    return list(lines[span.start - 1 : span.end])  # type: ignore[attr-defined]  # mutmut's own


class _Plain(libcst.CSTTransformer):
    """Writes `@property def name` as `def name_` and `name = property(name_)`, for mutmut passes over decorators."""

    def leave_FunctionDef(  # noqa: N802 - libcst's own
        self, original_node: libcst.FunctionDef, updated_node: libcst.FunctionDef
    ) -> libcst.BaseStatement | libcst.FlattenSentinel[libcst.BaseStatement]:
        del original_node
        wrappers = [one.decorator.value for one in updated_node.decorators if isinstance(one.decorator, libcst.Name)]
        if len(wrappers) != 1 or wrappers[0] not in _UNWRAPPED:
            return updated_node
        name = updated_node.name.value
        plain = updated_node.with_changes(decorators=(), name=libcst.Name(f"{name}_"))
        return libcst.FlattenSentinel([plain, libcst.parse_statement(f"{name} = {wrappers[0]}({name}_)")])
