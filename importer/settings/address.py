"""Which web addresses a target may have, and when two spellings are the same address."""

import ipaddress
import re
import socket
from urllib.parse import quote, unquote_to_bytes, urlsplit

from importer.errors import SettingsError
from importer.languages import N_, _
from importer.problem import BAD_SETTING, UNSAFE_ADDRESS

_LIKE = N_("Write it like https://developers.wello.solutions/api.")
_PORTS = {"http": 80, "https": 443}
_THIS_COMPUTER = "localhost"
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NUMBERS = re.compile(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}")  # 127.1 and 0x7f000001 are addresses too
_LONGEST_HOST, _LONGEST_LABEL = 253, 63  # [RFC 1035] 2.3.4
_END = re.compile(r"(?<![/\s])[/\s]+$")
_PLAIN_IN_PATHS = "!$&'()*+,;=:@"


def check_address(text: str, setting: str) -> str:
    """The address without a slash at its end. Raises SettingsError where no password may be sent to it.

    `setting` is where it stands, in the user's words.
    """
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
        known = parts.scheme in _PORTS and _to_canonical_host(host) and _can_be_asked_for(host)
    except ValueError:
        known = ""
    if not known or not url.isprintable() or " " in url:
        raise SettingsError(BAD_SETTING, setting=setting, value=url, reason=_("it is not a web address"), fix=_(_LIKE))
    if parts.username is not None or parts.query or parts.fragment:
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
        reason = _("an address must not contain a login, ? or #")
        raise SettingsError(
            BAD_SETTING,
            setting=setting,
            value=plain,
            reason=reason,
            fix=_("Write it like {value}.").format(value=plain),
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(UNSAFE_ADDRESS, setting=setting, url=url, safe=f"https{url[len('http') :]}")
    return url


def to_canonical_url(text: str) -> str:
    """The one spelling of an address, for comparing and for showing: no login, no default port, no capitals, no escapes
    that are not needed, and one name for this computer.

    It never fails: what is no web address (such as 'practice') stays as it is, without capitals.
    """
    url = text.strip()
    try:
        parts = urlsplit(url.replace("\\", "/"))
        host, port = _to_canonical_host(parts.hostname or ""), parts.port
        path = _to_canonical_path(parts.path)
    except ValueError:
        host = ""
    if not host or parts.scheme not in _PORTS:
        return _END.sub("", url).casefold()
    authority = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    return f"{parts.scheme}://{authority}{path}"


def is_loopback(host: str) -> bool:
    """True where what is sent to `host` does not leave this computer."""
    if host == _THIS_COMPUTER:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def name_of(url: str) -> str:
    """A name for the environment's target that no named target can have: its host, with a port where it has no dot."""
    parts = urlsplit(url)
    authority = parts.netloc.rpartition("@")[2]
    return authority if {".", ":"} & set(authority) else f"{authority}:{443 if parts.scheme == 'https' else 80}"


def _to_canonical_host(host: str) -> str:
    """The host in ASCII, as it is asked for in the network. Raises ValueError where it can have no such name."""
    if not host.isascii():
        import idna  # noqa: PLC0415 - its tables are large, and most hosts are ASCII

        host = idna.encode(host, uts46=True).decode()
    host = host.removesuffix(".").lower()
    if _NUMBERS.fullmatch(host) or ":" in host:
        ip = ipaddress.ip_address(host if ":" in host else _to_four_bytes(host))
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if ip.is_loopback or ip.is_unspecified:
            return _THIS_COMPUTER
        return str(ip) if ip.version == 4 else f"[{ip}]"  # noqa: PLR2004 - the version of the protocol
    if not _HOST.fullmatch(host):
        raise ValueError(host)
    return host


def _can_be_asked_for(host: str) -> bool:
    """Whether the network knows the host as it is typed: some letters are one only after they were changed."""
    if not host.isascii():
        import idna  # noqa: PLC0415 - as above

        host = idna.encode(host, strict=True, std3_rules=True).decode()
    return len(host) <= _LONGEST_HOST and max(map(len, host.split("."))) <= _LONGEST_LABEL


def _to_four_bytes(host: str) -> bytes:
    try:
        return socket.inet_aton(host)
    except OSError as error:
        raise ValueError(host) from error


def _to_canonical_path(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        plain = unquote_to_bytes(step).decode("utf-8", "surrogateescape").casefold()
        if plain == "..":
            steps = steps[:-1]
        elif plain not in {"", "."}:
            steps.append(quote(plain.encode("utf-8", "surrogateescape"), safe=_PLAIN_IN_PATHS))
    return "".join(f"/{step}" for step in steps)
