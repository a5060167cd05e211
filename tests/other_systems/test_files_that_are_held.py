"""P8, P16 to P18: files that are read-only, or held by a virus scanner or another run; locks as file systems vary."""

import errno
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import importer
from importer.errors import RunUnderWay
from importer.files import write_whole_file
from importer.journal import run_lock
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests import command
from tests.builders import GOOD

Replace = Callable[[Path, Path], Path]


def held_for(tries: int, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What is done where so many tries to replace a file are refused, as while a virus scanner looks at it."""
    refused: list[Path] = []
    really: Replace = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if len(refused) < tries:
            refused.append(self)
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr("importer.files.atomic_file._PAUSE", 0.001)
    return refused


def test_p8_results_of_a_read_only_sheet_can_be_corrected(tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    sheet.chmod(0o444)
    assert command.importer("run", sheet, "--target", "practice", state=tmp_path / "state").status == 0
    assert (tmp_path / "jobs.results.xlsx").stat().st_mode & 0o200


@pytest.mark.parametrize(("tries", "is_replaced"), [(0, True), (1, True), (4, True), (5, False)])
def test_p16_a_file_that_is_held_for_a_moment_is_replaced_and_one_held_for_longer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int, is_replaced: bool
) -> None:
    path = tmp_path / "results.csv"
    path.write_bytes(b"old")
    held_for(tries, monkeypatch)
    if is_replaced:
        write_whole_file(path, lambda file: file.write(b"new"), replace=True)
    else:
        with pytest.raises(PermissionError):
            write_whole_file(path, lambda file: file.write(b"new"), replace=True)
    assert path.read_bytes() == (b"new" if is_replaced else b"old")
    assert list(tmp_path.iterdir()) == [path]


def test_p16_results_keep_their_name_though_a_scanner_looks_at_the_last_ones(
    tmp_path: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    importer.import_sheet(sheet, target=make_practice_target(practice.url, practice.password))
    refused = held_for(3, monkeypatch)
    again = importer.import_sheet(sheet, target=make_practice_target(practice.url, practice.password))
    assert refused
    assert again.results == tmp_path / "jobs.results.xlsx"


def of_windows(locking: Callable[..., None]) -> ModuleType:
    """The locks as Windows has them, where `locking` is what the system says."""
    spec = importlib.util.find_spec("importer.journal.run_lock")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.platform, sys.modules.get("msvcrt")
    sys.platform = "win32"
    sys.modules["msvcrt"] = SimpleNamespace(locking=locking, LK_NBLCK=2)  # type: ignore[assignment]  # stands for it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.platform = before[0]
        del sys.modules["msvcrt"]
    return module


@pytest.mark.parametrize(
    ("number", "is_held"), [(errno.EACCES, True), (errno.EDEADLK, True), (errno.EINVAL, False), (errno.ENOLCK, False)]
)
def test_p17_only_a_lock_that_somebody_has_means_another_run(tmp_path: Path, number: int, is_held: bool) -> None:
    def locking(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    module: Any = of_windows(locking)
    tmp_path.joinpath("locks").mkdir()
    if is_held:
        with pytest.raises(RunUnderWay), module.hold_locks(tmp_path, "file"):
            pass
    else:
        with module.hold_locks(tmp_path, "file"):
            pass


def test_p18_a_file_system_that_numbers_files_anew_each_time_ends_no_loop_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    really = os.fstat

    def fstat(handle: int) -> os.stat_result:
        opened.append(tmp_path)
        found = list(really(handle))
        found[1] += len(opened)  # the inode
        return os.stat_result(found)

    monkeypatch.setattr(run_lock.os, "fstat", fstat)
    with run_lock.hold_locks(tmp_path, "file"):
        pass
    assert 1 < len(opened) <= 100
