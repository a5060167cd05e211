"""A real key store for the tests: the backend that the command loads, keeping passwords in a file of the test's own.

PYTHON_KEYRING_BACKEND=tests.key_store.FileKeyStore TEST_KEYS=/tmp/keys.json
"""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyStore(KeyringBackend):
    name = "a file of the tests"
    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keep({**self._kept(), f"{service}\n{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        kept = self._kept()
        if kept.pop(f"{service}\n{username}", None) is None:
            raise PasswordDeleteError
        self._keep(kept)

    def _file(self) -> Path:
        return Path(os.environ["TEST_KEYS"])

    def _kept(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self._file().read_text()) if self._file().exists() else {}
        return kept

    def _keep(self, kept: dict[str, str]) -> None:
        self._file().write_text(json.dumps(kept))
