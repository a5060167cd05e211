"""Where Python looks for libraries: in whole places only, since the current folder may be a stranger's."""

import os
import sys


def find_relative_parts() -> list[str]:
    """The parts of PYTHONPATH that are empty or begin in the current folder."""
    parts = os.environ.get("PYTHONPATH", "")
    return [part for part in parts.split(os.pathsep) if not os.path.isabs(part)] if parts else []  # noqa: PTH117


def drop_relative_places() -> None:
    """Take out of sys.path what these parts put there; Python itself has made whole paths of them."""
    try:
        dropped = {os.path.abspath(part) for part in find_relative_parts()}  # noqa: PTH100 - pathlib may stand there, too
    except OSError:  # the folder is gone, which the command itself says
        return
    if dropped:
        sys.path[:] = [place for place in sys.path if os.path.abspath(place) not in dropped]  # noqa: PTH100
