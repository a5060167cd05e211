"""What a corrected cell of a long sheet costs until its row is shown, beside a check of the whole sheet.

    python -m tests.benchmarks.corrected_cell [--rows N] [--cells N]

CPU seconds of the process, user and system, the median of the corrections. The sheet is that of `read_and_check`, one
row in two with a code that the practice server does not have. 'screen' is what the screen makes of it afterwards: the
causes, and a page of the rows.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from importer.records import Edit, ImportResult, Observer
from importer.runs import check_again, check_edited_rows, hold_target, load_sheet, make_request
from importer.settings import PRACTICE, Options
from importer.workbench import show_rows_page
from importer.workbench.held_causes import find_held_causes
from tests.benchmarks.read_and_check import write_workbook

Made = TypeVar("Made")


def measured(work: Callable[[], Made]) -> tuple[float, Made]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def show_screen(result: ImportResult) -> None:
    find_held_causes(result)
    show_rows_page(result, None, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--cells", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        path = Path(folder) / "jobs.xlsx"
        write_workbook(path, given.rows)
        loaded = load_sheet(make_request(path, PRACTICE, None, Options()), Observer())
        with hold_target(loaded.request) as target:
            checks = [measured(partial(check_again, loaded, None, target, Observer())) for _ in range(3)]
            whole, checked = median(seconds for seconds, _ in checks), checks[-1][1]
            few, shown = [], []
            for row in range(10, 10 + given.cells):
                edits = (Edit(row, 4, str(loaded.sheet.cells.iloc[row - 2, 3]), "P-404"),)
                correct = partial(check_edited_rows, checked, loaded, target, edits=edits, rows={row})
                seconds, result = measured(correct)
                assert result is not None
                few.append(seconds)
                shown.append(measured(partial(show_screen, result))[0])
    print(f"{given.rows:,} rows, {len(checked.result.problems):,} problems, CPU seconds")
    print(f"  the whole sheet   {whole:6.3f}")
    print(f"  a corrected cell  {median(few):6.3f}   {median(few) / whole:.2f} of it")
    print(f"  its screen        {median(shown):6.3f}")


if __name__ == "__main__":
    main()
