"""How patient this computer is, where its network is unlike most: IMPORTER_ANSWER_SECONDS and the like."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from importer.errors import SettingsError
from importer.problem import BAD_SETTING
from importer.settings import Patience

FROM_ENVIRONMENT = (
    "connect_seconds",
    "answer_seconds",
    "attempts",
    "backoff_seconds",
    "longest_wait_seconds",
    "longest_asked_seconds",
    "outage_seconds",
)


def patience_from_environment(environment: Mapping[str, str] = os.environ) -> Patience:
    """The usual patience, with what IMPORTER_<NAME> says instead. Raises SettingsError for what is no number over 0."""
    given = {name: environment.get(_variable(name), "").strip() for name in FROM_ENVIRONMENT}
    changes: dict[str, Any] = {name: _number(name, text) for name, text in given.items() if text}
    return replace(Patience(), **changes)


def _variable(name: str) -> str:
    return f"IMPORTER_{name.upper()}"


def _number(name: str, text: str) -> float:
    kind = type(getattr(Patience(), name))
    try:
        number: float = kind(text)
    except ValueError:
        number = 0
    if 0 < number < float("inf"):
        return number
    noun = "whole number" if kind is int else "number"
    raise SettingsError(
        BAD_SETTING,
        setting=_variable(name),
        value=text,
        reason=f"it is not a {noun} over 0",
        fix=f"Write it like {getattr(Patience(), name):g}, or leave it out.",
    )
