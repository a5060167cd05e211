"""S14: a cell that is far longer than any code is a problem of its own row: no server can be asked for it."""

from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook

LONG = {"quotes": "'" * 30_000, "letters": "x" * 2_000, "wide letters": "\u4e00" * 500}
MOST = 2_048  # characters of a query: IIS has no page for more, and other servers hang up at some multiple of it


@pytest.mark.parametrize("heading", ["Project code", "Job type code"])
@pytest.mark.parametrize("kind", LONG)
@pytest.mark.thorough(but=1)
def test_the_other_rows_are_sent(tmp_path: Path, kind: str, heading: str) -> None:
    queries: list[bytes] = []

    def around(app: ASGIApp) -> ASGIApp:
        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            queries.append(scope.get("query_string", b""))
            await app(scope, receive, send)

        return noting

    sheet = workbook(tmp_path, good(Reference="A-1"), good(Reference="A-2", **{heading: LONG[kind]}))
    with PracticeServer(tmp_path / "practice.sqlite", wrap=around) as server:
        login = {name: getattr(server, name) for name in ("url", "user", "password", "domain")}
        said = importer("run", sheet, "--yes", "--json", state=tmp_path / "state", **login)
    assert said.status == 4, said.err
    assert {status: count for status, count in said.object["counts"].items() if count} == {"created": 1, "invalid": 1}
    assert max(map(len, queries)) <= MOST
