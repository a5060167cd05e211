"""A target: its name in the network, a safe connection, the login, its clock, and what the login may do."""

import socket
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from importer.catalogue import Listing
from importer.doctor.finding import Finding, report_fine, report_unknown, report_wrong
from importer.errors import ImporterError
from importer.jobs_api import (
    FORBIDDEN,
    INVALID_JOB,
    NOT_FOUND,
    JobsApi,
    ListRefused,
    NoHandshake,
    NoResponse,
    Response,
    find_proxy,
    read_moment,
    shake_hands,
)
from importer.languages import N_, _, group_thousands
from importer.problem import NO_TARGET, set_variable, spell_command
from importer.settings import RequestPolicy, Target, name_of
from importer.targets import open_target

_POLICY = RequestPolicy(attempts=2)
_CLOCKS_MAY_DIFFER = timedelta(minutes=2)
_SOON = timedelta(days=14)
_NETWORK = N_("Check the address ('importer targets show') and the network, or ask the administrator of the target.")


def examine_target(name: str | None, folder: Path) -> Iterator[Finding]:
    """Look at the target called `name`, or the one that would be taken; after the first problem the rest is left."""
    with ExitStack() as stack:
        try:
            target = stack.enter_context(open_target(name, sheet=folder / "any"))
            yield _report_chosen(target)
            reached = _check_network(target)
            yield from reached
            if any(finding.state == "wrong" for finding in reached):
                yield report_unknown("login", _("the target cannot be reached"))
                return
            api = stack.enter_context(JobsApi(target, _POLICY))
        except ImporterError as error:
            yield _report_not_usable(error)
            return
        yield from _check_login(api, target)


def _report_not_usable(error: ImporterError) -> Finding:
    if error.code is NO_TARGET:
        none_set = _(
            "none set; '--target practice' needs no login, 'importer login acme' adds your own under that name"
        )
        return report_unknown("target", none_set)
    return report_wrong("target", error.message, error.advice)


def _report_chosen(target: Target) -> Finding:
    name = f"{target.name}, {_('production')}" if target.production else target.name
    chosen = _("{name}: {url} as {user}")
    return report_fine("target", chosen.format(name=name, url=target.url, user=target.user))


def _check_network(target: Target) -> list[Finding]:
    """The way to the target, as far as it can be gone."""
    parts = urlsplit(target.url)
    host = parts.hostname or ""
    if proxy := find_proxy(target):
        by_proxy = _("looked up by the proxy {proxy}").format(proxy=proxy)
        return [report_fine("name", by_proxy), report_fine("TLS", _("through the proxy {proxy}").format(proxy=proxy))]
    try:
        found = socket.getaddrinfo(host, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except OSError:
        not_known = _("{host} is not known in the network").format(host=host)
        return [report_wrong("name", not_known, _(_NETWORK)), report_unknown("TLS", _("there is no address"))]
    addresses = ", ".join(sorted({str(found_address[4][0]) for found_address in found}))
    name = report_fine("name", _("{host} is {addresses}").format(host=host, addresses=addresses))
    if parts.scheme == "http":
        return [name, report_fine("TLS", _("not needed: the target is this computer"))]
    try:
        safe = shake_hands(target)
    except NoHandshake as error:
        advice = _advise_on_trust(target) if error.needs_trust else _(_NETWORK)
        return [name, report_wrong("TLS", str(error), advice)]
    good_until = _("{protocol}, certificate valid until {date}")
    until = good_until.format(protocol=safe.protocol, date=f"{safe.good_until:%Y-%m-%d}")
    if safe.good_until - datetime.now(UTC) < _SOON:
        return [name, report_wrong("TLS", until, _("Ask the administrator of the target to renew its certificate."))]
    return [name, report_fine("TLS", until)]


def _advise_on_trust(target: Target) -> str:
    """How the certificates of a company become trusted; a target of the environment has no name to log in to."""
    of_environment = target.name == name_of(target.url)
    login = spell_command("login", target.name, "--ca-bundle", "bundle.pem")
    command = set_variable("IMPORTER_CA_BUNDLE", "bundle.pem") if of_environment else login
    if sys.platform == "darwin":  # what is in the Keychain is known to programs of Apple alone
        return _(
            "Behind a company's network, type 'security find-certificate -a -p /Library/Keychains/System.keychain > "
            "bundle.pem', which writes the certificates of the Keychain to a file, then {command}. Otherwise ask the "
            "administrator of the target."
        ).format(command=command)
    return _(
        "Behind a company's network, ask for the file with its certificates, and type {command}, with its name in "
        "place of bundle.pem. Otherwise ask the administrator of the target."
    ).format(command=command)


def _check_login(api: JobsApi, target: Target) -> Iterator[Finding]:
    try:
        api.check_connection()
        yield report_fine("login", _("accepted for {user}").format(user=target.user))
        yield _check_lists(api)
        yield from _check_rights(api)
    except ImporterError as error:
        yield report_wrong("login", error.message, error.advice)
    except NoResponse as lost:
        yield report_wrong("rights", _("no answer: {reason}").format(reason=lost.reason), _(_NETWORK))


def _check_lists(api: JobsApi) -> Finding:
    shut = []
    for listing in get_args(Listing):
        try:
            api.list_entries(listing, pages=1)
        except ListRefused as refused:
            shut.append(f"{listing} (HTTP {refused.status})")
    if shut:
        advice = _("Ask for read access; until you have it, these codes are sent unchecked.")
        return report_wrong("lists", _("not readable: {lists}").format(lists=", ".join(shut)), advice)
    return report_fine("lists", _("readable: {lists}").format(lists=", ".join(get_args(Listing))))


def _check_rights(api: JobsApi) -> Iterator[Finding]:
    """Send a job that has nothing but an id, which must be refused; then make sure that there is none."""
    job_id = str(uuid.uuid4())
    response = api.create({"id": job_id})
    sent_at = datetime.now(UTC)
    there = api.get_job(job_id)
    yield _check_right_to_create(response, there, job_id)
    yield _check_clock(there, sent_at, datetime.now(UTC))


def _check_right_to_create(response: Response, there: Response, job_id: str) -> Finding:
    if response.status == FORBIDDEN:
        may_not = _("this login may not create jobs (HTTP 403)")
        return report_wrong("rights", may_not, _("Ask for the right to create work orders."))
    if response.fine or there.fine:
        delete = _("Delete the job {id} on the target, and report this: it accepts jobs without required fields.")
        created = _("it created a job without any field, which it must refuse")
        return report_wrong("rights", created, delete.format(id=job_id))
    if response.status in INVALID_JOB and there.status == NOT_FOUND:
        may = _("may create jobs: one without fields is refused (HTTP {status}), none was created")
        return report_fine("rights", may.format(status=response.status))
    found = _("the target answers HTTP {status} to a job without fields and HTTP {there} to its lookup")
    check = _("Check that this is the address of the work-order API, which answers 400 and 404.")
    return report_wrong("rights", found.format(status=response.status, there=there.status), check)


def _check_clock(response: Response, before: datetime, after: datetime) -> Finding:
    there = read_moment(response.date)
    if there is None:
        return report_unknown("clock", _("the target does not send its time"))
    apart = there - (before + (after - before) / 2)
    if abs(apart) <= _CLOCKS_MAY_DIFFER:
        within = _("within {seconds} s of the target's clock")
        return report_fine("clock", within.format(seconds=f"{abs(apart).total_seconds():.0f}"))
    ahead = _("the clock of the target is {seconds} s ahead of this computer")
    behind = _("the clock of the target is {seconds} s behind this computer")
    difference = ahead if apart > timedelta() else behind
    return report_wrong(
        "clock",
        difference.format(seconds=group_thousands(round(abs(apart).total_seconds()))),
        _("Set the clock of this computer, or ask the administrator of the target."),
    )
