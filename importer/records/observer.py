"""Who looks on at a run: told how far it is, asked where a person has to decide, able to stop it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from importer.records.batch import Batch
from importer.settings import Target

Progress = Callable[[str, int, int], None]
Confirm = Callable[[Batch, Target], bool]
GoOn = Callable[[str], bool]


def quiet(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def agreed(_batch: Batch, _target: Target) -> bool:
    """Consent given beforehand."""
    return True


def stops(_reason: str) -> bool:
    """Nobody is there to be asked, so the run does not go on."""
    return False


@dataclass(frozen=True)
class Observer:
    """Who looks on: told of progress, asked before the first row is sent, and able to stop the run.

    `go_on` is asked, with the reason, where the run would stop unless somebody knows better.
    """

    progress: Progress = quiet
    confirm: Confirm = agreed
    stop: Event | None = None
    go_on: GoOn = stops
