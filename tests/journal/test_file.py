"""The file of the journal: every commit on the disk, looked over before it is used, as large as it may be."""

import sqlite3
from pathlib import Path

import pytest

from importer.errors import JournalError
from importer.journal import file as file_module
from importer.journal.file import make_unusable_error, open_journal_file, open_read_only
from importer.journal.tables import VERSION, version_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def spoiled(path: Path) -> None:
    """An index that does not say what its table says."""
    connection = open_journal_file(path)
    connection.execute("INSERT INTO runs VALUES (1,'','','','','','','','','','',1,NULL,'','',NULL,'',NULL,NULL)")
    connection.execute("INSERT INTO rows (run, row, job_id, content, level) VALUES (1, 1, 'a', '', 0)")
    connection.execute("DROP INDEX rows_by_job")
    connection.execute("CREATE INDEX rows_by_job ON rows (job_id) WHERE job_id = 'b'")
    connection.execute("PRAGMA writable_schema = 1")
    whole = "CREATE INDEX rows_by_job ON rows (job_id)"
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'rows_by_job'", (whole,))
    connection.close()


def test_a_commit_is_on_the_disk(path: Path) -> None:
    connection = open_journal_file(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert version_of(connection) == VERSION
    connection.close()


def test_who_only_reads_cannot_write(path: Path) -> None:
    open_journal_file(path).close()
    connection = open_read_only(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM runs")
    connection.close()


def test_what_an_index_says_wrongly_is_damage_in_a_small_file(path: Path) -> None:
    spoiled(path)
    with pytest.raises(JournalError, match=r"it is damaged \(a part of it cannot be read\)") as told:
        open_journal_file(path)
    assert str(path) in told.value.message


def test_a_larger_one_is_checked_without_its_indexes_and_one_yet_larger_only_after_a_crash(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled(path)
    size = path.stat().st_size
    monkeypatch.setattr(file_module, "SMALL", size - 1)
    open_journal_file(path).close()
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(JournalError, match="it is damaged"):
        open_journal_file(path)
    monkeypatch.setattr(file_module, "LARGE", size - 1)
    open_journal_file(path).close()
    path.with_name("journal.sqlite-wal").touch()
    with pytest.raises(JournalError, match="it is damaged"):
        open_journal_file(path)


@pytest.mark.parametrize(
    ("error", "reason", "advice"),
    [
        (OSError(28, "No space left on device"), "the disk is full", "Free up disk space"),
        (OSError("something"), "something", "Free up disk space"),
        (sqlite3.OperationalError("database is locked"), "database is locked", "Free up disk space"),
        (
            sqlite3.DatabaseError("not a\n database"),
            "it is damaged (not a database)",
            "Move that file to another folder",
        ),
        (sqlite3.IntegrityError("twice"), "it is damaged (twice)", "Move that file to another folder"),
    ],
)
def test_what_is_told_of_an_error(path: Path, error: OSError | sqlite3.Error, reason: str, advice: str) -> None:
    told = make_unusable_error(path, error)
    assert str(path) in told.message
    assert reason in told.message
    assert advice in told.advice


def test_a_newer_file_is_told_by_its_version(path: Path) -> None:
    connection = open_journal_file(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalError, match=f"version 99, this one knows {VERSION}") as told:
        open_journal_file(path)
    assert "Install the newest importer" in told.value.advice
    assert str(path) in told.value.message
