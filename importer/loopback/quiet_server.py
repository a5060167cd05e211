"""Uvicorn as a part of a program: it logs nothing, and ends when it is told to."""

import asyncio
from contextlib import suppress
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from importer.loopback.bounded_protocol import BoundedProtocol

KEEP_ALIVE_SECONDS = 120  # longer than any pause of a client, so that it never meets a connection just closed


class QuietServer(uvicorn.Server):
    """A uvicorn that another thread can stop, at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._wake: partial[asyncio.Handle] | None = None

    async def main_loop(self) -> None:
        """Run until `stop`; the clock in the answers is set once a second."""
        ended = asyncio.Event()
        self._wake = partial(asyncio.get_running_loop().call_soon_threadsafe, ended.set)
        while not self.should_exit:
            await self.on_tick(0)
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), 1)
        self._wake = None

    def stop(self) -> None:
        """Finish what is being answered, then end."""
        self.should_exit = True
        if self._wake is not None:
            self._wake()


def make_quiet_server(app: ASGIApp, protocol: type[BoundedProtocol], *, most_at_once: int) -> QuietServer:
    """A server for `app`, with no more connections and requests than `most_at_once`; `stop` ends it."""
    config = uvicorn.Config(
        app,
        http=protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        limit_concurrency=most_at_once,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    return QuietServer(config)
