"""Where the jobs go, and as whom."""

from dataclasses import dataclass, field
from pathlib import Path

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
