"""What an answer to 'create this job' means, and its sentences as problems of the user's own cells."""

from enum import Enum, auto

from importer.catalogue import GUID, JOBS, get_field, heading_of
from importer.jobs_api import (
    CONFLICT,
    FORBIDDEN,
    INVALID_JOB,
    NOT_FOUND,
    TEMPORARY,
    UNAUTHORISED,
    RefusalDetail,
    Response,
    clip_text,
    read_refusals,
)
from importer.languages import _
from importer.problem import REJECTED_JOB, REJECTED_VALUE, Problem
from importer.records import Batch

LARGEST_REFUSAL = 499


class Meaning(Enum):
    """What there is to do about an answer."""

    CREATED = auto()  # with the id that we gave
    UNPROVEN = auto()  # a 2xx that does not name our id: look it up
    TAKEN = auto()  # the id is known there: look whose it is
    REFUSED = auto()  # this row, for good
    BUSY = auto()  # refused for now, mostly before anything is made: again, after a pause
    UNAVAILABLE = auto()  # says that it was not taken in: again, after a pause
    LATER = auto()  # often from a gateway, and leaves it open: again, after a pause
    OPEN = auto()  # created or not: look it up
    STOP = auto()  # every further row would fare alike


LOGIN_ACCEPTED = frozenset({Meaning.CREATED, Meaning.UNPROVEN, Meaning.TAKEN, Meaning.REFUSED})
TRY_LATER = frozenset({Meaning.BUSY, Meaning.UNAVAILABLE, Meaning.LATER})
_TEMPORARY = {429: Meaning.BUSY, 503: Meaning.UNAVAILABLE}


def meaning_of(response: Response, job_id: str, *, login_accepted: bool) -> Meaning:
    """What the answer means for the job with this id. `login_accepted`: the target has taken our login before."""
    if response.fine:
        return Meaning.CREATED if is_about_job(response, job_id) else Meaning.UNPROVEN
    if response.status in TEMPORARY:
        return _TEMPORARY.get(response.status, Meaning.LATER)
    if response.status in (UNAUTHORISED, NOT_FOUND) or response.redirects:
        return Meaning.STOP
    if response.status == FORBIDDEN:
        return Meaning.REFUSED if login_accepted else Meaning.STOP
    if response.status == CONFLICT:
        return Meaning.TAKEN
    return Meaning.REFUSED if response.status <= LARGEST_REFUSAL else Meaning.OPEN


def is_about_job(response: Response, job_id: str) -> bool:
    """True where the answer names this job, in whatever spelling of its id."""
    own_id = response.entity.get("id") if response.entity else None
    return own_id == job_id or find_named_id(response) == job_id


def find_named_id(response: Response) -> str:
    """The id that the answer names, canonical; '' where it names none."""
    return (GUID.to_canonical(str(response.entity.get("id", ""))) or "") if response.entity else ""


def find_reason_to_stop(response: Response) -> str:
    """Why a run cannot go on after this answer."""
    if response.status == UNAUTHORISED:
        return _("the target no longer accepts the login (HTTP 401)")
    if response.status == FORBIDDEN:
        return _("the target does not let this login create jobs (HTTP 403)")
    if response.redirects:
        return _("the target redirects to {location}; check its address").format(
            location=response.location or _("an address that it does not name")
        )
    return _("the target accepts no jobs at this address (HTTP {status}); check its address").format(
        status=response.status
    )


def is_check_of_values(response: Response) -> bool:
    """True for a refusal that says of which fields it is: a target checks these before it makes anything."""
    return response.status in INVALID_JOB and all(refusal.field for refusal in read_refusals(response))


def problems_of(response: Response, batch: Batch, row: int) -> tuple[Problem, ...]:
    """One problem for each sentence of a refusal, at the cell that it is about, else at the row."""
    return tuple(_make_problem(refusal, response, batch, row) for refusal in read_refusals(response))


def _make_problem(refusal: RefusalDetail, response: Response, batch: Batch, row: int) -> Problem:
    if refusal.field is None:
        return batch.make_problem(REJECTED_JOB, row, (), status=response.status, message=refusal.message)
    name = _name_for_user(refusal.field, batch)
    fix = _("Correct the cell.")
    if batch.column_of(name) is None:
        part, dot, _name = name.rpartition(".")
        fix = _('Add the column "{heading}", or change the values that the message names.')
        if dot:
            fix = _('Add the column "{heading}" and fill it in, or remove the columns that begin with "{part}".')
        fix = fix.format(heading=heading_of(get_field(name)), part=f"{part}{dot}")
    return batch.make_problem(REJECTED_VALUE, row, (name,), message=refusal.message, fix=fix)


def _name_for_user(name: str, batch: Batch) -> str:
    """The field of the sheet's own column: an id that was made of a code is the code's, and the other way round."""
    if batch.column_of(name) is not None:
        return name
    lookup = get_field(name).lookup
    if lookup is None:
        return name
    related = (f.name for f in JOBS if f.lookup and f.lookup.id_field == lookup.id_field)
    return next((other for other in related if batch.column_of(other) is not None), name)


def shorten_response(response: Response) -> str:
    """What the journal keeps of an answer."""
    return clip_text(response.text)
