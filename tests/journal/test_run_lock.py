"""One run of a file at a time: who holds a name is told, and what a killed process held is free."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from importer.errors import JournalError, RunUnderWay
from importer.journal import Journal, hash_of
from importer.journal.run_lock import hold_locks, is_locked_by, name_content_lock, name_file_lock

fcntl = pytest.importorskip("fcntl")  # locks as POSIX has them; those of Windows: tests/other_systems

HOLDS = """
import sys, time
from pathlib import Path
from importer.journal.run_lock import hold_locks
with hold_locks(Path(sys.argv[1]), "file"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_name_is_held_once_and_then_free(tmp_path: Path) -> None:
    with hold_locks(tmp_path, "one", "two"):
        with pytest.raises(RunUnderWay, match=f"process {os.getpid()}, since 20"), hold_locks(tmp_path, "three", "two"):
            pass
        with hold_locks(tmp_path, "three"):
            assert is_locked_by(tmp_path, "three", os.getpid())
    with hold_locks(tmp_path, "two"):
        pass
    assert list((tmp_path / "locks").iterdir()) == []


def test_what_a_killed_process_held_is_free_though_its_number_is_in_use(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        assert is_locked_by(tmp_path, "file", child.pid)
        assert not is_locked_by(tmp_path, "file", child.pid + 1)
        with pytest.raises(RunUnderWay, match=f"process {child.pid}"), hold_locks(tmp_path, "file"):
            pass
        os.kill(child.pid, signal.SIGKILL)
    (lock,) = (tmp_path / "locks").iterdir()
    lock.write_text(lock.read_text(encoding="utf-8").replace(str(child.pid), str(os.getpid())), encoding="utf-8")
    assert not is_locked_by(tmp_path, "file", os.getpid())  # the number lives, the process that held it does not
    with hold_locks(tmp_path, "file"):
        assert is_locked_by(tmp_path, "file", os.getpid())


@pytest.mark.parametrize("content", [b"", b"{", b'{"pid": "x"}', b"\xff"])
def test_a_holder_that_has_not_said_who_it_is_holds_all_the_same(tmp_path: Path, content: bytes) -> None:
    with hold_locks(tmp_path, "file"):
        (lock,) = (tmp_path / "locks").iterdir()
        assert stat.S_IMODE(lock.stat().st_mode) == 0o600
        lock.write_bytes(content)
        with pytest.raises(RunUnderWay, match=r"process 0, since a moment ago\b"), hold_locks(tmp_path, "file"):
            pass


def test_a_lock_that_is_thrown_away_while_it_is_waited_for_is_none(tmp_path: Path) -> None:
    """Two threads take turns often enough that one opens the file that the other unlinks."""
    inside, most = 0, 0

    def take_turns() -> None:
        nonlocal inside, most
        taken = 0
        while taken < 50:
            try:
                with hold_locks(tmp_path, "file"):
                    inside += 1
                    most = max(most, inside)
                    taken += 1
                    inside -= 1
            except RunUnderWay:
                continue

    threads = [threading.Thread(target=take_turns) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_file_system_without_locks_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_file: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuses)
    with hold_locks(tmp_path, "file"), hold_locks(tmp_path, "file"):
        pass


def test_where_no_lock_can_be_made_the_journal_is_not_usable(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file in its place", encoding="utf-8")
    with (
        Journal(tmp_path / "journal.sqlite") as journal,
        pytest.raises(JournalError, match=r"journal\.sqlite.*(it already exists|a part of its path is not a folder)"),
        journal.lock_run(tmp_path / "jobs.xlsx", "", "acme"),
    ):
        pass


def test_a_copy_and_a_link_are_the_same_file(tmp_path: Path) -> None:
    file, copy, link = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    file.write_text("x", encoding="utf-8")
    copy.write_text("x", encoding="utf-8")
    link.symlink_to(file)
    assert name_file_lock(link) == name_file_lock(file) != name_file_lock(copy)
    assert name_content_lock(hash_of(copy), "acme") == name_content_lock(hash_of(file), "acme")
    assert name_content_lock(hash_of(copy), "acme") != name_content_lock(hash_of(copy), "other")
    assert hash_of(tmp_path / "none") == ""


def test_what_nobody_ever_held_is_free(tmp_path: Path) -> None:
    assert not is_locked_by(tmp_path, "file", os.getpid())
