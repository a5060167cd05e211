"""What the program in one folder starts with: the command, or a child of it, which runs code of ours.

A child is started with the words that start a Python (importer/child_process/start.py); here this file is the Python.
"""

import sys

CHILD = ["-I", "-X", "utf8", "-c"]

if sys.argv[1 : 1 + len(CHILD)] == CHILD:
    code, *arguments = sys.argv[1 + len(CHILD) :]
    sys.argv = ["-c", *arguments]
    exec(compile(code, "<child>", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own, as `python -c` runs it
else:
    from importer.cli import command

    command()
