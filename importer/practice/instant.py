"""Points in time, to compare dates that were written in different ways."""

from datetime import UTC, datetime

from importer.catalogue.kinds import DATE

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(text: str) -> int | None:
    """Microseconds since 1970 of an ISO date, with or without time and zone (none: UTC); None where it is none."""
    spelled = DATE.canonical(text)
    if not spelled:
        return None
    moment = datetime.fromisoformat(spelled)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def now() -> str:
    """The present moment as the API writes it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
