"""Passwords in the key store of this computer's system; each is kept for one address and one login.

The address stands there in its canonical spelling; earlier versions kept it as it was typed, and that is found too.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from importer.errors import SettingsError
from importer.languages import _
from importer.problem import NO_KEY_STORE
from importer.settings import to_canonical_url

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "importer"
_LOG = logging.getLogger(__name__)


class KeyStoreFailed(SettingsError):
    """The key store cannot be used, for this `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(NO_KEY_STORE, reason=reason)
        self.reason = reason


def name_key_store() -> str:
    """What the key store is called, '' where this computer has none."""
    store = _find_store()
    from keyring.backends import fail, null  # noqa: PLC0415 - it loads for a tenth of a second

    return "" if isinstance(store, fail.Keyring | null.Keyring) else store.name


def read_password(url: str, login: str) -> str:
    """The password kept for a login to an address, '' where there is none. Raises SettingsError."""
    return next(
        (found for service in _list_services(url) if (found := _call_store("get_password", service, login))), ""
    )


def store_password(url: str, login: str, password: str) -> None:
    """Keep a password. Raises SettingsError where the key store does not keep it."""
    _call_store("set_password", _list_services(url)[0], login, password)
    if read_password(url, login) != password:
        raise KeyStoreFailed(_("it does not store passwords"))


def delete_password(url: str, login: str) -> bool:
    """Take a password out of the key store; False where there was none. Raises SettingsError."""
    there = [service for service in _list_services(url) if _call_store("get_password", service, login)]
    for service in there:
        _call_store("delete_password", service, login)
    return bool(there)


def name_login(user: str, domain: str) -> str:
    """The login as the key store shows it."""
    return f"{user}@{domain}" if domain else user


def _list_services(url: str) -> list[str]:
    """The names under which a password for this address may be kept, that of today first."""
    return [f"{_SERVICE} {spelling}" for spelling in dict.fromkeys((to_canonical_url(url), url))]


def _call_store(method: str, *words: str) -> str | None:
    store = _find_store()
    try:
        answer: str | None = getattr(store, method)(*words)
    except Exception as error:  # noqa: BLE001 - each system's store fails in ways of its own
        _LOG.info("%s of the key store: %s", method, type(error).__name__)
        reason = _("it has none") if type(store).__module__ == "keyring.backends.fail" else _explain_failure(error)
        raise KeyStoreFailed(reason) from None  # what the store says could name the password
    return answer


def _explain_failure(error: Exception) -> str:
    """What its class says; those of Windows have a number and the name of the call that failed."""
    from keyring.errors import KeyringLocked, PasswordSetError  # noqa: PLC0415 - it loads for a tenth of a second

    match error.args:
        case [int() as number, str() as call, *_] if call.isidentifier():
            return _("{call} failed with Windows error {number}").format(call=call, number=number)
    if isinstance(error, KeyringLocked):
        return _("it is locked")
    return _("it does not store passwords") if isinstance(error, PasswordSetError) else _("it gives no password")


def _find_store() -> "KeyringBackend":
    try:
        with ensure_system_libraries():
            import keyring  # noqa: PLC0415 - it loads for a tenth of a second

            return keyring.get_keyring()
    except Exception as error:
        _LOG.info("the key store cannot be loaded: %s", type(error).__name__)
        raise KeyStoreFailed(_("it cannot be loaded")) from error


@contextmanager
def ensure_system_libraries() -> Iterator[None]:
    """Have a library that is loaded meanwhile be found among those of the system, and nowhere else.

    On every system keyring loads its stores of all systems, and asks Python where macOS keeps its libraries. Python
    itself would look for those in the current folder, or have the linker of Linux look, which reads files there.
    """
    from ctypes import util  # noqa: PLC0415 - as keyring itself

    usual = util.find_library
    util.find_library = _find_system_library
    try:
        yield
    finally:
        util.find_library = usual


def _find_system_library(name: str) -> str | None:
    is_there = sys.platform == "darwin" and name.isidentifier()
    return f"/System/Library/Frameworks/{name}.framework/{name}" if is_there else None
