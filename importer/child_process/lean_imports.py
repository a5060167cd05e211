"""What a process that opens files leaves unloaded: it lives for a second, and loading takes longer than most files.

Pandas and dateutil are not there for it: Arrow looks, and goes without. For dateutil it would look each time a value
goes in or out, through all folders, as a module that cannot be opened is not remembered. Arrow has three hundred
functions; each is made once it is used. Where another version of Arrow makes them in another way, all of them are made
at once, as everywhere else.
"""

import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType, SimpleNamespace
from typing import Any

_FUNCTIONS = "pyarrow.compute"
_DOCUMENTATION = "pyarrow.vendored.docscrape"  # of the functions, which nobody reads here
_NEEDED = ("utf8_zero_fill",)  # by the module itself
_OTHER_NAMES = {"and_": "and", "or_": "or"}


def install_lean_imports() -> None:
    """Let all that is imported from here on find no pandas and no dateutil, and make no function of Arrow unasked."""
    sys.modules["dateutil"] = None  # type: ignore[assignment]  # which says at once that there is none
    sys.meta_path.insert(0, _LeanFinder())


class _LeanFinder:
    """Finds no pandas, and the functions of Arrow without making them."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None) -> Any:  # noqa: ANN401 - a spec
        """Say how a module is loaded; None where as usual."""
        if name == "pandas":
            raise ImportError(name)
        spec = PathFinder.find_spec(name, path) if name == _FUNCTIONS else None
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _LeanFunctions(spec.loader)  # type: ignore[assignment]  # importlib.abc loads for long
        return spec


class _LeanFunctions:
    def __init__(self, usual: SourceFileLoader) -> None:
        self._usual = usual

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._usual.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        before = dict(vars(module))
        try:
            _load_without_functions(module, self._usual)
        except (AttributeError, ImportError, KeyError, TypeError):
            vars(module).clear()
            vars(module).update(before)
            self._usual.exec_module(module)


def _load_without_functions(module: ModuleType, usual: SourceFileLoader) -> None:
    import pyarrow._compute as inner  # noqa: PLC0415 - Arrow is loaded just now

    registry = inner.function_registry
    few = SimpleNamespace(list_functions=lambda: _NEEDED, get_function=registry().get_function)
    inner.function_registry = lambda: few
    documentation = ModuleType(_DOCUMENTATION)
    vars(documentation)["NumpyDocString"] = lambda _text: {"Parameters": ()}
    sys.modules[_DOCUMENTATION] = documentation
    try:
        usual.exec_module(module)
    finally:
        inner.function_registry = registry
        del sys.modules[_DOCUMENTATION]
    vars(module).update(function_registry=registry, __getattr__=_make_lazy_function(module, registry().get_function))


def _make_lazy_function(module: ModuleType, get_function: Callable[[str], Any]) -> Callable[[str], Any]:
    wrap: Callable[[str, Any], Any] = module._wrap_function  # noqa: SLF001 - there is no other way

    def make(name: str) -> Any:  # noqa: ANN401 - a function of Arrow
        try:
            function = get_function(_OTHER_NAMES.get(name, name))
        except KeyError:
            raise AttributeError(name) from None
        return vars(module).setdefault(name, wrap(name, function))

    return make
