"""The groups of fields of which a job needs one: its project, its job type, its status."""

from collections.abc import Iterable
from functools import cache

from importer.catalogue.field import Field
from importer.catalogue.job_fields import JOBS


def list_groups() -> tuple[str, ...]:
    """The names of the groups of which one field must be given, in the order of the page."""
    return tuple(dict.fromkeys(f.one_of for f in JOBS if f.one_of))


@cache
def members_of(group: str) -> tuple[Field, ...]:
    """The fields of a group, as published."""
    return tuple(f for f in JOBS if f.one_of == group)


def code_of(group: str) -> str:
    """The field that most people fill: the group's code."""
    return next(f.name for f in members_of(group) if not f.kind.is_embedded and not f.name.endswith("_id"))


def columns_of(group: str, names: Iterable[str]) -> list[str]:
    """Which of `names` give a member of the group, dotted parts of its entity among them."""
    there = list(names)
    scalars = [f.name for f in members_of(group) if f.name in there]
    return scalars + [part for f in members_of(group) if f.kind.is_embedded for part in parts_of(there, f.name)]


def find_missing_fields(names: Iterable[str]) -> tuple[str, ...]:
    """The fields that every job needs and that `names` do not give, of each group its code."""
    there = list(names)
    required = [field.name for field in JOBS if field.required and field.name not in there]
    return (*required, *(code_of(group) for group in list_groups() if not columns_of(group, there)))


def parts_of(names: Iterable[str], entity: str) -> list[str]:
    """Which of `names` are dotted parts of this entity."""
    return [name for name in names if name.startswith(f"{entity}.")]
