"""One thread's connection to the target: a request goes out, a `Response` comes back or `NoResponse` is raised."""

import base64
import json
import logging
import os
import re
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from http.client import HTTPException
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
)
from urllib3.util import Timeout

from importer.errors import SettingsError
from importer.files import explain_failure, is_there
from importer.jobs_api.http_session import HttpSession, make_tls_context
from importer.jobs_api.proxy import find_proxies
from importer.jobs_api.response import REFUSING, NoResponse, Response, mask_secrets_in, response_of
from importer.jobs_api.tls_reasons import explain_unsafe_in
from importer.jobs_api.transport import RawResponse, TooLong, begin, under_way
from importer.languages import N_, _, ngettext
from importer.problem import BAD_SETTING
from importer.search_path import OF_TRUST, find_relative_in
from importer.settings import RequestPolicy, Target, check_address, is_loopback

LARGEST_BODY = 1024 * 1024
TOO_LONG = N_("the answer is longer than any answer of the work-order API")

_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)
_LOG = logging.getLogger(__name__)


def body_of(job: Mapping[str, object]) -> bytes:
    """A job as the bytes of its request."""
    try:
        return _JSON.encode(job).encode()
    except UnicodeEncodeError:  # half a surrogate pair cannot stand in UTF-8, but JSON can escape it
        return json.dumps(job, separators=(",", ":")).encode()


class Environment:
    """What the environment says about the way to the target, read once: proxies and certificates."""

    def __init__(self, target: Target) -> None:
        check_address(target.url, target.name)
        near = is_loopback(urlsplit(target.url).hostname or "")  # http is fine there, and nowhere on a network
        self.proxies: dict[str, str] = {} if near else find_proxies(target.url)
        self._is_secure = urlsplit(target.url).scheme == "https"
        named = target.ca_bundle or self._find_bundle()
        self.bundle = Path(named) if named else None
        self._trusted: ssl.SSLContext | None = None
        self._reading = threading.Lock()
        if self.bundle:
            self._read_bundle(self.bundle)

    def _read_bundle(self, bundle: Path) -> None:
        fix = _("Check the path of the file with your company's certificates.")
        reason = "" if is_there(bundle) else _("there is no such file")
        try:
            if not reason:
                self.load_tls()
        except ssl.SSLError:
            reason = _("there is no certificate in it")
            fix = _("Name a text file with your company's certificates: it has a line -----BEGIN CERTIFICATE-----.")
        except OSError as error:
            reason = explain_failure(error)
        if reason:
            raise SettingsError(BAD_SETTING, setting=_("the CA bundle"), value=str(bundle), reason=reason, fix=fix)

    def _find_bundle(self) -> str:
        """The bundle that other programs are told to use; '' for none. None of their paths may begin in the current
        folder, which may be a stranger's.
        """
        bundle = next((name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if os.environ.get(name)), "")
        for name in (bundle,) if bundle else OF_TRUST:
            if self._is_secure and (relative := find_relative_in(name)):
                raise SettingsError(
                    BAD_SETTING,
                    setting=name,
                    value=relative[0],
                    reason=_("it is a relative path"),
                    fix=_("Use absolute paths in {name}, and leave no part empty.").format(name=name),
                )
        return os.environ.get(bundle, "")

    def load_tls(self) -> ssl.SSLContext | None:
        """Who is trusted, for all connections, since it takes 30 ms to read; None where none has to be.

        Raises OSError where there is no certificate in the bundle.
        """
        with self._reading:
            if self._trusted is None and self._is_secure:
                self._trusted = make_tls_context(self.bundle)
            return self._trusted


class Connection:
    """One thread's connection, kept open between requests. Redirects are not followed, nothing is repeated."""

    def __init__(self, target: Target, policy: RequestPolicy, environment: Environment) -> None:
        self._target = target
        self._policy = policy
        self._environment = environment
        self._session: HttpSession | None = None
        self._asking = _make_headers(target)
        self._sending = self._asking | {"Content-Type": "application/json; charset=utf-8", "Prefer": "return=minimal"}

    def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            self._session.close()

    def get(self, url: str) -> Response:
        """Ask. Raises NoResponse."""
        return self._exchange("GET", url, self._asking)

    def post(self, url: str, job: Mapping[str, object]) -> Response:
        """Send a job as JSON. Raises NoResponse."""
        body = body_of(job)
        self._sending["Content-Length"] = str(len(body))
        return self._exchange("POST", url, self._sending, body)

    def _exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Response:
        begin(self._policy.answer_seconds)
        begun = monotonic()
        try:
            with self._open_session().send(method, url, headers, body) as raw:
                response = mask_secrets_in(_read(raw))
        except (RequestException, HTTPError, HTTPException, OSError) as error:
            none = _to_no_response(error, self._policy)
            took = monotonic() - begun
            _LOG.info("%s: no answer after %.2f s: %s", _words_of(method, url), took, none.reason)
            _LOG.debug("that is %s", type(error).__name__)
            raise none from error
        if _LOG.isEnabledFor(logging.DEBUG):
            _LOG.debug("%s: HTTP %d after %.3f s", _words_of(method, url), response.status, monotonic() - begun)
        return response

    def _open_session(self) -> HttpSession:
        if self._session is None:
            policy, environment = self._policy, self._environment
            timeout = Timeout(connect=policy.connect_seconds, read=policy.answer_seconds)
            self._session = HttpSession(self._target.url, environment.proxies, environment.load_tls(), timeout)
        return self._session


def _words_of(method: str, url: str) -> str:
    """The request without what it asks for: that is from the sheet."""
    address, _, query = url.partition("?")
    return f"{method} {address}{'?' if query else ''}{re.sub('=[^&]*', '=…', query)}"


def _make_headers(target: Target) -> dict[str, str]:
    login = ":".join(target.login).encode()
    return {
        "Host": _host_of(target),
        "Authorization": "Basic " + base64.b64encode(login).decode("ascii"),
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": "importer",
    }


def _host_of(target: Target) -> str:
    """The host as a request names it: as it is known in the network, with its port where that is not the usual one."""
    parts = urlsplit(requests.Request("GET", target.url).prepare().url or "")
    host = parts.netloc.rpartition("@")[2]
    return host.removesuffix({"http": ":80", "https": ":443"}[parts.scheme])


def _read(raw: RawResponse) -> Response:
    """Read an answer up to our limit. Of a refusal the status says enough; any other must have come whole."""
    content = bytearray()
    refusal = raw.status in REFUSING
    whole = False
    try:
        for piece in raw.read_pieces():
            content += piece
            if len(content) > LARGEST_BODY:
                break
        else:
            whole = True
    except (HTTPError, HTTPException, OSError):
        if not refusal:
            raise
        content.clear()  # half a sentence may say the opposite
    if not whole and not refusal:
        raise NoResponse(_(TOO_LONG), sent=True)
    return response_of(raw.status, raw.headers, bytes(content), whole=whole)


def _add_seconds(sentence: str, seconds: float) -> str:
    time = ngettext("{count:g} second", "{count:g} seconds", 1 if seconds == 1 else 2).format(count=seconds)
    return _(sentence).format(time=time)


def _to_no_response(error: Exception, policy: RequestPolicy) -> NoResponse:
    causes = list(_list_causes(error))
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):
        return NoResponse(
            _add_seconds(N_("no connection within {time}"), policy.connect_seconds), sent=False, late=True
        )
    if isinstance(error, ProxyError):
        return NoResponse(_("the proxy of your network refuses the connection"), sent=under_way.sent)
    if not under_way.sent and (unsafe := explain_unsafe_in(causes)):
        return NoResponse(unsafe, sent=False, hopeless=True)
    if isinstance(error, ReadTimeoutError) or any(isinstance(cause, TimeoutError) for cause in causes):
        reason = _add_seconds(N_("no complete answer within {time}"), policy.answer_seconds)
        return NoResponse(reason, sent=under_way.sent, late=True)
    if any(isinstance(cause, TooLong) for cause in causes):
        return NoResponse(_(TOO_LONG), sent=True)
    if isinstance(error, DecodeError):
        return NoResponse(_("the answer cannot be unpacked"), sent=True)
    if any(isinstance(cause, NameResolutionError) for cause in causes):
        return NoResponse(_("the name is not known in the network"), sent=False, hopeless=True)
    return NoResponse(_find_reason_of_break(causes), sent=under_way.sent)


def _find_reason_of_break(causes: Iterable[BaseException]) -> str:
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return _("no server answers at this address (connection refused)")
    if not under_way.sent:
        return _("importer could not connect")
    return _("the connection broke off before the answer was complete")


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it, as requests and urllib3 wrap them: as argument, reason, cause or context."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        linked = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        waiting += [link for link in linked if isinstance(link, BaseException)]
