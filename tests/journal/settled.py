"""An outcome in the journal, as a test needs it: on disk at once."""

from importer.journal import Journal
from importer.records import LastResponse, Outcome


def settle(journal: Journal, run: int, outcome: Outcome, last: LastResponse) -> None:
    """Record what became of a row, and wait until that is on disk. Raises what the journal tells."""
    told: list[Exception | None] = []
    journal.record_outcome(run, outcome, last, told.append)
    journal.finish_outcomes()
    if told[0] is not None:
        raise told[0]
