"""The API of one target, for any number of threads: create a job, look one up, read a list."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from importer.catalogue import Listing, spell_duration
from importer.errors import ApiDenied, ApiMisplaced, Interrupted
from importer.jobs_api.backoff import draw_pause_before
from importer.jobs_api.connection import Connection, Environment
from importer.jobs_api.listing import Entry, address_of, is_page
from importer.jobs_api.paging import LIMITS, ListEndless, ListLimits, Paging, Surplus
from importer.jobs_api.refusals import read_refusals
from importer.jobs_api.response import (
    API,
    FORBIDDEN,
    TEMPORARY,
    TURNING_AWAY,
    UNAUTHORISED,
    NoResponse,
    Response,
    add_api_path,
    make_api_below_error,
    make_denied_error,
    make_endless_error,
    make_not_the_api_error,
    make_redirected_error,
    make_turned_away_error,
    make_unreachable_error,
)
from importer.languages import _
from importer.problem import STOPPED_BY_USER
from importer.settings import RequestPolicy, Target

PROBED: tuple[Listing, ...] = ("JobStatus", "Jobs")
POLL_SECONDS = 0.1  # so often is looked in a pause whether the user has stopped the run


class ListRefused(Exception):
    """The target does not show this list to this login; `status` is what it answered."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"HTTP {status}")


@dataclass(frozen=True)
class ListedEntries:
    """Entries of a list, each once. `complete` unless pages were left unread; `total` where the target says it.

    `problem` says why the target does not show all of them, where it does not.
    """

    entries: tuple[Entry, ...]
    complete: bool = True
    total: int | None = None
    problem: str = ""


class JobsApi:
    """The API of one target, for any number of threads; each gets a connection of its own.

    Proxies and certificates are read from the environment once, here. Raises SettingsError where they cannot be
    used. Close it, or use it as a context. Once `stop` is set no further page of a list is asked for.
    """

    def __init__(
        self,
        target: Target,
        policy: RequestPolicy = RequestPolicy(),
        *,
        stop: threading.Event | None = None,
        limits: ListLimits = LIMITS,
    ) -> None:
        self.target = target
        self._policy = policy
        self._stop = stop
        self._limits = limits
        self._surplus: dict[Listing, Surplus] = {}
        self._environment = Environment(target)
        self._own = threading.local()
        self._connections: list[Connection] = []
        self._adding = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._connections:
            connection.close()

    def create(self, job: Entry) -> Response:
        """Send one job, once. Raises NoResponse where its outcome is open."""
        return self._open_connection().post(f"{self.target.url}/Jobs", job)

    def get_job(self, job_id: str) -> Response:
        """Ask for one job, once. Raises NoResponse."""
        return self._open_connection().get(f"{self.target.url}/Jobs({job_id})")

    def get_list(self, listing: Listing, where: str) -> Response:
        """Ask for the first page of a list, once. Raises NoResponse."""
        return self._open_connection().get(address_of(f"{self.target.url}/{listing}", where=where))

    def check_connection(self) -> None:
        """Make sure that the target answers, as the work-order API, and lets us in.

        A login without the right to read one list may have it for another. Where an address without /api is not that
        of the API, the one with it is tried and named. Raises ApiUnreachable, ApiDenied or ApiMisplaced.
        """
        try:
            self._probe()
        except (ApiDenied, ApiMisplaced) as refused:
            if self._has_api_below():
                raise make_api_below_error(self.target) from refused
            raise

    def _has_api_below(self) -> bool:
        """Whether the API is at the address with /api behind it, which people leave out."""
        if self.target.url.rstrip("/").endswith(API):
            return False
        try:
            response = self._open_connection().get(address_of(f"{add_api_path(self.target)}/{PROBED[0]}", top=1))
        except NoResponse:
            return False
        return is_page(response.body)

    def _probe(self) -> None:
        refused = []
        for listing in PROBED:
            response = self._ask(address_of(f"{self.target.url}/{listing}", top=1))
            if is_page(response.body):
                return
            refused.append(response)
        forbidden = [response for response in refused if response.status == FORBIDDEN]
        if forbidden:
            raise make_denied_error(self.target, forbidden[0])
        if refused[0].status in TURNING_AWAY:
            raise make_turned_away_error(self.target, refused[0], read_refusals(refused[0])[0].message)
        raise make_not_the_api_error(self.target, refused[-1])

    def list_entries(
        self,
        listing: Listing,
        *,
        where: str = "",
        codes: int = 0,
        select: Sequence[str] = (),
        pages: int | None = None,
    ) -> ListedEntries:
        """Read a list, at most so many `pages` of it; the page links are followed, but never to another host.

        Where `where` asks for so many `codes`, what comes besides them adds up over all that is asked of the list.
        Raises ListRefused where this login may not see it, ApiUnreachable, ApiDenied or ApiMisplaced where the
        target cannot be used at all or the list has no end, and Interrupted once the user has stopped the run.
        """
        paging = Paging(f"{self.target.url}/{listing}", where=where, select=select, limits=self._limits)
        while paging.address is not None and (pages is None or paging.pages < pages):
            try:
                page, size = self._ask_for_page(paging.address)
                paging.take(page, size)
            except ListRefused as refusal:
                if not paging.refuse(refusal.status):
                    raise
            except ListEndless as reason:
                raise make_endless_error(self.target, listing, str(reason)) from reason
        if codes:
            self._add_surplus(listing, paging, codes)
        complete = paging.address is None and not paging.problem
        return ListedEntries(tuple(paging.entries.values()), complete, paging.total, paging.problem)

    def _add_surplus(self, listing: Listing, paging: Paging, codes: int) -> None:
        try:
            self._surplus.setdefault(listing, Surplus(self._limits)).add(paging, codes)
        except ListEndless as reason:
            raise make_endless_error(self.target, listing, str(reason)) from reason

    def _open_connection(self) -> Connection:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = Connection(self.target, self._policy, self._environment)
            with self._adding:
                self._connections.append(connection)
        return connection

    def _ask_for_page(self, address: str) -> tuple[Entry, int]:
        response = self._ask(address)
        if not response.fine:
            raise ListRefused(response.status)
        if response.entity is None or not is_page(response.body):
            raise make_not_the_api_error(self.target, response)
        return response.entity, response.size

    def _ask(self, address: str) -> Response:
        """Ask until there is an answer that is not only 'later'. Raises what concerns the whole target."""
        attempt = 1
        while (response := self._try(address, attempt)) is None or response.status in TEMPORARY:
            attempt += 1
            asked = response.retry_after if response else None
            self._pause(max(draw_pause_before(attempt, self._policy), asked or 0.0))
        if response.status == UNAUTHORISED:
            raise make_denied_error(self.target, response)
        if response.redirects:
            raise make_redirected_error(self.target, response)
        return response

    def _pause(self, seconds: float) -> None:
        if self._stop is None:
            time.sleep(seconds)
            return
        until = time.monotonic() + seconds
        while not self._stop.is_set() and (left := until - time.monotonic()) > 0:
            self._stop.wait(min(left, POLL_SECONDS))

    def _try(self, address: str, attempt: int) -> Response | None:
        """The answer, None where none came; the last try has one that is not only 'later', or raises."""
        if self._stop is not None and self._stop.is_set():
            raise Interrupted(STOPPED_BY_USER)
        last = attempt >= self._policy.attempts
        try:
            response = self._open_connection().get(address)
        except NoResponse as lost:
            if last or not lost.sent:
                raise make_unreachable_error(self.target, lost.reason) from lost
            return None
        if last and response.status in TEMPORARY:
            busy = _("it is too busy (HTTP {status})").format(status=response.status)
            raise make_unreachable_error(self.target, busy)
        if response.status in TEMPORARY and (response.retry_after or 0) > self._policy.longest_asked_seconds:
            asked = spell_duration(response.retry_after or 0)
            busy = _("it is busy and asks to wait for {asked} (HTTP {status})")
            raise make_unreachable_error(self.target, busy.format(asked=asked, status=response.status))
        return response
