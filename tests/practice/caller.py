"""Plain requests to a practice server, as any client would make them."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

import requests

from importer.practice.process import RunningPractice
from importer.practice.server import PracticeServer

Json = dict[str, object]

GOOD: Json = {
    "name": "Yearly boiler service",
    "project_reference_back_office": "P-1001",
    "job_type_code": "MAINT",
    "job_status_code": "ToBePlanned",
}


class Caller:
    """One session with the login of a practice server; close it, or use it as a context."""

    def __init__(self, server: PracticeServer | RunningPractice) -> None:
        self.url = server.url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.auth = (server.user, f"{server.password}@{server.domain}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> requests.Response:
        return self.session.get(f"{self.url}/{path}", headers=headers, timeout=20)

    def post(self, job: object, headers: Mapping[str, str] | None = None) -> requests.Response:
        return self.session.post(f"{self.url}/Jobs", json=job, headers=headers, timeout=20)

    def put(self, job_id: object, changes: object, headers: Mapping[str, str] | None = None) -> requests.Response:
        return self.session.put(f"{self.url}/Jobs({job_id})", json=changes, headers=headers, timeout=20)

    def created(self, **changes: object) -> Json:
        """A job that was created from a good one with these changes, as it is read back."""
        answer = self.post(good(**changes))
        assert answer.status_code == 201, answer.text
        return self.read("Jobs", answer.json()["id"])

    def refused(self, **changes: object) -> tuple[int, dict[str, list[str]]]:
        """The status and the faults by field of a good job with these changes."""
        answer = self.post(good(**changes))
        return answer.status_code, answer.json()["ModelState"]

    def read(self, listing: str, entry_id: object) -> Json:
        answer = self.get(f"{listing}({entry_id})")
        assert answer.status_code == 200, answer.text
        entry: Json = answer.json()
        return entry

    def found(self, listing: str, where: str = "") -> list[Json]:
        """All entries of a list, page by page."""
        entries: list[Json] = []
        following = f"{self.url}/{listing}" + (f"?$filter={where}" if where else "")
        while following:
            answer = self.session.get(following, timeout=20)
            assert answer.status_code == 200, answer.text
            entries += answer.json()["value"]
            following = answer.json().get("@odata.nextLink", "")
        return entries


def good(**changes: object) -> Json:
    """A good job with changes; None leaves a field out."""
    return {name: value for name, value in (GOOD | changes).items() if value is not None}
