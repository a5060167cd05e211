"""Times of the day, as appointments have them, told from lengths of time that are written the same way."""

import re
from collections.abc import Sequence

from importer.catalogue import Field, is_length_of_time
from importer.mapping.evidence import MOST

_OF_CLOCK = r"[ap]\.?m\.?|h|hrs?|hs|u|uur|uhr|heures?|horas?|ore"  # behind it: 8:30 uur
_CLOCK = re.compile(rf"([01]?[0-9]|2[0-4]) ?[:hu] ?[0-5][0-9](?::[0-5][0-9])?(?: ?(?:{_OF_CLOCK}))?", re.IGNORECASE)
_FROM, _TO = 6, 22  # the hours in which people work


def is_time_of_day(field: Field, heading: str, values: Sequence[str]) -> bool:
    """Whether a column is no length of time, as `field` is one, since its values are times at which people work.

    A heading that says a length of time in so many words is right.
    """
    return field.in_minutes and _are_working_hours(values) and not is_length_of_time(heading)


def _are_working_hours(values: Sequence[str]) -> bool:
    found = [_CLOCK.fullmatch(value.strip()) for value in values]
    hours = [int(one[1]) for one in found if one]
    return len(hours) == len(values) > 0 and sum(_FROM <= hour <= _TO for hour in hours) >= MOST * len(hours)
