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


def refusal(path: Path, options: Options = Options()) -> SheetError:
    began = monotonic()
    with pytest.raises(SheetError) as caught:
        read_sheet(path, options=options)
    assert monotonic() - began < 20
    assert caught.value.exit_code is ExitCode.NOT_STARTED
    assert caught.value.advice
    return caught.value
