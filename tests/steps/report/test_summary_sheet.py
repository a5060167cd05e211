import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl.workbook import Workbook

from importer.records import Outcome, Status
from tests.steps.report.finished_runs import HEADINGS, SOUND, Finished, Written

WRONG = ["P-1001", "MAINT", "Opn", ""]


@pytest.fixture
def in_brussels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Brussels")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def lines(workbook: Workbook) -> dict[object, list[object]]:
    """The lines of the summary by what stands in front of each."""
    return {row[0].value: [cell.value for cell in row[1:]] for row in workbook["Summary"].iter_rows() if row[0].value}


@pytest.mark.usefixtures("in_brussels")
def test_the_run_is_told(finished: Finished, written: Written) -> None:
    result = finished({2: SOUND})
    told = lines(written(result))
    folder = str(result.batch.sheet.path.parent)
    facts = {name: told[name][0] for name in ("File", "Folder", "Sheet", "Target", "Run")}
    assert facts == {"File": "jobs.xlsx", "Folder": folder, "Sheet": "Jobs", "Target": "practice", "Run": "14"}
    assert told["Started"][0] == "2026-11-24 13:00:00 (UTC+01:00)"
    assert told["Finished"][0] == "2026-11-24 13:01:00 (UTC+01:00)"


def test_the_counts_of_all_statuses_add_up(finished: Finished, written: Written) -> None:
    told = lines(written(finished({2: SOUND, 3: WRONG, 4: WRONG})))
    assert (told["created"][0], told["invalid"][0], told["rows read"][0]) == (1, 2, 3)
    assert sum(int(str(told[str(status)][0])) for status in Status) == 3


def test_problems_are_grouped_by_cause(finished: Finished, written: Written) -> None:
    told = lines(written(finished({row: [*SOUND[:3], ""] for row in range(2, 12)})))
    times, where, sentence, advice = told["Missing value - Name"]
    assert (times, where) == (10, "D2, D3, D4, D5, D6, D7 and 4 more")
    assert (sentence, advice) == (
        "The cell is empty, but every job needs this field.",
        "Fill it in, for example: Yearly boiler service.",
    )


def test_the_next_step_names_the_command(finished: Finished, written: Written) -> None:
    result = finished({2: WRONG})
    assert f"importer run {result.batch.sheet.path}" in str(lines(written(result))["What to do"][0])


def test_a_check_is_called_a_check(finished: Finished, written: Written) -> None:
    result = replace(finished({2: SOUND}), outcomes=(Outcome(2, Status.NOT_SENT),), checked_only=True, run=None)
    told = lines(written(result))
    assert "Results of the check" in told
    assert "Run" not in told


def test_a_cell_that_had_to_be_cut_is_named(finished: Finished, written: Written) -> None:
    workbook = written(finished({7: [*SOUND, "x" * 40_000]}, [*HEADINGS, "Internal memo"]))
    assert any(str(cell.value).endswith("not in your own sheet: E7") for cell in workbook["Summary"]["B"])
    assert len(workbook["Jobs"]["E7"].value) == 32_767


def test_the_users_sheet_comes_first_and_is_shown(finished: Finished, written: Written) -> None:
    workbook = written(finished({2: SOUND}))
    assert workbook.sheetnames == ["Jobs", "Problems", "Summary"]
    assert workbook.active is workbook["Jobs"]
