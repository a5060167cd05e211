"""P8, P16 to P18: files that are read-only, or held by a virus scanner or another run; locks as file systems vary."""

import errno
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import openpyxl
import pytest

from importer.errors import RunUnderWay
from importer.journal import run_lock
from tests import command
from tests.builders import GOOD


def scanned_for(seconds: float, *words: str | Path, state: Path) -> tuple[int, str, list[str]]:
    """The status and output of a command whose files are held for so long each, and the files that were."""
    state.mkdir(exist_ok=True)
    report = state / "held.txt"
    report.write_bytes(b"")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.other_systems.scanned_files", str(seconds), *map(str, words)],
        cwd=command.ROOT,
        env=command.environment(state, TEST_HELD=str(report)),
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr, report.read_text(encoding="utf-8").splitlines()


def test_p8_results_of_a_read_only_sheet_can_be_corrected(tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    sheet.chmod(0o444)
    assert command.importer("run", sheet, "--target", "practice", state=tmp_path / "state").status == 0
    assert (tmp_path / "jobs.results.xlsx").stat().st_mode & 0o200


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def references_in(results: Path) -> list[object]:
    page = openpyxl.load_workbook(results)["jobs"]
    [place] = (cell.column for cell in page[1] if cell.value == "Reference")
    return [page.cell(row, place).value for row in range(2, page.max_row + 1)]


def test_p16_results_take_their_name_though_a_scanner_holds_each_new_file_for_a_moment(tmp_path: Path) -> None:
    """The first time as a new file, then in the place of the last ones; nothing is left beside them."""
    folder, state = tmp_path / "sheets", tmp_path / "state"
    folder.mkdir()
    sheet = folder / "jobs.csv"
    for references in (("A",), ("A", "B")):
        rows = (",".join([*GOOD.values(), reference]) for reference in references)
        sheet.write_text("\n".join((",".join([*GOOD, "Reference"]), *rows)), encoding="utf-8")
        status, said, held = scanned_for(0.25, "run", sheet, "--target", "practice", state=state)
        assert held
        assert status == 0, said
        assert "Results: " in said
        assert names_in(folder) == {"jobs.csv", "jobs.results.xlsx"}
        assert references_in(folder / "jobs.results.xlsx") == list(references)


def test_p16_results_that_stay_held_are_kept_and_the_new_ones_have_another_name(tmp_path: Path) -> None:
    folder, state = tmp_path / "sheets", tmp_path / "state"
    folder.mkdir()
    sheet = folder / "jobs.csv"
    sheet.write_text("\n".join((",".join(GOOD), ",".join(GOOD.values()))), encoding="utf-8")
    assert command.importer("run", sheet, "--target", "practice", state=state).status == 0
    before = (folder / "jobs.results.xlsx").read_bytes()
    status, said, held = scanned_for(1000, "run", sheet, "--target", "practice", state=state)
    assert any("jobs.results.xlsx" in path for path in held)
    assert status == 0, said
    assert "jobs.results.2.xlsx" in said
    assert (folder / "jobs.results.xlsx").read_bytes() == before
    assert {"jobs.csv", "jobs.results.xlsx", "jobs.results.2.xlsx"} <= names_in(folder)


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
