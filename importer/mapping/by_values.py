"""What the values of a column say by themselves, where no word of its heading helps: always a guess, never sure."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from importer.catalogue import (
    NEW_JOB_STATUSES,
    REFERENCE,
    find_meaning_in_list,
    find_status_meaning,
    fold_spelling,
    get_field,
    is_understood,
)
from importer.languages import _
from importer.mapping.evidence import MOST, can_be, identify, is_long, sample_of

_DESCRIPTION = "description"
_STATUS, _E_MAIL = "job_status_code", "db_address_email"
_FEW = 15  # different values of a column, where they are the entries of a list

Guesses = Iterator[tuple[str, str]]  # a field, and in a few words why


def find_fields_by_values(values: Sequence[str]) -> Guesses:
    """The fields that the values alone say."""
    if not values:
        return
    statuses = {fold_spelling(status) for status in NEW_JOB_STATUSES}
    counts = (
        (
            _STATUS,
            _("{count} of {all} values are statuses"),
            [fold_spelling(value) in statuses for value in values],
        ),
        (
            _E_MAIL,
            _("{count} of {all} values are e-mail addresses"),
            [_has_fitting(_E_MAIL, text) for text in values],
        ),
        *(_find_words_of_lists(values) if len(values) <= _FEW else ()),
    )
    for name, sentence, says in counts:
        if sum(says) >= MOST * len(values):
            yield name, sentence.format(count=sum(says), all=len(values))


def _find_words_of_lists(values: Sequence[str]) -> Iterator[tuple[str, str, list[bool]]]:
    if len(values) > 1:
        says_status = [find_status_meaning(value) is not None for value in values]
        says_priority = [bool(find_meaning_in_list("JobPriority", value)) for value in values]
        says_type = [bool(find_meaning_in_list("JobType", value)) for value in values]
        yield _STATUS, _("{count} of {all} values are words for a status"), says_status
        yield "job_priority_code", _("{count} of {all} values are words for a priority"), says_priority
        yield "job_type_code", _("{count} of {all} values are words for a kind of work"), says_type


def find_fields_by_shape(headings: Mapping[int, str], cells: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    """The number of the work order, where the first column has another one in each row, and the text of the work,
    where no other column is as long; `headings` are those of unknown columns, by position.

    A heading whose words say something else is right.
    """
    samples = {position: sample_of(cells.iloc[:, position]) for position in range(cells.shape[1])}
    long = [position for position, values in samples.items() if is_long(values)]
    for position, heading in headings.items():
        if is_understood(heading) or len(samples[position]) <= 1:
            continue
        if long == [position]:
            yield _DESCRIPTION, position, _("the only long texts")
        elif position == 0 and _has_fitting(REFERENCE, *samples[position]) and identify(cells.iloc[:, position]):
            yield REFERENCE, position, _("each value occurs once")


def _has_fitting(field: str, *values: str) -> bool:
    return can_be(get_field(field), values)
