"""Where the jobs go, and as whom; and which web addresses a target may have."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from importer.errors import SettingsError
from importer.problem import BAD_SETTING, UNSAFE_ADDRESS

PRACTICE = "practice"


@dataclass(frozen=True)
class Target:
    """A work-order API and a login to it. The password is never shown, written or part of a message.

    `url` ends in /api, without a slash behind it. `identity` is what job ids are derived from: the same target has
    the same identity on every machine (the practice server's port varies, so its identity is its name). `production`
    says that what is sent there is real, so that nobody sends by mistake.
    """

    name: str
    url: str
    user: str
    password: str = field(repr=False)
    domain: str = ""
    identity: str = ""
    ca_bundle: Path | None = None
    production: bool = False

    def __post_init__(self) -> None:
        if not self.identity:
            object.__setattr__(self, "identity", self.url.casefold())

    @property
    def login(self) -> tuple[str, str]:
        """The two halves of HTTP Basic: `username:password@domain`, split at the first colon."""
        return self.user, f"{self.password}@{self.domain}" if self.domain else self.password


_LIKE = "Write it like https://developers.wello.solutions/api."


def checked_address(text: str, setting: str) -> str:
    """The address without a slash at its end. Raises SettingsError where no password may be sent to it.

    `setting` is where it stands, in the user's words.
    """
    url = text.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or any(letter.isspace() for letter in url):
        raise SettingsError(BAD_SETTING, setting=setting, value=url, reason="it is not a web address", fix=_LIKE)
    if parts.username is not None or parts.query or parts.fragment:
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
        reason = "an address has no login, ? or # in it"
        raise SettingsError(BAD_SETTING, setting=setting, value=plain, reason=reason, fix=f"Write it like {plain}.")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(UNSAFE_ADDRESS, setting=setting, url=url, safe=f"https{url.removeprefix('http')}")
    return url


def is_loopback(host: str) -> bool:
    """True where what is sent to `host` does not leave this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def name_of(url: str) -> str:
    """A name for the environment's target that no named target can have: its host, with a port where it has no dot."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return place if {".", ":"} & set(place) else f"{place}:{443 if parts.scheme == 'https' else 80}"
