"""The Keychain of macOS as a key store of the tests: keyring's own code for it, over a Keychain that is simulated.

PYTHON_KEYRING_BACKEND=tests.other_systems.keychain.Keychain TEST_KEYCHAIN=open
"""

import os
from types import SimpleNamespace

from keyring.backends import macOS

from tests.key_store import FileKeyStore


class Error(Exception):
    """As keyring raises it for a status of the Keychain."""


class NotFound(Error):
    """-25300."""


class KeychainDenied(Error):
    """-128: the person at the Mac has not allowed it."""


class SecAuthFailure(Error):
    """-25293: the Python is not signed."""


_FAILURES = {"denied": KeychainDenied(-128, "Denied"), "unsigned": SecAuthFailure(-25293, "Failure")}
_KEPT = FileKeyStore()  # type: ignore[no-untyped-call]  # keyring has no types


def _fail_if_told() -> None:
    if failure := _FAILURES.get(os.environ["TEST_KEYCHAIN"]):
        raise failure


def _find(_keychain: object, service: str, login: str) -> str:
    _fail_if_told()
    found = _KEPT.get_password(service, login)
    if found is None:
        raise NotFound(-25300, "Item not found")
    return found


def _set(_keychain: object, service: str, login: str, password: str) -> None:
    _fail_if_told()
    _KEPT.set_password(service, login, password)


def _delete(_keychain: object, service: str, login: str) -> None:
    _find(None, service, login)
    _KEPT.delete_password(service, login)


macOS.api = SimpleNamespace(  # type: ignore[assignment]  # stands for the module that a Mac has
    Error=Error,
    NotFound=NotFound,
    KeychainDenied=KeychainDenied,
    SecAuthFailure=SecAuthFailure,
    find_generic_password=_find,
    set_generic_password=_set,
    delete_generic_password=_delete,
)


class Keychain(macOS.Keyring):
    priority = 5
