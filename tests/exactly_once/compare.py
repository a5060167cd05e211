"""The invariants I1 to I7: each a function of what the three records say, each finding a sentence."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from importer.errors import ExitCode
from importer.problem import (
    CORRECTED_ELSEWHERE,
    HELD_IN_RESULTS,
    JOB_DELETED,
    JOB_SAYS_THE_SAME,
    LIKE_PREVIOUS_ROW,
    NOT_LOOKED_UP,
    NOT_SHOWN,
)
from importer.records import Status
from tests.exactly_once.record import FIRST_ROW, Ending, Job, Line
from tests.exactly_once.sheet import Fate, Row
from tests.exactly_once.traits import Traits

THERE = frozenset({Status.CREATED, Status.EXISTS})
WAITING = frozenset({Status.BLOCKED, Status.NOT_SENT})  # for a parent
SENT = frozenset({Status.CREATED, Status.REJECTED, Status.UNKNOWN})
_QUESTIONS = (CORRECTED_ELSEWHERE, HELD_IN_RESULTS, JOB_DELETED, JOB_SAYS_THE_SAME, LIKE_PREVIOUS_ROW, NOT_SHOWN)
QUESTIONS = frozenset(code.number for code in _QUESTIONS)
COMPARED = {  # heading: property of the job
    "Name": "name",
    "Reference": "reference_back_office",
    "Project code": "project_reference_back_office",
    "Job type code": "job_type_code",
    "Status code": "job_status_code",
    "Description": "description",
}

Findings = Iterator[str]


def once_each(sheets: Sequence[Sequence[Row]], jobs: Sequence[Job], *, apart: Collection[str] = ()) -> Findings:
    """I1: no id is created twice, and no row under two ids, whatever the sheet looked like when it was sent. Two people
    may make one each of a row that each has changed `apart` from the other.
    """
    ids = Counter(str(job["id"]) for job in jobs)
    yield from (f"I1: the id {job_id} was created {count} times" for job_id, count in ids.items() if count > 1)
    allowed: Counter[str] = Counter()
    for rows in sheets:
        allowed |= Counter(row.mark for row in rows if row.fate is not Fate.WRONG)
    made = Counter(str(job["customer_reference"]) for job in jobs)
    for mark, count in made.items():
        if count > allowed[mark] + (mark in apart):
            yield f"I1: {allowed[mark]} rows are marked {mark}, and {count} jobs were made of them"


def every_row_once(ending: Ending) -> Findings:
    """I2: every input row stands in the results exactly once, with exactly one of the statuses."""
    expected = [(number, row.mark) for number, row in enumerate(ending.rows, start=FIRST_ROW)]
    found = [(line.row, line.mark) for line in ending.lines]
    if found != expected:
        yield f"I2: the results have the rows {found}, the sheet {expected}"
    statuses = {status.value for status in Status}
    yield from (f"I2: row {line.row} is '{line.status}'" for line in ending.lines if line.status not in statuses)


def records_agree(ending: Ending) -> Findings:
    """I2: the results, the journal and what was printed tell the same of every row."""
    printed = {int(row): job_id for row, job_id in ending.told.get("jobs", {}).items()}
    written = {line.row: line.job_id for line in ending.lines if line.status in THERE}
    if printed != written:
        yield f"I2: printed as created or there: {printed}; in the results: {written}"
    for line in ending.lines:
        kept = ending.journal.get(line.row)
        if kept is None and line.status in SENT:
            yield f"I2: row {line.row} is '{line.status}', and the journal does not know it"
        elif kept is not None and (kept.status != line.status or (line.status in THERE and kept.job_id != line.job_id)):
            yield f"I2: row {line.row} is '{line.status}' ({line.job_id}), in the journal {kept.status} ({kept.job_id})"


def counts_add_up(ending: Ending) -> Findings:
    """I3: the counts are those of the results and sum to the input rows."""
    told = {status: count for status, count in ending.told["counts"].items() if count}
    found = dict(Counter(line.status for line in ending.lines))
    if told != found:
        yield f"I3: the counts are {told}, the results have {found}"
    if sum(told.values()) != len(ending.rows) or ending.told["rows"] != len(ending.rows):
        yield f"I3: {told} of {ending.told['rows']} rows; the sheet has {len(ending.rows)}"


def created_is_there(ending: Ending) -> Findings:
    """I4: what is created or there already is in the target with equal content, a job for each row."""
    there = [line for line in ending.lines if line.status in THERE]
    shared = Counter(line.job_id for line in there)
    yield from (f"I4: {count} rows are said to be the job {job_id}" for job_id, count in shared.items() if count > 1)
    rows = dict(enumerate(ending.rows, start=FIRST_ROW))
    for line in there:
        job = ending.job_by_id.get(line.job_id)
        if job is None:
            yield f"I4: row {line.row} is '{line.status}' as {line.job_id}, and the target has no such job"
        elif line.row in rows:
            row = rows[line.row]
            versions = [row, *(other for other in ending.versions if other.mark == row.mark)]
            findings = [list(_unequal(line, version, ending.traits, job)) for version in versions]
            yield from findings[0] if all(findings) else ()


def _unequal(line: Line, row: Row, traits: Traits, job: Job) -> Findings:
    if job["customer_reference"] != row.mark:
        yield f"I4: row {line.row} is '{line.status}' as the job of {job['customer_reference']}"
    made = traits.made_of(row.cells)
    for heading, name in COMPARED.items():
        if str(job[name]) != made.get(heading, ""):
            yield f"I4: row {line.row} has {heading} {made.get(heading)!r}, its job {job[name]!r}"


def refused_is_not_there(ending: Ending) -> Findings:
    """I5: what is refused, not sent, blocked or invalid is not in the target."""
    for mark, lines in ending.lines_of.items():
        statuses = Counter(line.status for line in lines)
        accounted = statuses[Status.CREATED] + statuses[Status.EXISTS]
        made = len(ending.jobs_of.get(mark, []))
        accounted += statuses[Status.NOT_SENT] * (mark in ending.edited)  # held: whose job it is, nobody can tell
        accounted += statuses[Status.CONFLICT] * (mark in ending.disputed) + (mark in ending.apart)
        accounted += sum(line in _asked_as_unseen(ending) for line in lines)
        accounted += (statuses[Status.NOT_SENT] + statuses[Status.BLOCKED]) * _cannot_see(ending)
        accounted += statuses[Status.REJECTED] * ending.traits.outlasts  # refused, and not shown as long as one looks
        accounted += statuses[Status.INVALID] * _is_right_elsewhere(mark, ending)
        if made > accounted + statuses[Status.UNKNOWN] + ending.removed.get(mark, 0):
            told = ", ".join(f"row {line.row} {line.status}" for line in lines)
            yield f"I5: {told} ({mark}), and the target has {made} such jobs"


def _asked_as_unseen(ending: Ending) -> list[Line]:
    """The rows that wait for an answer where the target's ids and texts do not tell whose job it shows, or where it
    shows none, however long one looks.
    """
    rows, hidden = dict(enumerate(ending.rows, start=FIRST_ROW)), ending.traits.outlasts
    return [line for line in _asked(ending) if line.row in rows and (hidden or can_stay_open(ending, rows[line.row]))]


def _cannot_see(ending: Ending) -> bool:
    """True where the journal is lost, and the target does not say what it has, or the run is stopped before it could:
    that is told, and all that can be.
    """
    told = {problem["code"] for problem in ending.told.get("problems", ()) if problem["row"] is None}
    return ending.on_another_computer and (NOT_LOOKED_UP.number in told or bool(ending.told.get("stopped")))


def _is_right_elsewhere(mark: str, ending: Ending) -> bool:
    """True for a row that may be wrong as it stands, where another copy of it may have made its job."""
    here = [row for row in ending.rows if row.mark == mark]
    elsewhere = [row for row in ending.versions if row.mark == mark and row not in here]
    may_be_wrong = all(row.fate is not Fate.SOUND for row in here)
    return may_be_wrong and any(row.fate is not Fate.WRONG for row in elsewhere)


def exit_says_so(ending: Ending) -> Findings:
    """I7: the exit status says whether all rows were created, and what became of those that were not."""
    statuses = Counter(line.status for line in ending.lines)
    expected = ExitCode.ALL_WELL
    if statuses[Status.UNKNOWN]:
        expected = ExitCode.OPEN
    elif statuses[Status.NOT_SENT] > len(_asked(ending)):
        expected = ExitCode.STOPPED
    elif set(statuses) - THERE:
        expected = ExitCode.SOME_FAILED
    if ending.status not in {expected, ExitCode.INTERRUPTED}:
        yield f"I7: the exit status is {ending.status} for {dict(statuses)}"


def _asked(ending: Ending) -> list[Line]:
    """The rows that wait for an answer."""
    asked = {problem["row"] for problem in ending.told.get("problems", ()) if problem["code"] in QUESTIONS}
    return [line for line in ending.lines if line.row in asked and line.status == Status.NOT_SENT]


def may_be_made_yet(ending: Ending) -> bool:
    """True where a fault has refused a row of which the importer may judge: on a target that works it is made."""
    fates = {number: row.fate for number, row in enumerate(ending.rows, start=FIRST_ROW)}
    return any(line.status == Status.REJECTED and fates.get(line.row) is Fate.EITHER for line in ending.lines)


def nothing_changes(before: Ending, after: Ending) -> Findings:
    """I6: running the same file again changes nothing that was created, and creates nothing but what was open and not
    there.
    """
    for job_id, job in before.job_by_id.items():
        if after.job_by_id.get(job_id) != job:
            yield f"I6: the job {job_id} was changed by running the sheet again"
    may_be_there = Counter(line.mark for line in before.lines if line.status in {*THERE, Status.UNKNOWN})
    allowed = {mark: max(may_be_there[mark], len(before.jobs_of.get(mark, ()))) for mark in after.jobs_of}
    new = sum(max(0, len(jobs) - allowed[mark]) for mark, jobs in after.jobs_of.items())
    if new:
        yield f"I6: {new} jobs were made by running the sheet again"


def nothing_lost(ending: Ending, *, may_be_open: Callable[[Row], bool]) -> Findings:
    """In the end, on a target that works, every sound row has its job; only what nobody can know may stay open, and
    what belongs to it. A target that changes references does not find a parent by the one that the sheet gives.
    """
    rows = dict(enumerate(ending.rows, start=FIRST_ROW))
    found = {**dict.fromkeys(rows, "not in the results"), **{line.row: line.status for line in ending.lines}}
    open_ = {
        number
        for number, row in rows.items()
        if (found[number] == Status.UNKNOWN and may_be_open(row))
        or (found[number] == Status.NOT_SENT and row.mark in ending.edited)
        or (found[number] == Status.CONFLICT and row.mark in ending.disputed)
        or number in {line.row for line in _asked_as_unseen(ending)}
        or (found[number] == Status.REJECTED and row.parent and ending.traits.changes_references)
    }
    while more := {
        number
        for number, row in rows.items()
        if number not in open_ and found[number] in WAITING and row.parent and row.parent in _references(rows, open_)
    }:
        open_ |= more
    for number, row in rows.items():
        if row.fate is Fate.SOUND and found[number] not in THERE and number not in open_:
            yield f"lost: row {number} ({row.mark}) is '{found[number]}' in the end"


def can_stay_open(ending: Ending, row: Row) -> bool:
    """True where the target assigns its own ids: a job without a reference that got lost on the way cannot be found,
    nor can one with a reference where the target ignores filters or changes references, or where the reference may
    have come later.
    """
    traits = ending.traits
    is_blind = bool(traits.filters) or traits.hides or row.mark in ending.edited
    return bool(traits.ids) and (not row.reference or is_blind)


def _references(rows: Mapping[int, Row], some: Collection[int]) -> set[str]:
    return {rows[number].reference for number in some}


def of_an_ending(ending: Ending) -> Findings:
    """What must hold of a command that has come to its end, beside I1, which must hold at any time."""
    for invariant in (
        every_row_once,
        records_agree,
        counts_add_up,
        created_is_there,
        refused_is_not_there,
        exit_says_so,
    ):
        yield from invariant(ending)
