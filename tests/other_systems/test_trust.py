"""P15, P23: the key stores of Windows and macOS, and the certificates that the system itself trusts."""

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from keyring.errors import KeyringLocked

from importer.doctor import target as doctor_of_target
from importer.errors import SettingsError
from importer.jobs_api import JobsApi, shake_hands
from importer.jobs_api.response import NoResponse
from importer.practice.server import PracticeServer
from importer.settings import RequestPolicy, Target
from importer.targets import key_store
from tests import certificate
from tests.command import Said, importer
from tests.odd_server import OddServer, reply

QUICK = RequestPolicy(connect_seconds=2, answer_seconds=2, attempts=1)
ID = "7e60fd05-1c08-4886-b483-9f631f943287"


class error(Exception):  # noqa: N801 - as pywintypes calls it
    """What the Windows Credential Manager raises."""


class OfWindows:
    name = "Windows Credential Manager"

    def __init__(self, *told: object) -> None:
        self._told = told

    def get_password(self, _service: str, _login: str) -> str:
        raise error(*self._told)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ((1783, "CredRead", "The stub received bad data of hidden-pw"), "CredRead failed with Windows error 1783"),
        (("hidden-pw",), "it gives no password"),
    ],
)
def test_p15_what_the_key_store_of_windows_says_has_its_number_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, told: tuple[object, ...], reason: str
) -> None:
    monkeypatch.setattr(key_store, "_find_store", lambda: OfWindows(*told))
    with pytest.raises(SettingsError) as refused:
        key_store.read_password("https://x.example/api", "anna@x")
    assert f"cannot be used: {reason}." in refused.value.message
    assert "hidden-pw" not in refused.value.message + refused.value.advice


@pytest.fixture(autouse=True)
def _none_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(variable, raising=False)


def asked(url: str, bundle: Path | None = None) -> int:
    with JobsApi(Target("safe", url, "u", "p", ca_bundle=bundle), QUICK) as api:
        return api.get_job(ID).status


def test_p23_whom_the_system_trusts_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the certificate that a company's proxy has put into the store of Windows."""
    own = certificate.made(tmp_path)
    with OddServer(lambda _: reply(200, {"id": ID}), own.context) as server:
        with pytest.raises(NoResponse, match="certificate is not accepted"):
            asked(server.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(own.bundle))  # where OpenSSL has the store of the system
        assert asked(server.url) == 200
        assert shake_hands(Target("safe", server.url, "u", "p")).protocol


def test_p23_a_bundle_that_is_named_is_trusted_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "others").mkdir()
    own, others = certificate.made(tmp_path), certificate.made(tmp_path / "others")
    monkeypatch.setenv("SSL_CERT_FILE", str(own.bundle))
    with OddServer(lambda _: reply(200, {"id": ID}), own.context) as server:
        with pytest.raises(NoResponse, match="certificate is not accepted"):
            asked(server.url, others.bundle)
        assert asked(server.url, own.bundle) == 200


def test_a_key_store_that_is_locked_is_told_in_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked(OfWindows):
        def get_password(self, _service: str, _login: str) -> str:
            raise KeyringLocked("hidden-pw")

    monkeypatch.setattr(key_store, "_find_store", Locked)
    with pytest.raises(SettingsError, match="cannot be used: it is locked"):
        key_store.read_password("https://x.example/api", "anna@x")


KEYCHAIN = "tests.other_systems.keychain.Keychain"


def log_in(practice: PracticeServer, state: Path, keychain: str) -> Said:
    words = ("--url", practice.url, "--user", practice.user, "--domain", practice.domain, "--password-stdin")
    more = {"PYTHON_KEYRING_BACKEND": KEYCHAIN, "TEST_KEYCHAIN": keychain}
    return importer("login", "acme", *words, state=state, typed=f"{practice.password}\n", **more)


def test_the_keychain_of_macos_keeps_a_password_until_logout(practice: PracticeServer, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    open_one = {"PYTHON_KEYRING_BACKEND": KEYCHAIN, "TEST_KEYCHAIN": "open"}
    assert log_in(practice, state, "open").status == 0
    assert practice.password in (state / "keys.json").read_text()
    assert "accepted for" in importer("doctor", "--target", "acme", state=state, **open_one).out
    assert importer("logout", "acme", state=state, **open_one).status == 0
    assert practice.password not in (state / "keys.json").read_text()


@pytest.mark.parametrize(("keychain", "reason"), [("denied", "it is locked"), ("unsigned", "it does not store")])
def test_a_keychain_that_refuses_is_told_with_a_next_step_that_works(
    practice: PracticeServer, tmp_path: Path, keychain: str, reason: str
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    refused = log_in(practice, state, keychain)
    text = " ".join((refused.out + refused.err).split())
    assert refused.status == 3
    assert f"cannot be used: {reason}" in text
    assert "Logged in" not in text
    script = tmp_path / "secret"
    script.write_text(f"#!/bin/sh\necho {practice.password}\n", encoding="utf-8")
    script.chmod(0o700)
    assert "--password-command" in text
    words = ("--url", practice.url, "--user", practice.user, "--domain", practice.domain)
    more = {"PYTHON_KEYRING_BACKEND": KEYCHAIN, "TEST_KEYCHAIN": keychain}
    assert importer("login", "acme", *words, "--password-command", str(script), state=state, **more).status == 0
    assert "accepted for" in importer("doctor", "--target", "acme", state=state, **more).out


def test_p23_on_macos_the_certificates_of_the_keychain_are_had_by_the_command_that_doctor_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = certificate.made(tmp_path)
    security = tmp_path / "security"
    security.write_text(f"#!/bin/sh\ncat {own.bundle}\n", encoding="utf-8")
    security.chmod(0o700)
    monkeypatch.setattr(doctor_of_target, "sys", SimpleNamespace(platform="darwin"))
    with OddServer(lambda _: reply(200, {"id": ID}), own.context) as server:
        target = Target("acme", server.url, "u", "p")
        [told] = (one for one in doctor_of_target._check_network(target) if one.what == "TLS")
        write, log_in_again = re.findall("type '(security .*?)'|then '?(importer login.*? bundle.pem)", told.advice)
        assert log_in_again[1] == "importer login acme --ca-bundle bundle.pem"
        path = f"{tmp_path}:{os.environ['PATH']}"
        subprocess.run(("/bin/sh", "-c", write[0]), check=True, cwd=tmp_path, env={"PATH": path})
        bundled = replace(target, ca_bundle=tmp_path / "bundle.pem")
        [fine] = (one for one in doctor_of_target._check_network(bundled) if one.what == "TLS")
    assert "certificate valid until" in fine.found
