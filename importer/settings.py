"""Where the jobs go, as whom, how patiently, and where this computer keeps what must last."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

PRACTICE = "practice"
VARIABLES = (
    *("IMPORTER_TARGET", "IMPORTER_URL", "IMPORTER_USER", "IMPORTER_PASSWORD", "IMPORTER_DOMAIN", "IMPORTER_CA_BUNDLE"),
    *("IMPORTER_CONFIG", "IMPORTER_STATE", "IMPORTER_ANSWER_SECONDS"),
)


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


@dataclass(frozen=True)
class Patience:
    """How many rows at once, how long to wait, and how much to bear; all times in seconds.

    `workers` is the most that are under way at once; fewer where the target is slow or asks for less. `rate` is the
    most requests a second. With `look_first` the target is asked which jobs it has before any is sent. A run stops
    after `stop_after` rejected rows, and, unless `keep_going`, where the first rows are all rejected alike.
    """

    workers: int = 8
    connect_seconds: float = 10.0
    answer_seconds: float = 60.0  # the whole request, counted by ourselves: a requests time-out is per read
    attempts: int = 5  # of one row, where the trouble is its own
    backoff_seconds: float = 0.5  # the first pause is at most this, each further one at most twice the last
    longest_wait_seconds: float = 60.0  # no pause of our own is longer
    longest_asked_seconds: float = 600.0  # a target that asks for a longer one stops the run
    failures_in_a_row: int = 10  # then all wait, and one row tries
    outage_seconds: float = 300.0  # nothing but failures for so long stops the run
    retries: int = 500  # of all rows together, and one more for every two good answers
    rate: float | None = None
    look_first: bool = True
    keep_going: bool = False
    stop_after: int | None = None


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for what can be fetched again: below IMPORTER_STATE where that is set. It need not be there yet."""
    chosen = environment.get("IMPORTER_STATE")
    return Path(chosen) / "cache" if chosen else platformdirs.user_cache_path("importer", appauthor=False)


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for the journal and the practice server's memory; IMPORTER_STATE names another one.

    It is made if need be, private to the user.
    """
    chosen = environment.get("IMPORTER_STATE")
    folder = Path(chosen) if chosen else platformdirs.user_state_path("importer", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's own settings file, whether or not it is there; IMPORTER_CONFIG names another one."""
    chosen = environment.get("IMPORTER_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path("importer", appauthor=False) / "config.toml"
