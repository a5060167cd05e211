"""S11: a file that is being written has a name that nobody can foresee, and is its user's alone until it is whole."""

import os
import re
import stat
from pathlib import Path
from typing import IO

import pytest

from importer.errors import ResultsError
from importer.files import create_file, identity_of, write_whole_file
from importer.steps.report.patch_process import _open_request
from importer.steps.report.results_file import replace_file
from tests.builders import good
from tests.command import ROOT, importer
from tests.workbooks import workbook

PREDICTABLE = re.compile(r"getpid\(\)\}|mktemp\(|NamedTemporaryFile|gettempdir|[\"']/tmp|with_name\(f?[\"']\.")


def test_no_module_makes_up_a_temporary_name() -> None:
    for path in (ROOT / "importer").rglob("*.py"):
        assert not PREDICTABLE.search(path.read_text(encoding="utf-8")), path


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("private", [True, False])
def test_until_it_is_whole_it_is_the_users_alone(tmp_path: Path, private: bool) -> None:
    seen: list[tuple[str, int]] = []

    def write(file: IO[bytes]) -> None:
        seen.extend((path.name, stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.iterdir())
        file.write(b"whole")

    mask = os.umask(0o022)
    try:
        for _ in range(2):
            write_whole_file(tmp_path / "new", write, replace=True, private=private)
            assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == (0o600 if private else 0o644)
    finally:
        os.umask(mask)
    fresh = [(name, mode) for name, mode in seen if name != "new"]
    assert {mode for _, mode in fresh} == {0o600}
    assert len({name for name, _ in fresh}) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_fails_or_is_there_already_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(file: IO[bytes]) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    place = tmp_path / "new"
    with pytest.raises(OSError, match="No space"):
        write_whole_file(place, fail, replace=True)
    assert list(tmp_path.iterdir()) == []
    place.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        write_whole_file(place, lambda file: file.write(b"ours"), replace=False)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("new", b"somebody's")]


@pytest.mark.skipif(os.name != "posix", reason="links and modes are of POSIX")
def test_a_file_that_others_put_in_its_place_is_neither_written_nor_opened_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder where others may write, a name belongs to whoever was last."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"the user's own")
    secret.chmod(0o600)

    def swapped(folder: Path) -> tuple[int, Path]:
        handle, path = create_file(folder)
        path.unlink()
        path.symlink_to(secret)
        return handle, path

    def write(file: IO[bytes]) -> None:
        file.write(b"ours")

    monkeypatch.setattr("importer.files.atomic_file.create_file", swapped)
    monkeypatch.setattr("importer.steps.report.results_file.create_file", swapped)
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    sheet = workbook(tmp_path, good())
    with pytest.raises(ResultsError):
        replace_file(tmp_path / "results.xlsx", sheet, write, None)
    write_whole_file(tmp_path / "new", write, replace=True)
    with sheet.open("rb") as other:
        request = {"file": str(secret), "identity": identity_of(other.fileno())}
    with pytest.raises(OSError, match="another file"):
        _open_request(request)
    assert secret.read_bytes() == b"the user's own"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


@pytest.mark.thorough
def test_commands_leave_nothing_but_their_file(tmp_path: Path) -> None:
    state, folder = tmp_path / "state", tmp_path / "desk"
    folder.mkdir()
    workbook(folder, good(Due_date="soon"))
    for words in (
        ("template", "new.xlsx"),
        ("codes", "--target", "practice", "--export", "codes.csv"),
        ("codes", "--target", "practice", "--export", "codes.xlsx"),
        ("map", "jobs.xlsx", "--save", "acme.toml"),
        ("run", "jobs.xlsx", "--target", "practice", "--yes", "--failed-only", "wrong.xlsx"),
    ):
        assert importer(*words, state=state, cwd=str(folder)).status in {0, 4}, words
    names = {"new.xlsx", "codes.csv", "codes.xlsx", "acme.toml", "wrong.xlsx", "jobs.xlsx", "jobs.results.xlsx"}
    assert {path.name for path in folder.iterdir()} == names
    assert not [path for path in state.rglob("*") if ".tmp" in path.name]
