"""The run of this computer that a results workbook tells of, and the sheet that it read."""

from collections.abc import Mapping
from dataclasses import dataclass

from importer.errors import JournalError, NoSuchRun
from importer.journal import PreviousRuns, find_run_of_results, list_result_ids
from importer.records import PreviousResults, Sheet


@dataclass(frozen=True)
class PreviousSheet:
    """A sheet as an earlier run read it, and its rows by the job ids that results may name."""

    sheet: Sheet
    rows: Mapping[str, int]


def find_previous_sheet(results: PreviousResults, previous_runs: PreviousRuns) -> PreviousSheet | None:
    """The sheet that results were made of; None where it is not of this computer, or was not kept."""
    run = find_run_of_results(results, previous_runs)
    if run is None:
        return None
    try:
        rows = {id_: row.row for row in previous_runs.read_rows(run.run) for id_ in list_result_ids(row, run)}
        return PreviousSheet(previous_runs.read_sheet(run), rows)
    except (NoSuchRun, JournalError):
        return None


def find_rows_that_say(results: PreviousResults, sheet: Sheet, previous_runs: PreviousRuns) -> dict[str, list[int]]:
    """By job id, the rows of the sheet that say what the row said beside which the results had it; none where that is
    not known.
    """
    earlier = find_previous_sheet(results, previous_runs)
    if earlier is None:
        return {}
    common = [heading for heading in dict.fromkeys(sheet.headings) if heading in earlier.sheet.headings]
    alike: dict[tuple[str, ...], list[int]] = {}
    for row, texts in sheet.read_under(common).items():
        alike.setdefault(texts, []).append(row)
    then = earlier.sheet.read_under(common)
    return {job_id: alike[then[row]] for job_id, row in earlier.rows.items() if then.get(row) in alike}
