"""Who looks on at a run: told how far it is, asked where a person has to decide, able to stop it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Event

from importer.records.batch import Batch
from importer.records.planned_job import PlannedJob
from importer.records.sheet import Sheet
from importer.settings import Target

Progress = Callable[[str, int, int], None]
Confirm = Callable[[Batch, Target], bool]
GoOn = Callable[[str], bool]
AskSheet = Callable[[Sheet], str]
AskPassword = Callable[[Path], str]
Began = Callable[[int], None]


class SameJob(Enum):
    """What rows are that resemble rows of earlier runs."""

    SAME = "same"
    NEW = "new"
    HELD = "held"  # nobody has said


AskSame = Callable[[Sequence[PlannedJob]], SameJob]


def ignore_progress(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def confirm_always(_batch: Batch, _target: Target) -> bool:
    """Consent given beforehand."""
    return True


def refuse_to_go_on(_reason: str) -> bool:
    """Nobody is there to be asked, so the run does not go on."""
    return False


def hold_rows(_jobs: Sequence[PlannedJob]) -> SameJob:
    """Nobody is there to be asked, so the rows are not sent."""
    return SameJob.HELD


def keep_sheet(sheet: Sheet) -> str:
    """Nobody is there to be asked, so the sheet stays the one that was read."""
    return sheet.name


def ignore_run(_run: int) -> None:
    """A run whose number nobody waits for."""


def give_no_password(_path: Path) -> str:
    """Nobody is there to be asked for the password of a workbook."""
    return ""


@dataclass(frozen=True)
class Observer:
    """Who looks on: told of progress, asked before the first row is sent, and able to stop the run.

    `go_on` is asked, with the reason, where the run would stop unless somebody knows better; `ask_same` whether rows
    that resemble earlier ones are the same jobs, `ask_sheet` which of several worksheets alike is meant, `ask_password`
    what opens a protected workbook ('' where nobody knows), `send_unlooked`, with the reason, whether rows are sent of
    which the target does not say whether it has their jobs. `began` is told the number of the run once it is in the
    journal.
    """

    progress: Progress = ignore_progress
    confirm: Confirm = confirm_always
    stop: Event | None = None
    go_on: GoOn = refuse_to_go_on
    ask_same: AskSame = hold_rows
    ask_sheet: AskSheet = keep_sheet
    ask_password: AskPassword = give_no_password
    send_unlooked: GoOn = refuse_to_go_on
    began: Began = ignore_run
