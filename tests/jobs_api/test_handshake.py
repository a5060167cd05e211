"""A safe connection is made, or it is said why not."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from importer.jobs_api import JobsApi
from importer.jobs_api.handshake import NoHandshake, find_proxy, shake_hands
from importer.practice.server import PracticeServer
from importer.settings import RequestPolicy, Target
from importer.targets import make_practice_target
from tests.odd_server import OddServer, reply

OURS = Path(__file__).parent / "loopback.pem"  # for localhost, good until 2126; openssl req -x509 -newkey ...


@contextmanager
def listening() -> Iterator[str]:
    """The address of a server that makes one safe connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(OURS)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            plain, _ = server.accept()
            try:
                context.wrap_socket(plain, server_side=True).close()
            except OSError:  # the other side hangs up where it does not like the certificate
                plain.close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"https://localhost:{server.getsockname()[1]}/api"
        thread.join()


def test_a_certificate_that_the_user_vouches_for() -> None:
    with listening() as url:
        safe = shake_hands(Target("t", url, "u", "p", ca_bundle=OURS))
    assert safe.protocol.startswith("TLSv1.")
    assert safe.good_until.year == 2126


def test_a_certificate_that_nobody_vouches_for() -> None:
    with listening() as url, pytest.raises(NoHandshake, match="certificate is not accepted"):
        shake_hands(Target("t", url, "u", "p"))


def test_the_proxy_of_the_environment_without_its_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://anna:s3cret@proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    assert find_proxy(Target("t", "https://work.example/api", "u", "p")) == "proxy.example:8080"
    assert find_proxy(Target("t", "https://inside.example/api", "u", "p")) == ""


def test_what_goes_to_this_computer_goes_to_no_proxy(practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with OddServer(lambda _: reply(503)) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/api"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with JobsApi(make_practice_target(practice.url, practice.password), RequestPolicy(attempts=1)) as api:
            api.check_connection()
        assert proxy.asked == [], "the login would have crossed the network in clear"


def test_a_target_that_speaks_no_tls_is_told() -> None:
    with OddServer(lambda _: reply(200, {})) as plain:
        url = plain.url.replace("http:", "https:")
        with pytest.raises(NoHandshake, match="it closes the connection during the TLS handshake"):
            shake_hands(Target("t", url, "u", "p"))


def test_nobody_there_is_told_with_the_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = server.getsockname()[1]
    with pytest.raises(NoHandshake, match=r"no connection \(the connection was refused\)"):
        shake_hands(Target("t", f"https://127.0.0.1:{place}/api", "u", "p"))
