"""A target: its name in the network, a safe connection, the login, its clock, and what the login may do."""

import socket
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from importer.catalogue import Listing
from importer.doctor.finding import Finding, fine, unknown, wrong
from importer.errors import ImporterError
from importer.jobs_api import (
    FORBIDDEN,
    NOT_FOUND,
    Answer,
    JobsApi,
    ListRefused,
    NoAnswer,
    NoHandshake,
    handshake_with,
    proxy_to,
)
from importer.problem import NO_TARGET
from importer.settings import RequestPolicy, Target
from importer.targets import open_target

_POLICY = RequestPolicy(attempts=2)
_CLOCKS_MAY_DIFFER = timedelta(minutes=2)
_SOON = timedelta(days=14)
_REFUSED_AS_EXPECTED = frozenset({400, 422})
_NETWORK = "Check the address ('importer targets show') and the network, or ask whoever runs it."


def examine_target(name: str | None, folder: Path) -> Iterator[Finding]:
    """Look at the target called `name`, or the one that would be taken; after the first fault the rest is left."""
    with ExitStack() as stack:
        try:
            target = stack.enter_context(open_target(name, sheet=folder / "any"))
            yield _chosen(target)
            reached = _check_network(target)
            yield from reached
            if any(finding.state == "wrong" for finding in reached):
                yield unknown("login", "the target cannot be reached")
                return
            api = stack.enter_context(JobsApi(target, _POLICY))
        except ImporterError as error:
            yield _not_usable(error)
            return
        yield from _check_login(api, target)


def _not_usable(error: ImporterError) -> Finding:
    if error.code is NO_TARGET:
        return unknown("target", "none set; '--target practice' needs no login, 'importer login NAME' adds your own")
    return wrong("target", error.message, error.advice)


def _chosen(target: Target) -> Finding:
    production = ", production" if target.production else ""
    return fine("target", f"{target.name}{production}: {target.url} as {target.user}")


def _check_network(target: Target) -> list[Finding]:
    """The way to the target, as far as it can be gone."""
    parts = urlsplit(target.url)
    host = parts.hostname or ""
    if proxy := proxy_to(target):
        return [fine("name", f"looked up by the proxy {proxy}"), fine("TLS", f"through the proxy {proxy}")]
    try:
        found = socket.getaddrinfo(host, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except OSError:
        return [wrong("name", f"{host} is not known in the network", _NETWORK), unknown("TLS", "there is no address")]
    name = fine("name", f"{host} is {', '.join(sorted({str(place[4][0]) for place in found}))}")
    if parts.scheme == "http":
        return [name, fine("TLS", "not needed: the target is this computer")]
    try:
        safe = handshake_with(target)
    except NoHandshake as error:
        advice = "Behind a company's network: 'importer login NAME --ca-bundle FILE'. Else ask whoever runs it."
        return [name, wrong("TLS", str(error), advice)]
    until = f"{safe.protocol}, certificate good until {safe.good_until:%Y-%m-%d}"
    if safe.good_until - datetime.now(UTC) < _SOON:
        return [name, wrong("TLS", until, "Ask whoever runs the target to renew its certificate.")]
    return [name, fine("TLS", until)]


def _check_login(api: JobsApi, target: Target) -> Iterator[Finding]:
    try:
        api.check_connection()
        yield fine("login", f"accepted for {target.user}")
        yield _check_lists(api)
        yield from _check_rights(api)
    except ImporterError as error:
        yield wrong("login", error.message, error.advice)
    except NoAnswer as lost:
        yield wrong("rights", f"no answer: {lost.reason}", _NETWORK)


def _check_lists(api: JobsApi) -> Finding:
    shut = []
    for listing in get_args(Listing):
        try:
            api.list_entries(listing, pages=1)
        except ListRefused as refused:
            shut.append(f"{listing} (HTTP {refused.status})")
    if shut:
        advice = "Ask for read access; until then these codes are sent unchecked."
        return wrong("lists", f"not readable: {', '.join(shut)}", advice)
    return fine("lists", f"readable: {', '.join(get_args(Listing))}")


def _check_rights(api: JobsApi) -> Iterator[Finding]:
    """Send a job that has nothing but an id, which must be refused; then make sure that there is none."""
    job_id = str(uuid.uuid4())
    answer = api.create({"id": job_id})
    sent_at = datetime.now(UTC)
    there = api.get_job(job_id)
    yield _right_to_create(answer, there, job_id)
    yield _clock(there, sent_at, datetime.now(UTC))


def _right_to_create(answer: Answer, there: Answer, job_id: str) -> Finding:
    if answer.status == FORBIDDEN:
        return wrong("rights", "this login may not create jobs (HTTP 403)", "Ask for the right to create work orders.")
    if answer.fine or there.fine:
        advice = f"Delete the job {job_id} on the target, and report this: it accepts jobs without required fields."
        return wrong("rights", "it created a job without any field, which it must refuse", advice)
    if answer.status in _REFUSED_AS_EXPECTED and there.status == NOT_FOUND:
        return fine(
            "rights", f"may create jobs: one without fields is refused (HTTP {answer.status}), none was created"
        )
    found = f"a job without fields is answered with HTTP {answer.status}, and a look-up of it with HTTP {there.status}"
    return wrong("rights", found, "Check that the address is that of the work-order API, which answers 400 and 404.")


def _clock(answer: Answer, before: datetime, after: datetime) -> Finding:
    try:
        there = parsedate_to_datetime(answer.date)
    except ValueError:
        return unknown("clock", "the target does not send its time")
    there = there if there.tzinfo else there.replace(tzinfo=UTC)
    apart = there - (before + (after - before) / 2)
    if abs(apart) <= _CLOCKS_MAY_DIFFER:
        return fine("clock", f"within {abs(apart).total_seconds():.0f} s of the target's")
    difference = f"{abs(apart).total_seconds():,.0f} s {'ahead of' if apart > timedelta() else 'behind'} this computer"
    return wrong(
        "clock",
        f"the clock of the target is {difference}",
        "Set the clock of this computer, or ask whoever runs the target.",
    )
