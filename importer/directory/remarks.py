"""What to say where codes were looked up without a connection: how old the lists are, and what they do not answer."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from importer.catalogue import JOBS, Listing, joined
from importer.directory.lists import Directory

_NOUNS: Mapping[Listing, str] = {field.lookup.listing: field.lookup.noun for field in JOBS if field.lookup}
_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def ago(then: datetime, now: datetime) -> str:
    """'3 days ago', '1 hour ago'; 'just now' where it is less than a minute, or where a clock was set back."""
    for noun, unit in _UNITS:
        count = (now - then) // unit
        if count >= 1:
            return f"{count} {noun}{'s' if count > 1 else ''} ago"
    return "just now"


def cache_remarks(directory: Directory, target: str, now: datetime | None = None) -> tuple[str, ...]:
    """How old what was looked up is, and which codes could not be; nothing where the target itself was asked."""
    return tuple(_remarks(directory, target, now or datetime.now(UTC)))


def _remarks(directory: Directory, target: str, now: datetime) -> Iterator[str]:
    ages: dict[str, list[str]] = {}
    for listing, then in directory.cached_as_of.items():
        if then:
            ages.setdefault(ago(then, now), []).append(_NOUNS[listing])
    if ages:
        seen = "; ".join(f"{joined(nouns)} {age}" for age, nouns in ages.items())
        yield (
            f"Looked up without a connection, in the lists of {target} as this computer last saw them: {seen}. "
            "What was changed there since then is not known."
        )
    if directory.unchecked:
        count = sum(directory.unchecked.values())
        lists = joined([_NOUNS[listing] for listing in directory.unchecked])
        yield (
            f"{count} {'codes are' if count > 1 else 'code is'} not checked, since too little is kept of these lists: "
            f"{lists}. With a connection, 'importer codes --target {target}' keeps them for next time."
        )
