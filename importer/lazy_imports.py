"""The face of a room whose modules are loaded once a name of theirs is used: most commands need few of them.

For the type checker the same names stand in the face as imports; a test compares the two.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def make_lazy_getattr(room: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a room's face; `homes` says which of its names each of its modules has."""
    home_of = {name: module for module, names in homes.items() for name in names.split()}

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{room}.{home_of[name]}"), name)
        setattr(sys.modules[room], name, found)
        return found

    return load
