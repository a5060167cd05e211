"""What a setting may be: declared with its field, and held wherever a value comes from."""

import math
from dataclasses import fields
from functools import cache
from numbers import Integral, Real
from types import NoneType
from typing import Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from importer.errors import SettingsError
from importer.languages import N_, _
from importer.problem import BAD_SETTING
from importer.settings.option import Option, options_of

NOT_WHOLE, NO_NUMBER = N_("it must be a whole number"), N_("it must be a number")
TOO_LOW, TOO_HIGH = N_("it must be {low} or more"), N_("it must be {high} or less")


_NOT_NEGATIVE = Option("", "", minimum=0)  # a number that no option gives


def check_settings(settings: Any) -> None:  # noqa: ANN401 - any record of settings
    """Raise SettingsError for the first setting of a record that cannot be right."""
    for name in (one.name for one in fields(settings)):
        value = getattr(settings, name)
        if reason := find_fault(type(settings), name, value):
            fix = _("Correct it, or leave it out.")
            raise SettingsError(BAD_SETTING, setting=name, value=value, reason=reason, fix=fix)


def find_fault(record: type, name: str, value: object) -> str:
    """Why a setting cannot be this, as the end of a sentence; '' where it can."""
    kinds, choices, option = _kinds_of(record, name), list_choices(record, name), options_of(record).get(name)
    if option is None and {int, float} & {*kinds}:
        option = _NOT_NEGATIVE
    if value is None and NoneType in kinds:
        return ""
    if choices and value not in choices:
        return _("it must be one of {choices}").format(choices=", ".join(f'"{choice}"' for choice in choices))
    if option is None or not option.is_bounded:
        return ""
    if isinstance(value, bool) or not isinstance(value, Real if float in kinds else Integral):
        return _(NO_NUMBER if float in kinds else NOT_WHOLE)
    return _find_excess(option, float(value))


def list_choices(record: type, name: str) -> tuple[str, ...]:
    """The values of which a setting must be one, () where it may be others."""
    literal = next((kind for kind in _kinds_of(record, name) if get_origin(kind) is Literal), None)
    return get_args(literal) if literal else ()


@cache
def find_zone(name: str) -> ZoneInfo | None:
    """The time zone of this IANA name; None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, OSError, ValueError):  # OSError: a folder of zones; ValueError: a NUL in the name
        return None


def _find_excess(option: Option, number: float) -> str:
    if not math.isfinite(number):
        return _(NO_NUMBER)
    if option.above is not None and number <= option.above:
        return _("it must be more than {low}").format(low=option.above)
    if option.minimum is not None and number < option.minimum:
        return _(TOO_LOW).format(low=option.minimum)
    if option.maximum is not None and number > option.maximum:
        return _(TOO_HIGH).format(high=option.maximum)
    return ""


@cache
def _kinds_of(record: type, name: str) -> tuple[Any, ...]:
    """The types that a setting may have: int and NoneType of 'int | None'."""
    declared: Any = next(one.type for one in fields(record) if one.name == name)
    return (declared,) if get_origin(declared) is Literal else get_args(declared) or (declared,)
