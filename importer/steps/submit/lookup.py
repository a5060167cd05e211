"""Looking jobs up, to learn whether they are there and what became of them."""

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from importer.catalogue import REFERENCE, to_canonical_text
from importer.errors import ApiError, Interrupted
from importer.jobs_api import (
    NOT_FOUND,
    TEMPORARY,
    UNAUTHORISED,
    JobsApi,
    ListRefused,
    NoResponse,
    Response,
    entries_of,
    is_page,
    is_whole,
    write_filter,
)
from importer.languages import _
from importer.records import SentBefore, Status
from importer.settings import RequestPolicy
from importer.steps.submit.altered_jobs import SeenTexts
from importer.steps.submit.differences import Job, fold_code, list_spellings, reference_of
from importer.steps.submit.lag import PauseForLag, ReadLag
from importer.steps.submit.lookup_result import IdHandling, InconclusiveLookup, LookupResult, Undecided
from importer.steps.submit.response_meaning import find_named_id, find_reason_to_stop
from importer.steps.submit.retries import Attempts
from importer.steps.submit.throttle import SERVER_ERROR, Stopped, Throttle

TRIES = 3  # to get an answer to the question
ID_TRIES = 9  # to see what the target does with ids: spread over the first 256 jobs


@dataclass
class JobLookup:
    """Looks jobs up in one target, patiently, as long as the run is not stopped; once even then.

    Until the target is seen to keep the ids that we give (`ACCEPTED`), a job that is not found by its id is looked up
    by its reference too; where it gives its own (`REPLACED`), only a reference that is kept proves that there is none.
    So it is, too, where it has been seen to keep some and to replace others.
    """

    api: JobsApi
    throttle: Throttle
    policy: RequestPolicy
    ids: IdHandling = IdHandling.UNTRIED
    lag: ReadLag = field(default_factory=ReadLag)
    texts: SeenTexts = field(default_factory=SeenTexts)
    _has_replaced: bool = False  # the id of one job at least: that it keeps those of others proves nothing
    _id_tries_left: int = ID_TRIES
    _named: int = 0  # jobs that answers say were made under the id that we gave
    _not_shown: bool = False
    _trying: threading.Lock = field(default_factory=threading.Lock)

    def find(self, job_id: str, reference: str = "", *, both: bool = False, may_exist: bool = False) -> LookupResult:
        """Look for the job with this id, or that the target knows by this reference; by `both` in any case.

        Raises Undecided where it `may_exist`, and it has not been seen what an id proves, or a reference.
        """
        try:
            job = self._find_by_id(job_id)
        except InconclusiveLookup as found:
            return LookupResult(unsure=_("it could not be looked up ({reason})").format(reason=found.reason))
        if job is not None or (self.ids is IdHandling.ACCEPTED and not (both and reference)):
            return LookupResult(job)
        try:
            job = self._find_by_reference(reference)
            if job is not None or (reference and (self.texts.does_keep(reference) or not may_exist)):
                return LookupResult(job)
        except InconclusiveLookup as found:
            reason = _("it could not be looked up ({reason})").format(reason=found.reason)
            if may_exist and self.ids is IdHandling.UNTRIED:
                raise Undecided(reason) from found
            return LookupResult(unsure=reason)
        if self.ids is IdHandling.REPLACED and not reference:
            return LookupResult(unsure=_("the target assigns its own ids"))
        if may_exist:
            raise Undecided
        return LookupResult()

    def find_seen(self, job_id: str, reference: str) -> LookupResult:
        """Look for a job that was seen under this id: where it is not there any more, twice, it was deleted."""
        try:
            job = self._find_by_id(job_id) or self._find_by_id(job_id) or self._find_by_reference(reference)
        except InconclusiveLookup as found:
            return LookupResult(unsure=_("it could not be looked up ({reason})").format(reason=found.reason))
        return LookupResult(job)

    def learn_from(self, before: Mapping[str, SentBefore]) -> None:
        """Take from earlier runs, by the ids that we gave, what the target does with them."""
        if any(job_id != attempt.job_id for job_id, attempt in before.items() if attempt.status is Status.CREATED):
            self.record_own_id_replaced()

    def record_own_id_shown(self) -> None:
        """The target shows a job under an id that only we can have given."""
        self.lag.has_shown = True
        self.ids = self.ids if self._has_replaced else IdHandling.ACCEPTED

    def record_own_id_replaced(self) -> None:
        """The target shows a job of ours under an id of its own."""
        self.lag.has_shown = True
        self.ids, self._has_replaced = IdHandling.REPLACED, True

    def check_own_id(self, job_id: str) -> None:
        """See whether the target shows a job that it said it made under this id of ours, which is no proof."""
        with suppress(InconclusiveLookup, Stopped):
            if self._find_by_id(job_id, once=True) is not None:
                self.record_own_id_shown()

    @property
    def is_undecided(self) -> bool:
        """True while no look has shown anything of ids, and some are left."""
        return self.ids is IdHandling.UNTRIED and not self._not_shown and self._id_tries_left > 0

    def does_take_our_id(self, job_id: str, reference: str, *, at_last: bool = False) -> bool:
        """True for a job that the target says it created under this id of ours, where it is seen to keep ids, or shows
        no job however often it is asked: that the answer names the id is no proof.

        It is asked about the first such job, the second, the fourth and so on; `at_last` as often as is left.
        """
        with self._trying:
            pause = PauseForLag(self.throttle.stop, monotonic() + self.policy.lag_seconds)
            self._named += not at_last
            is_due = at_last or self._named.bit_count() == 1
            while is_due and self.ids is IdHandling.UNTRIED and self._id_tries_left:
                self._id_tries_left -= 1
                self._try_ids(job_id, reference)
                is_due = at_last and not self.throttle.stop.is_at_once
                if is_due and self.is_undecided:
                    pause.take()
            self._id_tries_left *= not at_last
        return self.ids is IdHandling.ACCEPTED or not (
            self._not_shown or self.ids is IdHandling.REPLACED or self._id_tries_left
        )

    def does_show_since(self, moment: float, job_id: str, reference: str) -> bool:
        """True where the target shows a job that was sent after this, and not the job with this id or reference: it
        would show what was made until then.
        """
        key, other = ("id", job_id) if self.ids is IdHandling.ACCEPTED else (REFERENCE, reference)
        find = partial(self.find_jobs_with, even_if_stopped=True)
        with self._trying, suppress(InconclusiveLookup, Stopped):
            return self.lag.does_show_since(moment, key, other, find)
        return False

    def _try_ids(self, job_id: str, reference: str) -> None:
        """Ask until the job is shown. What goes wrong then is no trouble of the run."""
        pause = PauseForLag(self.throttle.stop, monotonic() + self.policy.lag_seconds)
        try:
            while True:
                is_shown = bool(by_id := self._find_by_id(job_id, once=True))
                self._not_shown |= not is_shown
                if (job := by_id or self._find_by_reference(reference)) is not None:
                    self.lag.has_shown = True
                    self.texts.compare_references(reference, job)
                    break
                self.lag.was_not_shown = True
                if not pause.take():
                    break
        except InconclusiveLookup:
            return
        if is_shown or not self.throttle.stop.is_at_once:
            self.ids = IdHandling.ACCEPTED if is_shown else IdHandling.REPLACED

    def find_jobs_with(self, key: str, codes: Collection[str], *, even_if_stopped: bool = False) -> tuple[Job, ...]:
        """The jobs whose `key` is one of `codes`. Raises InconclusiveLookup, also where the answer has any other; and
        Stopped.

        An answer of several pages can have lost what moved to a page before: what is not in it is asked for by itself.
        """
        asked = {fold_code(key, code) for code in codes}
        jobs, is_whole_page = self._find_jobs_where(write_filter(key, codes), even_if_stopped=even_if_stopped)
        if not is_whole_page and len(asked) > 1:
            found = {fold_code(key, str(job.get(key) or "")) for job in jobs}
            for code in (code for code in codes if fold_code(key, code) not in found):
                jobs += self._find_jobs_where(write_filter(key, [code]), even_if_stopped=even_if_stopped)[0]
        if any(fold_code(key, str(job.get(key) or "")) not in asked for job in jobs):
            raise InconclusiveLookup(_("the target returned jobs that importer did not request"))
        return jobs

    def _find_jobs_where(self, where: str, *, even_if_stopped: bool) -> tuple[tuple[Job, ...], bool]:
        """The jobs, and whether one page has them all."""
        response = self._ask(lambda: self.api.get_list("Jobs", where), even_if_stopped=even_if_stopped)
        page = response.entity
        if not response.fine or page is None or not is_page(page):
            raise self._to_inconclusive(response)
        if is_whole(page):
            return tuple(entries_of(page)), True
        try:
            listed = self.api.list_entries("Jobs", where=where)
        except (ApiError, ListRefused, Interrupted) as refusal:
            raise InconclusiveLookup(str(refusal)) from refusal
        if not listed.complete:
            raise InconclusiveLookup(listed.problem)
        return tuple(listed.entries), False

    def _find_by_id(self, job_id: str, *, once: bool = False) -> Job | None:
        """The job under this id. An answer about something else, as a gateway may give it, is asked for again."""
        for _turn in range(TRIES):
            response = self._ask(lambda: self.api.get_job(job_id), even_if_stopped=True, once=once)
            if not response.fine:
                break
            if find_named_id(response) == job_id:
                return response.entity
        if response.fine:
            raise InconclusiveLookup(_("the target answers with something other than this job"))
        if response.status == NOT_FOUND:
            return None
        raise self._to_inconclusive(response)

    def is_absent_still(self, reference: str) -> bool:
        """True where no job has this reference, asked for by itself: a gateway may have given the look at many jobs the
        answer to another question.
        """
        with suppress(InconclusiveLookup, Stopped):
            return self._find_by_reference(reference) is None
        return False

    def _find_by_reference(self, reference: str) -> Job | None:
        """In any spelling that nobody sees, but a target may take upper and lower case for the same. None where there
        is no reference.
        """
        spellings = list_spellings(reference) if reference else []
        jobs = self.find_jobs_with(REFERENCE, spellings, even_if_stopped=True) if reference else ()
        same = [job for job in jobs if to_canonical_text(reference_of(job)) == to_canonical_text(reference)]
        return min(same, key=lambda job: reference_of(job) != reference, default=None)

    def _ask(self, call: Callable[[], Response], *, even_if_stopped: bool, once: bool = False) -> Response:
        """An answer that says something. Raises InconclusiveLookup where there is none, and Stopped."""
        attempts = Attempts(self.throttle, self.policy, is_lookup=True)
        while True:
            own = None
            try:
                response = self.throttle.request(call, is_lookup=True, even_if_stopped=even_if_stopped)
            except NoResponse as lost:
                reason = lost.reason
            else:
                if response.status not in TEMPORARY and response.status < SERVER_ERROR:
                    return response
                reason, own = f"HTTP {response.status}", response.status not in TEMPORARY or None
            attempts.record_failure(own=own)
            if once or not attempts.left:
                raise InconclusiveLookup(reason)
            attempts.pause()

    def _to_inconclusive(self, response: Response) -> InconclusiveLookup:
        stops = response.status == UNAUTHORISED or response.redirects
        if stops:
            self.throttle.stop.set(find_reason_to_stop(response), at_once=False)
        return InconclusiveLookup(f"HTTP {response.status}", refused=not stops)
