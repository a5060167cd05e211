"""The way to a target before anything is asked of it: a proxy, and what its certificate says."""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from requests.utils import select_proxy

from importer.files import explain_failure
from importer.jobs_api.connection import Environment
from importer.jobs_api.http_session import make_tls_context
from importer.jobs_api.tls_reasons import explain_unsafe, is_about_trust
from importer.languages import _
from importer.settings import Target

_SECONDS = 10.0


@dataclass(frozen=True)
class Handshake:
    """A connection that is safe: by which protocol, and until when its certificate is good (UTC)."""

    protocol: str
    good_until: datetime


class NoHandshake(Exception):
    """No safe connection can be made; the text says why. `needs_trust` where a file of certificates would help."""

    def __init__(self, reason: str, *, needs_trust: bool = False) -> None:
        super().__init__(reason)
        self.needs_trust = needs_trust


def find_proxy(target: Target) -> str:
    """The proxy that requests to a target go through, without a login of its own; '' where they go straight."""
    proxy = select_proxy(target.url, Environment(target).proxies) or ""
    return urlsplit(proxy).netloc.rpartition("@")[2] or proxy.rpartition("@")[2]


def shake_hands(target: Target) -> Handshake:
    """Make a safe connection to a target, as requests to it do, and hang up. Raises NoHandshake."""
    parts = urlsplit(target.url)
    host = parts.hostname or ""
    try:
        context = make_tls_context(Environment(target).bundle)
        with (
            socket.create_connection((host, parts.port or 443), _SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as safe,
        ):
            certificate = safe.getpeercert() or {}
            until = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
            return Handshake(safe.version() or "TLS", datetime.fromtimestamp(until, UTC))
    except ssl.SSLError as error:
        raise NoHandshake(explain_unsafe(error), needs_trust=is_about_trust(error)) from error
    except socket.gaierror as error:
        raise NoHandshake(_("the name is not known in the network")) from error
    except OSError as error:
        raise NoHandshake(_("no connection ({reason})").format(reason=explain_failure(error))) from error
