"""P19, P20, P22: a journal on a network share, disks that keep a write in their memory, folders that are not shown."""

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

import importer
from importer.doctor import computer
from importer.files import atomic_file, is_on_a_share, network_folder
from importer.journal import Journal
from importer.journal import file as journal_file
from importer.journal.file import open_journal_file
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests import command
from tests.builders import GOOD


def set_in(path: Path, name: str) -> str:
    connection = open_journal_file(path)
    try:
        return str(connection.execute(f"PRAGMA {name}").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.parametrize(("share", "mode"), [(True, "delete"), (False, "wal")])
def test_p19_a_journal_on_a_share_has_no_log_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: bool, mode: str
) -> None:
    monkeypatch.setattr(journal_file, "is_on_a_share", lambda _: share)
    path = tmp_path / "journal.sqlite"
    assert set_in(path, "journal_mode") == mode
    monkeypatch.setattr(journal_file, "is_on_a_share", lambda _: not share)
    assert set_in(path, "journal_mode") != mode, "it is moved, or its folder is shared now"


def test_p19_a_run_goes_through_with_its_journal_on_a_share_and_doctor_tells(
    tmp_path: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(journal_file, "is_on_a_share", lambda _: True)
    assert importer.import_sheet(sheet, target=make_practice_target(practice.url, practice.password)).exit_code == 0
    with sqlite3.connect(tmp_path / "state" / "journal.sqlite") as journal:
        assert journal.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    monkeypatch.setattr(computer, "is_on_a_share", lambda _: True)
    [told] = (finding for finding in computer.examine_computer(tmp_path) if finding.what == "journal")
    assert "network share" in told.found
    assert "IMPORTER_STATE" in told.advice


@pytest.mark.parametrize(
    ("system", "path", "is_share"),
    [
        ("win32", "\\\\server\\teams\\state", True),
        ("win32", "C:\\Users\\anna\\AppData\\Local\\importer", False),
        ("darwin", "/Volumes/teams/state", True),
        ("darwin", "/Users/anna/Library", False),
        ("linux", "/mnt/team drive/state", True),
        ("linux", "/mnt/Büro Süd/state", True),
        ("linux", "/mnt/nas/state", True),
        ("linux", "/mnt/nassau", False),
        ("linux", "/home/anna/.local/state", False),
    ],
)
def test_p19_where_a_share_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, path: str, is_share: bool
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n//nas/x /mnt/team\\040drive cifs rw 0 0\nnas:/x /mnt/nas nfs4 rw 0 0\n"
        "//nas/y /mnt/Büro\\040Süd cifs rw 0 0\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(network_folder, "_MOUNTS", mounts)
    monkeypatch.setattr(network_folder, "resolve_links", lambda given: given)
    assert is_on_a_share(Path(path), system=system) is is_share


def test_p20_a_commit_of_the_journal_is_on_the_disk_of_a_mac_too(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with Journal(path):
        assert [set_in(path, name) for name in ("synchronous", "fullfsync", "checkpoint_fullfsync")] == ["2", "1", "1"]


@pytest.mark.parametrize("refuses", [False, True])
def test_p20_results_are_on_the_disk_of_a_mac_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuses: bool
) -> None:
    done: list[object] = []

    def full(_handle: int, what: int) -> None:
        done.append(what)
        if refuses:
            raise OSError

    monkeypatch.setattr(atomic_file, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(atomic_file, "fcntl", SimpleNamespace(fcntl=full, F_FULLFSYNC=51), raising=False)
    monkeypatch.setattr(atomic_file.os, "fsync", done.append)
    atomic_file.write_whole_file(tmp_path / "new", lambda file: file.write(b"x"), replace=True)
    assert done[0] == 51
    assert len(done) == 1 + refuses


def test_p22_doctor_names_the_folders_by_which_others_find_them(tmp_path: Path) -> None:
    """A Python of the Microsoft Store shows programs a folder that Explorer has elsewhere, as a link does."""
    (tmp_path / "Packages").mkdir()
    (tmp_path / "shown").symlink_to(tmp_path / "Packages")
    said = command.importer("doctor", "--json", state=tmp_path / "shown" / "state", cwd=str(tmp_path))
    [found] = (each["found"] for each in said.object["findings"] if each["what"] == "state folder")
    assert str(tmp_path / "Packages" / "state") in found
