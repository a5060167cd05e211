"""python -m importer."""

import os
import sys

if not sys.flags.safe_path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - pathlib may stand there, too
    del sys.path[0]  # what lies beside a sheet is no part of the program

from importer.cli import command

if __name__ == "__main__":
    command()
