"""What to say where codes were looked up without a connection: how old the lists are, and what they do not answer."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from importer.catalogue import JOBS, Listing, join_words, spell_count
from importer.directory.lists import Directory
from importer.languages import _, ngettext

_NOUNS: Mapping[Listing, str] = {field.lookup.listing: field.lookup.noun for field in JOBS if field.lookup}
_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))


def say_how_long_ago(then: datetime, now: datetime) -> str:
    """'3 days ago', '1 hour ago'; 'just now' where it is less than a minute, or where a clock was set back."""
    for noun, unit in _UNITS:
        count = (now - then) // unit
        if count >= 1:
            return _("{time} ago").format(time=spell_count(count, noun))
    return _("just now")


def remark_on_cache(directory: Directory, target: str, now: datetime | None = None) -> tuple[str, ...]:
    """How old what was looked up is, and which codes could not be; nothing where the target itself was asked."""
    return tuple(_list_remarks(directory, target, now or datetime.now(UTC)))


def _list_remarks(directory: Directory, target: str, now: datetime) -> Iterator[str]:
    ages: dict[str, list[str]] = {}
    for listing, then in directory.cached_as_of.items():
        if then:
            ages.setdefault(say_how_long_ago(then, now), []).append(_NOUNS[listing])
    if ages:
        seen = "; ".join(f"{join_words(nouns)} {age}" for age, nouns in ages.items())
        yield (
            _(
                "Codes were looked up without a connection, in the lists of {target} stored on this computer: "
                "{seen}. Later changes are not included."
            ).format(target=target, seen=seen)
        )
    if directory.unchecked:
        count = sum(directory.unchecked.values())
        lists = join_words([_NOUNS[listing] for listing in directory.unchecked])
        yield ngettext(
            "{count} code is not checked, because these lists are not stored in full: {lists}. Connect and type "
            "'importer codes --target {target}' to store them.",
            "{count} codes are not checked, because these lists are not stored in full: {lists}. Connect and type "
            "'importer codes --target {target}' to store them.",
            count,
        ).format(count=count, lists=lists, target=target)
