"""S15: no file that we write is open to more people than it must be, whatever the umask."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from importer.files import write_whole_file
from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import importer
from tests.forked_children import AFRESH
from tests.workbooks import workbook

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
COMMANDS = (
    ("template", "new.xlsx"),
    ("map", "jobs.xlsx", "--save", "acme.toml", "--customer", "acme"),
    ("check", "jobs.xlsx", "--map", "acme.toml", "--results", "checked.xlsx"),
    ("codes", "--export", "codes.csv"),
    ("run", "jobs.xlsx", "--yes", "--failed-only", "wrong.xlsx", "--log-file", "log.txt"),
    ("runs", "bundle", "last", "--out", "support.zip"),
    ("runs", "results", "last", "--results", "again.xlsx"),
    ("runs", "results", "last", "--results", "again.csv"),
)
WITH_ROWS = {"jobs.results.xlsx", "checked.xlsx", "wrong.xlsx", "again.xlsx", "again.csv"}


@pytest.fixture
def no_mask() -> Iterator[None]:
    mask = os.umask(0)
    yield
    os.umask(mask)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.begins_first
@pytest.mark.usefixtures("no_mask")
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("of_sheet", "of_results"), [(0o666, 0o664), (0o600, 0o600), (0o440, 0o640), (0o4777, 0o664)])
def test_nobody_may_change_a_file_and_none_reads_more_than_in_the_sheet(
    tmp_path: Path, practice: PracticeServer, of_sheet: int, of_results: int
) -> None:
    desk, state = tmp_path / "desk", tmp_path / "state"
    desk.mkdir()
    sheet = workbook(desk, good(Reference="A"), good(Reference="B", Due_date="soon"))
    sheet.chmod(of_sheet)
    login = {name: getattr(practice, name) for name in ("url", "user", "password", "domain")}
    login[AFRESH] = "1"  # they have the umask of the command, too
    for words in COMMANDS:
        said = importer(*words, state=state, cwd=str(desk), **login)
        assert said.status in {0, 4}, (words, said.err)
    modes = {path.name: mode(path) for path in desk.iterdir() if path != sheet}
    assert modes == {
        **dict.fromkeys(("new.xlsx", "acme.toml", "codes.csv"), 0o664),
        **dict.fromkeys(WITH_ROWS, of_results),
        **dict.fromkeys(("log.txt", "support.zip"), 0o600),
    }
    kept = {path.relative_to(state).as_posix(): mode(path) for path in state.rglob("*") if path.is_file()}
    assert {name.partition("/")[0] for name in kept} >= {"journal.sqlite", "mappings"}
    assert not {name: found for name, found in kept.items() if found != 0o600 and name != "keys.json"}


@pytest.mark.usefixtures("no_mask")
def test_what_is_written_anew_stays_as_private_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "acme.toml"
    place.touch()
    place.chmod(0o600)
    write_whole_file(place, lambda file: file.write(b"new"), replace=True)
    assert (place.read_bytes(), mode(place)) == (b"new", 0o600)


@pytest.mark.parametrize("content", [b"Ring Jan about the boiler.\n", b"SQLite format 2"])
def test_a_file_that_the_practice_server_refuses_stays_as_it_was(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "notes.txt"
    place.write_bytes(content)
    place.chmod(0o644)
    said = importer("practice", "--port", "0", "--file", place, state=tmp_path / "state")
    assert said.status not in (0, 70), said.out
    assert "notes.txt" in said.err
    assert (place.read_bytes(), mode(place)) == (content, 0o644)
