"""What makes a whole target unusable, in the words for it."""

from importer.errors import ApiDenied, ApiMisplaced, ApiUnreachable
from importer.jobs_api.answer import Answer
from importer.problem import LOGIN_REFUSED, UNREACHABLE, WRONG_ADDRESS
from importer.settings import Target


def unreachable(target: Target, reason: str) -> ApiUnreachable:
    """Nobody answers."""
    return ApiUnreachable(UNREACHABLE, url=target.url, reason=reason)


def denied(target: Target, answer: Answer) -> ApiDenied:
    """The login is not accepted."""
    return ApiDenied(LOGIN_REFUSED, url=target.url, user=target.user, status=answer.status)


def redirected(target: Target, answer: Answer) -> ApiMisplaced:
    """The target points elsewhere, where nobody said that the jobs should go."""
    return ApiMisplaced(WRONG_ADDRESS, url=target.url, reason=f"it points elsewhere, to {answer.location or 'nowhere'}")


def not_the_api(target: Target, answer: Answer) -> ApiMisplaced:
    """Something answers that is not the work-order API."""
    found = "a web page" if answer.text.lstrip().startswith("<") else "something else"
    reason = f"it sends {found}, not a list" if answer.fine else f"asked for its jobs it says HTTP {answer.status}"
    return ApiMisplaced(WRONG_ADDRESS, url=target.url, reason=reason)
