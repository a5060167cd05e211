"""What an earlier run wrote beside the rows of a results workbook, which is now a sheet again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from importer.catalogue import spell_guid
from importer.records.outcome import IN_TARGET, STATUSES, Status
from importer.records.results_columns import JOB_ID, PROBLEM, RUN, SENT_AT, STATUS, read_local_time

if TYPE_CHECKING:
    import pandas as pd

_UNQUOTED_ID = re.compile(r'(?<!["\w-])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!["\w-])')  # not of a cell
_MOST_DIGITS = 18  # of a number that the journal can hold


def is_run_number(word: str) -> bool:
    """Whether a word can be the number of a run."""
    return word.isdecimal() and len(word) <= _MOST_DIGITS


@dataclass(frozen=True)
class PreviousResults:
    """`cells` are the columns that were added, as text, '' where blank, with the index of the sheet's own cells.

    `target` is the identity of the target that they tell of, '' where the format of the file cannot say it. `read_with`
    says which of their options the sheet is read with, '' where with none: a person is told before anything is sent.
    Where the `options_unknown`, neither they nor this computer say with which their run read the sheet; with the
    `zone_unknown`, times without a zone are not sent.
    """

    cells: "pd.DataFrame"
    target: str = ""
    read_with: str = ""
    options_unknown: bool = False
    zone_unknown: bool = False

    @cached_property
    def jobs(self) -> Mapping[int, tuple[Status, str]]:
        """Status and job id by row, of the rows that have an id; it is not known where somebody has cleared it."""
        found = {}
        cells = self.cells[[STATUS.heading, JOB_ID.heading]]
        for row, status, job_id in cells.itertuples(name=None):
            known = STATUSES.get(status.strip()) if status.strip() else Status.UNKNOWN
            name = job_id.strip().lower()
            if known is not None and name and spell_guid(name) == name:
                found[int(row)] = (known, name)
        return found

    @cached_property
    def sent_at(self) -> Mapping[int, datetime]:
        """When each row was sent, of those that say it."""
        texts = self.cells[[SENT_AT.heading]].itertuples(name=None)
        return {int(row): moment for row, text in texts if (moment := read_local_time(text))}

    @cached_property
    def nameless(self) -> frozenset[int]:
        """The rows whose job is there, or may be, and whose job id somebody has cleared."""
        statuses = self.cells[STATUS.heading].str.strip()
        sent = statuses.index[statuses.isin([*IN_TARGET, Status.UNKNOWN])]
        return frozenset(int(row) for row in sent) - self.jobs.keys()

    @cached_property
    def deleted(self) -> frozenset[int]:
        """The rows whose job was there and is not any more: of those that are not sent only they name their own job."""
        return self._find_named(Status.NOT_SENT)

    @cached_property
    def copied(self) -> frozenset[int]:
        """The rows with a job id that another row had, too: of those that are invalid only they name their own job."""
        return self._find_named(Status.INVALID)

    @cached_property
    def retyped(self) -> frozenset[int]:
        """The rows beside whose job id another row was typed: of those in conflict only they name that job."""
        found = {row: job_id for row, (status, job_id) in self.jobs.items() if status is Status.CONFLICT}
        sentences = self.cells.loc[list(found), PROBLEM.heading].tolist()
        pairs = (
            (row, job_id, _UNQUOTED_ID.search(s)) for (row, job_id), s in zip(found.items(), sentences, strict=True)
        )
        return frozenset(row for row, job_id, named in pairs if named and named[0].lower() == job_id)

    @cached_property
    def held(self) -> Mapping[int, str]:
        """The rows that wait for an answer, each with the job that it may be: only their sentence names one."""
        texts = self.cells[[STATUS.heading, JOB_ID.heading, PROBLEM.heading]]
        held = {}
        for row, status, job_id, sentence in texts.itertuples(name=None):
            if status.strip() == Status.NOT_SENT and not job_id.strip() and (found := _UNQUOTED_ID.search(sentence)):
                held[int(row)] = found[0].lower()
        return held

    def _find_named(self, wanted: Status) -> frozenset[int]:
        rows = {row: job_id for row, (status, job_id) in self.jobs.items() if status is wanted}
        sentences = self.cells.loc[list(rows), PROBLEM.heading].str.lower().tolist()
        pairs = zip(rows.items(), sentences, strict=True)
        return frozenset(row for (row, job_id), sentence in pairs if job_id in sentence)

    @property
    def run(self) -> int | None:
        """The run that they tell of: the latest where there are several."""
        texts = self.cells[RUN.heading].str.strip().unique()
        return max((int(text) for text in texts if is_run_number(text)), default=None)

    def of_rows(self, index: "pd.Index") -> "PreviousResults":
        """The same for the rows of this index alone."""
        return replace(self, cells=self.cells.reindex(index, fill_value=""))
