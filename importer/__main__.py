"""python -m importer."""

import os
import sys

try:
    here = os.getcwd()  # noqa: PTH109 - pathlib may stand there, too
except OSError:  # the folder is gone, which the command itself says
    here = ""
if not sys.flags.safe_path and sys.path[0] in ("", here):
    del sys.path[0]  # what lies beside a sheet is no part of the program

from importer.cli import command

if __name__ == "__main__":
    command()
