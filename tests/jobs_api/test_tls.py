"""Only a connection that is safe is used; one that cannot be is told apart from one that broke."""

import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from importer.errors import SettingsError
from importer.jobs_api import JobsApi
from importer.jobs_api.handshake import NoHandshake, shake_hands
from importer.jobs_api.response import NoResponse
from importer.settings import RequestPolicy, Target
from tests import certificate
from tests.odd_server import OddServer, reply

QUICK = RequestPolicy(connect_seconds=2, answer_seconds=2, attempts=1)
FINE = reply(200, {"id": "7e60fd05-1c08-4886-b483-9f631f943287"})


def asked(url: str, bundle: Path | None = None, policy: RequestPolicy = QUICK) -> int:
    with JobsApi(Target("safe", url, "u", "p", ca_bundle=bundle), policy) as api:
        return api.get_job("7e60fd05-1c08-4886-b483-9f631f943287").status


def test_a_certificate_that_the_bundle_vouches_for_is_accepted(tmp_path: Path) -> None:
    own = certificate.made(tmp_path)
    with OddServer(lambda _: FINE, own.context) as server:
        assert asked(server.url, own.bundle) == 200


def test_certificates_are_read_once_for_all_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, read = certificate.made(tmp_path), list[object]()
    load = ssl.SSLContext.load_verify_locations

    def counted(self: ssl.SSLContext, *words: Any, **named: Any) -> None:
        read.append(named or words)
        load(self, *words, **named)

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)
    with (
        OddServer(lambda _: replace(FINE, then="close"), own.context) as server,
        JobsApi(Target("safe", server.url, "u", "p", ca_bundle=own.bundle), QUICK) as api,
        ThreadPoolExecutor(3) as pool,
    ):
        answers = list(pool.map(lambda _: api.get_job("7e60fd05-1c08-4886-b483-9f631f943287").status, range(9)))
        assert (answers, server.connections >= 3) == ([200] * 9, True)
    assert read == [{"cafile": own.bundle}]


@pytest.mark.parametrize(
    ("changes", "trusted", "reason"),
    [
        ({}, False, "it is self-signed"),
        ({"days": -3}, True, "it has expired"),
        ({"days": 30}, True, "it is not valid yet"),
        ({"host": "127.0.0.2"}, True, "it is for another address"),
        ({"host": "acme.example"}, True, "it is for another address"),
    ],
    ids=["not known", "out of date", "too early", "of another host", "of another name"],
)
def test_any_other_is_not_and_nothing_is_sent(
    tmp_path: Path, changes: dict[str, object], trusted: bool, reason: str
) -> None:
    odd = certificate.made(tmp_path, **changes)  # type: ignore[arg-type]  # its own names
    with OddServer(lambda _: FINE, odd.context) as server:
        bundle = odd.bundle if trusted else None
        with pytest.raises(NoResponse, match=f"certificate is not accepted: {reason}") as none:
            asked(server.url, bundle)
        with pytest.raises(NoHandshake, match=f"^its certificate is not accepted: {reason}") as told:
            shake_hands(Target("safe", server.url, "u", "p", ca_bundle=bundle))
        assert told.value.needs_trust is not trusted
        assert server.asked == []
    assert (none.value.sent, none.value.hopeless) == (False, True)


def test_a_bundle_without_a_certificate_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "bundle.pem").write_text("hello")
    with OddServer(lambda _: FINE, certificate.made(tmp_path).context) as server:
        with pytest.raises(SettingsError, match=r"bundle.pem.*there is no certificate in it"):
            asked(server.url, tmp_path / "bundle.pem")
        assert server.asked == []


@contextmanager
def saying(words: bytes) -> Iterator[str]:
    """A server that says this to everybody, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    visitor, _ = door.accept()
                except OSError:
                    return
                with visitor:
                    visitor.recv(1000)
                    visitor.sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.0.1:{door.getsockname()[1]}/api"
        door.shutdown(socket.SHUT_RDWR)


def test_what_does_not_speak_tls_is_hopeless() -> None:
    with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
        with pytest.raises(NoResponse, match="it does not support https") as none:
            asked(url)
        with pytest.raises(NoHandshake, match="it does not support https"):
            shake_hands(Target("safe", url, "u", "p"))
    assert (none.value.sent, none.value.hopeless) == (False, True)


def test_a_handshake_that_breaks_off_may_work_the_next_time() -> None:
    with saying(b"") as url, pytest.raises(NoResponse, match="could not connect") as none:
        asked(url)
    assert (none.value.sent, none.value.hopeless) == (False, False)


def test_a_handshake_that_hangs_is_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(NoResponse) as none:
        asked(f"https://127.0.0.1:{door.getsockname()[1]}/api", policy=replace(QUICK, connect_seconds=0.3))
    assert (none.value.sent, none.value.hopeless, none.value.late) == (False, False, True)
