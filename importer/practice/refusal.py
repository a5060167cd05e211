"""How the practice API says no: the status and the body of the answer, in the shapes that the real one uses."""

from collections import defaultdict
from collections.abc import Mapping

Faults = defaultdict[str, list[str]]  # 'jobs.name' -> what is wrong with it


class Refusal(Exception):
    """Ends a request with `status` and the JSON `body`."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def no_faults() -> Faults:
    """An empty list of faults, to be filled."""
    return defaultdict(list)


def refuse_if_any(status: int, faults: Faults) -> None:
    """Raise the ASP.NET 'ModelState' answer with all `faults` at once, if there are any."""
    if faults:
        raise Refusal(status, {"Message": "The request is invalid.", "ModelState": dict(faults)})


def odata_refusal(status: int, message: str) -> Refusal:
    """The OData form of an error, which lists and addresses use."""
    return Refusal(status, {"error": {"code": str(status), "message": message}})


def no_such(noun: str, entry_id: str) -> Refusal:
    """The answer where nothing has this id."""
    return odata_refusal(404, f"There is no {noun} with the id {entry_id}.")
