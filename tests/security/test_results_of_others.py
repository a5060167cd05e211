"""What somebody wrote, or changed after we wrote it, is never replaced by results, whichever command writes them."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.builders import good
from tests.command import Said, importer
from tests.workbooks import workbook

ENDINGS = pytest.mark.parametrize("ending", [".xlsx", ".csv"])
Type = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a sheet of which a row is wrong."""
    place = tmp_path / "desk"
    place.mkdir()
    workbook(place, good(Reference="A"), good(Reference="B", Due_date="soon"))
    return place


@pytest.fixture
def type_in(folder: Path) -> Type:
    def typed(*words: str) -> Said:
        return importer(*words, state=folder.parent / "state", cwd=str(folder))

    return typed


def run(type_in: Type, *more: str) -> Said:
    return type_in("run", "jobs.xlsx", "--target", "practice", "--yes", *more)


def correct(path: Path, text: str = "2026-11-30") -> bytes:
    """Correct the wrong cell, as a spreadsheet program or an editor does; what is in the file then."""
    if path.suffix == ".csv":
        path.write_text(path.read_text(encoding="utf-8-sig").replace("soon", text), encoding="utf-8")
    else:
        book = openpyxl.load_workbook(path)
        [cell] = [cell for row in book["Jobs"].iter_rows() for cell in row if cell.value == "soon"]
        cell.value = text
        book.save(path)
        book.close()
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "jobs.xlsx")


@pytest.mark.thorough
@ENDINGS
def test_results_that_nobody_changed_are_replaced(folder: Path, type_in: Type, ending: str) -> None:
    for _ in range(3):
        said = run(type_in, "--results", f"out{ending}")
        assert "did not replace" not in said.out
    assert names(folder) == [f"out{ending}"]


@pytest.mark.thorough(but=1)
@ENDINGS
def test_a_run_keeps_results_that_were_corrected_and_says_how_they_are_sent(
    folder: Path, type_in: Type, ending: str
) -> None:
    place = folder / f"out{ending}"
    run(type_in, "--results", place.name)
    corrected = correct(place)
    said = run(type_in, "--results", place.name)
    assert place.read_bytes() == corrected
    assert names(folder) == [f"out.2{ending}", place.name]
    assert (
        f"{place.name} was changed after importer wrote it, so importer did not replace it; the new results are in "
        f"out.2{ending}."
    ) in said.out
    last = said.out.splitlines()[-1]
    assert f"'importer retry {place.name} --target practice' sends the rows that you corrected in {place.name}." in last
    assert said.out.count("importer retry") == 1, "one advice"
    assert f"Results: out.2{ending}" in said.out
    run(type_in, "--results", place.name)
    assert names(folder) == [f"out.2{ending}", place.name], "nobody changed the second, which is replaced"
    if ending == ".xlsx":
        said = type_in("retry", place.name, "--target", "practice", "--yes")
        assert "created" in said.out
        assert place.read_bytes() == corrected


@pytest.mark.thorough
def test_the_usual_results_of_a_run_that_were_corrected_stay(folder: Path, type_in: Type) -> None:
    run(type_in)
    corrected = correct(folder / "jobs.results.xlsx")
    said = run(type_in)
    assert (folder / "jobs.results.xlsx").read_bytes() == corrected
    assert "'importer retry jobs.results.xlsx --target practice'" in said.out


@pytest.mark.thorough(but=1)
@ENDINGS
def test_a_check_keeps_what_was_changed(folder: Path, type_in: Type, ending: str) -> None:
    place = folder / f"found{ending}"
    type_in("check", "jobs.xlsx", "--results", place.name)
    changed = correct(place)
    said = type_in("check", "jobs.xlsx", "--results", place.name)
    assert place.read_bytes() == changed
    assert f"{place.name} was changed after importer wrote it" in said.out
    assert "importer retry" not in said.out, "nothing was sent"
    assert names(folder) == [f"found.2{ending}", place.name]


@pytest.mark.thorough
@ENDINGS
def test_a_retry_and_results_written_again_keep_what_was_changed(folder: Path, type_in: Type, ending: str) -> None:
    run(type_in)
    place = folder / f"round{ending}"
    for words in (
        ("retry", "jobs.results.xlsx", "--target", "practice", "--yes"),
        ("runs", "results", "1"),
    ):
        place.unlink(missing_ok=True)
        type_in(*words, "--results", place.name)
        changed = correct(place)
        said = type_in(*words, "--results", place.name)
        assert place.read_bytes() == changed, words
        assert f"{place.name} was changed after importer wrote it" in said.out
        assert (folder / f"round.2{ending}").exists()


@pytest.mark.thorough
def test_f02_results_written_again_without_a_place_keep_what_was_corrected(folder: Path, type_in: Type) -> None:
    run(type_in)
    corrected = correct(folder / "jobs.results.xlsx")
    said = type_in("runs", "results", "last")
    assert (folder / "jobs.results.xlsx").read_bytes() == corrected
    assert "Results: " in said.out
    assert "jobs.results.2.xlsx" in said.out


@pytest.mark.thorough
def test_a_run_that_goes_on_keeps_what_was_changed(folder: Path, type_in: Type) -> None:
    run(type_in)
    with sqlite3.connect(folder.parent / "state" / "journal.sqlite") as journal:
        journal.execute("UPDATE runs SET finished = NULL, exit = NULL, state = 'under way', results = '', counts = ''")
    journal.close()
    corrected = correct(folder / "jobs.results.xlsx")
    said = type_in("resume", "last")
    assert (folder / "jobs.results.xlsx").read_bytes() == corrected
    assert "jobs.results.xlsx was changed after importer wrote it" in said.out
    assert names(folder) == ["jobs.results.2.xlsx", "jobs.results.xlsx"]


@pytest.mark.thorough(but=1)
@ENDINGS
@pytest.mark.parametrize("command", ["run", "check"])
def test_f02_a_file_of_somebody_else_stays(folder: Path, type_in: Type, command: str, ending: str) -> None:
    place = folder / f"customer{ending}"
    place.write_bytes(b"somebody's")
    more = ("--target", "practice", "--yes") if command == "run" else ()
    said = type_in(command, "jobs.xlsx", "--results", place.name, *more)
    assert place.read_bytes() == b"somebody's"
    assert (
        f"importer has no record of writing {place.name}, so it did not replace it; "
        f"the new results are in customer.2{ending}."
    ) in said.out
    assert names(folder) == [f"customer.2{ending}", place.name]


@pytest.mark.thorough
def test_another_workbook_put_where_results_were_stays(folder: Path, type_in: Type) -> None:
    run(type_in)
    workbook(folder, good(Reference="X"), name="other.xlsx")
    shutil.copy(folder / "other.xlsx", folder / "jobs.results.xlsx")
    run(type_in)
    assert (folder / "jobs.results.xlsx").read_bytes() == (folder / "other.xlsx").read_bytes()


@pytest.mark.thorough
def test_results_that_an_earlier_version_wrote_stay(folder: Path, type_in: Type) -> None:
    """Whether somebody changed them since nobody can say."""
    run(type_in)
    earlier = (folder / "jobs.results.xlsx").read_bytes()
    with sqlite3.connect(folder.parent / "state" / "journal.sqlite") as journal:
        for table in ("written_files", "same_targets", "forgotten"):
            journal.execute(f"DROP TABLE {table}")
        journal.execute("ALTER TABLE runs DROP COLUMN seal")
        journal.execute("PRAGMA user_version = 2")
    journal.close()
    said = run(type_in)
    assert (folder / "jobs.results.xlsx").read_bytes() == earlier
    assert "importer has no record of writing jobs.results.xlsx" in said.out
    assert names(folder) == ["jobs.results.2.xlsx", "jobs.results.xlsx"]


def test_where_the_journal_cannot_be_used_a_check_replaces_nothing(folder: Path, type_in: Type) -> None:
    type_in("check", "jobs.xlsx", "--results", "found.xlsx")
    before = (folder / "found.xlsx").read_bytes()
    (folder.parent / "state" / "journal.sqlite").write_bytes(b"no journal at all, " * 500)
    said = type_in("check", "jobs.xlsx", "--results", "found.xlsx", "--json")
    assert (folder / "found.xlsx").read_bytes() == before
    assert said.object["results"] == "found.2.xlsx"
    assert said.object["results_remark"].startswith("importer has no record of writing found.xlsx")
