"""The proxy of a company's network, as the environment or the system names it."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from importer.errors import SettingsError
from importer.languages import _
from importer.problem import BAD_SETTING

_SCHEMES = frozenset({"http", "https"})


def find_proxies(url: str) -> dict[str, str]:
    """The proxies that requests would take on the way to an address. Raises SettingsError where theirs is none."""
    proxies: dict[str, str] = dict(get_environ_proxies(url, no_proxy=None))
    proxy = select_proxy(url, proxies)
    if proxy and not _is_usable(proxy if "://" in proxy else f"http://{proxy}"):
        raise SettingsError(
            BAD_SETTING,
            setting=_("the proxy of your network"),
            value=proxy.rpartition("@")[2],  # without its login
            reason=_("it is not the address of a proxy that can be used"),
            fix=_("Write it in HTTPS_PROXY like http://proxy.example:8080."),
        )
    return proxies


def _is_usable(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    known = parts.scheme in _SCHEMES or (parts.scheme.startswith("socks") and find_spec("socks") is not None)
    return bool(known and host) and proxy.isprintable() and " " not in proxy
