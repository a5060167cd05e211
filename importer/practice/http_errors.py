"""The errors of the practice API: status and body, in the forms that the real one uses."""

from collections import defaultdict
from collections.abc import Mapping


class ModelState(defaultdict[str, list[str]]):
    """What is wrong with a body, by place: 'jobs.name'."""

    def __init__(self) -> None:
        super().__init__(list)


class HttpError(Exception):
    """Ends a request with `status` and the JSON `body`."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def raise_if_any(status: int, errors: ModelState) -> None:
    """Raise the ASP.NET 'ModelState' answer with all `errors` at once, if there are any."""
    if errors:
        raise HttpError(status, {"Message": "The request is invalid.", "ModelState": dict(errors)})


def make_odata_body(status: int, message: str) -> Mapping[str, object]:
    """The OData form of an error, which lists and addresses use."""
    return {"error": {"code": str(status), "message": message}}


def make_odata_error(status: int, message: str) -> HttpError:
    """An error in the OData form."""
    return HttpError(status, make_odata_body(status, message))


def make_not_found(noun: str, entry_id: str) -> HttpError:
    """The answer where nothing has this id."""
    return make_odata_error(404, f"There is no {noun} with the id {entry_id}.")
