"""Passwords in the key store of this computer's system; each is kept for one address and one login."""

from typing import TYPE_CHECKING

from importer.errors import SettingsError
from importer.problem import NO_KEY_STORE

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "importer"


def key_store_name() -> str:
    """What the key store is called, '' where this computer has none."""
    from keyring.backends import fail, null  # noqa: PLC0415 - it loads for a tenth of a second

    store = _store()
    return "" if isinstance(store, fail.Keyring | null.Keyring) else store.name


def read_password(url: str, login: str) -> str:
    """The password kept for a login to an address, '' where there is none. Raises SettingsError."""
    return _call("get_password", f"{_SERVICE} {url}", login) or ""


def store_password(url: str, login: str, password: str) -> None:
    """Keep a password. Raises SettingsError where the key store does not keep it."""
    _call("set_password", f"{_SERVICE} {url}", login, password)
    if read_password(url, login) != password:
        raise SettingsError(NO_KEY_STORE, reason="it does not store passwords")


def delete_password(url: str, login: str) -> bool:
    """Take a password out of the key store; False where there was none. Raises SettingsError."""
    there = bool(read_password(url, login))
    if there:
        _call("delete_password", f"{_SERVICE} {url}", login)
    return there


def login_name(user: str, domain: str) -> str:
    """The login as the key store shows it."""
    return f"{user}@{domain}" if domain else user


def _call(method: str, *words: str) -> str | None:
    store = _store()
    try:
        answer: str | None = getattr(store, method)(*words)
    except Exception as error:  # noqa: BLE001 - each system's store fails in ways of its own
        reason = "it has none" if type(store).__module__ == "keyring.backends.fail" else type(error).__name__
        raise SettingsError(NO_KEY_STORE, reason=reason) from None  # what the store says could name the password
    return answer


def _store() -> "KeyringBackend":
    import keyring  # noqa: PLC0415 - it loads for a tenth of a second

    try:
        return keyring.get_keyring()
    except Exception as error:
        raise SettingsError(NO_KEY_STORE, reason=f"it cannot be loaded ({type(error).__name__})") from error
