"""On which line of a TOML text a key stands; tomllib does not say."""

import tomllib
from collections.abc import Mapping

KeyPath = tuple[str, ...]


def lines_of_keys(text: str) -> Mapping[KeyPath, int]:
    """The line, counted from 1, of each table and of each key that stands on a line of its own."""
    places: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), start=1):
        path = _path(line)
        if line.lstrip().startswith("["):
            table = path
            places.setdefault(path, number)
        elif path:
            places.setdefault((*table, *path), number)
    return places


def _path(line: str) -> KeyPath:
    try:
        found: object = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return ()  # part of a value over several lines
    path: list[str] = []
    while isinstance(found, dict) and len(found) == 1:
        [(key, found)] = found.items()
        path.append(key)
    return tuple(path)
