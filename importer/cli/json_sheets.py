"""The one JSON object of several worksheets: each is written as soon as it ends, for it may have very many problems."""

import sys

from importer.errors import ExitCode


class JsonSheets:
    """Writes what stands around the objects of the sheets; it `is_begun` once there is one."""

    def __init__(self) -> None:
        self.is_begun = False

    def begin_sheet(self) -> None:
        """Write what stands before the object of a sheet."""
        sys.stdout.write(",\n" if self.is_begun else '{"sheets": [\n')
        self.is_begun = True

    def end(self, exit_code: ExitCode) -> None:
        """Write what stands behind the last, if there was one."""
        if self.is_begun:
            sys.stdout.write(f'],\n"exit_code": {int(exit_code)}}}\n')
