"""A thread's way to a server: by requests' adapter, over a proxy where there is one, to whom is trusted.

What a request pays for in a session of requests is left out, for all of it is known beforehand: hooks, cookies,
redirects, a head that is put together line by line.
"""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, PoolManager
from urllib3.util import Retry, Timeout
from urllib3.util.ssl_ import create_urllib3_context

from importer.jobs_api.transport import Pool, RawResponse, SecurePool

_NEVER = Retry(False, redirect=False)


class _Adapter(HTTPAdapter):
    """Makes requests use these connections, through a proxy too. It never repeats a request by itself."""

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
        super().init_poolmanager(*args, **kwargs, ssl_context=self._tls)
        _use_ours(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own
        manager = super().proxy_manager_for(*args, **kwargs, ssl_context=self._tls, proxy_ssl_context=self._tls)
        _use_ours(manager)
        return manager


def make_tls_context(bundle: Path | None) -> ssl.SSLContext:
    """Trusts whom this bundle vouches for, a file or a folder; without one, those of certifi and those that Windows or
    Linux trust, as the certificate of a company's proxy. Raises OSError where the bundle has no certificates.
    """
    context = create_urllib3_context()
    path = bundle or Path(DEFAULT_CA_BUNDLE_PATH)
    if path.is_dir():
        context.load_verify_locations(capath=path)
    else:
        context.load_verify_locations(cafile=path)
    if bundle is None:
        context.load_default_certs()
    return context


def _use_ours(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}


class HttpSession:
    """A way to the server of this address, of one thread, kept open between requests.

    `tls` has whom to trust; several sessions may share it. Raises what requests raises where a proxy cannot be used.
    """

    def __init__(self, address: str, proxies: dict[str, str], tls: ssl.SSLContext | None, timeout: Timeout) -> None:
        self._timeout = timeout
        self._adapter = _Adapter(tls)
        request = requests.Request("GET", address).prepare()
        pool = self._adapter.get_connection_with_tls_context(request, verify=True, proxies=proxies)
        assert isinstance(pool, HTTPConnectionPool)  # noqa: S101 - of our own classes
        self._pool = pool

    def close(self) -> None:
        """Hang up."""
        self._pool.close()
        self._adapter.close()

    def send(self, method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> RawResponse:
        """Send a request to an address of the server, once; redirects are not followed. Raises what urllib3 raises."""
        response = self._pool.urlopen(
            method,
            _path_of(address),
            body,
            headers,
            retries=_NEVER,
            redirect=False,
            assert_same_host=False,
            timeout=self._timeout,
            preload_content=False,
            release_conn=True,  # for the next request of this thread, which comes when this one is done
        )
        assert isinstance(response, RawResponse)  # noqa: S101 - of our own connections
        return response


def _path_of(address: str) -> str:
    """What a request names, over a proxy too: none has to forward it, for only https leaves this computer."""
    parts = urlsplit(address)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
