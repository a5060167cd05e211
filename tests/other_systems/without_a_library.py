"""The real command where a library cannot be had, as pyarrow on Windows with an ARM processor.

python -m tests.other_systems.without_a_library pyarrow check jobs.csv
"""

import sys
from importlib.abc import MetaPathFinder


class Missing(MetaPathFinder):
    def __init__(self, library: str) -> None:
        self._library = library

    def find_spec(self, name: str, _path: object, _target: object = None) -> None:
        if name.partition(".")[0] == self._library:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


if __name__ == "__main__":
    sys.meta_path.insert(0, Missing(sys.argv.pop(1)))
    from importer.cli import command

    sys.argv[0] = "importer"
    command()
