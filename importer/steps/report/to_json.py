"""A result as one plain JSON object: everything that the screen and the workbook say."""

from functools import partial

from importer.problem import Problem
from importer.records import ImportResult
from importer.steps.report.causes import add_sheet_to_advice


def to_result_object(result: ImportResult) -> dict[str, object]:
    """The whole result, ready for JSON. `jobs` maps row to job id and is there only after a run.

    Each problem is a function that gives its object: there may be millions, and they are written one by one.
    """
    found: dict[str, object] = {
        "file": str(result.batch.sheet.path),
        "sheet": result.batch.sheet.name,
        "target": result.target,
        "started": result.started.isoformat(),
        "finished": result.finished.isoformat(),
        "rows": result.rows,
        "counts": {str(status): count for status, count in result.counts.items()},
        "remarks": list(result.batch.remarks),
        "problems": [partial(to_problem_object, result, problem) for problem in result.problems],
        "results": str(result.results) if result.results else None,
        "results_remark": result.results_remark,
        "stopped": result.stopped,
        "exit_code": int(result.exit_code),
    }
    if not result.checked_only:
        found["run"] = result.run
        found["jobs"] = {str(row): job_id for row, job_id in result.jobs.items()}
    return found


def to_problem_object(result: ImportResult, problem: Problem) -> dict[str, object]:
    """One problem of a result, ready for JSON."""
    return {
        "row": problem.row,
        "cell": problem.cell,
        "field": problem.field,
        "heading": problem.heading,
        "code": problem.code.number,
        "severity": str(problem.severity),
        "value": problem.value,
        "message": problem.message,
        "advice": add_sheet_to_advice(result, problem.advice),
        "fields": list(problem.fields),
    }
