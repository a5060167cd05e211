"""What the tests of hostile files share: a plain workbook, and the refusal that they expect."""

from pathlib import Path
from time import monotonic

import pytest

from importer.errors import ExitCode, SheetError
from importer.settings import Options
from importer.steps.read import read_sheet
from tests.steps.read.raw_workbooks import worksheet

ROW = '<row r="{0}"><c r="A{0}" t="str"><v>Name</v></c></row>'

PLAIN = worksheet(ROW.format(1) + ROW.format(2))


def make_options_out_of_bounds(**given: float) -> Options:
    """Options that nobody can give, so that a file need be neither large nor slow."""
    options = Options()
    for name, value in given.items():
        object.__setattr__(options, name, value)
    return options


def refusal(path: Path, options: Options = Options()) -> SheetError:
    began = monotonic()
    with pytest.raises(SheetError) as caught:
        read_sheet(path, options=options)
    assert monotonic() - began < 20
    assert caught.value.exit_code is ExitCode.NOT_STARTED
    assert caught.value.advice
    return caught.value
