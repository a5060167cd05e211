"""Which runs a later one goes on with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from importer.errors import ExitCode
from importer.journal import Journal, RunState
from tests.builders import good, judged
from tests.journal.test_journal import TARGET

BATCH = judged(good())


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal.sqlite") as opened:
        yield opened


def test_what_did_not_come_to_its_end_is_continued_by_the_next_run_of_that_file(journal: Journal) -> None:
    def run_of(name: str, file_hash: str, exit_code: ExitCode | None, identity: str = "acme") -> int:
        batch = replace(BATCH, sheet=replace(BATCH.sheet, path=Path(name)))
        run = journal.begin_run(batch, replace(TARGET, identity=identity), file_hash=file_hash)
        if exit_code is not None:
            journal.end_run(run, RunState.FINISHED, exit_code)
        return run

    complete = [run_of("a.csv", "1", ExitCode.ALL_WELL), run_of("a.csv", "1", ExitCode.SOME_FAILED)]
    others = [run_of("b.csv", "2", None), run_of("a.csv", "1", None, "other"), run_of("c.csv", "", ExitCode.OPEN)]
    open_ = [run_of("a.csv", "9", None), run_of("copy of a.csv", "1", ExitCode.STOPPED)]
    last = run_of("a.csv", "1", ExitCode.INTERRUPTED)
    continued = {run.run: run.continued_by for run in journal.previous_runs.list_runs()}
    assert continued == dict.fromkeys([*complete, *others, last]) | dict.fromkeys(open_, last)
    assert [journal.previous_runs.find_run(run).is_complete for run in (*complete, *others, *open_)] == [True] * 2 + [
        False
    ] * 5
    unread = run_of("d.csv", "", None)  # a file of which nothing is known is a copy of none
    assert [run.run for run in journal.previous_runs.list_runs() if run.continued_by == unread] == []
