"""A practice server that holds the jobs after the first ones, so that a test can look at a run in its middle."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.practice.server import PracticeServer

CSV = "Reference,Name,Project code,Job type code,Status code,Due date\n"


@dataclass
class Gate:
    """Lets so many jobs through, then holds the next as long as it is closed."""

    lets_through: int
    is_open: bool = False
    held: int = 0

    def around(self, app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] == "POST":
                self.lets_through -= 1
                self.held += self.lets_through < 0
                while self.lets_through < 0 and not self.is_open:  # noqa: ASYNC110 - opened by another thread
                    await asyncio.sleep(0.02)
            await app(scope, receive, send)

        return answer


@contextmanager
def gated_target(
    state: Path, monkeypatch: pytest.MonkeyPatch, *, lets_through: int
) -> Iterator[tuple[PracticeServer, Gate]]:
    """The target acme of the user's own settings, with a gate in front."""
    gate = Gate(lets_through)
    state.mkdir(mode=0o700, exist_ok=True)
    with PracticeServer(state.parent / "gated.sqlite", wrap=gate.around) as server:
        words = f'url = "{server.url}"\nuser = "{server.user}"\ndomain = "{server.domain}"\n'
        (state / "config.toml").write_text(f"[targets.acme]\n{words}", encoding="utf-8")
        monkeypatch.setenv("IMPORTER_PASSWORD", server.password)
        yield server, gate
        gate.is_open = True


def csv_of(path: Path, count: int, *, wrong: int = 0) -> Path:
    """A sheet with so many rows, the first of them with a project that the target does not have."""
    rows = (
        f"{path.stem}-{number},Pump,{'P-x' if number < wrong else 'P-1001'},MAINT,Open,2026-12-{number % 28 + 1:02}\n"
        for number in range(count)
    )
    path.write_text(CSV + "".join(rows), encoding="utf-8")
    return path
