"""The memory of the practice API: one SQLite file, an entity a row, its JSON as the API shows it; and its password.

Several servers may use one file at the same time. `seq` is the order of creation, which lists follow; `key` is the
entity's code, so that looking one up does not open every JSON.
"""

import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from importer.files import explain_failure
from importer.practice.edm_types import to_instant
from importer.practice.entity_sets import ENTITY_SETS, StoredEntity
from importer.practice.seed import ListedEntry, seed_company, show_entry

StoredValues = Mapping[str, object]  # an entity of the store; shared, so never changed in place
BUSY_SECONDS = 30.0
_LAYOUT = 1  # raised whenever the table changes
_TABLE = """
CREATE TABLE entity (
    seq INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX entity_by_id ON entity (list, id);
CREATE INDEX entity_by_key ON entity (list, key);
"""
_LOGIN = "CREATE TABLE IF NOT EXISTS login (password TEXT NOT NULL) STRICT"
PRIVATE = 0o600


class StoreUnusable(Exception):
    """The data file cannot be opened or is not one of ours; the text says why."""


@dataclass(frozen=True)
class Selection:
    """Which entries of a list, in SQL: a condition with its values, and an order. Both only from `filter_sql`."""

    where: str = "1"
    values: tuple[object, ...] = ()
    order: str = ""


EVERYTHING = Selection()


class Store(AbstractContextManager["Store"]):
    """Entities by list and id. Bodies go in and out as JSON text; made and seeded on first use of a file.

    The file is private to the user, whatever the umask; `password` is random, and stays as long as the file.
    Raises StoreUnusable where the file cannot be used. One thread at a time.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            _create_private(file)
            self._database = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        except OSError as error:
            raise StoreUnusable(f"{file}: {explain_failure(error)}") from error
        except sqlite3.Error as error:
            raise StoreUnusable(f"{file}: {explain_failure(error)}") from error
        try:
            self._database.execute("PRAGMA schema_version")  # refuses a file of another kind, which stays as it is
            with suppress(PermissionError):  # the file of somebody else, who has let us use it
                file.chmod(PRIVATE)
            self._open()
        except sqlite3.Error as error:
            self._database.close()
            raise StoreUnusable(f"{file}: {explain_failure(error)}") from error

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextmanager
    def begin_writing(self) -> Iterator[None]:
        """All or nothing: everything written inside is stored, or nothing where an exception leaves it."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def find_body(self, name: str, entry_id: str) -> str | None:
        """The JSON of the entry with this id (canonical) in the list `name`, or None."""
        found = self._database.execute("SELECT body FROM entity WHERE list = ? AND id = ?", (name, entry_id))
        row: tuple[str] | None = found.fetchone()
        return row[0] if row else None

    def find_entry(self, name: str, entry_id: str) -> StoredValues | None:
        """The same as a mapping."""
        body = self.find_body(name, entry_id)
        return None if body is None else _read(body)

    def find_by_key(self, name: str, key: str) -> list[StoredValues]:
        """All entries of the list `name` whose code is exactly `key`."""
        found = self._database.execute("SELECT body FROM entity WHERE list = ? AND key = ? ORDER BY seq", (name, key))
        return [_read(body) for (body,) in found]

    def list_entries(self, name: str) -> list[StoredValues]:
        """The whole list `name`, in the order of creation."""
        return [_read(body) for body in self.list_bodies(name, EVERYTHING)]

    def list_bodies(self, name: str, chosen: Selection, *, skip: int = 0, top: int = -1) -> list[str]:
        """The JSON of the chosen entries, at most `top` of them (-1: all), after the first `skip`."""
        order = f"{chosen.order}, seq" if chosen.order else "seq"
        query = f"SELECT body FROM entity WHERE list = ? AND ({chosen.where}) ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - made by filter_sql
        return [body for (body,) in self._database.execute(query, (name, *chosen.values, top, skip))]

    def count(self, name: str, chosen: Selection = EVERYTHING) -> int:
        """How many entries of the list `name` are chosen."""
        query = f"SELECT count(*) FROM entity WHERE list = ? AND ({chosen.where})"  # noqa: S608 - made by filter_sql
        (number,) = self._database.execute(query, (name, *chosen.values)).fetchone()
        return int(number)

    def add(self, name: str, entry: StoredEntity) -> str:
        """Put a new entry into the list `name` and give its JSON. Its id must be new there."""
        (body,) = self._add_all(name, [entry])
        return body

    def replace(self, name: str, entry: StoredEntity) -> str:
        """Put `entry` in the place of the one with the same id and give its JSON."""
        body = _to_json(entry)
        self._database.execute(
            "UPDATE entity SET key = ?, body = ? WHERE list = ? AND id = ?",
            (entry[ENTITY_SETS[name].key], body, name, entry["id"]),
        )
        return body

    def remove(self, name: str, entry_id: str) -> None:
        """Take the entry out of the list `name`, if it is there."""
        self._database.execute("DELETE FROM entity WHERE list = ? AND id = ?", (name, entry_id))

    def replace_lists(self, lists: Mapping[str, Sequence[ListedEntry]]) -> None:
        """Put these lists into the place of those of the same names."""
        with self.begin_writing():
            for name, entries in lists.items():
                self._database.execute("DELETE FROM entity WHERE list = ?", (name,))
                self._add_all(name, [show_entry(name, entry) for entry in entries])

    def _add_all(self, name: str, entries: Sequence[StoredEntity]) -> list[str]:
        key = ENTITY_SETS[name].key
        bodies = [_to_json(entry) for entry in entries]
        rows: Iterable[tuple[object, ...]] = (
            (name, entry["id"], entry[key], body) for entry, body in zip(entries, bodies, strict=True)
        )
        self._database.executemany("INSERT INTO entity (list, id, key, body) VALUES (?, ?, ?, ?)", rows)
        return bodies

    def _open(self) -> None:
        self._database.create_function("instant", 1, to_instant, deterministic=True)
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("PRAGMA wal_autocheckpoint = 4000")  # pages: an fsync every 16 MB
        self._write_ahead()
        with self.begin_writing():
            (layout,) = self._database.execute("PRAGMA user_version").fetchone()
            if layout not in {0, _LAYOUT}:
                raise sqlite3.DatabaseError("it was made by another version; use another file")
            if layout == 0:
                self._make()
            self.password = self._ensure_password()

    def _write_ahead(self) -> None:
        """Readers and a writer at once. Turning it on needs the file for a moment and does not wait by itself."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    def _make(self) -> None:
        for statement in _TABLE.split(";"):
            self._database.execute(statement)
        for name, entries in seed_company().items():
            self._add_all(name, entries)
        self._database.execute(f"PRAGMA user_version = {_LAYOUT}")

    def _ensure_password(self) -> str:
        self._database.execute(_LOGIN)
        row: tuple[str] | None = self._database.execute("SELECT password FROM login").fetchone()
        if row is not None:
            return row[0]
        password = secrets.token_urlsafe(18)
        self._database.execute("INSERT INTO login VALUES (?)", (password,))
        return password


def _create_private(file: Path) -> None:
    """Only the user may read and write a new file; SQLite gives what it puts beside it the same rights.

    One that is there is not opened here: closing it would end the locks that this process has on it [SQLite].
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))


@lru_cache(maxsize=2048)  # most jobs name the same few projects, types, users
def _read(body: str) -> StoredValues:
    entry: StoredValues = json.loads(body)
    return entry


def _to_json(entry: StoredEntity) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
