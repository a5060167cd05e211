"""How jobs are sent: how many at once, how long to wait, when to stop; and what the environment says of it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from importer.errors import SettingsError
from importer.languages import _
from importer.problem import BAD_SETTING
from importer.settings.bounds import NO_NUMBER, NOT_WHOLE, check_settings, find_fault
from importer.settings.option import declare_option


@dataclass(frozen=True, kw_only=True)
class RequestPolicy:
    """How long a request may take, and how often it is tried again after which pauses; all times in seconds.

    Raises SettingsError for what cannot be right.
    """

    connect_seconds: float = 10.0
    answer_seconds: float = 60.0  # the whole request, counted by ourselves: a requests time-out is per read
    attempts: int = 5  # of one row, where the trouble is its own
    backoff_seconds: float = 0.5  # the first pause is at most this, each further one at most twice the last
    longest_wait_seconds: float = 60.0  # no pause of our own is longer
    lag_seconds: float = 10.0  # a target may take so long until it shows a job that it has created
    longest_asked_seconds: float = 600.0  # no pause that the target asks for is longer: it counts as unreachable

    def __post_init__(self) -> None:
        """Refuse what cannot be right."""
        check_settings(self)


def to_per_second(text: str) -> float:
    """Read '5/s', '300/min' or '5' as a number a second. Raises ValueError where it is none of these."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:/\s*(s|min|h))?\s*", text)
    if found is None:
        raise ValueError(_('"{value}" is not a rate; write it like 5/s or 300/min').format(value=text))
    return float(found[1]) / {"min": 60, "h": 3600}.get(found[2], 1)


@dataclass(frozen=True)
class SendPolicy(RequestPolicy):
    """How rows are sent: how many at once, and how much to bear before a run stops.

    `workers` is the most that are under way at once; fewer where the target is slow or asks for less. `rate` is the
    most requests a second. With `look_first` the target is asked which jobs it has before any is sent. A run stops
    after `stop_after` rejected rows, and, unless `keep_going`, where the first rows are all rejected alike. Raises
    SettingsError for a value that an option of the command line could not have.
    """

    workers: int = declare_option(8, "--workers", "How many rows to send at once.", minimum=1, maximum=128)
    failures_in_a_row: int = 10  # then all wait, and one row tries
    outage_seconds: float = 300.0  # nothing but failures for so long stops the run
    retries: int = 500  # of all rows together, and one more for every two good answers
    rate: float | None = declare_option(
        None, "--rate", "The most requests per second.", above=0, metavar="N/s", parse=to_per_second
    )
    look_first: bool = declare_option(True, "--no-look", "Do not ask first which jobs already exist.")
    keep_going: bool = declare_option(False, "--keep-going", "Continue even if the first rows all fail alike.")
    recreate: bool = declare_option(False, "--recreate", "Create again the jobs that were deleted in the target.")
    new_rows: bool = declare_option(False, "--new-rows", "Send rows that resemble rows of earlier runs as new jobs.")
    stop_after: int | None = declare_option(None, "--stop-after", "Stop after N rejected rows.", minimum=1, metavar="N")


_FROM_ENVIRONMENT = (*(field.name for field in fields(RequestPolicy)), "outage_seconds")


def _name_variable(name: str) -> str:
    return f"IMPORTER_{name.upper()}"


POLICY_VARIABLES = tuple(map(_name_variable, _FROM_ENVIRONMENT))


def read_policy(environment: Mapping[str, str] = os.environ) -> SendPolicy:
    """The usual policy, with what IMPORTER_<NAME> says instead. Raises SettingsError for what is no number over 0."""
    given = {name: environment.get(_name_variable(name), "").strip() for name in _FROM_ENVIRONMENT}
    changes: dict[str, Any] = {name: _read_number(name, text) for name, text in given.items() if text}
    return replace(SendPolicy(), **changes)


def _read_number(name: str, text: str) -> float:
    usual = getattr(SendPolicy(), name)
    try:
        number: float = type(usual)(text)
        reason = find_fault(SendPolicy, name, number) if number else _("it must be more than {low}").format(low=0)
    except ValueError:
        reason = _(NOT_WHOLE if isinstance(usual, int) else NO_NUMBER)
    if not reason:
        return number
    raise SettingsError(
        BAD_SETTING,
        setting=_name_variable(name),
        value=text,
        reason=reason,
        fix=_("Write it like {value}, or leave it out.").format(value=f"{usual:g}"),
    )
