"""Where the jobs go, and as whom."""

from dataclasses import dataclass, field
from pathlib import Path

from importer.settings.address import to_canonical_url

PRACTICE = "practice"


@dataclass(frozen=True)
class Target:
    """A work-order API and a login to it. The password is never shown, written or part of a message.

    `url` ends in /api, without a slash behind it. `identity` is what job ids are derived from: the address in its one
    spelling and the domain, unless a team sets a name (the practice server has one, since its port varies).
    `production` says that what is sent there is real, so that nobody sends by mistake.
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
            object.__setattr__(self, "identity", self._of_address)

    @property
    def address(self) -> str:
        """The address as a person is told it; '' for the practice server, whose port differs each time."""
        return "" if self.identity == PRACTICE else to_canonical_url(self.url)

    @property
    def _of_address(self) -> str:
        return " ".join(filter(None, (to_canonical_url(self.url), self.domain.casefold())))

    def is_known_as(self, identity: str) -> bool:
        """True for the identity, and for those that this target had: before it was given a name, and in earlier
        versions, which took the address as it was typed.
        """
        if self.identity in {identity, PRACTICE}:
            return identity == self.identity
        return identity == self._of_address or to_canonical_url(identity) == to_canonical_url(self.url)

    @property
    def login(self) -> tuple[str, str]:
        """The two halves of HTTP Basic: `username:password@domain`, split at the first colon."""
        return self.user, f"{self.password}@{self.domain}" if self.domain else self.password
