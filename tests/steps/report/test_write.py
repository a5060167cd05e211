import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from importer.errors import ResultsError
from importer.files import find_state_folder
from importer.problem import RESULTS_OVER_INPUT, RESULTS_UNWRITABLE, ROWS_DO_NOT_ADD_UP, SHEET_TOO_LARGE
from importer.steps.report import ensure_fits, ensure_writable, results_path_of, write_results
from tests.steps.report.finished_runs import BOUNDS, SOUND, Finished, results_at


def test_results_stand_beside_the_sheet() -> None:
    assert results_path_of(Path("a/jobs.xlsx")) == Path("a/jobs.results.xlsx")
    assert results_path_of(Path("a/jobs.of.may.csv")) == Path("a/jobs.of.may.results.xlsx")


def test_the_sheet_itself_is_never_overwritten(finished: Finished, tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.xlsx"
    sheet.write_bytes(b"mine")
    (tmp_path / "link.xlsx").symlink_to(sheet)
    for place in (sheet, tmp_path / "x" / ".." / "jobs.xlsx", tmp_path / "link.xlsx"):
        with pytest.raises(ResultsError) as refused:
            write_results(finished({2: SOUND}), place, bounds=BOUNDS)
        assert refused.value.code is RESULTS_OVER_INPUT
        with pytest.raises(ResultsError):
            ensure_writable(place, sheet=sheet)
    assert sheet.read_bytes() == b"mine"


def test_a_missing_folder_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="there is no such file or folder") as refused:
        ensure_writable(tmp_path / "nowhere" / "results.xlsx", sheet=tmp_path / "jobs.xlsx")
    assert refused.value.code is RESULTS_UNWRITABLE


def test_a_folder_that_has_gone_meanwhile_costs_no_results(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    place = results_at(tmp_path / "nowhere" / "jobs.results.xlsx", finished({2: SOUND}))
    assert place == find_state_folder() / "jobs.results.xlsx"
    assert place.exists()


def test_a_place_that_cannot_be_replaced_gives_way_to_one_beside_it(finished: Finished, tmp_path: Path) -> None:
    taken = tmp_path / "jobs.results.xlsx"
    (taken / "inside").mkdir(parents=True)  # as final as a file that Excel has open
    assert results_at(taken, finished({2: SOUND})) == tmp_path / "jobs.results.2.xlsx"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jobs.results.2.xlsx", "jobs.results.xlsx"]


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "results.xlsx").mkdir()
    with pytest.raises(ResultsError, match="it is a folder"):
        ensure_writable(tmp_path / "results.xlsx", sheet=tmp_path / "jobs.xlsx")


def test_trying_the_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_bytes(b"old")
    ensure_writable(tmp_path / "old.xlsx", sheet=tmp_path / "jobs.xlsx")
    ensure_writable(tmp_path / "new.xlsx", sheet=tmp_path / "jobs.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["old.xlsx"]
    assert (tmp_path / "old.xlsx").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("kilobytes", [1, 8])  # too small for the temporary files, and for the workbook
def test_earlier_results_stay_whole_when_there_is_no_room(finished: Finished, tmp_path: Path, kilobytes: int) -> None:
    place = tmp_path / "jobs.results.xlsx"
    place.write_bytes(b"earlier")
    result = finished(dict.fromkeys(range(2, 30), SOUND))
    with files_no_larger_than(kilobytes), pytest.raises(ResultsError) as refused:
        write_results(result, place, bounds=BOUNDS)
    assert refused.value.code is RESULTS_UNWRITABLE
    assert [path.name for path in tmp_path.iterdir()] == ["jobs.results.xlsx"]
    assert place.read_bytes() == b"earlier"


@contextmanager
def files_no_larger_than(kilobytes: int) -> Iterator[None]:
    """What a full disk does, without filling one."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_who_may_read_the_sheet_may_read_its_results(finished: Finished, tmp_path: Path) -> None:
    (tmp_path / "jobs.xlsx").write_bytes(b"mine")
    (tmp_path / "jobs.xlsx").chmod(0o640)
    place = results_at(tmp_path / "jobs.results.xlsx", finished({2: SOUND}))
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


@pytest.mark.parametrize("change", ["missing", "twice", "unknown"])
def test_outcomes_that_do_not_add_up_are_refused(finished: Finished, tmp_path: Path, change: str) -> None:
    result = finished({2: SOUND, 4: SOUND})
    first, last = result.outcomes
    wrong = {"missing": (first,), "twice": (first, last, last), "unknown": (first, replace(last, row=3))}[change]
    with pytest.raises(ResultsError) as refused:
        write_results(replace(result, outcomes=wrong), tmp_path / "results.xlsx", bounds=BOUNDS)
    assert refused.value.code is ROWS_DO_NOT_ADD_UP
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("rows", "columns"), [({1_048_577: SOUND}, (1, 2, 3, 4)), ({2: SOUND}, (1, 2, 3, 16_381))])
def test_a_sheet_that_leaves_no_room_is_refused(
    finished: Finished, rows: dict[int, list[str]], columns: tuple[int, ...]
) -> None:
    with pytest.raises(ResultsError) as refused:
        ensure_fits(finished(rows, columns=columns).batch.sheet)
    assert refused.value.code is SHEET_TOO_LARGE


def test_progress_ends_with_all_rows(finished: Finished, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    rows = dict.fromkeys(range(2, 1003), SOUND)
    write_results(finished(rows), tmp_path / "results.xlsx", bounds=BOUNDS, progress=lambda *step: told.append(step))
    assert told == [("Writing", done, 1001) for done in (0, 500, 1000, 1001)]
